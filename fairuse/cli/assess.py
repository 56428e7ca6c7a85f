"""``fairuse assess``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem

if TYPE_CHECKING:
    from fairuse.answer.result import Assessment
    from fairuse.kb.model import KnowledgeBase
    from fairuse.report.look import Look
    from fairuse.scenario.model import Scenario


def assess_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Scenario files; '-' reads standard input.")],
    form: common.FormatOption = "",
    output: common.OutputOption = None,
    template: common.TemplateOption = None,
    bib: Annotated[
        Path | None, typer.Option("--bib", metavar="FILE.json", help="Also write the authorities as CSL-JSON.")
    ] = None,
    sign: common.SignOption = None,
    redact: Annotated[
        bool,
        typer.Option("--redact", help="Leave out the story, notes, titles and names; the facts and answers stay."),
    ] = False,
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
    depth: common.DepthOption = "",
    kind: Annotated[
        str, typer.Option("--as", metavar="KIND", help="report, or memo: a legal memorandum, issue by issue.")
    ] = "report",
    reader: Annotated[
        str | None,
        typer.Option("--for", metavar="READER", help="Of a memo: lay, counsel or auditor; sets terms and depth."),
    ] = None,
    side: Annotated[
        str | None,
        typer.Option("--side", metavar="SIDE", help="Of a memo: neutral, user or owner; orders the argument only."),
    ] = None,
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

      fairuse assess scenario.yaml -o report.pdf

      fairuse assess scenario.yaml --as memo --for counsel -o memo.docx --template FIRM.docx

      fairuse assess scenario.yaml --as-of 2025-07-01 --forum us.9th

      fairuse assess scenario.yaml --as-of 2026-09-28 --against 2026-09-29

      fairuse assess scenario.yaml --house our-rules/

      fairuse assess *.yaml --fail-on likely_not_permitted --quiet
    """
    from fairuse.answer.result import standing_rank  # noqa: PLC0415
    from fairuse.scenario.redact import redacted  # noqa: PLC0415

    form = common.report_format(form, output, template, reports=len(files))
    options = common.page_options(depth, kind, reader, side, against)
    if fail_on is not None:
        common.check_standing("--fail-on", fail_on)
    common.check_signed(sign, form, against)
    if fail_on is not None and against is not None:
        raise common.option_problem("--against", "a comparison has no gate; leave out --fail-on")
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, regime, against)
    days = (as_of,) if against is None else (as_of, against)
    look = common.look(form, output, template, sign)
    silent = common.is_silent(form, output, quiet=quiet)
    problems: list[Problem] = []
    reports: list[bytes] = []
    assessed: list[Assessment] = []
    failed: list[str] = []
    for name in files:
        try:
            scenario = common.scenario(name, kb, quiet=quiet)
            results = _answers(redacted(scenario) if redact else scenario, kb, days, forum, tuple(regime or ()))
        except FairuseError as error:
            problems += error.problems
            continue
        assessed += results
        if not silent:
            reports.append(_report(results, kb, form, look, options))
        if fail_on is not None:
            limit = standing_rank(fail_on)
            failed += [f"{name}: {i}: {s}" for i, s in _standings(results[0], kb) if standing_rank(s) <= limit]
            failed += [f"{name}: {u.id}: not answered" for u in results[0].unanswered if not allow_unanswered]
    if problems and (output is not None or bib is not None):
        raise FairuseError(problems)  # half a file of reports would look like all of them
    if reports:
        common.emit(_joined(reports, form), output)
    if bib is not None:
        from fairuse.pages.bibliography import bibliography  # noqa: PLC0415  rarely asked for

        common.emit(bibliography(assessed, kb), bib)
    if problems:
        raise FairuseError(problems)
    for line in failed:
        print(line, file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def _report(
    results: list[Assessment], kb: KnowledgeBase, form: str, look: Look, options: dict[str, int | str]
) -> bytes:
    """The report of an assessment, or of what moved between two."""
    if len(results) == 1:
        return common.made(results[0], kb, form, look, **options)
    from fairuse.inquiry.compare import compare  # noqa: PLC0415  a comparison is rarely asked for

    return common.made(compare(results[0], results[1], kb), kb, form, look)


def _answers(
    scenario: Scenario, kb: KnowledgeBase, days: tuple[str | None, ...], forum: str | None, regimes: tuple[str, ...]
) -> list[Assessment]:
    """Assess a scenario under the law of each of `days`, the earliest first."""
    from fairuse.precedent.beside import assess  # noqa: PLC0415

    results = [assess(scenario, kb, as_of=day, forum=forum, regimes=regimes) for day in days]
    return sorted(results, key=lambda result: result.as_of)


def _standings(result: Assessment, kb: KnowledgeBase) -> list[tuple[str, str]]:
    """The answers that a gate looks at: those of places, and of laws that were asked by themselves."""
    from fairuse.answer.rows import rows_of  # noqa: PLC0415

    return [(row.place.id if row.place else row.first.id, row.standing) for row in rows_of(result, kb)]


def _joined(reports: list[bytes], form: str) -> bytes:
    """Several JSON reports become one line each, so that the output stays machine-readable."""
    if form == "json" and len(reports) > 1:
        import json  # noqa: PLC0415

        lines = (json.dumps(json.loads(r), separators=(",", ":"), ensure_ascii=False) for r in reports)
        return "".join(f"{line}\n" for line in lines).encode()
    return b"\n".join(reports)
