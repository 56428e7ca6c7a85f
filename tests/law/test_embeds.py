"""Works that appear within a page from another's server, and bare links, before the courts of the United States."""

from __future__ import annotations

import pytest

from fairuse.ask import plan
from fairuse.ask.ordinary import unusual
from fairuse.pages.assessment import explain
from fairuse.precedent.beside import assess
from fairuse.report import render_outline
from fairuse.scenario.model import Scenario
from tests import installed

DAY = "2026-11-24"
PHOTO = {"work.kind": "photograph", "work.published": True, "work.offered": "for_payment"}
EMBED = {"link.shows": "whole_work", "link.target": "with_consent", "audience.who": "public", "amount.share": "whole"}
EMBED |= {"purpose.commerciality": "direct", "market.licensing": "active"}
#: A report on the post itself, which is another end than that of the picture in it (Walsh, Boesen).
REPORT = {**EMBED, "purpose": ["news"], "purpose.use_compared": "different", "change.own_content": "much"}
REPORT |= {"market.replaces": "none"}
#: The picture is there to illustrate, as its owner licenses it to do.
PICTURE = {**EMBED, "purpose": ["illustrates"], "purpose.use_compared": "same", "market.replaces": "fully"}
PICTURE |= {"change.kind": "exact"}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def answered(kb, facts, forum=None, act="linking", as_of=DAY):
    told = [{"id": "e", "act": act, "works": "w", "facts": facts}]
    data = {"title": "T", "as_of": as_of, "forum": forum, "works": {"w": {"facts": PHOTO}}, "acts": told}
    return assess(Scenario.model_validate(data), kb)


def use_of(kb, facts, forum=None, act="linking", as_of=DAY):
    (use,) = answered(kb, facts, forum, act, as_of).uses
    return use


@pytest.mark.parametrize(("facts", "weighed"), [(REPORT, "likely_permitted"), (PICTURE, "not_permitted")])
def test_an_embed_told_once_is_answered_in_every_forum(facts, weighed, kb):
    ninth = use_of(kb, facts, "us.9th")
    assert ninth.standing == "no_permission_needed"
    (why,) = [f for f in ninth.findings if f.issue == "us.conclusion" and not f.defeated_by]
    assert {"goldman-v-breitbart", "nicklen-v-sinclair"} <= set(why.contrary)
    second = use_of(kb, facts, "us.2d")
    assert second.standing == weighed
    assert not [view for view in second.open_views if view.doctrine == "inline-display"]
    for forum in (None, "us.5th", "us.7th"):
        (open_,) = [v for v in use_of(kb, facts, forum).open_views if v.doctrine == "inline-display"]
        ends = {view: set(standings) for view, standings in open_.standings.items()}
        assert ends == {"server_test": {"no_permission_needed"}, "shows_a_display": {weighed}}


def test_where_courts_divide_an_embed_that_may_be_unlawful_is_open(kb):
    assert use_of(kb, PICTURE, "us.5th").standing == "uncertain"
    assert use_of(kb, REPORT, "us.5th").standing == "likely_permitted"


def test_on_the_view_that_it_shows_the_work_an_embed_stands_as_any_other_showing(kb):
    for facts in (
        REPORT,
        PICTURE,
        {**PICTURE, "purpose": ["teaching"]},
        {**PICTURE, "purpose.use_compared": "overlapping"},
    ):
        shown = {name: value for name, value in facts.items() if not name.startswith("link.")}
        embed, copy = use_of(kb, facts, "us.2d"), use_of(kb, shown, "us.2d", act="display")
        values = [{i.id: i.value for i in use.issues if i.headline} for use in (embed, copy)]
        assert (embed.standing, values[0]) == (copy.standing, values[1])


def test_a_showing_that_is_told_to_come_from_anothers_server_is_under_the_same_doctrine(kb):
    for forum, standing in (("us.9th", "no_permission_needed"), ("us.2d", "not_permitted"), ("us.5th", "uncertain")):
        assert use_of(kb, PICTURE, forum, act="display").standing == standing
    copy = {name: value for name, value in PICTURE.items() if not name.startswith("link.")}
    assert use_of(kb, copy, "us.9th", act="display").standing == "not_permitted"


@pytest.mark.parametrize("shows", ["address", None])
@pytest.mark.parametrize("depth", ["standard", "full"])
def test_a_bare_link_is_weighed_nowhere(shows, depth, kb):
    bare = {**PICTURE, "link.shows": shows or "unknown"}
    for forum in (None, "us.2d", "us.9th"):
        result = answered(kb, bare, forum)
        assert [use.standing for use in result.uses] == ["no_permission_needed"]
        assert "actor 1" not in render_outline(explain(result, kb, depth=depth), "terminal", width=100)
    shown = render_outline(explain(answered(kb, PICTURE, "us.9th"), kb, depth=depth), "terminal", width=100)
    assert "actor 1" in shown  # what is settled there alone may be weighed elsewhere


@pytest.mark.parametrize("shows", ["address", None])
def test_of_a_bare_link_no_more_is_asked_than_what_it_shows_and_where_it_leads(shows, kb):
    scenario = plan.start("T", ["linking"], "works").model_copy(update={"where": ("us",), "forum": "us.2d"})
    assert not unusual(scenario, kb, DAY, "us.2d")
    asked = []
    while (question := plan.next_question(scenario, kb, DAY, "us.2d")) is not None:
        asked.append(question.fact.id)
        scenario = plan.answered(scenario, question, shows if asked == ["link.shows"] else None)
    assert asked == ["link.shows", "link.target"]


def test_of_an_embed_it_is_asked_what_it_is_for(kb):
    use = use_of(kb, {"link.shows": "whole_work"}, "us.2d")
    assert use.standing == "uncertain"
    assert [need.need for need in use.waits_for] == ["us.needs.purpose-of-embedding"]
    scenario = plan.start("T", ["linking"], "works").model_copy(update={"where": ("us",), "forum": "us.2d"})
    scenario = plan.answered(scenario, plan.next_question(scenario, kb, DAY, "us.2d"), "whole_work")
    assert plan.next_question(scenario, kb, DAY, "us.2d").fact.id == "purpose"


@pytest.mark.parametrize("facts", [REPORT, PICTURE, {**PICTURE, "link.shows": "address"}])
def test_whoever_encourages_infringement_by_a_link_stands_no_better_for_showing_nothing(facts, kb):
    facts = {**facts, "link.target": "without_consent", "service.promotes": True}
    for forum in ("us.2d", "us.9th"):
        assert use_of(kb, facts, forum).standing in ("likely_not_permitted", "not_permitted")


def test_to_give_out_addresses_alone_does_not_excuse_what_a_page_shows(kb):
    assert use_of(kb, {**PICTURE, "who.part": "points_only"}, "us.2d").standing == "not_permitted"


def test_before_any_court_in_new_york_had_ruled_an_embed_there_was_taken_for_no_showing(kb):
    assert use_of(kb, PICTURE, "us.2d", as_of="2016-05-02").standing == "no_permission_needed"


def test_the_law_of_other_places_takes_no_link_for_a_showing(kb):
    for law in ("de", "jp", "uk"):
        data = {"title": "T", "as_of": DAY, "where": [law], "works": {"w": {"facts": PHOTO}}}
        acts = [{"act": "linking", "works": "w", "facts": {"link.shows": "address", "link.target": "with_consent"}}]
        result = assess(Scenario.model_validate({**data, "acts": acts}), kb)
        assert {place.standing for place in result.places} == {"no_permission_needed"}, law
