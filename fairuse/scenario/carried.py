"""What one act tells of another on the same works, so that nothing told once is taken to be unknown elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fairuse.engine.clauses import truth
from fairuse.kb.acts import Carry
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import UNKNOWN, Given, Scenario


@dataclass(frozen=True)
class Told:
    """What is told of one act on some works. `own`: what is given for the act; `facts`: all that is known of it."""

    act: str
    by: str
    works: str
    title: str
    own: Mapping[str, Given]
    facts: Mapping[str, Given]


def carried(hearer: Told, others: Sequence[Told], scenario: Scenario, kb: KnowledgeBase) -> dict[str, Given]:
    """The facts that other acts on the same works tell of one act, and the works that are said to be the same."""
    near = [t for t in others if t is not hearer and same_works(t.works, hearer.works, scenario)]
    found: dict[str, list[tuple[Given, str]]] = {}
    known = {name: given.value for name, given in hearer.facts.items()}
    for carry in kb.carries.values():
        if not kb.means(carry.hearers, hearer.act) or truth(carry.when, known, kb) is not True:
            continue
        heard: dict[str, list[tuple[Given, str]]] = {}
        for teller in near:
            if kb.means(carry.tellers, teller.act) and teller.by == hearer.by:
                said = {name: given for name, given in teller.own.items() if carry.names(name)}
                for name, given in _open({**said, **_implied(teller, carry, kb)}, hearer, kb):
                    heard.setdefault(name, []).append((given, teller.title))
        for name, told in heard.items():
            found.setdefault(name, []).extend(_agreed(name, told, kb, worst=carry.worst))
    return {
        name: given.model_copy(update={"note": f"as told of {title}" + (f": {given.note}" if given.note else "")})
        for name, told in found.items()
        for given, title in _agreed(name, told, kb, worst=False)
    }


def _implied(teller: Told, carry: Carry, kb: KnowledgeBase) -> dict[str, Given]:
    """What follows from the facts of one act for the others, as a carry tells it."""
    if not carry.tells:
        return {}
    known = {name: given.value for name, given in teller.facts.items()}
    return {n: Given(value=v) for n, v in carry.tells.items()} if truth(carry.told_when, known, kb) is True else {}


def _open(said: Mapping[str, Given], hearer: Told, kb: KnowledgeBase) -> Iterator[tuple[str, Given]]:
    """The facts said for which another act is asked, and that it does not tell."""
    for name, given in said.items():
        fact = kb.facts.get(name)
        if fact is None or given.value == UNKNOWN or not kb.covers(fact.acts, hearer.act):
            continue
        parts = {*fact.tells, *(part for some in fact.parts.values() for part in some)} or {name}
        if name not in hearer.facts and parts.isdisjoint(hearer.facts):
            yield name, given


def _agreed(name: str, told: Sequence[tuple[Given, str]], kb: KnowledgeBase, *, worst: bool) -> list[tuple[Given, str]]:
    """The one thing that several acts tell of a fact; what is worst for the user if that is to count, else nothing."""
    if len({(given.value, given.also) for given, _ in told}) == 1:
        return [told[0]]
    rising = kb.facts[name].rising
    if worst and all(given.value in rising for given, _ in told):
        return [min(told, key=lambda one: rising.index(one[0].value))]
    return []


def same_works(one: str, other: str, scenario: Scenario) -> bool:
    """Whether two groups of works are the same, or are said to hold the same works."""
    return one == other or scenario.works[one].same_as == other or scenario.works[other].same_as == one
