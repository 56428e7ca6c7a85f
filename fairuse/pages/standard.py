"""One answer in the lines a reader needs: each factor, what stands beside, open law, cases, what would move it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Analogy, OpenView, UseResult, standing_rank
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.changes import (
    evidence_points,
    fact_points,
    step_points,
    to_find_points,
    together_points,
    unknown_points,
)
from fairuse.words.outline import Block, Point, Points, Question, Ref
from fairuse.words.sentences import first_sentence
from fairuse.words.wording import References, in_text, range_text, term_label

#: Facts named for each way an answer could move, steps, and issues of a decided case: what is read at a glance.
FEW = 3

ToRef = Callable[..., Ref]


def in_short(
    use: UseResult,
    factors: Sequence[Question],
    claims: Iterable[Point],
    conditions: Iterable[Point],
    follows: Iterable[Point],
    aside: Iterable[Point],
    kb: KnowledgeBase,
    sources: References,
) -> list[Block]:
    """What is said of one use beneath its standing, a line a matter: no authority against it and no claim is left out.

    `factors`: the questions that its law weighs, each with its reasons and what lies beneath; `claims`: what others
    may ask for; `conditions` of the answer; `follows`: effects, and who answers; `aside`: what spoke the other way and
    was outweighed.
    """
    ref = sources.ref
    lines = [_factor(question) for question in factors]
    beside = besides(claims, conditions, follows)
    open_law = [_open(view, kb, sources) for view in use.open_views if len(set(view.standings.values())) > 1]
    cases = _cases(use, kb, ref)
    steps = [
        replace(p, text=p.text.split(" Then: ")[0], refs=(), label=f"To do, {p.label[0].lower()}{p.label[1:]}")
        for p in step_points(use, kb, sources)[:FEW]
    ]
    moves = [_few(point) for point in unknown_points(use, kb, assumed=False)]
    ends = [f"{p.label.lower()} ({_few(p).text.rstrip('.')})" for p in together_points(use, kb)]
    moves += [Point(f"{'; '.join(ends)}.", label="Several open points together", tone="open")] if ends else []
    told = [*([] if steps else fact_points(use, kb, worse=False)[:1]), *fact_points(use, kb, worse=True)[-1:]]
    moves += [replace(_few(point), label=f"{point.label}, were it otherwise than told") for point in told]
    finds = [replace(_few(point), label="To find out") for point in to_find_points(use, kb)[:FEW]]
    left = _left(factors, (*lines, *beside, *open_law, *cases), aside)
    return [
        Points("", tuple(items))
        for items in (
            list(map(unpinned, lines)),
            [*beside, *map(unpinned, (*open_law, *cases))],
            [*moves, *steps, *finds, *map(_few, evidence_points(use, kb, notes=False)), *left],
        )
        if items
    ]


def _short(point: Point) -> Point:
    return replace(point, text=first_sentence(point.text), detail="")


def unpinned(point: Point) -> Point:
    """A line without the places in its authorities, which the depth ``full`` has."""
    return replace(point, refs=tuple(dict.fromkeys(replace(r, at=None) for r in point.refs)))


def besides(claims: Iterable[Point], conditions: Iterable[Point], follows: Iterable[Point]) -> list[Point]:
    """Claims and conditions against the user in a line each; what else was found by its name alone."""
    met = list(conditions)
    rest = [*(p for p in met if p.tone != "bad"), *follows]
    refs = tuple(dict.fromkeys(r for p in rest for r in p.refs))
    joined = [Point("; ".join(dict.fromkeys(in_text(p.label) for p in rest)) + ".", refs, "Also found")] if rest else []
    against: dict[str, list[Point]] = {}
    for point in (p for p in met if p.tone == "bad"):
        against.setdefault(point.label.partition(", ")[0], []).append(_short(point))
    return list(dict.fromkeys(map(unpinned, (*map(_short, claims), *map(_as_one, against.values()), *joined))))


def _as_one(points: Sequence[Point]) -> Point:
    """What is found on one matter, in a line."""
    first = points[0]
    values = dict.fromkeys(p.label.rpartition(", ")[2] for p in points)
    label = f"{first.label.rpartition(', ')[0]}, {'; '.join(values)}"
    refs = tuple(dict.fromkeys(r for p in points for r in p.refs))
    return replace(first, label=label, text=" ".join(dict.fromkeys(p.text for p in points)), refs=refs)


def _factor(question: Question) -> Point:
    """A factor in a line: how it comes out, the main reason, and the main thing that speaks the other way."""
    own = question.reasons[:1]
    other = {"good": "bad", "bad": "good"}.get(question.tone)
    against = [p for p in question.items if p.tone == other][:1] if other else _both(question.items)
    text = " ".join(first_sentence(p.text) for p in own)
    text += "".join(f" {'Against' if other else p.label}: {first_sentence(p.text)}" for p in against)
    refs = tuple(dict.fromkeys(r for p in (*own, *against) for r in p.refs))
    proof = own[0].proof if own else None
    return Point(text, refs, f"{question.title}, {question.result}", tone=question.tone, proof=proof)


def _both(items: Sequence[Point]) -> list[Point]:
    """Of what lies beneath a factor that leans no way, the first for each side."""
    return [p for tone in ("good", "bad") for p in [i for i in items if i.tone == tone][:1]]


def _open(view: OpenView, kb: KnowledgeBase, sources: References) -> Point:
    """An open question of law in a line: what follows on each view, and who holds it."""
    doctrine = kb.doctrines[view.doctrine]
    parts, refs = [], list[Ref]()
    for position in doctrine.views:
        if position.id in view.standings:
            argued = " (argued, not held)" if position.id in view.argued else ""
            parts.append(f"if {position.label}{argued}: {range_text(*view.standings[position.id])}")
            holders = [n for n in (*position.held_by, *position.persuasive) if sources.existed(n)]
            refs += [sources.ref(n) for n in holders[:FEW]]
    return Point(
        "; ".join(parts) + ".", tuple(dict.fromkeys(refs)), f"Open law, {in_text(doctrine.label)}", tone="open"
    )


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
    return [unpinned(Point("", tuple(left), "Also cited"))] if left else []
