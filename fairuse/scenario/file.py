"""Reading a scenario file: every name checked, every problem with its place."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Scenario
from fairuse.scenario.names import check_names
from fairuse.scenario.persons import persons
from fairuse.scenario.unasked import unasked
from fairuse.scenario.unread import unread
from fairuse.source.errors import FairuseError, FairuseWarning, Problem
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import Source, read_file, read_text


@dataclass(frozen=True)
class Read:
    """A scenario as it was read; `warnings` name what has no effect in it and so may be a mistake."""

    scenario: Scenario
    warnings: tuple[Problem, ...] = ()


def load_scenario(path: Path | str, kb: KnowledgeBase, *, shown: str | None = None) -> Scenario:
    """Read a scenario file and check it against the vocabulary of `kb`.

    Raises `FairuseError` with every problem found. What has no effect is a `FairuseWarning` (see Python's `warnings`).
    """
    return _warned(read_scenario(Path(path), kb, name=shown))


def parse_scenario(text: str | bytes, kb: KnowledgeBase, *, name: str = "<scenario>") -> Scenario:
    """Read a scenario from text (a pipe, a form). `name` is shown in problems. Raises and warns as `load_scenario`."""
    return _warned(read_scenario(text.encode() if isinstance(text, str) else text, kb, name=name))


def read_scenario(given: Path | bytes, kb: KnowledgeBase, *, name: str | None = None) -> Read:
    """Read a scenario from a file or its content, and hand back what there is to warn of. Raises `FairuseError`."""
    source = read_file(given, name) if isinstance(given, Path) else read_text(given, name or "<scenario>")
    scenario = _checked(source, kb)
    return Read(
        scenario, (*unasked(scenario, source, kb), *unread(scenario, source, kb), *persons(scenario, source, kb))
    )


def _warned(read: Read) -> Scenario:
    for problem in read.warnings:
        warnings.warn(FairuseWarning(problem), stacklevel=3)  # where the public verb was called
    return read.scenario


def _checked(source: Source, kb: KnowledgeBase) -> Scenario:
    if source.problems and source.value is None:
        raise FairuseError(source.problems)
    if not isinstance(source.value, dict):
        source.problem((), "bad-file", "a scenario is a mapping with title, works and acts")
        raise FairuseError(source.problems)
    scenario: Scenario | None = None
    check_names(source, kb)
    try:
        scenario = Scenario.model_validate(source.value)
    except ValidationError as error:
        problems_of(error, source, (), Scenario)
    if source.problems or scenario is None:
        raise FairuseError(source.problems)
    return scenario
