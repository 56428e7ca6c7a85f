"""From what somebody did to a scenario: what a situation implies is presumed, shown, corrected or confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.kb.situation import Implied, Situation
from fairuse.scenario.model import ActEntry, Given, Scenario, Work

#: The note of a fact that follows from the situation and that nobody has confirmed; a report shows it.
PRESUMED = "presumed from what was said at the start, not confirmed"
WORKS = "works"


@dataclass(frozen=True)
class Answer:
    """A fact that is told, and whose: of an act (by number), of a group of works, or of the scenario (both None)."""

    fact: FactDef
    given: Given
    act: int | None = None
    work: str | None = None


def begun(situation: Situation, *, title: str = "", works: str = "") -> Scenario:
    """The scenario of a situation, with all that it implies presumed. `works`: what the user calls them."""
    return Scenario(
        title=title or situation.label,
        facts=_presumed(situation.facts),
        works={WORKS: Work(title=works or situation.works.title, facts=_presumed(situation.works.facts))},
        acts=tuple(
            ActEntry(act=act.act, title=act.title, works=(WORKS,), facts=_presumed(act.facts)) for act in situation.acts
        ),
    )


def _presumed(facts: Implied) -> dict[str, Given]:
    return {name: Given(value=first, also=tuple(rest), note=PRESUMED) for name, (first, *rest) in facts.items()}


def answers_of(scenario: Scenario, kb: KnowledgeBase) -> tuple[Answer, ...]:
    """All that is told, in the order of the vocabulary: of the scenario, its works, its acts."""
    found = [Answer(kb.facts[name], given) for name, given in scenario.facts.items()]
    found += [
        Answer(kb.facts[n], given, work=w) for w, held in scenario.works.items() for n, given in held.facts.items()
    ]
    found += [Answer(kb.facts[n], g, act=number) for number, a in enumerate(scenario.acts) for n, g in a.facts.items()]
    order = {name: number for number, name in enumerate(kb.facts)}
    return tuple(sorted(found, key=lambda one: (order[one.fact.id], one.work or "", one.act or 0)))


def presumed(scenario: Scenario, kb: KnowledgeBase) -> tuple[Answer, ...]:
    """What is presumed and not yet confirmed."""
    return tuple(one for one in answers_of(scenario, kb) if one.given.note == PRESUMED)


def alike(answers: Iterable[Answer]) -> tuple[tuple[Answer, ...], ...]:
    """The answers, those together that tell the same of the same fact, so that people read it once."""
    found: dict[tuple[str, tuple[Value, ...]], list[Answer]] = {}
    for one in answers:
        found.setdefault((one.fact.id, one.given.listed), []).append(one)
    return tuple(map(tuple, found.values()))


def confirmed(scenario: Scenario) -> Scenario:
    """The scenario with all that is presumed taken as said."""
    return _with_facts(scenario, _confirmed)


def _confirmed(facts: Mapping[str, Given]) -> dict[str, Given]:
    return {n: g.model_copy(update={"note": ""}) if g.note == PRESUMED else g for n, g in facts.items()}


def without(scenario: Scenario, answer: Answer) -> Scenario:
    """The scenario without one answer, so that it can be asked again."""
    number, work = answer.act, answer.work

    def left(facts: Mapping[str, Given]) -> dict[str, Given]:
        return {name: given for name, given in facts.items() if name != answer.fact.id}

    if number is not None:
        acts = list(scenario.acts)
        acts[number] = acts[number].model_copy(update={"facts": left(acts[number].facts)})
        return scenario.model_copy(update={"acts": tuple(acts)})
    if work is not None:
        held = scenario.works[work]
        works = {**scenario.works, work: held.model_copy(update={"facts": left(held.facts)})}
        return scenario.model_copy(update={"works": works})
    return scenario.model_copy(update={"facts": left(scenario.facts)})


def with_answer(scenario: Scenario, answer: Answer) -> Scenario:
    """The scenario with one answer more, or with another in its place."""
    number, work, given = answer.act, answer.work, {answer.fact.id: answer.given}
    if number is not None:
        acts = list(scenario.acts)
        acts[number] = acts[number].model_copy(update={"facts": {**acts[number].facts, **given}})
        return scenario.model_copy(update={"acts": tuple(acts)})
    if work is not None:
        held = scenario.works[work]
        works = {**scenario.works, work: held.model_copy(update={"facts": {**held.facts, **given}})}
        return scenario.model_copy(update={"works": works})
    return scenario.model_copy(update={"facts": {**scenario.facts, **given}})


def _with_facts(scenario: Scenario, change: Callable[[Mapping[str, Given]], dict[str, Given]]) -> Scenario:
    return scenario.model_copy(
        update={
            "facts": change(scenario.facts),
            "works": {n: w.model_copy(update={"facts": change(w.facts)}) for n, w in scenario.works.items()},
            "acts": tuple(a.model_copy(update={"facts": change(a.facts)}) for a in scenario.acts),
        }
    )


def places_of(scenario: Scenario, kb: KnowledgeBase) -> Iterator[tuple[int, FactDef]]:
    """The questions about where an act happens that are not answered: the act by number, and the fact.

    Where the laws are named, they are not asked.
    """
    for number, entry in enumerate(scenario.acts):
        if scenario.where or entry.where:
            continue
        told = {*scenario.facts, *entry.facts, *(f for w in entry.works for f in scenario.works[w].facts)}
        for name in kb.acts[entry.act].placed_by:
            if name not in told:
                yield number, kb.facts[name]
