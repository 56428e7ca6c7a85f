"""The columns side: the same compiled rules over NumPy arrays, one row per set of facts.

A finite term is an ``int8`` column of positions in its domain, -1 for unknown; a number is a ``float64`` column, NaN
for unknown. Findings and values are those of the chain side, rule for rule; there are no proofs here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairuse.engine.program import VIEW, Atom, Program
from fairuse.kb.condition import Value

Codes = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
Column = npt.NDArray[np.int8] | npt.NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """The result for `rows` rows: each issue's value as a position on its scale (-1 none), each rule's firing."""

    rows: int
    values: Mapping[str, Codes]
    fired: Mapping[str, Mask]
    defeated: Mapping[str, Mask]


def encode(program: Program, term: str, values: Sequence[Value | None]) -> Column:
    """Turn a list of values (None: unknown) into the column of `term`."""
    domain = program.domains[term]
    if not domain:
        return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    place: dict[Value | None, int] = {v: i for i, v in enumerate(domain)}
    place[None] = -1
    return np.array([place[v] for v in values], dtype=np.int8)


def terms(program: Program) -> tuple[str, ...]:
    """The terms a table of facts may have columns for: facts read by a rule, and views."""
    return (*program.facts, *(VIEW + d.id for d in program.doctrines))


def run(program: Program, columns: Mapping[str, Column], rows: int) -> Columns:
    """Evaluate every rule on `rows` rows. A term without a column is unknown in every row."""
    known: dict[str, Column] = {name: columns[name] for name in terms(program) if name in columns}
    masks: dict[Atom, Mask] = {}
    fired: dict[str, Mask] = {}
    defeated: dict[str, Mask] = {}
    values: dict[str, Codes] = {}
    for issue in program.issues:
        place = {v: i for i, v in enumerate(issue.scale)}
        low = np.full(rows, len(place), dtype=np.int8)
        high = np.full(rows, -1, dtype=np.int8)
        for compiled in program.by_issue[issue.id]:
            name = compiled.rule.id
            hit = np.zeros(rows, dtype=np.bool_)
            for clause in compiled.clauses:
                match = np.ones(rows, dtype=np.bool_)
                for atom in clause:
                    if atom not in masks:
                        masks[atom] = _mask(program, atom, known.get(atom.term), rows)
                    match &= masks[atom]
                hit |= match
            beaten = np.zeros(rows, dtype=np.bool_)
            for other in compiled.defeaters:
                beaten |= fired[other] & ~defeated[other]
            fired[name], defeated[name] = hit, hit & beaten
            live = hit & ~beaten
            code = np.int8(place[compiled.rule.value])
            low[live] = np.minimum(low[live], code)
            high[live] = np.maximum(high[live], code)
        if issue.settle == "highest":
            settled = high
        else:
            settled = np.where(high < 0, np.int8(-1), low)
            if issue.settle == "agree":
                settled = np.where(low == high, settled, np.int8(-1))
        values[issue.id] = known[issue.id] = settled.astype(np.int8)
    return Columns(rows, values, fired, defeated)


def _mask(program: Program, atom: Atom, column: Column | None, rows: int) -> Mask:
    if column is None:
        return np.full(rows, atom.absent, dtype=np.bool_)
    if atom.number is not None or not program.domains[atom.term]:
        numbers = column.astype(np.float64)
        if atom.absent:
            return np.isnan(numbers)
        assert atom.number is not None
        op, bound = atom.number
        with np.errstate(invalid="ignore"):
            compared = {
                "is": np.equal,
                "is_not": np.not_equal,
                "at_least": np.greater_equal,
                "at_most": np.less_equal,
                "above": np.greater,
                "below": np.less,
            }[op](numbers, bound)
        return np.asarray(compared & ~np.isnan(numbers), dtype=np.bool_)
    table = np.array([atom.accepts(v) for v in program.domains[atom.term]] + [atom.absent], dtype=np.bool_)
    return np.asarray(table[column.astype(np.intp)], dtype=np.bool_)
