"""Other versions of a case: a change tried, a version kept, and two versions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fairuse.answer.answers import OfUse
from fairuse.answer.asked import court_of
from fairuse.answer.result import Assessment
from fairuse.answer.rows import Row, rows_of
from fairuse.ask import plan, words
from fairuse.ask.glance import standings
from fairuse.ask.plan import Question
from fairuse.ask.situations import answers_of
from fairuse.inquiry.compare import compare
from fairuse.inquiry.comparison import UseChange
from fairuse.inquiry.whatif import Setting, WhatIf, otherwise, whatif
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.pages import outline_of
from fairuse.scenario.model import Scenario, dump_scenario
from fairuse.scenario.uses import Use
from fairuse.web.results import set_out
from fairuse.web.state import Spot, read_scenario
from fairuse.words.outline import Tone
from fairuse.words.wording import STANDING_LABELS, TONES, value_text


@dataclass(frozen=True)
class Side:
    """An answer in one of two versions."""

    label: str
    tone: Tone


def tried(scenario: Scenario, kb: KnowledgeBase, sets: Sequence[str], day: str, of_use: OfUse) -> dict[str, Any]:
    """What a page shows of a change that is tried: what it moves at once; `rest` finds why. Raises `FairuseError`."""
    made = otherwise(scenario, kb, sets)

    def found() -> WhatIf:
        return whatif(scenario, kb, sets, as_of=day, of_use=of_use)

    pairs: list[tuple[Use | UseChange, tuple[Standing, Standing]]]
    if kb.house:  # its rules may say how an act stands, whatever else holds
        moved = found().comparison
        pairs = [] if moved is None else [(use, use.standing) for use in moved.uses]
    else:
        court = court_of(scenario, kb, None)
        now, then = (standings(some, kb, day, court) for some in (made.before, made.after))
        pairs = [(use, (now[use.id], then[use.id])) for use in made.after if use.id in now]
    return {
        "sets": "\n".join(map(str, made.set)),
        "said": [(kb.facts[s.fact].label, value_text(s.fact, s.value, kb)) for s in made.set],
        "moves": [
            (f"{use.act_title}: {use.work_title}", *(Side(STANDING_LABELS[s], TONES[s]) for s in both))
            for use, both in pairs
            if kb.regimes[use.regime].kind != "duties"
        ],
        "rest": lambda: iter([("why.html", set_out(outline_of(found(), kb)))]),
    }


def changed(scenario: Scenario, kb: KnowledgeBase, sets: Sequence[str]) -> Scenario:
    """The scenario with a change that was tried taken over. Raises `FairuseError`."""
    for setting in otherwise(scenario, kb, sets).set:
        scenario = _set(scenario, kb, setting)
    return read_scenario(dump_scenario(scenario), kb)


def _set(scenario: Scenario, kb: KnowledgeBase, setting: Setting) -> Scenario:
    """Tell a fact of what is meant, by the facts of acts, which win over those of works and of the scenario."""
    scenario, numbers = _meant(scenario, setting)
    for number in numbers:
        question = Question(kb.facts[setting.fact], "", act=number)
        scenario = plan.answered(scenario, question, setting.value, *setting.also)
    return scenario


def _meant(scenario: Scenario, setting: Setting) -> tuple[Scenario, list[int]]:
    """The acts that a change is for, by their numbers; one that it is for on some of its works only is made two."""
    acts = list(scenario.acts)
    numbers: list[int] = []
    for number, (name, act) in enumerate(zip(scenario.act_ids(), scenario.acts, strict=True)):
        meant = tuple(w for w in act.works if setting.target in (None, name, w, f"{name}/{w}"))
        if others := tuple(w for w in act.works if meant and w not in meant):
            acts[number] = act.model_copy(update={"works": others})
            acts.append(act.model_copy(update={"works": meant, "id": None}))
        if meant:
            numbers.append(len(acts) - 1 if others else number)
    return scenario.model_copy(update={"acts": tuple(acts)}), numbers


def compared(old: Assessment, new: Assessment, kept: Scenario, scenario: Scenario, kb: KnowledgeBase) -> dict[str, Any]:
    """What a page shows of two versions: their answers and facts side by side, and what made the difference."""
    return {
        "answers": list(_answers(rows_of(old, kb), rows_of(new, kb), kb)),
        "facts": list(_facts(kept, scenario, kb)),
        **set_out(outline_of(compare(old, new, kb), kb)),
    }


def _answers(
    old: Sequence[Row], new: Sequence[Row], kb: KnowledgeBase
) -> Iterator[tuple[str, Side | None, Side | None]]:
    several = len({_where(row) for row in (*old, *new)}) > 1
    sides = [
        {_name(row, kb, several=several): Side(STANDING_LABELS[row.standing], TONES[row.standing]) for row in rows}
        for rows in (old, new)
    ]
    for name in dict.fromkeys((*sides[0], *sides[1])):
        yield name, sides[0].get(name), sides[1].get(name)


def _where(row: Row) -> str:
    return row.place.place if row.place else row.first.regime


def _name(row: Row, kb: KnowledgeBase, *, several: bool) -> str:
    place = kb.place_name(row.place.place) if row.place else kb.regimes[row.first.regime].label
    where = f" ({place})" if several else ""
    return f"{row.first.act_title}: {row.first.work_title}{where}"


def _facts(old: Scenario, new: Scenario, kb: KnowledgeBase) -> Iterator[tuple[str, str, str]]:
    """The answers in which two versions differ."""
    told = [{Spot.of(a): words.told_text(a, kb) for a in answers_of(s, kb)} for s in (old, new)]
    for spot in dict.fromkeys((*told[0], *told[1])):
        before = spot if spot.act is None else replace(spot, act=_same_act(old, new, spot.act))
        sides = told[0].get(before, "not told"), told[1].get(spot, "not told")
        if sides[0] != sides[1]:
            yield kb.facts[spot.fact].label, *sides


def _same_act(old: Scenario, new: Scenario, number: int) -> int:
    """The number that an act had in another version: of one split off there, that of the act that it was part of."""
    if number < len(old.acts):
        return number
    act = new.acts[number]
    alike = (n for n, a in enumerate(old.acts) if (a.act, a.title) == (act.act, act.title))
    return next((n for n in alike if {*act.works} <= {*old.acts[n].works}), number)
