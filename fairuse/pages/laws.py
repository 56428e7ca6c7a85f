"""The wording of which laws answered a scenario and which did not, and why."""

from __future__ import annotations

from collections.abc import Iterable

from fairuse.answer.result import Assessment
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Asked, Placed
from fairuse.words.outline import Paragraph
from fairuse.words.wording import term_label, value_text

#: With more laws than this a sentence counts them; the table above it names those that were asked.
LISTED = 6
_WHY_NOT = {
    "no_act": "they cover none of these acts",
    "not_named": "they are not among those named",
    "no_place": "no place given points to them",
}
_NAMED = "Named in the scenario"


def law_paragraphs(assessment: Assessment, kb: KnowledgeBase) -> list[Paragraph]:
    """Why each law was asked or not, in as few sentences as reasons; of the one law that was named, nothing."""
    if len({use.regime for use in assessment.uses}) > 1:
        sentences = [*_reading(assessment, kb), *_asked(assessment, kb), *_pointed(assessment, kb)]
        sentences += _not_asked(assessment, kb, *_WHY_NOT)
        sentences += _stands_in(assessment, kb)
    else:
        plain = all(use.asked is None or _reason(use.asked, kb) == _NAMED for use in assessment.uses)
        sentences = [*([] if plain else _asked(assessment, kb)), *_pointed(assessment, kb)]
        sentences += _not_asked(assessment, kb, "no_act")
    return [Paragraph(" ".join(sentences), quiet=True)] if sentences else []


def _stands_in(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    """That the law of a union was asked in place of that of a member whose own law is not held."""
    told = {str(p.value) for u in assessment.uses if u.asked for p in u.asked.places}
    laws = [place.laws for name, place in kb.places.items() if name in told]
    alone = dict.fromkeys(names[0] for names in laws if len(names) == 1)
    framing = [
        kb.jurisdictions[name].name for name in alone if name in kb.jurisdictions and kb.jurisdictions[name].frames
    ]
    return [
        f"The law of the {name} stands in for that of a member, whose own text was not checked." for name in framing
    ]


def _reading(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    if not any(kb.regimes[use.regime].exception for use in assessment.uses):
        return []
    return [
        "One exception that covers an act is enough; where a law is an exception, 'not permitted' means only that it "
        "does not cover the act."
    ]


def _asked(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for use in assessment.uses:
        if use.asked is not None:
            reasons.setdefault(_reason(use.asked, kb), []).append(use.regime)
    return [f"{reason}: {_laws(regimes, kb)}." for reason, regimes in reasons.items()]


def _reason(asked: Asked, kb: KnowledgeBase) -> str:
    if asked.by == "place":
        return f"Asked for the place of the act ({_where(asked.here, kb)})"
    if asked.by == "default":
        told = (
            f"no law is held for the place given ({_where(asked.places, kb)})" if asked.places else "no place is given"
        )
        return f"Asked by default, as the scenario names no law and {told}"
    if asked.places and not asked.here:
        elsewhere = f"{_NAMED}, though the act is placed elsewhere ({_where(asked.places, kb)})"
        return f"{elsewhere}, so that the answer is what the law would be if it were placed there"
    return _NAMED


def _pointed(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    """The laws that the scenario leaves out although an act is placed under them."""
    missed = [n for n in assessment.not_asked if n.reason == "not_named" and n.places]
    sentences = []
    for places in dict.fromkeys(n.places for n in missed):
        names = _laws([n.regime for n in missed if n.places == places], kb)
        sentences.append(f"Not asked, though a place given points there ({_where(places, kb)}): {names}.")
    return sentences


def _not_asked(assessment: Assessment, kb: KnowledgeBase, *reasons: str) -> list[str]:
    answered = {use.jurisdiction for use in assessment.uses if kb.regimes[use.regime].kind != "duties"}
    sentences = []
    for reason in reasons:
        pointed = reason == "not_named"  # said apart where a place points to them
        other = reason == "no_act"  # where other laws of the place answer, one for other acts need not be named
        names = [
            n.regime
            for n in assessment.not_asked
            if n.reason == reason and not (pointed and n.places)
            if not (other and kb.regimes[n.regime].jurisdiction in answered)
            if not (pointed and kb.regimes[n.regime].jurisdiction not in answered)  # nobody asked of that place
        ]
        if names:
            sentences.append(f"Not asked, as {_WHY_NOT[reason]}: {_laws(names, kb)}.")
    return sentences


def _where(places: Placed, kb: KnowledgeBase) -> str:
    return ", ".join(f"{term_label(p.fact, kb)}: {value_text(p.fact, p.value, kb)}" for p in places)


def _laws(regimes: Iterable[str], kb: KnowledgeBase) -> str:
    names = [kb.regimes[name].label for name in dict.fromkeys(regimes)]
    return "; ".join(names) if len(names) <= LISTED else f"{len(names)} laws"
