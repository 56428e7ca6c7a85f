"""One answer in the lines a reader needs: each factor, what stands beside, open law, cases, what would move it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Analogy, OpenView, UseResult, standing_rank
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.changes import evidence_points, fact_points, step_points, to_find_points, unknown_points
from fairuse.words.outline import Block, Point, Points, Question, Ref
from fairuse.words.wording import References, range_text, term_label

#: Facts named for each way an answer could move, steps, and issues of a decided case: what is read at a glance.
FEW = 3
#: A sentence ends at a full stop after a word of two small letters or more and before a capital: not in "v. Nation".
_ENDS = re.compile(r"(?<=[a-z]{2}|[a-z]\)|\d%)\. (?=[A-Z])")

ToRef = Callable[..., Ref]


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return _ENDS.split(text.strip(), maxsplit=1)[0].rstrip(".") + "."


def in_short(
    use: UseResult,
    factors: Sequence[Question],
    beside: Iterable[Point],
    aside: Iterable[Point],
    kb: KnowledgeBase,
    sources: References,
) -> list[Block]:
    """What is said of one use beneath its standing: no authority against it and no claim is left out.

    `factors`: the questions that its law weighs, each with its reasons and what lies beneath; `beside`: what stands
    beside the standing; `aside`: what spoke the other way and was outweighed.
    """
    ref = sources.ref
    lines = [_factor(question) for question in factors]
    blocks: list[Block] = [Points("", tuple(lines))] if lines else []
    beside = [replace(point, text=first_sentence(point.text), detail="") for point in beside]
    open_law = [_open(view, kb, ref) for view in use.open_views if len(set(view.standings.values())) > 1]
    cases = _cases(use, kb, ref)
    moves = [_few(point) for point in unknown_points(use, kb, assumed=False)]
    told = [*fact_points(use, kb, worse=False)[:1], *fact_points(use, kb, worse=True)[-1:]]
    moves += [replace(_few(point), label=f"{point.label}, were it otherwise than told") for point in told]
    steps = [replace(p, text=p.text.split(" Then: ")[0], refs=()) for p in step_points(use, kb, sources)[:FEW]]
    for title, items in (
        ("Beside", beside),
        ("Where the law is open", open_law),
        ("Nearest decided cases", cases),
        ("What would move it", moves),
        ("What you could do", steps),
        ("What you could find out", [_few(point) for point in to_find_points(use, kb)[:FEW]]),
        ("How the deciding facts are known", evidence_points(use, kb)),
        ("Also cited on these points", _left(factors, (*lines, *beside, *open_law, *cases), aside)),
    ):
        if items:
            blocks.append(Points(title, tuple(items)))
    return blocks


def _factor(question: Question) -> Point:
    """A factor in a line: how it comes out, the main reason, and the main thing that speaks the other way."""
    own = question.reasons[:1]
    other = {"good": "bad", "bad": "good"}.get(question.tone)
    against = [p for p in question.items if p.tone == other][:1] if other else _both(question.items)
    text = " ".join(first_sentence(p.text) for p in own)
    text += "".join(f" {'Against' if other else p.label}: {first_sentence(p.text)}" for p in against)
    refs = tuple(dict.fromkeys(r for p in (*own, *against) for r in p.refs))
    return Point(text, refs, f"{question.title}, {question.result}", tone=question.tone)


def _both(items: Sequence[Point]) -> list[Point]:
    """Of what lies beneath a factor that leans no way, the first for each side."""
    return [p for tone in ("good", "bad") for p in [i for i in items if i.tone == tone][:1]]


def _open(view: OpenView, kb: KnowledgeBase, ref: ToRef) -> Point:
    """An open question of law in a line: what follows on each view, and who holds it."""
    doctrine = kb.doctrines[view.doctrine]
    parts, refs = [], list[Ref]()
    for position in doctrine.views:
        if position.id in view.standings:
            argued = " (argued, not held)" if position.id in view.argued else ""
            parts.append(f"if {position.label}{argued}: {range_text(*view.standings[position.id])}")
            refs += [ref(n) for n in (*position.held_by, *position.persuasive)[:FEW] if n in kb.authorities]
    return Point("; ".join(parts) + ".", tuple(dict.fromkeys(refs)), doctrine.label, tone="open")


def _cases(use: UseResult, kb: KnowledgeBase, ref: ToRef) -> list[Point]:
    """The nearest decided act on each side; the one against the answer first, as it is to be distinguished."""
    if use.analogies is None:
        return []
    sides = [use.analogies.against[:1], use.analogies.for_[:1]]
    if standing_rank(use.standing) < standing_rank(UNDECIDED):
        sides.reverse()
    return [_case(found, kb, ref) for side in sides for found in side]


def _case(found: Analogy, kb: KnowledgeBase, ref: ToRef) -> Point:
    differs = []
    for word, issues in (("stronger here", found.stronger_here), ("weaker here", found.weaker_here)):
        if issues:
            differs.append(f"{word}: {', '.join(term_label(i, kb) for i in issues[:FEW])}")
    authority = next((a for a in kb.authorities.values() if a.citation.startswith(found.citation.split(" (")[0])), None)
    name = authority.called if authority else f"{found.name}, {found.citation}"
    held = "allowed" if found.outcome == "allowed" else "not allowed"
    text = f"{found.label}." + (f" {'; '.join(differs).capitalize()}." if differs else "")
    refs = (ref(authority.id),) if authority else ()
    return Point(text, refs, f"{name}, held {held}", tone="good" if found.outcome == "allowed" else "bad")


def _few(point: Point) -> Point:
    """A line of facts with the first of them."""
    parts = point.text.rstrip(".").split("; ")
    more = len(parts) - FEW
    return replace(point, text="; ".join(parts[:FEW]) + (f"; and {more} more." if more > 0 else "."))


def _left(factors: Sequence[Question], told: Iterable[Point], aside: Iterable[Point]) -> list[Point]:
    """The authorities that no line above names: those on the way of the answer, and those outweighed."""
    named = {(r.number, r.contrary) for point in told for r in point.refs}
    every = [r for q in factors for p in (*q.reasons, *q.items) for r in p.refs]
    every += [r for p in aside for r in p.refs]
    left = [r for r in dict.fromkeys(replace(r, at=None) for r in every) if (r.number, r.contrary) not in named]
    return [Point("", tuple(left))] if left else []
