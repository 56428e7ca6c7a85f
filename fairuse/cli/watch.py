"""``fairuse watch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem


def watch_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of scenario files, searched throughout.")],
    update: Annotated[
        bool, typer.Option("--update", help="Save the new reports, also for scenarios that have none.")
    ] = False,
    as_of: common.AsOfOption = None,
    form: common.FormatOption = "",
    output: common.OutputOption = None,
    template: common.TemplateOption = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Assess saved scenarios again under the rules installed now and list what moved since their saved reports.

    The report of NAME.yaml is NAME.report.json beside it. A report that was made for another forum or for some laws
    only is made for the same again. A file that cannot be read hides nothing: all others are assessed and listed.

    Exit code 0 if no answer moved (other reasons alone are no move), 1 if one did, 2 if a file could not be read or
    written, whatever moved beside it.

    Examples:

      fairuse watch scenarios/

      fairuse watch scenarios/ --update

      fairuse watch scenarios/ --quiet || echo moved
    """
    from fairuse.receipt.watch import listed, watch  # noqa: PLC0415
    from fairuse.report import render  # noqa: PLC0415

    form = common.report_format(form, output, template)
    if folder.exists() and not folder.is_dir():
        raise common.option_problem("DIR", f"'{folder}' is a file; a folder of scenarios is needed")
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, None, None)
    watched = list(watch(folder, kb, as_of))
    problems: list[Problem] = [p for w in watched for p in w.problems]
    for w in watched if update else ():
        if w.fresh is None:
            continue
        try:
            common.emit(render(w.fresh, kb, "json"), w.report)
        except FairuseError as error:
            problems += error.problems
    common.show(listed(watched, kb, updated=update), kb, form, output, quiet=quiet, template=template)
    if not quiet:
        common.say(warning for w in watched for warning in w.warnings)
    common.say(problems)
    if problems or any(w.state == "moved" for w in watched):
        raise typer.Exit(2 if problems else 1)
