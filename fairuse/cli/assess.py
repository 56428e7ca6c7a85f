"""``fairuse assess``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem, did_you_mean

if TYPE_CHECKING:
    from fairuse.answer.result import Assessment
    from fairuse.kb.model import KnowledgeBase


def assess_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Scenario files; '-' reads standard input.")],
    form: common.FormatOption = "terminal",
    output: common.OutputOption = None,
    as_of: common.AsOfOption = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="YYYY-MM-DD",
            help="Print what moves between that day and this one.",
        ),
    ] = None,
    forum: common.ForumOption = None,
    regime: common.RegimeOption = None,
    depth: common.DepthOption = "standard",
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="STANDING", help="Exit with 1 if any use stands at this or worse."),
    ] = None,
    allow_unanswered: Annotated[
        bool,
        typer.Option("--allow-unanswered", help="With --fail-on, let acts pass that no law held here answers."),
    ] = False,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Assess scenario files and print a reasoned, cited answer for each act.

    Examples:

      fairuse assess scenario.yaml

      fairuse assess scenario.yaml --format markdown -o report.md

      fairuse assess scenario.yaml --as-of 2025-07-01 --forum us.9th

      fairuse assess scenario.yaml --as-of 2026-09-28 --against 2026-09-29

      fairuse assess scenario.yaml --house our-rules/

      fairuse assess *.yaml --fail-on likely_not_permitted --quiet
    """
    from fairuse.answer.result import standing_rank  # noqa: PLC0415
    from fairuse.kb.model import STANDINGS  # noqa: PLC0415
    from fairuse.report import render  # noqa: PLC0415

    common.check_format(form)
    common.check_depth(depth)
    if fail_on is not None and fail_on not in STANDINGS:
        known = ", ".join(STANDINGS)
        raise common.option_problem(
            "--fail-on", f"no standing '{fail_on}'{did_you_mean(fail_on, STANDINGS)} (one of {known})"
        )
    if fail_on is not None and against is not None:
        raise common.option_problem("--against", "a comparison has no gate; leave out --fail-on")
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, regime, against)
    days = (as_of,) if against is None else (as_of, against)
    width, colour = common.layout(form, output)
    silent = common.is_silent(form, output, quiet=quiet)
    problems: list[Problem] = []
    reports = []
    failed: list[str] = []
    for name in files:
        try:
            results = _answers(name, kb, days, forum, tuple(regime or ()), quiet=quiet)
        except FairuseError as error:
            problems += error.problems
            continue
        if not silent and against is not None:
            from fairuse.inquiry.compare import compare  # noqa: PLC0415  a comparison is rarely asked for

            reports.append(render(compare(results[0], results[1], kb), kb, form, width=width, colour=colour))
        elif not silent:
            reports.append(render(results[0], kb, form, width=width, colour=colour, depth=depth))
        if fail_on is not None:
            limit = standing_rank(fail_on)
            failed += [f"{name}: {i}: {s}" for i, s in _standings(results[0], kb) if standing_rank(s) <= limit]
            failed += [f"{name}: {u.id}: not answered" for u in results[0].unanswered if not allow_unanswered]
    if problems and output is not None:
        raise FairuseError(problems)  # half a file of reports would look like all of them
    if reports:
        common.emit(_joined(reports, form), output)
    if problems:
        raise FairuseError(problems)
    for line in failed:
        print(line, file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def _answers(
    name: str,
    kb: KnowledgeBase,
    days: tuple[str | None, ...],
    forum: str | None,
    regimes: tuple[str, ...],
    *,
    quiet: bool,
) -> list[Assessment]:
    """Assess the scenario in file `name` under the law of each of `days`, the earliest first."""
    from fairuse.precedent.beside import assess  # noqa: PLC0415

    scenario = common.scenario(name, kb, quiet=quiet)
    results = [assess(scenario, kb, as_of=day, forum=forum, regimes=regimes) for day in days]
    return sorted(results, key=lambda result: result.as_of)


def _standings(result: Assessment, kb: KnowledgeBase) -> list[tuple[str, str]]:
    """The answers that a gate looks at: those of places, and of laws that were asked by themselves."""
    from fairuse.answer.rows import rows_of  # noqa: PLC0415

    return [(row.place.id if row.place else row.first.id, row.standing) for row in rows_of(result, kb)]


def _joined(reports: list[str], form: str) -> str:
    """Several JSON reports become one line each, so that the output stays machine-readable."""
    if form == "json" and len(reports) > 1:
        import json  # noqa: PLC0415

        return "".join(json.dumps(json.loads(r), separators=(",", ":"), ensure_ascii=False) + "\n" for r in reports)
    return "\n".join(reports)
