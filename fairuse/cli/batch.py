"""``fairuse batch``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import Problem, did_you_mean


def batch_command(
    inputs: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folders of scenario files, or files.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="OUT.jsonl or OUT.csv; '-' for standard output.")],
    form: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="jsonl or csv; default: by OUT's ending.")
    ] = None,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    regime: common.RegimeOption = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.ResultOnlyOption = False,
) -> None:
    """Assess many scenario files: one row per answer; a bad file becomes an error row and the rest is done.

    The table is written whole or not at all. Exit code 1 if any row is an error.

    Examples:

      fairuse batch scenarios/ -o standings.csv

      fairuse batch a/ b/ one.yaml -o standings.jsonl --as-of 2026-01-01
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from fairuse import batch  # noqa: PLC0415
    from fairuse.scenario.folder import scenario_files  # noqa: PLC0415

    chosen = form or (output.suffix.lstrip(".") if str(output) != "-" else "jsonl")
    if chosen not in batch.FORMATS:
        reason = f"no table format '{chosen}'{did_you_mean(chosen, batch.FORMATS)} (one of {', '.join(batch.FORMATS)})"
        raise common.option_problem("--format" if form else "--output", reason)
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, regime)
    files = scenario_files(inputs)
    console = Console(stderr=True)
    hidden = quiet or not sys.stderr.isatty()
    rows: list[batch.BatchRow] = []
    warnings: list[Problem] = []
    try:
        for path, name in track(files, "Assessing", console=console, disable=hidden):
            done = batch.rows_of(path, name, kb, as_of=as_of, forum=forum, regimes=tuple(regime or ()))
            rows += done.rows
            warnings += done.warnings
    except KeyboardInterrupt:
        if str(output) != "-" and rows:
            kept = output.with_name(f"{output.name}.partial")
            common.emit("".join(batch.encode(rows, chosen)), kept)
            print(f"stopped; the {len(rows)} rows done so far are in {kept}", file=sys.stderr)
        raise
    common.emit("".join(batch.encode(rows, chosen)), output)
    errors = sum(bool(row.error) for row in rows)
    if not quiet:
        common.say(warnings)
        print(f"{len(files)} files, {len(rows) - errors} uses, {errors} errors", file=sys.stderr)
    if errors:
        raise typer.Exit(1)
