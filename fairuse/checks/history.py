"""What became of an authority is dated, so that a report of an earlier day does not tell it."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.authority import Authority
from fairuse.kb.entry import first_day
from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each event without one date, out of order, or before its authority was given."""
    for authority in loaded.kb.authorities.values():
        if not (authority.decided or authority.since or authority.date_note):
            message = "this has no date; say when it was 'decided', 'since' when it is named, or in 'date_note' why not"
            yield Problem(loaded.sources.locate("authorities", authority.id), "no-date", message)
        for number, code, message in _events(authority):
            yield Problem(loaded.sources.locate("authorities", authority.id, "history", number), code, message)


def _events(authority: Authority) -> Iterator[tuple[int, str, str]]:
    given = first_day(authority.decided) if authority.decided else ""
    before = given
    for number, event in enumerate(authority.history):
        if event.on is None and event.known_from is None:
            say = "say when it came about in 'on', or, if that is not confirmed, since when it is known in 'known_from'"
            yield number, "no-date", f"this has no date; {say}"
        elif event.on is not None and event.known_from is not None:
            yield number, "two-dates", "this has two dates; where 'on' is confirmed, 'known_from' is not needed"
        elif event.day < given:
            yield number, "before-authority", f"this is dated before its authority was given ({authority.decided})"
        elif event.day < before:
            yield number, "out-of-order", "this came about before what stands above it"
        else:
            before = event.day
