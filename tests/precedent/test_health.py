"""How rules fare, as their pages tell it: faults that tests notice, decided acts answered wrong, last checked."""

from __future__ import annotations

import pytest

from fairuse.pages.reference import page
from fairuse.precedent.decided import load_cases
from fairuse.precedent.health import HealthFile, RuleHealth, digest, health_of, load_health
from fairuse.report import render_outline
from fairuse.source.errors import FairuseError
from tests import installed
from tests.net import health


def told(kb, name, fares):
    return " ".join(render_outline(page(kb, "rules", name, {}, fares), "terminal", width=100).split())


def test_what_ships_is_what_was_measured():
    path = health.data_dir("cases") / health.FILE
    assert path.read_text() == health.made(), "make health"


def test_it_knows_the_rules_that_ship_and_no_case_that_is_set_aside():
    kb, measured = installed.law(), load_health()
    assert len(set(kb.rules) & set(measured.faults)) > 0.9 * len(kb.rules)
    assert measured.missed
    assert all(0 <= noticed <= tried for _, noticed, tried in measured.faults.values())
    cases = load_cases(health.data_dir("cases") / "decided", kb)
    aside = {case.id for case in cases if case.set == "set_aside"}
    assert not any(one.partition(":")[0] in aside for acts in measured.missed.values() for one in acts)


def test_the_page_of_a_rule_tells_how_it_fares(kb):
    rule = kb.rules["xx.purpose.own"]
    measured = HealthFile(faults={rule.id: (digest(rule), 7, 9)}, missed={rule.id: ("eta-v-theta: a use",)})
    text = told(kb, rule.id, health_of(rule, kb, measured))
    assert "7 of 9 faults put into it are noticed by tests" in text
    assert "eta-v-theta: a use" in text
    assert f"last checked on {kb.authorities['gamma-v-delta'].checked_on}" in text


def test_a_rule_that_was_changed_since_says_so(kb):
    rule = kb.rules["xx.purpose.own"]
    measured = HealthFile(faults={rule.id: ("0" * 12, 7, 9)}, missed={})
    assert "it was changed since" in told(kb, rule.id, health_of(rule, kb, measured))
    assert "not measured" in told(kb, rule.id, RuleHealth())


def test_a_broken_file_is_said(tmp_path):
    (tmp_path / "h.json").write_text("{}")
    with pytest.raises(FairuseError, match="make health"):
        load_health(tmp_path / "h.json")
