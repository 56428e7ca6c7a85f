"""``fairuse whynot``."""

from __future__ import annotations

from typing import Annotated

import typer

from fairuse.cli import common


def whynot_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file; '-' reads standard input.")],
    asked: Annotated[
        str, typer.Argument(metavar="ISSUE=VALUE", help="An issue and a value of its scale, or standing=VALUE.")
    ],
    use: Annotated[
        str | None, typer.Option("--use", metavar="ID", help="Only this use, e.g. training/works/us.fair_use.")
    ] = None,
    form: common.FormatOption = "",
    output: common.OutputOption = None,
    template: common.TemplateOption = None,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    show_all: Annotated[bool, typer.Option("--all", help="Show every rule, not only the nearest.")] = False,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Say why an issue did not come out otherwise: the rules that could have said so, and what each lacked.

    The rules that lack least come first. If the issue has the value already, the finding that gives it is named.

    Examples:

      fairuse whynot scenario.yaml standing=permitted

      fairuse whynot scenario.yaml us.f4=for --use training/stories/us.fair_use
    """
    from fairuse.answer.assess import assess_alone  # noqa: PLC0415
    from fairuse.inquiry.whynot import whynot  # noqa: PLC0415
    from fairuse.pages.whynot import LISTED  # noqa: PLC0415

    form = common.report_format(form, output, template)
    issue, sign, value = asked.partition("=")
    if not sign:
        raise common.option_problem("ISSUE=VALUE", f"'{asked}' names no value; write it as standing=permitted")
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, None)
    assessment = assess_alone(common.scenario(file, kb, quiet=quiet), kb, as_of=as_of, forum=forum)
    answer = whynot(assessment, kb, issue.strip(), value.strip(), use)
    common.show(answer, kb, form, output, quiet=quiet, template=template, listed=common.ALL if show_all else LISTED)
