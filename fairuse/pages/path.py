"""The way through the law of a place, as a lawyer goes it: what is protected, the licence, the act, the exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from fairuse.answer.result import FindingResult, UseResult, standing_rank
from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.rests import relied_on
from fairuse.words.outline import Block, Point, Points, Ref
from fairuse.words.wording import LEAN_TONES, STANDING_LABELS, TONES

#: A finding as a point, and the live findings of a use on an issue.
Say = Callable[..., Point]
Live = Callable[[UseResult, str], Sequence[FindingResult]]


def path_blocks(row: Row, kb: KnowledgeBase, say: Say, live: Live, *, brief: bool = False) -> list[Block]:
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
            found = [Point("; ".join(p.label for p in found) + ".", _once(refs), "Ordinary law")]
        reasons = [say(f, brief=True) for f in live(ordinary, kb.regimes[ordinary.regime].conclusion)]
        steps += [*found[:-1], replace(found[-1], refs=_once([*found[-1].refs, *(r for p in reasons for r in p.refs)]))]
    exceptions = [u for u in row.uses if u is not ordinary]
    could = [u for u in exceptions if not _plainly_not(u)]
    steps += [_exception(u, kb, say, live) for u in could]
    never = [u for u in exceptions if u not in could]
    if never:
        refs = [ref for u in never for ref in _adverse(u, kb, say)]
        names = "; ".join(kb.regimes[u.regime].label for u in never)
        steps.append(Point(f"{names}.", _once(refs), "Plainly do not cover it", tone="bad"))
    return [Points(f"Through the law of {kb.place_name(row.place.place)}", tuple(steps))]


def _ordinary(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> list[Point]:
    """Each gate of the ordinary law with its answer and the reason for it, and what a gate rests on besides."""
    points = []
    path = relied_on(use, kb)
    for issue in sorted((i for i in use.issues if i.role == "gate"), key=lambda i: kb.issues[i.id].written):
        found = [f for f in live(use, issue.id) if f.value == issue.value]
        reasons = [say(f, brief=True) for f in found]
        text = " ".join(r.text for r in reasons) or kb.issues[issue.id].question.strip()
        value = (issue.value or "open").replace("_", " ")
        label = f"{issue.label}, {value}"
        points.append(Point(text, _once([r for p in reasons for r in p.refs]), label, tone=LEAN_TONES[issue.lean]))
    named = {ref.number for point in points for ref in point.refs}
    gates = {kb.regimes[use.regime].conclusion, *(i.id for i in use.issues if i.role == "gate")}
    for issue in (i for i in use.issues if i.id not in gates and i.value is not None):
        for finding in (f for f in live(use, issue.id) if f.rule in path and not f.presumption):
            reason = say(finding, brief=True)
            if any(ref.number not in named for ref in reason.refs):
                label = f"{issue.label}, {issue.value.replace('_', ' ')}"
                points.insert(1, Point(reason.text, _once(reason.refs), label, tone=LEAN_TONES[issue.lean]))
    return points


def _exception(use: UseResult, kb: KnowledgeBase, say: Say, live: Live) -> Point:
    """One exception, or law that weighs: its standing, the main reason, and what speaks against the user in it."""
    law = kb.regimes[use.regime]
    reasons = [say(f, brief=True) for f in live(use, law.conclusion)]
    text = reasons[0].text if reasons else "The facts given do not decide it."
    refs = [*(r for p in reasons for r in p.refs), *_adverse(use, kb, say)]
    label = f"{law.label}: {STANDING_LABELS[use.standing].lower()}"
    return Point(text, _once(refs), label, tone=TONES[use.standing])


def _adverse(use: UseResult, kb: KnowledgeBase, say: Say) -> Iterator[Ref]:
    """The authorities that speak against the user in what the answer of one law rests on."""
    path = relied_on(use, kb)
    for finding in use.findings:
        if finding.rule in path and not (finding.presumption and finding.lean == "neutral"):
            refs = say(finding, brief=True).refs
            yield from refs if finding.lean == "against" else (r for r in refs if r.contrary)


def _once(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(refs))


def _plainly_not(use: UseResult) -> bool:
    """Whether no completion of the facts could bring a use under its law."""
    return standing_rank(use.range[1]) < standing_rank("uncertain")
