"""What a use could change or find out: the steps that make sense for it, and moves as an assessment reports them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from fairuse.answer import moves
from fairuse.answer.ranges import UNDECIDED, Exploration
from fairuse.answer.result import Change, StepNamed, ToFind, UnknownFact, standing_rank
from fairuse.engine.clauses import VIEW, Clause, condition_clauses, holds
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing, Step
from fairuse.scenario.uses import Use

Taking = tuple[str, dict[str, Value]]  # the id of a step, and the facts it sets


def steps_after(program: Program, use: Use, known: Mapping[str, Value], kb: KnowledgeBase) -> Iterator[Taking]:
    """The steps that make sense once facts are as `known`: their condition holds, and some rule reads what they set."""
    whole = {**use.values, **known}
    for step, setting in _setting(program, kb):
        sets = {f: v for f, v in setting.items() if known.get(f) != v}
        if sets and fits(step, whole, kb):
            then = {**whole, **step.sets, "act": use.act}
            if all(kb.facts[fact].can_be(value, then) for fact, value in sets.items()):
                yield step.id, sets


@lru_cache(maxsize=256)  # as many as programs are kept
def _setting(program: Program, kb: KnowledgeBase) -> tuple[tuple[Step, Mapping[str, Value]], ...]:
    """The steps that are there for the act of a program, each with what it sets of the facts that rules read."""
    read = frozenset(program.facts)
    steps = ((step, {f: v for f, v in step.sets.items() if f in read}) for step in steps_of(program.act, kb))
    return tuple((step, sets) for step, sets in steps if sets)


@lru_cache(maxsize=256)  # as many acts as some knowledge bases have
def steps_of(act: str, kb: KnowledgeBase) -> tuple[Step, ...]:
    """The steps that are there for an act."""
    return tuple(step for step in kb.steps.values() if kb.covers(step.acts, act))


def fits(step: Step, known: Mapping[str, Value], kb: KnowledgeBase) -> bool:
    """Whether a step makes sense where facts are `known`."""
    return any(holds(clause, known) for clause in _condition(step.id, kb))


@lru_cache(maxsize=1_024)  # all steps of some knowledge bases
def _condition(step: str, kb: KnowledgeBase) -> tuple[Clause, ...]:
    return condition_clauses(kb.steps[step].when, kb)


def fitting(act: str, known: Mapping[str, Value], kb: KnowledgeBase) -> Iterator[Step]:
    """The steps that make sense for an act of which facts are `known`."""
    return (step for step in steps_of(act, kb) if fits(step, known, kb))


def _endings(use: Use, standing: Standing, kb: KnowledgeBase, *, waits: bool) -> tuple[Change, ...]:
    """The steps that end an act which stands so: from then on nothing is left to permit, and nothing else is undone.

    Nobody gives up what may likely go on, nor what has no answer yet since it `waits` for something to be told.
    """
    if waits or standing_rank(standing) > standing_rank(UNDECIDED):
        return ()
    steps = (step for step in fitting(use.act, use.values, kb) if step.ends_act)
    return tuple(
        Change(set={}, controllable=True, standing=STANDINGS[-1], steps=(_named(s.id, kb),), through=()) for s in steps
    )


def _change_of(move: moves.Move, kb: KnowledgeBase) -> Change:
    """A move as it is reported."""
    option = move.option
    by_steps = {fact for step in option.steps for fact in kb.steps[step].sets}
    beside = [fact for fact in option.sets if fact not in by_steps]
    return Change(
        set=dict(option.sets),
        controllable=not option.views and all(kb.facts[fact].controllable for fact in beside),
        standing=move.standing,
        steps=tuple(_named(step, kb) for step in option.steps),
        through=move.through,
        ends=move.ends,
        views={name.removeprefix(VIEW): str(view) for name, view in option.views.items()},
    )


def _named(step: str, kb: KnowledgeBase) -> StepNamed:
    return StepNamed(id=step, label=kb.steps[step].label)


def reported(
    trial: moves.Trial, found: moves.Found, use: Use, standing: Standing, kb: KnowledgeBase, *, waits: bool
) -> tuple[Change, ...]:
    """Moves as they are reported: of those `found` the sets of steps, best first; what ends the act; then the rest."""
    steps = sorted((move for move in found if move[0].steps), key=lambda move: (-move[1], move[0].size))
    rest = [move for move in found if not move[0].steps]
    changes = tuple(_change_of(move, kb) for move in trial.explained([*steps, *rest]))
    return (*changes[: len(steps)], *_endings(use, standing, kb, waits=waits), *changes[len(steps) :])


def changes_of(trial: moves.Trial, use: Use, seen: Exploration, kb: KnowledgeBase) -> tuple[Change, ...]:
    """The sets of steps that would move the standing, no larger than needed, best first; what ends the act; then facts.

    Of a fact that does not arise here (such as how a copy came about by chance, where the work itself was copied) it
    is not said that it would have raised the standing.
    """
    steps = moves.smallest_steps(trial, lambda known: steps_after(trial.program, use, known, kb))
    if _clear(seen.standing):  # nobody asks leave for what is free to do
        steps = [m for m in steps if not any(kb.steps[s].asks_owner for s in m[0].steps)]
    now, whole = standing_rank(seen.standing), {**use.values, **trial.known, "act": use.act}
    by_kind = use.told_by_kind
    flips: moves.Found = [
        (moves.Option({fact: value}), standing_rank(new))
        for fact in trial.known
        if not kb.facts[fact].derived and fact not in by_kind  # another answer tells it, or the act
        for value, new in seen.flips[fact].items()
        if new != seen.standing and value != trial.known[fact] and kb.facts[fact].can_be(value, whole)
        if standing_rank(new) < now or trial.program.asks(fact, whole)
    ]
    return reported(trial, [*steps, *flips], use, seen.standing, kb, waits=bool(seen.waits))


def _clear(standing: Standing) -> bool:
    return standing_rank(standing) >= standing_rank("permitted")


def to_find_of(use: Use, standing: Standing, unknown: Sequence[UnknownFact], kb: KnowledgeBase) -> tuple[ToFind, ...]:
    """What the user can find out that is not known, where some outcome would move the standing.

    Of what is clearly free, only what could make it worse.
    """
    now = standing_rank(standing)
    telling = {
        one.fact: one
        for one in unknown
        if one.matters and one.fact not in use.values
        if not _clear(standing) or any(standing_rank(e.standing) < now for e in one.effect)
    }
    found = ((step, tuple(telling[f] for f in step.finds if f in telling)) for step in steps_of(use.act, kb))
    return tuple(
        ToFind(step=_named(step.id, kb), facts=facts) for step, facts in found if facts and fits(step, use.values, kb)
    )
