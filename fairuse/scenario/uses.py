"""From a scenario to its uses: one act on one group of works under one regime, with the facts known for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.kb.regime import Regime
from fairuse.scenario.acts import PRESUMED, Act, Override, act_with, acts_of, described, with_heard
from fairuse.scenario.carried import Told, same_works
from fairuse.scenario.model import UNKNOWN, ActEntry, Given, Held, Scenario


class Placing(BaseModel):
    """A known fact that places an act."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    fact: str
    value: Value


Placed = tuple[Placing, ...]


class Asked(BaseModel):
    """Why a law is asked of a use: the scenario names it, the place of the act chose it, or nothing chose another.

    `places`: the known facts that place the act; `here`: those of them that bring it under this law.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    by: Literal["name", "place", "default"]
    places: Placed = ()
    here: Placed = ()


class NotAsked(BaseModel):
    """A law that did not answer, and why: it covers none of the acts, is not named, or no place points to it.

    `places`: where acts that it covers happen and would have chosen it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    regime: str
    reason: Literal["not_named", "no_place", "no_act"]
    places: Placed = ()


@dataclass(frozen=True)
class Use:
    """The unit that is assessed. `facts` holds known facts only; what is absent is unknown.

    `each`: where the values on a list have answers of their own, the facts with each value alone. `by`: who does it.
    `same_works`: the groups that hold the same works, its own among them. `left_open`: facts that are named as unknown,
    with what is said of them. `held`: the questions of its law that a person answers by hand. `company`: the acts from
    which it could hear more, or that could hear of it; none if there are none.
    """

    id: str
    act_id: str
    act: str
    act_title: str
    work: str
    work_title: str
    regime: str
    asked: Asked
    facts: Mapping[str, Given]
    each: tuple[Mapping[str, Given], ...] = ()
    by: str = ""
    same_works: tuple[str, ...] = ()
    left_open: Mapping[str, Given] = field(default_factory=dict)
    held: tuple[tuple[str, Held], ...] = ()
    company: Company | None = field(default=None, compare=False)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The known facts as plain values."""
        return {name: given.value for name, given in self.facts.items()}

    @property
    def told_by_kind(self) -> frozenset[str]:
        """The facts that are known from the kind of act alone: otherwise it would be another act."""
        return frozenset(name for name, given in self.facts.items() if given.note == PRESUMED)


def regimes_for(where: Iterable[str], kb: KnowledgeBase, only: Iterable[str] = ()) -> tuple[Regime, ...]:
    """The regimes that `where` asks for, in the order of the knowledge base; `only` narrows them."""
    return tuple(r for r in kb.regimes.values() if _names(r, where) and (not only or _names(r, only)))


def uses_of(
    scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...] = (), change: Override | None = None
) -> tuple[Use, ...]:
    """List the uses of a scenario: acts in file order, then their works, then regimes.

    `change` gives the facts that are to be otherwise than in the scenario, for an act (by id) on some works.
    """
    acts = described(scenario, kb, change)
    return tuple(use for number in range(len(acts)) for use in _uses(acts, number, scenario, kb, only))


def _uses(
    acts: Sequence[Act], number: int, scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...]
) -> Iterator[Use]:
    """The uses of one of some acts, under each law that is asked of it."""
    one = acts[number]
    entry, work_name = one.entry, one.told.works
    facts, each = with_heard(one, acts, scenario, kb)
    left_open = _left_open(scenario, entry, work_name, facts, kb)
    alike = tuple(name for name in scenario.works if same_works(name, work_name, scenario))
    near = [act for act in acts if act.told.by == entry.by and act.told.works in alike]
    company = Company(scenario, kb, near, near.index(one)) if len(near) > 1 or kb.acts[entry.act].tells else None
    for regime, asked in laws_of(entry, facts, scenario, kb, only):
        if not kb.speaks_to(regime, entry.act):
            continue
        yield Use(
            id=f"{one.id}/{work_name}/{regime.id}",
            act_id=one.id,
            act=entry.act,
            act_title=title_of(entry, kb),
            work=work_name,
            work_title=scenario.works[work_name].title or work_name,
            regime=regime.id,
            asked=asked,
            facts=facts,
            each=each,
            by=entry.by,
            left_open=left_open,
            held=_held(scenario, entry, regime, kb),
            same_works=alike,
            company=company,
        )


class Company:
    """An act among those of the same actor on the same works, so that facts of it can be told otherwise."""

    def __init__(self, scenario: Scenario, kb: KnowledgeBase, acts: Sequence[Act], own: int) -> None:
        self._scenario, self._kb, self._acts, self._own = scenario, kb, tuple(acts), own

    def __repr__(self) -> str:
        return repr([act.text for act in self._acts])

    @property
    def own(self) -> Told:
        """What is told of the act."""
        return self._acts[self._own].told

    @property
    def others(self) -> Mapping[tuple[str, str], Told]:
        """What is told of the others, each by its id and works."""
        return {(a.id, a.told.works): a.told for number, a in enumerate(self._acts) if number != self._own}

    def otherwise(self, sets: Mapping[str, Value | None], regime: str) -> tuple[Use, list[Use]] | None:
        """The use of the act under a law with some of its facts otherwise, and those of the other acts.

        None if that law is then not asked.
        """
        acts, own = list(self._acts), self._acts[self._own]
        told = {name: Given(value=UNKNOWN if value is None else value) for name, value in sets.items()}
        acts[self._own] = act_with(own.id, own.entry, own.told.works, told, self._scenario, self._kb)
        uses = [u for n in range(len(acts)) for u in _uses(acts, n, self._scenario, self._kb, (regime,))]
        mine = next((u for u in uses if (u.act_id, u.work) == (own.id, own.told.works)), None)
        return (mine, [u for u in uses if u is not mine]) if mine else None


def _held(scenario: Scenario, entry: ActEntry, regime: Regime, kb: KnowledgeBase) -> tuple[tuple[str, Held], ...]:
    """The questions of a law, or of one that it includes, that a person answers by hand for an act."""
    laws = (regime.id, *regime.includes)
    held = {**scenario.held, **entry.held}
    return tuple((name, one) for name, one in sorted(held.items()) if kb.issues[name].regime in laws)


def _left_open(
    scenario: Scenario, entry: ActEntry, work: str, facts: Mapping[str, Given], kb: KnowledgeBase
) -> dict[str, Given]:
    """The facts of an act that are named as unknown with a note or the words they rest on, and what a licence that is
    not known here would tell.
    """
    levels = {**scenario.facts, **scenario.works[work].facts, **entry.facts}
    noted = ((name, given) for name, given in levels.items() if given.value == UNKNOWN and name not in facts)
    open_ = {name: given for name, given in noted if given.note or given.quote}
    for name, given in facts.items():
        tells = [told for told in kb.facts[name].tells if told not in facts]
        if tells and kb.licence_named(str(given.value)) is None:
            note = f"'{given.value}' is not known here, so that what it says is not"
            open_.setdefault(tells[0], Given(value=UNKNOWN, note=note))
    return open_


def title_of(entry: ActEntry, kb: KnowledgeBase) -> str:
    """How an act is called in reports, with who does it where that is said."""
    title = entry.title or kb.acts[entry.act].label
    return f"{title} (by {entry.by})" if entry.by else title


def regimes_asked(scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...] = ()) -> tuple[Regime, ...]:
    """The regimes that a scenario asks, whether or not they cover its acts."""
    found = {
        r.id for _, entry, _, facts, _ in acts_of(scenario, kb) for r, _ in laws_of(entry, facts, scenario, kb, only)
    }
    return tuple(r for r in kb.regimes.values() if r.id in found)


def not_asked(
    answered: set[str], scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...] = ()
) -> tuple[NotAsked, ...]:
    """The laws that are not among those `answered`, and why."""
    asked = {r.id for r in regimes_asked(scenario, kb, only)}
    named = only or scenario.where or any(entry.where for entry in scenario.acts)
    other: Literal["not_named", "no_place"] = "not_named" if named else "no_place"
    acts = [
        (e.act, {name: given.value for name, given in facts.items()}) for _, e, _, facts, _ in acts_of(scenario, kb)
    ]
    return tuple(
        NotAsked(
            regime=regime.id,
            reason="no_act" if regime.id in asked else other,
            places=_choosing(regime, acts, kb),
        )
        for regime in kb.regimes.values()
        if regime.id not in answered
    )


def _choosing(regime: Regime, acts: Sequence[tuple[str, Mapping[str, Value]]], kb: KnowledgeBase) -> Placed:
    """The places of those acts, each with what is known of it, that the regime covers and that would choose it."""
    covered = ((act, known) for act, known in acts if kb.speaks_to(regime, act))
    found = (p for act, known in covered for p in _places(regime, act, known, kb) if _chooses(p.value, regime, kb))
    return tuple(dict.fromkeys(found))


def laws_of(
    entry: ActEntry, facts: Mapping[str, Given], scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...]
) -> Iterator[tuple[Regime, Asked]]:
    """The laws asked of one act: those named, else those of its place, else the law asked by default.

    A law with facts of its own that place an act (a market, say) does not keep the default from being asked.
    """
    values = tuple((name, facts[name].value) for name in placing(kb) if name in facts)
    yield from _laws(kb, entry.act, entry.where or scenario.where, values, only)


@lru_cache(maxsize=8)
def placing(kb: KnowledgeBase) -> tuple[str, ...]:
    """All facts that may say which law is asked."""
    names = (
        *(n for act in kb.acts.values() for n in act.placed_by),
        *(n for r in kb.regimes.values() for n in r.placed_by),
    )
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=4_096)  # every regime is looked at, three times for each act of a scenario: of many, most ask alike
def _laws(
    kb: KnowledgeBase, act: str, where: tuple[str, ...], values: tuple[tuple[str, Value], ...], only: tuple[str, ...]
) -> tuple[tuple[Regime, Asked], ...]:
    known = dict(values)
    placed = {r.id: _places(r, act, known, kb) for r in kb.regimes.values()}
    by_place = [r for r in kb.regimes.values() if any(_chooses(p.value, r, kb) for p in placed[r.id])]
    default = (
        ()
        if any(not r.placed_by for r in by_place)
        else (r.id for r in kb.regimes.values() if r.by_default and kb.speaks_to(r, act))
    )
    found = []
    for regime in regimes_for(where or (*(r.id for r in by_place), *default), kb, only):
        here = tuple(p for p in placed[regime.id] if _holds(p.value, regime, kb))
        by: Literal["place", "default"] = "place" if regime in by_place else "default"
        found.append((regime, Asked(by="name" if where else by, places=placed[regime.id], here=here)))
    return tuple(found)


def places_named(entry: ActEntry, facts: Mapping[str, Given], kb: KnowledgeBase) -> Placed:
    """The known facts that place an act, whatever law is asked."""
    return tuple(Placing(fact=n, value=facts[n].value) for n in kb.acts[entry.act].placed_by if n in facts)


def _places(regime: Regime, act: str, known: Mapping[str, Value], kb: KnowledgeBase) -> Placed:
    """The known facts that place an act, seen from one law."""
    names = regime.placed_by or kb.acts[act].placed_by
    return tuple(Placing(fact=name, value=known[name]) for name in names if name in known)


def _holds(place: Value, regime: Regime, kb: KnowledgeBase) -> bool:
    """Whether a value that places an act brings it under the regime: a place where it is law, or a yes."""
    return place is True or _names(regime, kb.places[place].laws if place in kb.places else ())


def _chooses(place: Value, regime: Regime, kb: KnowledgeBase) -> bool:
    """Whether a place asks the regime by itself: of the laws that hold there, only the nearest is asked."""
    return place is True or _names(regime, kb.places[place].laws[:1] if place in kb.places else ())


def _names(regime: Regime, where: Iterable[str]) -> bool:
    return bool({"all", *regime.names} & set(where))
