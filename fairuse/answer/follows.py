"""What else is otherwise of a use where some of its facts are: what it hears, and how the acts stand that it serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from fairuse.answer import ranges
from fairuse.answer.posed import Posed, posed
from fairuse.answer.ranges import Change, Row
from fairuse.answer.served import Standings, served, standing_alone
from fairuse.engine.clauses import truth
from fairuse.engine.narrowed import core
from fairuse.engine.program import Program
from fairuse.kb.acts import Carry, Serves
from fairuse.kb.condition import Condition, Value, terms_of
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Company, Use


class Follows:
    """The facts of a use that are otherwise where some of them are set so, as if its scenario told them.

    An act that hears other acts, or that they hear, is described anew with them; so a change comes out in a report as
    it does when it is made. Most changes stay by themselves.
    """

    def __init__(self, asked: Posed, kb: KnowledgeBase, as_of: str, forum: str | None) -> None:
        self._asked, self._kb, self._as_of, self._forum = asked, kb, as_of, forum
        self._read = frozenset(asked.program.facts)
        self._company = company = asked.use.company
        self._found: dict[tuple[tuple[str, Value | None], ...], Change] = {}
        if company is not None:
            self._turns = _turns(asked.program, tuple(dict.fromkeys(t.act for t in company.others.values())), kb)
            self._own = {name: given.value for name, given in company.own.facts.items()}
            self._now = self._holding({})

    @property
    def turns(self) -> dict[str, tuple[Value, ...]]:
        """The facts that may decide which acts the use serves, and what is heard, with their values."""
        act, facts = self._asked.use.act, self._kb.facts
        some = sorted(self._turns.terms) if self._company else ()
        return {name: facts[name].options for name in some if name in facts and self._kb.covers(facts[name].acts, act)}

    def __call__(self, sets: Change) -> Change:
        """The facts set, with all that is then otherwise, of those that rules read."""
        if self._company is None or not self._stirs(sets):
            return sets if self._read.issuperset(sets) else {n: v for n, v in sets.items() if n in self._read}
        key = tuple(sorted(sets.items()))
        if key not in self._found:
            whole = {**self._others(sets, self._company), **sets}
            self._found[key] = {name: value for name, value in whole.items() if name in self._read}
        return self._found[key]

    def _stirs(self, sets: Change) -> bool:
        """Whether more may be otherwise than the facts that are set."""
        kb, turns = self._kb, self._turns
        if not sets.keys().isdisjoint(kb.acts[self._asked.use.act].tells):
            return True
        if not sets.keys().isdisjoint(turns.terms) and self._holding(sets) != self._now:
            return True
        links = [link for link, holds in zip(turns.links, self._now[0], strict=True) if holds]
        if not links or not any(carry.names(name) for carry in turns.told for name in sets):
            return False
        return any(one.moved_by(sets) for one in self._heed if any(kb.means(link.served, one.act) for link in links))

    @cached_property
    def _heed(self) -> list[_Heeds]:
        """The other acts, each with what would move its answer if it heard it of this one."""
        company, program = self._company, self._asked.program
        found = []
        for use in (company.otherwise({}, program.regime) or (None, ()))[1] if company else ():
            asked = posed(use, self._kb, self._as_of, self._forum)
            facts = {*ranges.deciding(asked.program, asked.known)[0], *asked.known} & {*program.facts}
            facts -= company.others[use.act_id, use.work].facts.keys() if company else set()
            every = [(fact, value) for fact in sorted(facts) for value in ranges.candidates(program, fact)]
            rows: list[Row] = [{}, *({fact: value} for fact, value in every)]
            views = ranges.view_rows(ranges.turning(asked.program, asked.choices))
            table = ranges.changed(asked.known, rows)
            now, *then = ranges.joined_ranks(
                ranges.ranks_under(core(asked.program), asked.known, table, len(rows), views)
            ).tolist()
            moves = frozenset(one for one, rank in zip(every, then, strict=True) if rank != now or use.each)
            found.append(_Heeds(use.act, frozenset(facts), moves))
        return found

    def _holding(self, sets: Change) -> tuple[list[bool], list[bool]]:
        """Which links to acts that are served hold with some facts set, and what else of what is told turns on them."""
        return (
            [_holds(link.when, self._asked.use.values, sets, self._kb) for link in self._turns.links],
            [_holds(when, self._own, sets, self._kb) for when in self._turns.whens],
        )

    def _others(self, sets: Change, company: Company) -> Change:
        """What is otherwise beside the facts that are set; nothing where another law is then asked."""
        then = company.otherwise(sets, self._asked.use.regime)
        if then is None:
            return {}

        def standing_of(other: Use) -> Standings:
            return standing_alone(other, self._kb, self._as_of, self._forum)

        ready = served(*then, standing_of, self._kb).use
        known, after = self._asked.known, posed(ready, self._kb, self._as_of, self._forum).known
        return {name: after.get(name) for name in (*known, *after) if known.get(name) != after.get(name)}


def _holds(when: Condition, known: Mapping[str, Value], sets: Change, kb: KnowledgeBase) -> bool:
    whole = {name: value for name, value in {**known, **sets}.items() if value is not None}
    return truth(when, whole, kb) is True


@dataclass(frozen=True)
class _Heeds:
    """An act that would hear `facts` of another, and which of their values would alone move its answer."""

    act: str
    facts: frozenset[str]
    moves: frozenset[tuple[str, Value]]

    def moved_by(self, sets: Change) -> bool:
        """Whether facts told of the other act may move the answer of this one."""
        return not (self.moves.isdisjoint(sets.items()) if len(sets) == 1 else self.facts.isdisjoint(sets))


@dataclass(frozen=True)
class _Turns:
    """How an act depends on others: links to those it serves, what these hear of it, and what else turns on `whens`.

    `terms`: the facts in any of these conditions.
    """

    links: tuple[Serves, ...]
    told: tuple[Carry, ...]
    whens: tuple[Condition, ...]
    terms: frozenset[str]


@lru_cache(maxsize=256)  # as many as programs are kept
def _turns(program: Program, others: tuple[str, ...], kb: KnowledgeBase) -> _Turns:
    act, read = program.act, frozenset(program.facts)
    links = tuple(
        link
        for link in kb.serves.values()
        if kb.means(link.acts, act) and not read.isdisjoint({link.fact, link.lowest})
        if any(kb.means(link.served, other) for other in others)
    )
    reached = [other for other in others if any(kb.means(link.served, other) for link in links)]
    heard = [
        carry.when
        for carry in kb.carries.values()
        if kb.means(carry.hearers, act) and any(kb.means(carry.tellers, other) for other in others)
    ]
    told = tuple(
        carry
        for carry in kb.carries.values()
        if kb.means(carry.tellers, act) and any(kb.means(carry.hearers, other) for other in reached)
    )
    whens = (*heard, *(carry.told_when for carry in told if carry.tells))
    terms = {term for when in (*(link.when for link in links), *whens) for term in terms_of(when)}
    return _Turns(links, told, whens, frozenset(terms))
