"""The words in which results are said, the same in every report."""

from __future__ import annotations

import math

from fairuse.assessment import Likelihood
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


def likelihood_text(found: Likelihood, kb: KnowledgeBase) -> str:
    """A likelihood as one line: the band, to steps of five per cent and never certain, and the acts most alike."""
    low = min(max(math.floor(found.low * 20) * 5, 1), 95)
    high = max(min(math.ceil(found.high * 20) * 5, 99), 5)
    band = f"Likelihood of being held fair: {low}-{high} %"
    like = found.like
    but = " and ".join(kb.issues[name].label.lower() for name in like.open)
    most = f"most like this but for {but}, which is open" if but else "most like this"
    if not like.of:
        return f"{band}; no decided act is like this one."
    if like.of == 1:
        return f"{band}; the one decided act {most} was {'' if like.allowed else 'not '}held fair."
    verb = "was" if like.allowed == 1 else "were"
    return f"{band}; of the {like.of} decided acts {most}, {like.allowed or 'none'} {verb}."
