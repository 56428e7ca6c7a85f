"""The analysis of one use, issue by issue: the question, the rules on it, the facts that meet them, the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import FindingResult, IssueResult, UseResult
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.rests import relied_on, waited_for
from fairuse.words.memo import BASES, MemoWords
from fairuse.words.outline import Block, Point, Points, Question
from fairuse.words.wording import LEAN_TONES, term_label, value_text


class Speaker(Protocol):
    """What puts findings into words, in the order and terms of a memo."""

    kb: KnowledgeBase
    words: MemoWords
    depth: str

    def factor(self, use: UseResult, issue: IssueResult, path: set[str]) -> Question:
        """A factor with its result and reasons."""

    def live(self, use: UseResult, issue: str) -> list[FindingResult]:
        """The undefeated findings on an issue."""

    def finding(self, finding: FindingResult, *, brief: bool = False) -> Point:
        """A finding in words."""

    def ordered(self, points: Iterable[Point]) -> list[Point]:
        """Statements in the order of the side that is argued first."""


def analysis_of(use: UseResult, memo: Speaker) -> list[Block]:
    """Each factor that is weighed, then each condition that is decided or still awaited, one block an issue."""
    path = relied_on(use, memo.kb)
    factors = sorted((i for i in use.issues if i.headline), key=lambda i: i.factor or 0)
    blocks: list[Block] = []
    for issue in factors:
        told = memo.factor(use, issue, path)
        blocks.append(_irac(use, issue, f"{told.title}: {told.result}", (*told.reasons, *told.items), memo))
    for issue in _conditions(use, memo.kb):
        found = [f for f in memo.live(use, issue.id) if issue.value in (None, f.value)]
        value = value_text(issue.id, issue.value, memo.kb) if issue.value else memo.words.open_value
        blocks.append(_irac(use, issue, f"{issue.label}: {value}", [memo.finding(f, brief=True) for f in found], memo))
    return blocks


def _conditions(use: UseResult, kb: KnowledgeBase) -> Iterator[IssueResult]:
    awaited = waited_for(use, kb) if use.standing == UNDECIDED else set()
    for issue in sorted(use.issues, key=lambda i: kb.issues[i.id].written):
        at_rest = issue.value == next(iter(kb.issues[issue.id].scale)) and issue.lean != "against"
        own = issue.role in ("gate", "defeater", "limit") and not issue.headline
        if own and not at_rest and (issue.value is not None or issue.id in awaited):
            yield issue


def _irac(use: UseResult, issue: IssueResult, title: str, reasons: Sequence[Point], memo: Speaker) -> Points:
    """One issue: what is asked, each rule with what meets it here, the facts behind all of them, what follows."""
    words, kb = memo.words, memo.kb
    told = [p for p in memo.ordered(reasons) if p.text]
    rules = [
        replace(
            p,
            label=words.rule if p.refs or p.proof else words.application,
            detail=_here(p, words) if memo.depth == "full" else "",
        )
        for p in told
    ]
    items = [Point(kb.issues[issue.id].question.strip(), label=words.issue), *dict.fromkeys(rules)]
    if facts := _facts(use, {p.proof.rule for p in told if p.proof}, memo):
        items.append(Point(_told(facts, words), label=words.application))
    label, _, result = title.rpartition(": ")
    items.append(Point(words.comes_out.format(label, result), label=words.conclusion, tone=LEAN_TONES[issue.lean]))
    return Points(title, tuple(items))


def _here(point: Point, words: MemoWords) -> str:
    """What meets a rule: the facts and the answers to other questions that it asks for."""
    return words.here.format("; ".join(point.proof.rests)) if point.proof and point.proof.rests else ""


def _told(facts: Mapping[str, str], words: MemoWords) -> str:
    """Facts with how each is known; where all are known alike, that is said once."""
    alike = set(facts.values())
    if len(facts) > 1 and len(alike) == 1:
        return f"{'; '.join(facts)} ({words.all_so.format(*alike)})."
    return f"{'; '.join(f'{said} ({known})' for said, known in facts.items())}."


def _facts(use: UseResult, rules: set[str], memo: Speaker) -> dict[str, str]:
    """The facts on which some rules rest, directly or through others, each with how it is known."""
    known = {f.fact: memo.words.bases[BASES.index(f.known)] for f in use.facts}
    wanted = [f for f in use.findings if f.rule in rules]
    facts: dict[str, str] = {}
    for finding in wanted:  # grows while it is read
        for ground in finding.rests_on:
            if ground.term in known:
                said = f"{term_label(ground.term, memo.kb)}: {value_text(ground.term, ground.value, memo.kb)}"
                facts[said] = known[ground.term]
            below = (f for f in use.findings if f.issue == ground.term and f.value == ground.value)
            wanted += [f for f in below if not f.defeated_by and f not in wanted]
    return facts
