"""The answers of an assessment one by one: of places, and of laws asked by themselves, each with what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fairuse.answer.place import PlaceResult
from fairuse.answer.places import by_place, places_of
from fairuse.answer.result import Assessment, UseResult
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.uses import Use


@dataclass(frozen=True)
class Row:
    """One answer: of an act on some works in a place, or of a use under one law that was asked by itself.

    `uses`: those that stand behind it, the one that decides first. `range`: what it could still become.
    """

    number: int
    place: PlaceResult | None
    uses: tuple[UseResult, ...]

    @property
    def first(self) -> UseResult:
        """The use that decides, or the first that was looked at."""
        return self.uses[0]

    @property
    def standing(self) -> Standing:
        """The answer of the row."""
        return self.place.standing if self.place else self.first.standing

    @property
    def alone(self) -> bool:
        """Whether one law gave the whole answer, so that nothing need be said of others."""
        return len(self.uses) == 1


def rows_of(assessment: Assessment, kb: KnowledgeBase) -> tuple[Row, ...]:
    """The rows in the order of the uses; uses that only tell of duties have none."""
    return tuple(_rows(assessment.uses, assessment.places, kb, 1))


def rows_as_found(uses: Sequence[Use], of: Callable[[Use], UseResult], kb: KnowledgeBase) -> Iterator[Row]:
    """The rows that `rows_of` gives once all answers are found, each as soon as its own are."""
    number = 1
    for group in by_place(uses, kb):
        results = [of(use) for use in group]
        for row in _rows(results, places_of(results, kb), kb, number):
            yield row
            number += 1


def _rows(uses: Sequence[UseResult], places: Sequence[PlaceResult], kb: KnowledgeBase, number: int) -> Iterator[Row]:
    by_id = {use.id: use for use in uses}
    behind = {name: place for place in places for name in _names(place)}
    seen: set[str] = set()
    for use in uses:
        place = behind.get(use.id)
        if use.id in seen or kb.regimes[use.regime].kind == "duties":
            continue
        names = _names(place) if place else (use.id,)
        seen.update(names)
        yield Row(number, place, tuple(by_id[name] for name in names))
        number += 1


def numbers_of(rows: Sequence[Row]) -> dict[str, int]:
    """The number of the row behind which each use stands."""
    return {use.id: row.number for row in rows for use in row.uses}


def _names(place: PlaceResult) -> tuple[str, ...]:
    """The uses behind a place's answer, the deciding one first."""
    every = (place.use, place.ordinary, *place.exceptions)
    return tuple(dict.fromkeys(name for name in every if name is not None))
