"""Calibration: made-up acts with a known pattern, and the shipped cases."""

from __future__ import annotations

import importlib.util
import json
import math
import sys

import numpy as np
import pytest

from fairuse.knowledge import data_dir
from fairuse.precedent.calibrate import calibrate, digest_of, fit
from fairuse.precedent.decided import load_cases
from fairuse.precedent.likelihood import ActScored, predicted
from tests import installed

fitting = pytest.mark.skipif(importlib.util.find_spec("sklearn") is None, reason="scikit-learn is not installed")


def acts(pattern):
    return [
        ActScored(case=f"c{n}", label="x", decided="2000-01-01", scores={"a.one": one, "a.two": two}, allowed=allowed)
        for n, (one, two, allowed) in enumerate(pattern)
    ]


PATTERN = [(s, n % 3 - 1, s + (n % 5 == 0) > 0) for n, s in enumerate([-2, -1, 1, 2] * 8)]


def test_without_scikit_learn_the_command_says_what_to_install(monkeypatch, fairuse):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    monkeypatch.delenv("FAIRUSE_RULES", raising=False)
    ran = fairuse("calibrate", "--rules", data_dir("rules"))
    assert ran.code == 2
    assert "pip install 'fairuse[calibrate]'" in ran.err


@fitting
def test_the_factor_that_decides_gets_the_weight():
    found = fit(acts(PATTERN), ["a.one", "a.two"])
    assert found.weights["a.one"] > 1 > abs(found.weights["a.two"])
    assert found.left_out.brier < found.base_rate_left_out.brier
    assert found.left_out.log_loss < found.base_rate_left_out.log_loss
    assert sum(b.acts for b in found.reliability) == len(PATTERN)


@fitting
def test_a_case_never_predicts_itself():
    one_case = [a.model_copy(update={"case": "same"}) for a in acts([(2, 0, False)] * 6)]
    found = fit([*acts(PATTERN), *one_case], ["a.one", "a.two"])
    apart = fit([*acts(PATTERN), *acts([(2, 0, False)] * 6)], ["a.one", "a.two"])
    assert found.left_out.log_loss > apart.left_out.log_loss  # six alike acts of one case are all left out at once


@fitting
def test_the_covariance_is_that_of_the_penalised_fit():
    found = np.array(fit(acts(PATTERN), ["a.one", "a.two"]).covariance)
    assert found.shape == (3, 3)
    assert np.allclose(found, found.T)
    assert (np.linalg.eigvalsh(found) > 0).all()


@fitting
def test_shipped_cases_calibrate_and_few_do_not():
    kb = installed.law()
    folder = data_dir("cases") / "decided"
    cases = load_cases(folder, kb)
    found = calibrate(cases, kb, "2026-11-24", digest_of(folder))
    assert found == calibrate(cases, kb, "2026-11-24", digest_of(folder))
    assert set(found.regimes) == {"us.fair_use"}
    assert json.loads(found.model_dump_json())["date"] == "2026-11-24"
    assert calibrate(cases[:5], kb, "2026-11-24").regimes == {}


@fitting
def test_cases_set_aside_have_no_part_in_the_fit():
    kb = installed.law()
    cases = load_cases(data_dir("cases") / "decided", kb)
    aside = {c.id for c in cases if c.set == "set_aside"}
    found = calibrate(cases, kb, "2026-11-24").regimes["us.fair_use"]
    assert aside
    assert not aside & {a.case for a in found.sample}
    assert {c.id for c in cases if c.set == "second"} <= {a.case for a in found.sample}
    assert found == calibrate([c for c in cases if c.id not in aside], kb, "2026-11-24").regimes["us.fair_use"]


@fitting
def test_an_act_keeps_what_was_predicted_without_its_case():
    found = fit(acts(PATTERN), ["a.one", "a.two"])
    brier = sum((a.predicted - a.allowed) ** 2 for a in found.sample) / len(found.sample)
    assert brier == pytest.approx(found.left_out.brier, abs=1e-3)
    seen = found.sample[3]
    assert predicted(found, seen) == seen.predicted
    assert predicted(found, seen.model_copy(update={"label": "y"})) is None  # its case was seen, it was not
    unseen = seen.model_copy(update={"case": "new"})
    odds = found.intercept + sum(w * seen.scores[name] for name, w in found.weights.items())
    assert predicted(found, unseen) == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-4)
