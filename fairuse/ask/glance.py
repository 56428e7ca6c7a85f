"""How each act stands, at once: the answers alone, without the reasons and without how far they could move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fairuse.answer.asked import court_of, day_of
from fairuse.answer.assess import asked_uses
from fairuse.answer.places import by_place
from fairuse.answer.result import standing_rank
from fairuse.answer.rows import Row
from fairuse.answer.served import standing_alone, with_served
from fairuse.ask.outlook import standings_by_place
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import Use


@dataclass(frozen=True)
class Seen:
    """The answer of an act on some works in a place, or under a law that was asked by itself (`where`)."""

    act: str
    work: str
    where: str
    standing: Standing


def glance(scenario: Scenario, kb: KnowledgeBase, *, as_of: str | None = None) -> tuple[Seen, ...]:
    """The answers that `answer.assess` gives, in its order. Raises `FairuseError` if there is nothing to answer."""
    day, court = day_of(scenario, as_of), court_of(scenario, kb, None)
    groups = by_place(with_served(asked_uses(scenario, kb), kb, day, court), kb)
    return tuple(seen for group in groups for seen in _of_place(group, kb, day, court))


def standings(uses: Sequence[Use], kb: KnowledgeBase, day: str, court: str | None) -> dict[str, Standing]:
    """How each of some uses stands under its law, by its id."""
    return {use.id: standing_alone(use, kb, day, court)[1] for use in with_served(uses, kb, day, court)}


def _of_place(group: list[Use], kb: KnowledgeBase, day: str, court: str | None) -> Iterator[Seen]:
    found = [np.array([standing_rank(standing_alone(use, kb, day, court)[1])], dtype=np.int8) for use in group]
    ranks = standings_by_place([use.regime for use in group], found, kb)
    regime = kb.regimes[group[0].regime]
    names = [kb.place_name(regime.jurisdiction)] if len(ranks) < len(group) or not regime.exception else []
    for where, rank in zip(names or [kb.regimes[use.regime].label for use in group], ranks[:, 0].tolist(), strict=True):
        yield Seen(group[0].act_title, group[0].work_title, where, STANDINGS[rank])


def seen_of(row: Row, kb: KnowledgeBase) -> Seen:
    """An answer of an assessment in the same form."""
    where = kb.place_name(row.place.place) if row.place else kb.regimes[row.first.regime].label
    return Seen(row.first.act_title, row.first.work_title, where, row.standing)
