"""``fairuse verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common


def verify_command(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="An assessment saved as JSON.")],
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")] = "terminal",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json: every difference.")] = False,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
) -> None:
    """Derive a saved assessment again from the scenario, day and forum it carries, and say whether it holds.

    Exit code 0: it holds. 1: the rules installed are others and answer otherwise, or the report was edited.
    2: it cannot be read or carries no receipt.

    Examples:

      fairuse verify report.json

      fairuse verify report.json --json
    """
    from fairuse.pages.verification import lines  # noqa: PLC0415
    from fairuse.receipt.saved import load_report  # noqa: PLC0415
    from fairuse.receipt.verify import verify  # noqa: PLC0415
    from fairuse.report import published  # noqa: PLC0415

    saved = load_report(report)
    kb = common.knowledge(rules, house)
    result = verify(saved, kb, name=str(report))
    if common.plain_format("json" if as_json else form) == "json":
        common.emit(published(result), None)
    else:
        first, *rest = lines(result)
        text = [f"{report}: {first}", *rest]
        if not result.same_rules:
            text.append(
                f"  report: rules {saved.kb.version} ({saved.kb.sha256[:8]}); here: {kb.version} ({kb.sha256[:8]})"
            )
        common.emit("\n".join(text) + "\n", None)
    if not result.holds:
        raise typer.Exit(1)
