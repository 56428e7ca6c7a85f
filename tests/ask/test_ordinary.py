"""What hardly any works are, asked at once: none, some, not known, or one by one."""

from __future__ import annotations

import pytest

from fairuse.ask import plan
from fairuse.ask.ordinary import told, unusual
from fairuse.ask.situations import begun, confirmed, places_of
from fairuse.ask.terminal import Interview
from fairuse.scenario.model import UNKNOWN
from tests.installed import law

DAY = "2026-11-24"


def offered():
    return confirmed(begun(law().situations["offer-a-model"], works="Novels"))


def placed():
    scenario = offered()
    for act, fact in tuple(places_of(scenario, law())):
        scenario = plan.answered(scenario, plan.Question(fact, "", act=act), "us")
    return scenario


def held(scenario):
    return {name: given.value for name, given in scenario.works["works"].facts.items()}


def asked_until_the_end(scenario):
    """The facts that the plan asks for where nobody knows anything."""
    found = []
    while (question := plan.next_question(scenario, law(), DAY)) is not None:
        found.append(question.fact.id)
        scenario = plan.answered(scenario, question, None)
    return found


def test_what_is_not_so_is_taken_as_it_ordinarily_is():
    (asked,) = unusual(offered(), law(), DAY)
    after = told(offered(), asked, (), law(), DAY)
    assert {"work.own", "work.official", "licence.kind"} <= set(held(after))
    assert held(after) == {fact.id: fact.ordinarily.value for fact in asked.facts}
    assert set(held(after)).isdisjoint(asked_until_the_end(after))


@pytest.mark.parametrize("number", range(6))
def test_what_is_so_can_be_asked_whatever_else_is_not_so(number):
    (asked,) = unusual(offered(), law(), DAY)
    assert len(asked.facts) == 6
    so = asked.facts[number].id
    after = told(offered(), asked, [so], law(), DAY)
    assert so not in held(after)
    assert len(held(after)) >= 4
    assert so in {q.fact.id for q in plan.open_questions(after, law(), DAY)}


def test_not_knowing_is_neither_so_nor_not_so():
    (asked,) = unusual(offered(), law(), DAY)
    after = told(offered(), asked, (), law(), DAY, known=False)
    assert set(held(after).values()) == {UNKNOWN}
    assert unusual(after, law(), DAY) == ()
    assert len(asked_until_the_end(after)) + 1 < len(asked_until_the_end(offered()))


def test_it_is_asked_once_and_not_where_something_of_the_kind_is_told():
    (asked,) = unusual(offered(), law(), DAY)
    assert unusual(told(offered(), asked, [asked.facts[0].id], law(), DAY), law(), DAY) == ()


@pytest.mark.parametrize(
    ("line", "own", "official"),
    [("none", False, "none"), ("", UNKNOWN, UNKNOWN), ("not sure", UNKNOWN, UNKNOWN), (">", None, None)],
)
def test_on_a_terminal(line, own, official):
    lines = iter(["?", "99", line, "q"])
    said = []
    interview = Interview(law(), DAY, lambda _: next(lines), said.append, lambda scenario: None)
    facts = held(interview.run(placed()))
    assert (facts.get("work.own"), facts.get("work.official")) == (own, official)
    text = "\n".join(said)
    assert "the copyright is yours" in text
    assert "Please give numbers from 1 to" in text
    assert "Owning a copy, a file or" in text


def test_what_is_picked_on_a_terminal_is_asked_next():
    (asked,) = unusual(offered(), law(), DAY)
    number = [fact.id for fact in asked.facts].index("licence.kind") + 1
    lines = iter([str(number), "q"])
    after = Interview(law(), DAY, lambda _: next(lines), lambda _: None, lambda _: None).run(placed())
    assert "licence.kind" not in held(after)
    assert held(after)["work.own"] is False
