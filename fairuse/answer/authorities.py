"""Every authority that an assessment names."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.answer.result import AuthorityInfo, BearingResult, Citation, UseResult
from fairuse.kb.entry import last_day
from fairuse.kb.model import KnowledgeBase, Rule


def cites_of(rule: Rule, regime: str, kb: KnowledgeBase, day: str) -> tuple[Citation, ...]:
    """What a rule cites under a law on `day`: nothing younger; for a treaty, the statute that carries it out there."""
    place = kb.jurisdictions.get(kb.regimes[regime].jurisdiction)
    own = place.carries_out if place else {}
    found: dict[Citation, None] = {}
    for cite in rule.cites:
        national = own.get(cite.authority)
        here = Citation(authority=national, at=None) if national else Citation(authority=cite.authority, at=cite.at)
        if here.authority in kb.authorities and kb.authorities[here.authority].exists_on(day):
            found.setdefault(here)
    return tuple(found)


def authorities_of(
    results: Sequence[UseResult], bearings: Sequence[BearingResult], kb: KnowledgeBase, day: str
) -> tuple[AuthorityInfo, ...]:
    """Every authority cited or contrary, as it stood on `day`, most authoritative and newest first."""
    names = {c.authority for u in results for f in u.findings for c in f.cites}
    names |= {name for u in results for f in u.findings for name in f.contrary}
    names |= {c.authority for u in results for e in u.exposure for c in e.cites}
    names |= {name for b in bearings for name in (*(c.authority for c in b.cites), *b.contrary)}
    names |= {v.bound_by for u in results for v in u.bound_views if v.bound_by}
    found = sorted(
        (kb.authorities[n] for n in names if n in kb.authorities),
        key=lambda a: (kb.levels[a.level].order, _newest(a.decided), a.id),
    )
    return tuple(
        AuthorityInfo(
            id=a.id,
            name=a.name,
            citation=a.citation,
            court=a.court,
            date=a.decided,
            status=a.status_on(day),
            treatment=" ".join(e.says for e in a.history_on(day)),
            verified=a.verified,
        )
        for a in found
    )


def _newest(decided: str | None) -> int:
    return -int(last_day(decided).replace("-", "")) if decided else 0
