"""Private versions, tools that others work, and models for the same buyers: what is told, and what is presumed."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone
from fairuse.answer.result import standing_rank
from fairuse.scenario.model import Scenario
from tests import installed
from tests.law.stories import FIRM

PAGE = {"work.kind": "article_or_news", "work.published": True, "work.online": True, "work.own": False}
ALONE = {
    "who.kind": "individual",
    "audience.who": "self",
    "purpose.commerciality": "none",
    "purpose.private_use": "shown_free",
    "change.recasts": "translation",
    "output.work_in_prompt": True,
    "who.part": "uses_tool",
}
TOOL = {
    "audience.who": "public",
    "purpose.commerciality": "direct",
    "purpose.model_kind": "generative",
    "who.part": "offers_service",
    "service.trigger": "user_alone",
    "service.control": False,
    "service.lawful_uses": "substantial",
    "output.work_in_prompt": True,
}
RIVAL = {
    **FIRM,
    "purpose.breadth": "one_task",
    "purpose.targets_work": "none",
    "amount.share": "whole",
    "amount.many_works": "many",
    "amount.short_works": True,
    "copy.source": "terms_forbid",
    "market.same_customers": True,
}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def answered(kb, act, facts, work=PAGE, forum=None, as_of="2026-12-01"):
    told = [{"id": "a", "act": act, "works": "w", "facts": facts}]
    data = {"title": "T", "as_of": as_of, "forum": forum, "where": ["us"], "works": {"w": {"facts": work}}}
    return assess_alone(Scenario.model_validate({**data, "acts": told}), kb).uses[0]


def rules_of(use):
    return {f.rule for f in use.findings if not f.defeated_by}


def test_a_translation_for_oneself_is_likely_fair_and_its_copying_is_no_open_point(kb):
    use = answered(kb, "output", ALONE)
    assert use.standing == "likely_permitted"
    assert not use.waits_for
    assert "us.open_point.copying-not-shown" not in rules_of(use)


@pytest.mark.parametrize(
    "worse", [{"audience.who": "public"}, {"market.derivative": "usual"}, {"purpose.private_use": "instead_of_buying"}]
)
def test_of_a_translation_that_others_get_or_that_takes_a_market_harm_is_not_presumed_away(worse, kb):
    assert standing_rank(answered(kb, "output", {**ALONE, **worse}).standing) <= standing_rank("uncertain")


def test_a_translation_is_near_its_work_unless_it_is_told_otherwise(kb):
    posted = {**ALONE, "audience.who": "public", "purpose.private_use": "not_private", "purpose.targets_work": "none"}
    near = answered(kb, "output", posted)
    told = answered(kb, "output", {**posted, "output.similarity": "close_paraphrase"})
    assert near.standing == told.standing
    assert answered(kb, "output", {**posted, "output.similarity": "gist"}).standing == "no_permission_needed"


def test_that_a_tool_with_lawful_uses_is_promoted_for_infringement_is_not_presumed(kb):
    use = answered(kb, "deployment", TOOL)
    assert use.standing == "likely_permitted"
    assert "not-promoted" in {one.assumption for one in use.assumed}
    told = answered(kb, "deployment", {**TOOL, "service.promotes": False})
    assert standing_rank(told.standing) > standing_rank(use.standing)


@pytest.mark.parametrize(
    "worse",
    [
        {"service.promotes": True},
        {"service.promotes": True, "service.users_infringe": True},
        {"service.lawful_uses": "few"},
        {"service.trigger": "provider"},
        {"service.control": True, "service.users_infringe": True},
    ],
)
def test_whoever_promotes_or_tailors_or_works_it_himself_is_not_cleared_by_silence(worse, kb):
    assert standing_rank(answered(kb, "deployment", {**TOOL, **worse}).standing) <= standing_rank("uncertain")


def test_before_the_supreme_court_spoke_silence_on_promotion_cleared_nobody(kb):
    use = answered(kb, "deployment", TOOL, as_of="2026-03-01")
    assert standing_rank(use.standing) <= standing_rank("uncertain")


def test_in_the_third_circuit_what_a_rivals_model_is_does_not_divide_the_answer(kb):
    work = {"work.kind": "reference_or_data", "work.published": True, "work.offered": "for_payment"}
    here = answered(kb, "training", RIVAL, work, "us.3d")
    assert here.standing == "likely_not_permitted"
    assert not here.waits_for
    asked = next(one for one in here.unknown if one.fact == "purpose.model_kind")
    assert {(e.value, e.standing) for e in asked.effect} == {("non_generative", "not_permitted")}
    assert answered(kb, "training", RIVAL, work).standing == "uncertain"
    before = answered(kb, "training", RIVAL, work, "us.3d", as_of="2026-09-28")
    assert before.standing == "uncertain"
