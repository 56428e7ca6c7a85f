"""Answers that differ little from one told before: they are told by the differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fairuse.answer.result import FindingResult
from fairuse.answer.rows import Row

#: So many findings may differ: more would take longer to read as differences than as an answer of its own.
DIFFER = 6


@dataclass(frozen=True)
class Alike:
    """An earlier answer that one is like: what is found here and not there, and there and not here."""

    row: Row
    here: tuple[FindingResult, ...]
    there: tuple[FindingResult, ...]


def alike(row: Row, told: Iterable[Row]) -> Alike | None:
    """The answer told before that is most like one: of the same kind of act, under the same laws, with one standing."""
    found: list[Alike] = []
    own = dict(_live(row))
    for other in told:
        if _kind(other) == _kind(row):
            there = dict(_live(other))
            here = tuple(f for name, f in own.items() if name not in there)
            gone = tuple(f for name, f in there.items() if name not in own)
            if len(here) + len(gone) <= DIFFER:
                found.append(Alike(other, here, gone))
    return min(found, key=lambda a: len(a.here) + len(a.there), default=None)


def found_of(row: Row) -> set[str]:
    """The issues of which something was found that bears."""
    return {finding.issue for _, finding in _live(row)}


def _kind(row: Row) -> tuple[object, ...]:
    place = row.place.place if row.place else None
    return row.first.act, place, row.standing, tuple((u.regime, u.standing) for u in row.uses)


def _live(row: Row) -> Iterator[tuple[tuple[str, str, str], FindingResult]]:
    """What was found of an answer and bears: neither beaten nor an assumption that takes no side."""
    for use in row.uses:
        for finding in use.findings:
            if not finding.defeated_by and not (finding.presumption and finding.lean == "neutral"):
                yield (use.regime, finding.rule, str(finding.under)), finding
