"""The two sides of the engine and the oracle agree, rule for rule."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fairuse.engine import chain, columns
from fairuse.engine.clauses import VIEW, TooManyClauses
from fairuse.engine.program import compile_program
from fairuse.kb.strata import Cycle
from tests import oracle, random_kb

SLOW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def program_of(kb):
    try:
        return compile_program(kb, "tt.law", "any", "2020-01-01")
    except (Cycle, TooManyClauses):  # a presumption may defeat its defeater's defeater; such sets are refused at load
        assume(False)


@SLOW
@given(
    random_kb.knowledge_bases(), st.lists(random_kb.facts(), min_size=1, max_size=4), st.sampled_from(["one", "two"])
)
def test_chain_columns_and_oracle_agree(kb, rows, view):
    program = program_of(kb)
    known = [{**row, VIEW + "doc": view} for row in rows]
    table = {t: columns.encode(program, t, [r.get(t) for r in known]) for t in columns.terms(program)}
    wide = columns.run(program, table, len(rows))
    for number, row in enumerate(rows):
        fired, values = oracle.run(kb, list(kb.rules.values()), row, {"doc": view})
        proof = chain.run(known[number], program)
        assert {f.rule: bool(f.defeated_by) for f in proof.findings} == fired
        assert dict(proof.values) == values
        assert {r: bool(wide.defeated[r][number]) for r in wide.fired if wide.fired[r][number]} == fired
        shown = {
            i.id: list(i.scale)[wide.values[i.id][number]] for i in program.issues if wide.values[i.id][number] >= 0
        }
        assert shown == values


@settings(SLOW, max_examples=40)  # building experta's network is the slow part
@given(random_kb.knowledge_bases(), random_kb.facts())
def test_index_matcher_agrees_with_expertas_own_network(kb, row):
    program = program_of(kb)
    known = {**row, VIEW + "doc": "one"}
    assert chain.run(known, program) == chain.run(known, program, matcher=None)


@SLOW
@given(random_kb.knowledge_bases(), random_kb.facts())
def test_every_proof_rests_on_true_terms_that_suffice(kb, row):
    program = program_of(kb)
    known = {**row, VIEW + "doc": "one"}
    proof = chain.run(known, program)
    terms = {**known, **proof.values}
    for finding in proof.findings:
        assert all(terms[name] == value for name, value in finding.rests_on)
        rule = kb.rules[finding.rule]
        supported = {n: v for n, v in finding.rests_on if not n.startswith(VIEW)}
        assert not set(finding.rests_on_absence) & set(terms)
        assert set(finding.rests_on_absence) <= {t.term for t in _tests(rule.when) if t.op in ("unknown", "known")}
        assert oracle.truth(rule.when, supported, kb) is True


def _tests(condition):
    if hasattr(condition, "junction"):
        return [t for item in condition.items for t in _tests(item)]
    return [condition]
