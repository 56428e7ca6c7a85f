"""Seeing the acts of a scenario together: what one use of some works means for another use of them."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.answer.result import BearingResult, Citation, UseResult
from fairuse.engine.clauses import truth
from fairuse.kb.condition import Value
from fairuse.kb.model import BearingSide, KnowledgeBase


def bearings_of(uses: Sequence[UseResult], kb: KnowledgeBase, as_of: str) -> tuple[BearingResult, ...]:
    """The bearings that hold between two `uses` of the same works under the same regime, in the order of the uses."""

    def existed(name: str) -> bool:
        return kb.authorities[name].exists_on(as_of)

    results = []
    for bearing in sorted(kb.bearings.values(), key=lambda b: b.written):
        if bearing.in_force > as_of or (bearing.cites and not any(existed(c.authority) for c in bearing.cites)):
            continue
        under = [use for use in uses if use.regime == bearing.regime]
        seconds = [use for use in under if _is(use, bearing.second, kb)]
        between = [
            (first.id, second.id)
            for first in (under if seconds else ())
            if _is(first, bearing.first, kb)
            for second in seconds
            if first.id != second.id and first.work == second.work
        ]
        if between:
            cites = [c for c in bearing.cites if existed(c.authority)]
            results.append(
                BearingResult(
                    id=bearing.id,
                    between=tuple(between),
                    says=bearing.says,
                    cites=tuple(Citation(authority=c.authority, at=c.at) for c in cites),
                    contrary=tuple(name for name in bearing.contrary if existed(name)),
                    status=bearing.status,
                )
            )
    return tuple(results)


def _is(use: UseResult, side: BearingSide, kb: KnowledgeBase) -> bool:
    """Whether a use is one that a side of a bearing speaks of."""
    if not kb.covers(side.acts, use.act, use.regime):
        return False
    known: dict[str, Value] = {f.fact: f.value for f in use.facts}
    known |= {i.id: i.value for i in use.issues if i.value is not None}
    known[kb.regimes[use.regime].conclusion] = use.standing
    return truth(side.when, known, kb) is True
