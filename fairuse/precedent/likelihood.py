"""How likely a court would allow a use: of the decided acts most like it, how many were allowed, and a band for that.

Decided acts that are set aside are never among them. What ships as data says how often courts allowed an act when so
many of those most like it had been allowed, each act without its own case (``fairuse calibrate``); a band is never
narrower than that. The rules decide; this only counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import ActNamed, Assessment, LikeActs, Likelihood, UseResult
from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.described import Precedent, is_compared
from fairuse.precedent.nearness import Seen, merits, nearness, seen_decided, seen_use, settled
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.words.en import likelihood as en

#: So many decided acts are counted: a tenth of the 116 that may be (in 2026). With half as many each would move the
#: share by a sixth; with twice as many, acts are counted that a reader would not call like the use.
COUNTED = 12
#: The band holds the share that would be seen in the long run in nine of ten such counts (Wilson's interval).
_WITHIN = 1.645
#: An issue is said to make acts alike if three in four of those counted agree on it; so many issues are named at most.
AGREE, LISTED = 0.75, 3


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ActSeen(_Frozen):
    """One decided act: of those most like it, none of its own case, so many (`near`) were allowed; and the ruling."""

    case: str
    label: str
    decided: str
    near: int
    allowed: bool


class Group(_Frozen):
    """The acts that had from `least` to `most` allowed ones among those most like them; how many were allowed.

    `low` and `high`: the interval of that share.
    """

    least: int
    most: int
    acts: int
    allowed: int
    low: float
    high: float


class Errors(_Frozen):
    """How far predictions were off: Brier score and log loss (0 is perfect)."""

    brier: float
    log_loss: float


class Fit(_Frozen):
    """How well the count does for one regime, each act counted without its own case.

    `base_rate_left_out`: the errors of always saying the share allowed in the other cases.
    """

    counted: int
    acts: int
    allowed: int
    left_out: Errors
    base_rate_left_out: Errors
    groups: tuple[Group, ...]
    sample: tuple[ActSeen, ...]


class Calibration(_Frozen):
    """The file that ``fairuse calibrate`` writes. Format 1 held the weights of factor scores."""

    format_version: Literal[2] = 2
    date: str
    method: str
    kb_version: str
    kb_sha256: str
    cases_sha256: str
    regimes: dict[str, Fit]


def interval(allowed: int, of: int) -> tuple[float, float, float]:
    """A share, drawn towards one half as far as few acts bear it, and the ends of its band (Wilson)."""
    square = _WITHIN**2
    middle = (allowed + square / 2) / (of + square)
    wide = _WITHIN * math.sqrt(allowed * (of - allowed) / of + square / 4) / (of + square)
    return middle, max(middle - wide, 0.0), min(middle + wide, 1.0)


def nearest(here: Seen, acts: Iterable[Precedent], regime: str, kb: KnowledgeBase) -> list[Precedent]:
    """The decided acts that are counted: those under this law that are not set aside, as far as they are most like."""
    near = [(-nearness(here, seen_decided(a), regime, kb), a.case, a.label, a) for a in acts if counts(a, regime)]
    return [act for *_, act in sorted(near, key=lambda found: found[:3])[:COUNTED]]


def counts(act: Precedent, regime: str) -> bool:
    """Whether a decided act may be counted under a law."""
    return act.regime == regime and not act.set_aside


def predicted(act: Precedent, decided: Sequence[Precedent], kb: KnowledgeBase) -> tuple[int, float] | None:
    """How many of the acts most like a decided one were allowed, none of its own case, and the likelihood by that."""
    near = nearest(seen_decided(act), [d for d in decided if d.case != act.case], act.regime, kb)
    if len(near) < COUNTED:
        return None
    allowed = sum(a.outcome == "allowed" for a in near)
    return allowed, round(interval(allowed, COUNTED)[0], 4)


def load_calibration(path: Path) -> Calibration | None:
    """Read a calibration; None if there is no such file. Raises `FairuseError` if it is not one."""
    if not path.is_file():
        return None
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except ValidationError:
        reason = "this is not a calibration that this version can read"
        raise FairuseError([Problem(Location(str(path)), "not-a-calibration", reason)]) from None


def likelihood(
    use: UseResult, decided: Sequence[Precedent], calibration: Calibration, kb: KnowledgeBase, as_of: str
) -> Likelihood | None:
    """The likelihood for one use.

    None if its regime is not one of balancing or has no calibration; if too little had been decided; if the answer is
    uncertain for want of facts, or presumptions and not facts carry its factors: acts whose facts were proved say
    nothing about one whose facts are not known.
    """
    fit = calibration.regimes.get(use.regime)
    if fit is None or kb.regimes[use.regime].kind != "balancing" or wants_facts(use) or presumed(use, kb):
        return None
    acts = [a for a in decided if counts(a, use.regime) and a.decided <= as_of]
    if len(acts) < COUNTED:
        return None
    middle = settled(use, kb)
    seen = seen_use(use, middle, kb)
    near = nearest(seen, acts, use.regime, kb)
    ends = [nearest(seen_use(use, end, kb), acts, use.regime, kb) for end in _ends(use, middle, kb)]
    bands = [band(_allowed(found), fit) for found in (near, *ends)]
    like = _like(use, seen, near, acts, kb)
    return Likelihood(
        value=round(interval(like.allowed, like.of)[0], 3),
        low=round(min(low for low, _ in bands), 3),
        high=round(max(high for _, high in bands), 3),
        basis=_basis(like, use.regime, calibration, kb),
        like=like,
    )


def band(allowed: int, fit: Fit) -> tuple[float, float]:
    """The band for so many allowed among those counted, widened to what came of acts that had as many."""
    _, low, high = interval(allowed, COUNTED)
    found = [g for g in fit.groups if g.least <= allowed <= g.most]
    return min([low, *(g.low for g in found)]), max([high, *(g.high for g in found)])


def with_likelihood(
    assessment: Assessment, decided: Sequence[Precedent], calibration: Calibration | None, kb: KnowledgeBase
) -> Assessment:
    """The assessment with a likelihood beside each use that has one."""
    if calibration is None:
        return assessment
    uses = tuple(
        u.model_copy(update={"likelihood": likelihood(u, decided, calibration, kb, assessment.as_of)})
        for u in assessment.uses
    )
    return assessment.model_copy(update={"uses": uses})


def wants_facts(use: UseResult) -> bool:
    """Whether a use is uncertain because facts are missing, and not because courts are divided or factors balance."""
    divided = any(view.divides for view in use.open_views)
    return use.standing == UNDECIDED and not divided and any(fact.matters for fact in use.unknown)


def presumed(use: UseResult, kb: KnowledgeBase) -> bool:
    """Whether at least half of the factors that are decided stand on presumptions, and on no fact that was given."""
    factors = [i for i in use.issues if i.headline and i.value and kb.issues[i.id].scores]
    carried = sum(_carried(use, i.id, i.value or "") for i in factors)
    return carried > 0 and 2 * carried >= len(factors)


def _carried(use: UseResult, issue: str, value: str) -> bool:
    """Whether a presumption is among the reasons of an issue, and none of them that leans a way rests on a fact."""
    issues = {f.issue for f in use.findings}
    open_, seen, presumption = [(issue, value)], set[str](), False
    while open_:
        name, taken = open_.pop()
        seen.add(name)
        for found in [f for f in use.findings if f.issue == name and f.value == taken and not f.defeated_by]:
            presumption |= found.presumption
            on_facts = any(g.term not in issues and g.value is not None for g in found.rests_on)
            if on_facts and not found.presumption and found.lean != "neutral":
                return False
            open_ += [(g.term, str(g.value)) for g in found.rests_on if g.term in issues and g.term not in seen]
    return presumption


def _ends(use: UseResult, values: dict[str, str], kb: KnowledgeBase) -> list[dict[str, str]]:
    """The values of the issues on the views worst and best for the user, be they such as no court has held yet."""
    worth = merits(kb)
    worst, best = dict(values), dict(values)
    for result in use.issues:
        if not is_compared(kb.issues[result.id]):
            continue
        found = [f for f in use.findings if f.issue == result.id and not f.defeated_by]
        taken = {f.value for f in found if f.under or result.value is None} | (
            {result.value} if result.value else set()
        )
        if taken:
            ordered = sorted(taken, key=worth[result.id].__getitem__)
            worst[result.id], best[result.id] = ordered[0], ordered[-1]
    return [end for end in (worst, best) if end != values]


def _allowed(acts: Sequence[Precedent]) -> int:
    return sum(act.outcome == "allowed" for act in acts)


def _like(
    use: UseResult, seen: Seen, near: Sequence[Precedent], acts: Sequence[Precedent], kb: KnowledgeBase
) -> LikeActs:
    """What is said of those of the acts that are counted: which they are, and in what they are like the use.

    Named are issues on which they agree with it and other acts do not, those first that set them most apart.
    """

    def agree(among: Sequence[Precedent], issue: str) -> float:
        return sum(act.issues.get(issue) == seen.issues[issue] for act in among) / len(among)

    leaning = [n for n, value in seen.issues.items() if kb.issues[n].scale[value] != "neutral"]
    apart = {n: agree(near, n) - agree(acts, n) for n in leaning if agree(near, n) >= AGREE}
    alike = [n for n in sorted(apart, key=lambda n: -apart[n]) if apart[n] > 0][:LISTED]
    factors = [i for i in use.issues if i.headline and kb.issues[i.id].scores]
    return LikeActs(
        allowed=_allowed(near),
        of=len(near),
        by=tuple(alike),
        open=tuple(i.id for i in factors if i.value is None),
        cases=tuple(ActNamed(case=a.case, label=a.label) for a in near),
        same_act=sum(a.act == seen.act for a in near),
        same_work=sum(seen.work is not None and a.work == seen.work for a in near),
        values={n: seen.issues[n] for n in alike},
    )


def _basis(like: LikeActs, regime: str, calibration: Calibration, kb: KnowledgeBase) -> str:
    fit, word = calibration.regimes[regime], kb.regimes[regime].words.allowed
    text = en.OF_THE_X_ACTS_MOST_LIKE.format(like.of, like.allowed, word)
    group = next((g for g in fit.groups if g.least <= like.allowed <= g.most), None)
    if group is not None:
        many = str(group.least) if group.least == group.most else en.X_TO_X.format(group.least, group.most)
        text += en.OF_THE_X_ACTS_THAT_HAD_X.format(group.acts, many, fit.counted, group.allowed, word)
    text += en.OVER_ALL_X.format(fit.acts, fit.left_out.brier, word, fit.base_rate_left_out.brier)
    if calibration.kb_sha256 != kb.sha256:
        text += en.MEASURED_UNDER_X.format(calibration.kb_version, calibration.kb_sha256[:8])
    return text
