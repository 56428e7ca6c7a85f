"""Several persons in one scenario whose acts do not say by whom, so that what one tells is taken for told of both."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.acts import acts_of
from fairuse.scenario.model import ActEntry, Scenario
from fairuse.source.errors import Problem
from fairuse.source.validation import shown
from fairuse.source.yamlsource import Source

CODE = "two-persons"


@dataclass(frozen=True)
class _Said:
    """What an act, by its number, says of who does it."""

    number: int
    id: str
    entry: ActEntry
    works: str
    value: Value


def persons(scenario: Scenario, source: Source, kb: KnowledgeBase) -> tuple[Problem, ...]:
    """A warning for each act that tells something of its actor which an earlier act of the same actor rules out."""
    numbers = {act_id: number for number, act_id in enumerate(scenario.act_ids())}
    acts = list(acts_of(scenario, kb))
    found: dict[int, Problem] = {}
    for fact in (fact for fact in kb.facts.values() if fact.apart):
        said = [
            _Said(numbers[act_id], act_id, entry, work, facts[fact.id].value)
            for act_id, entry, work, facts, _ in acts
            if fact.id in facts
        ]
        for one, other in _two(said, fact):
            if other.number not in found and one.number not in found:  # else it may be the other of the two
                found[other.number] = _problem(one, other, fact, source)
    return tuple(found.values())


def _two(said: list[_Said], fact: FactDef) -> Iterator[tuple[_Said, _Said]]:
    """The acts, in pairs, that are told to be one actor's and cannot be."""
    for one, other in itertools.combinations(said, 2):
        together = fact.about == "scenario" or one.works == other.works
        differ = one.value != other.value and any({one.value, other.value} <= {*values} for values in fact.apart)
        if together and differ and one.entry.by == other.entry.by:
            yield one, other


def _problem(one: _Said, other: _Said, fact: FactDef, source: Source) -> Problem:
    what = f"'{fact.id}' is {shown(other.value)} here and {shown(one.value)} in '{one.id}', yet both acts are "
    by = f"by '{one.entry.by}'" if one.entry.by else "taken for one person's"
    do = "; if two persons act, give each act a 'by:' with a name of its own, else tell the same of both"
    key = ("acts", other.number, "facts", fact.id)
    place = source.locate(key, key=True) if key in source.keys else source.locate(("acts", other.number))
    return Problem(place, CODE, what + by + do, "warning")
