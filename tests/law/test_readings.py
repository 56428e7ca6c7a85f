"""What later readers of whole reports noticed, of models and of other uses."""

from __future__ import annotations

import pytest

from fairuse.answer.rows import rows_of
from fairuse.kb.model import STANDINGS
from fairuse.pages.brief import short_answer
from fairuse.precedent.beside import assess
from fairuse.scenario.model import Scenario
from tests import installed
from tests.law.stories import FIRM, TAGGER, claims, of, story, to_do


@pytest.fixture(scope="module")
def kb():
    return installed.law()


GENERAL = {
    "purpose.model_kind": "generative",
    "purpose.breadth": "general",
    "copy.source": "open_web",
    "amount.share": "whole",
    "model.extraction": "none_found",
}
CRAWL = {"copy.source": "open_web", "purpose.for_training": "only", "amount.share": "whole"}
PAGES = {"work.kind": "article_or_news", "work.offered": "free_online", "work.online": True}


@pytest.mark.parametrize(("day", "standing"), [("2025-06-10", "uncertain"), ("2025-06-30", "likely_permitted")])
def test_before_the_first_rulings_the_training_of_generative_models_is_open_and_not_lost(day, standing, kb):
    acts = {"crawl": ("acquisition", CRAWL), "train": ("training", GENERAL)}
    result = story(kb, acts, PAGES, as_of=day)
    assert {of(result, name).standing for name in acts} == {standing}


def test_copies_got_past_a_barrier_are_not_permitted_outright(kb):
    rip = {**CRAWL, "purpose": ["computation"], "purpose.model_kind": "non_generative", "market.licensing": "none"}
    for source, standing in (("open_web", "permitted"), ("protection_bypassed", "likely_permitted")):
        acts = {
            "rip": ("acquisition", {**rip, "copy.source": source}),
            "t": ("training", {**TAGGER, "copy.source": source, "market.licensing": "none"}),
        }
        assert (
            of(story(kb, acts, {"work.kind": "film_or_broadcast", "work.offered": "free_online"}), "rip").standing
            == standing
        )


def test_who_lets_everybody_have_the_works_need_not_say_what_for(kb):
    corpus = {"passed.what": "new_copies", "audience.who": "public", "amount.share": "most"}
    corpus["purpose.commerciality"] = "none"
    lost, open_ = {"not_permitted", "likely_not_permitted"}, {"uncertain"}
    for reach, standings in ({"amount.public_reach": "most_or_all"}, lost), ({}, open_):
        result = story(kb, {"p": ("distribution", {**corpus, **reach})}, {"work.kind": "film_or_broadcast"})
        assert of(result, "p").standing in standings
        assert any(text.startswith("Stop handing the works out") for text in to_do(result, kb)) is bool(reach)
    use = of(result, "p")  # what has to be told first moves the range as far as its answers are said to
    ranks = [STANDINGS.index(effect.standing) for waits in use.waits_for for effect in waits.effect]
    assert STANDINGS.index(use.within.low) <= min(ranks) < max(ranks) <= STANDINGS.index(use.within.high)


def test_a_search_that_hands_over_whole_works_is_no_mere_pointer(kb):
    scan = {"copy.source": "bought", "purpose": ["finding"], "amount.share": "whole", "audience.who": "public"}
    found = {}
    for reach in ("fragments", "most_or_all"):
        told = {"s": ("indexing", {**scan, "amount.public_reach": reach})}
        found[reach] = of(story(kb, told, {"work.kind": "photograph", "work.first_published": 1995}), "s").standing
    assert found["fragments"] in ("permitted", "likely_permitted")
    assert found["most_or_all"] in ("uncertain", "likely_not_permitted")


def test_what_nobody_looked_up_is_not_assumed_and_moves_the_answer(kb):
    work = {
        "work.kind": "photograph",
        "work.first_published": 1955,
        "work.origin": "us",
        "work.offered": "no_longer_offered",
    }
    show = {"purpose": ["history_or_biography", "delivers_content"], "amount.share": "whole", "audience.who": "public"}
    data = {
        "title": "T",
        "as_of": "2026-11-24",
        "where": ["us"],
        "facts": FIRM,
        "works": {"w": {"facts": {**work, "work.published": True}}},
    }
    use = of(
        assess(
            Scenario.model_validate(
                {
                    **data,
                    "acts": [{"id": "p", "act": "display", "works": "w", "facts": {**show, "change.kind": "exact"}}],
                }
            ),
            kb,
        ),
        "p",
    )
    assert use.standing == "uncertain"
    assert "work.renewed" in use.within.low_by | use.within.high_by
    assert {"look-up-renewal", "look-up-notice"} <= {found.step.id for found in use.to_find}


def test_nobody_looks_up_what_is_told(kb):
    letters = {"work.kind": "private_papers", "work.published": False, "work.offered": "never_offered"}
    data = {"title": "T", "as_of": "2026-11-24", "where": ["us"], "facts": {"who.for_profit": False}}
    talk = {"output.element": "wording", "output.similarity": "near_identical", "amount.public_reach": "passages"}
    talk |= {"audience.who": "public", "work.first_release_taken": True, "access.model_saw_work": True}
    works = {"w": {"facts": {**letters, "work.author_died": 1979, "work.author_known": True}}}
    acts = [{"id": "t", "act": "output", "works": "w", "facts": talk}]
    use = of(assess(Scenario.model_validate({**data, "works": works, "acts": acts}), kb), "t")
    assert not {found.step.id for found in use.to_find} & {"look-up-death", "look-up-dates"}


def test_a_ban_on_training_is_none_on_the_delivery_that_was_agreed(kb):
    licence = {"copy.source": "licensed", "licence.kind": "individual", "licence.given_by": "owner"}
    acts = {
        "receive": ("acquisition", {**licence, "licence.covers": "covers", "purpose": ["finding"]}),
        "tune": ("training", {**GENERAL, **licence, "contract.bans_analysis": "negotiated"}),
    }
    result = story(kb, acts, {"work.kind": "teaching_or_test"})
    assert claims(of(result, "tune"))["us.contract"] == "breach"
    assert claims(of(result, "receive")).get("us.contract") in (None, "none")


def test_a_licence_in_doubt_is_a_question_of_contract_too(kb):
    facts = {"licence.kind": "individual", "licence.covers": "unclear", "copy.source": "licensed"}
    facts |= {"purpose": ["finding"], "amount.share": "whole", "amount.public_reach": "fragments"}
    result = story(kb, {"i": ("indexing", facts)}, {"work.kind": "article_or_news"})
    assert claims(of(result, "i"))["us.contract"] == "arguable"
    assert any("against a claim: contract" in text for text in to_do(result, kb))


def test_persons_shown_for_gain_may_have_a_claim(kb):
    show = {"purpose": ["delivers_content"], "amount.share": "whole", "audience.who": "public"}
    for more, claim in (({"person.shown_unasked": True}, "arguable"), ({"person.shown_unasked": False}, "none")):
        result = story(kb, {"d": ("display", {**show, **more})}, {"work.kind": "photograph"})
        assert claims(of(result, "d"))["us.likeness"] == claim


TEACHER = {"who.kind": "nonprofit_educational", "who.for_profit": False, "who.part": "uses_tool"}
NOVELS = {"work.kind": "book_or_story", "work.character": "creative", "work.character_drawn": "distinctive"}


def test_a_sequel_was_drawn_from_its_work_and_a_class_is_no_market(kb):
    sequel = {"purpose.model_kind": "generative", "output.element": "story", "output.similarity": "close_paraphrase"}
    sequel |= {**TEACHER, "purpose": ["teaching"], "purpose.commerciality": "none", "audience.who": "closed_group"}
    for recasts, open_ in ({"change.recasts": "sequel_or_retelling"}, False), ({}, True):
        use = of(story(kb, {"c": ("output", {**sequel, **recasts})}, NOVELS, by={}), "c")
        assert use.standing in ("likely_permitted", "uncertain")
        assert any(f.rule == "us.open_point.copying-not-shown" for f in use.findings) is open_


def test_where_copying_is_not_shown_it_can_be_found_out_whether_the_work_was_in_the_data(kb):
    near = {"purpose.model_kind": "generative", "output.element": "wording", "output.similarity": "close_paraphrase"}
    use = of(story(kb, {"o": ("output", {**near, "who.part": "uses_tool", "audience.who": "public"})}, NOVELS), "o")
    assert use.standing == "uncertain"
    assert "look-in-the-data" in {found.step.id for found in use.to_find}


def test_teaching_that_is_sold_is_not_said_to_be_without_gain(kb):
    sale = {"purpose": ["teaching"], "change.recasts": "sequel_or_retelling", "amount.taken_kind": "expression"}
    by = {"who.kind": "individual", "who.for_profit": False, "purpose.commerciality": "direct"}
    result = story(kb, {"s": ("adaptation", {**sale, "audience.who": "public"})}, NOVELS, by=by)
    use = of(result, "s")
    assert use.standing in ("likely_not_permitted", "not_permitted")
    rules = {f.rule for f in use.findings}
    assert not rules & {"us.favoured_purpose.other-teaching", "us.public_exposure.copies-for-oneself"}
    assert any(text.startswith("Write it anew with figures") for text in to_do(result, kb))


def test_short_texts_of_little_choice_are_thinly_protected(kb):
    texts = {"purpose": ["research"], "amount.share": "whole", "audience.who": "public", "passed.what": "new_copies"}
    scholars = {"who.kind": "other_nonprofit", "who.for_profit": False, "purpose.commerciality": "none"}
    found = {}
    for choice in ("slight", "clear"):
        work = {"work.kind": "article_or_news", "work.offered": "free_online", "work.originality": choice}
        found[choice] = of(story(kb, {"t": ("distribution", texts)}, work, by=scholars), "t")
    assert found["slight"].standing in ("uncertain", "likely_permitted")
    assert found["clear"].standing == "likely_not_permitted"


def test_what_follows_from_another_answer_is_not_named_as_told(kb):
    rip = {**CRAWL, "purpose": ["computation"], "purpose.model_kind": "non_generative", "market.licensing": "none"}
    acts = {"rip": ("acquisition", rip), "t": ("training", {**TAGGER, "copy.source": "open_web"})}
    for use in story(kb, acts, {"work.kind": "photograph", "work.offered": "free_online"}).uses:
        assert not [change for change in use.changes if "copy.served" in change.set]


def test_a_used_book_may_be_sold_wherever_it_was_first_sold_and_a_scan_may_not(kb):
    book = {"copy.source": "bought", "passed.what": "same_object", "audience.who": "public", "passed.sold_here": False}
    work = {"work.kind": "teaching_or_test"}
    assert of(story(kb, {"s": ("distribution", book)}, work), "s").standing == "no_permission_needed"
    for more in (
        {"passed.what": "new_copies", "amount.share": "whole", "change.kind": "exact"},
        {"exception.fits": "none_fits"},
    ):
        told = {"s": ("distribution", {**book, **more})}
        assert of(story(kb, told, work), "s").standing != "no_permission_needed"
    hired = {**book, "purpose.commerciality": "direct"}
    for kind, free in (("book_or_story", True), ("software", False)):
        use = of(story(kb, {"l": ("lending", hired)}, {"work.kind": kind}), "l")
        assert (use.standing == "no_permission_needed") is free


def test_who_sells_the_works_stores_nothing_of_others(kb):
    sale = {"passed.what": "new_copies", "change.kind": "exact", "amount.share": "whole", "audience.who": "public"}
    use = of(story(kb, {"s": ("distribution", sale)}, {"work.kind": "book_or_story"}), "s")
    assert use.standing == "not_permitted"
    assert not [e for open_ in use.unknown for e in open_.effect if e.value in ("hosts_files", "same_object")]


def test_of_facts_alone_nobody_gets_the_work_to_read(kb):
    facts = {"amount.taken_kind": "facts", "audience.who": "public"}
    use = of(story(kb, {"l": ("distribution", facts)}, {"work.kind": "article_or_news"}), "l")
    assert use.standing == "no_permission_needed"
    effects = {(open_.fact, e.value) for open_ in use.unknown for e in open_.effect}
    assert not effects & {("amount.public_reach", "passages"), ("amount.public_reach", "most_or_all")}


PARISH = {"who.kind": "other_nonprofit", "who.for_profit": False, "purpose.commerciality": "none"}
ANTHEM = {"work.kind": "music", "work.character": "creative", "market.owner_exploits": "active"}


def test_what_others_pay_for_is_used_as_they_use_it_and_a_choir_needs_more_than_one_file(kb):
    copies = {"copy.source": "bought", "amount.share": "whole", "audience.who": "closed_group"}
    told = {"c": ("reproduction", {**copies, "purpose.saves_price": True, "copy.could_be_bought": True})}
    result = story(kb, told, ANTHEM, by=PARISH)
    assert of(result, "c").standing in ("not_permitted", "likely_not_permitted")
    assert not of(result, "c").waits_for
    assert "one-for-one" not in {step.id for change in of(result, "c").changes for step in change.steps}
    assert of(story(kb, {"c": ("reproduction", copies)}, ANTHEM, by=PARISH), "c").waits_for


def test_a_whole_song_that_is_streamed_says_what_it_is_for(kb):
    stream = {"performance.how": "sent", "audience.who": "public", "amount.share": "whole"}
    stream |= {"amount.public_reach": "most_or_all", "market.licensing": "active"}
    use = of(story(kb, {"s": ("broadcast", stream)}, ANTHEM, by=PARISH), "s")
    assert use.standing in ("not_permitted", "likely_not_permitted")
    assert not use.waits_for


def test_what_is_read_aloud_can_be_told_in_other_words_and_shows_no_snippets(kb):
    read = {"performance.how": "sent", "change.kind": "exact", "amount.share": "most", "audience.who": "public"}
    read |= {"amount.public_reach": "most_or_all", "purpose.delivers_content": True}
    result = story(kb, {"r": ("broadcast", read)}, {"work.kind": "article_or_news"})
    steps = {step.id for change in of(result, "r").changes for step in change.steps}
    assert "tell-the-facts" in steps
    assert "show-snippets" not in steps


SEMINARY = {"who.kind": "nonprofit_educational", "who.for_profit": False, "purpose.commerciality": "none"}


def test_copies_for_answers_alone_stand_and_fall_with_the_answers(kb):
    copies = {"copy.source": "open_web", "amount.share": "whole", "model.retrieval": True}
    answers = {"who.part": "offers_service", "model.retrieval": True, "access.model_saw_work": True}
    answers |= {"output.element": "wording", "output.similarity": "near_identical", "audience.who": "public"}
    answers |= {"amount.public_reach": "passages", "purpose": ["teaching", "finding", "delivers_content"]}
    acts = {"copies": ("reproduction", copies), "answers": ("output", answers)}
    result = story(kb, acts, {"work.kind": "speech", "work.offered": "free_online"}, by=SEMINARY)
    assert of(result, "copies").standing == of(result, "answers").standing == "likely_not_permitted"
    assert "purpose.teaching" in {told.fact for told in of(result, "copies").facts}
    assert "take-less" not in {step.id for change in of(result, "copies").changes for step in change.steps}
    assert not any(text.startswith("Without the owner's leave") for text in to_do(result, kb))


def test_who_sells_what_is_for_no_gain_needs_another_licence(kb):
    whole = {"purpose": ["delivers_content"], "change.kind": "exact", "amount.share": "whole", "audience.who": "public"}
    work = {"work.kind": "sound_recording", "work.offered": "free_on_terms", "licence.id": "CC-BY-NC-4.0"}
    told = {"d": ("distribution", {**whole, "passed.what": "new_copies", "licence.credit_kept": False})}
    steps = {s.id for change in of(story(kb, told, work), "d").changes for s in change.steps}
    assert "widen-licence" in steps
    assert "keep-licence-conditions" not in steps


def test_nobody_samples_what_a_model_that_makes_nothing_puts_out(kb):
    app = {**TAGGER, "who.part": "offers_service", "audience.who": "public"}
    use = of(story(kb, {"a": ("deployment", app)}, {"work.kind": "sound_recording"}), "a")
    assert "sample-outputs" not in {found.step.id for found in use.to_find}


def test_a_text_written_for_another_end_and_not_known_to_be_sold_is_not_replaced(kb):
    blurb = {
        "purpose": ["finding", "advertises"],
        "change.kind": "exact",
        "amount.share": "whole",
        "copy.source": "open_web",
    }
    blurb |= {"amount.public_reach": "most_or_all", "audience.who": "public"}
    work = {"work.kind": "article_or_news", "work.offered": "free_online", "work.owner_aims_elsewhere": True}
    for sold, found in (({}, "unclear"), ({"market.owner_exploits": "active"}, "full")):
        use = of(story(kb, {"b": ("distribution", blurb)}, {**work, **sold}), "b")
        assert {issue.id: issue.value for issue in use.issues}["us.substitution"] == found


def test_facts_taken_out_of_whole_works_are_as_free_as_those_of_a_part(kb):
    counts = {"amount.taken_kind": "facts", "audience.who": "public", "passed.what": "new_copies"}
    for more, free in (({}, True), ({"change.kind": "exact"}, False)):
        told = {"c": ("distribution", {**counts, "amount.share": "whole", **more})}
        assert (of(story(kb, told, {"work.kind": "music"}), "c").standing == "no_permission_needed") is free


def test_a_yes_is_not_the_last_word_where_somebody_may_sue_on_other_grounds(kb):
    voice = {"output.element": "nothing_protected", "output.similarity": "style_or_facts", "audience.who": "public"}
    for consent, said in (("other_use", True), ("this_use", False)):
        told = {"v": ("output", {**voice, "voice.source": "imitated", "voice.consent": consent})}
        result = story(kb, told, {"work.kind": "sound_recording"})
        assert of(result, "v").standing == "no_permission_needed"
        assert ("Arguable beside it: rights in a voice" in short_answer(result, rows_of(result, kb), kb).text) is said
