"""One answer for each act, its works and a place: the ordinary law first, then the exceptions; nothing vanishes."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.rows import rows_of
from fairuse.pages.assessment import explain
from fairuse.report import render_outline
from fairuse.scenario.model import Scenario
from fairuse.source.errors import FairuseError
from tests import installed

ORDINARY = sorted(r.jurisdiction for r in installed.law().regimes.values() if r.kind == "ordinary")
LICENSED = {"licence.kind": "individual", "licence.covers": "covers", "licence.given_by": "owner"}


@pytest.fixture(scope="module")
def law():
    return installed.law()


def scenario(where, *acts, works=None, forum=None):
    """A scenario of acts given as (kind, facts) on one group of works, under the laws of some places."""
    return Scenario.model_validate(
        {
            "title": "T",
            "as_of": "2026-11-29",
            "where": where,
            "forum": forum,
            "works": {"w": {"facts": works or {}}},
            "acts": [{"act": act, "works": "w", "facts": facts} for act, facts in acts],
        }
    )


def place(where, act, law, works=None, **facts):
    plain = {name.replace("__", "."): value for name, value in facts.items()}
    (found,) = assess(scenario([where], (act, plain), works=works), law).places
    return found


@pytest.mark.parametrize("where", ORDINARY)
@pytest.mark.parametrize("act", ["training", "distribution", "adaptation", "output", "display", "reproduction"])
def test_a_licence_that_covers_the_act_frees_it_in_every_place(where, act, law):
    found = place(where, act, law, works=LICENSED)
    assert (found.standing, found.step) == ("no_permission_needed", "ordinary")
    assert found.because == "the owner's licence covers it"


@pytest.mark.parametrize("where", ORDINARY)
@pytest.mark.parametrize(
    ("works", "because"),
    [
        ({"work.undisputed": "out_of_copyright"}, "nothing protected is taken"),
        ({"work.beyond_copyright": "facts_or_data"}, "nothing protected is taken"),
        ({"work.own": True}, "the user's own work"),
        ({"licence.id": "CC0-1.0", "licence.given_by": "owner"}, "the owner's licence covers it"),
    ],
)
def test_what_is_free_is_free_in_every_place(where, works, because, law):
    found = place(where, "distribution", law, works=works, audience__who="public", passed__what="new_copies")
    assert (found.standing, found.because) == ("no_permission_needed", because)


@pytest.mark.parametrize("where", ORDINARY)
def test_a_licence_of_somebody_else_frees_nothing(where, law):
    works = {"licence.id": "CC-BY-4.0", "licence.given_by": "stranger", "work.undisputed": "in_copyright"}
    found = place(where, "distribution", law, works=works, audience__who="public", passed__what="new_copies")
    assert found.standing != "no_permission_needed"


@pytest.mark.parametrize("where", ORDINARY)
def test_what_no_exception_covers_is_forbidden_only_where_all_are_held(where, law):
    """A firm that sells copies of whole novels: no exception anywhere is for that."""
    works = {"work.undisputed": "in_copyright", "work.kind": "book_or_story", "work.published": True}
    works |= {"licence.kind": "none"}
    facts = {"audience.who": "public", "passed.what": "new_copies", "purpose.commerciality": "direct"}
    facts |= {"purpose": "none", "amount.share": "whole", "market.replaces": "fully", "who.kind": "company"}
    facts |= {"copy.source": "bought", "amount.public_reach": "most_or_all", "purpose.use_compared": "same"}
    (found,) = assess(scenario([where], ("distribution", facts), works=works), law).places
    complete = law.regimes[f"{where}.copyright"].complete
    assert found.step == ("none_covers" if complete else "not_researched") or found.standing != "permitted"
    if found.step == "not_researched":
        assert (found.standing, bool(found.not_researched)) == ("uncertain", True)
    elif complete:
        assert found.standing in ("not_permitted", "likely_not_permitted", "uncertain")


def test_the_old_and_the_free_are_told_from_dates(law):
    old = {
        "work.kind": "book_or_story",
        "work.author_known": True,
        "work.author_died": 1910,
        "work.first_published": 1905,
        "work.origin": "france",
    }
    assert place("fr", "distribution", law, works=old).standing == "no_permission_needed"
    young = {**old, "work.author_died": 1990, "work.first_published": 1980}
    assert place("fr", "distribution", law, works=young, audience__who="public").standing != "no_permission_needed"


def test_an_act_that_the_law_named_does_not_cover_is_said(law):
    both = scenario(["jp.art_30_4"], ("training", {}), ("linking", {}))
    result = assess(both, law)
    (silent,) = result.unanswered
    assert (silent.id, silent.act) == ("linking/w/jp", "linking")
    assert "nothing there speaks to this kind of act" in silent.reason
    text = render_outline(explain(result, law), "terminal", width=80)
    assert "Not answered" in text
    with pytest.raises(FairuseError, match="they can be asked of"):
        assess(scenario(["jp.art_30_4"], ("linking", {})), law)


def test_a_place_without_law_here_is_said(law):
    acts = [{"act": "training", "works": "w", "facts": {"place.copying": "elsewhere"}}]
    result = assess(Scenario.model_validate({"title": "T", "works": {"w": {}}, "acts": acts}), law)
    assert [u.place for u in result.unanswered] == ["elsewhere"]


def test_duties_are_told_apart_and_are_never_a_standing(law):
    facts = {"provider.gpai_eu": True, "provider.copyright_policy": False, "provider.training_summary": "published"}
    result = assess(scenario(["de"], ("training", facts)), law)
    states = {d.issue: d.state for d in result.duties}
    assert states["eu.ai_act.policy"] == "breached"
    assert states["eu.ai_act.summary"] == "met"
    rows = rows_of(result, law)
    assert all(law.regimes[use.regime].kind != "duties" for row in rows for use in row.uses)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_first_table_breaks_no_word(width, law):
    acts = [("training", {}), ("distribution", {"audience.who": "public"}), ("output", {})]
    for where in (["de"], ["de", "fr", "uk", "jp"], ["all"]):
        result = assess(scenario(where, *acts), law)
        head = render_outline(explain(result, law), "terminal", width=width).split("───")[0]
        names = {word for p in result.places for word in f"{law.place_name(p.place)} {p.act_title}".split()}
        assert not [word for word in names if word not in head]
        assert max(map(len, head.splitlines())) <= width


def test_courts_by_the_names_people_use(law):
    names = [name for court in law.courts.values() for name in court.names]
    assert len(names) >= 60
    assert len({law.forum_named(name) for name in names} - {None}) == len(law.courts)
    for name in ("LG München I", "Delhi High Court", "D. Del.", "S.D.N.Y.", "sdny", "IPEC"):
        assert law.forum_named(name) in law.all_forums
    home = {"S.D.N.Y.": "us", "LG München I": "de", "CJEU": "fr", "IPEC": "uk"}
    for name, where in home.items():
        assert assess(scenario([where], ("training", {}), forum=name), law).forum == law.forum_named(name)
    with pytest.raises(FairuseError, match="has no say over the law that is asked"):
        assess(scenario(["jp"], ("training", {}), forum="us.9th"), law)


def test_law_that_was_last_checked_before_the_day_is_said(law):
    at = scenario(["de"], ("training", {}))
    checked = max(a.checked_on for a in law.authorities.values() if a.jurisdiction == "de" and a.checked_on)
    assert assess(at, law, as_of=checked).checked_before == ()
    (later,) = assess(at, law, as_of="2026-12-31").checked_before
    assert (later.place, later.stale) == ("de", False)
    (stale,) = assess(at, law, as_of="2027-06-30").checked_before
    assert stale.stale
    text = render_outline(explain(assess(at, law, as_of="2027-06-30"), law), "terminal", width=100)
    assert "Newer law is likely to be missing" in " ".join(text.split("───")[0].split())


def test_who_acts_is_said_where_several_do(law):
    acts = [
        {"act": "training", "works": "w", "by": "the company"},
        {"act": "reproduction", "works": "w", "by": "the library"},
    ]
    result = assess(Scenario.model_validate({"title": "T", "where": ["us"], "works": {"w": {}}, "acts": acts}), law)
    assert [u.act_title for u in result.uses] == ["Training a model (by the company)", "Making copies (by the library)"]


def test_an_open_gate_names_what_to_look_up_next(law):
    known = {"work.kind": "book_or_story", "work.first_published": 1935, "work.origin": "germany"}
    acts = [{"act": "distribution", "works": "w"}]
    told = Scenario.model_validate({"title": "T", "where": ["de"], "works": {"w": {"facts": known}}, "acts": acts})
    text = " ".join(render_outline(explain(assess(told, law), law), "terminal", width=100).split())
    assert "To be looked up next: year in which the author died" in text


@pytest.mark.parametrize("where", ["de", "eu", "uk"])
def test_a_plain_host_is_not_asked_of_models_and_their_output(where, law):
    hosting = assess(scenario([where], ("hosting", {})), law)
    assert hosting.uses
    assert f"{where}.output" not in {use.regime for use in hosting.uses}
    assert f"{where}.output" in {use.regime for use in assess(scenario([where], ("output", {})), law).uses}
