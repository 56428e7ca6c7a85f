"""Answers at hand: each found once, never another user's, and a failure is not kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest

from fairuse.answer.assess import assess_alone
from fairuse.answer.rows import rows_of
from fairuse.ask.sources import examples
from fairuse.precedent.beside import assess
from fairuse.scenario.file import parse_scenario
from fairuse.web import kept
from tests.installed import law

DAY = "2026-11-24"
STORY = "title: {}\nworks: {{w: {{title: Tales}}}}\nacts: [{{act: quotation, works: w, facts: {{{}}}}}]\n"


def story(title="A case", facts=""):
    return parse_scenario(STORY.format(title, facts).encode(), law(), name="s")


def test_what_is_kept_is_what_would_be_found(found):
    store = kept.Assessments(law())
    for scenario in (story(), story(facts="amount.share: whole"), story("Another"), story()):
        assert store.of(scenario, DAY) == assess(scenario, law(), as_of=DAY)
    assert len(found) == 2  # what a story is called is nothing to its acts
    store.of(story(), "2025-01-01")
    assert len(found) == 3
    store.close()


def test_an_answer_kept_is_that_beside_the_same_acts():
    """What a change of an act would give turns on the acts that it would then serve."""
    store = kept.Assessments(law())
    text = """title: Files
where: us.fair_use
works: {w: {title: Tales}}
acts:
  - {id: got, act: acquisition, works: w, facts: {copy.source: shadow_library, purpose.for_training: none}}
  - {id: model, act: training, works: w, facts: {purpose.model_kind: %s, model.extraction: %s}}
"""
    told = []
    for kind in (("generative", "whole_works"), ("generative", "none_found")):
        scenario = parse_scenario((text % kind).encode(), law(), name="s")
        answer = store.of(scenario, DAY)
        assert answer == assess(scenario, law(), as_of=DAY)
        told.append([c for c in answer.uses[0].changes if "purpose.for_training" in c.set])
    assert told[0] != told[1]
    store.close()


def test_what_is_asked_for_at_once_is_made_once():
    once, made, start = kept._Once[int](2), [], Barrier(8)

    def ask(number):
        start.wait()
        return once.of(("key", number % 2), lambda: (made.append(number), number % 2)[1])

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == [0] * 4 + [1] * 4
    assert len(made) == 2


def test_a_failure_is_told_each_time_and_not_kept():
    once = kept._Once[int](2)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            once.of(("key",), lambda: 1 // 0)
    assert once.of(("key",), lambda: 1) == 1


def test_answers_of_acts_that_are_done_are_found_ahead(found, monkeypatch):
    store = kept.Assessments(law())
    settled = iter((True, False))  # the first time nothing is asked any more of its act
    monkeypatch.setattr(kept, "outlook", lambda *_: SimpleNamespace(settled=next(settled)))
    store.ahead(story(), DAY, settled=True)
    store.ahead(story(facts="amount.share: whole"), DAY, settled=True)
    store._later.shutdown(wait=True)
    assert len(found) == 1
    store.of(story(), DAY)
    assert len(found) == 1


@pytest.mark.parametrize("name", ["library-kept-after-training", "eu-crawler-honours-opt-outs"])
def test_answers_one_by_one_are_those_of_the_whole(name, found):
    """Also of an act that is done for a later one, and of places with several laws."""
    scenario, store = examples(law())[name], kept.Assessments(law())
    rows = tuple(store.rows(scenario, DAY))
    worked_out = len(found)
    assert store.of(scenario, DAY) == assess(scenario, law(), as_of=DAY)
    assert rows == rows_of(alone := assess_alone(scenario, law(), as_of=DAY), law())
    assert worked_out == len(alone.uses)
    store.close()
