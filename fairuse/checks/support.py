"""Every rule and bearing rests on an authority that states its principle, and is dated from it.

Of an authority whose day is not known, a rule may begin on the last day that it can be.

A general text (such as the list of four factors in a statute) frames a question and states no principle by itself: it
supports no rule alone, and no rule begins with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.entry import first_day, last_day
from fairuse.kb.load import Loaded
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
