"""Facts that a scenario gives where no act asks for them: most likely they belong elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from fairuse.kb.condition import terms_of
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Given, Scenario
from fairuse.source.errors import Problem
from fairuse.source.yamlsource import Source, YamlPath

CODE = "unasked-fact"


def unasked(scenario: Scenario, source: Source, kb: KnowledgeBase) -> tuple[Problem, ...]:
    """A warning for each fact, at its key: of an act that does not ask it; of works or the scenario if no act does.

    A rule may read a fact of an act that does not raise the question by itself: then it counts, and that is said.
    """
    kinds = tuple(dict.fromkeys(entry.act for entry in scenario.acts))
    whom = f"the acts of this scenario ({', '.join(kinds)})"
    found = list(_unasked(scenario.facts, kinds, whom, ("facts",), source, kb))
    for name, work in scenario.works.items():
        kinds = tuple(dict.fromkeys(entry.act for entry in scenario.acts if name in entry.works))
        whom = f"the acts on these works ({', '.join(kinds)})"
        if kinds:
            found += _unasked(work.facts, kinds, whom, ("works", name, "facts"), source, kb)
        elif work.facts:
            reason = "no act is on these works, so no rule reads their facts"
            found.append(Problem(source.locate(("works", name), key=True), CODE, reason, "warning"))
    for number, entry in enumerate(scenario.acts):
        whom = f"an act of {entry.act}"
        found += _unasked(entry.facts, (entry.act,), whom, ("acts", number, "facts"), source, kb)
    return tuple(sorted(set(found)))


def _unasked(
    facts: Mapping[str, Given], acts: tuple[str, ...], whom: str, path: YamlPath, source: Source, kb: KnowledgeBase
) -> Iterator[Problem]:
    for name in facts:
        fact = kb.facts[name]
        if any(kb.covers(fact.acts, act) for act in acts):
            continue
        read = any(_reads(kb, act, fact) for act in acts)
        effect = "though rules read it there" if read else "and no rule reads it there"
        reason = f"'{name}' is not asked for {whom}, {effect}; it is asked for {', '.join(fact.acts)}"
        yield Problem(source.locate((*path, name), key=True), CODE, reason, "warning")


def _reads(kb: KnowledgeBase, act: str, fact: FactDef) -> bool:
    parts = {*fact.tells, *(part for some in fact.parts.values() for part in some)}
    return not _read_for(kb, act).isdisjoint({fact.id, *parts})


@lru_cache(maxsize=64)
def _read_for(kb: KnowledgeBase, act: str) -> frozenset[str]:
    """The terms that anything in the law reads of an act of a kind, on any day. (Costs a look at every rule.)"""

    def covers(acts: tuple[str, ...], regime: str | None = None) -> bool:
        return kb.covers(acts, act, regime) and (regime is None or kb.speaks_to(kb.regimes[regime], act))

    found = set(kb.acts[act].placed_by)
    for rule in kb.rules.values():
        if any(covers(rule.acts, law) for law in kb.laws_of(rule.issue)):
            found.update(rule.terms)
    for regime in kb.regimes.values():
        found.update(regime.placed_by if kb.speaks_to(regime, act) else ())
    for exposure in kb.exposures.values():
        read = {exposure.per, *(t for asked in exposure.conditions for t in terms_of(asked))}
        found.update(read if covers((), exposure.regime) else ())
    for side in (side for bearing in kb.bearings.values() for side in bearing.sides):
        found.update(terms_of(side.when) if covers(side.acts) else ())
    for step in kb.steps.values():
        found.update(terms_of(step.when) if covers(step.acts) else ())
    for fact in kb.facts.values():
        found.update(terms_of(fact.asked_when) if covers(fact.acts) else ())
    return frozenset(found)
