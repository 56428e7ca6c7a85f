"""``fairuse whatif``."""

from __future__ import annotations

from typing import Annotated

import typer

from fairuse.cli import common


def whatif_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file; '-' reads standard input.")],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FACT=VALUE",
            help="Set a fact otherwise (may be repeated): for all uses or, as WHERE:FACT=VALUE, for some. "
            "The value 'unknown' takes it away.",
        ),
    ] = None,
    use: Annotated[
        list[str] | None,
        typer.Option(
            "--use",
            metavar="WHERE",
            help="Only these uses (may be repeated): an act, works or law by its id, or act/works together.",
        ),
    ] = None,
    form: common.FormatOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    output: common.OutputOption = None,
    template: common.TemplateOption = None,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="Show every change, not only the first of each kind.")
    ] = False,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Say what would move the answers, or what some facts, set otherwise, do move.

    Without --set: the smallest sets of changes that move a standing up or down. First what you can do, with the rules
    it acts through; then what you may still find out; then what nobody here can change: the works, the market, what
    was done, the law.

    With --set: the difference, rule by rule. The file itself is not changed.

    Examples:

      fairuse whatif scenario.yaml

      fairuse whatif scenario.yaml --use training

      fairuse whatif scenario.yaml --set model.extraction=none_found

      fairuse whatif scenario.yaml --set training:market.licensing=none --set novels:work.published=unknown

      fairuse whatif scenario.yaml --set training/novels:copy.source=bought --json
    """
    from fairuse.inquiry.whatif import whatif  # noqa: PLC0415
    from fairuse.pages.changes import LISTED  # noqa: PLC0415

    form = "json" if as_json else form
    form = common.report_format(form, output, template)
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, None)
    scenario = common.scenario(file, kb, quiet=quiet)
    answer = whatif(scenario, kb, settings or (), use or (), as_of=as_of, forum=forum)
    common.show(answer, kb, form, output, quiet=quiet, template=template, listed=common.ALL if show_all else LISTED)
