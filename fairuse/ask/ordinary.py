"""What hardly any works are, asked at once: whose they are, whether they are protected, whether they are licensed.

Each of these questions could end a case, so each would else be asked by itself, and of most works nothing of it is so.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from fairuse.ask.case import cases_of, questions_of
from fairuse.ask.outlook import outlook
from fairuse.kb.fact import FactDef
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.scenario.model import UNKNOWN, Given, Scenario

#: Of one fact its own question says more.
LEAST = 2


@dataclass(frozen=True)
class Unusual:
    """What may be so of a group of works though it hardly ever is: the facts, of which each says in what case."""

    work: str
    title: str
    facts: tuple[FactDef, ...]


def unusual(scenario: Scenario, kb: KnowledgeBase, as_of: str, forum: str | None = None) -> tuple[Unusual, ...]:
    """What is to be asked so: of each group of works what could still matter, if nothing of the kind is told yet.

    Nothing of works with which no permission is needed as it stands, such as those that are linked to.
    """
    every = [fact for fact in kb.facts.values() if fact.ordinarily]
    cases = cases_of(scenario, kb, as_of, forum)
    in_question = {case.work for case in cases if {*outlook(case, kb, as_of, forum).standings} != {STANDINGS[-1]}}
    found = []
    for work, names in _open(scenario, kb, as_of, forum).items():
        if work not in in_question:
            continue
        given = scenario.works[work].facts
        facts = tuple(fact for fact in every if fact.id in names)
        if len(facts) >= LEAST and not any(fact.id in given for fact in every):
            found.append(Unusual(work, scenario.works[work].title or work, facts))
    return tuple(found)


def _open(scenario: Scenario, kb: KnowledgeBase, as_of: str, forum: str | None) -> dict[str, set[str]]:
    """Of each group of works the facts that are open and could bear on an answer."""
    found: dict[str, set[str]] = {}
    for case in cases_of(scenario, kb, as_of, forum):
        found.setdefault(case.work, set()).update(q.fact.id for q in questions_of(case, kb, as_of))
    return found


def told(
    scenario: Scenario,
    asked: Unusual,
    so: Container[str],
    kb: KnowledgeBase,
    as_of: str,
    forum: str | None = None,
    *,
    known: bool = True,
) -> Scenario:
    """The scenario with the answer: what is `so` is asked by itself, the rest is as it ordinarily is.

    What would keep from being asked what is so is left open with it: works that are official texts are not in
    somebody else's copyright beyond dispute. Not `known`: nobody knows of the rest, and nothing is taken of it.
    """
    left = [fact for fact in asked.facts if fact.id in so]
    given = {
        fact.id: Given(value=fact.ordinarily.value if known else UNKNOWN)
        for fact in asked.facts
        if fact.ordinarily and fact.id not in so
    }

    def shut_out(facts: Mapping[str, Given]) -> int:
        names = _open(_with(scenario, asked.work, facts), kb, as_of, forum).get(asked.work, set())
        return sum(fact.id not in names for fact in left)

    while known and left and (out := shut_out(given)):
        fewer = [{name: one for name, one in given.items() if name != gone} for gone in given]
        best = min(fewer, key=shut_out, default=given)
        if shut_out(best) >= out:
            break
        given = best
    return _with(scenario, asked.work, given)


def _with(scenario: Scenario, work: str, facts: Mapping[str, Given]) -> Scenario:
    held = scenario.works[work]
    works = {**scenario.works, work: held.model_copy(update={"facts": {**held.facts, **facts}})}
    return scenario.model_copy(update={"works": works})
