"""Equal rows of a table, found without making a Python object of any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

#: More combinations of values than this are quicker sorted than numbered: their table no longer stays near at hand.
MOST_PLACES = 1 << 18
#: So many rows drawn by chance tell whether equal ones are worth looking for: of 524,288, half of which have a twin,
#: some 128 pairs are among them, and likely none only if fewer than one row in a hundred has one.
SAMPLE = 16_384
Positions = npt.NDArray[np.intp]
Words = npt.NDArray[np.uint64]
#: An odd number without a pattern, by which digests are multiplied so that every bit of a value spreads.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def distinct(columns: Sequence[npt.NDArray[Any]], rows: int, *, few: bool = False) -> tuple[Positions, Positions]:
    """The first row of each kind, in order of appearance, and for every row the number of its kind.

    Rows are of one kind if they agree in all `columns` (of whole numbers, truth values or floats; NaN equals NaN). A
    digest of 64 bits sorts them, and each row is compared with the first of its kind, so that the answer is exact.
    `few`: there are likely few kinds, which are then found without sorting.
    """
    if not rows:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    if few and (found := _by_place(columns, rows)) is not None:
        return found
    words, digest = digested(columns, rows)
    for tell in (_by_digest, _by_value):
        firsts, kinds = tell(digest)
        if len(firsts) == rows or all(np.array_equal(word, word[firsts][kinds]) for word in words):
            return firsts, kinds
    _, alike = np.unique(np.stack(words, axis=1), axis=0, return_inverse=True)  # two kinds with one digest
    return _by_value(alike.reshape(-1))


def mostly_distinct(columns: Sequence[npt.NDArray[Any]], rows: int) -> bool:
    """Whether there are many rows and, going by some drawn by chance, hardly any are equal."""
    if rows < 8 * SAMPLE:
        return False
    drawn = np.unique(np.random.default_rng(0).integers(0, rows, SAMPLE))
    firsts, _ = distinct([column[drawn] for column in columns], len(drawn))
    return len(firsts) == len(drawn)


def digested(columns: Sequence[npt.NDArray[Any]], rows: int) -> tuple[list[Words], Words]:
    """Columns of 64 bits that are equal where all values are, and a digest of each row."""
    words = list(_words(columns, rows))
    digest = np.zeros(rows, dtype=np.uint64)
    for word in words:
        digest ^= word
        digest *= _SPREAD
        digest ^= digest >> np.uint64(29)
    return words, digest


def _by_place(columns: Sequence[npt.NDArray[Any]], rows: int) -> tuple[Positions, Positions] | None:
    """As `distinct`, by numbering all combinations of values; None if there are too many."""
    code = np.zeros(rows, dtype=np.int64)
    size = 1
    for column in columns:
        if column.dtype.kind == "f":
            return None
        low = int(column.min())
        width = int(column.max()) - low + 1
        if size * width > MOST_PLACES:
            used, size = _used(code, size)
            code = used[code]
        if size * width > MOST_PLACES:
            return None
        if width > 1:
            code = code * width + (column if column.dtype.kind == "b" else column.astype(np.int64) - low)
            size *= width
    first = np.empty(size, dtype=np.intp)
    first[code[::-1]] = np.arange(rows - 1, -1, -1)  # of several rows the last one written stays, which is the first
    used, _ = _used(code, size)
    seen = np.flatnonzero(np.diff(used, prepend=-1))
    firsts = first[seen]
    order = np.argsort(firsts)
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    return firsts[order], number[used[code]]


def _used(code: Positions, size: int) -> tuple[Positions, int]:
    """For each number below `size` its place among those that stand in `code`, and how many those are."""
    present = np.zeros(size, dtype=np.bool_)
    present[code] = True
    return np.cumsum(present) - 1, int(present.sum())


def _by_digest(digest: Words) -> tuple[Positions, Positions]:
    """As `distinct`, of one column, told apart by its upper bits; the lower ones make room for the number of the row.

    Numbers alone are sorted several times as quickly as places by numbers.
    """
    bits = np.uint64(max(1, (len(digest) - 1).bit_length()))
    room = (np.uint64(1) << bits) - np.uint64(1)
    packed = np.sort((digest & ~room) | np.arange(len(digest), dtype=np.uint64))
    upper = packed >> bits
    starts = np.flatnonzero(np.concatenate([[True], upper[1:] != upper[:-1]]))
    if len(starts) == len(digest):
        every = np.arange(len(digest), dtype=np.intp)
        return every, every
    return _numbered((packed & room).astype(np.intp), starts)


def _by_value(values: npt.NDArray[Any]) -> tuple[Positions, Positions]:
    """As `distinct`, of one column, exactly."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    return _numbered(order, np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])))


def _numbered(order: Positions, starts: Positions) -> tuple[Positions, Positions]:
    """The kinds of rows that are sorted by kind, and within each by number; `starts`: where a kind starts."""
    is_first = np.zeros(len(order), dtype=np.bool_)
    is_first[order[starts]] = True
    number = np.cumsum(is_first) - 1
    kinds = np.empty_like(order)
    kinds[order] = number[order[starts]].repeat(np.diff(starts, append=len(order)))
    return np.flatnonzero(is_first), kinds


def _words(columns: Sequence[npt.NDArray[Any]], rows: int) -> Iterator[Words]:
    """Columns of 64 bits that are equal where the values are: eight columns of one byte make one."""
    small = [column.view(np.uint8) for column in columns if column.dtype.itemsize == 1]
    for start in range(0, len(small), 8):
        word = np.zeros(rows, dtype=np.uint64)
        for place, column in enumerate(small[start : start + 8]):
            word |= column.astype(np.uint64) << np.uint64(8 * place)
        yield word
    yield from (_word(column) for column in columns if column.dtype.itemsize > 1)


def _word(column: npt.NDArray[Any]) -> Words:
    if column.dtype.kind != "f":
        return column.astype(np.uint64)
    return np.where(np.isnan(column), np.nan, column + 0.0).view(np.uint64)  # -0.0 is 0.0, and there is one NaN
