"""The house rules that ship as an example: a firm's view on market dilution, and its ban on shadow libraries."""

from __future__ import annotations

import pytest

from fairuse import checks
from fairuse.answer.assess import assess_alone
from fairuse.kb.load import fingerprint, read_houses
from fairuse.knowledge import data_dir
from fairuse.scenario.file import load_scenario
from tests import installed

HOUSE = data_dir("cases") / "house"


@pytest.fixture(scope="module")
def loaded():
    return read_houses(installed.law(), [(HOUSE, *fingerprint(HOUSE))])


@pytest.fixture(scope="module")
def answers(loaded):
    kb = loaded.kb
    result = assess_alone(load_scenario(installed.SCENARIOS / "pirated-library-training.yaml", kb), kb)
    return result, {answer.answer: answer for answer in result.house.answers}


def answer(use):
    return f"{use.act_id}/{use.work}/{use.jurisdiction}"


def test_it_has_no_problem_of_its_own(loaded):
    assert loaded.problems == ()
    essential = [p for m in checks.modules() if m.ESSENTIAL for p in m.check(loaded)]
    assert essential == []


def test_the_ban_reaches_every_act_with_such_copies_and_no_other(answers):
    result, found = answers
    for use in result.uses:
        barred = any(f.fact == "copy.source" and f.value == "shadow_library" for f in use.facts)
        ids = {e.id for e in found[answer(use)].entries} if answer(use) in found else set()
        assert ("house.no-shadow-libraries" in ids) == barred, use.id
        assert not barred or use.standing == "not_permitted"


def test_the_answers_by_the_law_alone_are_those_of_the_law(answers):
    _, found = answers
    plain = {answer(use): use.standing for use in installed.assessed("pirated-library-training").uses}
    assert found
    assert {name: one.without for name, one in found.items()} == {name: plain[name] for name in found}
    assert any(one.without != one.standing for one in found.values())


def test_the_firms_view_is_named_where_it_bears(answers):
    _, found = answers
    assert any(e.id == "house.dilution-counts" and e.kind == "position" for a in found.values() for e in a.entries)


def test_the_command_takes_house_rules_more_than_once(fairuse, scenarios, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        text = f"positions: [{{id: house.{name}, doctrine: training-fees, takes: counted, because: It is safer.}}]\n"
        (tmp_path / name / "own.yaml").write_text(text)
    options = ("--house", tmp_path / "a", "--house", tmp_path / "b")
    ran = fairuse("assess", scenarios / "novel.yaml", "--format", "json", *options)
    assert ran.code == 0, ran.err
    assert '"house": {' in ran.out
    missing = fairuse("assess", scenarios / "novel.yaml", "--house", tmp_path / "none")
    assert missing.code == 2
    assert "there is no such folder" in missing.err
