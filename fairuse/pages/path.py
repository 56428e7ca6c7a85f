"""The way through the law of a place, as a lawyer goes it: what is protected, the licence, the act, the exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from fairuse.answer.result import FindingResult, IssueResult, UseResult, standing_rank
from fairuse.answer.rows import Row
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.pages.cited import named
from fairuse.pages.rests import next_facts, relied_on
from fairuse.words.en import in_text
from fairuse.words.en import path as en
from fairuse.words.outline import Block, Point, Points, Ref, Tone
from fairuse.words.wording import LEAN_TONES, STANDING_LABELS, TONES, References, value_text

#: Facts that are named as the next to look up, for a gate that is open.
NEXT = 3
#: A finding as a point, and the live findings of a use on an issue.
Say = Callable[..., Point]
Live = Callable[[UseResult, str], Sequence[FindingResult]]


def path_blocks(
    row: Row, kb: KnowledgeBase, say: Say, live: Live, sources: References, *, brief: bool = False
) -> list[Block]:
    """The steps of one answer: the ordinary law, condition by condition or (`brief`) in a line, then the exceptions.

    One that covers is enough; those that cannot cover the act, whatever else is learnt, share a line. Whatever stands
    against the user is named even where its law is not told in full.
    """
    assert row.place is not None
    steps: list[Point] = []
    ordinary = next((u for u in row.uses if u.id == row.place.ordinary), None)
    if ordinary is not None:
        found = _ordinary(ordinary, kb, say, live)
        if brief:
            refs = [ref for point in found for ref in point.refs]
            values = (in_text(p.label) if p.tone == "open" else p.label.rpartition(", ")[2] for p in found)
            unsettled = (i.id for i in _gates(ordinary, kb) if i.value is None)
            ahead = next((text for text in (_next(ordinary, issue, kb) for issue in unsettled) if text), "")
            found = [Point("; ".join(values) + f".{ahead}", _once(refs), en.ORDINARY_LAW)]
        reasons = [say(f, brief=True) for f in live(ordinary, kb.regimes[ordinary.regime].conclusion)]
        steps += [*found[:-1], replace(found[-1], refs=_once([*found[-1].refs, *(r for p in reasons for r in p.refs)]))]
        steps += _who_answers(ordinary, kb, say, live)
    exceptions = [u for u in row.uses if u is not ordinary]
    could = [u for u in exceptions if not _plainly_not(u)]
    decides = row.place.use is not None and row.place.step in ("exception", "law")
    if brief and decides:
        could = [row.first, *(u for u in could if u is not row.first)]
    told = [u for u in could if (decides and u is row.first) or u.standing not in ("uncertain", STANDINGS[0])]
    waiting = [u for u in could if u not in told and not live(u, kb.regimes[u.regime].conclusion)]
    failing = [u for u in could if u not in told and u not in waiting and u.standing == STANDINGS[0]]
    steps += [_exception(u, kb, say, live) for u in could if u not in waiting and u not in failing]
    never = [u for u in exceptions if u not in could]
    shared: tuple[tuple[Sequence[UseResult], str, Tone], ...] = (
        (waiting, en.NOT_DECIDED_BY_THE_FACTS, "open"),
        (failing, en.DO_NOT_COVER_IT_AS, "bad"),
        (never, en.PLAINLY_DO_NOT_COVER_IT, "bad"),
    )
    for uses, label, tone in (one for one in shared if one[0]):
        point = _together(uses, label, tone, kb, say)
        if brief and uses is never and point.refs:  # their authorities name them well enough
            against = [u for u in uses if u is row.first or not kb.regimes[u.regime].exception]
            weighty = {replace(ref, at=None) for u in against for ref in _relied(u, kb, say)}
            every = dict.fromkeys(replace(ref, at=None) for ref in point.refs)
            few, more = named(
                (ref for ref in every if ref in weighty), (ref for ref in every if ref not in weighty), sources
            )
            point = replace(point, text="", refs=few, detail=more)
        steps.append(point)
    title = "" if brief else en.THROUGH_THE_LAW_OF_X.format(kb.place_name(row.place.place))
    return [Points(title, tuple(steps))]


def _gates(use: UseResult, kb: KnowledgeBase) -> list[IssueResult]:
    return sorted((i for i in use.issues if i.role == "gate"), key=lambda i: kb.issues[i.id].written)


def _ordinary(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> list[Point]:
    """Each gate of the ordinary law with its answer and the reason for it, and the law on which that rests."""
    points = []
    for issue in _gates(use, kb):
        found = [f for f in live(use, issue.id) if f.value == issue.value]
        reasons = [say(f, brief=True) for f in found]
        reasons += [say(f, brief=True) for f in _beneath(found, use, kb, live)]
        text = " ".join(r.text for r in reasons) or _open_question(use, issue.id, kb)
        value = value_text(issue.id, issue.value, kb) if issue.value else en.OPEN
        label = f"{issue.label}, {value}"
        refs = [r for f in _with_grounds(found, use, kb, live) for r in say(f, brief=True).refs]
        points.append(Point(text, _once(refs), label, tone=LEAN_TONES[issue.lean]))
    return points


def _who_answers(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> Iterator[Point]:
    """Whether the user answers for the act itself or others do, where the law of the place has found so."""
    for issue in use.issues:
        if issue.role != "responsibility" or issue.value in (None, next(iter(kb.issues[issue.id].scale))):
            continue
        reasons = [say(f, brief=True) for f in live(use, issue.id) if f.value == issue.value]
        text = " ".join(point.text for point in reasons)
        label = f"{issue.label}, {value_text(issue.id, issue.value, kb)}"
        yield Point(text, _once(r for p in reasons for r in p.refs), label, tone=LEAN_TONES[issue.lean])


def _beneath(found: Iterable[FindingResult], use: UseResult, kb: KnowledgeBase, live: Live) -> Iterator[FindingResult]:
    """What the findings on a gate say of the law's own questions that are no gates: the term behind protection."""
    values = {i.id: i.value for i in use.issues}
    terms = dict.fromkeys(g.term for f in found for g in f.rests_on if g.term in kb.issues)
    for term in terms:
        if kb.issues[term].regime == use.regime and kb.issues[term].role is None:
            yield from (f for f in live(use, term) if f.value == values.get(term))


def _open_question(use: UseResult, issue: str, kb: KnowledgeBase) -> str:
    """That a gate is open, and what to look up next."""
    return en.THE_FACTS_GIVEN_DO_NOT + _next(use, issue, kb)


def _next(use: UseResult, issue: str, kb: KnowledgeBase) -> str:
    """A sentence on what an open gate waits for, or nothing."""
    facts = [in_text(kb.facts[name].label) for name in next_facts(use, issue, kb)[:NEXT]]
    return en.TO_BE_LOOKED_UP_NEXT.format(", ".join(facts)) if facts else ""


def _with_grounds(
    found: Iterable[FindingResult], use: UseResult, kb: KnowledgeBase, live: Live
) -> Iterator[FindingResult]:
    """Findings, and those of the issues on which they rest, such as the term behind protection."""
    values = {i.id: i.value for i in use.issues}
    wanted, seen = list(found), set[str]()
    for finding in wanted:  # grows while it is read
        yield finding
        below = [g.term for g in finding.rests_on if g.term in kb.issues and g.term not in seen]
        seen.update(below)
        wanted += [f for term in below for f in live(use, term) if f.value == values.get(term)]


def _exception(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> Point:
    """One exception, or law that weighs: its standing, the main reason, and the law it rests on."""
    law = kb.regimes[use.regime]
    reasons = [say(f, brief=True) for f in live(use, law.conclusion)]
    text = reasons[0].text if reasons else en.THE_FACTS_GIVEN_DO_NOT
    refs = [*(r for p in reasons for r in p.refs), *_relied(use, kb, say)]
    name = _named(use, kb)
    label = f"{name[0].upper()}{name[1:]}: {STANDING_LABELS[use.standing].lower()}"
    return Point(text, _once(refs), label, tone=TONES[use.standing])


def _relied(use: UseResult, kb: KnowledgeBase, say: Say) -> Iterator[Ref]:
    """The authorities on which the answer of one law rests, and those that speak against it."""
    path = relied_on(use, kb)
    for finding in use.findings:
        if finding.rule in path and not (finding.presumption and finding.lean == "neutral"):
            yield from say(finding, brief=True).refs


def _once(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Each reference once; one without a pinpoint adds nothing beside one to a part of the same authority."""
    found = dict.fromkeys(refs)
    parts = {(ref.number, ref.contrary) for ref in found if ref.at}
    return tuple(ref for ref in found if ref.at or (ref.number, ref.contrary) not in parts)


def _together(uses: Sequence[UseResult], label: str, tone: Tone, kb: KnowledgeBase, say: Say) -> Point:
    """Several exceptions of which the same is to be said, on one line, with the law of which it is said."""
    refs = [ref for u in uses for ref in _relied(u, kb, say)]
    return Point("; ".join(_named(u, kb) for u in uses) + ".", _once(refs), label, tone=tone)


def _named(use: UseResult, kb: KnowledgeBase) -> str:
    """A law beneath the heading of its place, which need not be said again."""
    place, _, law = kb.regimes[use.regime].label.partition(": ")
    return law or place


def _plainly_not(use: UseResult) -> bool:
    """Whether no completion of the facts could bring a use under its law."""
    return standing_rank(use.range[1]) < standing_rank("uncertain")
