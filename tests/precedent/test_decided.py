"""Decided cases as files: whose words they are written in, and what is said where they are not."""

from __future__ import annotations

import pytest

from fairuse.precedent.backtest import backtest
from fairuse.precedent.beside import Decided
from fairuse.precedent.decided import load_case
from fairuse.precedent.described import describe
from fairuse.precedent.likelihood import COUNTED, Calibration, Errors, Fit, interval
from fairuse.source.errors import FairuseError

CASE = """id: alpha
name: Alpha v. Beta
citation: none
court: none
decided: 2001-03-04
description: A school copies a chapter.
acts:
  - act: training
    label: a chapter
    facts: {{use.purpose: new}}
    ruling: {ruling}
"""


@pytest.fixture
def case(kb, tmp_path):
    """Load a case with this ruling, under the law of tests or a changed one."""

    def load(ruling, law=kb, more=""):
        path = tmp_path / "case.yaml"
        path.write_text(more + CASE.format(ruling=ruling))
        return load_case(path, law, "case.yaml")

    return load


def with_regime(kb, **changes):
    return kb.model_copy(update={"regimes": {"xx.law": kb.regimes["xx.law"].model_copy(update=changes)}})


@pytest.mark.parametrize(
    ("ruling", "held"),
    [
        ("{outcome: fair, factors: {f1: favors, f4: neutral}}", "allowed"),
        ("{outcome: not_fair}", "not_allowed"),
        ("{issues: {xx.amount: little}}", None),
    ],
)
def test_a_ruling_is_in_the_words_of_its_law(ruling, held, case, kb):
    found = case(ruling)
    assert found.regime == "xx.law"  # the one that is asked by default
    assert found.held(found.acts[0], kb) == held


def test_an_act_of_which_the_law_does_not_speak_is_told(case, kb):
    with pytest.raises(
        FairuseError, match=r"8:10: error xx\.law does not speak to the act 'training'; it cov"
    ) as error:
        case("{outcome: fair}", with_regime(kb, not_acts=("training",)))
    assert [p.code for p in error.value.problems] == ["act-not-covered"]


def test_another_law_has_other_words(case, kb):
    words = kb.regimes["xx.law"].words.model_copy(update={"allowed": "within the law"})
    law = with_regime(kb, words=words)
    found = case("{outcome: not_within_the_law}", law)
    assert found.held(found.acts[0], law) == "not_allowed"
    assert backtest(law, [found], today="2020-01-01").cases[0].held == "not_allowed"


@pytest.mark.parametrize(
    ("ruling", "problem"),
    [
        ("{outcome: not_fare}", "11:23: error there is no outcome 'not_fare'; did you mean 'not_fair'?"),
        ("{outcome: lawful}", "11:23: error there is no outcome 'lawful'; there are fair, not_fair"),
        ("{factors: {f2: favors}}", "11:24: error there is no factor 'f2'; there are f1, f4"),
        ("{factors: {f1: favours}}", "11:28: error 'favours' is not one of favors, disfavors, neutral; did you mean"),
        ("{unconfirmed: [f3]}", "11:28: error there is no factor 'f3'; there are f1, f4"),
        ("{issues: {xx.amont: little}}", "11:23: error there is no issue 'xx.amont'; did you mean 'xx.amount'?"),
        ("{issues: {xx.amount: litle}}", "11:34: error there is no value 'litle'; did you mean 'little'?"),
    ],
)
def test_what_its_law_does_not_know_is_told_with_the_right_spelling(ruling, problem, case):
    with pytest.raises(FairuseError) as caught:
        case(ruling)
    (said,) = map(str, caught.value.problems)
    assert said.startswith(f"case.yaml:{problem}")


def test_where_no_single_law_is_asked_by_default_a_case_names_its_own(case, kb):
    law = with_regime(kb, by_default=False)
    with pytest.raises(FairuseError, match="a case names its regime"):
        case("{outcome: fair}", law)
    assert case("{outcome: fair}", law, more="regime: xx.law\n").regime == "xx.law"
    with pytest.raises(FairuseError, match=r"did you mean 'xx\.law'"):
        case("{outcome: fair}", law, more="regime: xx.lew\n")


def test_a_case_is_open_unless_it_says_so(case):
    assert case("{outcome: fair}").set == "open"
    assert case("{outcome: fair}", more="set: set_aside\n").set == "set_aside"
    with pytest.raises(FairuseError, match="'aside' is not one of open, second, retold, set_aside"):
        case("{outcome: fair}", more="set: aside\n")


def test_each_set_is_tallied_apart(case, kb):
    cases = [case("{outcome: fair, factors: {f1: favors}}"), case("{outcome: not_fair}", more="set: set_aside\n")]
    card = backtest(kb, cases, today="2020-01-01")
    assert [r.set for r in card.cases] == ["open", "set_aside"]
    assert list(card.by_set) == ["open", "set_aside"]  # none for a set without cases
    assert card.by_set["open"].factors == card.factors
    assert [t.acts for t in card.by_set.values()] == [1, 1]
    assert {t.brier for t in card.by_set.values()} == {None}  # the law of tests has no calibration
    assert [t.right + t.wrong + t.abstained for t in card.by_set.values()] == [1, 1]
    assert [t.right for t in card.by_set.values()] == [r.correct for r in card.cases]


def test_likelihoods_give_a_brier_score(case, kb):
    (one,) = [case("{outcome: fair}")]
    others = [
        act.model_copy(update={"case": f"other-{n}", "outcome": "allowed" if n < 9 else "not_allowed"})
        for n, act in enumerate(describe([one], kb) * COUNTED)
    ]
    none = Errors(brier=0, log_loss=0)
    fit = Fit(counted=COUNTED, acts=1, allowed=1, left_out=none, base_rate_left_out=none, groups=(), sample=())
    made = Calibration(
        date="2020-01-01", method="", kb_version="", kb_sha256="", cases_sha256="", regimes={"xx.law": fit}
    )
    card = backtest(kb, [one], today="2020-01-01", decided=Decided(tuple(others), made))
    likelihood = interval(9, COUNTED)[0]
    assert card.cases[0].likelihood == round(likelihood, 4)
    assert card.brier == card.by_set["open"].brier == pytest.approx((1 - likelihood) ** 2, abs=1e-4)
    assert card.today.brier is None
