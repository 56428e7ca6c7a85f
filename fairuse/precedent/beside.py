"""What stands beside the answers of a report: the nearest decided cases, and how often courts came out so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fairuse.answer.result import Assessment
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.precedent.analogies import Precedent, load_precedents, with_analogies
from fairuse.precedent.likelihood import Calibration, load_calibration, with_likelihood


@dataclass(frozen=True)
class Decided:
    """The decided acts to compare uses with, and the calibration made from them."""

    precedents: tuple[Precedent, ...] = ()
    calibration: Calibration | None = None


def load_decided(cases: Path, kb: KnowledgeBase) -> Decided:
    """What the folder ``cases`` holds for reports."""
    return Decided(load_precedents(cases / "decided", kb), load_calibration(cases / "calibration.json"))


def beside(assessment: Assessment, decided: Decided, kb: KnowledgeBase) -> Assessment:
    """The assessment with what `decided` has to say beside each use in which something had to be weighed."""
    if not decided.precedents:
        return assessment
    compared = with_likelihood(with_analogies(assessment, decided.precedents, kb), decided.calibration, kb)
    uses = [
        plain if plain.standing == STANDINGS[-1] else full
        for plain, full in zip(assessment.uses, compared.uses, strict=True)
    ]
    return compared.model_copy(update={"uses": tuple(uses)})
