"""Ranges and their bounds against the oracle, over every completion there is."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairuse.answer import ranges, spans
from fairuse.answer.posed import posed
from fairuse.answer.views import Choice
from fairuse.engine import bounds, compile_program
from fairuse.engine.clauses import VIEW
from fairuse.kb.model import STANDINGS
from fairuse.knowledge import data_dir
from fairuse.scenario.file import load_scenario
from fairuse.scenario.uses import uses_of
from tests import installed, oracle, random_kb
from tests.answer.test_ranges import CHOICES, SLOW, completions, options, settled, shown, situations


def span_of(program, row, choice):
    known = {k: v for k, v in row.items() if k in program.facts}
    choices = [choice] if program.doctrines else []
    return spans.spans(program, known, choices, ranges.open_facts(program, known))


def outcomes(kb, program, row, choice):
    """The values of all issues in each completion under each view, and the lowest and highest standing."""
    values = [settled(kb, r, v) for r in [row, *completions(row)] for v in shown(choice, program)]
    standings = {v.get(program.conclusion, "uncertain") for v in values}
    return values, (min(standings, key=STANDINGS.index), max(standings, key=STANDINGS.index))


def places(issue, values):
    scale = list(issue.scale)
    return scale, [scale.index(v[issue.id]) for v in values if issue.id in v]


@SLOW
@given(situations(), st.sampled_from(CHOICES))
def test_the_range_spans_every_completion_under_every_view(situation, choice):
    kb, program, row = situation
    values, widest = outcomes(kb, program, row, choice)
    found = span_of(program, row, choice)
    assert found.exact
    assert found.range == found.reached == widest
    for issue in program.issues:
        scale, taken = places(issue, values)
        span = found.issues.get(issue.id)
        if issue.id == program.conclusion:
            assert span == ((scale[min(taken)], scale[max(taken)]) if taken else None)
        elif span:  # facts that bear only on issues the conclusion does not rest on are left unknown
            assert min(taken) <= scale.index(span[0]) <= scale.index(span[1]) <= max(taken)


@SLOW
@given(situations(), st.sampled_from(CHOICES), st.sampled_from([(0, 1), (1, 1), (3, 4), (12, 100)]))
def test_beyond_the_limit_a_bound_contains_every_completion(situation, choice, limits):
    """However short the search, nothing lies beyond the bound, and what it says is reached is."""
    kb, program, row = situation
    values, (low, high) = outcomes(kb, program, row, choice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "EXACT_ROWS", 0)
        patch.setattr(spans, "MOST_RUNS", limits[0])
        patch.setattr(spans, "TRIED", limits[1])
        found = span_of(program, row, choice)
        assert found == span_of(program, row, choice)
    rank = STANDINGS.index
    assert rank(found.range[0]) <= rank(low) <= rank(found.reached[0])
    assert rank(found.reached[1]) <= rank(high) <= rank(found.range[1])
    assert found.exact == (found.range == found.reached)
    known = {k: v for k, v in row.items() if k in program.facts}
    open_ = set(ranges.open_facts(program, known)) >= {f for f in program.facts if f not in row}
    open_ &= not program.doctrines or ranges.still_turning(program, known, [choice]) == [choice]
    for issue in program.issues:
        scale, taken = places(issue, values)
        span = found.issues.get(issue.id)
        if taken and open_:  # facts and views that bear only on issues beside the conclusion are left as they are
            assert scale.index(span[0]) <= min(taken) <= max(taken) <= scale.index(span[1])


@SLOW
@given(situations(), st.data())
def test_what_terms_may_be_bounds_what_rules_and_issues_come_to(situation, data):
    """Rows in which each term may have some values: for every choice of them the oracle's answer is in bounds."""
    kb, program, _ = situation
    rows = [
        {
            f: data.draw(st.lists(st.sampled_from([None, *options(f)]), min_size=1, max_size=2, unique_by=repr))
            for f in random_kb.FACTS
        }
        for _ in range(2)
    ]
    possible = {}
    for number, row in enumerate(rows):
        for fact, values in row.items():
            for value in values:
                held = possible.setdefault(fact, {})
                held[value] = held.get(value, 0) | 1 << number
    possible[VIEW + "doc"] = {"one": 3}
    found = bounds.bound(program, possible, len(rows))
    assert found.feasible == 3
    for number, row in enumerate(rows):
        for picked in itertools.product(*row.values()):
            facts = {f: v for f, v in zip(row, picked, strict=True) if v is not None}
            fired, values = oracle.run(kb, list(kb.rules.values()), facts, {"doc": "one"})
            for name in kb.rules:
                stands = fired.get(name) is False
                assert found.may[name] >> number & 1 or not stands
                assert not found.must[name] >> number & 1 or stands
            for issue in program.issues:
                assert found.issues[issue.id][values.get(issue.id)] >> number & 1


@SLOW
@given(situations(), st.data())
def test_assuming_every_value_of_an_issue_leaves_nothing_out(situation, data):
    kb, program, row = situation
    issue = data.draw(st.sampled_from(program.issues))
    values = [*issue.options, None]
    every = (1 << len(values)) - 1
    possible = {f: dict.fromkeys([row[f]] if f in row else options(f), every) for f in random_kb.FACTS}
    possible[VIEW + "doc"] = {"one": every}
    possible[issue.id] = {v: 1 << n for n, v in enumerate(values)}
    found = bounds.bound(program, possible, len(values))
    for completion in completions(row):
        given_ = settled(kb, completion, "one")
        number = values.index(given_.get(issue.id))
        assert found.feasible >> number & 1
        for other in program.issues:
            assert found.issues[other.id][given_.get(other.id)] >> number & 1


def test_a_bound_says_that_it_is_one(kb, monkeypatch):
    program = compile_program(kb, "xx.law", "training", "2020-01-01")
    choice = [Choice("training-fees", ("ignored", "counted"))]
    unknown = ranges.open_facts(program, {})
    exact = spans.spans(program, {}, choice, unknown)
    assert (exact.exact, exact.range) == (True, ("not_permitted", "permitted"))
    monkeypatch.setattr(spans, "EXACT_ROWS", 10)
    assert spans.spans(program, {}, choice, unknown).range == exact.range
    monkeypatch.setattr(spans, "MOST_RUNS", 0)
    idle = spans.spans(program, {}, choice, unknown)
    assert not idle.exact
    assert idle.range == (STANDINGS[0], STANDINGS[-1])


@pytest.mark.parametrize("name", ["scraped-training", "image-model-rare-memorisation", "short-quotation"])
def test_no_completion_of_a_shipped_scenario_goes_beyond_its_range(name):
    kb = installed.law()
    scenario = load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", kb)
    draw = random.Random(name)
    for use in uses_of(scenario, kb):
        asked = posed(use, kb, "2026-11-24", scenario.forum)
        program, known, choices = asked.program, asked.known, asked.choices
        unknown = ranges.open_facts(program, known)
        found = spans.spans(program, known, choices, unknown)
        views = ranges.view_rows(choices, argued=True)
        rows = [
            {**known, **draw.choice(views), **{f: draw.choice(ranges.candidates(program, f)) for f in unknown}}
            for _ in range(3_000)
        ]
        ranks = [STANDINGS.index(s) for s in ranges.standings(program, rows, [{}])]
        assert STANDINGS.index(found.range[0]) <= min(ranks)
        assert max(ranks) <= STANDINGS.index(found.range[1])
