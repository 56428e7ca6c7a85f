"""Rows that stand once under each view, and facts told as bits, give what the same rows give written out."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fairuse.engine import bounds, columns
from fairuse.engine.clauses import VIEW, TooManyClauses
from fairuse.engine.program import compile_program
from fairuse.kb.strata import Cycle
from tests import random_kb

SLOW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
VIEWS = ("one", "two", "one")


def program_of(kb):
    try:
        return compile_program(kb, "tt.law", "any", "2020-01-01")
    except (Cycle, TooManyClauses):
        assume(False)


def spread(values):
    found = {}
    for number, value in enumerate(values):
        found[value] = found.get(value, 0) | 1 << number
    return found


@SLOW
@given(random_kb.knowledge_bases(), st.lists(random_kb.facts(), min_size=1, max_size=5))
def test_blocks_give_what_all_their_rows_give(kb, rows):
    program = program_of(kb)
    every = [{**row, VIEW + "doc": view} for view in VIEWS for row in rows]
    table = {t: columns.encode(program, t, [r.get(t) for r in every]) for t in columns.terms(program)}
    expected = columns.run(program, table, len(every))
    told = {fact: [row.get(fact) for row in rows] for fact in program.facts}
    spreads = {fact: spread(values) for fact, values in told.items()}
    encoded = {fact: columns.encode(program, fact, values) for fact, values in told.items()}
    for cells in (spreads, encoded):
        blocks = columns.Blocks(len(VIEWS), cells, {VIEW + "doc": VIEWS})
        found = columns.run(program, {}, len(every), {}, blocks)
        assert (found.hits, found.beaten) == (expected.hits, expected.beaten)
        for issue in program.issues:
            assert list(found.values[issue.id]) == list(expected.values[issue.id])
    for fact, column in encoded.items():
        assert repr(columns.column_of(program, fact, spreads[fact], len(rows))) == repr(column)


@SLOW
@given(random_kb.knowledge_bases(), random_kb.facts(), st.data())
def test_bounds_are_the_same_whatever_is_looked_at_once(kb, known, data):
    program = program_of(kb)
    assume(program.facts)
    values = {f: (known[f],) if f in known else (*program.domains[f], None) for f in program.facts}
    split = data.draw(st.sampled_from(program.facts))
    possible = {VIEW + "doc": {"one": 3}, split: {values[split][0]: 1, values[split][-1]: 2}}
    if len(values[split]) == 1:
        possible[split] = {values[split][0]: 3}
    everywhere = {fact: dict.fromkeys(some, 3) for fact, some in values.items()}
    expected = bounds.bound(program, {**everywhere, **possible}, 2)
    fixed = bounds.Fixed(values)
    before = bounds.bound(program, {VIEW + "doc": {"one": 1}}, 1, fixed)
    assert bounds.bound(program, possible, 2, fixed) == expected
    assert bounds.bound(program, possible, 2, fixed, before) == expected
