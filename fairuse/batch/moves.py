"""Which steps of the user would bring rows to a standing: each step alone, and all that make sense together."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from fairuse.answer.result import standing_rank
from fairuse.batch.distinct import distinct
from fairuse.batch.encode import Encoded
from fairuse.batch.evaluate import Answers, Options, answer_rows
from fairuse.batch.laws import Wanted
from fairuse.batch.table import Chunk
from fairuse.engine.clauses import Clause, condition_clauses, domains_of
from fairuse.engine.columns import Column, Mask, is_known
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase, Standing, Step

#: In place of steps: rows that stand as wanted already, and those that only several steps together bring there.
THERE, TOGETHER = "there", "together"
#: Rows by the steps any of which is enough by itself; none if nothing the user can do is.
Reach = Counter[tuple[str, ...]]


def reach(chunk: Chunk, encoded: Encoded, given: Answers, goal: Standing, kb: KnowledgeBase, options: Options) -> Reach:
    """How many rows of a chunk stand at `goal` or better, and how many each step would bring there.

    A row stands as the worst of its answers does. Rows with errors are left out.
    """
    quick = replace(options, wanted=Wanted(claims=False, duties=False, open=False))
    errors = np.array([bool(answer.error) for answer in given.kinds])
    good = np.ones(chunk.rows, dtype=np.bool_)
    good[given.rows[errors[given.number]]] = False
    there = _there(chunk, given, goal)
    enough: dict[str, Mask] = {}
    together: dict[str, Column] = dict(encoded.facts)
    for step in kb.steps.values():
        fits = _fits(step, chunk, encoded, kb) & good & ~there
        if step.sets and fits.any():
            changed = _changed(encoded.facts, step.sets, fits, chunk.rows, kb)
            moved = answer_rows(chunk, replace(encoded, facts=changed), kb, quick)
            enough[step.id] = fits & _there(chunk, moved, goal)
            together = _changed(together, step.sets, fits, chunk.rows, kb)
    all_ = _there(chunk, answer_rows(chunk, replace(encoded, facts=together), kb, quick), goal)
    masks = {name: mask for name, mask in enough.items() if mask.any()}
    alone = np.logical_or.reduce([np.zeros(chunk.rows, dtype=np.bool_), *masks.values()])
    masks |= {THERE: there, TOGETHER: all_ & ~alone & ~there}
    rows = np.flatnonzero(good)
    firsts, kinds = distinct([mask[rows] for mask in masks.values()], len(rows))
    counts = np.bincount(kinds, minlength=len(firsts)).tolist()
    named = (tuple(name for name, mask in masks.items() if mask[rows[first]]) for first in firsts.tolist())
    return Counter(dict(zip(named, counts, strict=True)))


def cheapest(found: Reach) -> tuple[str, ...]:
    """The fewest steps with which every row that one step can bring to the goal gets there; of equals the first."""
    needed = [set(steps) for steps in found if steps and not {THERE, TOGETHER} & set(steps)]
    steps = sorted(set().union(*needed))
    for size in range(1, 4):
        for some in itertools.combinations(steps, size):
            if all(not one.isdisjoint(some) for one in needed):
                return some
    return tuple(_greedy(needed, found))


def _greedy(needed: Sequence[set[str]], found: Reach) -> Iterator[str]:
    left = list(needed)
    while left:
        weights: Counter[str] = Counter()
        for one in left:
            weights.update(dict.fromkeys(one, found[tuple(sorted(one))] or 1))
        step = min(weights, key=lambda name: (-weights[name], name))
        yield step
        left = [one for one in left if step not in one]


def _there(chunk: Chunk, given: Answers, goal: Standing) -> Mask:
    """The rows all of whose answers stand at `goal` or better."""
    short = np.array([bool(a.standing) and standing_rank(a.standing) < standing_rank(goal) for a in given.kinds])
    found = np.ones(chunk.rows, dtype=np.bool_)
    if len(short):
        found[given.rows[short[given.number]]] = False
    return found


def _fits(step: Step, chunk: Chunk, encoded: Encoded, kb: KnowledgeBase) -> Mask:
    """The rows in which a step makes sense."""
    act = encoded.own["act"]
    covered = np.array([isinstance(said, str) and kb.covers(step.acts, said) for said in act.values])
    found: Mask = covered[act.codes]
    clauses = condition_clauses(step.when, kb)
    holds = [_holds(clause, encoded.facts, chunk.rows, kb) for clause in clauses]
    return found & np.logical_or.reduce(holds) if holds else np.zeros_like(found)


def _holds(clause: Clause, facts: Mapping[str, Column], rows: int, kb: KnowledgeBase) -> Mask:
    """The rows in which a clause of facts holds."""
    found = np.ones(rows, dtype=np.bool_)
    for atom in clause:
        column = facts.get(atom.term)
        if column is None:
            found &= atom.absent
        elif atom.number is None and domains_of(kb)[atom.term]:
            found &= np.isin(column, atom.codes)
        elif atom.number is None:
            found &= ~is_known(column)
        else:
            found &= np.array([not np.isnan(n) and atom.accepts(float(n)) for n in column])
    return found


def _changed(
    facts: Mapping[str, Column], sets: Mapping[str, Value], rows: Mask, count: int, kb: KnowledgeBase
) -> dict[str, Column]:
    """The facts with some set otherwise in some rows."""
    changed = dict(facts)
    for fact, value in sets.items():
        domain = domains_of(kb)[fact]
        if domain:
            old = changed.get(fact, np.full(count, -1, dtype=np.int8))
            changed[fact] = np.where(rows, np.int8(domain.index(value)), old).astype(np.int8)
        else:
            old = changed.get(fact, np.full(count, np.nan))
            changed[fact] = np.where(rows, float(value), old)
    return changed
