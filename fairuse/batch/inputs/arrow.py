"""Parquet and Arrow files: columns are taken over as they are, without a Python object for each cell."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fairuse.batch import table as tabled
from fairuse.batch.mapping import LABELS, Meanings
from fairuse.batch.needs import tables
from fairuse.batch.table import Chunk, TableColumn
from fairuse.source.errors import FairuseError, Location, Problem

_PARQUET = (".parquet", ".pq")


def header(path: Path) -> list[str]:
    """The names of the columns. Raises `FairuseError` if the file cannot be opened."""
    pa = tables()
    try:
        with _Reader(path, pa) as reader:
            return list(_flat(reader.schema.empty_table(), pa).column_names)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise FairuseError([Problem(Location(str(path)), "not-read", _reason(path, error))]) from None


def chunks(path: Path, meanings: Meanings, skip: int) -> Iterator[tuple[Chunk, float]]:
    """The rows of a Parquet or Arrow file (of either kind, file or stream), but for the first `skip` chunks."""
    pa = tables()
    rows = skip * tabled.CHUNK
    try:
        with _Reader(path, pa, rows) as reader:
            for table in _even(reader.batches, pa, reader.before, tabled.CHUNK):
                yield chunk_of(table, str(path), rows + 1, meanings), reader.share()
                rows += table.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield Chunk(str(path), rows + 1, 1, {}, broken={0: (1, "not-read", _reason(path, error))}), 1.0


def rows_in(path: Path) -> int:
    """How many rows a Parquet file has. Raises `FairuseError` if it cannot be opened."""
    pa = tables()
    import pyarrow.parquet as pq  # noqa: PLC0415  # an extra

    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError) as error:
        raise FairuseError([Problem(Location(str(path)), "not-read", _reason(path, error))]) from None


def piece(path: Path, meanings: Meanings, start: int, rows: int) -> Chunk:
    """Some rows of a Parquet file, of which no more is read than the groups in which they are."""
    pa = tables()
    try:
        with _Reader(path, pa, start) as reader:
            table = next(_even(reader.batches, pa, reader.before, rows), None)
            if table is not None:
                return chunk_of(table, str(path), start + 1, meanings)
        return Chunk(str(path), start + 1, 0, {})
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        return Chunk(str(path), start + 1, 1, {}, broken={0: (1, "not-read", _reason(path, error))})


def chunk_of(table: Any, file: str, first: int, meanings: Meanings) -> Chunk:
    """A table or record batch of Arrow as a chunk of the rows from number `first`."""
    pa = tables()
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    return Chunk(file, first, table.num_rows, dict(_columns(_flat(table, pa), meanings, pa)))


def _reason(path: Path, error: Exception) -> str:
    kind = "Parquet" if path.suffix.lower() in _PARQUET else "Arrow"
    return f"cannot be read as {kind}: {(str(error).splitlines() or ['?'])[0].rstrip('.')}"


class _Reader:
    """An open file: the schema, and the record batches one after another, from the one in which row `start` is.

    `before`: so many rows of the first one come before that row.
    """

    def __init__(self, path: Path, pa: Any, start: int = 0) -> None:
        self._stack = contextlib.ExitStack()
        self._size = max(1, path.stat().st_size)
        self._source = self._stack.enter_context(pa.OSFile(str(path)))
        self._read = 0
        if path.suffix.lower() in _PARQUET:
            import pyarrow.parquet as pq  # noqa: PLC0415  # an extra

            file = self._stack.enter_context(pq.ParquetFile(self._source, pre_buffer=False))
            groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
            ends = list(itertools.accumulate(groups))
            wanted = [n for n, end in enumerate(ends) if end > start]
            self._read = ends[wanted[0]] - groups[wanted[0]] if wanted else 0
            self.before = start - self._read
            self.schema, self._batches = file.schema_arrow, file.iter_batches(tabled.CHUNK, row_groups=wanted)
            self._rows = max(1, file.metadata.num_rows)
            return
        self._rows, self.before = 0, start
        try:
            reader = pa.ipc.open_file(self._source)
            self._batches = (reader.get_batch(n) for n in range(reader.num_record_batches))
        except pa.ArrowInvalid:
            self._source.seek(0)
            self._batches = reader = pa.ipc.open_stream(self._source)
        self.schema = reader.schema

    @property
    def batches(self) -> Iterator[Any]:
        """The record batches in their order."""
        for batch in self._batches:
            if not self._rows:
                batch.validate(full=True)  # an Arrow file is taken over as it is; what it points to may lie outside it
            self._read += batch.num_rows
            yield batch

    def share(self) -> float:
        """How much is read."""
        return self._read / self._rows if self._rows else min(1.0, float(self._source.tell()) / self._size)

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()


def _even(batches: Iterator[Any], pa: Any, before: int, size: int) -> Iterator[Any]:
    """Batches of any size in tables of `size` rows, so that chunks do not depend on how a file was written.

    The first `before` rows are left out.
    """
    held: list[Any] = []
    rows = 0
    for batch in batches:
        left_out = min(before, batch.num_rows)
        before -= left_out
        if left_out == batch.num_rows:
            continue
        held.append(batch.slice(left_out))
        rows += batch.num_rows - left_out
        while rows >= size:
            table = pa.Table.from_batches(held)
            yield table.slice(0, size)
            held, rows = table.slice(size).to_batches(), rows - size
    if rows:
        yield pa.Table.from_batches(held)


def _flat(table: Any, pa: Any) -> Any:
    """A table without columns of records: what is within one has a name with a dot."""
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table.rename_columns([name.removeprefix("facts.") for name in table.column_names])


def _columns(table: Any, meanings: Meanings, pa: Any) -> Iterator[tuple[str, TableColumn]]:
    for name in table.column_names:
        meaning = meanings.of(name)
        if meaning is None:
            continue
        column = table[name].combine_chunks()
        if isinstance(column, pa.ChunkedArray):  # of no rows
            column = column.chunk(0) if column.num_chunks else pa.array([], type=column.type)
        if meaning.name in LABELS:
            yield name, _label(column, pa)
        else:
            yield name, _column(column, pa)


def _label(column: Any, pa: Any) -> TableColumn:
    """A column that is only handed on, as text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_nested(column.type):
        column = pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], pa.string())
    text = column.cast(pa.string()).fill_null("")
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:  # it is not UTF-8
        cells = text.cast(pa.binary()).to_pylist()
        text = pa.array([cell.decode(errors="backslashreplace") for cell in cells], pa.string())
    return TableColumn(text, np.arange(len(text), dtype=np.int32))


def _column(column: Any, pa: Any) -> TableColumn:
    if pa.types.is_null(column.type):
        return TableColumn((), np.full(len(column), -1, dtype=np.int32))
    if pa.types.is_nested(column.type):
        return TableColumn.of(column.to_pylist(), len(column))
    if pa.types.is_boolean(column.type):
        return TableColumn((False, True), _known(_bits(column, 1).astype(np.int32), column))
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    indices = column.indices.cast(pa.int32())
    codes = np.frombuffer(indices.buffers()[1], dtype=np.int32)[indices.offset : indices.offset + len(indices)]
    return TableColumn(_values(column.dictionary, pa), _known(codes, indices))


def _values(dictionary: Any, pa: Any) -> list[Any]:
    """The distinct values of a column; text that is not UTF-8 stays bytes, which no fact takes."""
    try:
        return list(dictionary.to_pylist())
    except UnicodeDecodeError:
        return list(map(_decoded, dictionary.cast(pa.binary()).to_pylist()))


def _decoded(cell: bytes) -> str | bytes:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell


def _known(codes: npt.NDArray[np.int32], column: Any) -> npt.NDArray[np.int32]:
    """The codes of a column, -1 where it says nothing."""
    if not column.null_count:
        return codes
    unknown = (_bits(column, 0).view(np.int8) - np.int8(1)).astype(np.int32)  # all bits set where it is not known
    unknown |= codes
    return unknown


def _bits(column: Any, buffer: int) -> npt.NDArray[np.bool_]:
    """A buffer of an Arrow array that holds a bit a row: 0 says what is known, 1 the values of a yes or no."""
    bits = np.frombuffer(column.buffers()[buffer], dtype=np.uint8)
    end = column.offset + len(column)
    return np.unpackbits(bits, count=end, bitorder="little")[column.offset :].view(np.bool_)
