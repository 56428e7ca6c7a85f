"""Nearest decided cases: comparison issue by issue, both sides, a fortiori."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.result import ActNamed
from fairuse.knowledge import data_dir
from fairuse.pages.analogies import analogy_points
from fairuse.precedent.analogies import nearest_cases, with_analogies
from fairuse.precedent.decided import load_cases
from fairuse.precedent.described import Precedent, describe, load_precedents
from fairuse.scenario.file import load_scenario
from fairuse.words.outline import Ref
from tests import installed

CASES = data_dir("cases")
TODAY = "2026-11-24"


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture(scope="module")
def precedents(kb):
    return describe(load_cases(CASES / "decided", kb), kb)


@pytest.fixture(scope="module")
def library(kb):
    return assess(load_scenario(CASES / "scenarios/pirated-library-training.yaml", kb), kb).uses[0]


def precedent(use, outcome, **changes):
    values = {i.id: i.value for i in use.issues if i.value and not i.headline}
    return Precedent(
        case=f"made-{outcome}",
        name="Made v. Up",
        citation="none",
        label="an act",
        act=use.act,
        regime=use.regime,
        decided="2020-01-01",
        outcome=outcome,
        issues={**values, **changes},
        reasons=tuple(f.rule for f in use.findings),
    )


def test_a_case_no_stronger_decides_a_fortiori(library, kb):
    like = precedent(library, "not_allowed", **{"us.source": "lawful"})  # refused though its copies were lawful
    found = nearest_cases(library, [like], kb, TODAY)
    assert found.forced_by == (ActNamed(case="made-not_allowed", label="an act"),)
    assert found.against[0].weaker_here == ("us.source",)
    assert found.against[0].there == {"us.source": "lawful"}
    assert found.for_ == ()


def test_a_stronger_case_does_not(library, kb):
    better = precedent(library, "allowed", **{"us.source": "lawful"})  # allowed, but with lawful copies
    assert nearest_cases(library, [better], kb, TODAY).forced_by == ()
    assert nearest_cases(library, [precedent(library, "allowed")], kb, TODAY).forced_by == (
        ActNamed(case="made-allowed", label="an act"),
    )


@pytest.mark.parametrize(("least", "forces"), [(1, True), (100, False), (None, False)])
def test_how_many_issues_must_bear_it_out_is_said_by_the_law(least, forces, library, kb):
    law = kb.regimes[library.regime]
    said = None if least is None else law.a_fortiori.model_copy(update={"least": least})
    regimes = {**kb.regimes, law.id: law.model_copy(update={"a_fortiori": said})}
    found = nearest_cases(library, [precedent(library, "allowed")], kb.model_copy(update={"regimes": regimes}), TODAY)
    assert bool(found.forced_by) == forces


def test_a_case_that_decides_is_said_to_and_the_one_to_distinguish_is_named(library, kb):
    against, near = precedent(library, "not_allowed"), precedent(library, "allowed", **{"us.source": "lawful"})
    found = library.model_copy(update={"analogies": nearest_cases(library, [against, near], kb, TODAY)})
    said = [p.text for p in analogy_points(found, kb, lambda name: Ref(1, name))]
    assert found.standing == "not_permitted"
    assert "This is the case to distinguish." in said[0]
    assert "It reaches this use a fortiori, unless overruled or distinguished on other grounds." in said[1]
    elsewhere = library.model_copy(update={"standing": "likely_permitted", "analogies": found.analogies})
    said = [p.label for p in analogy_points(elsewhere, kb, lambda name: Ref(1, name))]
    assert "held not allowed" in said[0]


@pytest.fixture(scope="module")
def scraped(kb):
    return assess(load_scenario(CASES / "scenarios/scraped-training.yaml", kb), kb).uses[0]


def test_issues_that_turn_on_a_view_are_compared_on_the_worse_one(scraped, kb):
    values = {i.id: i.value for i in scraped.issues}
    assert values["us.dilution"] is None
    like = precedent(scraped, "allowed", **{"us.dilution": "none"})
    (found,) = nearest_cases(scraped, [like], kb, TODAY).for_
    assert found.on_worse_view["us.dilution"] == "shown"
    assert "us.dilution" in found.weaker_here
    text = analogy_points(
        scraped.model_copy(update={"analogies": nearest_cases(scraped, [like], kb, TODAY)}),
        kb,
        lambda name: Ref(1, name),
    )[0].text
    assert "Taken on the view worse for the user: market dilution: shown" in text


def test_a_case_must_decide_on_every_view(scraped, kb):
    """Refused where dilution was shown: on the view that it does not count, this use is stronger and stays so."""
    same = precedent(scraped, "not_allowed", **{"us.dilution": "shown"})
    assert nearest_cases(scraped, [same], kb, TODAY).forced_by == ()
    least = precedent(scraped, "not_allowed", **{"us.dilution": "none", "us.market_harm": "none"})
    assert nearest_cases(scraped, [least], kb, TODAY).forced_by == (ActNamed(case="made-not_allowed", label="an act"),)
    assert nearest_cases(scraped, [precedent(scraped, "allowed", **{"us.dilution": "none"})], kb, TODAY).forced_by == ()


def test_of_cases_with_equal_values_the_one_with_equal_reasons_is_nearer(library, kb):
    like = precedent(library, "allowed")
    others = like.model_copy(update={"case": "earlier-in-the-alphabet", "reasons": ()})
    assert [a.case for a in nearest_cases(library, [others, like], kb, TODAY).for_] == [like.case, others.case]


def test_only_decisions_of_the_day_and_the_regime_count(library, kb):
    like = precedent(library, "allowed")
    assert nearest_cases(library, [like], kb, "2019-12-31").for_ == ()
    assert nearest_cases(library, [like.model_copy(update={"regime": "eu.other"})], kb, TODAY).for_ == ()


def test_both_sides_are_named_whatever_the_answer(library, precedents, kb):
    found = nearest_cases(library, precedents, kb, TODAY)
    assert len(found.for_) == len(found.against) == 2
    assert {a.outcome for a in found.for_} == {"allowed"}
    assert {a.outcome for a in found.against} == {"not_allowed"}
    assert "bartz-v-anthropic-2025" in {a.case for a in found.against}


def test_every_issue_compared_is_on_one_side_only(precedents, kb):
    result = assess(load_scenario(CASES / "scenarios/scraped-training.yaml", kb), kb)
    for use in with_analogies(result, precedents, kb).uses:
        assert use.analogies
        for found in (*use.analogies.for_, *use.analogies.against):
            assert not set(found.stronger_here) & set(found.weaker_here)
            assert set(found.there) == {*found.stronger_here, *found.weaker_here}


def test_the_cache_gives_the_same(kb, precedents, tmp_path, monkeypatch):
    monkeypatch.setenv("FAIRUSE_CACHE_DIR", str(tmp_path))
    first = load_precedents(CASES / "decided", kb)
    assert list(tmp_path.glob("precedents-*"))
    assert load_precedents(CASES / "decided", kb) == first == precedents
