"""The columns side: the same compiled rules over many rows at once, one row per set of facts.

A finite term comes in as an ``int8`` column of positions in its domain, -1 for unknown; a number as a ``float64``
column, NaN for unknown. Inside, each question with a yes or no for every row is one Python integer, a bit a row: an
AND of two of them is one machine loop over 64 rows a step, costs next to nothing on few rows, and a rule that can fire
in no row is seen to be 0 and left. Findings and values are those of the chain side, rule for rule; there are no proofs
here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from fairuse.engine.clauses import Atom, Clause, left
from fairuse.engine.program import Numbered, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import Settle

Codes = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
Column = npt.NDArray[np.int8] | npt.NDArray[np.float64]
#: A mask in an integer: bit ``n`` is row ``n``.
Bits = int
#: For each position in a domain, the rows that have it; -1 for unknown.
Planes = Mapping[int, Bits]
#: For each value that a term has somewhere (None: unknown), the rows that have it.
Spread = dict[Value | None, Bits]

P = TypeVar("P")
A = TypeVar("A")


class Unpacked(Mapping[str, A], Generic[P, A]):
    """Results by name, each made into an array when it is first asked for."""

    def __init__(self, packed: Mapping[str, P], unpack: Callable[[P], A]) -> None:
        self._packed, self._unpack = packed, unpack
        self._made: dict[str, A] = {}

    def __getitem__(self, name: str) -> A:
        if name not in self._made:
            self._made[name] = self._unpack(self._packed[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


@dataclass(frozen=True)
class Columns:
    """The result for `rows` rows, packed; `values`, `fired` and `defeated` give arrays.

    `planes`: for each issue, the rows in which it has each value. `hits` and `beaten`: for each rule, the rows in
    which it fired, and those in which it fired and was defeated.

    Nothing in it may refer back to it: it can be large, and what refers to itself is kept until somebody looks for it.
    """

    rows: int
    planes: Mapping[str, Planes]
    hits: Mapping[str, Bits]
    beaten: Mapping[str, Bits]

    @cached_property
    def values(self) -> Mapping[str, Codes]:
        """Each issue's value in each row as a position on its scale, -1 for none."""
        return Unpacked(self.planes, partial(codes_of, rows=self.rows))

    @cached_property
    def fired(self) -> Mapping[str, Mask]:
        """For each rule, whether it fired in each row."""
        return Unpacked(self.hits, partial(unpacked, rows=self.rows))

    @cached_property
    def defeated(self) -> Mapping[str, Mask]:
        """For each rule, whether it fired and was defeated in each row."""
        return Unpacked(self.beaten, partial(unpacked, rows=self.rows))

    def findings(self, row: int) -> dict[str, bool]:
        """The rules that fired in one row, and whether each was defeated."""
        return {name: bool(self.beaten[name] >> row & 1) for name, bits in self.hits.items() if bits >> row & 1}


def encode(program: Program, term: str, values: Sequence[Value | None]) -> Column:
    """Turn a list of values (None: unknown) into the column of `term`."""
    domain = program.domains[term]
    if not domain:
        return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    place: dict[Value | None, int] = {v: i for i, v in enumerate(domain)}
    place[None] = -1
    return np.fromiter(map(place.__getitem__, values), dtype=np.int8, count=len(values))


def column_of(program: Program, term: str, spread: Spread, rows: int) -> Column:
    """The column of a term that is told as a spread."""
    values = list(spread)
    picked = np.zeros(rows, dtype=np.intp)
    for number, bits in enumerate(spread.values()):
        picked[unpacked(bits, rows)] = number
    return encode(program, term, values)[picked]


def is_known(column: Column) -> Mask:
    """The rows in which a fact is known."""
    return ~np.isnan(column) if column.dtype.kind == "f" else column >= 0


def terms(program: Program) -> tuple[str, ...]:
    """The terms a table of facts may have columns for: facts read by a rule, and views."""
    return program.terms


@dataclass(frozen=True)
class Blocks:
    """Rows of which a block stands `times` times, one after another.

    `table`: terms that are the same in every block, told for one of them. `values`: terms that have one value in all of
    a block, told for each.
    """

    times: int
    table: Mapping[str, Column | Spread]
    values: Mapping[str, Sequence[Value | None]]


ONE_BLOCK = Blocks(1, {}, {})


def run(
    program: Program,
    columns: Mapping[str, Column],
    rows: int,
    same: Mapping[str, Value] | None = None,
    blocks: Blocks = ONE_BLOCK,
) -> Columns:
    """Evaluate every rule on `rows` rows.

    A term without a column may be told by `blocks`; else it has its value in `same` in every row, or is unknown. A
    value in `same` costs one comparison for all rows together.
    """
    atoms = Atoms(program, columns, rows, same, blocks)
    out = 0  # what cannot hold in any row is not looked at row by row
    for term in program.terms:
        if (some := atoms.values_of(term)) is not None:
            closed = -1
            for value in some:
                closed &= program.ruled_out(term, value)
                if not closed:
                    break
            out |= closed
    hits: dict[str, Bits] = {}
    beaten: dict[str, Bits] = {}
    for name, group in program.numbered.items():
        found = atoms.settle(group, out)
        hits.update(found.hits)
        beaten.update(found.beaten)
        atoms.settled[name] = found.planes
    return Columns(rows, atoms.settled, hits, beaten)


@dataclass(frozen=True)
class Settled:
    """How the rules of one issue fared in every row, and the rows in which it has each value."""

    hits: Mapping[str, Bits]
    beaten: Mapping[str, Bits]
    planes: Planes


class Atoms(dict[Atom, Bits]):
    """The rows in which each comparison of a program holds, worked out once, when a rule first asks.

    `settled`: the issues settled so far, which rules of later ones read.
    """

    def __init__(
        self,
        program: Program,
        columns: Mapping[str, Column],
        rows: int,
        same: Mapping[str, Value] | None = None,
        blocks: Blocks = ONE_BLOCK,
    ) -> None:
        super().__init__()
        self.program, self.columns, self.blocks, self.block = program, columns, blocks, rows // blocks.times
        self.same: dict[str, Value] = {t: v if program.domains[t] else float(v) for t, v in (same or {}).items()}
        self.everywhere: Bits = (1 << rows) - 1
        self.settled: dict[str, Planes] = {}
        self._planes: dict[tuple[str, int], Bits] = {}

    def values_of(self, term: str) -> Collection[Value | None] | None:
        """The values that a fact or view may have in some row (None: unknown), if that is known beforehand."""
        if term in self.columns:
            return None
        if (each := self.blocks.values.get(term)) is not None:
            return each
        cells = self.blocks.table.get(term)
        if cells is None:
            return (self.same.get(term),)
        return cells if isinstance(cells, dict) and self.program.domains[term] else None

    def settle(self, group: Numbered, out: Bits = 0) -> Settled:
        """Evaluate the rules of an issue, defeaters first; the issues that they read must be settled.

        `out`: the clauses that hold in no row, by their numbers.
        """
        if out and out >> group.first & group.every == group.every:
            return Settled(group.none, group.none, {})
        hits = dict(group.none)
        beaten = dict(group.none)
        live: dict[str, Bits] = {}
        given: dict[int, Bits] = {}
        for compiled, first, every, code in group.rules:
            closed = out >> first & every
            if closed == every or not (hit := self._match(left(compiled.clauses, closed))):
                continue
            name = compiled.rule.id
            lost = hit & compiled.against(live) if compiled.defeaters and live else 0
            hits[name], beaten[name] = hit, lost
            if kept := hit ^ lost if lost else hit:
                live[name] = kept
            if before := given.get(code, 0):
                kept = before | kept if kept else before
            given[code] = kept
        return Settled(hits, beaten, _settle(group.issue.settle, given))

    def _match(self, clauses: Iterable[Clause]) -> Bits:
        """The rows in which all comparisons of some clause hold.

        An operation on all rows costs, and most comparisons hold in none of them or in all.
        """
        everywhere, hit = self.everywhere, 0
        for clause in clauses:
            match = everywhere
            for atom in clause:
                rows = self[atom]
                if rows is not everywhere:
                    match = rows if match is everywhere else match & rows
                    if not match:
                        break
            if match:
                hit = hit | match if hit else match
        return hit

    def __missing__(self, atom: Atom) -> Bits:
        found = self._holds(atom)
        found = self[atom] = self.everywhere if found == self.everywhere else found
        return found

    def _holds(self, atom: Atom) -> Bits:
        if (planes := self.settled.get(atom.term)) is not None:
            if not atom.absent:
                return union(planes.get(code, 0) for code in atom.codes)
            return self.everywhere ^ union(planes.values())
        if (column := self.columns.get(atom.term)) is not None:
            return self._where(atom, column)
        if (each := self.blocks.values.get(atom.term)) is not None:
            return self._blocks(n for n, value in enumerate(each) if atom.accepts(value))
        if (cells := self.blocks.table.get(atom.term)) is None:
            return self.everywhere if atom.accepts(self.same.get(atom.term)) else 0
        if not isinstance(cells, dict):
            found = self._where(atom, cells)
        elif atom.absent:
            found = cells.get(None, 0)
        elif atom.number is None:
            found = union(rows for value, rows in cells.items() if value in atom.allowed)
        else:
            found = union(rows for value, rows in cells.items() if value is not None and atom.accepts(value))
        return self._in_every_block(found)

    def _blocks(self, numbers: Iterable[int]) -> Bits:
        """All rows of some blocks."""
        whole = (1 << self.block) - 1
        return union(whole << number * self.block for number in numbers)

    def _in_every_block(self, rows: Bits) -> Bits:
        """Rows of one block, in each of them."""
        left, size = self.blocks.times, self.block
        found = start = 0
        while rows and left:  # as many times as there are digits in the number of blocks, for twice as many each time
            if left & 1:
                found |= rows << start
                start += size
            left >>= 1
            rows |= rows << size
            size *= 2
        return found

    def _where(self, atom: Atom, column: Column) -> Bits:
        """The rows of a column in which a comparison holds."""
        if self.program.domains[atom.term]:
            return union(self._plane(atom.term, column, code) for code in atom.codes)
        missing = np.isnan(column)
        if atom.number is None:
            return packed(missing if atom.absent else ~missing)
        op, bound = atom.number
        with np.errstate(invalid="ignore"):
            return packed(_COMPARE[op](column, bound) & ~missing)

    def _plane(self, term: str, column: Column, code: int) -> Bits:
        """The rows in which a term has the value at position `code`; -1 is unknown."""
        if (term, code) not in self._planes:
            self._planes[term, code] = packed(column == code)
        return self._planes[term, code]


def _settle(how: Settle, given: Mapping[int, Bits]) -> Planes:
    """The rows in which an issue has each value, from those in which live findings give it."""
    settled: dict[int, Bits] = {}
    taken = several = 0
    for code in sorted(given, reverse=how == "highest"):  # the first one to take a row keeps it
        own = given[code]
        if own and (both := taken & own if taken else 0):
            several |= both
            settled[code] = own ^ both
            taken |= own
        else:
            settled[code] = own
            taken = taken | own if taken else own
    if how == "agree" and several:
        return {code: bits ^ (bits & several) for code, bits in settled.items()}
    return settled


def union(parts: Iterable[Bits]) -> Bits:
    """The rows that are in any of `parts`."""
    rows = 0
    for part in parts:
        if part:
            rows = rows | part if rows else part
    return rows


def packed(mask: Mask) -> Bits:
    """A mask in an integer."""
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def packed_rows(masks: Mask) -> list[Bits]:
    """The rows of a table of masks, each in an integer."""
    whole = np.packbits(masks, axis=1, bitorder="little")
    width, data = whole.shape[1], whole.tobytes()
    return [int.from_bytes(data[n : n + width], "little") for n in range(0, len(data), width)]


def unpacked(bits: Bits, rows: int) -> Mask:
    """The mask of `rows` rows that `packed` put in an integer."""
    packed = np.frombuffer(bits.to_bytes((rows + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(packed, count=rows, bitorder="little").view(np.bool_)


def codes_of(planes: Planes, rows: int) -> Codes:
    """Each row's position as planes have it, -1 for none; no row is in two planes."""
    codes = np.full(rows, -1, dtype=np.int8)
    for code, bits in planes.items():
        if bits:
            codes += unpacked(bits, rows).view(np.int8) * np.int8(code + 1)
    return codes


_COMPARE: dict[str, Callable[[Column, float], Mask]] = {
    "is": np.equal,
    "is_not": np.not_equal,
    "at_least": np.greater_equal,
    "at_most": np.less_equal,
    "above": np.greater,
    "below": np.less,
}
