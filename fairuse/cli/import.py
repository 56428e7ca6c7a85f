"""``fairuse import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common, sources
from fairuse.source.errors import did_you_mean

_FORMATS = ("yaml", "jsonl")
_TITLE = "Sources of an inventory"


def import_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Cards of data sets, Croissant files, Data Provenance collections, SPDX 3 bills of materials, "
            "crawl logs, measurements of extraction; folders of cards and manifests.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="OUT.yaml, a scenario, or OUT.jsonl, a table of uses for 'fairuse batch'."),
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="yaml or jsonl; default: by OUT's ending.")
    ] = None,
    act: Annotated[str, typer.Option("--act", metavar="ACT", help="What is done with the works.")] = "training",
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="LAW", help="The laws to ask (may be repeated), e.g. us, or eu."),
    ] = None,
    title: Annotated[str, typer.Option("--title", help="The title of the scenario.")] = _TITLE,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.ResultOnlyOption = False,
) -> None:
    """Turn what others write about data into a scenario, or a table of uses for a batch.

    What a file says of some works becomes facts, each with who says it, where, and in which words. A tag on a card is
    the word of whoever uploaded it, not of the owners. What is not said stays unknown; what files say differently stays
    unknown, too, with all that is said, and is reported. Files about the same works are put together.

    Exit code 1 if some file or row could not be read; the others are done.

    Examples:

      fairuse import cards/ -o scenario.yaml --where us

      fairuse import README.md croissant.json collection.json -o scenario.yaml

      fairuse import cards/ crawl.csv -o uses.jsonl && fairuse batch uses.jsonl -o standings.csv

      fairuse import cards/ extraction.csv -o model.yaml --act model
    """
    from fairuse.inventory.reader import read_inventory  # noqa: PLC0415
    from fairuse.inventory.uses import rows_of, scenario_of  # noqa: PLC0415
    from fairuse.scenario.model import dump_scenario  # noqa: PLC0415

    kb = common.knowledge(rules, house)
    sources.check_act(act, kb)
    sources.check_where(where or (), kb)
    chosen = form or (output.suffix.lstrip(".").lower().replace("yml", "yaml") if output else "yaml")
    if chosen not in _FORMATS:
        reason = f"no format '{chosen}' here{did_you_mean(chosen, _FORMATS)} (one of {', '.join(_FORMATS)})"
        raise common.option_problem("--format" if form else "--output", reason)
    found = read_inventory(files, kb)
    if found.materials:
        if chosen == "yaml":
            text = dump_scenario(scenario_of(found, act, where or (), title))
        else:
            text = "".join(rows_of(found, act, where or ()))
        common.emit(text, output)
    if not sources.report(found, quiet=quiet) or not found.materials:
        raise typer.Exit(1)
