"""What several open facts together could do: it reaches the end that it is said to reach, and no end is passed over."""

from __future__ import annotations

import pytest

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.views import choose
from fairuse.engine.clauses import VIEW
from fairuse.kb.model import STANDINGS
from tests import installed
from tests.law.test_scenarios import NAMES


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def reached(use, result, kb, facts, views):
    program = program_for(kb, use.regime, use.act, result.as_of)
    known = {f.fact: f.value for f in use.facts if f.fact in program.facts}
    choices = [choose(d, kb, result.forum, result.as_of) for d in program.doctrines]
    rows = [
        row
        for row in ranges.view_rows(choices, argued=True)
        if all(row[VIEW + doctrine] == view for doctrine, view in views.items())
    ]
    found = ranges.ranks_under(program, {**known, **facts}, {}, 1, rows)[:, 0]
    return {STANDINGS[rank] for rank in found}


@pytest.mark.parametrize("name", NAMES[::3])
def test_the_facts_reach_the_end(name, kb):
    result = installed.assessed(name)
    for use in result.uses:
        told = {f.fact for f in use.facts}
        for one in use.together:
            assert one.standing in use.reached
            assert one.standing not in (use.standing, use.within.low, use.within.high)
            assert not one.facts.keys() & told - {"copy.served"}
            assert one.standing in reached(use, result, kb, one.facts, one.views), (use.id, one)


def test_an_end_that_no_fact_reaches_alone_is_said_how_to_reach(kb):
    told = 0
    for name in NAMES:
        for use in installed.assessed(name).uses:
            beyond = {end for end in use.reached if end not in (use.standing, use.within.low, use.within.high)}
            assert {one.standing for one in use.together} == beyond, use.id
            told += len(beyond)
    assert told > 50
