"""Every fact says which way is better for the user, or that neither is."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.fact import FactDef
from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem, did_you_mean

ESSENTIAL = False
_GRADED = ("high", "low")
_WORDS = {
    "boolean": ("yes", "no"),
    "ordinal": _GRADED,
    "number": _GRADED,
    "year": _GRADED,
    "choice": (),
    "choices": (),
    "licence": (),
}


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each fact without a direction (a warning), and each whose direction does not fit its type."""
    for fact in loaded.kb.facts.values():
        place = loaded.sources.locate("facts", fact.id, "better")
        if fact.type in ("choices", "licence"):
            continue  # what it stands for are facts with directions of their own
        if fact.better is None:
            message = f"'{fact.id}' does not say in 'better' which way is better for the user; it may be nominal"
            yield Problem(place, "no-direction", message, "warning")
        elif message := _wrong(fact):
            yield Problem(place, "bad-direction", message)


def _wrong(fact: FactDef) -> str:
    """What is wrong with a direction; an empty text if nothing is."""
    if isinstance(fact.better, tuple):
        if fact.type != "choice":
            return f"'{fact.id}' is {fact.type}: say {' or '.join(_WORDS[fact.type])} or nominal, not a list"
        for value in fact.better:
            if value not in fact.values:
                return f"'{fact.id}' has no value '{value}'{did_you_mean(value, fact.values)}"
        if len(set(fact.better)) != len(fact.better) or len(fact.better) < 2:
            return f"'{fact.id}': name at least two of its values, each once, from the worst to the best"
        return ""
    if fact.better != "nominal" and fact.better not in _WORDS[fact.type]:
        known = [*(_WORDS[fact.type] or ["a list of its values from the worst to the best"]), "nominal"]
        return f"'{fact.id}' is {fact.type}: 'better' is {' or '.join(known)}, not '{fact.better}'"
    return ""
