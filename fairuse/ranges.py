"""What could still change: standings over the completions of unknown facts and the open views, on the columns side."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fairuse.engine import columns
from fairuse.engine.program import VIEW, Atom, Clause, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS
from fairuse.views import Choice

#: Up to this many rows a range is exact; beyond, a fixed sample of this many is drawn and said to be one.
EXACT_ROWS = 30_000
SAMPLE_ROWS = 2_000

Row = Mapping[str, Value]
UNDECIDED = "uncertain"


@dataclass(frozen=True)
class Reach:
    """The lowest and highest value of each issue over all rows tried, and whether the rows were all there are."""

    issues: Mapping[str, tuple[str, str]]
    standing: tuple[str, str]
    exact: bool


def run_rows(program: Program, rows: Sequence[Row]) -> columns.Columns:
    """Evaluate explicit rows of known terms (facts and views)."""
    names = columns.terms(program)
    table = {n: columns.encode(program, n, [row.get(n) for row in rows]) for n in names}
    return columns.run(program, table, len(rows))


def standings(program: Program, rows: Sequence[Row]) -> list[str]:
    """The standing of each row; a row without a conclusion is uncertain."""
    scale = next(tuple(i.scale) for i in program.issues if i.id == program.conclusion)
    codes = run_rows(program, rows).values[program.conclusion]
    return [scale[code] if code >= 0 else UNDECIDED for code in codes]


def view_rows(choices: Sequence[Choice], *, argued: bool = False) -> list[dict[str, Value]]:
    """Every combination of live views (with `argued`, of all views shown), the first views first."""
    names = [VIEW + c.doctrine for c in choices]
    options = (c.shown if argued else c.live for c in choices)
    return [dict(zip(names, combination, strict=True)) for combination in itertools.product(*options)]


def live_facts(program: Program, known: Row) -> tuple[str, ...]:
    """The unknown facts that could still bear on the conclusion, in the program's order.

    A fact drops out if every rule that reads it is already excluded by known terms, or bears only on issues that the
    conclusion does not rest on. Static, so it errs towards keeping a fact.
    """
    possible: dict[str, set[Value]] = {}
    open_clauses: dict[str, list[Clause]] = {}
    for issue in program.issues:
        values: set[Value] = set()
        open_clauses[issue.id] = []
        for compiled in program.by_issue[issue.id]:
            clauses = [c for c in compiled.clauses if all(_possible(a, known, possible) for a in c)]
            if clauses:
                values.add(compiled.rule.value)
                open_clauses[issue.id] += clauses
        possible[issue.id] = values
    wanted = [program.conclusion]
    facts: set[str] = set()
    seen = set(wanted)
    while wanted:
        for clause in open_clauses[wanted.pop()]:
            for atom in clause:
                if atom.term in open_clauses:
                    if atom.term not in seen:
                        seen.add(atom.term)
                        wanted.append(atom.term)
                elif atom.term not in known and not atom.term.startswith(VIEW):
                    facts.add(atom.term)
    return tuple(f for f in program.facts if f in facts)


def _possible(atom: Atom, known: Row, possible: Mapping[str, set[Value]]) -> bool:
    if atom.term in possible:
        return atom.absent or any(atom.accepts(v) for v in possible[atom.term])
    if atom.term in known:
        return atom.accepts(known[atom.term])
    return True


def candidates(program: Program, fact: str) -> tuple[Value, ...]:
    """The values to try for an unknown fact: its domain; for a number, one value in each interval rules tell apart."""
    if domain := program.domains[fact]:
        return domain
    bounds = sorted({a.number[1] for c in program.rules for cl in c.clauses for a in cl if a.term == fact and a.number})
    finite = [b for b in bounds if abs(b) < 1e300] or [0.0]
    between = [(a + b) / 2 for a, b in itertools.pairwise(finite)]
    return tuple(sorted({finite[0] - 1, *finite, *between, finite[-1] + 1}))


def reach(program: Program, known: Row, choices: Sequence[Choice]) -> Reach:
    """Range over all completions of the facts that could matter and all live views (see `EXACT_ROWS`)."""
    facts = live_facts(program, known)
    options = [candidates(program, f) for f in facts]
    views = view_rows(choices, argued=True)
    size = len(views)
    for option in options:
        size *= len(option)
        if size > EXACT_ROWS:
            break
    exact = size <= EXACT_ROWS
    completions: Iterable[tuple[Value, ...]]
    if exact:
        completions = itertools.product(*options)
    else:
        draw = random.Random(0)  # fixed: the same scenario gives the same bytes
        count = max(1, SAMPLE_ROWS // len(views))
        completions = [tuple(draw.choice(o) for o in options) for _ in range(count)]
    rows = [{**known, **dict(zip(facts, c, strict=True)), **v} for c in completions for v in views]
    rows += [{**known, **v} for v in views]
    result = run_rows(program, rows)
    issues: dict[str, tuple[str, str]] = {}
    for issue in program.issues:
        scale = tuple(issue.scale)
        codes = result.values[issue.id]
        decided = codes[codes >= 0]
        if decided.size:
            issues[issue.id] = (scale[int(decided.min())], scale[int(decided.max())])
    scale = next(tuple(i.scale) for i in program.issues if i.id == program.conclusion)
    codes = result.values[program.conclusion]
    undecided = scale.index(UNDECIDED) if UNDECIDED in scale else 0
    codes = np.where(codes < 0, undecided, codes)
    return Reach(issues, (scale[int(codes.min())], scale[int(codes.max())]), exact)


def headline(options: Iterable[str]) -> str:
    """One standing for several views: the more cautious one if all lean the same way, else uncertain."""
    ranks = [STANDINGS.index(option) for option in options]
    middle = STANDINGS.index(UNDECIDED)
    if min(ranks) > middle:
        return STANDINGS[min(ranks)]
    return STANDINGS[max(ranks)] if max(ranks) < middle else UNDECIDED


def span(options: Iterable[str]) -> tuple[str, str]:
    """The lowest and highest of several standings."""
    ordered = sorted(options, key=STANDINGS.index)
    return ordered[0], ordered[-1]


def single_flips(
    program: Program, known: Row, facts: Sequence[str], choices: Sequence[Choice]
) -> dict[str, dict[Value, str]]:
    """For each fact, the headline standing for each of its values, everything else as it is."""
    views = view_rows(choices)
    keys = [(f, v) for f in facts for v in candidates(program, f)]
    rows = [{**known, f: v, **view} for f, v in keys for view in views]
    found = standings(program, rows) if rows else []
    result: dict[str, dict[Value, str]] = {f: {} for f in facts}
    for number, (fact, value) in enumerate(keys):
        result[fact][value] = headline(found[number * len(views) : (number + 1) * len(views)])
    return result
