"""The back-test as a gate: a lost case fails, and misses are expected by name."""

from __future__ import annotations

import json
import sys

import pytest

from fairuse import cli
from tests import golden, installed

CASE = """id: {name}
name: {name} v. Test
citation: none
court: none
decided: 2015-03-04
description: A school copies a chapter.
acts:
  - act: training
    label: a chapter
{miss}    facts: {{use.purpose: {purpose}, copy.words: 10}}
    ruling: {{outcome: {outcome}}}
"""


@pytest.fixture
def folder(tmp_path):
    """Write a case that the rules of tests answer (`permitted` for a new purpose and few words), with its ruling."""

    def write(name, outcome, purpose="new", miss=""):
        text = CASE.format(
            name=name, outcome=outcome, purpose=purpose, miss=f"    known_miss: {miss}\n" if miss else ""
        )
        (tmp_path / "cases").mkdir(exist_ok=True)
        (tmp_path / "cases" / f"{name}.yaml").write_text(text.replace(", market.told: x", ""))
        return tmp_path / "cases"

    return write


def answered(fairuse, cases):
    return {c["case"]: c for c in json.loads(fairuse("backtest", cases, "--format", "json").out)["cases"]}


def test_a_case_that_is_lost_fails_the_gate(fairuse, folder, tmp_path):
    cases = folder("alpha", "fair")
    card = tmp_path / "card.json"
    now = answered(fairuse, cases)["alpha"]
    right = "fair" if now["law_of_day"]["outcome"] == "allowed" else "not_fair"
    cases = folder("alpha", right)
    assert fairuse("backtest", cases, "--format", "json", "-o", card).code == 0
    assert fairuse("backtest", cases, "--against", card).code == 0
    cases = folder("alpha", "not_fair" if right == "fair" else "fair")
    ran = fairuse("backtest", cases, "--against", card)
    assert ran.code == 1
    assert ran.err == "lost: alpha: a chapter\n"
    assert "lost: 1" in ran.out


def test_misses_are_expected_by_name(fairuse, folder):
    cases = folder("alpha", "fair")
    right = "fair" if answered(fairuse, cases)["alpha"]["law_of_day"]["outcome"] == "allowed" else "not_fair"
    wrong = "not_fair" if right == "fair" else "fair"
    cases = folder("alpha", wrong)
    assert fairuse("backtest", cases).code == 0
    ran = fairuse("backtest", cases, "--strict")
    assert ran.code == 1
    assert "not expected to be missed: alpha: a chapter" in ran.err
    cases = folder("alpha", wrong, miss="The court had other facts before it.")
    assert fairuse("backtest", cases, "--strict").code == 0
    cases = folder("alpha", right, miss="The court had other facts before it.")
    ran = fairuse("backtest", cases, "--strict")
    assert ran.code == 1
    assert "comes out as held: alpha: a chapter" in ran.err


def test_a_scorecard_that_is_none(fairuse, folder, tmp_path):
    cases = folder("alpha", "fair")
    (tmp_path / "card.json").write_text("{}")
    ran = fairuse("backtest", cases, "--against", tmp_path / "card.json")
    assert (ran.code, ran.out) == (2, "")
    assert "is not a scorecard that this version can read" in ran.err
    ran = fairuse("backtest", cases, "--against", "no-such-revision")
    assert (ran.code, ran.out) == (2, "")
    assert "neither a file nor a revision" in ran.err
    assert fairuse("backtest", tmp_path / "nowhere").code == 2


def test_the_back_test_of_what_ships_is_pinned(monkeypatch, capsys):
    monkeypatch.delenv("FAIRUSE_RULES", raising=False)
    monkeypatch.setattr("fairuse.knowledge.load_kb", lambda path=None: installed.law())
    monkeypatch.setattr(sys, "argv", ["fairuse", "backtest", "--as-of", "2026-11-24"])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    golden.check("reports/backtest.txt", capsys.readouterr().out)
