"""What readers of reports on models noticed: one act tells of another, and open points fit what is told."""

from __future__ import annotations

import pytest

from fairuse.pages.changes import together_points
from tests import installed
from tests.law.stories import FIRM, TAGGER, claims, of, story, to_do


@pytest.fixture(scope="module")
def kb():
    return installed.law()


ARTICLES = {"work.kind": "article_or_news", "work.character": "mixed", "market.owner_exploits": "active"}
NOVEL = {"work.kind": "book_or_story", "work.character": "creative", "market.owner_exploits": "active"}
AGREED = {"licence.kind": "individual", "licence.given_by": "owner"}
STORE = {"copy.source": "licensed", "model.retrieval": True, "amount.share": "whole", "amount.public_reach": "passages"}
PASSAGES = {"output.element": "wording", "output.similarity": "near_identical", "amount.public_reach": "passages"}


def effects(use):
    """What open facts could do: each fact with the value that would move the answer."""
    return {(open_.fact, effect.value) for open_ in use.unknown for effect in open_.effect}


def value(use, issue):
    return next(one.value for one in use.issues if one.id == issue)


def test_terms_against_machines_are_not_charged_to_a_copy_for_the_court(kb):
    banned = {**STORE, "contract.bans_analysis": "negotiated", "purpose": ["research", "finding"]}
    exhibit = {"copy.source": "licensed", "purpose": ["proceedings"], "amount.share": "whole"}
    acts = {"load": ("reproduction", banned), "exhibit": ("reproduction", exhibit)}
    acts["tune"] = ("reproduction", {"copy.source": "licensed", "purpose.for_training": "only"})
    result = story(kb, acts, {**ARTICLES, **AGREED})
    said = {name: claims(of(result, name))["us.contract"] for name in acts}
    assert (said["load"], said["tune"], said["exhibit"]) == ("breach", "breach", None)


def test_what_comes_out_of_a_model_came_from_where_its_copies_came_from(kb):
    code = {"work.kind": "software", "work.offered": "free_on_terms", "licence.id": "MIT"}
    given = {**PASSAGES, "output.element": "code", "licence.credit_kept": True, "who.part": "offers_service"}
    acts = {"out": ("output", given)}
    for more, open_ in ({}, True), ({"train": ("training", {"copy.source": "open_web"})}, False):
        use = of(story(kb, {**acts, **more}, code), "out")
        assert any(fact == "copy.source" for fact, _ in effects(use)) is open_


def test_a_ban_that_the_user_knew_is_one_in_whatever_words_it_is_told(kb):
    fetch = {**TAGGER, "purpose.for_training": "only", "amount.share": "whole", "conduct.notice_ignored": True}
    found = set()
    for source in ("open_web", "terms_forbid"):
        acts = {act: (act, {**fetch, "copy.source": source}) for act in ("acquisition", "training")}
        result = story(kb, acts, {"work.kind": "sound_recording", "work.offered": "free_online"})
        found.add(of(result, "acquisition").standing)
    assert found == {"likely_permitted"}


def test_limits_do_not_make_pointers_of_passages_that_are_handed_over(kb):
    load = {**STORE, "purpose": ["research", "finding"], "market.licensing": "active", "audience.who": "closed_group"}
    for limits in ({}, {"amount.limits": True}):
        use = of(story(kb, {"load": ("indexing", {**load, **limits})}, ARTICLES), "load")
        assert use.standing in ("not_permitted", "likely_not_permitted")
        assert value(use, "us.transformative") == "slight"


@pytest.mark.parametrize(("reach", "further"), [("fragments", "high"), ("passages", "substantial")])
def test_a_finding_tool_that_plays_longer_parts_shows_more_than_bits(reach, further, kb):
    clips = {"purpose": ["finding"], "amount.share": "small", "amount.public_reach": reach, "audience.who": "public"}
    use = of(story(kb, {"i": ("indexing", clips)}, ARTICLES), "i")
    assert value(use, "us.transformative") == further


def test_what_an_output_gives_is_told_of_it_and_not_of_what_else_the_model_could(kb):
    verdict = {**PASSAGES, "amount.public_reach": "fragments", "amount.share": "trivial", "model.retrieval": True}
    verdict |= {"output.links_to_source": True, "purpose": ["finding"], "who.part": "offers_service"}
    use = of(story(kb, {"v": ("output", verdict)}, {**ARTICLES, "work.offered": "free_online"}), "v")
    assert "model.extraction" not in {fact for fact, _ in effects(use)}
    test = {"purpose.model_kind": "generative", "copy.source": "open_web", "amount.share": "whole"}
    train = of(story(kb, {"t": ("training", test)}, ARTICLES), "t")
    assert "model.extraction" in {fact for fact, _ in effects(train)}


def test_open_points_that_are_told_together_can_be_so(kb):
    work = {"work.kind": "sound_recording", "work.character": "mixed", "work.offered": "free_online"}
    told = {**TAGGER, "copy.source": "open_web", "amount.share": "whole", "market.replaces": "none"}
    use = of(story(kb, {"t": ("training", told)}, work), "t")
    known = {**{given.fact: given.value for given in use.facts}, "act": use.act}
    for one in use.together:
        fits = all(kb.facts[fact].can_be(value, {**known, **one.facts}) for fact, value in one.facts.items())
        assert fits or not together_points(use.model_copy(update={"together": (one,)}), kb)
    assert use.together
    assert not any("drawn out of the model" in point.text for point in together_points(use, kb))


def test_who_shows_copies_of_its_own_stores_nothing_of_others(kb):
    shown = {"purpose": ["illustrates"], "amount.share": "whole", "audience.who": "public", "change.kind": "exact"}
    photo = {"work.kind": "photograph", "market.licensing": "active"}
    for more in {}, {"copy.source": "licensed"}:
        use = of(story(kb, {"d": ("display", {**shown, **more})}, photo), "d")
        assert ("who.part", "hosts_files") not in effects(use)


def test_whoever_hands_over_the_works_does_not_only_put_readers_off(kb):
    answers = {**PASSAGES, "who.part": "offers_service", "model.retrieval": True, "amount.share": "most"}
    for more, open_ in ({}, True), ({"purpose.delivers_content": True}, False):
        use = of(story(kb, {"a": ("output", {**answers, **more})}, ARTICLES), "a")
        assert (("market.criticism_harm_only", True) in effects(use)) is open_


def test_a_mug_has_no_snippets(kb):
    near = {"purpose.model_kind": "generative", "output.element": "picture", "output.similarity": "near_identical"}
    near |= {"amount.public_reach": "most_or_all", "access.model_saw_work": True, "market.licensing": "active"}
    for part, offered in (("offers_service", True), ("uses_tool", False)):
        use = of(story(kb, {"m": ("output", {**near, "who.part": part})}, {"work.kind": "visual_art"}), "m")
        assert ("show-snippets" in {step.id for change in use.changes for step in change.steps}) is offered


def test_a_store_is_kept_for_its_answers_and_not_for_a_quotation(kb):
    store = {**STORE, "copy.kept_as_library": True, "purpose": ["research", "finding"], "market.licensing": "active"}
    memo = {"purpose": ["research"], "amount.share": "trivial", "amount.public_reach": "fragments"}
    memo |= {"change.own_content": "much", "audience.who": "closed_group"}
    answers = {**PASSAGES, "model.retrieval": True, "who.part": "offers_service", "market.licensing": "active"}
    acts = {"load": ("reproduction", store), "answers": ("output", answers), "memo": ("quotation", memo)}
    result = story(kb, acts, ARTICLES, by={**FIRM, "purpose.commerciality": "indirect"})
    said = {bearing.id for bearing in result.bearings}
    assert "us.bearing.an-index-serves-the-answers" in said
    assert "us.bearing.copies-that-serve-more" not in said


def test_what_is_said_to_be_needed_is_not_cut(kb):
    poems = {
        "purpose": ["research"],
        "purpose.targets_work": "mainly",
        "amount.share": "whole",
        "audience.who": "public",
    }
    poems |= {"change.own_content": "much", "change.kind": "exact", "amount.public_reach": "most_or_all"}
    poems |= {"who.for_profit": False, "purpose.use_compared": "overlapping"}
    for fit, offered in ({}, True), ({"need.amount_fit": "needed"}, False):
        use = of(story(kb, {"q": ("quotation", {**poems, **fit})}, NOVEL, by={"purpose.commerciality": "none"}), "q")
        assert ("take-less" in {step.id for change in use.changes for step in change.steps}) is offered


def test_a_book_from_a_library_has_no_terms_to_read(kb):
    tuned = {"purpose.model_kind": "generative", "amount.share": "whole", "model.extraction": "short_bits"}
    for source, asked in (("licensed", True), ("lent", False)):
        use = of(story(kb, {"t": ("training", {**tuned, "copy.source": source})}, NOVEL), "t")
        assert ("ask-for-terms" in {found.step.id for found in use.to_find}) is asked


def test_a_copy_bought_later_does_not_mend_the_getting(kb):
    fetch = {"copy.source": "shadow_library", "purpose.for_training": "only", "amount.share": "whole"}
    keep = {**fetch, "copy.kept_as_library": True, "purpose.for_training": "partly"}
    train = {"purpose.model_kind": "generative", "purpose.breadth": "general", "amount.share": "whole"}
    train |= {"copy.source": "shadow_library", "model.extraction": "short_bits", "market.replaces": "none"}
    for planned in (False, True):
        acts = {"fetch": ("acquisition", {**fetch, "act.planned": planned}), "keep": ("retention", keep)}
        result = story(kb, {**acts, "train": ("training", train)}, NOVEL)
        steps = {name: {s.id for change in of(result, name).changes for s in change.steps} for name in acts}
        assert "buy-copies" in steps["keep"]
        assert "buy-copies" not in steps["fetch"]
        assert ("buy-instead" in steps["fetch"]) is planned


def test_accounts_that_follow_an_article_can_be_cut_to_a_gist_and_are_not_the_whole_of_it(kb):
    account = {
        "output.element": "wording",
        "output.similarity": "close_paraphrase",
        "output.summary_detail": "tracking",
    }
    account |= {"model.retrieval": True, "who.part": "offers_service", "purpose": ["delivers_content"]}
    fetch = {"copy.source": "bought", "model.retrieval": True, "amount.share": "whole"}
    acts = {"fetch": ("reproduction", fetch), "account": ("output", {**account, "amount.share": "moderate"})}
    result = story(kb, acts, {**ARTICLES, "work.character": "factual", "market.licensing": "active"})
    assert any(text.startswith("Limit answers to bare facts") for text in to_do(result, kb))
    assert value(of(result, "fetch"), "us.f3") == "against"
