"""The status of a rule or bearing, its authority and its contrary authority agree."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.load import Loaded
from fairuse.kb.model import Bearing, KnowledgeBase, Rule
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each settled entry with contrary authority, or made by trial courts alone, and each contested
    one without contrary authority.
    """
    kb = loaded.kb
    entries = [("rules", r) for r in kb.rules.values()] + [("bearings", b) for b in kb.bearings.values()]
    for kind, entry in entries:
        place = loaded.sources.locate(kind, entry.id, "status")
        if entry.status == "settled" and entry.contrary:
            message = (
                f"'{entry.id}' is settled and names contrary authority ({', '.join(entry.contrary)}): it is contested, "
                f"or they do not oppose it and are taken out"
            )
            yield Problem(place, "settled-with-contrary", message)
        if entry.status == "contested" and not entry.contrary and not (isinstance(entry, Rule) and entry.view):
            message = (
                f"'{entry.id}' is contested, but by whom? Name the contrary authority, or the view of a doctrine; what "
                f"no court has decided is untested"
            )
            yield Problem(place, "contested-without", message)
        if entry.status == "settled" and _by_trial_courts(entry, kb):
            message = (
                f"'{entry.id}' is settled, but trial courts alone have said so; cite a court that binds others, or say "
                f"that it is contested or untested"
            )
            yield Problem(place, "trial-courts-only", message)


def _by_trial_courts(entry: Rule | Bearing, kb: KnowledgeBase) -> bool:
    """Whether the highest of those that state it is a court which reporters cite and which binds nobody else."""
    cited = [kb.authorities[c.authority] for c in entry.cites]
    stating = [a for a in cited if kb.authority_kinds[a.kind].decides and not a.general]
    levels = sorted((kb.levels[a.level] for a in stating), key=lambda level: level.order)
    return bool(levels) and levels[0].reported and not levels[0].binds
