"""What a reader of reports on uses without a model noticed: lessons, churches, films, shops, libraries, files."""

from __future__ import annotations

import pytest

from fairuse import render
from fairuse.claims.model import load_claims
from fairuse.claims.tried import raised
from tests import installed
from tests.law.stories import of, story, to_do


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def offered(use):
    """What is said that an open fact could be, for the answer to move."""
    return {(one.fact, effect.value) for one in use.unknown for effect in one.effect}


def steps(use):
    return {step.id for change in use.changes for step in change.steps}


PERSON = {"who.kind": "individual", "who.for_profit": False, "purpose.commerciality": "none"}
FILM = {"work.kind": "film_or_broadcast", "work.character": "creative", "market.owner_exploits": "active"}


@pytest.mark.parametrize(
    ("act", "facts", "work", "shut_out"),
    [
        (
            "quotation",
            {"purpose": ["history_or_biography"], "amount.share": "small", "change.own_content": "much"},
            {"work.kind": "film_or_broadcast", "work.character": "factual"},
            {("amount.short_works", True), ("who.copies_for_others", True)},
        ),
        (
            "adaptation",
            {"change.recasts": "translation", "purpose.private_use": "personal_copy_of_own", "audience.who": "self"},
            {"work.kind": "film_or_broadcast", "work.character": "creative"},
            {("purpose.saves_price", True), ("market.same_customers", True), ("copy.shared_on", True)},
        ),
        (
            "display",
            {"purpose": ["illustrates"], "audience.who": "public", "copy.source": "bought", "amount.share": "whole"},
            {"work.kind": "photograph"},
            {("who.part", "hosts_files")},
        ),
    ],
)
def test_what_cannot_be_beside_what_is_told_is_not_offered(act, facts, work, shut_out, kb):
    use = of(story(kb, {"a": (act, facts)}, work, PERSON), "a")
    assert use.unknown
    assert not offered(use) & shut_out


FILED = {
    "purpose": ["proceedings", "shown_as_evidence"],
    "copy.source": "bought",
    "amount.share": "whole",
    "change.kind": "exact",
    "need.reason": "necessary",
}
KEPT = {"copy.source": "bought", "amount.share": "whole", "audience.who": "closed_group", "market.licensing": "active"}
OFFICE = {"who.kind": "company", "who.for_profit": True, "purpose.commerciality": "indirect"}
ARTICLES = {"work.kind": "article_or_news", "work.character": "factual"}


@pytest.mark.parametrize(("collection", "standings"), [(True, {"uncertain"}), (False, {"likely_permitted"})])
def test_a_collection_for_whatever_may_come_has_no_purpose_of_one_use_of_it(collection, standings, kb):
    acts = {"filed": ("distribution", FILED), "kept": ("retention", {**KEPT, "copy.kept_as_library": collection})}
    result = story(kb, acts, ARTICLES, OFFICE)
    assert of(result, "kept").standing in standings
    assert ("purpose.for_training", "only") not in offered(of(result, "kept")) or not collection


@pytest.mark.parametrize(("training", "disputed"), [("none", False), ("partly", True)])
def test_fees_for_training_are_no_matter_of_copies_for_something_else(training, disputed, kb):
    facts = {**KEPT, "purpose": ["research", "computation"], "purpose.for_training": training}
    facts["amount.public_reach"] = "none"
    use = of(story(kb, {"k": ("acquisition", facts)}, ARTICLES, OFFICE), "k")
    named = any(f.view for f in use.findings if f.issue == "us.licensing_harm")
    assert named is disputed


def test_what_proves_a_point_to_an_authority_is_not_told_in_other_words(kb):
    assert "tell-the-facts" not in steps(of(story(kb, {"f": ("distribution", FILED)}, ARTICLES, OFFICE), "f"))


SENT = {"performance.how": "sent", "change.kind": "exact", "audience.who": "public", "amount.share": "whole"}
SENT |= {"amount.public_reach": "most_or_all", "purpose.targets_work": "none"}


@pytest.mark.parametrize(("more", "service"), [({}, False), ({"who.copies_for_others": True}, True)])
def test_extracts_are_for_a_service_that_people_search(more, service, kb):
    use = of(story(kb, {"r": ("broadcast", {**SENT, **more})}, FILM), "r")
    assert ("send-extracts" in steps(use)) is service


@pytest.mark.parametrize(
    ("act", "facts", "says"),
    [
        ("display", {"purpose": ["illustrates"]}, "Show the works no more"),
        (
            "adaptation",
            {"purpose": ["illustrates"], "change.kind": "altered"},
            "Take the work out of what was made from it",
        ),
        ("distribution", {"purpose": ["delivers_content"]}, "Stop handing the works out"),
    ],
)
def test_what_is_ended_is_named_as_what_it_is(act, facts, says, kb):
    told = {**facts, "audience.who": "public", "amount.share": "whole", "amount.public_reach": "most_or_all"}
    told["market.licensing"] = "active"
    result = story(kb, {"a": (act, told)}, {"work.kind": "photograph", "work.character": "creative"})
    assert any(text.startswith(says) for text in to_do(result, kb))


def test_criticism_is_not_called_a_parody(kb):
    facts = {"purpose.targets_work": "mainly", "change.kind": "trimmed", "change.own_content": "much"}
    facts |= {"amount.share": "most", "amount.public_reach": "passages", "audience.who": "public"}
    use = of(story(kb, {"q": ("quotation", facts)}, FILM), "q")
    assert not [f for f in use.findings if f.because.startswith("A parody must")]


@pytest.mark.parametrize(
    ("how", "kind", "free"),
    [("played", "sound_recording", True), ("sent", "sound_recording", False), ("played", "music", False)],
)
def test_a_recording_has_no_right_in_its_being_played(how, kind, free, kb):
    facts = {"performance.how": how, "audience.who": "public", "amount.share": "whole", "purpose": ["illustrates"]}
    use = of(story(kb, {"p": ("broadcast", facts)}, {"work.kind": kind}), "p")
    assert (use.standing == "no_permission_needed") is free


@pytest.mark.parametrize(("voice", "offer"), [("user", True), ("recorded", False)])
def test_a_song_may_be_recorded_anew_under_the_statute(voice, offer, kb):
    cover = {"voice.source": voice, "audience.who": "public", "amount.share": "whole", "change.kind": "exact"}
    cover |= {"purpose": ["delivers_content"], "market.licensing": "active"}
    result = story(kb, {"c": ("reproduction", cover)}, {"work.kind": "music", "work.character": "creative"})
    assert any(text.startswith("Put the song out as sound alone") for text in to_do(result, kb)) is offer


@pytest.mark.parametrize(
    ("act", "exception", "work", "cites"),
    [
        ("display", "own_copy_shown", "visual_art", "usc-17-109c"),
        ("distribution", "song_recorded_anew", "music", "usc-17-115"),
        ("display", "thing_pictured", "visual_art", "usc-17-113"),
        ("broadcast", "broadcast_received", "music", "usc-17-110-5"),
    ],
)
def test_an_exception_cites_the_section_that_grants_it_and_no_other(act, exception, work, cites, kb):
    use = of(story(kb, {"e": (act, {"exception.fits": exception})}, {"work.kind": work}), "e")
    assert use.standing == "no_permission_needed"
    live = [f for f in use.findings if f.issue in ("us.exception", "us.conclusion") and not f.defeated_by]
    cited = {one.authority for f in live if f.value in ("fits", "no_permission_needed") for one in f.cites}
    assert cited == {cites, "usc-17-106"}


def test_what_is_found_here_too_is_not_said_to_be_found_there_alone(kb):
    shown = {"purpose": ["teaching"], "audience.who": "closed_group", "amount.share": "whole", "change.kind": "exact"}
    by = {"who.kind": "nonprofit_educational", "who.for_profit": False}
    acts = {
        "class": ("display", {**shown, "exception.fits": "classroom_showing"}),
        "login": ("display", {**shown, "exception.fits": "lesson_online"}),
    }
    text = render(story(kb, acts, {"work.kind": "visual_art"}, by), kb, "markdown")
    assert "As 1, but for what follows" in text
    assert "Found there and not here: fixed exception" not in text


def test_lending_a_scan_can_give_way_to_lending_the_book(kb):
    scan = {"passed.what": "new_copies", "copy.source": "bought", "amount.share": "whole", "audience.who": "public"}
    for more, said in (({}, True), ({"copy.original_destroyed": True}, False)):
        use = of(story(kb, {"l": ("lending", {**scan, **more})}, {"work.kind": "book_or_story"}, PERSON), "l")
        assert ("pass-on-the-copy-itself" in steps(use)) is said


def test_an_argument_on_short_quotations_is_not_raised_by_a_whole_work(kb):
    facts = {"purpose.targets_work": "mainly", "amount.share": "most", "amount.public_reach": "passages"}
    quoted = {"q": ("quotation", {**facts, "audience.who": "public", "change.own_content": "much"})}
    result = story(kb, quoted, FILM)
    assert "quote-without-damage" not in {claim.id for claim, _ in raised(load_claims().values(), result, kb)}


CLUB = {"who.kind": "other_nonprofit", "who.for_profit": False, "purpose.commerciality": "none"}
TRAILS = {"amount.taken_kind": "facts", "copy.source": "bought", "audience.who": "public"}


def test_the_range_leaves_out_what_cannot_be_beside_what_is_told(kb):
    use = of(story(kb, {"t": ("distribution", TRAILS)}, {"work.kind": "reference_or_data"}, CLUB), "t")
    assert ("purpose.delivers_content", True) not in offered(use)
    assert not {"most_or_all", "passages"} & {one.facts.get("amount.public_reach") for one in use.together}


def test_a_tool_of_others_is_not_asked_what_its_users_do(kb):
    summary = {"who.part": "uses_tool", "purpose.model_kind": "generative", "output.element": "story"}
    summary |= {"output.summary_detail": "detailed", "output.work_in_prompt": True, "audience.who": "public"}
    use = of(story(kb, {"s": ("output", summary)}, FILM, PERSON), "s")
    assert True not in [one.facts.get("service.users_infringe") for one in use.together]
    assert ("service.users_infringe", True) not in offered(use)


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({"amount.public_reach": "reduced"}, "uncertain"),
        ({"amount.public_reach": "most_or_all"}, "not_permitted"),
        (
            {"amount.public_reach": "reduced", "purpose.commerciality": "direct", "who.for_profit": True},
            "not_permitted",
        ),
        ({"amount.public_reach": "reduced", "market.replaces": "none"}, "uncertain"),
    ],
)
def test_a_small_picture_from_which_nobody_earns_is_open_while_no_harm_is_shown(more, standing, kb):
    snapshot = {**PERSON, "purpose": ["illustrates"], "audience.who": "public", "amount.share": "whole", **more}
    work = {"work.kind": "visual_art", "work.character": "creative", "work.offered": "given_away"}
    assert of(story(kb, {"s": ("display", snapshot)}, work, {}), "s").standing == standing


def test_a_trifle_of_a_song_is_no_infringement(kb):
    clue = {
        "change.kind": "fragments",
        "change.own_content": "much",
        "amount.share": "trivial",
        "audience.who": "public",
    }
    for more, free in (
        ({"output.noticed": "trivial"}, True),
        ({"output.noticed": "trivial", "output.element": "recording"}, False),
    ):
        use = of(story(kb, {"c": ("quotation", {**clue, **more})}, {"work.kind": "music"}), "c")
        assert (use.standing == "no_permission_needed") is free


def test_words_that_were_changed_are_not_said_to_be_left_as_they_were(kb):
    song = {
        "purpose": ["comments_elsewhere"],
        "change.kind": "reworked",
        "purpose.targets_work": "none",
        "amount.public_reach": "passages",
        "change.recasts": "arrangement_or_remix",
        "amount.share": "most",
        "audience.who": "public",
    }
    campaign = {**CLUB, "purpose.commerciality": "indirect"}
    use = of(story(kb, {"s": ("adaptation", song)}, {"work.kind": "music"}, campaign), "s")
    assert not [f for f in use.findings if "left as it was" in f.because and not f.defeated_by]


@pytest.mark.parametrize("depth", ["standard", "full"])
def test_what_is_told_and_founds_a_claim_only_elsewhere_does_not_vanish(depth, kb):
    song = {"purpose": ["comments_elsewhere"], "change.kind": "reworked", "audience.who": "public"}
    for complains in (True, False):
        told = {"s": ("adaptation", {**song, "owner.association": complains})}
        text = render(story(kb, told, {"work.kind": "music"}, CLUB), kb, "markdown", depth=depth)
        assert ("Harm by association" in text.partition("Told, though no rule reads it")[2]) is complains
