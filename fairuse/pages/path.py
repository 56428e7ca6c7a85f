"""The way through the law of a place, as a lawyer goes it: what is protected, the licence, the act, the exceptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fairuse.answer.result import FindingResult, UseResult, standing_rank
from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.words.outline import Block, Point, Points
from fairuse.words.wording import LEAN_TONES, STANDING_LABELS, TONES

#: A finding as a point, and the live findings of a use on an issue.
Say = Callable[..., Point]
Live = Callable[[UseResult, str], Sequence[FindingResult]]


def path_blocks(row: Row, kb: KnowledgeBase, say: Say, live: Live, *, brief: bool = False) -> list[Block]:
    """The steps of one answer: the ordinary law, condition by condition or (`brief`) in a line, then the exceptions.

    One that covers is enough; those that cannot cover the act, whatever else is learnt, share a line.
    """
    assert row.place is not None
    steps: list[Point] = []
    ordinary = next((u for u in row.uses if u.id == row.place.ordinary), None)
    if ordinary is not None:
        found = _ordinary(ordinary, kb, say, live)
        steps += [Point("; ".join(p.label for p in found) + ".", label="Ordinary law")] if brief else found
    exceptions = [u for u in row.uses if u is not ordinary]
    could = [u for u in exceptions if not _plainly_not(u)]
    steps += [_exception(u, kb, say, live) for u in could]
    never = [kb.regimes[u.regime].label for u in exceptions if u not in could]
    if never:
        steps.append(Point(f"{'; '.join(never)}.", label="Plainly do not cover it", tone="bad"))
    return [Points(f"Through the law of {kb.place_name(row.place.place)}", tuple(steps))]


def _ordinary(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> list[Point]:
    """Each gate of the ordinary law with its answer and the reason for it."""
    points = []
    for issue in sorted((i for i in use.issues if i.role == "gate"), key=lambda i: kb.issues[i.id].written):
        found = [f for f in live(use, issue.id) if f.value == issue.value]
        reasons = [say(f, brief=True) for f in found]
        text = " ".join(r.text for r in reasons) or kb.issues[issue.id].question.strip()
        refs = tuple(dict.fromkeys(ref for r in reasons for ref in r.refs))
        value = (issue.value or "open").replace("_", " ")
        points.append(Point(text, refs, f"{issue.label}, {value}", tone=LEAN_TONES[issue.lean]))
    return points


def _exception(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> Point:
    """One exception, or law that weighs: its standing and the main reason."""
    law = kb.regimes[use.regime]
    reasons = [say(f, brief=True) for f in live(use, law.conclusion)[:1]]
    text = reasons[0].text if reasons else "The facts given do not decide it."
    label = f"{law.label}: {STANDING_LABELS[use.standing].lower()}"
    return Point(text, reasons[0].refs if reasons else (), label, tone=TONES[use.standing])


def _plainly_not(use: UseResult) -> bool:
    """Whether no completion of the facts could bring a use under its law."""
    return standing_rank(use.range[1]) < standing_rank("uncertain")
