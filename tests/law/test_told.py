"""A plan is no act done; what is left open with a note is raised; open law is no fact; every finding has a proof."""

from __future__ import annotations

import pytest

from fairuse.pages.assessment import explain
from fairuse.pages.changes import unknown_points
from fairuse.pages.rests import teller_of
from fairuse.precedent.beside import assess
from fairuse.report import render_outline
from fairuse.scenario.model import Scenario
from tests import installed
from tests.law.test_scenarios import NAMES


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def scenario(**facts):
    works = {"w": {"facts": {"work.kind": "book_or_story", "work.undisputed": "in_copyright"}}}
    given = {
        "copy.source": "infringing_copy",
        "registration.timing": "in_time",
        "registration.works": 10,
        "purpose.commerciality": "direct",
        "amount.share": "whole",
        **facts,
    }
    acts = [{"act": "distribution", "works": "w", "facts": given}]
    return Scenario.model_validate({"title": "T", "where": ["us"], "works": works, "acts": acts})


def text_of(result, kb, depth):
    return " ".join(render_outline(explain(result, kb, depth), "terminal", width=100).split())


@pytest.mark.parametrize("depth", ["standard", "full"])
def test_amounts_and_claims_for_a_plan_wait_for_its_being_done(depth, kb):
    for name in ("question-test-items", "question-novels-letter-model", "question-piano-transcripts"):
        result = installed.assessed(name)
        planned = [use for use in result.uses if use.planned]
        assert planned
        for amount in (e for use in planned for e in use.exposure):
            assert amount.provided.startswith("the plan is carried out")
        assert "(planned)" in text_of(result, kb, depth)
        assert "Planned, not yet done" not in text_of(result, kb, depth)


def test_what_is_not_done_yet_need_not_be_taken_down(kb):
    for name in NAMES:
        for use in installed.assessed(name).uses:
            assert not use.planned or not any(kb.steps[s.id].ends_act for c in use.changes for s in c.steps), use.id


def test_a_plan_is_owed_nothing_for_and_a_deed_may_be(kb):
    (done,) = assess(scenario(**{"market.replaces": "fully"}), kb).uses
    (planned,) = assess(scenario(**{"market.replaces": "fully", "act.planned": True}), kb).uses
    assert done.standing == planned.standing == "likely_not_permitted"  # judged as if it were done
    owed, not_yet = {e.id: e for e in done.exposure}, {e.id: e for e in planned.exposure}
    assert owed
    assert owed.keys() == not_yet.keys()
    for name, amount in owed.items():
        assert amount.provided == ""
        assert not_yet[name].provided == "the plan is carried out"
        assert (not_yet[name].low, not_yet[name].high) == (
            amount.low / 10,
            amount.high / 10,
        )  # for one work, not for ten


@pytest.mark.parametrize("depth", ["brief", "standard", "full"])
def test_what_is_left_open_with_a_note_is_raised_by_name(depth, kb):
    given = {"market.loss_evidence": {"value": "unknown", "note": "the market study is not finished"}}
    result = assess(scenario(**given), kb)
    assert any(u.note for use in result.uses for u in use.unknown)
    assert "the market study is not finished" in text_of(result, kb, depth)


def test_open_law_is_told_with_its_views_and_as_no_missing_fact(kb):
    divided = 0
    for name in NAMES:
        for use in installed.assessed(name).uses:
            unknown = {p.label for p in unknown_points(use, kb)}
            for view in (v for v in use.open_views if v.divides):
                divided += 1
                assert len(set(view.standings.values())) > 1
                assert kb.doctrines[view.doctrine].label not in unknown
                assert view.doctrine not in {u.fact for u in use.unknown} | {w.fact for w in use.waits_for}
    assert divided > 15  # doctrines that move nothing by themselves do not count


@pytest.mark.parametrize("name", NAMES)
def test_no_finding_is_without_a_proof(name, kb):
    """It rests on terms, on their absence, on a view, or on a rule that holds always; absences are truly absent."""
    for use in installed.assessed(name).uses:
        known = {f.fact for f in use.facts} | {i.id for i in use.issues if i.value is not None}
        for found in use.findings:
            rule = kb.rules[found.rule]
            assert found.rests_on or found.rests_on_absence or found.view or not rule.terms, found.rule
            assert not {t for t in found.rests_on_absence if t in kb.facts} & known, found.rule


def test_what_a_licence_tells_is_put_down_to_the_licence(kb):
    result = assess(scenario(**{"licence.id": "CC-BY-NC-4.0", "licence.given_by": "owner"}), kb)
    use = result.uses[0]
    told = next(f for f in use.facts if f.fact == "licence.commercial")
    assert teller_of(told, use, kb).fact == "licence.id"
    plain = next(f for f in use.facts if f.fact == "amount.share")
    assert teller_of(plain, use, kb) == plain


@pytest.mark.parametrize("depth", ["brief", "standard", "full"])
def test_a_licence_that_is_not_known_here_is_raised_in_the_report(depth, kb):
    text = text_of(assess(scenario(**{"licence.id": "Foo-Bar-9"}), kb), kb, depth)
    assert "'Foo-Bar-9' is not known here" in text
    assert "is not known here" not in text_of(assess(scenario(**{"licence.id": "CC-BY-4.0"}), kb), kb, depth)
