"""Answers that no longer apply are kept aside, and no others."""

from __future__ import annotations

from fairuse.ask import plan
from fairuse.ask.aside import sorted_out
from fairuse.ask.plan import Question
from fairuse.kb.condition import terms_of
from tests.installed import law

DAY = "2026-11-24"


def question(fact):
    return Question(fact, "", **{"work": {"work": "works"}, "act": {"act": 0}}.get(fact.about, {}))


def test_a_list_is_not_put_aside_by_what_it_tells_itself():
    """Its question does not arise where what it tells is known; it told that itself, and would be asked for ever."""
    facts = law().facts
    lists = [f for f in facts.values() if set(terms_of(f.asked_when)) & {p for s in f.parts.values() for p in s}]
    assert lists
    for fact in lists:
        scenario = plan.start("T", ["training"], "works").model_copy(update={"where": ("us.fair_use",)})
        for test in (one for one in fact.asked_when.items if one.values):
            scenario = plan.answered(scenario, question(facts[test.term]), test.values[0])
        told = plan.answered(scenario, question(fact), next(iter(fact.values)))
        assert told != scenario
        assert sorted_out(told, (), law(), DAY) == (told, ())
