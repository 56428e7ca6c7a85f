"""The pictures of a memo: factors as bars with their range, and the proof from the facts to the standing."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.answer.result import FindingResult, IssueResult, UseResult
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.rests import relied_on
from fairuse.words.memo import MemoWords
from fairuse.words.outline import Bar, Bars, Block, Node, Tree
from fairuse.words.wording import LEAN_TONES, STANDING_LABELS, TONES, factor_text, term_label, value_text

#: Statements beneath the conclusion down to which the proof is drawn: as many columns as a page is wide.
DEEPEST = 3


def pictures(use: UseResult, kb: KnowledgeBase, words: MemoWords) -> Iterator[Block]:
    """The pictures of one use: bars where it weighs factors, and the proof of its conclusion where it has one."""
    factors = sorted((i for i in use.issues if i.headline and i.range), key=lambda i: i.factor or 0)
    if len(factors) > 1:
        yield Bars(words.factors, words.ends, tuple(_bar(issue, use, kb, words) for issue in factors))
    conclusion = kb.regimes[use.regime].conclusion
    root = _Proof(use, kb).node(conclusion, use.standing, 0)
    if root.children:
        label = STANDING_LABELS[use.standing]
        yield Tree(words.proof, Node(label, TONES[use.standing], root.children))


def _bar(issue: IssueResult, use: UseResult, kb: KnowledgeBase, words: MemoWords) -> Bar:
    scale, scores = list(kb.issues[issue.id].scale), kb.issues[issue.id].scores or ()
    assert issue.range is not None
    low, high = (scores[scale.index(value)] for value in issue.range)
    said = value_text(issue.id, issue.value, kb) if issue.value else words.open_value
    if low != high:
        said += f" ({words.could_be.format(*(value_text(issue.id, value, kb) for value in issue.range))})"
    name = factor_text(issue.factor, use.regime, kb)
    return Bar(f"{name}: {issue.label}" if name else issue.label, said, low, high, issue.score, LEAN_TONES[issue.lean])


class _Proof:
    """The proof of one use as a tree: each statement over those of the finding that gives it its value."""

    def __init__(self, use: UseResult, kb: KnowledgeBase) -> None:
        self.use, self.kb = use, kb
        self.path = relied_on(use, kb)
        self.told: set[str] = set()

    def node(self, term: str, value: object, depth: int) -> Node:
        """A fact or an issue with its value; one that was drawn before, or lies too deep, without what it rests on."""
        said = f"{term_label(term, self.kb)}: {value_text(term, value, self.kb)}"  # type: ignore[arg-type]
        if term not in self.kb.issues:
            return Node(said, "plain", given=True)
        tone = LEAN_TONES[self.kb.issues[term].scale.get(str(value))]
        finding = self.finding(term, value)
        if finding is None or term in self.told or depth >= DEEPEST:
            return Node(said, tone)
        self.told.add(term)
        below = tuple(self.node(ground.term, ground.value, depth + 1) for ground in finding.rests_on)
        return Node(said, tone, below)

    def finding(self, issue: str, value: object) -> FindingResult | None:
        """The finding that gives an issue its value: of several, the one that takes a side and rests on most."""
        own = [f for f in self.use.findings if f.issue == issue and f.value == value and not f.defeated_by]
        return max(own, key=lambda f: (f.rule in self.path, not f.presumption, len(f.rests_on)), default=None)
