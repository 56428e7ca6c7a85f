"""The amounts that the law sets for a use, as arithmetic."""

from __future__ import annotations

from collections.abc import Mapping

from fairuse.answer.result import Citation, ExposureResult
from fairuse.engine.clauses import truth
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Use
from fairuse.words.en import exposure as en


def is_planned(facts: Mapping[str, Value], kb: KnowledgeBase) -> bool:
    """Whether nothing of an act has been done yet."""
    return any(value is True and name in kb.facts and kb.facts[name].plan for name, value in facts.items())


def exposures(use: Use, terms: Mapping[str, Value], kb: KnowledgeBase, as_of: str) -> list[ExposureResult]:
    """The amounts whose conditions hold; multiplied by the units where these are known and nothing is left to show."""
    results = []
    planned = is_planned(use.values, kb)
    for exposure in kb.exposures.values():
        if exposure.regime != use.regime or truth(exposure.when, terms, kb) is not True:
            continue
        given = terms.get(exposure.per)
        count = float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None
        if count == 0:
            continue
        sure = exposure.sure is not None and truth(exposure.sure, terms, kb) is True
        first = [en.THE_PLAN_IS_CARRIED_OUT] if planned else []
        provided = en.AND.join([*first, *([exposure.provided] if exposure.provided and not sure else [])])
        times = 1 if count is None or provided else count
        cites = [c for c in exposure.cites if kb.authorities[c.authority].exists_on(as_of)]
        results.append(
            ExposureResult(
                id=exposure.id,
                label=exposure.label,
                unit=exposure.unit,
                low=exposure.low * times,
                high=exposure.high * times,
                per=exposure.per,
                count=count,
                basis=exposure.basis,
                cites=tuple(Citation(authority=c.authority, at=c.at) for c in cites),
                provided=provided,
                once=exposure.once,
            )
        )
    return results
