"""Which authorities a short report names: all that speak against the user; of the others the weightiest few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fairuse.words.en import cited as en
from fairuse.words.outline import Point, Ref
from fairuse.words.wording import References

#: Authorities that are named of those that do not speak against the user: more are a list, which the full report has.
WEIGHTIEST = 3
#: One or two more than that are named, too: to say that they are left out would take as much room.
SPARE = 2


def sides(points: Iterable[Point]) -> tuple[dict[Ref, None], dict[Ref, None]]:
    """The authorities of some lines, those that speak against the user and all others, without the places in them.

    What a finding against the user cites speaks against them, and so does what is contrary to a finding for them. What
    does so somewhere is not among the others.
    """
    against: dict[Ref, None] = {}
    others: dict[Ref, None] = {}
    for point in points:
        for ref in point.refs:
            adverse = point.tone == ("good" if ref.contrary else "bad")
            (against if adverse else others).setdefault(Ref(ref.number, ref.name))
    return against, {ref: None for ref in others if ref not in against}


def named(against: Iterable[Ref], others: Iterable[Ref], sources: References) -> tuple[tuple[Ref, ...], str]:
    """All of the first and the weightiest of the second, with a word on how many more there are."""
    ordered = sources.by_weight(others)
    shown = ordered if len(ordered) <= WEIGHTIEST + SPARE else ordered[:WEIGHTIEST]
    more = len(ordered) - len(shown)
    return (*sources.by_weight(against), *shown), en.AND_X_MORE_IN_FULL.format(more) if more else ""


def shortened(point: Point, behind: Iterable[Point], sources: References) -> Point:
    """A line that gathers what lies `behind` it, citing no more than a reader can take in."""
    refs, more = named(*sides(behind), sources)
    return replace(point, refs=refs, detail="; ".join(filter(None, (point.detail, more))))
