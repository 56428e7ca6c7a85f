"""What else is otherwise of a use where some of its facts are: what it hears, and how the acts stand that it serves."""

from __future__ import annotations

from functools import lru_cache

from fairuse.answer.posed import Posed, posed
from fairuse.answer.ranges import Change
from fairuse.answer.served import Standings, served, standing_alone
from fairuse.kb.acts import named_in
from fairuse.kb.condition import Value, terms_of
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Use


class Follows:
    """The facts of a use that are otherwise where some of them are set so, as if its scenario told them.

    An act that hears other acts, or that they hear, is described anew with them; so a change is told in a report as it
    comes out when it is made. Most facts stay by themselves.
    """

    def __init__(self, asked: Posed, kb: KnowledgeBase, as_of: str, forum: str | None) -> None:
        self._asked, self._kb, self._as_of, self._forum = asked, kb, as_of, forum
        company = asked.use.company
        self.turning, self._carried = _stirring(asked.use.act, company.kinds, kb) if company else (frozenset(), ())
        self._found: dict[tuple[tuple[str, Value | None], ...], Change] = {}

    def stirs(self, sets: Change) -> bool:
        """Whether more could be otherwise than the facts that are set."""
        return any(name in self.turning or named_in(name, self._carried) for name in sets)

    def __call__(self, sets: Change) -> Change:
        """The facts set, with all that is then otherwise."""
        if not self.stirs(sets):
            return sets
        key = tuple(sorted(sets.items()))
        if key not in self._found:
            self._found[key] = {**self._others(sets), **sets}
        return self._found[key]

    def _others(self, sets: Change) -> Change:
        use = self._asked.use
        then = use.company.otherwise(sets, use.regime) if use.company else None
        if then is None:  # another law is asked
            return {}

        def standing_of(other: Use) -> Standings:
            return standing_alone(other, self._kb, self._as_of, self._forum)

        ready = served(*then, standing_of, self._kb).use
        known, after = self._asked.known, posed(ready, self._kb, self._as_of, self._forum).known
        return {name: after.get(name) for name in (*known, *after) if known.get(name) != after.get(name)}


@lru_cache(maxsize=256)  # as many acts, and others beside them, as some scenarios have
def _stirring(act: str, others: tuple[str, ...], kb: KnowledgeBase) -> tuple[frozenset[str], tuple[str, ...]]:
    """The facts of an act that decide what it hears of others or which it serves, and those that these hear of it."""
    turning = set(kb.acts[act].tells)
    links = [link for link in kb.serves.values() if kb.covers(link.acts, act)]
    reached = {other for link in links for other in others if kb.covers(link.served, other)}
    carried: list[str] = []
    for link in links if reached else ():
        turning.update(terms_of(link.when))
    for carry in kb.carries.values():
        if kb.covers(carry.hearers, act) and any(kb.covers(carry.tellers, other) for other in others):
            turning.update(terms_of(carry.when))
        if kb.covers(carry.tellers, act) and any(kb.covers(carry.hearers, other) for other in reached):
            carried += carry.facts
            turning.update(terms_of(carry.told_when) if carry.tells else ())
    return frozenset(turning), tuple(dict.fromkeys(carried))
