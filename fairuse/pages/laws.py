"""The wording of which laws answered a scenario and which did not, and why."""

from __future__ import annotations

from collections.abc import Iterable

from fairuse.answer.result import Assessment
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Asked, Placed
from fairuse.words.en import laws as en
from fairuse.words.outline import Paragraph
from fairuse.words.wording import term_label, value_text

#: With more laws than this a sentence counts them; the table above it names those that were asked.
LISTED = 6
_WHY_NOT = {
    "no_act": en.THEY_COVER_NONE_OF_THESE,
    "not_named": en.THEY_ARE_NOT_AMONG_THOSE,
    "no_place": en.NO_PLACE_GIVEN_POINTS_TO,
}
_NAMED = en.NAMED_IN_THE_SCENARIO


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
    return [en.THE_LAW_OF_THE_X.format(name) for name in framing]


def _reading(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    if not any(kb.regimes[use.regime].exception for use in assessment.uses):
        return []
    return [en.ONE_EXCEPTION_THAT_COVERS_AN]


def _asked(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for use in assessment.uses:
        if use.asked is not None:
            reasons.setdefault(_reason(use.asked, kb), []).append(use.regime)
    return [f"{reason}: {_laws(regimes, kb)}." for reason, regimes in reasons.items()]


def _reason(asked: Asked, kb: KnowledgeBase) -> str:
    if asked.by == "place":
        return en.ASKED_FOR_THE_PLACE_OF.format(_where(asked.here, kb))
    if asked.by == "default":
        told = en.NO_LAW_IS_HELD_FOR.format(_where(asked.places, kb)) if asked.places else en.NO_PLACE_IS_GIVEN
        return en.ASKED_BY_DEFAULT_AS_THE.format(told)
    if asked.places and not asked.here:
        elsewhere = en.X_THOUGH_THE_ACT_IS.format(_NAMED, _where(asked.places, kb))
        return en.X_SO_THAT_THE_ANSWER.format(elsewhere)
    return _NAMED


def _pointed(assessment: Assessment, kb: KnowledgeBase) -> list[str]:
    """The laws that the scenario leaves out although an act is placed under them."""
    missed = [n for n in assessment.not_asked if n.reason == "not_named" and n.places]
    sentences = []
    for places in dict.fromkeys(n.places for n in missed):
        names = _laws([n.regime for n in missed if n.places == places], kb)
        sentences.append(en.NOT_ASKED_THOUGH_A_PLACE.format(_where(places, kb), names))
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
            sentences.append(en.NOT_ASKED_AS_X_X.format(_WHY_NOT[reason], _laws(names, kb)))
    return sentences


def _where(places: Placed, kb: KnowledgeBase) -> str:
    return ", ".join(f"{term_label(p.fact, kb)}: {value_text(p.fact, p.value, kb)}" for p in places)


def _laws(regimes: Iterable[str], kb: KnowledgeBase) -> str:
    names = [kb.regimes[name].label for name in dict.fromkeys(regimes)]
    return "; ".join(names) if len(names) <= LISTED else en.X_LAWS.format(len(names))
