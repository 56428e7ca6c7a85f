"""What one act tells, the others on the same works know; an act's own facts win."""

from __future__ import annotations

import pytest

from fairuse.scenario.model import ActEntry, Given, Scenario, Work
from fairuse.scenario.uses import uses_of
from tests import installed


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def given(**facts):
    return {name.replace("__", "."): Given(value=value) for name, value in facts.items()}


def known(kb, *acts, works=None):
    scenario = Scenario(title="t", works=works or {"w": Work()}, where=("us",), acts=acts)
    return {use.act_id: use.facts for use in uses_of(scenario, kb) if use.regime == "us.fair_use"}


def act(kind, facts, works=("w",), **more):
    return ActEntry(act=kind, works=works, facts=facts, **more)


def test_the_source_told_of_the_taking_is_known_of_the_training_and_who_told_it_is_said(kb):
    facts = known(kb, act("acquisition", given(copy__source="open_web")), act("training", {}))
    assert facts["training"]["copy.source"].value == "open_web"
    assert "as told of" in facts["training"]["copy.source"].note


def test_what_an_act_tells_itself_wins(kb):
    facts = known(
        kb, act("acquisition", given(copy__source="open_web")), act("training", given(copy__source="licensed"))
    )
    assert facts["training"]["copy.source"].value == "licensed"


def test_two_acts_that_disagree_tell_nothing(kb):
    facts = known(
        kb,
        act("acquisition", given(copy__source="open_web"), id="one"),
        act("acquisition", given(copy__source="shadow_library"), id="two"),
        act("training", {}),
    )
    assert "copy.source" not in facts["training"]


def test_of_several_outputs_the_nearest_to_the_work_is_what_came_out(kb):
    facts = known(
        kb,
        act("output", given(output__similarity="gist"), id="one"),
        act("output", given(output__similarity="near_identical"), id="two"),
        act("training", {}),
    )
    assert facts["training"]["output.similarity"].value == "near_identical"


def test_another_actor_tells_nothing(kb):
    facts = known(
        kb, act("acquisition", given(copy__source="open_web"), by="a supplier"), act("training", {}, by="a maker")
    )
    assert "copy.source" not in facts["training"]


def test_other_works_tell_nothing_unless_they_are_said_to_be_the_same(kb):
    acts = (act("acquisition", given(copy__source="bought"), works=("a",)), act("training", {}, works=("b",)))
    apart = known(kb, *acts, works={"a": Work(), "b": Work()})
    same = known(kb, *acts, works={"a": Work(), "b": Work(same_as="a")})
    assert "copy.source" not in apart["training"]
    assert same["training"]["copy.source"].value == "bought"


def test_a_licence_told_once_holds_for_every_act_but_whether_it_is_kept_does_not(kb):
    told = given(licence__kind="open_licence", licence__credit_kept=True)
    facts = known(kb, act("acquisition", told), act("training", {}), act("distribution", {}))
    for name in ("training", "distribution"):
        assert facts[name]["licence.kind"].value == "open_licence"
        assert "licence.credit_kept" not in facts[name]


def test_the_purpose_of_the_training_is_not_that_of_pirated_copies(kb):
    training = act("training", given(purpose__use_compared="different", market__licensing="active"))
    for source, shared in (("bought", True), ("shadow_library", False)):
        taking = act("acquisition", given(purpose__for_training="only", copy__source=source))
        facts = known(kb, taking, training)["acquisition"]
        assert ("purpose.use_compared" in facts) is shared
        assert facts["market.licensing"].value == "active"


def test_a_licence_that_one_act_broke_is_broken_for_what_else_rests_on_it(kb):
    works = {"w": Work(facts=given(licence__id="GPL-3.0", licence__given_by="owner"))}
    sold = act("adaptation", given(licence__share_alike_kept=False))
    facts = known(kb, sold, act("training", {}), act("deployment", {}), works=works)
    assert facts["deployment"]["conduct.licence"].value == "terms_broken"
    assert "conduct.licence" not in facts["adaptation"]
    assert "conduct.licence" not in facts["training"]  # what was done under it before stays allowed


@pytest.mark.parametrize(
    "told",
    [
        {"licence__share_alike_kept": True},
        {"licence__share_alike_kept": False, "act__planned": True},  # nothing has been broken yet
        {"conduct__licence": "refused"},  # its own history, which is not that of the other act
    ],
)
def test_what_breaks_no_licence_says_nothing_of_it_elsewhere(told, kb):
    works = {"w": Work(facts=given(licence__id="GPL-3.0", licence__given_by="owner"))}
    facts = known(kb, act("adaptation", given(**told)), act("deployment", {}), works=works)
    assert "conduct.licence" not in facts["deployment"]


def test_copies_are_got_for_what_is_made_of_them(kb):
    quoted = act("quotation", given(purpose__targets_work="mainly"))
    facts = known(kb, act("acquisition", given(copy__source="protection_bypassed")), quoted)
    assert facts["acquisition"]["purpose.targets_work"].value == "mainly"
    for told in ({"copy__source": "shadow_library"}, {"copy__source": "open_web", "purpose__for_training": "only"}):
        facts = known(kb, act("acquisition", given(**told)), quoted)
        assert "purpose.targets_work" not in facts["acquisition"]
