"""``fairuse assess``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.errors import FairuseError, Problem, nearest


def assess_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Scenario files; '-' reads standard input.")],
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal, markdown or json.")
    ] = "terminal",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the report to this file.")] = None,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    regime: common.RegimeOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="STANDING", help="Exit with 1 if any use stands at this or worse."),
    ] = None,
    rules: common.RulesOption = None,
    quiet: common.QuietOption = False,
) -> None:
    """Assess scenario files and print a reasoned, cited answer for each act.

    Examples:

      fairuse assess scenario.yaml

      fairuse assess scenario.yaml --format markdown -o report.md

      fairuse assess scenario.yaml --as-of 2025-07-01 --forum us.9th

      fairuse assess *.yaml --fail-on likely_not_permitted --quiet
    """
    from fairuse.analogies import load_precedents, with_analogies  # noqa: PLC0415
    from fairuse.assess import assess  # noqa: PLC0415
    from fairuse.assessment import standing_rank  # noqa: PLC0415
    from fairuse.kb.model import STANDINGS  # noqa: PLC0415
    from fairuse.knowledge import data_dir  # noqa: PLC0415
    from fairuse.likelihood import load_calibration, with_likelihood  # noqa: PLC0415
    from fairuse.report import FORMATS, render  # noqa: PLC0415
    from fairuse.scenario import load_scenario, option_problem, parse_scenario  # noqa: PLC0415
    from fairuse.yamlsource import MAX_BYTES  # noqa: PLC0415

    if form not in FORMATS:
        raise option_problem("--format", f"no report format '{form}'{nearest(form, FORMATS)}")
    if fail_on is not None and fail_on not in STANDINGS:
        known = ", ".join(STANDINGS)
        raise option_problem("--fail-on", f"no standing '{fail_on}'{nearest(fail_on, STANDINGS)} (one of {known})")
    kb = common.knowledge(rules)
    common.check_options(kb, as_of, forum, regime)
    precedents = load_precedents(data_dir("cases") / "decided", kb) if rules is None else ()
    calibration = load_calibration(data_dir("cases") / "calibration.json") if rules is None else None
    problems: list[Problem] = []
    reports = []
    failed: list[str] = []
    for name in files:
        try:
            if name == "-":
                scenario = parse_scenario(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>", kb)
            else:
                scenario = load_scenario(name, kb)
            result = assess(scenario, kb, as_of=as_of, forum=forum, regimes=tuple(regime or ()))
            result = with_likelihood(with_analogies(result, precedents, kb), calibration, kb)
        except FairuseError as error:
            problems += error.problems
            continue
        to_terminal = output is None and form == "terminal"
        colour = common.colour() and to_terminal
        reports.append(render(result, kb, form, width=common.width() if to_terminal else 100, colour=colour))
        if fail_on is not None:
            limit = standing_rank(fail_on)
            failed += [f"{name}: {u.id}: {u.standing}" for u in result.uses if standing_rank(u.standing) <= limit]
    if problems and output is not None:
        raise FairuseError(problems)  # half a file of reports would look like all of them
    if reports and not (quiet and fail_on is not None and output is None):
        common.emit(_joined(reports, form), output)
    if problems:
        raise FairuseError(problems)
    for line in failed:
        print(line, file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def _joined(reports: list[str], form: str) -> str:
    """Several JSON reports become one line each, so that the output stays machine-readable."""
    if form == "json" and len(reports) > 1:
        import json  # noqa: PLC0415

        return "".join(json.dumps(json.loads(r), separators=(",", ":"), ensure_ascii=False) + "\n" for r in reports)
    return "\n".join(reports)
