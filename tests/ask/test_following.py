"""What follows from an answer beside what it tells: how the acts stand that this one serves."""

from __future__ import annotations

import random

import pytest

from fairuse.ask import plan
from fairuse.ask.case import cases_of, questions_of
from fairuse.ask.outlook import outlook
from fairuse.scenario.model import ActEntry, Given, Scenario, Work
from tests.ask.test_plan import some_answer
from tests.installed import law

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def shipped():
    return law()


def copies_and_training(**facts):
    """Copies that were got, of which it may be told what they are for, and the training of a model on them."""
    return Scenario(
        title="T",
        where=("us",),
        works={"w": Work(title="novels")},
        acts=(
            ActEntry(act="acquisition", works=("w",), facts={n: Given(value=v) for n, v in facts.items()}),
            ActEntry(act="training", works=("w",)),
        ),
    )


def copies(scenario, kb):
    return next(case for case in cases_of(scenario, kb, DAY) if case.act == 0)


def test_what_follows_is_what_is_known_once_it_is_told(shipped):
    (one,) = (f for f in copies(copies_and_training(), shipped).laws[0].follows if f.then == "copy.served")
    assert one.fact == "purpose.for_training"
    assert len(one.values) > 2
    for value, then in zip(one.values, one.gives, strict=True):
        told = copies(copies_and_training(**{"purpose.for_training": value}), shipped)
        assert dict(told.laws[0].known).get("copy.served") == then
        assert not told.laws[0].follows
    assert len(set(one.gives)) > 1


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_is_left_out_changes_an_answer_that_hangs_on_another(shipped, seed):
    draw = random.Random(seed)
    scenario = copies_and_training(**{"copy.source": draw.choice(["bought", "open_web", "shadow_library"])})
    put = 0
    while (question := plan.next_question(scenario, shipped, DAY)) is not None:
        scenario = plan.answered(scenario, question, *some_answer(question.fact, draw))
        put += 1
    for case in cases_of(scenario, shipped, DAY):
        left = questions_of(case, shipped, DAY)
        for open_ in draw.sample(left, min(len(left), 4)):
            places = {"work": {"work": case.work}, "act": {"act": case.act}, "scenario": {}}
            asked = plan.Question(open_.fact, "", **places[open_.fact.about])
            told = plan.answered(scenario, asked, *some_answer(open_.fact, draw))
            now = next(c for c in cases_of(told, shipped, DAY) if (c.act, c.work) == (case.act, case.work))
            assert outlook(now, shipped, DAY).standings == outlook(case, shipped, DAY).standings
    assert put < 90


def test_what_no_question_tells_is_not_waited_for(shipped):
    """Copies that were got to train are asked about to an end, though the training itself is no act of the story."""
    scenario = copies_and_training(**{"purpose.for_training": "only", "copy.source": "bought"})
    scenario = scenario.model_copy(update={"acts": scenario.acts[:1]})
    put = 0
    while (question := plan.next_question(scenario, shipped, DAY)) is not None:
        scenario = plan.answered(scenario, question, None)
        put += 1
    assert questions_of(copies(scenario, shipped), shipped, DAY)
    assert put < 40
