"""``fairuse compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem


def compare_command(
    old: Annotated[Path, typer.Argument(metavar="A", help="An assessment saved as JSON, or a scenario file.")],
    new: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    form: common.FormatOption = "",
    output: common.OutputOption = None,
    template: common.TemplateOption = None,
    rules: common.RulesOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Say what moved between two saved assessments or two scenarios, and through which rule and authority.

    Uses are matched by id. The assessments may differ in day, forum, rules or scenario.

    Examples:

      fairuse compare before.json after.json

      fairuse compare my-scenario.kept.yaml my-scenario.yaml

      fairuse compare before.json after.json --format markdown -o moved.md
    """
    from fairuse.inquiry.compare import compare  # noqa: PLC0415
    from fairuse.precedent.beside import assess  # noqa: PLC0415
    from fairuse.receipt.saved import load_report  # noqa: PLC0415

    form = common.report_format(form, output, template)
    kb = common.knowledge(rules)
    reports = []
    problems: list[Problem] = []
    for path in (old, new):
        try:
            scenario = path.suffix in (".yaml", ".yml")
            reports.append(assess(common.scenario(str(path), kb, quiet=quiet), kb) if scenario else load_report(path))
        except FairuseError as error:
            problems += error.problems
    if problems:
        raise FairuseError(problems)
    before, after = reports
    common.show(compare(before, after, kb), kb, form, output, quiet=quiet, template=template)
