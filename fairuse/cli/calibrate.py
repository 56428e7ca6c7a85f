"""``fairuse calibrate``."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common

if TYPE_CHECKING:
    from fairuse.precedent.likelihood import Calibration


def calibrate_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A folder of decided cases. Default: those that ship.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the calibration to this file.")] = None,
    rules: common.RulesOption = None,
    quiet: common.ResultOnlyOption = False,
) -> None:
    """Measure the likelihood that reports show beside their words on decided cases, and say how far it is off.

    Reports read cases/calibration.json.

    Examples:

      fairuse calibrate -o cases/calibration.json

      fairuse calibrate my-cases/ -o calibration.json
    """
    from fairuse.knowledge import data_dir  # noqa: PLC0415
    from fairuse.precedent.calibrate import calibrate, digest_of  # noqa: PLC0415
    from fairuse.precedent.decided import load_cases  # noqa: PLC0415
    from fairuse.precedent.described import describe  # noqa: PLC0415
    from fairuse.report import published  # noqa: PLC0415

    kb = common.knowledge(rules)
    place = folder or data_dir("cases") / "decided"
    cases = load_cases(place, kb)
    found = calibrate(describe(cases, kb), kb, datetime.date.today().isoformat(), digest_of(place))
    if not found.regimes:
        raise common.option_problem("calibrate", "these cases have too few outcomes under a law that balances factors")
    common.emit(published(found), output)
    if not quiet:
        print("\n".join(_figures(found)), file=sys.stderr)


def _figures(found: Calibration) -> list[str]:
    lines = []
    for regime, fit in found.regimes.items():
        lines += [
            f"{regime}: {fit.acts} acts, {fit.allowed} allowed",
            f"  each act without its own case: Brier {fit.left_out.brier:.3f}, log loss {fit.left_out.log_loss:.3f}",
            f"  always saying the base rate:   Brier {fit.base_rate_left_out.brier:.3f}, "
            f"log loss {fit.base_rate_left_out.log_loss:.3f}",
            f"  of {fit.counted} allowed   acts   allowed",
        ]
        lines += [
            f"  {g.least:4} to {g.most:2}    {g.acts:5}   {g.allowed:4} ({g.allowed / g.acts:.0%}; "
            f"in nine of ten {g.low:.0%} to {g.high:.0%})"
            for g in fit.groups
        ]
    return lines
