"""Which cases a litigator would see named beside acts that are told, and beside every shipped scenario."""

from __future__ import annotations

import pytest

from fairuse.knowledge import data_dir
from fairuse.precedent.analogies import NAMED, nearest_cases
from fairuse.precedent.described import Precedent
from fairuse.precedent.nearness import SAME_BOTH, kinship, seen_decided, seen_use
from tests import installed
from tests.precedent.asked import ESSAYS, OUTCOMES, REGIME

BRIEFS = """
title: Filed briefs in a database that can be searched
works:
  briefs: {{facts: {{work.kind: legal_or_standard, work.published: true, work.character: functional}}}}
acts:
  - act: {act}
    works: [briefs]
    facts:
      who.kind: company
      purpose.commerciality: direct
      purpose.finding: true
      amount.share: whole
      market.loss_evidence: none
where: [us]
"""
FIGURE = """
title: Pictures of a figure known from cartoons
works:
  figure: {facts: {work.kind: visual_art, work.character: creative, work.published: true}}
acts:
  - act: output
    works: [figure]
    facts: {output.similarity: close_paraphrase, purpose.commerciality: direct, change.kind: altered}
where: [us]
"""


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.mark.parametrize("act", ["indexing", "retention"])
def test_essays_kept_whole_bring_up_the_archive_of_essays_before_recordings(act, asked, decided, kb):
    found = nearest_cases(asked(ESSAYS.format(act=act)), decided, kb, "2026-11-24", "us.4th")
    assert found.for_[0].case == "av-v-iparadigms-2009"
    named = {(a.case, a.label) for a in (*found.for_, *found.against)}
    assert not {d.work for d in decided if (d.case, d.label) in named} & {"film_or_broadcast", "photograph"}


@pytest.mark.parametrize(
    "act",
    [
        "indexing",
        # A fault: copies of another act of the same kind are nearer in their issues than the ruling on such works.
        pytest.param("reproduction", marks=pytest.mark.xfail(strict=True)),
    ],
)
def test_briefs_in_a_database_bring_up_the_ruling_on_briefs(act, asked, decided, kb):
    found = nearest_cases(asked(BRIEFS.format(act=act)), decided, kb, "2026-11-24", "us.2d")
    assert "white-v-west-2014" in [a.case for a in found.for_]


def test_a_figure_brings_up_pictures_and_designs(asked, decided, kb):
    found = nearest_cases(asked(FIGURE), decided, kb, "2026-11-24", "us.9th")
    named = {(a.case, a.label) for a in (*found.for_, *found.against)}
    assert {d.work for d in decided if (d.case, d.label) in named} == {"visual_art"}


@pytest.fixture(scope="module")
def named(kb, decided):
    """Beside each use of a shipped scenario, on each side, the acts that are named and all that could have been."""
    acts = {(d.case, d.label): d for d in decided}
    found = []
    for path in sorted((data_dir("cases") / "scenarios").glob("*.yaml")):
        if path.name.endswith(".expected.yaml"):
            continue
        result = installed.assessed(path.stem)
        for use in (u for u in result.uses if u.regime == REGIME and u.analogies is not None):
            here = seen_use(use, {}, kb)
            for outcome, side in zip(OUTCOMES, (use.analogies.for_, use.analogies.against), strict=True):
                could = [d for d in decided if d.outcome == outcome and d.decided <= result.as_of]
                if could and side:
                    found.append((path.stem, here, [acts[a.case, a.label] for a in side], could))
    return found


def test_of_every_shipped_scenario_those_named_share_the_act_or_the_kind_of_work(named, kb):
    """Nobody is named that shares neither, nor before one that shares both."""
    assert len(named) > 150
    for scenario, here, side, could in named:
        best = max(kinship(here, seen_decided(d), REGIME, kb) for d in could)
        kin = [kinship(here, seen_decided(d), REGIME, kb) for d in side]
        assert kin[0] == best or best < SAME_BOTH, (scenario, side[0].case)
        assert all(kin) or not best, (scenario, [d.case for d in side])


def test_models_of_books_bring_up_rulings_on_training_with_books(named):
    """No court has ruled on a model as such; the nearest are those on its training."""
    of = [side for _, here, side, _ in named if (here.act, here.work) == ("model", "book_or_story")]
    assert of
    for side in of:
        assert side[0].outcome == "not_allowed" or "training" in {d.act for d in side}


def test_before_training_was_ruled_on_search_and_analysis_are_named(named):
    scenario = [
        side for name, here, side, _ in named if name == "as-of-date-comparison-2022" and here.act == "training"
    ]
    assert scenario
    assert {d.act for side in scenario for d in side if d.outcome == "allowed"} == {"indexing"}


def test_code_that_is_put_out_brings_up_the_rulings_on_software(named):
    of = [side for _, here, side, _ in named if here.act == "output" and here.work == "software"]
    assert of
    assert {side[0].work for side in of} == {"software"}


def test_no_case_is_named_twice_and_none_before_its_day(asked, decided, kb):
    use = asked(FIGURE)
    for day in ("2026-11-24", "2012-01-01", "1990-01-01"):
        found = nearest_cases(use, decided, kb, day)
        for side in (found.for_, found.against):
            cases = [a.case for a in side]
            assert len(cases) == len(set(cases)) <= NAMED
            assert all(d.decided <= day for d in decided if d.case in cases)


def test_a_second_act_of_the_same_case_makes_room_for_another_case(asked, kb):
    use = asked(FIGURE)
    values = {i.id: i.value for i in use.issues if i.value and not i.headline}
    made = {"name": "x", "citation": "none", "act": use.act, "regime": REGIME, "decided": "2000-01-01", "reasons": ()}
    acts = [
        Precedent(case=case, label=label, outcome="allowed", issues=values, **made)
        for case, label in (("a", "1"), ("a", "2"), ("b", "1"))
    ]
    assert [(a.case, a.label) for a in nearest_cases(use, acts, kb, "2026-11-24").for_] == [("a", "1"), ("b", "1")]
