"""Every value of a fact or a legal question can be said in prose after its label."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from fairuse.kb.fact import SHORT
from fairuse.kb.load import Loaded
from fairuse.kb.model import STANDINGS
from fairuse.source.errors import Problem, did_you_mean

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each value that is no word and has no phrase, and each phrase of a value not there."""
    kb, places = loaded.kb, loaded.sources
    for fact in kb.facts.values():
        short = [v for v, meaning in fact.values.items() if fact.type == "choice" and len(meaning.strip()) <= SHORT]
        for value in _unsaid([v for v in fact.values if v not in short], fact.phrases):
            yield Problem(places.locate("facts", fact.id, "values", value, key=True), "no-phrase", _message(value))
    for issue in kb.issues.values():
        for value in _unsaid(issue.scale, {**kb.values, **issue.phrases}):
            yield Problem(places.locate("issues", issue.id, "scale", value, key=True), "no-phrase", _message(value))
        for value in issue.phrases.keys() - issue.scale.keys():
            message = f"{issue.id} has no value '{value}'{did_you_mean(value, issue.scale)}"
            yield Problem(places.locate("issues", issue.id, "phrases", value, key=True), "wrong-value", message)
    scales = {value for issue in kb.issues.values() for value in issue.scale}
    for value in kb.values.keys() - scales:
        message = f"no issue has the value '{value}'{did_you_mean(value, scales)}"
        yield Problem(places.locate("values", value), "wrong-value", message)


def _unsaid(values: Iterable[str], phrases: Container[str]) -> Iterator[str]:
    """The values that are no words and have no phrase; standings have words of their own in every report."""
    return (value for value in values if "_" in value and value not in STANDINGS and value not in phrases)


def _message(value: str) -> str:
    return f"'{value}' is no word; say in 'phrases' how it reads in prose after the label"
