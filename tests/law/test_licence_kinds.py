"""A licence told by its kind says what all of that kind say; one agreed for the works reaches as far as its words."""

from __future__ import annotations

import pytest

from tests import installed
from tests.law.stories import AS_IT_IS, bare, of
from tests.law.test_places import ORDINARY, place

HOUSE = {"who.kind": "company", "who.for_profit": True}
CODE = {"work.kind": "software", "work.published": True, "work.own": False, "work.undisputed": "in_copyright"}
SONGS = {"work.kind": "music", "work.character": "creative", "work.published": True, "work.undisputed": "in_copyright"}
TUNED = {"purpose.model_kind": "generative", "amount.share": "whole", "model.extraction": "passages"}
STREAM = {**AS_IT_IS, "performance.how": "sent", "audience.who": "public", "purpose.commerciality": "none"}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def standing(kb, act, facts, work, by=HOUSE):
    return of(bare(kb, {"a": (act, facts)}, work, by), "a").standing


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("open_credit", "MIT"),
        ("open_share_alike", "GPL-3.0"),
        ("open_noncommercial", "CC-BY-NC-4.0"),
        ("open_no_changes", "CC-BY-ND-4.0"),
    ],
)
@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("training", {**TUNED, "purpose.commerciality": "indirect"}),
        ("reproduction", {"amount.share": "whole", "purpose.commerciality": "direct"}),
        ("distribution", {"passed.what": "new_copies", "audience.who": "public", "purpose.commerciality": "direct"}),
        ("display", {"amount.share": "whole", "purpose.commerciality": "none"}),
    ],
)
def test_the_kind_says_what_a_licence_of_that_kind_says(kind, name, act, facts, kb):
    by_kind = standing(kb, act, facts, {**CODE, "licence.kind": kind})
    assert by_kind == standing(kb, act, facts, {**CODE, "licence.id": name})
    noncommercial = kind == "open_noncommercial" and facts["purpose.commerciality"] != "none"
    assert (by_kind == "no_permission_needed") is not noncommercial


def test_what_is_kept_in_the_house_owes_nobody_its_source(kb):
    """A firm tunes a helper for its own programmers on copyleft code; its duties begin with what leaves the house."""
    gpl = {**CODE, "licence.kind": "open_share_alike"}
    acts = {
        "tune": ("training", {**TUNED, "purpose.commerciality": "indirect"}),
        "ship": (
            "distribution",
            {
                "passed.what": "new_copies",
                "audience.who": "public",
                "purpose.commerciality": "direct",
                "purpose.delivers_content": True,
                "licence.share_alike_kept": False,
            },
        ),
    }
    result = bare(kb, acts, gpl, HOUSE)
    assert of(result, "tune").standing == "no_permission_needed"
    assert of(result, "ship").standing == "not_permitted"


@pytest.mark.parametrize(
    "told", [{"licence.training": False}, {"licence.covers": "excludes"}, {"licence.given_by": "stranger"}]
)
def test_what_is_told_goes_before_the_kind(told, kb):
    facts = {**TUNED, "purpose.commerciality": "direct"}
    assert (
        standing(kb, "training", {**facts, **told}, {**CODE, "licence.kind": "open_credit"}) != "no_permission_needed"
    )


def test_whether_a_noncommercial_licence_allows_changes_is_asked(kb):
    facts = {"change.kind": "altered", "change.recasts": "translation", "purpose.commerciality": "none"}
    work = {**SONGS, "work.kind": "book_or_story", "licence.kind": "open_noncommercial"}
    plain = {**facts, "purpose.delivers_content": True}
    assert standing(kb, "adaptation", plain, work, {}) == "uncertain"
    assert standing(kb, "adaptation", {**plain, "licence.adapting": True}, work, {}) == "no_permission_needed"
    assert standing(kb, "adaptation", plain, {**work, "licence.kind": "open_no_changes"}, {}) == "likely_not_permitted"


@pytest.mark.parametrize("giver", [{}, {"licence.given_by": "licensee"}, {"conduct.licence": "has_licence"}])
def test_a_licence_of_which_the_papers_are_lost_is_looked_for_first(giver, kb):
    """A choir pays a society every year, and nobody knows for what."""
    use = of(bare(kb, {"a": ("broadcast", {**STREAM, **giver})}, {**SONGS, "licence.kind": "individual"}), "a")
    assert use.standing == "uncertain"
    assert [waits.fact for waits in use.waits_for] == ["licence.covers"]


@pytest.mark.parametrize(
    "told",
    [
        {"licence.kind": "individual", "licence.covers": "excludes"},
        {"licence.kind": "individual", "licence.given_by": "stranger"},
        {"licence.kind": "individual", "conduct.licence": "ended"},
        {"licence.kind": "individual", "conduct.licence": "skipped"},
        {"licence.kind": "individual", "licence.sharing": False},
        {"licence.kind": "site_terms"},
        {"licence.kind": "none"},
    ],
)
def test_no_other_licence_and_none_that_falls_short_leaves_it_open(told, kb):
    assert standing(kb, "broadcast", {**STREAM, **told}, SONGS, {}) == "not_permitted"


def test_a_licence_in_doubt_takes_nothing_from_a_fair_use(kb):
    facts = {
        "purpose.targets_work": "mainly",
        "purpose.commerciality": "none",
        "change.own_content": "much",
        "amount.share": "small",
        "need.amount_fit": "needed",
        "market.replaces": "none",
    }
    with_it = standing(kb, "quotation", facts, {**SONGS, "licence.kind": "individual"}, {})
    assert with_it == standing(kb, "quotation", facts, {**SONGS, "licence.kind": "none"}, {}) != "uncertain"


@pytest.mark.parametrize("where", ORDINARY)
def test_in_every_place_the_words_of_the_licence_decide(where, kb):
    def under(**licence):
        told = {"licence.kind": "individual", "licence.given_by": "licensee", **licence}
        act = {name.replace(".", "__"): value for name, value in STREAM.items()}
        found = place(where, "broadcast", kb, works={**SONGS, **told}, **act)
        return found.standing, found.because == "whether the licence reaches it is open"

    assert under() == ("uncertain", True)
    assert under(**{"licence.covers": "covers"}) == ("no_permission_needed", False)
    standing, licence_open = under(**{"licence.covers": "excludes"})
    assert standing in ("not_permitted", "uncertain")  # an exception may still be open
    assert not licence_open


@pytest.mark.parametrize("where", ORDINARY)
def test_in_every_place_a_public_licence_frees_copies_that_stay_in_the_house(where, kb):
    found = place(where, "reproduction", kb, works={**CODE, "licence.kind": "open_share_alike"})
    assert found.standing == "no_permission_needed"
    assert found.because == "the owner's licence covers it"
