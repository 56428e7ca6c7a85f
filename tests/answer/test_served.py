"""Copies that serve one act only stand no better than it."""

from __future__ import annotations

import random

import pytest

from fairuse.answer.assess import assess_alone
from fairuse.answer.posed import program_for
from fairuse.answer.ranges import candidates
from fairuse.answer.result import standing_rank
from fairuse.scenario.model import ActEntry, Given, Scenario, Work
from tests import installed

DAY = "2026-11-29"
SOURCES = ("bought", "open_web", "terms_forbid", "protection_bypassed", "shadow_library", "infringing_copy")
#: What is of the works or of the copies alone, or would take the act out of fair use.
LEFT_OUT = ("work.", "licence", "exception", "copy.", "place", "access.", "conduct.licence", "purpose.for_training")


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def described(facts):
    return Scenario(
        title="t",
        where=("us.fair_use",),
        as_of=DAY,
        works={
            "w": Work(facts={"work.character": Given(value="creative"), "work.offered": Given(value="for_payment")})
        },
        acts=(
            ActEntry(act="acquisition", works=("w",), facts={"purpose.for_training": Given(value="only")}),
            ActEntry(act="training", works=("w",), facts=facts),
        ),
    )


@pytest.mark.parametrize("seed", range(6))
def test_copies_got_only_to_train_stand_no_better_than_the_training(seed, kb):
    program = program_for(kb, "us.fair_use", "training", DAY)
    draw = random.Random(seed)
    for _ in range(4):
        facts = {
            "copy.source": Given(value=draw.choice(SOURCES)),
            "purpose.model_kind": Given(value=draw.choice(["generative", "non_generative"])),
        }
        for fact in program.facts:
            if fact not in facts and not fact.startswith(LEFT_OUT) and draw.random() < 0.2:
                facts[fact] = Given(value=draw.choice(candidates(program, fact)))
        taking, training = assess_alone(described(facts), kb).uses
        assert (taking.act, training.act) == ("acquisition", "training")
        # Buying copies nothing, so that it is not settled to be wrong even where it serves what is.
        least = "likely_not_permitted" if facts["copy.source"].value == "bought" else training.standing
        bound = max(standing_rank(training.standing), standing_rank(least))
        assert standing_rank(taking.standing) <= bound, facts
        assert standing_rank(taking.range[0]) <= bound


def test_the_answer_of_what_is_served_is_a_fact_and_says_whose_it_is(kb):
    facts = {"copy.source": Given(value="bought"), "purpose.model_kind": Given(value="generative")}
    taking, training = assess_alone(described(facts), kb).uses
    served = next(f for f in taking.facts if f.fact == "copy.served")
    assert served.value == training.standing
    assert served.note == f"the answer for {training.act_title}"


def test_copies_of_another_purpose_are_not_bound_to_the_training(kb):
    scenario = described({"copy.source": Given(value="bought")})
    other = {"purpose.for_training": Given(value="none")}
    acts = [a.model_copy(update={"facts": other}) if a.act == "acquisition" else a for a in scenario.acts]
    taking = assess_alone(scenario.model_copy(update={"acts": tuple(acts)}), kb).uses[0]
    assert not any(f.fact == "copy.served" for f in taking.facts)


def test_copies_that_serve_several_acts_know_the_best_and_the_worst_of_them(kb):
    search = {"purpose.finding": True, "purpose.delivers_content": False, "amount.public_reach": "fragments"}
    sold = {"purpose.delivers_content": True, "amount.public_reach": "most_or_all", "audience.who": "public"}
    told = {"indexing": search, "distribution": {**sold, "purpose.commerciality": "direct", "change.kind": "exact"}}
    scenario = described({"copy.source": Given(value="bought")})
    acts = [ActEntry(act="acquisition", works=("w",), facts={"purpose.for_training": Given(value="none")})]
    for kind, facts in told.items():
        acts.append(ActEntry(act=kind, works=("w",), facts={f: Given(value=v) for f, v in facts.items()}))
    uses = assess_alone(scenario.model_copy(update={"acts": tuple(acts)}), kb).uses
    taking = next(u for u in uses if u.act == "acquisition")
    others = sorted((u.standing for u in uses if u.act != "acquisition"), key=standing_rank)
    facts = {f.fact: f.value for f in taking.facts}
    assert (facts["copy.served_worst"], facts["copy.served"]) == (others[0], others[-1])
    assert others[0] != others[-1]
    assert standing_rank(taking.standing) <= standing_rank("uncertain")  # the fair one does not carry them alone


ANSWER = {
    "audience.who": "public",
    "purpose.commerciality": "direct",
    "purpose.targets_work": "none",
    "model.retrieval": True,
    "access.model_saw_work": True,
    "output.element": "wording",
    "output.similarity": "close_paraphrase",
    "output.frequency": "systematic",
    "market.same_customers": True,
    "market.replaces": "partly",
    "market.loss_evidence": "shown",
}
FETCHED = {
    "copy.source": "bought",
    "amount.share": "whole",
    "purpose.for_training": "none",
    "purpose.commerciality": "direct",
}
FACTS_ALONE = {
    "audience.who": "public",
    "output.element": "nothing_protected",
    "purpose.finding": True,
    "purpose.delivers_content": False,
}


def together(kb, *told):
    """The answers for acts on the same works, of which some facts are told each, by their kinds in order."""
    acts = [ActEntry(act=a, works=("w",), facts={f: Given(value=v) for f, v in facts.items()}) for a, facts in told]
    return assess_alone(described({}).model_copy(update={"acts": tuple(acts)}), kb).uses


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("taking", ["acquisition", "retention", "reproduction"])
def test_a_link_needs_no_copies_and_lends_them_no_purpose(taking, seed, kb):
    draw = random.Random(seed)
    program = program_for(kb, "us.fair_use", "linking", DAY)
    purposes = [name for name in program.facts if name.startswith(("purpose.", "need.", "benefit.", "link."))]
    link = {"link.shows": draw.choice(["address", "whole_work"])}
    link |= {name: draw.choice(candidates(program, name)) for name in draw.sample(purposes, 6) if name not in link}
    others = [(taking, FETCHED), ("output", ANSWER)][: 1 + seed % 2]
    without = together(kb, *others)
    beside = together(kb, *others, ("linking", link))[: len(others)]
    assert [(u.standing, u.facts) for u in beside] == [(u.standing, u.facts) for u in without], link


@pytest.mark.parametrize("taking", ["acquisition", "reproduction"])
def test_what_needs_no_permission_does_not_carry_copies_fetched_for_an_unfair_answer(taking, kb):
    alone = together(kb, (taking, FETCHED), ("output", ANSWER))
    copies, answer, free = together(kb, (taking, FETCHED), ("output", ANSWER), ("output", FACTS_ALONE))
    assert standing_rank(answer.standing) < standing_rank("uncertain")
    assert free.standing == "no_permission_needed"
    assert next(f.value for f in copies.facts if f.fact == "copy.served") == answer.standing
    assert copies.standing == alone[0].standing
    assert standing_rank(copies.standing) < standing_rank("uncertain")
    fair = {"purpose.finding": True, "purpose.delivers_content": False, "amount.public_reach": "fragments"}
    some = together(kb, (taking, FETCHED), ("output", ANSWER), ("indexing", fair), ("output", FACTS_ALONE))
    assert standing_rank(some[2].standing) > standing_rank("uncertain")
    assert next(f.value for f in some[0].facts if f.fact == "copy.served") == some[2].standing
