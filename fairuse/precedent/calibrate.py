"""Measuring the likelihood on decided acts, each counted without its own case, because acts of one are not independent.

Nothing is fitted but the groups: how often acts were allowed that had so many allowed ones among those most like them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.described import Precedent
from fairuse.precedent.likelihood import (
    COUNTED,
    ActSeen,
    Calibration,
    Errors,
    Fit,
    Group,
    counts,
    interval,
    predicted,
)

METHOD = (
    f"For each decided act, how many were allowed of the {COUNTED} others most like it in what is done, the kind of "
    "work, the issues and the reasons under the law of each case's day, which includes the decision itself; none of "
    "its own case, and none that is set aside. Groups of acts with like counts say how often such acts were allowed, "
    "with the interval of that share in nine of ten (Wilson). The rules were written knowing the open ones among "
    "these cases, so the errors on new ones will be larger."
)
#: With fewer acts the likeliest count would be of most of them, and of acts that are not alike.
FEWEST = 2 * COUNTED
#: With fewer acts in a group, one more would move the share by more than a tenth.
TOGETHER = 10


def calibrate(decided: Sequence[Precedent], kb: KnowledgeBase, date: str, cases_sha256: str = "") -> Calibration:
    """Measure every balancing regime that has at least `FEWEST` decided acts, with both outcomes among them.

    Cases set aside are left out: they measure what was fitted to the others.
    """
    regimes: dict[str, Fit] = {}
    for regime in kb.regimes.values():
        acts = [a for a in decided if counts(a, regime.id)]
        if regime.kind == "balancing" and len(acts) >= FEWEST and len({a.outcome for a in acts}) > 1:
            regimes[regime.id] = fit(acts, kb)
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


def fit(acts: Sequence[Precedent], kb: KnowledgeBase) -> Fit:
    """Measure one regime on its acts, each without its own case."""
    sample = []
    chances = []
    base = []
    for act in acts:
        found = predicted(act, acts, kb)
        if found is None:  # nearly all acts are of this one case
            continue
        near, chance = found
        allowed = act.outcome == "allowed"
        sample.append(ActSeen(case=act.case, label=act.label, decided=act.decided, near=near, allowed=allowed))
        chances.append((chance, allowed))
        others = [a.outcome == "allowed" for a in acts if a.case != act.case]
        base.append((sum(others) / len(others), allowed))
    return Fit(
        counted=COUNTED,
        acts=len(sample),
        allowed=sum(a.allowed for a in sample),
        left_out=_errors(chances),
        base_rate_left_out=_errors(base),
        groups=groups(sample),
        sample=tuple(sample),
    )


def groups(sample: Sequence[ActSeen]) -> tuple[Group, ...]:
    """Acts with like counts, from the lowest, as many counts to a group as it takes to hold `TOGETHER` acts."""
    bounds: list[tuple[int, int]] = []
    least = 0
    for most in range(COUNTED + 1):
        if sum(least <= a.near <= most for a in sample) >= TOGETHER:
            bounds.append((least, most))
            least = most + 1
    if least <= COUNTED and bounds:  # what is left over at the end joins the last
        bounds[-1] = (bounds[-1][0], COUNTED)
    found = []
    for low, high in bounds:
        own = [a.allowed for a in sample if low <= a.near <= high]
        _, least_share, most_share = interval(sum(own), len(own))
        found.append(
            Group(
                least=low,
                most=high,
                acts=len(own),
                allowed=sum(own),
                low=round(least_share, 3),
                high=round(most_share, 3),
            )
        )
    return tuple(found)


def _errors(chances: Sequence[tuple[float, bool]]) -> Errors:
    brier = sum((chance - came) ** 2 for chance, came in chances) / len(chances)
    kept = [(min(max(chance, 1e-6), 1 - 1e-6), came) for chance, came in chances]
    loss = -sum(math.log(chance if came else 1 - chance) for chance, came in kept) / len(kept)
    return Errors(brier=round(brier, 4), log_loss=round(loss, 4))
