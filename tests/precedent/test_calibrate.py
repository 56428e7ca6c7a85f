"""Calibration: made-up acts with a known pattern, and the shipped cases."""

from __future__ import annotations

import json

import pytest

from fairuse.knowledge import data_dir
from fairuse.precedent.calibrate import TOGETHER, calibrate, digest_of, groups
from fairuse.precedent.decided import load_cases
from fairuse.precedent.described import Precedent, load_precedents
from fairuse.precedent.likelihood import COUNTED, ActSeen, load_calibration, predicted
from tests import installed

REGIME = "us.fair_use"


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture(scope="module")
def decided(kb):
    return load_precedents(data_dir("cases") / "decided", kb)


def acts(number, outcome, **changes):
    made = {
        "name": "Made v. Up",
        "citation": "none",
        "label": "x",
        "act": "quotation",
        "regime": REGIME,
        "decided": "2000-01-01",
        "outcome": outcome,
        "issues": {"us.transformative": "high" if outcome == "allowed" else "none"},
        "reasons": (),
    }
    return [Precedent(**{**made, "case": f"{outcome}-{n}", **changes}) for n in range(number)]


def test_issues_that_decide_tell_the_acts_apart(kb):
    found = calibrate([*acts(20, "allowed"), *acts(20, "not_allowed")], kb, "2026-11-24").regimes[REGIME]
    assert {a.near for a in found.sample if a.allowed} == {COUNTED}
    assert {a.near for a in found.sample if not a.allowed} == {0}
    assert found.left_out.brier < 0.02 < found.base_rate_left_out.brier
    assert [(g.least, g.most, g.allowed) for g in found.groups] == [(0, 0, 0), (1, COUNTED, 20)]


def test_a_case_never_predicts_itself(kb):
    against = {"us.transformative": "none"}
    odd = acts(6, "allowed", case="same", issues=against)
    found = calibrate([*acts(20, "allowed"), *acts(20, "not_allowed"), *odd], kb, "2026-11-24").regimes[REGIME]
    assert {a.near for a in found.sample if a.case == "same"} == {0}  # all six are left out at once


def test_groups_hold_enough_acts_and_every_count():
    sample = [
        ActSeen(case=f"c{n}", label="x", decided="2000-01-01", near=near, allowed=near > 6)
        for n, near in enumerate([0] * 12 + [1] * 3 + [5] * 8 + [11] * 14 + [12] * 2)
    ]
    found = groups(sample)
    assert [(g.least, g.most, g.acts) for g in found] == [(0, 0, 12), (1, 5, 11), (6, 12, 16)]
    assert all(g.acts >= TOGETHER and g.low <= g.allowed / g.acts <= g.high for g in found)
    assert groups(sample[:TOGETHER]) == groups(sample[:TOGETHER])
    assert [(g.least, g.most) for g in groups(sample[:TOGETHER])] == [(0, COUNTED)]
    assert groups(sample[: TOGETHER - 1]) == ()


def test_too_few_acts_or_one_outcome_give_nothing(kb):
    assert calibrate([*acts(5, "allowed"), *acts(5, "not_allowed")], kb, "2026-11-24").regimes == {}
    assert calibrate(acts(40, "allowed"), kb, "2026-11-24").regimes == {}


def test_shipped_cases_can_be_measured_and_come_out_the_same_again(kb, decided):
    found = calibrate(decided, kb, "2026-11-24", "digest")
    assert set(found.regimes) == {REGIME}
    assert found.kb_sha256 == kb.sha256
    assert calibrate(decided[::-1], kb, "2026-11-24", "digest").regimes[REGIME].groups == found.regimes[REGIME].groups
    assert json.loads(found.model_dump_json())["date"] == "2026-11-24"


def test_the_file_that_ships_is_of_these_cases(kb, decided):
    """If this fails, run `fairuse calibrate -o cases/calibration.json`."""
    shipped = load_calibration(data_dir("cases") / "calibration.json")
    assert shipped.cases_sha256 == digest_of(data_dir("cases") / "decided")
    assert shipped.regimes.keys() == {REGIME}
    fresh = calibrate(decided, kb, "2026-11-24").regimes[REGIME]
    assert {(a.case, a.label) for a in shipped.regimes[REGIME].sample} == {(a.case, a.label) for a in fresh.sample}


def test_cases_set_aside_have_no_part_in_it(kb, decided):
    cases = load_cases(data_dir("cases") / "decided", kb)
    aside = {c.id for c in cases if c.set == "set_aside"}
    found = calibrate(decided, kb, "2026-11-24").regimes[REGIME]
    assert aside
    assert {d.case for d in decided if d.set_aside} == aside
    assert not aside & {a.case for a in found.sample}
    assert {c.id for c in cases if c.set == "second"} <= {a.case for a in found.sample}
    assert found == calibrate([d for d in decided if not d.set_aside], kb, "2026-11-24").regimes[REGIME]
    measured = next(d for d in decided if d.set_aside)
    assert predicted(measured, decided, kb) == predicted(measured, [d for d in decided if not d.set_aside], kb)
