"""The authorities of assessments as CSL-JSON, which citation programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from fairuse.answer.result import Assessment
from fairuse.kb.authority import Authority
from fairuse.kb.model import KnowledgeBase
from fairuse.words.citation import court_of, parts_of
from fairuse.words.wording import cite_of


def bibliography(assessments: Iterable[Assessment], kb: KnowledgeBase) -> str:
    """Every authority that some of the assessments names, each once, in their order, as a list of CSL-JSON.

    What the installed rules no longer hold is given by its name and citation alone.
    """
    entries: dict[str, dict[str, Any]] = {}
    for assessment in assessments:
        for told in assessment.authorities:
            own = kb.authorities.get(told.id)
            plain = {"id": told.id, "type": "document", "title": told.name, "note": told.citation}
            entries.setdefault(told.id, _entry(own, assessment.as_of, kb) if own else plain)
    return json.dumps(list(entries.values()), indent=2, ensure_ascii=False) + "\n"


def _entry(authority: Authority, day: str, kb: KnowledgeBase) -> dict[str, Any]:
    """One authority: of a case in a reporter volume, reporter and page; of others their citation as a number."""
    cite, kind = cite_of(authority, kb), kb.authority_kinds[authority.kind]
    parts = parts_of(cite)
    case = kind.binds or not kind.decides
    court = court_of(cite) if case else None
    status = kb.authority_statuses[authority.status_on(day)].note
    fields = {
        "id": authority.id,
        "type": "legal_case" if case else "legislation" if kind.named else "report",
        "title": (cite.name or authority.name) if case else authority.name,
        "title-short": authority.short,
        "container-title": parts.get("reporter"),
        "volume": parts.get("volume"),
        "page": parts.get("page"),
        "number": None if parts else authority.citation,
        "authority": authority.court if court is None else court,
        "jurisdiction": authority.jurisdiction,
        "issued": {"date-parts": [[int(n) for n in authority.decided.split("-")]]} if authority.decided else None,
        "URL": cite.link,
        "note": status,
    }
    return {name: value for name, value in fields.items() if value}
