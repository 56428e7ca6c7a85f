"""``fairuse claims``: listed, found, shown, put to a scenario; and the line in reports."""

from __future__ import annotations

import json

import pytest

from fairuse.claims.model import load_claims
from fairuse.claims.tried import put_to, raised
from fairuse.pages.assessment import explain
from fairuse.pages.claims import claim_page, explain_claim_test
from fairuse.report import render_outline
from tests import installed


def text_of(outline):
    return " ".join(render_outline(outline, "terminal", width=100).split())


def test_list_and_search(fairuse):
    assert fairuse("claims", "list").out.count("\n") == len(load_claims())
    assert fairuse("claims", "list", "style").out.splitlines()
    ran = fairuse("claims", "search", "imitating", "a", "stile", "--format", "json")
    assert "style-is-free" in [entry["id"] for entry in json.loads(ran.out)["entries"]]
    assert fairuse("claims", "search", "zzzz").code == 1
    wrong = fairuse("claims", "show", "stile-is-free")
    assert (wrong.code, "did you mean 'style-is-free'?" in wrong.err) == (2, True)
    other = fairuse("claims", "show", "style-is-free")  # with the little knowledge base of these tests
    assert (other.code, "it is about other law than this: there is no authority" in other.err) == (2, True)
    assert json.loads(fairuse("claims", "show", "style-is-free", "-f", "json").out)["verdict"] == "right"


@pytest.mark.parametrize("claim", load_claims().values(), ids=lambda c: c.id)
def test_every_page_tells_each_sentence_with_its_authorities(claim):
    kb = installed.law()
    text = text_of(claim_page(claim, kb))
    for point in claim.points:
        assert " ".join(point.says.split()) in text
        assert all(kb.authorities[name].called in text for name in point.cites)
    assert ("policy, and no law" in text) == (claim.verdict == "policy")


def test_a_claim_put_to_a_scenario_names_rules_and_facts():
    kb = installed.law()
    claim = load_claims()["illegally-obtained-database"]
    test = put_to(claim, installed.assessed("pirated-library-training"), kb)
    assert [use.gives for use in test.uses] == ["holds"]
    text = text_of(explain_claim_test(test, kb))
    assert "it holds" in text
    assert "copy.source" in text
    assert all(f.rule in text for f in test.uses[0].findings)


def test_a_claim_that_speaks_to_no_act_of_the_scenario_says_so():
    kb = installed.law()
    test = put_to(load_claims()["torrent-vs-download"], installed.assessed("short-quotation"), kb)
    assert test.uses == ()
    assert "the scenario has no such act" in text_of(explain_claim_test(test, kb))


def test_reports_name_the_arguments_that_hold_and_fail_in_one_line():
    kb = installed.law()
    result = installed.assessed("pirated-library-training")
    for depth, told in (("brief", False), ("standard", True), ("full", True)):
        text = text_of(explain(result, kb, depth))
        assert ("Here: hold: “" in text) == told
    holding = [
        c for c, first in raised(load_claims().values(), result, kb) if (c.verdict, first.gives) == ("right", "holds")
    ]
    assert any(f"“{said}”" in text for said in holding[0].said)
