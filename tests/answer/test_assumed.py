"""What is assumed, what one value of a fact would leave, and which ends a range may name."""

from __future__ import annotations

import pytest

from fairuse.precedent.beside import assess
from fairuse.scenario.file import parse_scenario
from tests import installed


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def read(kb, act, facts):
    text = f"title: T\nwhere: [us]\nworks: {{w: {{}}}}\nacts: [{{act: {act}, works: w, facts: {{{facts}}}}}]\n"
    return assess(parse_scenario(text.encode(), kb, name="s.yaml"), kb)


def the_use(kb, act, facts):
    (use,) = (u for u in read(kb, act, facts).uses if u.regime == "us.fair_use")
    return use


OUTPUT = "output.similarity: near_identical, purpose.commerciality: direct, market.replaces: fully"
HANDED_OUT = "amount.share: whole, audience.who: public, purpose.delivers_content: true, purpose.commerciality: none"


def test_a_value_that_would_leave_an_assumption_is_no_end_of_the_range(kb):
    use = the_use(kb, "output", OUTPUT)
    (element,) = (u for u in use.unknown if u.fact == "output.element")
    assert any(e.value == "nothing_protected" for e in element.effect)  # it is still told what that would give
    assert "output.element" not in {**use.within.high_by, **use.within.low_by}
    (protected,) = (a for a in use.assumed if a.assumption == "protected")
    assert any("output.element" in facts for facts in protected.leads_to.values())


def test_what_is_said_to_be_open_is_not_assumed(kb):
    use = the_use(kb, "output", f"{OUTPUT}, output.element: {{value: unknown, note: not looked at}}")
    assert use.within.high_by.get("output.element") == ("nothing_protected",)


def test_an_end_of_a_range_does_not_contradict_what_is_told(kb):
    told, untold = (the_use(kb, "distribution", HANDED_OUT + more) for more in (", work.offered: for_payment", ""))

    def tried(use):
        return {e.value for u in use.unknown if u.fact == "market.owner_exploits" for e in u.effect}

    assert "no_interest" in tried(untold)
    assert "no_interest" not in tried(told)


def test_nobody_is_told_to_ask_leave_for_what_is_free(kb):
    facts = "purpose: [finding, computation], amount.public_reach: fragments, market.replaces: none"
    use = the_use(kb, "indexing", facts)
    assert use.standing == "permitted"
    assert not [s for c in use.changes for s in c.steps if kb.steps[s.id].asks_owner]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (
            "purpose.model_kind: generative, purpose.breadth: general, "
            "model.extraction: passages, output.frequency: regular",
            "open law: ",
        ),
        ("", "it is not told "),
    ],
)
def test_an_open_answer_says_what_is_open(kb, facts, reason):
    (place,) = read(kb, "training", facts).places
    assert place.standing == "uncertain"
    assert place.because.startswith(reason)


LICENSED = "licence.id: CC-BY-4.0, copy.source: open_web"


def test_a_licence_is_assumed_to_come_from_the_owner_until_it_is_told_from_whom(kb):
    free, by_uploader = (the_use(kb, "training", LICENSED + more) for more in ("", ", licence.given_by: uploader"))
    assert free.standing == "no_permission_needed"
    assert [a.leads_to for a in free.assumed if a.assumption == "licence-from-owner"] == [
        {by_uploader.standing: ("licence.given_by",)}
    ]
    assert by_uploader.standing != free.standing
    assert "licence-from-owner" not in {a.assumption for a in by_uploader.assumed}


@pytest.mark.parametrize("given_by", ["uploader", "stranger"])
def test_who_would_give_a_licence_that_nobody_tells_of_makes_none(kb, given_by):
    told, untold = (
        the_use(kb, "training", "copy.source: open_web" + m) for m in (f", licence.given_by: {given_by}", "")
    )
    assert told.standing == untold.standing
    assert "licence-from-owner" not in {a.assumption for a in untold.assumed}
