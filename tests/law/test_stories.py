"""What a reader of whole reports noticed: steps that fit, acts that go together, reasons that keep to what is told."""

from __future__ import annotations

import pytest

from fairuse.answer.beside import steps_against
from fairuse.answer.rows import rows_of
from tests import installed
from tests.law.stories import TAGGER, bare, claims, of, story, to_do


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def test_what_makes_nothing_is_not_tested_for_what_it_repeats(kb):
    facts = {**TAGGER, "who.part": "makes_model", "copy.source": "bought", "amount.share": "whole"}
    use = of(story(kb, {"t": ("training", facts)}, {"work.kind": "book_or_story"}), "t")
    assert "test-the-model" not in {found.step.id for found in use.to_find}
    assert not [u.fact for u in use.unknown if u.fact == "model.extraction" and u.matters]


def test_whoever_seeds_gives_strangers_the_works_themselves(kb):
    facts = {
        "copy.source": "shadow_library",
        "copy.seeded": True,
        "audience.who": "public",
        "passed.what": "new_copies",
    }
    result = story(kb, {"s": ("distribution", facts)}, {"work.kind": "book_or_story", "work.character": "creative"})
    assert of(result, "s").standing == "not_permitted"
    assert not of(result, "s").waits_for
    assert any(text.startswith("Switch uploading off") for text in to_do(result, kb))


BOUGHT = {"copy.source": "bought", "purpose.for_training": "only", "amount.share": "whole"}
TUNED = {
    "purpose.model_kind": "generative",
    "who.part": "makes_model",
    "copy.source": "bought",
    "amount.share": "whole",
    "model.extraction": "passages",
    "amount.public_reach": "passages",
    "purpose.breadth": "one_task",
    "output.frequency": "regular",
}


@pytest.mark.parametrize("more", [{}, {"copy.original_destroyed": True}])
def test_copies_for_a_training_alone_stand_no_worse_than_it(more, kb):
    acts = {"scan": ("acquisition", {**BOUGHT, **more}), "tune": ("training", TUNED)}
    result = story(kb, acts, {"work.kind": "book_or_story", "work.character": "mixed"})
    assert of(result, "tune").standing == "likely_not_permitted"
    assert of(result, "scan").standing == "likely_not_permitted"
    assert "amount.public_reach" not in {fact.fact for fact in of(result, "scan").facts}
    steps = to_do(result, kb)  # what helps the training helps the copies
    assert any(text.startswith("Train so that the model does not memorise") for text in steps)
    assert not any(text.startswith("Without the owner's leave") for text in steps)


def test_a_lock_that_is_said_to_be_broken_was_broken(kb):
    facts = {"copy.source": "protection_bypassed", "copy.barrier": "encryption", "purpose": ["computation"]}
    result = story(kb, {"r": ("reproduction", facts)}, {"work.kind": "film_or_broadcast"})
    assert claims(of(result, "r"))["us.circumvention"] == "made_out"
    assert any("against a claim: circumvention" in text for text in to_do(result, kb))


SCHOLARS = {"who.kind": "nonprofit_educational", "who.for_profit": False}


@pytest.mark.parametrize(
    ("more", "claim"),
    [
        ({"purpose.commerciality": "none", "copy.secured": True, "copy.in_collection": True}, "exempt"),
        ({"purpose.commerciality": "none", "copy.secured": True}, "arguable"),
        ({}, "arguable"),
        ({"purpose.commerciality": "indirect"}, "made_out"),
    ],
)
def test_an_exemption_that_may_apply_is_neither_taken_nor_denied(more, claim, kb):
    facts = {"purpose": ["research", "computation"], "copy.source": "protection_bypassed", **more}
    use = of(story(kb, {"rip": ("acquisition", facts)}, {"work.kind": "film_or_broadcast"}, SCHOLARS), "rip")
    assert claims(use)["us.circumvention"] == claim


def test_a_breach_of_terms_has_a_step_of_its_own(kb):
    facts = {**TAGGER, "copy.source": "bought", "contract.bans_analysis": "accepted", "amount.share": "whole"}
    result = story(kb, {"t": ("training", facts)}, {"work.kind": "reference_or_data", "work.character": "factual"})
    assert any("against a claim: contract" in text for text in to_do(result, kb))


def test_training_that_owners_license_is_not_permitted_outright(kb):
    facts = {**TAGGER, "copy.source": "bought", "amount.share": "whole", "who.part": "makes_model"}
    for licensing, standing in (("none", "permitted"), ("active", "likely_permitted")):
        told = {"t": ("training", {**facts, "market.licensing": licensing})}
        assert of(story(kb, told, {"work.kind": "photograph", "work.character": "factual"}), "t").standing == standing


def test_an_index_for_answers_can_point_to_the_pages(kb):
    acts = {
        "index": ("indexing", {"copy.source": "open_web", "model.retrieval": True, "amount.share": "whole"}),
        "answers": (
            "output",
            {
                "model.retrieval": True,
                "who.part": "offers_service",
                "output.element": "wording",
                "output.similarity": "near_identical",
                "amount.public_reach": "passages",
                "purpose.delivers_content": True,
            },
        ),
    }
    result = story(kb, acts, {"work.kind": "article_or_news", "work.offered": "free_online"})
    assert any(text.startswith("Let the answers point people to the pages") for text in to_do(result, kb))
    assert "us.bearing.an-index-serves-the-answers" in {bearing.id for bearing in result.bearings}


def test_who_only_uses_a_tool_can_take_another_output(kb):
    facts = {
        "who.part": "uses_tool",
        "purpose.model_kind": "generative",
        "output.element": "figure",
        "output.similarity": "near_identical",
        "audience.who": "public",
    }
    result = story(kb, {"mug": ("output", facts)}, {"work.kind": "visual_art", "work.character_drawn": "distinctive"})
    assert any(text.startswith("Leave this output unused") for text in to_do(result, kb))


def test_nobody_shows_snippets_of_a_game_or_assumes_links_of_what_is_played(kb):
    museum = {"who.kind": "library_or_archive", "who.for_profit": False}
    facts = {"purpose": ["delivers_content"], "audience.who": "public", "performance.how": "played"}
    facts |= {"amount.share": "whole", "amount.public_reach": "most_or_all"}
    use = of(story(kb, {"p": ("broadcast", facts)}, {"work.kind": "software"}, museum), "p")
    assert "show-snippets" not in {step.id for change in use.changes for step in change.steps}
    assert "no-mere-links" not in {assumed.assumption for assumed in use.assumed}


def test_a_host_under_section_512_likely_goes_on(kb):
    facts = {
        "who.part": "hosts_files",
        "service.user_uploads": True,
        "service.benefit": "none",
        "audience.who": "public",
    }
    facts |= {"service.knowledge": "none", "purpose.commerciality": "none"}
    for takedown, standing in (("full", "likely_permitted"), ("none", "uncertain")):
        told = {"h": ("hosting", {**facts, "service.takedown": takedown})}
        result = story(
            kb, told, {"work.kind": "book_or_story", "work.character": "creative"}, {"who.for_profit": False}
        )
        assert of(result, "h").standing == standing


def test_two_sentences_with_a_link_are_bits_however_near_they_are(kb):
    facts = {"who.part": "offers_service", "model.retrieval": True, "output.links_to_source": True}
    facts |= {"output.element": "wording", "output.similarity": "near_identical", "amount.share": "trivial"}
    found = {}
    for reach in ("fragments", "passages"):
        told = {"a": ("output", {**facts, "amount.public_reach": reach})}
        use = of(story(kb, told, {"work.kind": "legal_or_standard"}, {"who.for_profit": False}), "a")
        found[reach] = next(issue.value for issue in use.issues if issue.id == "us.public_exposure")
    assert found == {"fragments": "slight", "passages": "partial"}


def test_credits_taken_off_are_told_of_where_the_copying_is_fair(kb):
    facts = {"purpose": ["finding", "computation"], "copy.source": "open_web", "amount.public_reach": "reduced"}
    facts |= {"conduct.notice_removed": True, "cmi.on_work": True, "output.links_to_source": True}
    work = {"work.kind": "photograph", "work.offered": "free_online"}
    use = of(story(kb, {"i": ("indexing", facts)}, work, as_of="2025-03-15"), "i")
    assert use.standing in ("likely_permitted", "permitted")
    assert [f.value for f in use.findings if f.issue == "us.cmi_removed" and f.lean == "against"] == ["arguable"]


def test_steps_do_not_mend_what_is_not_so(kb):
    chip = {"purpose": ["interoperability"], "amount.taken_kind": "function", "change.own_content": "much"}
    law = {"purpose": ["public_law"], "audience.who": "public", "passed.what": "new_copies", "amount.share": "whole"}
    for act, facts, work, step in (
        ("adaptation", chip, {"work.kind": "software"}, "write-anew"),
        ("distribution", law, {"work.kind": "legal_or_standard", "work.has_force_of_law": True}, "take-less"),
    ):
        use = of(story(kb, {"a": (act, facts)}, work), "a")
        assert step not in {taken.id for change in use.changes for taken in change.steps}


def test_a_copy_for_oneself_brings_nothing_before_people(kb):
    facts = {"copy.source": "bought", "amount.share": "whole", "audience.who": "self", "who.for_profit": False}
    use = of(story(kb, {"c": ("reproduction", facts)}, {"work.kind": "book_or_story"}), "c")
    assert {issue.id: issue.value for issue in use.issues}["us.public_exposure"] == "none"


def test_what_is_told_to_replace_the_work_is_no_poor_version(kb):
    near = {"purpose.model_kind": "generative", "output.similarity": "close_paraphrase", "output.element": "picture"}
    near |= {
        "access.model_saw_work": True,
        "output.frequency": "regular",
        "purpose.use_compared": "same",
        "market.replaces": "fully",
    }
    work = {"work.kind": "visual_art", "work.character": "mixed", "market.owner_exploits": "active"}
    for more in ({}, {"market.lower_quality": True}):
        use = of(story(kb, {"o": ("output", {**near, **more})}, work), "o")
        assert {issue.id: issue.value for issue in use.issues}["us.substitution"] == "full"
    assert "output.summary_detail" not in {
        open_.fact for open_ in use.unknown if open_.matters
    }  # a picture is no summary


def test_a_table_of_facts_is_free_however_much_was_read_for_it(kb):
    table = {"amount.taken_kind": "facts", "amount.public_reach": "none", "audience.who": "public"}
    for share in ("small", "whole"):
        result = story(kb, {"t": ("distribution", {**table, "amount.share": share})}, {"work.kind": "photograph"})
        assert of(result, "t").standing == "no_permission_needed"


def test_reading_by_machine_for_the_owners_customers_is_not_harmless_unasked(kb):
    facts = {"purpose": ["computation"], "copy.source": "open_web", "amount.share": "whole", "change.kind": "fragments"}
    facts |= {"amount.public_reach": "none", "market.licensing": "unlikely"}
    ranks = ["not_permitted", "likely_not_permitted", "uncertain", "likely_permitted", "permitted"]
    found = []
    for more in ({}, {"market.same_customers": True}, {"market.same_customers": True, "market.replaces": "fully"}):
        use = of(story(kb, {"i": ("indexing", {**facts, **more})}, {"work.kind": "photograph"}), "i")
        found.append(ranks.index(use.standing))
    assert found[0] > found[1] > found[2]


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("distribution", {"change.kind": "exact"}),
        ("lending", {"change.kind": "exact"}),
        ("display", {"change.kind": "exact", "purpose.advertises": True}),
    ],
)
def test_works_handed_on_as_they_are_or_advertised_with_say_what_they_are_for(act, more, kb):
    facts = {"audience.who": "public", "amount.share": "whole", "market.licensing": "active"}
    use = of(story(kb, {"a": (act, {**facts, **more})}, {"work.kind": "photograph"}), "a")
    assert use.standing == "not_permitted"
    altered = {**facts, "change.kind": "altered"}
    assert of(story(kb, {"a": (act, altered)}, {"work.kind": "photograph"}), "a").waits_for


def test_another_end_does_not_make_a_work_that_is_shown_as_it_is_a_new_thing(kb):
    facts = {"purpose": ["advertises", "comments_elsewhere"], "purpose.targets_work": "none", "change.kind": "exact"}
    facts |= {"amount.share": "whole", "audience.who": "public", "market.licensing": "active"}
    facts["purpose.use_compared"] = "different"
    use = of(story(kb, {"meme": ("display", facts)}, {"work.kind": "photograph"}), "meme")
    assert use.standing == "not_permitted"
    seen = {**facts, "purpose": ["finding"], "amount.public_reach": "none", "market.licensing": "developing"}
    assert of(story(kb, {"index": ("indexing", seen)}, {"work.kind": "photograph"}), "index").standing == "permitted"


def test_what_is_embedded_can_be_linked_to_by_its_address(kb):
    for shows, offered in (("whole_work", True), ("address", False)):
        facts = {"link.shows": shows, "link.target": "with_consent", "audience.who": "public"}
        result = story(kb, {"e": ("linking", facts)}, {"work.kind": "film_or_broadcast"})
        assert any(text.startswith("Give the address alone") for text in to_do(result, kb)) is offered


def test_a_fair_piece_and_private_copies_are_seen_beside_other_uses_of_the_work(kb):
    parody = {"purpose.targets_work": "mainly", "change.kind": "reworked", "change.own_content": "much"}
    mugs = {"purpose": ["illustrates"], "change.kind": "exact", "amount.share": "whole", "market.licensing": "active"}
    taped = {"purpose.private_use": "time_shift", "purpose.commerciality": "none", "who.for_profit": False}
    rented = {"who.part": "offers_service", "service.trigger": "user_alone", "service.provider_selects": False}
    told = {
        "us.bearing.fair-piece-does-not-cover-other-uses": {"p": ("adaptation", parody), "m": ("display", mugs)},
        "us.bearing.users-private-copies-and-the-means": {"t": ("reproduction", taped), "r": ("deployment", rented)},
    }
    for bearing, acts in told.items():
        result = story(kb, acts, {"work.kind": "film_or_broadcast", "work.offered": "free_broadcast"})
        assert [found.between for found in result.bearings if found.id == bearing], bearing
        alone = dict(list(acts.items())[1:])
        result = story(kb, alone, {"work.kind": "film_or_broadcast", "work.offered": "free_broadcast"})
        assert bearing not in {found.id for found in result.bearings}


@pytest.mark.parametrize(
    ("offered", "step"), [("never_offered", "leave-from-the-keeper"), ("for_payment", "leave-under-the-terms")]
)
def test_nobody_is_sent_elsewhere_for_what_nobody_offers(offered, step, kb):
    facts = {"purpose": ["history_or_biography"], "amount.share": "trivial", "contract.bans_analysis": "accepted"}
    told = {"work.kind": "private_papers", "work.offered": offered, "work.published": offered != "never_offered"}
    use = of(story(kb, {"q": ("quotation", facts)}, told), "q")
    assert claims(use)["us.contract"] == "breach"
    offers = {"leave-from-the-keeper", "leave-under-the-terms"}
    assert {s.id for c in use.changes for s in c.steps} & offers <= {step}
    result = story(kb, {"q": ("quotation", facts)}, told)
    assert any("against a claim: contract" in text for text in to_do(result, kb))
    against = {taken.id for row in rows_of(result, kb) for taken, _ in steps_against(row, kb)}
    assert against & offers == {step}


def test_what_one_act_takes_clears_no_other(kb):
    table = {"work.beyond_copyright": "facts_or_data", "audience.who": "public"}
    whole = {"passed.what": "new_copies", "audience.who": "public", "purpose.delivers_content": True}
    result = story(
        kb,
        {"table": ("quotation", table), "files": ("distribution", whole)},
        {"work.kind": "teaching_or_test", "work.published": True},
    )
    assert of(result, "table").standing == "no_permission_needed"
    assert of(result, "files").standing in ("likely_not_permitted", "not_permitted")


def test_an_old_card_without_notice_is_free_whatever_kind_of_picture_it_is(kb):
    card = {"work.published": True, "work.first_published": 1937, "work.origin": "us", "work.notice": "missing"}
    end = {"purpose.commerciality": "direct", "purpose.illustrates": True, "purpose.targets_work": "none"}
    mug = {"mug": ("display", {**end, "amount.share": "whole", "amount.public_reach": "most_or_all"})}
    assert of(bare(kb, mug, card), "mug").standing == "no_permission_needed"
    recording = bare(kb, mug, {**card, "work.kind": "sound_recording"})
    assert of(recording, "mug").standing != "no_permission_needed"


def test_the_bare_shape_of_a_useful_thing_is_free_and_its_pattern_is_not(kb):
    stool = {"purpose.commerciality": "direct", "audience.who": "public"}
    art = {"work.kind": "visual_art", "work.published": True}
    shape = story(kb, {"s": ("reproduction", {**stool, "amount.taken_kind": "function"})}, art)
    carving = story(kb, {"s": ("reproduction", {**stool, "amount.taken_kind": "expression"})}, art)
    assert of(shape, "s").standing == "no_permission_needed"
    assert of(carving, "s").standing != "no_permission_needed"
