"""From a `WatchList` to an `Outline`: what moved in saved scenarios, file by file."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.inquiry.comparison import Comparison, UseChange
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.comparison import changed_issues, events, one_line, title_of
from fairuse.receipt.watch import WatchList
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points
from fairuse.words.wording import STANDING_LABELS, TONES, standing_text


def explain_watch(found: WatchList, kb: KnowledgeBase) -> Outline:
    """Say in words what moved, file by file."""
    watched, updated = found.scenarios, found.updated
    count = {state: sum(w.state == state for w in watched) for state in ("moved", "reasons", "same", "new", "bad")}
    saved = "saved for the first time" if updated else "without a saved report (--update makes one)"
    parts = [
        f"{count['moved']} of {len(watched)} scenarios moved",
        f"{count['reasons']} with the same answers for other reasons" if count["reasons"] else "",
        f"{count['same']} unchanged" if count["same"] else "",
        f"{count['new']} {saved}" if count["new"] else "",
        f"{count['bad']} could not be read" if count["bad"] else "",
    ]
    blocks: list[Block] = [
        Heading("What moved in saved scenarios", 1),
        Paragraph(f"Against rules {found.kb.version} ({found.kb.sha256[:8]}).", quiet=True),
        Paragraph("; ".join(filter(None, parts)) + "."),
    ]
    for w in watched:
        if w.comparison and w.state == "moved":
            blocks.append(Points(f"{w.scenario}: {one_line(w.comparison)}", tuple(_moves(w.comparison, kb))))
    for state, title in (("reasons", "Same answers, other reasons"), ("new", saved[:1].upper() + saved[1:])):
        names = tuple(Point(w.scenario) for w in watched if w.state == state)
        blocks += [Points(title, names)] if names else []
    return Outline("What moved in saved scenarios", tuple(blocks))


def _moves(comparison: Comparison, kb: KnowledgeBase) -> Iterator[Point]:
    for use in comparison.uses:
        if use.moved:
            yield _move(use, title_of(use, comparison, kb), kb)
    for lone, word in [(u, "new") for u in comparison.only_new] + [(u, "gone") for u in comparison.only_old]:
        text = f"{word}; {standing_text(lone.standing)}."
        yield Point(text, label=title_of(lone, comparison, kb), tone=TONES[lone.standing])


def _move(use: UseChange, label: str, kb: KnowledgeBase) -> Point:
    old, new = use.standing
    text = f"{STANDING_LABELS[old]} → {standing_text(new)}." if old != new else f"{STANDING_LABELS[new]}, as before."
    if old == new and (issues := changed_issues(use, kb)):
        text += f" Moved: {issues}."
    why = " ".join(events(use))
    return Point(f"{text} {why}".rstrip(), label=label, tone=TONES[new])
