"""From a `WatchList` to an `Outline`: what moved in saved scenarios, file by file."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.inquiry.comparison import Comparison, UseChange
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.comparison import changed_issues, events, one_line, title_of
from fairuse.receipt.watch import WatchList
from fairuse.words.en import watch as en
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points
from fairuse.words.wording import STANDING_LABELS, TONES, standing_text


def explain_watch(found: WatchList, kb: KnowledgeBase) -> Outline:
    """Say in words what moved, file by file."""
    watched, updated = found.scenarios, found.updated
    count = {state: sum(w.state == state for w in watched) for state in ("moved", "reasons", "same", "new", "bad")}
    saved = en.SAVED_FOR_THE_FIRST_TIME if updated else en.WITHOUT_A_SAVED_REPORT_UPDATE
    parts = [
        en.X_OF_X_SCENARIOS_MOVED.format(count["moved"], len(watched)),
        en.X_WITH_THE_SAME_ANSWERS.format(count["reasons"]) if count["reasons"] else "",
        en.X_UNCHANGED.format(count["same"]) if count["same"] else "",
        f"{count['new']} {saved}" if count["new"] else "",
        en.X_COULD_NOT_BE_READ.format(count["bad"]) if count["bad"] else "",
    ]
    blocks: list[Block] = [
        Heading(en.WHAT_MOVED_IN_SAVED_SCENARIOS, 1),
        Paragraph(en.AGAINST_RULES_X_X.format(found.kb.version, found.kb.sha256[:8]), quiet=True),
        Paragraph("; ".join(filter(None, parts)) + "."),
    ]
    for w in watched:
        if w.comparison and w.state == "moved":
            blocks.append(Points(f"{w.scenario}: {one_line(w.comparison)}", tuple(_moves(w.comparison, kb))))
    for state, title in (("reasons", en.SAME_ANSWERS_OTHER_REASONS), ("new", saved[:1].upper() + saved[1:])):
        names = tuple(Point(w.scenario) for w in watched if w.state == state)
        blocks += [Points(title, names)] if names else []
    return Outline(en.WHAT_MOVED_IN_SAVED_SCENARIOS, tuple(blocks))


def _moves(comparison: Comparison, kb: KnowledgeBase) -> Iterator[Point]:
    for use in comparison.uses:
        if use.moved:
            yield _move(use, title_of(use, comparison, kb), kb)
    for lone, word in [(u, "new") for u in comparison.only_new] + [(u, "gone") for u in comparison.only_old]:
        text = f"{word}; {standing_text(lone.standing)}."
        yield Point(text, label=title_of(lone, comparison, kb), tone=TONES[lone.standing])


def _move(use: UseChange, label: str, kb: KnowledgeBase) -> Point:
    old, new = use.standing
    text = (
        f"{STANDING_LABELS[old]} → {standing_text(new)}." if old != new else en.X_AS_BEFORE.format(STANDING_LABELS[new])
    )
    if old == new and (issues := changed_issues(use, kb)):
        text += en.MOVED_X.format(issues)
    why = " ".join(events(use))
    return Point(f"{text} {why}".rstrip(), label=label, tone=TONES[new])
