"""``fairuse check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common

if TYPE_CHECKING:
    from fairuse.kb.model import KnowledgeBase
    from fairuse.source.errors import Problem


def check_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[RULES | SCENARIO...]", help="A folder of rules (default: those that ship), or scenarios."
        ),
    ] = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")] = "terminal",
) -> None:
    """Check a knowledge base (names, values, order, authority, examples, citations, conflicts), or scenario files.

    Each problem is printed as path:line:column, what is wrong, and the nearest right spelling. Exit code 1 if any
    is an error.

    Examples:

      fairuse check

      fairuse check my-scenario.yaml

      fairuse check my-rules/ --strict

      fairuse check --house our-rules/
    """
    from fairuse.report import published  # noqa: PLC0415
    from fairuse.source.validation import ProblemList  # noqa: PLC0415

    files = paths or []
    if len(files) > 1 or any(path.is_file() or path.suffix in (".yaml", ".yml") for path in files):
        problems, counted = _scenarios(files, common.knowledge(rules, house))
    else:
        problems, counted = _rules(files[0] if files else rules, house)
    if common.plain_format(form) == "json":
        common.emit(published(ProblemList.of(problems)), None)
    else:
        common.emit("".join(f"{problem}\n" for problem in problems), None)
    errors = sum(p.severity == "error" for p in problems)
    print(f"{counted}: {errors} errors, {len(problems) - errors} warnings", file=sys.stderr)
    if errors or (strict and problems):
        raise typer.Exit(1)


def _rules(folder: Path | None, house: list[Path] | None) -> tuple[list[Problem], str]:
    """What is wrong in a folder of rules, and what was checked."""
    from fairuse import checks  # noqa: PLC0415
    from fairuse.kb.load import fingerprint, read_houses, read_kb  # noqa: PLC0415
    from fairuse.knowledge import data_dir  # noqa: PLC0415

    if house:
        loaded = read_houses(common.knowledge(folder), [(path, *fingerprint(path)) for path in house])
    else:
        loaded = read_kb(folder or data_dir("rules"))
    kb = loaded.kb
    counted = (
        f"{len(kb.rules)} rules, {len(kb.issues)} issues, {len(kb.facts)} facts, {len(kb.authorities)} authorities"
    )
    return list(loaded.problems) or checks.run(loaded), counted


def _scenarios(files: list[Path], kb: KnowledgeBase) -> tuple[list[Problem], str]:
    """What is wrong in scenario files, and what was checked."""
    from fairuse.scenario.file import read_scenario  # noqa: PLC0415
    from fairuse.source.errors import FairuseError  # noqa: PLC0415

    problems: list[Problem] = []
    acts = 0
    for path in files:
        try:
            read = read_scenario(path, kb, name=str(path))
        except FairuseError as error:
            problems += error.problems
        else:
            problems += read.warnings
            acts += len(read.scenario.acts)
    return problems, f"{len(files)} scenarios, {acts} acts"
