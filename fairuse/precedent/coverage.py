"""Which rules fire in which decided cases and scenarios."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import cache_file, keep
from fairuse.precedent.decided import DecidedCase, load_cases
from fairuse.precedent.described import DESCRIBING, digest_of
from fairuse.scenario.file import read_scenario
from fairuse.scenario.folder import scenario_files
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import Use, uses_of


def scenarios_in(folder: Path, kb: KnowledgeBase) -> dict[str, Scenario]:
    """The scenarios below `folder` by file name. Raises `FairuseError` if one cannot be read."""
    files = scenario_files([folder]) if folder.is_dir() else []
    return {path.stem: read_scenario(path, kb).scenario for path, _ in files}


_FIRED = TypeAdapter(dict[str, list[str]])


def fired_below(folder: Path, kb: KnowledgeBase, today: str) -> dict[str, list[str]]:
    """`fired_in` for the decided cases and scenarios below `folder`; from the cache if nothing it rests on has changed.

    Raises `FairuseError` if a case or a scenario cannot be read.
    """
    cached = cache_file("fired", f"{kb.sha256} {digest_of(folder)} {today}", *DESCRIBING)
    if cached is not None and cached.is_file():
        with contextlib.suppress(ValidationError, OSError):
            return _FIRED.validate_json(cached.read_bytes())
    found = fired_in(kb, load_cases(folder / "decided", kb), scenarios_in(folder / "scenarios", kb), today)
    if cached is not None:
        keep(cached, _FIRED.dump_json(found))
    return found


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
