"""The plan by property: what stands after the questions that it puts is what stands once all is answered."""

from __future__ import annotations

import random

import numpy as np
import pytest

from fairuse.answer.assess import assess_alone
from fairuse.answer.rows import rows_of
from fairuse.ask import plan
from fairuse.ask.case import cases_of, questions_of
from fairuse.ask.outlook import outlook, place_ranks
from fairuse.kb.model import STANDINGS
from tests.installed import law

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def shipped():
    return law()


def some_answer(fact, draw):
    """An answer that a person may give: now and then that it is not known."""
    if draw.random() < 0.3:
        return (None,)
    if fact.type == "choices":
        return tuple(draw.sample(list(fact.values), min(len(fact.values), 2)))
    if fact.type == "licence":
        return ("CC-BY-4.0",)
    if fact.numeric:
        return (draw.choice([1900, 1990, 2020]) if fact.type == "year" else draw.choice([1, 10, 50]),)
    return (draw.choice(fact.options),)


@pytest.mark.parametrize("seed", range(6))
def test_what_the_plan_leaves_out_changes_nothing(shipped, seed):
    draw = random.Random(seed)
    acts = draw.choice([["training"], ["quotation"], ["output"], ["reproduction"], ["display"], ["model"]])
    scenario = plan.start("T", acts, "works")
    asked = set()
    while (question := plan.next_question(scenario, shipped, DAY)) is not None:
        assert question.fact.id not in asked
        asked.add(question.fact.id)
        scenario = plan.answered(scenario, question, *some_answer(question.fact, draw))
    (case,) = cases_of(scenario, shipped, DAY)
    stands = outlook(case, shipped, DAY).standings
    for open_ in draw.sample(left := questions_of(case, shipped, DAY), min(len(left), 4)):  # any of what was not asked
        where = plan.Question(open_.fact, "", work="works" if open_.fact.about == "work" else None)
        where = where if open_.fact.about != "act" else plan.Question(open_.fact, "", act=0)
        told = plan.answered(scenario, where, *some_answer(open_.fact, draw))
        assert outlook(cases_of(told, shipped, DAY)[0], shipped, DAY).standings == stands
    assert len(asked) < 45


def test_what_stands_is_what_the_assessment_says(shipped):
    scenario = plan.start("T", ["training"], "works").model_copy(update={"where": ("us", "jp", "de")})
    for value in ({}, {"purpose.model_kind": {"value": "generative"}, "copy.source": {"value": "shadow_library"}}):
        acts = (scenario.acts[0].model_validate({"act": "training", "works": "works", "facts": value}),)
        told = scenario.model_copy(update={"acts": acts})
        rows = rows_of(assess_alone(told, shipped, as_of=DAY), shipped)
        (case,) = cases_of(told, shipped, DAY)
        assert sorted(outlook(case, shipped, DAY).standings) == sorted(row.standing for row in rows)


def test_a_place_stands_as_one_answer_of_it_would():
    ordinary, best = (grid.ravel().astype(np.int8) for grid in np.meshgrid(np.arange(6), np.arange(6)))
    middle = STANDINGS.index("uncertain")
    for complete in (True, False):
        for own, other, found in zip(ordinary, best, place_ranks(ordinary, [best], complete=complete), strict=True):
            none_covers = max(own, other) if complete else middle
            expected = own if own == 5 else other if other > middle else middle if own == middle else none_covers
            assert found == expected


def test_what_has_to_be_told_is_asked_first_and_says_so(shipped):
    question = plan.next_question(plan.start("T", ["training"], "works"), shipped, DAY)
    assert question.because
    assert question.fact.id in question.outlook.needs
    assert question.left > 5


def test_answers_about_works_are_given_once_for_all_of_them(shipped):
    scenario = plan.start("T", ["training"], "a")
    two = scenario.model_copy(
        update={
            "works": {**scenario.works, "more": scenario.works["works"]},
            "acts": (scenario.acts[0].model_copy(update={"works": ("works", "more")}),),
        }
    )
    question = plan.next_question(two, shipped, DAY)
    while question.work is None:
        two = plan.answered(two, question, None)
        question = plan.next_question(two, shipped, DAY)
    assert question.alike == ("more",)
    told = plan.answered(two, question, *some_answer(question.fact, random.Random(3)), alike=True)
    assert told.works["works"].facts == told.works["more"].facts != {}


def test_a_skipped_question_is_left_for_later(shipped):
    scenario = plan.start("T", ["quotation"], "works")
    first = plan.next_question(scenario, shipped, DAY)
    assert plan.next_question(scenario, shipped, DAY, skipped={first.fact.id}).fact.id != first.fact.id
