"""``fairuse compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem


def compare_command(
    old: Annotated[Path, typer.Argument(metavar="REPORT_A", help="An assessment saved as JSON.")],
    new: Annotated[Path, typer.Argument(metavar="REPORT_B", help="A later one.")],
    form: common.FormatOption = "",
    output: common.OutputOption = None,
    template: common.TemplateOption = None,
    rules: common.RulesOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Say what moved between two saved assessments, and through which rule and authority.

    Uses are matched by id. The assessments may differ in day, forum, rules or scenario.

    Examples:

      fairuse compare before.json after.json

      fairuse compare before.json after.json --format markdown -o moved.md
    """
    from fairuse.inquiry.compare import compare  # noqa: PLC0415
    from fairuse.receipt.saved import load_report  # noqa: PLC0415

    form = common.report_format(form, output, template)
    kb = common.knowledge(rules)
    reports = []
    problems: list[Problem] = []
    for path in (old, new):
        try:
            reports.append(load_report(path))
        except FairuseError as error:
            problems += error.problems
    if problems:
        raise FairuseError(problems)
    before, after = reports
    common.show(compare(before, after, kb), kb, form, output, quiet=quiet, template=template)
