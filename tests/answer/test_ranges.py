"""Flips and live facts against the oracle, over every completion there is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fairuse.answer import ranges
from fairuse.answer.views import Choice
from fairuse.engine.clauses import VIEW, TooManyClauses
from fairuse.engine.program import compile_program
from fairuse.kb.strata import Cycle
from tests import oracle, random_kb

SLOW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
#: One number in each interval that rules over `random_kb.NUMBERS` can tell apart, and each bound itself.
GRID = (-1, 0, 0.5, 1, 1.5, 2, 2.25, 2.5, 9)
CHOICES = [
    Choice("doc", ("one",)),
    Choice("doc", ("two",)),
    Choice("doc", ("one", "two")),
    Choice("doc", ("two",), ("one",)),
]


@st.composite
def situations(draw):
    """A knowledge base, its program, and facts of which three or more are known."""
    kb = draw(random_kb.knowledge_bases())
    try:
        program = compile_program(kb, "tt.law", "any", "2020-01-01")
    except (Cycle, TooManyClauses):
        assume(False)
    row = draw(random_kb.facts())
    unknown = [f for f in random_kb.FACTS if f not in row]
    for fact in unknown[2:]:
        row[fact] = draw(st.sampled_from(random_kb.values_of(fact, random_kb.FACTS, {})))
    return kb, program, row


def options(fact):
    return GRID if fact == "e.count" else random_kb.FACTS[fact].options


def completions(row):
    unknown = [f for f in random_kb.FACTS if f not in row]
    for values in itertools.product(*(options(f) for f in unknown)):
        yield {**row, **dict(zip(unknown, values, strict=True))}


def settled(kb, row, view):
    """The value of each issue, by the oracle."""
    return oracle.run(kb, list(kb.rules.values()), row, {"doc": view})[1]


def standing(kb, program, row, view):
    return settled(kb, row, view).get(program.conclusion, "uncertain")


def joined(standings):
    """These knowledge bases have one standing on each side of uncertain."""
    return standings[0] if len(set(standings)) == 1 else "uncertain"


def shown(choice, program):
    """The views that make a difference: all, or none if no rule takes one."""
    return choice.shown if program.doctrines else ("one",)


def explore(program, row, choice):
    known = {k: v for k, v in row.items() if k in program.facts}
    return ranges.explore(program, known, [choice] if program.doctrines else [])


@SLOW
@given(situations(), st.sampled_from(CHOICES))
def test_standing_views_and_flips_are_those_of_the_oracle(situation, choice):
    kb, program, row = situation
    live = choice.live if program.doctrines else ("one",)
    seen = explore(program, row, choice)
    by_view = {dict(views).get(VIEW + "doc", "one"): found for views, found in seen.by_view}
    assert by_view == {v: standing(kb, program, row, v) for v in shown(choice, program)}
    assert seen.standing == joined([standing(kb, program, row, v) for v in live])
    assert set(seen.flips) == {*seen.unknown, *(f for f in row if f in program.facts)}
    for fact, flips in seen.flips.items():
        assert list(flips) == list(ranges.candidates(program, fact))
        for value, found in flips.items():
            assert found == joined([standing(kb, program, {**row, fact: value}, v) for v in live])
    for number, (views, _) in enumerate(seen.by_view):
        view = dict(views).get(VIEW + "doc", "one")
        assert dict(seen.fired(number)) == oracle.run(kb, list(kb.rules.values()), row, {"doc": view})[0]


@SLOW
@given(situations())
def test_no_fact_that_matters_is_dropped(situation):
    """A fact left out of `open_facts` moves no conclusion, whatever else is known, unknown or taken as a view."""
    kb, program, row = situation
    live = ranges.open_facts(program, row)
    assert not set(live) & set(row)
    dropped = [f for f in random_kb.FACTS if f not in row and f not in live]
    for fact in dropped:
        others = [f for f in random_kb.FACTS if f not in row and f != fact]
        for values in itertools.product(*((None, *options(f)) for f in others)):
            given_ = {**row, **{f: v for f, v in zip(others, values, strict=True) if v is not None}}
            for view in ("one", "two"):
                found = {standing(kb, program, {**given_, fact: v}, view) for v in options(fact)}
                assert found == {standing(kb, program, given_, view)}, fact


@SLOW
@given(situations())
def test_candidates_tell_apart_all_that_rules_tell_apart(situation):
    kb, program, row = situation
    if "e.count" not in program.facts:
        return
    rest = {k: v for k, v in row.items() if k != "e.count"}
    picked = ranges.candidates(program, "e.count")
    found = {standing(kb, program, {**rest, "e.count": v}, "one") for v in picked}
    assert found == {standing(kb, program, {**rest, "e.count": v}, "one") for v in GRID}


@pytest.fixture
def program(kb):
    return compile_program(kb, "xx.law", "training", "2020-01-01")


def test_facts_of_other_acts_are_not_live(program):
    assert "output.shown" not in ranges.open_facts(program, {})
    assert "copy.words" in ranges.open_facts(program, {})


def test_a_known_fact_closes_what_hangs_on_it(program):
    assert "who.nonprofit" in ranges.open_facts(program, {})
    settled_words = ranges.open_facts(program, {"copy.words": 10})
    assert "work.creative" not in settled_words


@pytest.mark.parametrize(
    ("standings", "one"),
    [
        (["permitted", "permitted"], "permitted"),
        (["permitted", "likely_permitted"], "likely_permitted"),
        (["not_permitted", "likely_not_permitted"], "likely_not_permitted"),
        (["permitted", "not_permitted"], "uncertain"),
        (["permitted", "uncertain"], "uncertain"),
        (["uncertain", "not_permitted"], "uncertain"),
        (["no_permission_needed", "likely_permitted", "likely_not_permitted"], "uncertain"),
    ],
)
def test_several_standings_become_the_more_cautious_or_uncertain(standings, one):
    assert ranges.joined(standings) == one
    assert ranges.joined(reversed(standings)) == one


def test_span():
    assert ranges.span(["permitted", "not_permitted", "uncertain"]) == ("not_permitted", "permitted")
