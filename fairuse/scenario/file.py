"""Reading a scenario file: every name checked, every problem with its place."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Scenario
from fairuse.scenario.names import check_names
from fairuse.source.errors import FairuseError
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import Source, read_file, read_text


def load_scenario(path: Path | str, kb: KnowledgeBase, *, shown: str | None = None) -> Scenario:
    """Read a scenario file and check it against the vocabulary of `kb`.

    Raises `FairuseError` with every problem found.
    """
    return _checked(read_file(Path(path), shown or str(path)), kb)


def parse_scenario(text: str | bytes, kb: KnowledgeBase, *, name: str = "<scenario>") -> Scenario:
    """Read a scenario from text (a pipe, a form). `name` is shown in problems. Raises `FairuseError` as above."""
    return _checked(read_text(text.encode() if isinstance(text, str) else text, name), kb)


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
