"""The smallest changes that move a standing, against the oracle over every single change and pair there is."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from fairuse.answer import moves
from fairuse.answer.moves import Option
from fairuse.engine.clauses import VIEW
from fairuse.engine.program import compile_program
from fairuse.kb.model import STANDINGS
from tests.answer.test_ranges import CHOICES, SLOW, joined, situations, standing


def trial_of(program, row, choice):
    known = {k: v for k, v in row.items() if k in program.facts}
    return moves.Trial(program, known, [choice] if program.doctrines else [])


def beyond(rank, parts):
    return rank < min(parts) or rank > max(parts)


def key(option):
    return (tuple(sorted(option.sets.items(), key=str)), tuple(option.views.items()), frozenset(option.steps))


@SLOW
@given(situations(), st.sampled_from(CHOICES))
def test_smallest_changes_are_those_of_the_oracle(situation, choice):
    kb, program, row = situation
    trial = trial_of(program, row, choice)
    shown = choice.shown if program.doctrines and trial.choices[0].shown == choice.shown else choice.live[:1]

    def rank(sets=(), held=None):
        live = [held] if held else [v for v in choice.live if v in shown]
        return STANDINGS.index(joined([standing(kb, program, {**row, **dict(sets)}, v) for v in live]))

    now = rank()
    assert trial.now == now
    single = [next(iter(o.sets.items())) for o in moves.single_facts(program, trial.known)]
    ranks = {(): now, **{(s,): rank([s]) for s in single}}
    pairs = [(a, b) for a, b in itertools.combinations(single, 2) if a[0] != b[0]]
    expected = {
        (tuple(sorted(chosen, key=str)), (), frozenset()): rank(chosen)
        for chosen in [*((s,) for s in single), *pairs]
        if beyond(rank(chosen), [now, *(ranks[(s,)] for s in chosen if len(chosen) > 1)])
    }
    for view in shown if len(shown) > 1 else ():
        under = ((VIEW + "doc", view),)
        if rank(held=view) != now:
            expected[(), under, frozenset()] = rank(held=view)
        for s in single:
            if beyond(found := rank([s], view), [now, rank(held=view), ranks[(s,)]]):
                expected[(s,), under, frozenset()] = found
    found = moves.smallest(trial, moves.single_facts(program, trial.known))
    assert {key(o): r for o, r in found} == expected
    for move in trial.explained(found):
        assert expected[key(move.option)] == STANDINGS.index(move.standing)
        assert not set(move.through) & set(move.ends)
        assert move.option.views or program.conclusion in {kb.rules[n].issue for n in (*move.through, *move.ends)}


@SLOW
@given(situations(), st.sampled_from(CHOICES), st.booleans())
def test_larger_sets_move_the_standing_and_nothing_can_be_left_out(situation, choice, up):
    _, program, row = situation
    trial = trial_of(program, row, choice)
    for option, rank in moves.larger(trial, moves.single_facts(program, trial.known), up=up):
        assert rank > trial.now if up else rank < trial.now
        for fact in option.sets:
            less = trial.ranks([{f: v for f, v in option.sets.items() if f != fact}])[0]
            assert less <= trial.now if up else less >= trial.now


@SLOW
@given(situations(), st.sampled_from(CHOICES))
def test_steps_are_tried_in_any_order_in_which_they_make_sense(situation, choice):
    """A step that makes sense only after another one is tried after it, and no set holds a step to no purpose."""
    _, program, row = situation
    trial = trial_of(program, row, choice)
    steps = {
        "pick": ({}, {"c.pick": "z"}),
        "then": ({"c.pick": "z"}, {"a.yes": True}),
        "grade": ({}, {"d.grade": "low"}),
    }

    def following(known):
        for name, (after, all_sets) in steps.items():
            sets = {f: v for f, v in all_sets.items() if f in program.facts and known.get(f) != v}
            if sets and after.items() <= known.items():
                yield name, sets

    def rank(names):
        return trial.ranks([{f: v for n in names for f, v in steps[n][1].items() if f in program.facts}])[0]

    found = {frozenset(o.steps): r for o, r in moves.smallest_steps(trial, following)}
    for names, given_ in found.items():
        assert given_ == rank(names) != trial.now
        assert "then" not in names or "pick" in names or row.get("c.pick") == "z"
    if "c.pick" in program.facts and "a.yes" in program.facts and not row.keys() & {"c.pick", "a.yes"}:
        alone, both = rank(["pick"]), rank(["pick", "then"])
        assert (frozenset({"pick", "then"}) in found) == beyond(both, [trial.now, alone])


def test_a_step_and_a_fact_it_sets_make_no_pair(kb):
    program = compile_program(kb, "xx.law", "output", "2020-01-01")
    trial = moves.Trial(program, {"copy.words": 500, "output.shown": True}, [])
    options = [Option({"copy.words": 10, "output.shown": False}, ("s",)), Option({"copy.words": 4000})]
    assert all(len(o.steps) + len(o.sets) < 4 for o, _ in moves.smallest(trial, options))
