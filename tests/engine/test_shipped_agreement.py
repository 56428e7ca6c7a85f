"""Chain and columns agree on the shipped rules: every scenario, every decided act, and random sets of facts."""

from __future__ import annotations

import random
import time

import pytest

from fairuse.answer.posed import program_for
from fairuse.answer.ranges import run_rows, view_rows
from fairuse.answer.views import choose
from fairuse.engine import chain, columns
from fairuse.engine.clauses import VIEW
from fairuse.knowledge import data_dir
from fairuse.precedent.decided import load_cases
from fairuse.scenario.file import load_scenario
from fairuse.scenario.uses import uses_of
from tests import installed

TODAY = "2026-11-24"
CASES = data_dir("cases")
SECONDS = 10
FEWEST = 200
MOST_ROWS = 24
SCENARIOS = sorted(p for p in (CASES / "scenarios").glob("*.yaml") if not p.stem.endswith(".expected"))


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def agree(program, rows):
    """Compare findings, defeats and settled values of both sides in every row."""
    wide = run_rows(program, rows)
    for number, row in enumerate(rows):
        proof = chain.run(row, program)
        assert {f.rule: bool(f.defeated_by) for f in proof.findings} == wide.findings(number), row
        shown = {i.id: wide.values[i.id][number] for i in program.issues}
        assert dict(proof.values) == {i.id: i.options[shown[i.id]] for i in program.issues if shown[i.id] >= 0}, row


def agree_on(use, kb, day, forum):
    program = program_for(kb, use.regime, use.act, day)
    known = {k: v for k, v in use.values.items() if k in program.facts}
    views = view_rows([choose(d, kb, forum, day) for d in program.doctrines], argued=True)
    agree(program, [{**known, **view} for view in some(views)])


def some(rows):
    """All rows if there are few; of many, the first and a fixed sample in which every value of each term occurs."""
    if len(rows) <= MOST_ROWS:
        return rows
    draw = random.Random(0)
    while True:
        sample = [rows[0], *draw.sample(rows, MOST_ROWS - 1)]
        if all({row[name] for row in sample} == {row[name] for row in rows} for name in rows[0]):
            return sample


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_on_every_scenario(path, kb):
    scenario = load_scenario(path, kb)
    for use in uses_of(scenario, kb):
        agree_on(use, kb, scenario.as_of or TODAY, scenario.forum)


def test_on_every_decided_act_under_the_law_of_its_day_and_of_today(kb):
    for case in load_cases(CASES / "decided", kb):
        for use in uses_of(case.scenario(), kb):
            for day in (case.day, TODAY):
                agree_on(use, kb, day, case.forum)


def test_on_random_sets_of_facts(kb):
    """As many as fit in ten seconds; `benchmarks/agreement.py` runs 100,000."""
    draw = random.Random(20261124)
    places = [
        (r.id, act, day) for r in kb.regimes.values() for act in r.acts or kb.acts for day in (TODAY, "2015-01-01")
    ]
    draw.shuffle(places)
    end, done = time.monotonic() + SECONDS, 0
    while done < FEWEST or time.monotonic() < end:
        place = places[done // 20 % len(places)]
        program = program_for(kb, *place)
        names = columns.terms(program)
        share = draw.random()
        rows = [
            {
                n: draw.choice(program.domains[n] or (0, 1, 100))
                for n in names
                if n.startswith(VIEW) or draw.random() < share
            }
            for _ in range(20)
        ]
        agree(program, rows)
        done += 20
