"""Every claim that ships is whole, names law that exists, and comes out in its scenario as it says: a verdict that
flips when law changes fails here."""

from __future__ import annotations

import re

import pytest

from fairuse.claims.model import Claim, claim_named, load_claims, unknown_names
from fairuse.claims.shown import own_uses
from fairuse.claims.tried import put_to, raised
from fairuse.precedent.beside import assess
from fairuse.scenario.model import Scenario
from fairuse.source.errors import FairuseError
from tests import installed

CLAIMS = load_claims()
SHOWN = [claim for claim in CLAIMS.values() if claim.scenario is not None]
NUMBER = 63
#: What a claim's own scenario may make of it: one that is right as put holds, one that is wrong fails.
MAY_GIVE = {
    "right": {"holds"},
    "wrong": {"fails"},
    "partly": {"holds", "fails", "depends"},
    "open": {"holds", "fails", "depends"},
    "policy": {"no_law"},
}


def own(claim):
    return own_uses(claim, put_to(claim, installed.assessed(claim.scenario), installed.law()))


def test_each_claim_is_there_once():
    assert len(CLAIMS) == NUMBER


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda c: c.id)
def test_a_claim_says_both_sides_and_names_law_that_exists(claim):
    assert list(unknown_names(claim, installed.law())) == []
    assert all(installed.law().authorities[name].verified for name in claim.authorities)  # as for rules
    kinds = {point.is_ for point in claim.points}
    assert kinds >= ({"policy"} if claim.verdict == "policy" else {"wrong"})
    assert claim.verdict == "policy" or kinds & {"right", "open"}
    assert claim.verdict != "open" or "open" in kinds
    assert not set(claim.for_) & set(claim.against)
    assert len({text.casefold() for text in (claim.claim, *claim.said)}) == 1 + len(claim.said)
    assert claim.gives in MAY_GIVE[claim.verdict]
    assert (claim.gives == "no_law") == (not claim.holds and not claim.fails)
    assert (claim.scenario is None) == (claim.law is None) == (claim.act is None)
    assert claim.scenario is not None or claim.verdict == "policy"
    assert not any(set(claim.holds.get(i, ())) & set(claim.fails.get(i, ())) for i in claim.asks)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda c: c.id)
def test_a_claim_has_friends_and_opponents_and_the_law_of_other_places(claim):
    """What a friend, an opponent and a law librarian miss first."""
    kb = installed.law()
    assert claim.for_
    assert claim.against
    assert len(claim.said) >= 10
    abroad = [point for point in claim.points if point.is_ == "abroad"]
    assert abroad
    for point in abroad:
        assert all(kb.authorities[name].jurisdiction != "us" for name in point.cites), point.says
    places = {kb.authorities[name].jurisdiction for point in abroad for name in point.cites}
    assert len(places - {"international"}) >= 2
    own = {name for point in claim.points if point.is_ != "abroad" for name in point.cites}
    assert {*claim.for_, *claim.against} <= {*own, *(n for p in abroad for n in p.cites)}, (
        "named, and nothing said of it"
    )


@pytest.mark.parametrize("claim", SHOWN, ids=lambda c: c.id)
def test_its_scenario_gives_what_it_says(claim):
    uses = own(claim).uses
    assert uses, f"{claim.scenario} has no use {claim.use}"
    for use in uses:
        assert use.gives == claim.gives, use.use
        assert {f.issue for f in use.findings} >= set(claim.decides), use.use
        cited = {name for f in use.findings for name in (*f.contrary, *(c.authority for c in f.cites))}
        assert not claim.authorities or cited & set(claim.authorities), "no finding cites an authority of the claim"


@pytest.mark.parametrize("claim", [c for c in SHOWN if c.about], ids=lambda c: c.id)
def test_only_a_case_about_it_raises_what_acts_of_many_sorts_could(claim):
    law = installed.law()
    shown = {one.id for one, _ in raised([claim], installed.assessed(claim.scenario), law)}
    assert shown == ({claim.id} if claim.gives in ("holds", "fails") else set())
    facts = {"purpose.private_use": "time_shift", "purpose.commerciality": "none", "audience.who": "household"}
    taped = {"work.kind": "film_or_broadcast", "work.published": True, "work.offered": "free_broadcast"}
    told = {"title": "T", "as_of": "2026-11-24", "where": ["us"], "works": {"w": {"facts": taped}}}
    other = assess(
        Scenario.model_validate({**told, "acts": [{"act": "reproduction", "works": "w", "facts": facts}]}), law
    )
    assert other.uses[0].standing == "likely_permitted"  # which would bear each of them out, were it about it
    assert not list(raised([claim], other, law))


#: Words of the ways to put a claim that are of works of one sort.
OF_A_SORT = {
    "software": ["code", "copilot", "compiler", "gpl"],
    "book_or_story": ["book", "books", "ebooks", "novel", "author"],
    "music": ["song", "songs", "tune", "cd", "melody"],
    "photograph": ["photo", "images", "pictures", "picture", "art", "photobash", "thumbnails"],
}
STORIES: dict[str, dict[str, object]] = {
    "training": {"purpose.model_kind": "generative", "model.extraction": "short_bits", "market.licensing": "active"},
    "model": {"purpose.model_kind": "generative", "model.extraction": "passages", "who.part": "makes_model"},
    "output": {"output.similarity": "near_identical", "output.frequency": "regular", "who.part": "offers_service"},
    "deployment": {"who.part": "offers_service", "service.users_infringe": True, "service.promotes": True},
    "acquisition": {"copy.source": "shadow_library", "copy.seeded": True},
    "distribution": {"copy.source": "bought", "amount.share": "whole", "change.kind": "exact"},
    "indexing": {"purpose.finding": True, "amount.public_reach": "fragments"},
}


@pytest.mark.parametrize("sort", OF_A_SORT)
def test_arguments_are_about_works_of_the_sort_that_is_told(sort):
    law = installed.law()
    works = {"w": {"facts": {"work.kind": sort, "work.published": True, "purpose.commerciality": "direct"}}}
    acts = [{"act": kind, "works": "w", "facts": facts} for kind, facts in STORIES.items()]
    acts.append({"act": "output", "works": "w", "facts": {"output.similarity": "style_or_facts"}})
    told = {"title": "T", "as_of": "2026-11-24", "where": ["us"], "works": works, "acts": acts}
    others = {word for name, words in OF_A_SORT.items() if name != sort for word in words}
    shown = list(raised(CLAIMS.values(), assess(Scenario.model_validate(told), law), law))
    assert len(shown) > 5
    for claim, _ in shown:
        assert not others & set(re.findall(r"[a-z]+", claim.in_brief.casefold())), claim.id


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda c: c.id)
def test_a_claim_is_named_as_people_put_it(claim):
    assert claim.in_brief in claim.said


@pytest.mark.parametrize("claim", [c for c in CLAIMS.values() if c.verdict == "policy"], ids=lambda c: c.id)
def test_a_claim_of_policy_says_where_it_bears(claim):
    assert claim.asks
    assert any("In court it bears" in " ".join(point.says.split()) for point in claim.points)


def test_a_claim_depends_where_its_issue_is_open_and_fails_where_one_issue_does():
    claim = CLAIMS["style-is-free"]
    (use,) = own(claim).uses
    turned = claim.model_copy(update={"holds": claim.fails, "fails": claim.holds})
    assert {one.gives for one in own(turned).uses} == {"fails"}
    unsettled = claim.model_copy(update={"holds": {"us.similarity": ("identical",)}, "fails": {}})
    assert {one.gives for one in own(unsettled).uses} == {"depends"}
    assert use.findings
    assert all(f.cites for f in use.findings)


def test_a_wrong_name_is_said_with_the_nearest_right_one():
    with pytest.raises(FairuseError, match="did you mean 'style-is-free'"):
        claim_named("stile-is-free")
    wrong = CLAIMS["style-is-free"].model_copy(update={"holds": {"us.similarity": ("nonne",)}})
    assert list(unknown_names(wrong, installed.law())) == ["us.similarity has no value 'nonne'; did you mean 'none'?"]


def test_what_has_no_authority_is_no_point_of_a_claim():
    raw = CLAIMS["style-is-free"].model_dump(by_alias=True)
    raw["points"][0]["cites"] = []
    with pytest.raises(ValueError, match="cites"):
        Claim.model_validate(raw)
