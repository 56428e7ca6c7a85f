"""Each view has its own proof, whether it was run or seen to be that of the first views."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairuse.answer import assess
from fairuse.answer.posed import posed
from fairuse.engine import infer
from fairuse.knowledge import data_dir
from fairuse.scenario.file import load_scenario
from fairuse.scenario.uses import uses_of
from tests import installed
from tests.answer.test_ranges import CHOICES, SLOW, situations


@SLOW
@given(situations(), st.sampled_from(CHOICES))
def test_of_random_rules(situation, choice):
    _, program, row = situation
    known = {k: v for k, v in row.items() if k in program.facts}
    for run in assess._runs(program, known, [choice] if program.doctrines else []):
        assert run.inference == infer({**known, **run.views}, program)


@pytest.mark.parametrize("name", ["scraped-training", "pirated-library-training"])
def test_of_shipped_scenarios(name, monkeypatch):
    law = installed.law()
    scenario = load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", law)
    proved = []
    monkeypatch.setattr(assess, "infer", lambda facts, program: proved.append(1) or infer(facts, program))
    runs = 0
    for use in uses_of(scenario, law):
        asked = posed(use, law, "2026-11-24", None)
        for run in assess._runs(asked.program, asked.known, asked.choices):
            assert run.inference == infer({**asked.known, **run.views}, asked.program)
            runs += 1
    assert len(proved) < runs
