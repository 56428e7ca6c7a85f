"""The columns side: the same compiled rules over NumPy arrays, one row per set of facts.

A finite term is an ``int8`` column of positions in its domain, -1 for unknown; a number is a ``float64`` column, NaN
for unknown. Findings and values are those of the chain side, rule for rule; there are no proofs here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairuse.engine.program import VIEW, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import Settle

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


def pick(column: Column, places: npt.NDArray[np.intp]) -> Column:
    """The column with the rows at `places`."""
    return column[places]


def terms(program: Program) -> tuple[str, ...]:
    """The terms a table of facts may have columns for: facts read by a rule, and views."""
    return (*program.facts, *(VIEW + d.id for d in program.doctrines))


def run(program: Program, columns: Mapping[str, Column], rows: int) -> Columns:
    """Evaluate every rule on `rows` rows. A term without a column is unknown in every row."""
    known: dict[str, Column] = {name: columns[name] for name in terms(program) if name in columns}
    masks: dict[int, Mask] = {}
    fired: dict[str, Mask] = {}
    live: dict[str, Mask] = {}
    defeated: dict[str, Mask] = {}
    values: dict[str, Codes] = {}
    never = np.zeros(rows, dtype=np.bool_)
    for issue in program.issues:
        place = {v: i for i, v in enumerate(issue.scale)}
        given: dict[int, Mask] = {}
        for compiled in program.by_issue[issue.id]:
            name = compiled.rule.id
            hit = never
            for clause in program.numbered[name]:
                match = None
                for number in clause:
                    mask = masks.get(number)
                    if mask is None:
                        mask = masks[number] = _mask(program, number, known, rows)
                    match = mask if match is None else match & mask
                hit = hit | (match if match is not None else ~never)
            beaten = never
            for other in compiled.defeaters:
                if other in live:
                    beaten = beaten | live[other]
            fired[name], defeated[name] = hit, hit & beaten
            code = place[compiled.rule.value]
            live[name] = hit & ~beaten
            given[code] = given[code] | live[name] if code in given else live[name]
        values[issue.id] = known[issue.id] = _settle(issue.settle, given, rows)
    return Columns(rows, values, fired, defeated)


def _settle(how: Settle, given: Mapping[int, Mask], rows: int) -> Codes:
    """The value of an issue in each row, from the rows in which live findings give each value."""
    settled = np.full(rows, -1, dtype=np.int8)
    for code in sorted(given, reverse=how != "highest"):  # the last one written stays
        settled[given[code]] = code
    if how == "agree" and len(given) > 1:
        several = np.add.reduce([m.astype(np.int8) for m in given.values()]) > 1
        settled[several] = -1
    return settled


def _mask(program: Program, number: int, known: Mapping[str, Column], rows: int) -> Mask:
    atom = program.atoms[number]
    column = known.get(atom.term)
    if column is None:
        return np.full(rows, atom.absent, dtype=np.bool_)
    if program.domains[atom.term]:
        accepted = [atom.accepts(v) for v in program.domains[atom.term]]
        return np.array([*accepted, atom.absent], dtype=np.bool_)[column.astype(np.intp)]
    missing = np.isnan(column)
    if atom.number is None:
        return missing if atom.absent else ~missing
    op, bound = atom.number
    with np.errstate(invalid="ignore"):
        return _COMPARE[op](column, bound) & ~missing


_COMPARE: dict[str, Callable[[Column, float], Mask]] = {
    "is": np.equal,
    "is_not": np.not_equal,
    "at_least": np.greater_equal,
    "at_most": np.less_equal,
    "above": np.greater,
    "below": np.less,
}
