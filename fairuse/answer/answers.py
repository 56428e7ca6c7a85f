"""The answers for the uses of a scenario, in whatever order they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from fairuse.answer.result import UseResult
from fairuse.answer.served import Standings, in_order, served, serves
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Use

#: Finds the answer for one use under the law of a day, before a court, as `assess_use` does.
OfUse = Callable[[Use, KnowledgeBase, str, str | None, Mapping[str, Sequence[Value]]], UseResult]


class Answers:
    """The answers for some uses, each found when it is first asked for; those that it serves are found before it."""

    def __init__(self, uses: Sequence[Use], kb: KnowledgeBase, day: str, court: str | None, of_use: OfUse) -> None:
        self.uses, self._kb, self._day, self._court, self._of_use = tuple(uses), kb, day, court, of_use
        ordered = in_order(uses, kb)
        self._place = {use.id: n for n, use in enumerate(ordered)}
        self._ordered = ordered
        self._found: dict[str, UseResult] = {}

    def all(self) -> list[UseResult]:
        """All answers, in the order of the uses."""
        return [self.of(use) for use in self.uses]

    def of(self, use: Use) -> UseResult:
        """The answer for one of the uses."""
        if use.id not in self._found:
            number = self._place[use.id]
            before = serves(self._ordered[number], self._ordered[:number], self._kb)
            ready = served(self._ordered[number], before, self._standing, self._kb)
            self._found[use.id] = self._of_use(ready.use, self._kb, self._day, self._court, ready.open)
        return self._found[use.id]

    def _standing(self, use: Use) -> Standings:
        result = self.of(use)
        return result.range[0], result.standing, result.range[1]
