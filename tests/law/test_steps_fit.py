"""Steps and open questions fit the story: none is offered that nobody in it could take."""

from __future__ import annotations

import pytest

from fairuse.answer.beside import steps_against
from fairuse.answer.result import standing_rank
from fairuse.answer.rows import rows_of
from fairuse.pages.changes import could_be, step_points, to_find_points
from fairuse.words.en import wording as en
from fairuse.words.wording import References, reach_text
from tests import installed
from tests.law.stories import bare, of, story, to_do
from tests.law.test_scenarios import NAMES


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def offered(use):
    return {step.id for change in use.changes for step in change.steps}


def found(use):
    return {item.step.id for item in use.to_find}


def against_claims(result, kb):
    return {step.id for row in rows_of(result, kb) for step, _ in steps_against(row, kb)}


TUNED = {"purpose.model_kind": "generative", "copy.source": "licensed", "amount.share": "whole"}
LEAVE = {"license-works", "ask-for-leave"}


@pytest.mark.parametrize(
    ("told", "work"),
    [
        ({"contract.bans_analysis": "accepted", "licence.limits_kept": False}, {}),
        ({"contract.bans_analysis": "negotiated"}, {"licence.training": False}),
        ({"licence.limits_kept": False}, {"licence.rivals_barred": True, "licence.kind": "individual"}),
        ({"market.same_customers": True}, {"licence.rivals_barred": True, "licence.kind": "individual"}),
        ({"licence.limits_kept": False}, {"licence.training": False, "licence.kind": "individual"}),
    ],
)
def test_nobody_keeps_to_a_ban_by_what_is_passed_on(told, work, kb):
    """What is forbidden as such is left, or leave is had: no notice and no credit heals it."""
    works = {"work.kind": "reference_or_data", "licence.kind": "site_terms", **work}
    result = story(kb, {"t": ("training", {**TUNED, **told})}, works)
    steps = against_claims(result, kb)
    assert "take-out-what-is-barred" in steps
    assert not {"keep-licence-conditions", "keep-licence-limits", "share-alike"} & steps
    assert any(text.startswith("Take out what came under the terms") for text in to_do(result, kb))


@pytest.mark.parametrize(
    ("kind", "broken", "step"),
    [
        ("open_credit", "licence.credit_kept", "keep-licence-conditions"),
        ("open_share_alike", "licence.share_alike_kept", "share-alike"),
        ("individual", "licence.limits_kept", "keep-licence-limits"),
    ],
)
def test_what_a_licence_asks_for_is_kept_in_the_way_that_it_asks(kind, broken, step, kb):
    facts = {"change.kind": "exact", "amount.share": "whole", "audience.who": "public", "passed.what": "new_copies"}
    result = story(
        kb, {"d": ("distribution", {**facts, broken: False})}, {"licence.kind": kind, "work.kind": "software"}
    )
    assert {"keep-licence-conditions", "share-alike", "keep-licence-limits"} & against_claims(result, kb) == {step}


def test_what_is_open_elsewhere_is_got_there_and_a_login_is_not_gone_round(kb):
    banned = {**TUNED, "contract.bans_analysis": "accepted"}
    ruling = {"work.kind": "legal_or_standard", "work.offered": "public_record"}
    assert "terms-free-elsewhere" in against_claims(story(kb, {"t": ("training", banned)}, ruling), kb)
    members = {**banned, "copy.barrier": "login_or_paywall"}
    steps = against_claims(story(kb, {"t": ("training", members)}, {"work.kind": "visual_art"}), kb)
    assert "leave-from-the-keeper" in steps
    assert not {"terms-free-elsewhere", "leave-under-the-terms"} & steps


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ({}, "stop-using-the-output"),
        ({"who.part": "uses_tool"}, "stop-using-the-output"),
        ({"who.part": "offers_service", "service.trigger": "provider"}, "stop-using-the-output"),
        ({"service.trigger": "provider", "output.frequency": "systematic"}, "stop-using-the-output"),
        ({"who.part": "offers_service"}, "stop-the-outputs"),
        ({"service.trigger": "user_alone"}, "stop-the-outputs"),
        ({"output.frequency": "regular"}, "stop-the-outputs"),
    ],
)
def test_only_who_runs_a_tool_takes_it_off_line(told, step, kb):
    """Who sells posters, or sends out what a tool made, stops selling or sending those."""
    facts = {"output.similarity": "near_identical", "output.element": "figure", "purpose.use_compared": "same"}
    facts |= {"access.model_saw_work": True, "audience.who": "public", "market.replaces": "fully"}
    use = of(story(kb, {"o": ("output", {**facts, **told})}, {"work.kind": "visual_art"}), "o")
    assert standing_rank(use.standing) <= standing_rank("uncertain")
    assert {"stop-using-the-output", "stop-the-outputs"} & offered(use) == {step}


def test_leave_is_not_asked_for_what_stays_at_home_or_what_an_open_licence_allows(kb):
    home = {"audience.who": "household", "purpose.commerciality": "none", **TUNED, "copy.source": "bought"}
    told = {"t": ("training", {**home, "model.extraction": "passages"})}
    private = {"who.kind": "individual", "who.for_profit": False}
    assert not LEAVE & offered(of(bare(kb, told, {"work.kind": "book_or_story"}, private), "t"))
    told = {"t": ("training", {**TUNED, "copy.source": "open_web", "model.extraction": "passages"})}
    for kind, asked in (("open_credit", False), ("open_share_alike", False), ("none", True)):
        use = of(story(kb, told, {"work.kind": "software", "licence.kind": kind}), "t")
        assert bool(LEAVE & offered(use)) is asked, kind
    work = {"work.kind": "book_or_story", "licence.kind": "dedication", "licence.given_by": "stranger"}
    assert LEAVE & offered(of(story(kb, told, work), "t"))  # what is not the giver's own is licensed by nobody yet


@pytest.mark.parametrize(("told", "step"), [({"market.licensing": "active"}, "license-works"), ({}, "ask-for-leave")])
def test_a_licence_from_a_society_is_named_only_where_such_works_are_licensed(told, step, kb):
    facts = {"change.kind": "exact", "amount.share": "whole", "audience.who": "public", "purpose": ["delivers_content"]}
    use = of(story(kb, {"s": ("display", {**facts, **told})}, {"work.kind": "photograph"}), "s")
    assert LEAVE & offered(use) == {step}
    refused = of(
        story(kb, {"s": ("display", {**facts, "conduct.licence": "refused"})}, {"work.kind": "photograph"}), "s"
    )
    assert not LEAVE & offered(refused)  # nobody who was refused is told to ask


@pytest.mark.parametrize("name", NAMES[::4])
def test_what_others_must_agree_to_comes_last(name, kb):
    result = installed.assessed(name)
    for use in result.uses:
        asks = {c.steps[0].label: any(kb.steps[s.id].asks_owner for s in c.steps) for c in use.changes if c.steps}
        points = step_points(use, kb, References(kb, result.as_of))
        last = [next(asks[label] for label in asks if point.text.startswith(label)) for point in points]
        assert last == sorted(last), use.id


PAGE = {"output.work_in_prompt": True, "purpose.model_kind": "generative", "purpose.commerciality": "direct"}


def test_a_tool_that_works_on_what_people_give_it_has_no_data_to_test_or_filter(kb):
    use = of(
        story(kb, {"b": ("deployment", {**PAGE, "who.part": "offers_service"})}, {"work.kind": "article_or_news"}), "b"
    )
    assert not {"filter-outputs", "test-the-model"} & (offered(use) | found(use))
    trained = {**PAGE, "access.model_saw_work": True, "who.part": "offers_service"}
    use = of(story(kb, {"b": ("deployment", trained)}, {"work.kind": "article_or_news"}), "b")
    assert "test-the-model" in found(use)


def test_a_translation_is_not_sampled_for_likeness_nor_a_device_for_what_it_learned(kb):
    made = {"purpose.model_kind": "generative", "change.recasts": "translation", "who.part": "uses_tool"}
    use = of(story(kb, {"o": ("output", made)}, {"work.kind": "article_or_news"}), "o")
    assert "sample-outputs" not in found(use)
    box = {"audience.who": "public", "purpose.commerciality": "direct"}
    use = of(story(kb, {"b": ("deployment", box)}, {"work.kind": "software"}), "b")
    assert not {"test-the-model", "sample-outputs"} & found(use)


@pytest.mark.parametrize("source", ["shadow_library", "infringing_copy", "purloined", "protection_bypassed"])
@pytest.mark.parametrize("more", [{"copy.kept_as_library": True}, {"purpose.for_training": "partly"}, {}])
def test_nothing_done_later_undoes_that_copies_were_got_from_pirates(source, more, kb):
    """A later deletion, or getting them elsewhere, changes what comes after, not the getting that is done."""
    facts = {"copy.source": source, "amount.share": "whole", "purpose.model_kind": "generative", **more}
    undo = {"delete-library", "get-no-library", "keep-for-training-only", "get-for-training-only"}
    undo |= {"lawful-sources", "collect-instead", "buy-copies", "buy-instead"}
    for works in ({"work.offered": "for_payment"}, {"work.offered": "free_online", "work.online": True}):
        work = {"work.kind": "book_or_story", **works}
        assert not undo & offered(of(story(kb, {"g": ("acquisition", facts)}, work), "g"))


def test_before_copies_are_got_it_can_be_done_otherwise(kb):
    facts = {"copy.source": "shadow_library", "amount.share": "whole", "purpose.model_kind": "generative"}
    facts |= {"copy.kept_as_library": True, "act.planned": True, "purpose.for_training": "partly"}
    use = of(story(kb, {"g": ("acquisition", facts)}, {"work.kind": "book_or_story"}), "g")
    assert "buy-instead" in offered(use)


def test_a_corpus_is_not_retold_in_words_of_ones_own(kb):
    facts = {"change.kind": "exact", "amount.share": "whole", "audience.who": "public", "passed.what": "new_copies"}
    facts |= {"purpose": ["delivers_content"]}
    for many, told in (("many", False), ("one", True)):
        use = of(
            story(kb, {"d": ("distribution", {**facts, "amount.many_works": many})}, {"work.kind": "article_or_news"}),
            "d",
        )
        assert ("tell-the-facts" in offered(use)) is told


def test_a_film_put_on_for_its_own_sake_is_not_cut_to_a_small_part(kb):
    night = {
        "performance.how": "played",
        "amount.share": "whole",
        "change.kind": "exact",
        "audience.who": "closed_group",
    }
    night |= {"purpose.use_compared": "same", "purpose.delivers_content": True, "purpose.commerciality": "indirect"}
    club = {"who.kind": "other_nonprofit", "who.for_profit": False}
    use = of(bare(kb, {"n": ("broadcast", night)}, {"work.kind": "film_or_broadcast"}, club), "n")
    assert "take-less" not in offered(use)


def test_once_an_act_that_nothing_clears_is_left_out_the_others_are_named(kb):
    """Of two ways that are told, the one that is fine needs no invention."""
    whole = {"change.kind": "exact", "amount.share": "whole", "audience.who": "public", "passed.what": "new_copies"}
    acts = {
        "whole": ("distribution", {**whole, "purpose": ["delivers_content"], "act.planned": True}),
        "links": ("linking", {"link.shows": "address", "link.target": "with_consent", "act.planned": True}),
    }
    assert any(
        "Without 1, 2 can go ahead on the same works." in text
        for text in to_do(story(kb, acts, {"work.kind": "film_or_broadcast"}), kb)
    )
    alone = story(kb, {"whole": acts["whole"]}, {"work.kind": "film_or_broadcast"})
    assert any(text.startswith("Without the owner's leave") for text in to_do(alone, kb))
    assert not any("can go ahead" in text for text in to_do(alone, kb))


def test_who_sends_out_what_came_out_is_not_asked_what_users_do(kb):
    facts = {"output.similarity": "close_paraphrase", "service.trigger": "provider", "model.retrieval": True}
    use = of(story(kb, {"o": ("output", facts)}, {"work.kind": "article_or_news"}), "o")
    named = {(f, v) for one in use.together for f, v in one.facts.items()} | {
        (u.fact, e.value) for u in use.unknown for e in u.effect
    }
    assert (
        not {("service.users_infringe", True), ("service.lawful_uses", "none"), ("service.lawful_uses", "few")} & named
    )


@pytest.mark.parametrize("name", NAMES[::4])
def test_what_could_be_found_out_does_not_contradict_how_far_an_open_fact_goes(name, kb):
    """An outcome beyond that range is said to leave what is assumed."""
    result = installed.assessed(name)
    for use in (u for u in result.uses if u.within is not None):
        text = reach_text(use.within, use.unknown)
        low, high = standing_rank(use.within.low), standing_rank(use.within.high)
        for item, point in zip(use.to_find, to_find_points(use, kb), strict=True):
            beyond = any(not low <= standing_rank(e.standing) <= high for f in item.facts for e in f.effect)
            assert ("if what is assumed is not so" in point.text) is beyond, use.id
            assert not beyond or text != en.NO_SINGLE_OPEN_FACT_WOULD


def test_outcomes_are_told_apart_by_what_is_assumed(kb):
    use = next(u for name in NAMES for u in installed.assessed(name).uses if u.within is not None)
    within = use.within.model_copy(update={"low": "uncertain", "high": "likely_permitted"})
    ends = [("permitted", "A"), ("likely_permitted", "B"), ("uncertain", "C")]
    assert could_be(ends, within) == "B or C, and A if what is assumed is not so"
    assert could_be(ends[:1], within) == "A if what is assumed is not so"
    assert could_be(ends, None) == "A or B or C"
