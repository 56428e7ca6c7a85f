"""What a use could change: the steps that make sense for it, and moves as an assessment reports them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fairuse.answer import moves
from fairuse.answer.ranges import Exploration
from fairuse.answer.result import Change, StepNamed, standing_rank
from fairuse.engine.program import VIEW, Program, truth
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Use

Taking = tuple[str, dict[str, Value]]  # the id of a step, and the facts it sets


def steps_after(program: Program, use: Use, known: Mapping[str, Value], kb: KnowledgeBase) -> Iterator[Taking]:
    """The steps that make sense once facts are as `known`: their condition holds, and some rule reads what they set."""
    whole = {**use.values, **known}
    for step in kb.steps.values():
        if not kb.covers(step.acts, use.act) or truth(step.when, whole, kb) is not True:
            continue
        sets = {f: v for f, v in step.sets.items() if f in program.facts and known.get(f) != v}
        if sets:
            yield step.id, sets


def change_of(move: moves.Move, kb: KnowledgeBase) -> Change:
    """A move as it is reported."""
    option = move.option
    by_steps = {fact for step in option.steps for fact in kb.steps[step].sets}
    beside = [fact for fact in option.sets if fact not in by_steps]
    return Change(
        set=dict(option.sets),
        controllable=not option.views and all(kb.facts[fact].controllable for fact in beside),
        standing=move.standing,
        steps=tuple(StepNamed(id=step, label=kb.steps[step].label) for step in option.steps),
        through=move.through,
        ends=move.ends,
        views={name.removeprefix(VIEW): str(view) for name, view in option.views.items()},
    )


def changes_of(trial: moves.Trial, use: Use, seen: Exploration, kb: KnowledgeBase) -> tuple[Change, ...]:
    """The sets of steps that would move the standing, no larger than needed, best first; then single known facts."""
    steps = moves.smallest_steps(trial, lambda known: steps_after(trial.program, use, known, kb))
    steps.sort(key=lambda move: (-move[1], len(move[0].steps)))
    flips: moves.Found = [
        (moves.Option({fact: value}), standing_rank(new))
        for fact in trial.known
        for value, new in seen.flips[fact].items()
        if new != seen.standing and value != trial.known[fact]
    ]
    return tuple(change_of(move, kb) for move in trial.explained([*steps, *flips]))
