"""The likelihood: a band from parameters, what it rests on, and the calibration that ships."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.result import ActNamed, Likelihood, Taken
from fairuse.knowledge import data_dir
from fairuse.pages.assessment import explain
from fairuse.precedent.likelihood import (
    ActScored,
    Calibration,
    Errors,
    Fit,
    likelihood,
    load_calibration,
    with_likelihood,
)
from fairuse.scenario.file import load_scenario
from fairuse.source.errors import FairuseError
from fairuse.words.outline import Paragraph
from fairuse.words.wording import likelihood_text
from tests import installed

SCENARIOS = data_dir("cases") / "scenarios"
TODAY = "2026-11-24"
FACTORS = ("us.f1", "us.f2", "us.f3", "us.f4")


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture(scope="module")
def shipped():
    found = load_calibration(data_dir("cases") / "calibration.json")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def use(kb):
    return assess(load_scenario(SCENARIOS / "google-books-scan.yaml", kb), kb, as_of=TODAY).uses[0]


def act(case, f1, f4, allowed, decided="2000-01-01"):
    return ActScored(
        case=case, label="x", decided=decided, scores=dict(zip(FACTORS, (f1, 0, 0, f4), strict=True)), allowed=allowed
    )


def made(kb, *sample, covariance=0.0, weights=(1.0, 0.0, 0.0, 1.0), sha=None):
    errors = Errors(brier=0.1, log_loss=0.3)
    fit = Fit(
        intercept=0.0,
        weights=dict(zip(FACTORS, weights, strict=True)),
        covariance=tuple(tuple(covariance if a == b else 0.0 for b in range(5)) for a in range(5)),
        acts=len(sample),
        allowed=sum(a.allowed for a in sample),
        left_out=errors,
        base_rate_left_out=errors,
        reliability=(),
        sample=sample,
    )
    return Calibration(
        date=TODAY,
        method="m",
        kb_version=kb.version,
        kb_sha256=sha or kb.sha256,
        cases_sha256="",
        regimes={"us.fair_use": fit},
    )


SAMPLE = (act("a", 2, 2, True), act("b", 1, 1, True), act("c", 1, 2, False), act("d", -1, 2, False))


def with_values(use, values):
    """The use with other results for its factors; a pair of values is an open factor with this range."""

    def changed(issue):
        given = values.get(issue.id)
        if given is None:
            return issue
        scale = ["strongly_against", "against", "neutral", "for", "strongly_for"]
        if isinstance(given, tuple):
            span = tuple(scale[n + 2] for n in given)
            return issue.model_copy(update={"value": None, "score": None, "lean": None, "range": span})
        lean = "for" if given > 0 else "against" if given < 0 else "neutral"
        return issue.model_copy(update={"value": scale[given + 2], "score": given, "lean": lean})

    return use.model_copy(update={"issues": tuple(changed(i) for i in use.issues)})


def test_acts_with_the_same_leanings_are_counted(use, kb):
    found = likelihood(with_values(use, {"us.f1": 1, "us.f4": 1}), made(kb, *SAMPLE), kb, TODAY)
    assert (found.like.allowed, found.like.of) == (2, 3)
    assert set(found.like.by) == {"us.f1", "us.f4"}
    assert found.like.cases == tuple(ActNamed(case=case, label="x") for case in "abc")
    assert found.value == found.low == found.high == pytest.approx(1 / (1 + 2.718281828**-2), abs=1e-3)
    assert "Of the 3 decided acts most like this" in found.basis
    assert "other rules" not in found.basis


def test_acts_decided_later_do_not_count(use, kb):
    later = made(kb, *SAMPLE, act("e", 1, 1, True, decided="2030-01-01"))
    assert likelihood(with_values(use, {"us.f1": 1, "us.f4": 1}), later, kb, TODAY).like.of == 3


def test_an_open_factor_widens_the_band_and_does_not_choose_acts(use, kb):
    sure = likelihood(with_values(use, {"us.f1": 1, "us.f4": 1}), made(kb, *SAMPLE), kb, TODAY)
    found = likelihood(with_values(use, {"us.f1": 1, "us.f4": (-2, 1)}), made(kb, *SAMPLE), kb, TODAY)
    assert found.low == pytest.approx(1 / (1 + 2.718281828**1), abs=1e-3)
    assert found.high == sure.high
    assert found.low < found.value < found.high
    assert (found.like.by, found.like.open) == (("us.f1",), ("us.f4",))


def test_a_view_that_no_court_has_held_widens_the_band_and_leaves_the_figure(use, kb):
    finding = next(f for f in use.findings if f.issue == "us.f4" and not f.defeated_by)
    argued = finding.model_copy(
        update={"rule": "other", "value": "against", "under": ((Taken(doctrine="a-doctrine", view="a-view"),),)}
    )
    plain = likelihood(use, made(kb, *SAMPLE), kb, TODAY)
    wider = likelihood(use.model_copy(update={"findings": (*use.findings, argued)}), made(kb, *SAMPLE), kb, TODAY)
    assert (wider.value, wider.high) == (plain.value, plain.high)
    assert wider.low < plain.low


def test_doubt_about_the_parameters_widens_the_band(use, kb):
    here = with_values(use, {"us.f1": 1, "us.f4": 1})
    narrow = likelihood(here, made(kb, *SAMPLE, covariance=0.01), kb, TODAY)
    wide = likelihood(here, made(kb, *SAMPLE, covariance=0.2), kb, TODAY)
    assert wide.low < narrow.low < narrow.value == wide.value < narrow.high < wide.high


def test_other_rules_are_said_to_be_other(use, kb):
    assert "Fitted under other rules" in likelihood(use, made(kb, *SAMPLE, sha="0" * 64), kb, TODAY).basis


def test_only_calibrated_balancing_regimes_have_one(use, kb):
    empty = made(kb, *SAMPLE).model_copy(update={"regimes": {}})
    assert likelihood(use, empty, kb, TODAY) is None
    regime = kb.regimes["us.fair_use"].model_copy(update={"kind": "conditions"})
    other = kb.model_copy(update={"regimes": {"us.fair_use": regime}})
    assert likelihood(use, made(kb, *SAMPLE), other, TODAY) is None


def test_the_report_has_one_line_after_the_words(kb, shipped):
    result = assess(load_scenario(SCENARIOS / "google-books-scan.yaml", kb), kb, as_of=TODAY)
    bare = explain(result, kb).blocks
    beside = explain(with_likelihood(result, shipped, kb), kb).blocks
    added = [b for b in beside if b not in bare]
    assert len(added) == 1
    assert isinstance(added[0], Paragraph)
    assert added[0].text.startswith("Likelihood of being held fair: ")
    verdict = next(n for n, b in enumerate(beside) if type(b).__name__ == "Verdict")
    assert beside[verdict + 1] == added[0]
    assert with_likelihood(result, None, kb) == result


@pytest.mark.parametrize(
    ("low", "high", "like", "text"),
    [
        (0.71, 0.84, (14, 17), "70-85 %; of the 17 decided acts most like this, 14 were."),
        (0.001, 0.04, (0, 9), "1-5 %; of the 9 decided acts most like this, none were."),
        (0.97, 0.9999, (1, 1), "95-99 %; the one decided act most like this was held fair."),
        (0.4, 0.6, (0, 1), "40-60 %; the one decided act most like this was not held fair."),
        (0.4, 0.6, (0, 0), "40-60 %; no decided act is like this one."),
        (0.4, 0.6, (1, 2), "40-60 %; of the 2 decided acts most like this, 1 was."),
    ],
)
def test_the_line_in_words(kb, low, high, like, text):
    acts = {"allowed": like[0], "of": like[1], "by": FACTORS[:2], "open": (), "cases": ()}
    found = Likelihood(value=0.5, low=low, high=high, basis="", like=acts)
    assert likelihood_text(found, "us.fair_use", kb) == f"Likelihood of being held fair: {text}"


def test_the_shipped_file_does_better_than_the_base_rate(shipped):
    fit = shipped.regimes["us.fair_use"]
    assert fit.acts == len(fit.sample) >= 60
    assert fit.left_out.brier < 0.6 * fit.base_rate_left_out.brier
    assert fit.left_out.log_loss < 0.6 * fit.base_rate_left_out.log_loss
    assert sum(b.acts for b in fit.reliability) == fit.acts
    assert all(weight > 0 for weight in fit.weights.values())  # no factor in the user's favour counts against the user


def test_a_missing_file_is_no_error_and_a_broken_one_is(tmp_path):
    assert load_calibration(tmp_path / "none.json") is None
    (tmp_path / "bad.json").write_text("{}")
    with pytest.raises(FairuseError, match="calibration"):
        load_calibration(tmp_path / "bad.json")
