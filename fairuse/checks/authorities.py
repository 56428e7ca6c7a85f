"""Every rule rests on confirmed authority that existed when the rule is said to have come into force.

What opposes it is confirmed and decided too, and while the rule held.
"""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.entry import first_day
from fairuse.kb.load import Loaded
from fairuse.kb.model import Bearing, Rule
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each rule without authority, for what rests on unconfirmed or later law only, and for each
    contrary authority that is unconfirmed, undecided, or of a day when the rule had ended.
    """
    entries = [("rules", r) for r in loaded.kb.rules.values()] + [("bearings", b) for b in loaded.kb.bearings.values()]
    for kind, entry in entries:
        for key, code, message in _entry(entry, loaded):
            yield Problem(loaded.sources.locate(kind, entry.id, key), code, message)


def _entry(entry: Rule | Bearing, loaded: Loaded) -> Iterator[tuple[str, str, str]]:
    if not entry.cites and entry.status != "untested":
        yield "cites", "no-authority", "a rule cites an authority, or its status is untested and says why"
    if entry.status == "untested" and not entry.reason:
        yield "status", "no-reason", "an untested rule says why in 'reason'"
    cited = [loaded.kb.authorities[c.authority] for c in entry.cites]
    if cited and entry.status != "untested" and not any(a.verified for a in cited):
        yield "cites", "unconfirmed", "none of the authorities cited is confirmed; only confirmed law decides"
    dates = [a.decided for a in cited if a.decided]
    if dates and len(dates) == len(cited) and entry.in_force < min(dates)[: len(entry.in_force)]:
        yield "in_force", "before-authority", f"in force before the first authority it cites ({min(dates)})"
    kinds, statuses = loaded.kb.authority_kinds, loaded.kb.authority_statuses
    if idle := [a.kind for a in cited if not kinds[a.kind].decides and entry.status != "untested"]:
        yield "cites", "decides-nothing", f"an authority of kind '{idle[0]}' decides nothing"
    if cited and not any(statuses[a.status].law for a in cited) and entry.status != "untested":
        yield "cites", "no-law", f"an authority of status '{cited[0].status}' is no law yet, and decides nothing"
    for opposed in (loaded.kb.authorities[name] for name in entry.contrary):
        if not opposed.verified:
            yield "contrary", "unconfirmed-contrary", f"'{opposed.id}' is not confirmed, so it opposes nothing"
        if not kinds[opposed.kind].decides or not statuses[opposed.status].law:
            yield "contrary", "opposes-nothing", f"'{opposed.id}' has decided nothing yet, so it opposes nothing"
        until = entry.until if isinstance(entry, Rule) else None
        if until and opposed.decided and first_day(opposed.decided) > until:
            message = f"'{opposed.id}' is of {opposed.decided}, after the rule ended ({until}), so it opposes nothing"
            yield "contrary", "opposes-too-late", message
