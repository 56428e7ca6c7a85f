"""What a lawyer asks first, and what is not asked because what is told answers it."""

from __future__ import annotations

import pytest

from fairuse.answer.rows import rows_of
from fairuse.pages.next_steps import next_points
from tests import installed
from tests.law.stories import bare


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def answers(kb, act, facts, work):
    return bare(kb, {"a": (act, facts)}, work)


SOLD = {"audience.who": "public", "purpose.use_compared": "same", "purpose.commerciality": "direct"}
OLD = {"work.kind": "book_or_story", "work.first_published": 1955, "work.published": True}


@pytest.mark.parametrize("origin", [{}, {"work.origin": "us"}, {"work.author_from": "us"}])
def test_of_a_work_from_before_1964_it_is_asked_whether_its_copyright_was_renewed(origin, kb):
    result = answers(kb, "distribution", SOLD, {**OLD, **origin})
    assert result.uses[0].standing == "uncertain"
    assert "work.renewed" in {fact.fact for found in result.uses[0].to_find for fact in found.facts}
    assert any("renewed" in point.text for point in next_points(rows_of(result, kb), kb))


@pytest.mark.parametrize("origin", [{"work.origin": "uk"}, {"work.author_from": "eea"}])
def test_of_a_foreign_one_it_is_not(origin, kb):
    use = answers(kb, "distribution", SOLD, {**OLD, **origin}).uses[0]
    assert use.standing == "not_permitted"
    assert "work.renewed" not in {fact.fact for found in use.to_find for fact in found.facts}


def test_a_step_that_could_clear_everything_is_named_beside_many_questions(kb):
    """However many purposes are still to be told."""
    told = {"copy.source": "lent", "amount.share": "whole"}
    acts = {
        "scan": ("reproduction", told),
        "names": ("training", {"purpose.model_kind": "non_generative"}),
        "pages": ("display", {"audience.who": "public"}),
    }
    points = next_points(rows_of(bare(kb, acts, OLD), kb), kb)
    assert sum(point.label == "To be told" for point in points) >= 2
    assert any("renewed" in point.text and point.label == "To find out" for point in points)


def test_what_a_translation_for_the_public_is_for_is_not_asked(kb):
    facts = {"change.recasts": "translation", "audience.who": "public", "amount.share": "whole"}
    work = {"work.kind": "book_or_story", "work.published": True, "work.undisputed": "in_copyright"}
    use = answers(kb, "adaptation", facts, work).uses[0]
    assert not use.waits_for
    assert use.standing in ("likely_not_permitted", "not_permitted")


def test_of_what_people_can_have_whole_all_was_taken(kb):
    facts = {"audience.who": "public", "amount.public_reach": "most_or_all", "purpose.use_compared": "same"}
    use = answers(kb, "display", facts, {"work.kind": "book_or_story"}).uses[0]
    assert {issue.id: issue.value for issue in use.issues}["us.amount_taken"] == "all"


def test_what_copies_are_for_is_not_asked_beside_a_training_on_them(kb):
    acts = {
        "get": ("acquisition", {"copy.source": "bought"}),
        "train": ("training", {"purpose.model_kind": "generative"}),
    }
    work = {"work.kind": "sound_recording", "work.published": True}
    by_act = {use.act_id: use for use in bare(kb, acts, work).uses}
    assert not by_act["get"].waits_for
    assert by_act["train"].waits_for
    assert by_act["get"].standing == by_act["train"].standing == "uncertain"


def test_an_unsold_version_for_the_public_of_a_whole_picture_is_not_likely_permitted_unasked(kb):
    """It reaches people though it is not there to deliver the work, and of its market nothing is told."""
    facts = {
        "who.kind": "other_nonprofit",
        "who.for_profit": False,
        "purpose": ["teaching"],
        "change.recasts": "other_medium",
        "change.kind": "altered",
        "audience.who": "public",
        "amount.share": "whole",
    }
    work = {"work.kind": "visual_art", "work.created": 1974, "work.author_died": 2001}
    use = answers(kb, "adaptation", facts, work).uses[0]
    found = {issue.id: issue.value for issue in use.issues}
    assert use.standing == "uncertain"
    assert found["us.public_exposure"] == "partial"
    assert found["us.derivative_harm"] == "unclear"


def test_a_known_figure_that_comes_out_was_copied_unless_told_otherwise(kb):
    facts = {"output.element": "figure", "output.similarity": "close_paraphrase", "purpose.commerciality": "direct"}
    work = {"work.kind": "visual_art", "work.offered": "for_payment", "work.character_drawn": "distinctive"}
    use = answers(kb, "output", facts, work).uses[0]
    assert use.standing == "likely_not_permitted"
    stock = answers(kb, "output", facts, {**work, "work.character_drawn": "stock_figure"}).uses[0]
    assert stock.standing != "likely_not_permitted"


def test_a_detailed_summary_that_is_taken_to_follow_the_telling_is_not_said_to_share_nothing(kb):
    facts = {
        "purpose": ["news"],
        "output.summary_detail": "detailed",
        "output.similarity": "gist",
        "output.links_to_source": True,
        "audience.who": "public",
    }
    use = answers(kb, "output", facts, {"work.kind": "article_or_news", "work.offered": "for_payment"}).uses[0]
    assert [view.doctrine for view in use.open_views] == ["ai-summaries"]
    assert use.standing == "likely_permitted"


def test_lists_of_facts_may_be_sold(kb):
    facts = {"amount.taken_kind": "facts", "audience.who": "public", "purpose.commerciality": "direct"}
    use = answers(kb, "distribution", facts, {"work.kind": "article_or_news", "work.character": "functional"}).uses[0]
    assert use.standing == "no_permission_needed"
    assert not use.waits_for


@pytest.mark.parametrize(("audience", "standing"), [("self", "uncertain"), ("closed_group", "likely_not_permitted")])
def test_a_whole_copy_for_ones_own_research_does_not_take_too_much(audience, standing, kb):
    facts = {
        "who.kind": "individual",
        "purpose.commerciality": "indirect",
        "copy.source": "lent",
        "purpose": ["research", "history_or_biography"],
        "amount.share": "whole",
        "audience.who": audience,
    }
    work = {"work.kind": "private_papers", "work.published": False, "work.author_died": 1990}
    use = answers(kb, "reproduction", facts, work).uses[0]
    assert use.standing == standing


def test_a_link_is_an_address_unless_it_is_told_that_it_shows_the_work(kb):
    (use,) = answers(kb, "linking", {"link.target": "with_consent"}, OLD).uses
    assert use.standing == "no_permission_needed"
    assert "link.shows" in {open_.fact for open_ in use.unknown if open_.matters}


def test_nobody_is_asked_how_closely_a_picture_is_summed_up(kb):
    facts = {"output.similarity": "style_or_facts", "purpose.commerciality": "direct"}
    for kind, asked in (("photograph", False), ("article_or_news", True)):
        use = answers(kb, "output", facts, {"work.kind": kind, "work.offered": "free_online"}).uses[0]
        assert ("output.summary_detail" in {fact.fact for fact in use.unknown}) is asked


def test_lawful_copies_beside_what_may_likely_go_on_are_not_likely_unfair(kb):
    facts = {"copy.source": "licensed", "purpose.commerciality": "indirect", "purpose": ["news"]}
    summary = {
        "purpose": ["news"],
        "output.summary_detail": "detailed",
        "output.similarity": "gist",
        "output.links_to_source": True,
    }
    acts = {
        "read": ("acquisition", facts),
        "sum": ("output", summary),
    }
    work = {"work.kind": "article_or_news", "work.published": True, "work.offered": "for_payment"}
    by_act = {use.act_id: use.standing for use in bare(kb, acts, work).uses}
    assert by_act == {"read": "uncertain", "sum": "likely_permitted"}


def test_nobody_is_told_that_a_novel_may_be_a_building(kb):
    use = answers(kb, "distribution", SOLD, {**OLD, "work.origin": "uk"}).uses[0]
    effects = next(fact.effect for fact in use.unknown if fact.fact == "exception.fits")
    assert {effect.value for effect in effects}.isdisjoint({"building_pictured", "old_recording_searched_for"})
