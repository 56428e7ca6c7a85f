"""What a lawyer asks first is never presumed: while it is not told, no answer leans either way."""

from __future__ import annotations

import random

import pytest

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.views import choose
from fairuse.kb.model import STANDINGS
from tests import installed

DAY = "2026-11-29"
FORUMS = (None, "us.2d", "us.9th")
ACTS = installed.law().regimes["us.fair_use"].acts


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def explored(kb, act, known, forum=None):
    program = program_for(kb, "us.fair_use", act, DAY)
    return ranges.explore(program, known, [choose(d, kb, forum, DAY) for d in program.doctrines])


@pytest.mark.parametrize("act", ACTS)
def test_the_act_alone_gives_no_answer_and_says_what_is_asked_first(act, kb):
    embed = act == "linking"  # a bare link has its answer, and before the Ninth Circuit an embed as well
    for forum in FORUMS[:2] if embed else FORUMS:
        seen = explored(kb, act, {"link.shows": "whole_work"} if embed else {}, forum)
        assert seen.standing == "uncertain", forum
        assert seen.waits, forum


@pytest.mark.parametrize("act", ACTS)
def test_what_the_works_are_gives_no_answer_unless_nothing_is_protected(act, kb):
    """Facts of the works alone say nothing of purpose, source or effect."""
    program = program_for(kb, "us.fair_use", act, DAY)
    draw = random.Random(act)
    apart = ("work.has_force_of_law", "work.first_release_taken")  # a reason, and a wrong, of their own
    about = [f for f in program.facts if kb.facts[f].about == "work" and f.startswith("work.") and f not in apart]
    for _ in range(8):
        known = {}
        for fact in draw.sample(about, 4):
            if program.asks(fact, known):
                known[fact] = draw.choice(ranges.candidates(program, fact))
        assert explored(kb, act, known).standing in ("uncertain", "no_permission_needed"), known


def test_a_kind_of_model_and_of_works_is_no_answer(kb):
    seen = explored(kb, "training", {"purpose.model_kind": "generative", "work.character": "creative"})
    assert seen.standing == "uncertain"
    assert [need.id for need in seen.waits] == ["us.needs.what-comes-out"]


@pytest.mark.parametrize("act", ["acquisition", "training", "quotation", "deployment"])
def test_an_answer_that_waits_is_what_all_that_may_be_told_leaves(act, kb):
    """The standing with a need open is the joined standing of all it may be told, and lies among those."""
    program = program_for(kb, "us.fair_use", act, DAY)
    choices = [choose(d, kb, "us.2d", DAY) for d in program.doctrines]
    views = ranges.view_rows(choices)
    draw = random.Random(act)
    some = [f for f in program.facts if not f.startswith(("work.", "licence.", "exception."))]
    for _ in range(15):
        known = {}
        for fact in draw.sample(some, draw.choice([2, 6, 12])):
            if program.asks(fact, known):
                known[fact] = draw.choice(ranges.candidates(program, fact))
        open_ = ranges.open_needs(program, known, {}, 1)
        told = [{**known, **row} for row in ranges.completions(program, open_)]
        got = ranges.standings(program, [known], views)[0]
        each = [STANDINGS.index(s) for s in ranges.standings(program, told, views)]
        middle = STANDINGS.index("uncertain")
        if min(each) > middle:
            assert got == STANDINGS[min(each)]
        elif max(each) < middle:
            assert got == STANDINGS[max(each)]
        else:
            assert got == "uncertain"
        assert len(told) == 1 or open_


@pytest.mark.parametrize("act", ACTS)
def test_where_every_answer_to_a_question_gives_one_standing_that_is_the_standing(act, kb):
    """Not known is neither yes nor no: what holds whatever the answer is holds before it is given."""
    program = program_for(kb, "us.fair_use", act, DAY)
    choices = [choose(d, kb, None, DAY) for d in program.doctrines]
    draw = random.Random(act)
    for _ in range(10):
        known = {need.facts[0]: draw.choice(ranges.candidates(program, need.facts[0])) for need in program.needs}
        for fact in draw.sample(program.facts, min(len(program.facts), draw.choice([3, 10, 40]))):
            if program.asks(fact, known):
                known[fact] = draw.choice(ranges.candidates(program, fact))
        seen = ranges.explore(program, known, choices)
        for fact in seen.unknown:
            given = set(seen.flips[fact].values())
            assert len(given) > 1 or given == {seen.standing}, (known, fact, seen.standing, given)
