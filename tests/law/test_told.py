"""A plan is no act done; what is left open with a note is raised; open law is no fact; every finding has a proof."""

from __future__ import annotations

import pytest

from fairuse.pages.assessment import explain
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
        "registration.registered": True,
        "registration.works": 10,
        "model.purpose": "generative",
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
            steps = {step.id for change in use.changes for step in change.steps}
            assert not (use.planned and "take-down" in steps), use.id


def test_a_plan_is_owed_nothing_for_and_a_deed_may_be(kb):
    facts = {"registration.registered": True, "registration.works": 10, "purpose.commerciality": "direct"}
    facts |= {"market.replaces": "fully", "amount.share": "whole", "registration.when": "before_infringement"}
    facts = {name: value for name, value in facts.items() if name in kb.facts}
    done, planned = (assess(scenario(**facts, **more), kb) for more in ({}, {"act.planned": True}))
    assert [use.standing for use in done.uses] == [use.standing for use in planned.uses]  # judged as if it were done
    for then, now in zip(done.uses, planned.uses, strict=True):
        assert [e.id for e in then.exposure] == [e.id for e in now.exposure]
        assert all(e.high <= d.high for e, d in zip(now.exposure, then.exposure, strict=True))


@pytest.mark.parametrize("depth", ["brief", "standard", "full"])
def test_what_is_left_open_with_a_note_is_raised_by_name(depth, kb):
    given = {"market.loss_evidence": {"value": "unknown", "note": "the market study is not finished"}}
    result = assess(scenario(**given), kb)
    assert any(u.note for use in result.uses for u in use.unknown)
    assert "the market study is not finished" in text_of(result, kb, depth)


@pytest.mark.parametrize("name", NAMES)
def test_open_law_is_no_missing_fact(name, kb):
    """A question on which courts divide is told with its views, and never among what is not known."""
    doctrines = {d.label.lower() for d in kb.doctrines.values()}
    for use in installed.assessed(name).uses:
        for unknown in use.unknown:
            assert unknown.fact in kb.facts
            assert kb.facts[unknown.fact].label.lower() not in doctrines
        if any(view.divides for view in use.open_views) and use.standing == "uncertain" and not use.unknown:
            assert not use.waits_for


@pytest.mark.parametrize("name", NAMES)
def test_no_finding_is_without_a_proof(name, kb):
    """It rests on terms, on their absence, on a view, or on a rule that holds always; absences are truly absent."""
    for use in installed.assessed(name).uses:
        known = {f.fact for f in use.facts} | {i.id for i in use.issues if i.value is not None}
        for found in use.findings:
            rule = kb.rules[found.rule]
            assert found.rests_on or found.rests_on_absence or found.view or not rule.terms, found.rule
            assert not {t for t in found.rests_on_absence if t in kb.facts} & known, found.rule
