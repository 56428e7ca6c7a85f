"""A program with what is known worked in gives on every row that has it what the whole program gives."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fairuse.engine import bounds, columns
from fairuse.engine.clauses import VIEW, TooManyClauses
from fairuse.engine.narrowed import core, narrowed
from fairuse.engine.program import compile_program
from fairuse.kb.strata import Cycle
from tests import random_kb

SLOW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def program_of(kb):
    try:
        return compile_program(kb, "tt.law", "any", "2020-01-01")
    except (Cycle, TooManyClauses):
        assume(False)


@SLOW
@given(random_kb.knowledge_bases(), random_kb.facts(), st.lists(random_kb.facts(), min_size=1, max_size=4))
def test_a_narrowed_program_gives_the_same(kb, known, rows):
    whole = program_of(kb)
    every = [{**row, **known, VIEW + "doc": view} for row in rows for view in ("one", "two")]
    table = {t: columns.encode(whole, t, [r.get(t) for r in every]) for t in columns.terms(whole)}
    expected = columns.run(whole, table, len(every))
    for part in (narrowed(whole, known), narrowed(whole, known, (whole.conclusion,)), core(whole)):
        assert part.whole is whole
        found = columns.run(part, table, len(every))
        for issue in part.issues:
            assert list(found.values[issue.id]) == list(expected.values[issue.id])
        issues = {issue.id for issue in part.issues}
        assert whole.conclusion in issues
        for compiled in (c for c in whole.rules if c.rule.issue in issues):
            name = compiled.rule.id
            assert found.hits.get(name, 0) == expected.hits[name]
            assert found.beaten.get(name, 0) == expected.beaten[name]


@SLOW
@given(random_kb.knowledge_bases(), random_kb.facts())
def test_bounds_are_the_same(kb, known):
    whole = program_of(kb)
    possible = {fact: {value: 1} for fact, value in known.items()}
    possible |= {f: dict.fromkeys((*whole.domains[f], None), 1) for f in whole.facts if f not in known}
    expected = bounds.bound(whole, possible, 1)
    found = bounds.bound(narrowed(whole, known), possible, 1)
    assert found.issues == expected.issues
