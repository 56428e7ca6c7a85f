"""What a report says that a change would give is what comes out when the scenario is changed so and assessed anew."""

from __future__ import annotations

import random

import pytest

from fairuse.answer.asked import court_of, day_of
from fairuse.answer.assess import assess_alone
from fairuse.answer.posed import program_for
from fairuse.answer.ranges import candidates
from fairuse.answer.result import standing_rank
from fairuse.ask.glance import standings
from fairuse.inquiry.whatif import whatif
from fairuse.scenario.file import load_scenario
from fairuse.scenario.model import ActEntry, Given, Scenario, Work
from fairuse.scenario.uses import uses_of
from tests import installed

DAY = "2026-11-29"
LAW = "us.fair_use"
SERVING = ("acquisition", "retention", "reproduction")
SERVED = ("training", "output", "quotation", "display", "indexing", "distribution", "broadcast")
#: What decides which acts the copies serve, and what acts hear of others: told half the time.
OFTEN = ("purpose.for_training", "copy.other_use", "model.retrieval", "copy.source", "act.planned")


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def anyhow(kb, seed):
    """A scenario of two or three acts on the same works, with random facts."""
    draw = random.Random(seed)
    kinds = [draw.choice(SERVING), draw.choice(SERVED), *draw.sample(SERVING + SERVED, draw.choice([0, 1]))]
    draw.shuffle(kinds)
    acts = []
    for number, kind in enumerate(kinds):
        program, share, told = program_for(kb, LAW, kind, DAY), draw.choice([0.03, 0.1, 0.25]), {}
        for fact in program.facts:
            if not kb.facts[fact].derived and draw.random() < (0.5 if fact in OFTEN else share):
                value = draw.choice(candidates(program, fact))
                if kb.facts[fact].can_be(value, {**told, "act": kind}):
                    told[fact] = value
        facts = {name: Given(value=value) for name, value in told.items()}
        acts.append(ActEntry(id=f"{kind}-{number}", act=kind, works=("w",), facts=facts))
    return Scenario(title="t", where=(LAW,), as_of=DAY, works={"w": Work()}, acts=tuple(acts))


def named(result):
    """The changes that a report names for a use, with the standing that each would give."""
    for one in result.unknown:
        yield from (({one.fact: effect.value}, effect.standing) for effect in one.effect)
    for wait in result.waits_for:
        yield from (({wait.fact: effect.value}, effect.standing) for effect in wait.effect)
    yield from ((change.set, change.standing) for change in result.changes if change.set and not change.views)


def anew(scenario, kb, result, sets):
    """How a use stands where its act tells some facts otherwise."""

    def change(act, work):
        return {f: Given(value=v) for f, v in sets.items()} if (act, work) == (result.act_id, result.work) else {}

    uses = [use for use in uses_of(scenario, kb, change=change) if use.regime == result.regime]
    return standings(uses, kb, day_of(scenario, None), court_of(scenario, kb, None)).get(result.id)


def wrong(scenario, kb, draw, most):
    """Of the changes named, those that give something else; of many, a sample."""
    for result in assess_alone(scenario, kb).uses:
        every = list(named(result))
        own = [one for one in every if not set(OFTEN).isdisjoint(one[0])]
        for sets, standing in (*own, *draw.sample(every, min(most, len(every)))):
            if (then := anew(scenario, kb, result, sets)) != standing:
                yield result.id, sets, standing, then


@pytest.mark.parametrize("seed", [0, 7, 55, 56, 59, 61])
def test_a_change_named_gives_what_is_said_in_scenarios_of_several_acts(kb, seed):
    assert list(wrong(anyhow(kb, seed), kb, random.Random(seed), 20)) == []


@pytest.mark.parametrize(
    "name",
    ["library-kept-after-training", "distilled-from-api-model", "pirated-library-training", "singapore-contract-ban"],
)
def test_a_change_named_gives_what_is_said_in_shipped_scenarios(kb, name):
    scenario = load_scenario(installed.SCENARIOS / f"{name}.yaml", kb)
    assert list(wrong(scenario, kb, random.Random(1), 15)) == []


@pytest.mark.parametrize("seed", [0, 55])
def test_the_smallest_changes_give_what_is_said(kb, seed):
    scenario = anyhow(kb, seed)
    for use in whatif(scenario, kb, as_of=DAY).uses:
        result = next(u for u in assess_alone(scenario, kb).uses if u.id == use.id)
        told = [m for m in use.moves if m.set and not m.views and (m.steps or len(m.set) == 1)]
        for move in random.Random(seed).sample(told, min(30, len(told))):
            assert anew(scenario, kb, result, move.set) == move.standing, move.set


@pytest.mark.parametrize("seed", [0, 55, 56])
def test_what_decides_which_act_copies_serve_is_named_with_all_that_it_moves(kb, seed):
    scenario = anyhow(kb, seed)
    for result in assess_alone(scenario, kb).uses:
        if result.act not in SERVING:
            continue
        known = {f.fact: f.value for f in result.facts}
        told = {(fact, value): to for sets, to in named(result) if len(sets) == 1 for fact, value in sets.items()}
        for fact in ("purpose.for_training", "copy.other_use"):
            for value in kb.facts[fact].options:
                fits = kb.facts[fact].can_be(value, {**known, "act": result.act})
                if fact not in known and fits and kb.covers(kb.facts[fact].acts, result.act):
                    then = anew(scenario, kb, result, {fact: value})
                    assert told.get((fact, value), result.standing) == then, (result.id, fact, value)
        low, high = map(standing_rank, result.range)
        assert low <= standing_rank(result.within.low) <= standing_rank(result.within.high) <= high


def test_one_act_asked_for_stands_as_in_the_whole(kb):
    """The acts that it serves are answered, too, though nothing is shown of them."""
    scenario = load_scenario(installed.SCENARIOS / "library-kept-after-training.yaml", kb)
    for use in whatif(scenario, kb).uses:
        alone = whatif(scenario, kb, ["purpose.for_training=only"], [use.id]).comparison.uses[0]
        assert alone.standing[0] == use.standing


def test_what_tells_a_need_counts_at_a_glance(kb):
    """Facts that no rule reads for the answer may still tell what has to be told before there is one."""
    facts = {"copy.seeded": Given(value=True)}
    acts = (ActEntry(act="distribution", works=("w",), facts=facts),)
    scenario = Scenario(title="t", where=(LAW,), as_of=DAY, works={"w": Work()}, acts=acts)
    (result,) = assess_alone(scenario, kb).uses
    assert standings(uses_of(scenario, kb), kb, DAY, None)[result.id] == result.standing
