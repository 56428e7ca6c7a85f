"""Locks on the programs of devices: who mends a device may pass them, who sells the tool for it may not."""

from __future__ import annotations

import pytest

from fairuse.pages.assessment import explain
from fairuse.report import render_outline
from tests import installed
from tests.law.stories import claims, of, story

PROGRAM = {"work.kind": "software", "work.character": "functional"}
PASSED = {"copy.barrier": "login_or_paywall", "access.bot_barrier": "evaded"}
MENDING = {
    **PASSED,
    "program.copied_for": "errors",
    "copy.source": "protection_bypassed",
    "amount.public_reach": "none",
    "copy.shared_on": False,
}
DEVICES = {"vehicle_or_vessel", "consumer_device", "medical_device", "food_equipment"}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def of_mending(kb, as_of="2026-12-01", **facts):
    acts = {"r": ("reverse_engineering", {**MENDING, **facts})}
    return claims(of(story(kb, acts, PROGRAM, as_of=as_of), "r"))["us.circumvention"]


@pytest.mark.parametrize("device", sorted(DEVICES))
def test_whoever_mends_such_a_device_is_exempt(device, kb):
    assert of_mending(kb, **{"access.device": device}) == "exempt"


def test_other_machines_other_ends_and_other_years_are_not_exempt(kb):
    assert of_mending(kb, **{"access.device": "other_equipment"}) == "arguable"
    assert of_mending(kb, **{"access.device": "food_equipment", "program.copied_for": "other"}) == "arguable"
    assert of_mending(kb, **{"access.device": "food_equipment"}, as_of="2027-12-01") == "arguable"
    assert of_mending(kb, **{"access.device": "food_equipment", "copy.shared_on": True}) == "arguable"


def test_a_machine_that_is_not_named_is_asked_for_with_the_exemption(kb):
    result = story(kb, {"r": ("reverse_engineering", MENDING)}, PROGRAM)
    assert claims(of(result, "r"))["us.circumvention"] == "arguable"
    text = " ".join(render_outline(explain(result, kb), "terminal", width=100).split())
    assert "37 C.F.R. § 201.40" in text
    assert "contra Chamberlain, Lexmark" in text


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        ({"access.tool": True}, "made_out"),
        (PASSED, "arguable"),
        ({**PASSED, "access.tool": False}, None),
        ({**PASSED, "purpose.model_kind": "generative"}, None),
    ],
)
def test_to_sell_what_opens_a_lock_is_a_claim_of_its_own(told, claim, kb):
    result = story(kb, {"s": ("deployment", told)}, PROGRAM)
    assert claims(of(result, "s")).get("us.lock_tools") in ((claim,) if claim else (None, "none"))
    text = " ".join(render_outline(explain(result, kb, "brief"), "terminal", width=100).split())
    assert ("§ 1201" in text) == bool(claim)


def test_the_exemption_for_mending_does_not_reach_the_tool(kb):
    acts = {
        "r": ("reverse_engineering", {**MENDING, "access.device": "food_equipment"}),
        "s": ("deployment", {"access.tool": True}),
    }
    result = story(kb, acts, PROGRAM)
    assert claims(of(result, "r"))["us.circumvention"] == "exempt"
    assert claims(of(result, "s"))["us.lock_tools"] == "made_out"
