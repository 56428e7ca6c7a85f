"""The whole assessment: the answers, and beside them the nearest decided cases and how often courts came out so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fairuse.answer.answers import OfUse
from fairuse.answer.assess import assess_alone
from fairuse.answer.result import Assessment
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.precedent.analogies import with_analogies
from fairuse.precedent.described import Precedent, load_precedents
from fairuse.precedent.likelihood import Calibration, load_calibration, with_likelihood
from fairuse.scenario.model import Scenario


def assess(
    scenario: Scenario,
    kb: KnowledgeBase,
    *,
    as_of: str | None = None,
    forum: str | None = None,
    regimes: tuple[str, ...] = (),
    decided: Decided | None = None,
    of_use: OfUse | None = None,
) -> Assessment:
    """Assess every use of `scenario` under the law of `as_of` (``YYYY-MM-DD``) as a court of `forum` would see it.

    Date and forum default to the scenario's own, then to today and no particular forum. `regimes` (ids or
    jurisdictions) narrows what the scenario asks for. `decided`: the cases to set beside the answers; by default those
    that ship, beside the rules that ship. `of_use` finds the answer for one use, as `assess_use` does. Raises
    `FairuseError` if nothing is left to assess.
    """
    alone = assess_alone(scenario, kb, as_of=as_of, forum=forum, regimes=regimes, of_use=of_use)
    return beside(alone, decided_for(kb) if decided is None else decided, kb)


@dataclass(frozen=True)
class Decided:
    """The decided acts to compare uses with, and the calibration made from them."""

    precedents: tuple[Precedent, ...] = ()
    calibration: Calibration | None = None


def load_decided(cases: Path, kb: KnowledgeBase) -> Decided:
    """What the folder ``cases`` holds for reports."""
    return Decided(load_precedents(cases / "decided", kb), load_calibration(cases / "calibration.json"))


def decided_for(kb: KnowledgeBase) -> Decided:
    """The decided cases that ship, for the rules that ship (with or without house rules); for others, none."""
    return _shipped(kb.beneath or kb) if kb.ships else Decided()


@lru_cache(maxsize=4)  # a process works with one knowledge base, or compares two
def _shipped(kb: KnowledgeBase) -> Decided:
    return load_decided(data_dir("cases"), kb)


def beside(assessment: Assessment, decided: Decided, kb: KnowledgeBase) -> Assessment:
    """The assessment with what `decided` has to say beside each use in which something had to be weighed."""
    if not decided.precedents:
        return assessment
    weighed = tuple(use for use in assessment.uses if use.standing != STANDINGS[-1])
    compared = with_analogies(assessment.model_copy(update={"uses": weighed}), decided.precedents, kb)
    compared = with_likelihood(compared, decided.precedents, decided.calibration, kb)
    full = {use.id: use for use in compared.uses}
    return compared.model_copy(update={"uses": tuple(full.get(use.id, use) for use in assessment.uses)})
