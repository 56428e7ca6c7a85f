"""What stands beside an answer: claims and duties in the first table, amounts with their count, own works first."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.beside import claims_of
from fairuse.answer.rows import rows_of
from fairuse.pages.assessment import explain
from fairuse.report import render_outline
from fairuse.scenario.model import ActEntry, Given, Scenario, Work
from tests import installed

BROKEN = {"copy.barrier": "encryption", "access.bot_barrier": "evaded", "copy.bypass_acts": 40}
IN_TIME = {"registration.timing": "in_time", "registration.works": 10}
SUPPLANTS = {"purpose.commerciality": "direct", "market.replaces": "fully", "purpose.use_compared": "same"}


def given(facts):
    return {name: Given(value=value) for name, value in facts.items()}


def told(works, *acts):
    """A scenario of one group of works, assessed, and its report."""
    entries = tuple(ActEntry(act=act, works=("works",), facts=given(facts)) for act, facts in acts)
    scenario = Scenario(title="t", where=("us",), works={"works": Work(facts=given(works))}, acts=entries)
    result = assess(scenario.model_copy(update={"as_of": "2026-11-24"}), installed.law())
    return result, render_outline(explain(result, installed.law()), "markdown")


@pytest.fixture(scope="module")
def locked():
    return told(
        {"work.offered": "for_payment", **IN_TIME}, ("acquisition", BROKEN | SUPPLANTS), ("training", SUPPLANTS)
    )


def test_a_claim_stands_in_the_first_table_beside_the_act_that_it_is_about(locked):
    result, text = locked
    first, second = rows_of(result, installed.law())
    assert [(c.issue, c.value, c.divided) for c in claims_of(first)] == [("us.circumvention", "made_out", False)]
    assert claims_of(second) == ()
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[0].endswith("| Beside | Range |")
    assert "§ 1201: made out" in table[2]
    assert "1201" not in table[3]


def test_an_amount_shows_its_count_and_is_told_once_for_some_works(locked):
    _, text = locked
    assert "USD 200 to 2,500 for each of 40 (number of acts of circumvention): USD 8,000 to 100,000." in text
    assert (
        text.count("USD 750 to 30,000 for each of 10 (number of works registered in time): USD 7,500 to 300,000") == 1
    )
    assert "set for each work and not for each act, so that nothing is added" in text


def test_what_courts_divide_on_is_a_claim_on_one_view_and_is_not_added_up():
    result, text = told({"work.offered": "free_online"}, ("acquisition", BROKEN))
    (row,) = rows_of(result, installed.law())
    assert [(c.issue, c.value, c.divided) for c in claims_of(row)] == [("us.circumvention", "arguable", True)]
    assert "§ 1201: arguable on one view" in text
    assert "If the claim is made out: USD 200 to 2,500 for each of 40" in text
    assert "100,000" not in text


@pytest.mark.parametrize(
    ("works", "says"),
    [
        ({"work.own": True}, "the work is the user's own"),
        ({"licence.kind": "dedication", "licence.given_by": "owner"}, "the owner has given the right up"),
        ({"licence.id": "CC-BY-4.0", "licence.given_by": "owner"}, "the owner's licence covers this act"),
    ],
    ids=["own", "given up", "licensed"],
)
def test_consent_is_said_first_and_nothing_is_claimed(works, says):
    notices = {"conduct.notice_removed": True, "cmi.intentional": True}
    result, _ = told({**works, **IN_TIME}, ("acquisition", BROKEN | notices))
    (row,) = rows_of(result, installed.law())
    assert row.standing == "no_permission_needed"
    assert says in row.first.because[0]
    assert claims_of(row) == ()
    assert row.first.exposure == ()


@pytest.mark.parametrize("how", [BROKEN, {"copy.source": "protection_bypassed"}], ids=["barrier", "source"])
def test_a_lock_is_charged_once_however_many_acts_follow(how):
    later = [(act, {}) for act in ("retention", "indexing", "reproduction", "training", "model", "output")]
    result, _ = told({"work.offered": "for_payment"}, ("acquisition", how), *later)
    charged = [row.first.act for row in rows_of(result, installed.law()) if claims_of(row)]
    assert charged == ["acquisition"]
