"""Nearest decided cases: comparison issue by issue, both sides, a fortiori."""

from __future__ import annotations

import pytest

from fairuse.analogies import Precedent, describe, load_precedents, nearest, with_analogies
from fairuse.assess import assess
from fairuse.decided import load_cases
from fairuse.knowledge import data_dir
from fairuse.scenario import load_scenario
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
    found = nearest(library, [like], kb, TODAY)
    assert found.forced_by == ("made-not_allowed: an act",)
    assert found.against[0].weaker_here == ("us.source",)
    assert found.against[0].there == {"us.source": "lawful"}
    assert found.for_ == ()


def test_a_stronger_case_does_not(library, kb):
    better = precedent(library, "allowed", **{"us.source": "lawful"})  # allowed, but with lawful copies
    assert nearest(library, [better], kb, TODAY).forced_by == ()
    assert nearest(library, [precedent(library, "allowed")], kb, TODAY).forced_by == ("made-allowed: an act",)


def test_of_cases_with_equal_values_the_one_with_equal_reasons_is_nearer(library, kb):
    like = precedent(library, "allowed")
    others = like.model_copy(update={"case": "earlier-in-the-alphabet", "reasons": ()})
    assert [a.case for a in nearest(library, [others, like], kb, TODAY).for_] == [like.case, others.case]


def test_only_decisions_of_the_day_and_the_regime_count(library, kb):
    like = precedent(library, "allowed")
    assert nearest(library, [like], kb, "2019-12-31").for_ == ()
    assert nearest(library, [like.model_copy(update={"regime": "eu.other"})], kb, TODAY).for_ == ()


def test_both_sides_are_named_whatever_the_answer(library, precedents, kb):
    found = nearest(library, precedents, kb, TODAY)
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
    assert list(tmp_path.glob("precedents-*.json"))
    assert load_precedents(CASES / "decided", kb) == first == precedents
