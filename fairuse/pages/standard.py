"""One answer in the lines a reader needs: each factor, what stands beside, open law, cases, what would move it."""

from __future__ import annotations

import re
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
from fairuse.pages.cited import named, sides
from fairuse.precedent.described import cited
from fairuse.words.en import in_text
from fairuse.words.en import standard as en
from fairuse.words.lines import height, point_height
from fairuse.words.outline import Block, Point, Points, Question, Ref
from fairuse.words.sentences import first_sentence
from fairuse.words.wording import References, range_text, term_label

#: Facts named for each way an answer could move, steps, and issues of a decided case: what is read at a glance.
FEW = 3
#: Told facts that are named for each way in which they are known.
KNOWN = 2
#: Issues on which a decided case differs, on each side: with its facts, what two lines hold.
DIFFERS = 1
#: Authorities in the line of a factor for what it says, and as many against; the others are cited beneath.
CITED = 3
#: The columns for which lengths are kept to, and the steps in which what does not fit is left out.
WIDE, SPARED = 100, 8
PLAIN = SPARED  # the last of them: factors with a reason on one side
#: How what speaks the other way in a factor is led in, by its tone.
OTHER_SIDE = {"good": en.FOR_THE_USER, "bad": en.AGAINST_THE_USER}
#: What else was found, by its name alone; its authorities are cited beneath.
ALSO = en.ALSO_FOUND

ToRef = Callable[..., Ref]


def in_short(
    use: UseResult,
    factors: Sequence[Question],
    claims: Iterable[Point],
    conditions: Iterable[Point],
    follows: Iterable[Point],
    bound: Sequence[Point],
    aside: Iterable[Point],
    kb: KnowledgeBase,
    sources: References,
    room: int,
) -> list[Block]:
    """What is said of one use beneath its standing, a line a matter: no authority against it and no claim is left out.

    `factors`: the questions that its law weighs, each with its reasons and what lies beneath; `claims`: what others
    may ask for; `conditions` of the answer; `follows`: effects, and who answers; `bound`: what binds the forum against
    the user; `aside`: what spoke the other way and was outweighed; `room`: the lines that are left for it. What does
    not fit is left out in a fixed order: how facts are known, authorities that are not against the user, what else was
    found, and then detail of what remains.
    """
    lines = [_factor(question) for question in factors]
    plain = [_factor(question, both=question.tone != "open") for question in factors]
    plain = [_lighter(min(pair, key=lambda p: point_height(p, WIDE))) for pair in zip(lines, plain, strict=True)]
    beside = besides(claims, conditions, follows)
    also = [p for p in beside if p.label == ALSO]
    beside = [p for p in beside if p.label != ALSO]
    open_law = [_open(view, kb, sources) for view in use.open_views if len(set(view.standings.values())) > 1]
    cases = [_cases(use, kb, sources.ref, differs=differs) for differs in (True, False)]
    steps = _joined(step_points(use, kb, sources, short=True, most=FEW))
    told_of = {ref.name for p in (*lines, *beside, *cases[0]) for ref in p.refs}
    open_law = [*(p for p in bound if any(ref.name not in told_of for ref in p.refs)), *open_law]
    moves = [_few(point) for point in unknown_points(use, kb, assumed=False)]
    ends = [f"{p.label.lower()} ({_few(p).text.rstrip('.')})" for p in together_points(use, kb, assumed=False)]
    moves += [Point(f"{'; '.join(ends)}.", label=en.SEVERAL_OPEN_POINTS_TOGETHER, tone="open")] if ends else []
    told = [*([] if steps else fact_points(use, kb, worse=False)[:1]), *fact_points(use, kb, worse=True)[-1:]]
    told = [replace(_few(point, KNOWN), label=en.X_WERE_IT_OTHERWISE_THAN.format(point.label)) for point in told]
    finds = [replace(point, label=en.TO_FIND_OUT) for point in to_find_points(use, kb, short=True)[:FEW]]
    known = [_few(point, KNOWN) for point in evidence_points(use, kb, notes=False)]
    aside = (*aside, *also)
    against, cited = _left(factors, (*lines, *beside, *open_law, *cases[0]), aside, sources)
    as_plain, _ = _left(factors, (*plain, *beside, *open_law, *cases[0]), aside, sources)
    found = [replace(p, refs=()) for p in also]
    blocks: list[Block] = []
    for spared in range(SPARED + 1):
        few = [_few(p) for p in found] if spared > 2 else found
        parts: tuple[list[Point], ...] = (
            list(map(unpinned, lines if spared < PLAIN else plain)),
            [
                *(beside if spared < 7 else map(_clause, beside)),
                *(few if spared < 5 else ()),
                *map(unpinned, (*open_law, *cases[spared > 4])),
            ],
            [
                *(moves if spared < 7 else [_few(point, KNOWN if spared < 8 else 1) for point in moves]),
                *(told if spared < 4 else [_few(point, 1) for point in told[: 1 if spared < 7 else 0]]),
                *steps,
                *(finds if spared < 6 else finds[:1]),
                *(known if spared < 1 else ()),
                *(against if spared < PLAIN else as_plain),
                *(cited if spared < 2 else ()),
            ],
        )
        blocks = [Points("", tuple(items)) for items in parts if items]
        if height(blocks, WIDE) <= room:
            break
    return blocks


def reason_lines(
    use: UseResult,
    factors: Sequence[Question],
    claims: Iterable[Point],
    conditions: Iterable[Point],
    bound: Iterable[Point],
    kb: KnowledgeBase,
    sources: References,
) -> list[Point]:
    """Why one use stands as it does, as `in_short` tells it: factors, what stands beside, open law, nearest cases."""
    beside = [point for point in besides(claims, conditions, ()) if point.label != ALSO]
    open_law = [_open(view, kb, sources) for view in use.open_views if len(set(view.standings.values())) > 1]
    return list(map(unpinned, (*map(_factor, factors), *beside, *bound, *open_law, *_cases(use, kb, sources.ref))))


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
    values: dict[str, dict[str, None]] = {}
    for title, _, value in (in_text(p.label).rpartition(", ") for p in rest):
        values.setdefault(title, {}).setdefault(value)
    told = "; ".join(f"{title}: {en.OR.join(some)}" for title, some in values.items())
    joined = [Point(f"{told}.", refs, ALSO)] if rest else []
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
    return replace(first, label=label, refs=refs)


def _clause(point: Point) -> Point:
    """A finding up to its first colon or semicolon; an amount, which has no value in its label, stays whole."""
    if ", " not in point.label:
        return point
    return replace(point, text=re.split("[:;] ", point.text)[0].rstrip(".") + ".")


def _lighter(point: Point) -> Point:
    """A line with its authorities against the user, and one of the others."""
    if point.tone not in ("good", "bad"):
        return point
    others = [ref for ref in point.refs if ref.contrary == (point.tone == "bad")]
    return replace(point, refs=tuple(ref for ref in point.refs if ref not in others[1:]))


def _factor(question: Question, *, both: bool = True) -> Point:
    """A factor in a line: how it comes out, the main reason, and (if `both`) the main thing on the other side."""
    other = {"good": "bad", "bad": "good"}.get(question.tone)
    against = [p for p in question.items if p.tone == other][:1] if other else _both(question.items)
    against = against if both else []
    own = question.reasons[: 1 if len(against) < 2 else 0]  # with a reason on each side, that is the main reason
    told = [first_sentence(p.text) for p in own]
    told += [f"{OTHER_SIDE.get(other or '', p.label)}: {first_sentence(p.text)}" for p in against]
    refs = list(dict.fromkeys(replace(r, at=None) for p in (*own, *against) for r in p.refs))
    few = [r for contrary in (False, True) for r in [r for r in refs if r.contrary == contrary][:CITED]]
    proof = next((p.proof for p in (*question.reasons, *against)), None)
    return Point(" ".join(told), tuple(few), f"{question.title}, {question.result}", tone=question.tone, proof=proof)


def _both(items: Sequence[Point]) -> list[Point]:
    """Of what lies beneath a factor that leans no way, the first for each side."""
    return [p for tone in ("good", "bad") for p in [i for i in items if i.tone == tone][:1]]


def _open(view: OpenView, kb: KnowledgeBase, sources: References) -> Point:
    """An open question of law in a line: what follows on each view, and who holds it."""
    doctrine = kb.doctrines[view.doctrine]
    parts, refs = [], list[Ref]()
    for position in doctrine.views:
        if position.id in view.standings:
            argued = en.ARGUED_NOT_HELD if position.id in view.argued else ""
            parts.append(en.IF_X_X_X.format(position.label, argued, range_text(*view.standings[position.id])))
            holders = [n for n in (*position.held_by, *position.persuasive) if sources.existed(n)]
            refs += [sources.ref(n) for n in holders[:FEW]]
    return Point(
        "; ".join(parts) + ".", tuple(dict.fromkeys(refs)), en.OPEN_LAW_X.format(in_text(doctrine.label)), tone="open"
    )


def _cases(use: UseResult, kb: KnowledgeBase, ref: ToRef, *, differs: bool = True) -> list[Point]:
    """The nearest decided act on each side; the one against the answer first, as it is to be distinguished.

    `differs`: with what is stronger and weaker here.
    """
    if use.analogies is None:
        return []
    sides = [use.analogies.against[:1], use.analogies.for_[:1]]
    if standing_rank(use.standing) < standing_rank(UNDECIDED):
        sides.reverse()
    return [_case(found, kb, ref, differs=differs) for side in sides for found in side]


def _case(found: Analogy, kb: KnowledgeBase, ref: ToRef, *, differs: bool) -> Point:
    told = []
    for word, issues in ((en.STRONGER_HERE, found.stronger_here), (en.WEAKER_HERE, found.weaker_here)):
        if issues and differs:
            labels = tuple(dict.fromkeys(term_label(i, kb) for i in issues))
            told.append(f"{word}: {', '.join(labels[:DIFFERS])}")
    authority = cited(found.citation, kb)
    held = en.ALLOWED if found.outcome == "allowed" else en.NOT_ALLOWED
    name = "" if authority else f" ({found.name}, {found.citation})"
    text = f"{found.label}{name}." + (f" {'; '.join(told).capitalize()}." if told else "")
    refs = (ref(authority.id),) if authority else ()
    return Point(text, refs, en.NEAREST_CASE_HELD_X.format(held), tone="good" if found.outcome == "allowed" else "bad")


def _joined(steps: Iterable[Point]) -> list[Point]:
    """Ways to the same answer in one line, any of which would do."""
    found: dict[str, list[Point]] = {}
    for step in steps:
        found.setdefault(step.label, []).append(step)
    return [
        own[0]
        if len(own) == 1
        else replace(own[0], text="; ".join(p.text.rstrip(".") for p in own) + ".", label=en.ANY_OF_X.format(label))
        for label, own in found.items()
    ]


#: Between the facts of a line; what stands in brackets stays together.
_PARTS = re.compile(r"; (?![^(]*\))")


def _few(point: Point, named: int = FEW) -> Point:
    """A line of facts with the first of them."""
    parts = _PARTS.split(point.text.rstrip("."))
    more = len(parts) - named
    return replace(point, text="; ".join(parts[:named]) + (en.AND_X_MORE.format(more) if more > 0 else "."))


def _left(
    factors: Sequence[Question], told: Sequence[Point], aside: Iterable[Point], sources: References
) -> tuple[list[Point], list[Point]]:
    """The authorities that no line above names: all against the user in a line, and of the others the weightiest."""
    against, others = sides([*(p for q in factors for p in (*q.reasons, *q.items)), *aside])
    said, also = sides(told)
    said |= sides([p for p in told if p.tone not in ("good", "bad")])[1]  # a line that takes no side names both
    left = sources.by_weight(ref for ref in against if ref not in said)
    rest = [ref for ref in others if ref not in said and ref not in also]
    refs, more = named((), rest, sources)
    return (
        [Point("", tuple(left), en.ALSO_AGAINST, tone="bad")] if left else [],
        [Point("", refs, en.ALSO_CITED, more)] if rest else [],
    )
