"""Every rule and bearing rests on an authority that states its principle, and is dated from it.

Of an authority whose day is not known, a rule may begin on the last day that it can be.

A general text (such as the list of four factors in a statute) frames a question and states no principle by itself: it
supports no rule alone, and no rule begins with it.

A rule that rests on rulings alone begins with something: with one that it names, when the rule before it ends, or with
a text of law of its place. A day of nothing is left over from an authority that it no longer cites.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from fairuse.kb.authority import Authority
from fairuse.kb.entry import first_day, last_day
from fairuse.kb.load import Loaded
from fairuse.kb.model import KnowledgeBase
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each entry that rests on general texts alone, or begins before what states its principle."""
    kb = loaded.kb
    entries = [("rules", r) for r in kb.rules.values()] + [("bearings", b) for b in kb.bearings.values()]
    for kind, rule in entries:
        cited = [kb.authorities[c.authority] for c in rule.cites]
        stating = [a for a in cited if not a.general]
        if cited and not stating and rule.status != "untested":
            message = f"'{rule.id}' rests on general texts alone; cite an authority that states its principle"
            yield Problem(loaded.sources.locate(kind, rule.id, "cites"), "sole-support", message)
        dated = [(first_day(a.decided), a.id) for a in stating if a.decided]
        if dated and rule.in_force < min(dated)[0]:
            day, name = min(dated)
            message = (
                f"'{rule.id}' is in force from {rule.in_force}, but the first authority that states it ('{name}') is "
                f"of {day}; date it from there, or cite an older one"
            )
            yield Problem(loaded.sources.locate(kind, rule.id, "in_force"), "before-principle", message)
        for authority in stating:
            part = authority.decided or ""
            if 0 < len(part) < 10 and rule.in_force.startswith(part) and rule.in_force != last_day(part):
                message = (
                    f"'{rule.id}' begins in {part}, and '{authority.id}' is dated by no more than that; the day "
                    f"decides: find it and write it into the authority"
                )
                yield Problem(loaded.sources.locate(kind, rule.id, "in_force"), "day-unknown", message)
    yield from _begun_with_nothing(loaded)


def _begun_with_nothing(loaded: Loaded) -> Iterator[Problem]:
    kb = loaded.kb
    texts = _texts(kb)
    ended = {(rule.issue, _next(rule.until)) for rule in kb.rules.values() if rule.until}
    for rule in kb.rules.values():
        stating = [a for a in (kb.authorities[c.authority] for c in rule.cites) if not a.general]
        if not stating or not all(kb.authority_kinds[a.kind].binds for a in stating):
            continue
        named = (*stating, *(kb.authorities[c] for c in rule.contrary))
        given = {part(day) for a in named for day in _days(a) for part in (first_day, last_day)}
        begun = given | {_next(day) for day in given}
        for law in (kb.regimes[name] for name in kb.laws_of(rule.issue)):
            begun |= {law.in_force or "", *texts[law.jurisdiction]}
        if rule.in_force not in begun and (rule.issue, rule.in_force) not in ended:
            message = (
                f"nothing that '{rule.id}' names is of {rule.in_force}, no rule before it ends then and no text of law "
                f"of the place is of that day; date it from what states it"
            )
            yield Problem(loaded.sources.locate("rules", rule.id, "in_force"), "day-of-nothing", message)


def _texts(kb: KnowledgeBase) -> dict[str, set[str]]:
    """By place the days of what states law and is no ruling."""
    found: dict[str, set[str]] = defaultdict(set)
    for authority in kb.authorities.values():
        if not kb.authority_kinds[authority.kind].binds:
            found[authority.jurisdiction].update(map(last_day, _days(authority)))
    return found


def _days(authority: Authority) -> list[str]:
    """When it was given, and when something became of it."""
    return [day for day in (authority.decided, *(event.on for event in authority.history)) if day]


def _next(day: str) -> str:
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))
