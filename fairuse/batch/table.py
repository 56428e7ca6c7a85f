"""A table as it is read: each column as its distinct values and the place of each row among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from fairuse.source.errors import Location, Problem

Codes = npt.NDArray[np.int32]
#: So many rows are read, answered and written at a time. What a chunk costs whatever its size is a third of the whole
#: at 131,072 rows of 40 facts, where a run needs 0.4 GiB, and little at 524,288, where it needs 0.8.
CHUNK = 524_288


@dataclass(frozen=True)
class TableColumn:
    """`values`: its distinct values as Python has them; `codes`: for each row the place of its value, -1 for none."""

    values: Sequence[Any]
    codes: Codes

    @classmethod
    def of(cls, cells: Iterable[Any], rows: int) -> TableColumn:
        """The column of `rows` cells, some of which are None; lists are values, too."""
        places: dict[Any, int] = {}
        values: list[Any] = []
        codes = np.full(rows, -1, dtype=np.int32)
        for row, cell in enumerate(cells):
            if cell is None:
                continue
            key = key_of(cell)
            if key not in places:
                places[key] = len(values)
                values.append(cell)
            codes[row] = places[key]
        return cls(values, codes)

    def at(self, row: int) -> Any:
        """The cell of a row, None if it has none."""
        return self.values[self.codes[row]] if self.codes[row] >= 0 else None

    def labels(self) -> Sequence[str] | Any:
        """The cell of every row as text, empty where there is none; an Arrow array of text stays one."""
        if len(self.values) == len(self.codes) and hasattr(self.values, "to_pylist"):
            return self.values
        texts = [*map(str, self.values), ""]
        return [texts[code] for code in self.codes]


def key_of(cell: Any) -> Any:
    """What is equal for equal cells alone: 1 is not true, and lists are cells, too."""
    if isinstance(cell, list):
        return list, *map(key_of, cell)
    return type(cell), str(cell) if isinstance(cell, dict) else cell


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table, one after another.

    `first`: the number of the first row, from 1. `lines`: the line of the file on which each row starts, where the file
    has lines; else rows count as such. `broken`: by its place in the chunk, what is wrong with a row that cannot be
    read: the column of the line, a code and a message. `headed`: its columns stand in the same order in every row.
    """

    file: str
    first: int
    rows: int
    columns: Mapping[str, TableColumn]
    lines: Sequence[int] = ()
    broken: Mapping[int, tuple[int, str, str]] = field(default_factory=dict)
    headed: bool = True

    def line(self, row: int) -> int:
        """The line on which a row stands, or its number."""
        return self.lines[row] if self.lines else self.first + row


def named_twice(chunk: Chunk, ids: Any) -> Iterator[Problem]:
    """Warn of rows of a chunk that have one id: whoever looks for it later finds the first alone.

    Rows of other chunks are not compared with: that would take more memory the more rows there are.
    """
    if hasattr(ids, "to_pylist"):
        if _ascend(ids) or len(ids.unique()) == len(ids):
            return
        ids = ids.to_pylist()
    first: dict[str, int] = {}
    twice = [row for row, id_ in enumerate(ids) if id_ and first.setdefault(id_, row) != row]
    if twice:
        row = twice[0]
        more = f", and {len(twice) - 1:,} more rows have the id of an earlier one" if len(twice) > 1 else ""
        reason = f"'{ids[row]}' is also the id of row {chunk.first + first[ids[row]]}{more}"
        yield Problem(Location(chunk.file, chunk.line(row), 1), "duplicate-id", reason, "warning")


def _ascend(ids: Any) -> bool:
    """Whether each of some texts of Arrow is longer than the one before, or as long and comes after it in order.

    Rows that are counted through have such ids, which are then known to differ in a tenth of the time.
    """
    import pyarrow.compute as pc  # noqa: PLC0415  # an extra

    before, after = ids[:-1], ids[1:]
    was, now = pc.binary_length(before), pc.binary_length(after)
    up = pc.or_(pc.greater(now, was), pc.and_(pc.equal(now, was), pc.greater(after, before)))
    return bool(pc.all(up).as_py())
