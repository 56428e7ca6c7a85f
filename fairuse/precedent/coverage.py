"""Which rules fire in which decided cases and scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.decided import DecidedCase
from fairuse.scenario.file import read_scenario
from fairuse.scenario.folder import scenario_files
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import Use, uses_of


def scenarios_in(folder: Path, kb: KnowledgeBase) -> dict[str, Scenario]:
    """The scenarios below `folder` by file name. Raises `FairuseError` if one cannot be read."""
    files = scenario_files([folder]) if folder.is_dir() else []
    return {path.stem: read_scenario(path, kb).scenario for path, _ in files}


def fired_in(
    kb: KnowledgeBase, cases: Iterable[DecidedCase], scenarios: Mapping[str, Scenario], today: str
) -> dict[str, list[str]]:
    """For each rule, the decided cases (law of their day and of `today`) and scenarios in which it fires undefeated."""
    found: dict[str, list[str]] = {rule: [] for rule in kb.rules}

    def note(name: str, use: Use, as_of: str, forum: str | None) -> None:
        asked = posed(use, kb, as_of, forum)
        result = ranges.run_rows(asked.program, asked.rows(argued=True))
        for rule, hits in result.fired.items():
            if (hits & ~result.defeated[rule]).any() and name not in found[rule]:
                found[rule].append(name)

    for case in cases:
        for use in uses_of(case.scenario(), kb):
            for day in dict.fromkeys((case.day, today)):
                note(case.id, use, day, case.forum)
    for name, scenario in scenarios.items():
        for use in uses_of(scenario, kb):
            note(name, use, scenario.as_of or today, scenario.forum)
    return found
