"""The acts that no law held here answers: each is said, so that nothing a scenario names goes by unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.acts import acts_of
from fairuse.scenario.model import ActEntry, Given, Scenario
from fairuse.scenario.uses import laws_of, places_named, title_of


class Unanswered(BaseModel):
    """An act on some works in a place that no law held here answers. `reason` says why in a sentence."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act_id: str
    act: str
    act_title: str
    work: str
    work_title: str
    place: str
    reason: str

    @property
    def id(self) -> str:
        """What names the row: act, works and place."""
        return f"{self.act_id}/{self.work}/{self.place}"


def unanswered(scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...] = ()) -> tuple[Unanswered, ...]:
    """Each act on each of its works in each place that is asked, by name or by where it happens, and gets no answer."""
    return tuple(
        Unanswered(
            act_id=act_id,
            act=entry.act,
            act_title=title_of(entry, kb),
            work=work,
            work_title=scenario.works[work].title or work,
            place=place,
            reason=reason,
        )
        for act_id, entry, work, facts, _ in acts_of(scenario, kb)
        for place, reason in _silent(entry, facts, scenario, kb, only).items()
    )


def _silent(
    entry: ActEntry, facts: Mapping[str, Given], scenario: Scenario, kb: KnowledgeBase, only: tuple[str, ...]
) -> dict[str, str]:
    """The places without an answer for one act, each with the reason."""
    label = kb.acts[entry.act].label.lower()
    asked: dict[str, list[str]] = {}
    answered: set[str] = set()
    for regime, _ in laws_of(entry, facts, scenario, kb, only):
        if regime.kind != "duties":
            asked.setdefault(regime.jurisdiction, []).append(regime.label)
            if kb.speaks_to(regime, entry.act):
                answered.add(regime.jurisdiction)
    found = {
        place: f"{'; '.join(laws)}: nothing there speaks to this kind of act ({label})."
        for place, laws in asked.items()
        if place not in answered
    }
    if not only and not (entry.where or scenario.where):
        found |= {str(value): reason for value, reason in _lawless(entry, facts, kb)}
    return found


def _lawless(entry: ActEntry, facts: Mapping[str, Given], kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """The places where the act happens whose law is not held here."""
    for placing in places_named(entry, facts, kb):
        place = kb.places.get(str(placing.value))
        if place is not None and not place.laws:
            label = kb.facts[placing.fact].values.get(str(placing.value), str(placing.value)).strip()
            yield str(placing.value), f"No law is held here for {label}."
