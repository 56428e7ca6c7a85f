"""Which decided cases are named: the same act on the same kind of work first, courts that bind before others.

Each decided act is looked at as if it were new, without its own case.
"""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.knowledge import data_dir
from fairuse.precedent.analogies import NAMED, in_order, nearest_cases
from fairuse.precedent.described import Precedent, load_precedents
from fairuse.precedent.nearness import Seen, nearness, same, seen_decided, together
from fairuse.scenario.file import parse_scenario
from tests import installed

REGIME = "us.fair_use"
OUTCOMES = ("allowed", "not_allowed")
ESSAYS = """
title: Essays kept by a service that looks for copied passages
works:
  essays: {{facts: {{work.kind: private_papers, work.published: false, work.character: mixed}}}}
acts:
  - act: {act}
    works: [essays]
    facts:
      who.kind: company
      purpose.computation: true
      purpose.use_compared: different
      change.kind: fragments
      amount.share: whole
      amount.public_reach: fragments
      market.loss_evidence: shown_absent
where: [us]
"""
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


@pytest.fixture(scope="module")
def decided(kb):
    return [p for p in load_precedents(data_dir("cases") / "decided", kb) if p.regime == REGIME]


def sides(act, decided, kb, forum=None):
    """The other decided acts in the order in which they would be named beside this one, by outcome."""
    others = in_order(seen_decided(act), [d for d in decided if d.case != act.case], kb, forum)
    return [[d for d in others if d.outcome == outcome] for outcome in OUTCOMES]


def test_no_act_is_named_before_one_that_shares_more_of_act_and_work(decided, kb):
    for act in decided:
        here = seen_decided(act)
        for side in sides(act, decided, kb):
            shared = [same(here, seen_decided(d)) for d in side]
            assert shared == sorted(shared, reverse=True), act.case
            assert shared[0] > 0 or not any(shared), act.case


def test_of_the_same_act_and_work_the_courts_that_bind_come_first(decided, kb):
    for act in decided:
        for forum in ("us.2d", "us.9th"):
            for side in sides(act, decided, kb, forum):
                alike = [d for d in side if same(seen_decided(act), seen_decided(d)) == 2]
                courts = [kb.authorities[d.authority].level if d.authority else "" for d in alike]
                rank = [
                    2 if court == "scotus" or (court == "circuit" and d.forum == forum) else int(d.forum == forum)
                    for d, court in zip(alike, courts, strict=True)
                ]
                assert rank == sorted(rank, reverse=True), (act.case, forum, [d.case for d in alike])


def test_the_forum_moves_what_is_named(decided, kb):
    moved = [a for a in decided if sides(a, decided, kb, "us.9th")[1][0] != sides(a, decided, kb, "us.2d")[1][0]]
    assert len(moved) > len(decided) / 10


def test_what_the_rules_answer_otherwise_stands_behind_what_they_answer_as_held(decided, kb):
    act = next(d for d in decided if d.as_held)
    twin = act.model_copy(update={"case": "a-twin", "as_held": False})
    later = act.model_copy(update={"case": "other", "issues": {}, "reasons": ()})
    assert in_order(seen_decided(act), [twin, later], kb, None) == [later, twin]


def test_an_act_is_nearest_to_itself_and_nearness_has_no_side(decided, kb):
    some = [seen_decided(d) for d in decided[::8]]
    for one in some:
        for other in some:
            assert nearness(one, one, REGIME, kb) >= nearness(one, other, REGIME, kb) - 1e-9
            assert nearness(one, other, REGIME, kb) == pytest.approx(nearness(other, one, REGIME, kb))


def test_acts_that_the_law_treats_together_are_nearer(kb):
    pairs = together(kb, REGIME)
    assert pairs[frozenset(("acquisition", "retention"))] > pairs[frozenset(("acquisition", "quotation"))]
    assert pairs[frozenset(("training", "model"))] > pairs[frozenset(("training", "display"))]
    assert all(0 < share <= 1 for share in pairs.values())
    keeping, getting, quoting = (Seen(act, None, {}, frozenset()) for act in ("retention", "acquisition", "quotation"))
    assert nearness(keeping, getting, REGIME, kb) > nearness(keeping, quoting, REGIME, kb)


@pytest.fixture(scope="module")
def asked(kb):
    def assessed(text):
        return assess(parse_scenario(text, kb), kb, as_of="2026-11-24").uses[0]

    return assessed


@pytest.mark.parametrize("act", ["indexing", "retention"])
def test_essays_kept_whole_bring_up_the_archive_of_essays_before_recordings(act, asked, decided, kb):
    found = nearest_cases(asked(ESSAYS.format(act=act)), decided, kb, "2026-11-24", "us.4th")
    assert found.for_[0].case == "av-v-iparadigms-2009"
    named = {(a.case, a.label) for a in (*found.for_, *found.against)}
    assert not {d.work for d in decided if (d.case, d.label) in named} & {"film_or_broadcast", "photograph"}


@pytest.mark.parametrize("act", ["indexing", "reproduction"])
def test_briefs_in_a_database_bring_up_the_ruling_on_briefs(act, asked, decided, kb):
    found = nearest_cases(asked(BRIEFS.format(act=act)), decided, kb, "2026-11-24", "us.2d")
    assert "white-v-west-2014" in [a.case for a in found.for_]


def test_a_figure_brings_up_pictures_and_designs(asked, decided, kb):
    found = nearest_cases(asked(FIGURE), decided, kb, "2026-11-24", "us.9th")
    named = {(a.case, a.label) for a in (*found.for_, *found.against)}
    assert {d.work for d in decided if (d.case, d.label) in named} == {"visual_art"}


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
