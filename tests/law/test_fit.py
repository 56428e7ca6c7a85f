"""Acts fit together, and each fits what is told of it and what its own kind says."""

from __future__ import annotations

import pytest

from fairuse.answer.posed import program_for
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import standing_rank
from fairuse.engine import infer
from fairuse.inquiry.whatif import whatif
from fairuse.kb.condition import terms_of
from fairuse.kb.model import STANDINGS
from fairuse.precedent.beside import assess
from fairuse.scenario.acts import PRESUMED
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import uses_of
from fairuse.words.en import wording as en
from fairuse.words.wording import reach_text
from tests import installed
from tests.batch.rows import on_chain, on_columns
from tests.law.test_scenarios import NAMES


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def scenario(*acts, where=("us",), **works):
    """Acts, each a kind and its facts, on one group of works."""
    entries = [{"act": kind, "works": "w", "facts": facts, **more} for kind, facts, more in acts]
    return Scenario.model_validate({"title": "T", "where": where, "works": {"w": {"facts": works}}, "acts": entries})


def known(kb, kind, facts):
    return uses_of(scenario((kind, facts, {})), kb)[0].facts


def kinds_that_tell(kb):
    return [act for act in kb.acts.values() if act.tells]


def test_what_the_name_of_an_act_says_is_presumed_and_shown_so(kb):
    assert {act.id for act in kinds_that_tell(kb)} >= {"hosting", "training"}
    for act in kinds_that_tell(kb):
        facts = known(kb, act.id, {})
        for name, value in act.tells.items():
            assert (facts[name].value, facts[name].note) == (value, PRESUMED)


def test_whoever_tells_otherwise_or_that_it_is_not_known_is_believed(kb):
    for act in kinds_that_tell(kb):
        for name, value in act.tells.items():
            other = next(option for option in kb.facts[name].options if option != value)
            assert not any(given.note == PRESUMED for given in known(kb, act.id, {name: other}).values())
            assert name not in known(kb, act.id, {name: "unknown"})


def test_no_need_is_asked_of_an_act_whose_name_tells_it(kb):
    """A need that would be told by what a kind of act says is not among what waits, whatever else is told."""
    for act in kinds_that_tell(kb):
        for use in assess(scenario((act.id, {}, {})), kb).uses:
            for need in (kb.needs[waits.need] for waits in use.waits_for):
                assert not any(name in need.facts and need.told_by(name, value) for name, value in act.tells.items())


def test_tables_presume_what_scenarios_presume(kb):
    rows = [{"act": act.id, "where": where} for act in kb.acts.values() for where in ("us", "eu")]
    for act in kinds_that_tell(kb):
        for name in act.tells:
            rows += [{"act": act.id, "where": "us", name: v} for v in (*kb.facts[name].options, "unknown")]
    assert on_columns(rows, kb) == on_chain(rows, kb)


def ending_steps(use, kb):
    return [change for change in use.changes if any(kb.steps[step.id].ends_act for step in change.steps)]


def test_whatever_ends_an_act_ends_it_alike(kb):
    """From then on nothing is left to permit, whichever step and law; what was done before stays as it is."""
    ended = set()
    for use in (use for name in NAMES for use in installed.assessed(name).uses):
        for change in ending_steps(use, kb):
            assert (change.standing, change.set, len(change.steps)) == (STANDINGS[-1], {}, 1), use.id
            assert not use.planned
            assert standing_rank(use.standing) <= standing_rank(UNDECIDED)
            ended.add(use.act)
    assert len(ended) > 1


@pytest.mark.parametrize("work", ["music", "book_or_story", "software"])
@pytest.mark.parametrize("told", [{}, {"audience.who": "public"}, {"amount.public_reach": "most_or_all"}])
def test_an_act_that_may_not_go_on_can_be_ended_whatever_it_is_called(work, told, kb):
    facts = {"amount.share": "whole", "change.kind": "exact", "purpose.delivers_content": True, **told}
    facts |= {"market.replaces": "fully", "copy.source": "infringing_copy", "market.licensing": "active"}
    for kind in ("display", "distribution", "broadcast", "hosting"):
        (use,) = assess(scenario((kind, facts, {}), **{"work.kind": work}), kb).uses
        if standing_rank(use.standing) > standing_rank(UNDECIDED):
            continue
        assert [change.standing for change in ending_steps(use, kb)] == [STANDINGS[-1]], (kind, use.standing)


def fetched(kb, kind, similarity, **more):
    copies = (kind, {"copy.source": "open_web", **more}, {})
    told = {"model.retrieval": True, "output.similarity": similarity, "output.frequency": "regular"}
    answers = ("output", {**told, "purpose.commerciality": "direct"}, {})
    return assess(scenario(copies, answers, **{"work.kind": "article_or_news", "work.published": True}), kb).uses


@pytest.mark.parametrize("similarity", ["gist", "close_paraphrase", "near_identical"])
@pytest.mark.parametrize("kind", ["acquisition", "retention", "indexing", "reproduction"])
def test_what_a_tool_fetches_is_for_its_answers_and_not_asked_for(kind, similarity, kb):
    copies, answers = fetched(kb, kind, similarity)
    assert not copies.waits_for
    if standing_rank(answers.standing) >= standing_rank("likely_permitted") and kind != "indexing":
        assert standing_rank(copies.standing) >= standing_rank(UNDECIDED)
    if kind == "acquisition":
        assert standing_rank(copies.standing) <= standing_rank(answers.standing)


#: What is done with copies, told so that it is fair, and so that its answer is open.
SERVED = {
    "quotation": {"purpose.targets_work": "mainly", "amount.share": "small", "amount.public_reach": "passages"},
    "adaptation": {"purpose.targets_work": "mainly", "change.kind": "reworked", "change.own_content": "much"},
    "indexing": {"purpose.finding": True, "amount.public_reach": "fragments", "purpose.delivers_content": False},
    "display": {"purpose.targets_work": "mainly", "purpose.news": True, "amount.public_reach": "passages"},
    "output": {"output.similarity": "gist"},
}
#: Facts of the copies themselves that may set them below what they serve.
OWN_FACTS = [
    {"copy.source": source} for source in ("infringing_copy", "protection_bypassed", "shadow_library", "purloined")
] + [{"copy.kept_as_library": True}, {"copy.shared_on": True}]


def served_by(kb, kind, served, own):
    facts = {"copy.source": "bought", "amount.share": "whole", "copy.other_use": False, **own}
    told = {"market.replaces": "none", "purpose.commerciality": "direct", **SERVED[served]}
    works = {"work.kind": "film_or_broadcast", "work.published": True}
    return assess(scenario((kind, facts, {}), (served, told, {}), **works), kb)


@pytest.mark.parametrize("served", SERVED)
@pytest.mark.parametrize("kind", ["acquisition", "retention", "reproduction"])
def test_copies_made_only_for_an_act_stand_no_worse_than_it(kind, served, kb):
    """What is free for all is no use, so that copies on the way to it have an answer of their own: open at worst."""
    copies, act = served_by(kb, kind, served, {}).uses
    least = min(standing_rank(act.standing), standing_rank("permitted"))
    least = standing_rank(UNDECIDED) if act.standing == STANDINGS[-1] else least
    assert standing_rank(copies.standing) >= least
    assert not copies.waits_for


@pytest.mark.parametrize("own", OWN_FACTS, ids=lambda own: "-".join(map(str, own.values())))
def test_only_a_fact_of_their_own_sets_them_below_it_and_the_answer_says_which(own, kb):
    result = served_by(kb, "reproduction", "quotation", own)
    copies, act = result.uses
    if standing_rank(copies.standing) < standing_rank(act.standing):
        read = {term for finding in copies.findings for term in kb.rules[finding.rule].terms}
        bears = {term for said in result.bearings for term in terms_of(kb.bearings[said.id].second.when)}
        assert (read | bears) & own.keys()


WHOLE = {"amount.share": "whole", "change.kind": "exact", "purpose.commerciality": "direct"}


@pytest.mark.parametrize("kind", ["broadcast", "display", "distribution", "lending", "hosting"])
def test_nobody_is_told_that_people_get_nothing_of_what_is_given_out(kind, kb):
    """Neither as a change nor as an open fact, nor in a what-if: the kind of act says that somebody gets the works."""
    given = scenario((kind, WHOLE, {}), **{"work.kind": "film_or_broadcast"})
    (use,) = assess(given, kb).uses
    offered = [c.set for c in use.changes] + [{u.fact: e.value} for u in use.unknown for e in u.effect]
    offered += [move.set for one in whatif(given, kb).uses for move in one.moves if not move.steps]
    assert offered
    assert not any(row.get("amount.public_reach") == "none" for row in offered)


def test_no_change_contradicts_what_is_told_of_the_act(kb):
    for use in (use for name in NAMES for use in installed.assessed(name).uses):
        for change in use.changes:
            sets = {f: v for f, v in change.set.items() if kb.facts[f].ruled_out}
            for fact, value in sets.items():
                others = {f: v for f, v in change.set.items() if f != fact}
                told = {**{f.fact: f.value for f in use.facts}, **others, "act": use.act}
                assert kb.facts[fact].can_be(value, told), (use.id, fact, value)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_said_not_to_move_only_where_no_open_fact_moves_it(name, kb):
    """What would leave an assumption moves it, too, and is not denied beside it."""
    for use in installed.assessed(name).uses:
        if use.within is None:
            continue
        text = reach_text(use.within, use.unknown)
        moved = {effect.standing for one in use.unknown for effect in one.effect} - {use.standing}
        assert (text == en.NO_SINGLE_OPEN_FACT_WOULD) == (not moved)
        if text == en.NO_SINGLE_OPEN_FACT_WITHIN:
            assert all(one.assumption or one.note or one.quote for one in use.unknown if one.effect)


@pytest.mark.parametrize("share", ["", "moderate", "most", "whole"])
@pytest.mark.parametrize("act", ["indexing", "quotation", "display"])
def test_of_letters_kept_back_a_further_purpose_is_no_worse_than_the_same(act, share, kb):
    """A considerable part of them weighs alike whether a favoured purpose is old or new."""
    facts = {"purpose.research": True, "purpose.delivers_content": True, "purpose.targets_work": "partly"}
    facts |= {"change.own_content": "much", "need.reason": "convenience", "who.kind": "nonprofit_educational"}
    facts |= {"work.kind": "private_papers", "work.published": False, **({"amount.share": share} if share else {})}
    program = program_for(kb, "us.fair_use", act, "2026-11-24")
    scale = kb.issues["us.f3"].options

    def factor(compared):
        row = {f: v for f, v in {**facts, "purpose.use_compared": compared}.items() if f in program.facts}
        return scale.index(infer(row, program).values["us.f3"])

    assert factor("same") <= factor("overlapping") <= factor("different")
