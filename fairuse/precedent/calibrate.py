"""Fitting the likelihood to decided acts. Only this module needs scikit-learn (``pip install 'fairuse[calibrate]'``).

One logistic regression a balancing regime: the log odds of being allowed over the scores (-2 to 2) of its headline
factors as the system answers them under the law of each case's day. L2 with C = 1, so that a step of one factor is
expected to move the odds by no more than about e; the intercept is free. The covariance is Laplace's. Errors are
measured on acts predicted by a fit without their own case, because acts of one case are not independent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.posed import posed
from fairuse.kb.model import Issue, KnowledgeBase
from fairuse.precedent.decided import DecidedCase
from fairuse.precedent.likelihood import ActScored, Bin, Calibration, Errors, Fit
from fairuse.scenario.uses import Use, uses_of

METHOD = (
    "L2-regularised logistic regression (C = 1, free intercept) of the outcome on the factor scores under the law of "
    "each case's day, which includes the decision itself; a factor that depends on the view taken counts with its "
    "mean, one left open with 0. Cases set aside have no part in it. Errors leave out one case at a time. The rules "
    "were written knowing the open ones among these cases, so the errors on new ones will be larger."
)
STRENGTH = 1.0  # scikit-learn's C
#: With fewer acts the weights of four factors and an intercept would rest on four acts each or less.
FEWEST = 20
#: Of some seventy acts a fifth of the scale still holds enough to compare what was predicted with what came.
BINS = 5

Array = npt.NDArray[np.float64]


def calibrate(cases: Sequence[DecidedCase], kb: KnowledgeBase, date: str, cases_sha256: str = "") -> Calibration:
    """Fit every balancing regime that has at least `FEWEST` decided acts, with both outcomes among them.

    Cases set aside are left out: they measure what was fitted to the others.
    """
    cases = [c for c in cases if c.set != "set_aside"]
    regimes: dict[str, Fit] = {}
    for regime in kb.regimes.values():
        factors = [i for i in kb.issues.values() if i.regime == regime.id and i.headline and i.scores]
        sample = scored(cases, kb, regime.id, factors)
        if regime.kind == "balancing" and factors and len(sample) >= FEWEST and len({a.allowed for a in sample}) > 1:
            regimes[regime.id] = fit(sample, [f.id for f in factors])
    return Calibration(
        date=date,
        method=METHOD,
        kb_version=kb.version,
        kb_sha256=kb.sha256,
        cases_sha256=cases_sha256,
        regimes=regimes,
    )


def digest_of(folder: Path) -> str:
    """A digest over names and content of the case files in `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def scored(
    cases: Iterable[DecidedCase], kb: KnowledgeBase, regime: str, factors: Sequence[Issue]
) -> tuple[ActScored, ...]:
    """The factor scores of every decided act under `regime` whose outcome is known."""
    found = []
    for case in cases:
        for act, use in zip(case.acts, uses_of(case.scenario(), kb), strict=True):
            held = case.held(act, kb)
            if held is None or use.regime != regime:
                continue
            found.append(
                ActScored(
                    case=case.id,
                    label=act.label,
                    decided=case.day,
                    scores=_scores(use, case, kb, factors),
                    allowed=held == "allowed",
                )
            )
    return tuple(found)


def _scores(use: Use, case: DecidedCase, kb: KnowledgeBase, factors: Sequence[Issue]) -> dict[str, float]:
    """Each factor's score, averaged over the live views; an open one counts 0."""
    asked = posed(use, kb, case.day, case.forum)
    values = ranges.run_rows(asked.program, asked.rows()).values
    return {f.id: round(_mean(f, values[f.id]), 3) for f in factors}


def _mean(factor: Issue, codes: npt.NDArray[np.int8]) -> float:
    return float(np.array([*(factor.scores or ()), 0.0])[codes].mean())  # -1, for open, picks the last


def fit(sample: Sequence[ActScored], factors: Sequence[str]) -> Fit:
    """Fit one regime, and predict each act without its own case."""
    scores = np.array([[act.scores[f] for f in factors] for act in sample])
    allowed = np.array([act.allowed for act in sample])
    names = np.array([act.case for act in sample])
    model = _model(scores, allowed)
    predicted, base = np.empty(len(sample)), np.empty(len(sample))
    for name in dict.fromkeys(names):
        own = names == name
        predicted[own] = _model(scores[~own], allowed[~own]).predict_proba(scores[own])[:, 1]
        base[own] = allowed[~own].mean()
    weights = model.coef_[0]
    covariance = _covariance(scores, model.predict_proba(scores)[:, 1])
    return Fit(
        intercept=round(float(model.intercept_[0]), 4),
        weights={f: round(float(w), 4) for f, w in zip(factors, weights, strict=True)},
        covariance=tuple(tuple(round(float(c), 5) for c in line) for line in covariance),
        acts=len(sample),
        allowed=int(allowed.sum()),
        left_out=_errors(predicted, allowed),
        base_rate_left_out=_errors(base, allowed),
        reliability=_reliability(predicted, allowed),
        sample=tuple(
            act.model_copy(update={"predicted": round(float(p), 4)}) for act, p in zip(sample, predicted, strict=True)
        ),
    )


def _model(scores: Array, allowed: npt.NDArray[np.bool_]) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  an extra; only this command needs it

    return LogisticRegression(C=STRENGTH, tol=1e-8, max_iter=1000).fit(scores, allowed)


def _covariance(scores: Array, predicted: Array) -> Array:
    """Laplace's: the inverse of the curvature of the penalised fit, for the intercept and then the weights."""
    rows = np.hstack([np.ones((len(scores), 1)), scores])
    penalty = np.diag([0.0, *[1 / STRENGTH] * scores.shape[1]])
    return np.asarray(np.linalg.inv((rows.T * (predicted * (1 - predicted))) @ rows + penalty))


def _errors(predicted: Array, allowed: npt.NDArray[np.bool_]) -> Errors:
    kept = np.clip(predicted, 1e-6, 1 - 1e-6)
    loss = -np.where(allowed, np.log(kept), np.log(1 - kept)).mean()
    return Errors(brier=round(float(((predicted - allowed) ** 2).mean()), 4), log_loss=round(float(loss), 4))


def _reliability(predicted: Array, allowed: npt.NDArray[np.bool_]) -> tuple[Bin, ...]:
    place = np.minimum((predicted * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(
            low=n / BINS,
            high=(n + 1) / BINS,
            acts=int((place == n).sum()),
            predicted=round(float(predicted[place == n].mean()), 3),
            allowed=int(allowed[place == n].sum()),
        )
        for n in range(BINS)
        if (place == n).any()
    )
