"""A worse fact never helps: every law on random situations of its main acts (``make two-faced``: all acts, 20,000)."""

from __future__ import annotations

import pytest

from tests import installed
from tests.net import directions

ROWS = 200
MAIN = ("training", "output", "quotation", "acquisition")


@pytest.fixture(scope="module")
def listed():
    return directions.exceptions()


def test_no_better_fact_lowers_a_standing(listed):
    kb = installed.law()
    acts = {law: [a for x, a in directions.pairs(kb, []) if x == law] for law in kb.regimes}
    pairs = [(law, a) for law, own in acts.items() for a in ([b for b in own if b in MAIN] or own[:1])]
    assert len(pairs) > 40
    found = [f for law, act in pairs for f in directions.two_faced(kb, law, act, ROWS)]
    assert [str(f) for f in found if not directions.excepted(f, listed)] == []


def test_a_worse_rule_is_found_out(listed):
    """The search is no idle one: with a fact said to be better the other way round, it finds that at once."""
    kb = installed.law()
    fact = kb.facts["market.replaces"]
    turned = fact.model_copy(update={"better": "high" if fact.better == "low" else "low"})
    wrong = kb.model_copy(update={"facts": {**kb.facts, fact.id: turned}})
    found = list(directions.two_faced(wrong, "us.fair_use", "quotation", ROWS))
    assert {f.fact for f in found if not directions.excepted(f, listed)} == {"market.replaces"}


def test_every_exception_names_its_law(listed):
    kb = installed.law()
    for entry in listed:
        assert entry["fact"] in kb.facts
        laws = entry.get("law", "all")
        assert laws == "all" or {*(laws if isinstance(laws, list) else [laws])} <= kb.regimes.keys()
        assert "issue" in entry or (entry["rule"] in kb.rules and entry["authority"] in kb.authorities)
        assert len(entry["why"]) > 40
