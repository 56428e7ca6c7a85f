"""The words in which results are said, the same in every report."""

from __future__ import annotations

from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase, Lean
from fairuse.outline import Tone

STANDING_LABELS = {
    "not_permitted": "Not permitted",
    "likely_not_permitted": "Likely not permitted",
    "uncertain": "Uncertain",
    "likely_permitted": "Likely permitted",
    "permitted": "Permitted",
    "no_permission_needed": "No permission needed",
}
TONES: dict[str, Tone] = {
    "not_permitted": "bad",
    "likely_not_permitted": "bad",
    "uncertain": "open",
    "likely_permitted": "good",
    "permitted": "good",
    "no_permission_needed": "good",
}
LEAN_TONES: dict[Lean | None, Tone] = {"for": "good", "against": "bad", "neutral": "plain", None: "open"}
STATUS_WORDS = {
    "good_law": "",
    "good_law_in_part": "good law in part",
    "settled": "case settled after this ruling",
    "on_appeal": "on appeal",
    "pending": "pending",
    "superseded_in_part": "superseded in part",
    "agency_guidance": "guidance, not law",
    "executive_statement": "statement of the executive, not law",
    "statute": "",
}


def range_text(low: str, high: str) -> str:
    """A range of standings as words."""
    if low == high:
        return STANDING_LABELS[low].lower()
    return f"{STANDING_LABELS[low].lower()} to {STANDING_LABELS[high].lower()}"


def value_text(term: str, value: Value, kb: KnowledgeBase) -> str:
    """A value of a fact or issue as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        unit = kb.facts[term].unit if term in kb.facts else None
        return f"{value:g}" + (f" {unit}" if unit else "")
    return value.replace("_", " ")
