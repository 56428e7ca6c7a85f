"""``fairuse check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common


def check_command(
    rules: Annotated[
        Path | None, typer.Argument(metavar="[RULES]", help="Folder of rules; default: those that ship.")
    ] = None,
    house: common.HouseOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")] = "terminal",
) -> None:
    """Check a knowledge base: names, values, order, authority, examples, citations, conflicts.

    Each problem is printed as path:line:column, what is wrong, and the nearest right spelling. Exit code 1 if any
    is an error.

    Examples:

      fairuse check

      fairuse check my-rules/ --strict

      fairuse check --house our-rules/
    """
    from fairuse import checks  # noqa: PLC0415
    from fairuse.kb.load import fingerprint, read_houses, read_kb  # noqa: PLC0415
    from fairuse.knowledge import data_dir  # noqa: PLC0415
    from fairuse.report import published  # noqa: PLC0415
    from fairuse.source.validation import ProblemList  # noqa: PLC0415

    if house:
        loaded = read_houses(common.knowledge(rules), [(folder, *fingerprint(folder)) for folder in house])
    else:
        loaded = read_kb(rules or data_dir("rules"))
    problems = list(loaded.problems) or checks.run(loaded)
    if common.plain_format(form) == "json":
        common.emit(published(ProblemList.of(problems)), None)
    else:
        common.emit("".join(f"{problem}\n" for problem in problems), None)
    errors = sum(p.severity == "error" for p in problems)
    kb = loaded.kb
    print(
        f"{len(kb.rules)} rules, {len(kb.issues)} issues, {len(kb.facts)} facts, {len(kb.authorities)} authorities: "
        f"{errors} errors, {len(problems) - errors} warnings",
        file=sys.stderr,
    )
    if errors or (strict and problems):
        raise typer.Exit(1)
