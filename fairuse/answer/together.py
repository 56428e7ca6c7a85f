"""What several open facts together could do: for an end of the range that no single one reaches, few that do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fairuse.answer import ranges
from fairuse.answer.ranges import Row
from fairuse.answer.result import Reach, Together
from fairuse.answer.spans import Spans
from fairuse.answer.views import Choice
from fairuse.engine.clauses import VIEW
from fairuse.engine.narrowed import core
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, Standing


def together(
    program: Program,
    known: Row,
    choices: Sequence[Choice],
    standing: Standing,
    within: Reach,
    far: Spans,
    fits: Callable[[str, Value], bool],
) -> tuple[Together, ...]:
    """For each end of the range of a use that no open fact reaches alone, open facts that reach it together.

    The facts are cut down until each is needed; there may be fewer others, and those that `fits` what is told are
    looked for first. Of the views, those are told without which the facts do not reach it.
    """
    found: list[Together] = []
    for end, alone in zip(far.reached, (within.low, within.high), strict=True):
        goal = STANDINGS[STANDINGS.index(end)]
        if end in (standing, alone) or end not in far.by or any(goal == one.standing for one in found):
            continue
        row = far.by[end]
        view = {VIEW + c.doctrine: row.get(VIEW + c.doctrine, c.live[0]) for c in choices}
        part = core(program)
        every = {f: v for f, v in row.items() if f not in view}
        fitting = {f: v for f, v in every.items() if f in known or fits(f, v)}
        reaches = ranges.ranks_under(part, {**known, **fitting}, {}, 1, [view])[0, 0] == STANDINGS.index(goal)
        facts = _needed(part, known, fitting if reaches else every, view, goal)
        others = [(c, {**view, VIEW + c.doctrine: v}) for c in choices for v in c.shown if v != view[VIEW + c.doctrine]]
        ranks = ranges.ranks_under(part, {**known, **facts}, {}, 1, [v for _, v in others])[:, 0].tolist()
        turns = (c.doctrine for (c, _), rank in zip(others, ranks, strict=True) if STANDINGS[rank] != goal)
        taken = {name: str(view[VIEW + name]) for name in turns}
        found.append(Together(standing=goal, facts=facts, views=taken))
    return tuple(found)


def _needed(program: Program, known: Row, facts: Row, view: Row, goal: Standing) -> dict[str, Value]:
    """Some of `facts` that still give `goal` under a view, none of which could be left out (delta debugging)."""
    kept, parts = list(facts), 2

    def first_that_gives(tries: Sequence[Sequence[str]]) -> Sequence[str] | None:
        rows: list[Row] = [{f: facts[f] for f in some} for some in tries]
        table = ranges.changed(known, rows)
        ranks = ranges.ranks_under(program, known, table, len(rows), [view])[0]
        return next((t for t, rank in zip(tries, ranks.tolist(), strict=True) if STANDINGS[rank] == goal), None)

    while kept:
        size = -(-len(kept) // parts)
        chunks = [kept[n : n + size] for n in range(0, len(kept), size)]
        fewer = first_that_gives([[], *chunks, *([f for f in kept if f not in chunk] for chunk in chunks)])
        if fewer is not None and len(fewer) < len(kept):
            kept, parts = list(fewer), max(parts - 1, 2) if len(fewer) > size else 2
        elif size == 1:
            break
        else:
            parts = min(len(kept), parts * 2)
    return {fact: facts[fact] for fact in kept}
