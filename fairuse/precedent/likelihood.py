"""How likely a court would allow a use: a band beside the words, from a calibration on decided acts.

The parameters come from ``fairuse calibrate`` and ship as data; nothing is fitted here. The rules decide; this only
says how often courts came out one way where the factors stood like this.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from fairuse.answer.result import ActNamed, Assessment, IssueResult, LikeActs, Likelihood, UseResult
from fairuse.kb.model import Issue, KnowledgeBase, Lean
from fairuse.source.errors import FairuseError, Location, Problem

#: The band spans this many standard errors either way: four in five of the parameters that fit as well.
SPREAD = 1.28
#: A decided act is most like a use if this many factors lean the same way: those that set the decided acts most apart.
#: With each factor more, fewer acts are left to speak: of the 116 (in 2026) 14 have fewer than five others like them
#: with two factors, 30 with all four; with one, acts would be called alike that agree in nothing else.
LEADING = 2


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ActScored(_Frozen):
    """One decided act: the score of each factor as the system answers it under the law of its day, and the ruling.

    `predicted`: the likelihood by a fit without its own case; None in files made before that was kept.
    """

    case: str
    label: str
    decided: str
    scores: dict[str, float]
    allowed: bool
    predicted: float | None = None


class Bin(_Frozen):
    """The acts whose likelihood, predicted without their case, lay between `low` and `high`; how many were allowed."""

    low: float
    high: float
    acts: int
    predicted: float
    allowed: int


class Errors(_Frozen):
    """How far predictions were off: Brier score and log loss (0 is perfect)."""

    brier: float
    log_loss: float


class Fit(_Frozen):
    """The parameters for one regime: the log odds of being allowed at given factor scores, and how well they do.

    `covariance`: of the intercept and then the weights, in the order of `weights`. `left_out`: errors on acts
    predicted without their own case; `base_rate_left_out`: those of always saying the share allowed in the others.
    """

    intercept: float
    weights: dict[str, float]
    covariance: tuple[tuple[float, ...], ...]
    acts: int
    allowed: int
    left_out: Errors
    base_rate_left_out: Errors
    reliability: tuple[Bin, ...]
    sample: tuple[ActScored, ...]


class Calibration(_Frozen):
    """The file that ``fairuse calibrate`` writes."""

    format_version: Literal[1] = 1
    date: str
    method: str
    kb_version: str
    kb_sha256: str
    cases_sha256: str
    regimes: dict[str, Fit]


def predicted(fit: Fit, act: ActScored) -> float | None:
    """The likelihood of a decided act being allowed by its factor scores, never by a fit that knows its own case."""
    known = [a for a in fit.sample if a.case == act.case]
    if known:
        return next((a.predicted for a in known if a.label == act.label), None)
    return round(_band(fit, [act.scores[name] for name in fit.weights])[0], 4)


def load_calibration(path: Path) -> Calibration | None:
    """Read a calibration; None if there is no such file. Raises `FairuseError` if it is not one."""
    if not path.is_file():
        return None
    try:
        return Calibration.model_validate_json(path.read_bytes())
    except ValidationError:
        reason = "this is not a calibration that this version can read"
        raise FairuseError([Problem(Location(str(path)), "not-a-calibration", reason)]) from None


def likelihood(use: UseResult, calibration: Calibration, kb: KnowledgeBase, as_of: str) -> Likelihood | None:
    """The likelihood for one use; None if its regime is not one of balancing or has no calibration."""
    fit = calibration.regimes.get(use.regime)
    if fit is None or kb.regimes[use.regime].kind != "balancing":
        return None
    issues = {i.id: i for i in use.issues if i.id in fit.weights}
    spans = [_span(issues.get(name), kb.issues[name]) for name in fit.weights if name in kb.issues]
    if len(spans) < len(fit.weights):
        return None  # the rules no longer have these factors
    widened = [{*span, *_argued(use, name, kb)} for name, span in zip(fit.weights, spans, strict=True)]
    ends = [{min(scores), max(scores)} for scores in widened]
    bands = [_band(fit, scores) for scores in itertools.product(*map(sorted, ends))]
    value, _, _ = _band(fit, [sum(span) / 2 for span in spans])
    leading = sorted(fit.weights, key=lambda n: -_spread(fit, n))[:LEADING]
    alike = {n: issue.lean for n in leading if (issue := issues.get(n)) is not None and issue.lean is not None}
    like = [a for a in fit.sample if a.decided <= as_of and all(_lean(a, n, kb) == lean for n, lean in alike.items())]
    allowed = sum(act.allowed for act in like)
    return Likelihood(
        value=round(value, 3),
        low=round(min(low for _, low, _ in bands), 3),
        high=round(max(high for _, _, high in bands), 3),
        basis=_basis(len(like), allowed, alike, use.regime, calibration, kb),
        like=LikeActs(
            allowed=allowed,
            of=len(like),
            by=tuple(alike),
            open=tuple(n for n in leading if n not in alike),
            cases=tuple(ActNamed(case=a.case, label=a.label) for a in like),
        ),
    )


def with_likelihood(assessment: Assessment, calibration: Calibration | None, kb: KnowledgeBase) -> Assessment:
    """The assessment with a likelihood beside each use that has one."""
    if calibration is None:
        return assessment
    uses = tuple(
        u.model_copy(update={"likelihood": likelihood(u, calibration, kb, assessment.as_of)}) for u in assessment.uses
    )
    return assessment.model_copy(update={"uses": uses})


def _span(result: IssueResult | None, issue: Issue) -> tuple[float, float]:
    """The scores a factor may have: its own, or while it is open those of its range."""
    scores = issue.scores or (0,)
    if result is None or (result.score is None and result.range is None):
        return min(scores), max(scores)
    if result.score is not None:
        return result.score, result.score
    places = [list(issue.scale).index(value) for value in result.range or ()]
    return scores[min(places)], scores[max(places)]


def _argued(use: UseResult, factor: str, kb: KnowledgeBase) -> set[float]:
    """The scores a factor would have on some view only, be it one that no court has held yet: a court may take it."""
    issue = kb.issues[factor]
    places = [list(issue.scale).index(f.value) for f in use.findings if f.issue == factor and f.under]
    return {(issue.scores or (0,))[place] for place in places}


def _band(fit: Fit, scores: Sequence[float]) -> tuple[float, float, float]:
    """The likelihood at some scores, and the ends of its band."""
    row = (1.0, *scores)
    middle = fit.intercept + sum(w * s for w, s in zip(fit.weights.values(), scores, strict=True))
    spread = sum(a * b * c for a, line in zip(row, fit.covariance, strict=True) for b, c in zip(row, line, strict=True))
    error = SPREAD * math.sqrt(max(spread, 0.0))
    return _share(middle), _share(middle - error), _share(middle + error)


def _spread(fit: Fit, factor: str) -> float:
    """How far a factor sets decided acts apart: its weight times the spread of its scores."""
    return abs(fit.weights[factor]) * statistics.pstdev(act.scores[factor] for act in fit.sample)


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _lean(act: ActScored, factor: str, kb: KnowledgeBase) -> Lean:
    """The leaning of a factor of a decided act; one that depends on the view leans as it does on average."""
    issue = kb.issues[factor]
    place = min(range(len(issue.scale)), key=lambda n: abs((issue.scores or (0,))[n] - act.scores[factor]))
    return list(issue.scale.values())[place]


def _basis(
    of: int, allowed: int, alike: dict[str, Lean], regime: str, calibration: Calibration, kb: KnowledgeBase
) -> str:
    fit, word = calibration.regimes[regime], kb.regimes[regime].words.allowed
    labels = " and ".join(kb.issues[name].label.lower() for name in alike)
    same = f" (same leaning of {labels})" if alike else ""
    text = f"Of the {of} decided acts most like this{same}, {allowed} were held {word}."
    text += (
        f" Band from the factor scores of {fit.acts} decided acts, fitted {calibration.date}; each act predicted "
        f"without its own case gives a Brier score of {fit.left_out.brier:.2f} "
        f"(always saying the share held {word}: {fit.base_rate_left_out.brier:.2f})."
    )
    if calibration.kb_sha256 != kb.sha256:
        text += f" Fitted under other rules ({calibration.kb_version}, {calibration.kb_sha256[:8]})."
    return text
