"""How near two acts are: what is done, to what kind of work, how the issues come out, and for which reasons.

One measure for both uses of decided acts: which are named beside an answer, and which are counted for its likelihood.
No law stands in it, only a choice of whom to look at; the rules decide.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from fairuse.answer.result import UseResult
from fairuse.kb.model import Issue, KnowledgeBase
from fairuse.precedent.described import Precedent, is_compared, is_reason, marks_of

#: What the same act adds to nearness; an act that the law treats together with it adds its share of this. Issues and
#: reasons add one each if all agree, and two acts compare some 15 issues and give some 27 reasons: this much outweighs
#: four issues that come out the other way round, or eight reasons in common.
SAME_ACT = 0.3
#: What the same kind of work adds: half of that, as one kind (such as books) stands for many markets.
SAME_WORK = 0.15
#: The nearest kinship: the same act on the same kind of work.
SAME_BOTH = 3


@dataclass(frozen=True)
class Seen:
    """An act, used or decided, as far as it is compared: its kind, the kind of work, its issues and its reasons.

    `marks`: by what else the law's readers look for it, as far as is known that it has them or not.
    """

    act: str
    work: str | None
    issues: Mapping[str, str]
    reasons: Set[str]
    marks: Mapping[str, bool] = field(default_factory=dict)

    @property
    def marked(self) -> Set[str]:
        """The marks that it has."""
        return frozenset(name for name, has in self.marks.items() if has)


def seen_decided(act: Precedent) -> Seen:
    """A decided act as it is compared."""
    return Seen(act.act, act.work, act.in_order, act.given, dict.fromkeys(act.marks, True))


def seen_use(use: UseResult, issues: Mapping[str, str], kb: KnowledgeBase) -> Seen:
    """A use as it is compared, with these values of its issues."""
    kind = kb.regimes[use.regime].work_kind
    act = kb.kind_of(use.act, use.regime)
    work = next((str(f.value) for f in use.facts if f.fact == kind), None)
    reasons = frozenset(f.rule for f in use.findings if not f.defeated_by and is_reason(f.rule, kb))
    marks = marks_of(use.act, {f.fact: f.value for f in use.facts}, kb.regimes[use.regime])
    return Seen(act, work, issues, reasons, marks)


def settled(use: UseResult, kb: KnowledgeBase) -> dict[str, str]:
    """The values of the issues that are compared, as far as they are decided."""
    return {i.id: i.value for i in use.issues if i.value and is_compared(kb.issues[i.id])}


def kinship(here: Seen, there: Seen, regime: str, kb: KnowledgeBase) -> int:
    """How near two acts are by what a reader looks at first: what is done, and to what kind of work.

    3: the same act on the same kind of work. 2: the same act, or a kindred act on the same kind of work. 1: a kindred
    act, or the same kind of work. 0: neither. Each mark that both have brings acts a step nearer, up to the same act if
    that one has all marks of this one (copies for a class are looked for by the class). Where they share none and one
    is known to lack what the other has, the same act is no more than kindred, and a kindred act is neither if both
    have marks of their own.
    """
    act = 2 if here.act == there.act else int(frozenset((here.act, there.act)) in kindred(kb, regime))
    mine, theirs = here.marked, there.marked
    if shared := mine & theirs:
        act = min(act + len(shared), 2 if mine <= theirs else max(act, 1))
    elif mine and theirs:
        act = max(act - 1, 0)
    elif mine or any(here.marks.get(name) is False for name in theirs):
        act = min(act, 1)
    return act + (here.work is not None and here.work == there.work)


def nearness(here: Seen, there: Seen, regime: str, kb: KnowledgeBase) -> float:
    """How near two acts are under one law.

    How closely the issues agree, and what share of the reasons given for either act are given for both: that two values
    are equal says little where they are so for other reasons. To this come the kind of act and of work.
    """
    worth = merits(kb)
    mine = here.issues
    apart = [abs(worth[n][mine[n]] - worth[n][value]) for n, value in there.issues.items() if n in mine]
    agree = 1 - sum(apart) / len(apart) if apart else 0.0
    shared = len(here.reasons & there.reasons)
    common = shared / max(len(here.reasons) + len(there.reasons) - shared, 1)
    akin = 1.0 if here.act == there.act else together(kb, regime).get(frozenset((here.act, there.act)), 0.0)
    work = here.work is not None and here.work == there.work
    return agree + common + SAME_ACT * akin + (SAME_WORK if work else 0.0)


def marks_shared(here: Seen, there: Seen) -> float:
    """Of the marks of two acts, the share that both have."""
    either = here.marked | there.marked
    return len(here.marked & there.marked) / len(either) if either else 0.0


def kindred_works(here: Seen, there: Seen, regime: str, kb: KnowledgeBase) -> bool:
    """Whether rulings on the kinds of work of two acts are looked for together, as the law's data say."""
    return any({here.work, there.work} <= some for some in kb.regimes[regime].kindred_works)


@lru_cache(maxsize=4)  # as for the decided acts that ship
def merits(kb: KnowledgeBase) -> Mapping[str, Mapping[str, float]]:
    """Where each value of each issue stands from worst (0) to best (1) for the user."""
    return {i.id: {value: _merit(i, n) for n, value in enumerate(i.scale)} for i in kb.issues.values()}


def _merit(issue: Issue, place: int) -> float:
    leans = list(issue.scale.values())
    order = {"against": 0, "neutral": 1, "for": 2}
    share = place / max(len(issue.scale) - 1, 1)
    return share if order[leans[-1]] >= order[leans[0]] else 1 - share


@lru_cache(maxsize=32)
def kindred(kb: KnowledgeBase, regime: str) -> Set[frozenset[str]]:
    """The pairs of acts that a law treats together more than it does two acts on average."""
    shares = together(kb, regime)
    acts = len({act for pair in shares for act in pair})
    average = sum(shares.values()) / max(math.comb(acts, 2), 1)
    return frozenset(pair for pair, share in shares.items() if share > average)


@lru_cache(maxsize=32)
def together(kb: KnowledgeBase, regime: str) -> Mapping[frozenset[str], float]:
    """How far a law treats two acts together: of the rules that name either, the share that name both."""
    named = [rule.acts for rule in kb.rules.values() if rule.acts and kb.issues[rule.issue].regime == regime]
    alone = Counter(act for acts in named for act in set(acts))
    pairs = Counter(frozenset((a, b)) for acts in named for a in set(acts) for b in set(acts) if a < b)
    return {pair: n / (sum(alone[act] for act in pair) - n) for pair, n in pairs.items()}
