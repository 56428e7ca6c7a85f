"""Answers become rows of JSON lines, CSV or Parquet, in parts that are put together when all are there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from fairuse.batch.answer import Answer, BatchRow
from fairuse.batch.distinct import Positions
from fairuse.batch.needs import tables

#: All columns in their order; those of `WHICH` say which row an answer is for and always stand.
COLUMNS = tuple(BatchRow.model_fields)
WHICH = ("file", "row", "id", "act", "works", "place", "law", "standing", "error")
RANGES = ("low", "high")
#: What stands beside the answer, and may be asked for or not.
BESIDE = tuple(name for name in COLUMNS if name not in (*WHICH, *RANGES))
FORMATS = ("jsonl", "csv", "parquet")
#: What a spreadsheet takes for the start of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns_for(beside: Sequence[str], *, ranges: bool) -> tuple[str, ...]:
    """The columns of a table with some of `BESIDE`, in their order."""
    return tuple(name for name in COLUMNS if name in (*WHICH, *beside, *(RANGES if ranges else ())))


@dataclass(frozen=True)
class Rows:
    """Rows to be written: each the answer number `number` of `kinds` to the row numbered `row` of a file.

    `file`: for each its file among `files`.
    `ids` and `works`: what each row of the input is called, and its works, of which the one at `place` is meant; a text
    stands for itself in every row, and an Arrow array of text for a list. Of None for `works` the answers tell them.
    """

    files: Sequence[str]
    file: Positions
    row: Positions
    place: Positions
    number: Positions
    kinds: Sequence[Answer]
    ids: Any = ""
    works: Any = None

    def texts(self, labels: Any) -> list[str]:
        """For each row to be written its label."""
        if isinstance(labels, str):
            return [labels] * len(self.place)
        listed = labels.to_pylist() if hasattr(labels, "to_pylist") else labels
        return [listed[place] for place in self.place.tolist()]


def encoded(rows: Rows, form: str, columns: Sequence[str]) -> bytes | bytearray:
    """A part of a table: rows of text without a header, or an Arrow stream for Parquet."""
    if form == "parquet":
        return _arrow(rows, columns)
    return "".join(_lines(rows, form, columns)).encode(errors="backslashreplace")


def assembled(parts: Sequence[Path], form: str, columns: Sequence[str], out: BinaryIO) -> None:
    """Write a whole table from its parts."""
    if form == "parquet":
        _write_parquet(parts, columns, out)
        return
    out.write(header(form, columns))
    for part in parts:
        with part.open("rb") as stream:
            shutil.copyfileobj(stream, out)


def header(form: str, columns: Sequence[str]) -> bytes:
    """What stands before the rows."""
    return (",".join(columns) + "\n").encode() if form == "csv" else b""


def _lines(rows: Rows, form: str, columns: Sequence[str]) -> Iterator[str]:
    """The rows as lines; all that an answer says is put into text once."""
    tell = _json_field if form == "jsonl" else _csv_field
    start, between, end = ("{", ", ", "}\n") if form == "jsonl" else ("", ",", "\n")
    files = [start + tell("file", name) + between for name in rows.files]
    acts = [between + tell("act", answer.act) + between for answer in rows.kinds]
    told = [_told(answer, columns[columns.index("works") + 1 :]) for answer in rows.kinds]
    rest = [between + between.join(tell(name, value) for name, value in t.items()) + end for t in told]
    ids = rows.texts(rows.ids)
    works = rows.texts("" if rows.works is None else rows.works)
    numbers = (part.tolist() for part in (rows.file, rows.row, rows.number))
    for file, row, number, name, group in zip(*numbers, ids, works, strict=True):
        of = group if rows.works is not None else rows.kinds[number].works
        which = between.join((tell("row", row), tell("id", name)))
        yield "".join((files[file], which, acts[number], tell("works", of), rest[number]))


def _told(answer: Answer, columns: Sequence[str]) -> dict[str, Any]:
    """What an answer says, by columns: all but which row it is for."""
    told = {name: getattr(answer, name) for name in columns if name not in ("file", "row", "id")}
    return {name: dict(value) if name == "factors" else value for name, value in told.items()}


def _json_field(name: str, value: Any) -> str:
    return f'"{name}": {json.dumps(value, ensure_ascii=False)}'  # the name of a file need not be text


def _csv_field(_: str, value: Any) -> str:
    return _cell(_plain(value))


def _plain(value: Any) -> str:
    """A value in one cell of a table: lists with ``; `` between."""
    if isinstance(value, dict):
        value = [f"{name}={one}" for name, one in value.items()]
    return "; ".join(value) if isinstance(value, list | tuple) else str(value)


def _cell(text: str) -> str:
    if text[:1] in FORMULA:
        text = "'" + text
    if not any(mark in text for mark in ',"\n\r'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _utf8(text: str) -> str:
    """Text that every reader takes: the name of a file, or what JSON can hold, need not be."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


def _arrow(rows: Rows, columns: Sequence[str]) -> bytearray:
    """The rows as an Arrow stream, in memory that is asked for once: one that grows takes several times as long."""
    pa = tables()
    batch = record_batch(rows, columns)

    def write(sink: Any) -> None:
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)

    measure = pa.MockOutputStream()
    write(measure)
    data = bytearray(measure.size())
    write(pa.FixedSizeBufferWriter(pa.py_buffer(data)))
    return data


def record_batch(rows: Rows, columns: Sequence[str]) -> Any:
    """The rows as a record batch: what answers say is taken over by number, however many rows there are."""
    pa = tables()

    told = [_told(answer, columns) for answer in rows.kinds]

    def of_answers(name: str) -> Any:
        values = [_utf8(_plain(one[name])) for one in told]
        places = {value: place for place, value in enumerate(dict.fromkeys(values))}
        codes = np.array([places[value] for value in values], dtype=np.int32)[rows.number]
        return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(list(places), pa.string()), safe=False)

    def labelled(labels: Any) -> Any:
        if isinstance(labels, pa.Array):
            return labels.take(pa.array(rows.place))
        if isinstance(labels, str):
            return pa.repeat(pa.scalar(labels, pa.string()), len(rows.place))
        return pa.array(map(_utf8, rows.texts(labels)), pa.string())

    made = {name: of_answers(name) for name in columns if name not in ("file", "row", "id", "works")}
    made["file"] = pa.DictionaryArray.from_arrays(
        pa.array(rows.file.astype(np.int32)), pa.array(map(_utf8, rows.files), pa.string())
    )
    made["row"] = pa.array(rows.row.astype(np.int64))
    made["id"] = labelled(rows.ids)
    made["works"] = of_answers("works").cast(pa.string()) if rows.works is None else labelled(rows.works)
    return pa.record_batch([made[name] for name in columns], schema=_schema(columns, pa))


def _type(name: str, pa: Any) -> Any:
    plain = {"row": pa.int64(), "id": pa.string(), "works": pa.string()}
    return plain.get(name, pa.dictionary(pa.int32(), pa.string()))


def _schema(columns: Sequence[str], pa: Any) -> Any:
    return pa.schema([pa.field(name, _type(name, pa), nullable=False) for name in columns])


#: How columns are written whose values do not repeat: as differences, a third of the size, and quicker.
_ONCE = {"row": "DELTA_BINARY_PACKED", "id": "DELTA_BYTE_ARRAY", "works": "DELTA_BYTE_ARRAY"}


def _write_parquet(parts: Sequence[Path], columns: Sequence[str], out: BinaryIO) -> None:
    """A row group a part, so that no more than one part is held at a time."""
    pa = tables()
    import pyarrow.parquet as pq  # noqa: PLC0415  # an extra

    once = {name: how for name, how in _ONCE.items() if name in columns and not _repeats(parts[:1], name)}
    repeated = [name for name in columns if name not in once]
    how = {"compression": "zstd", "use_dictionary": repeated, "column_encoding": once}
    with pq.ParquetWriter(out, _schema(columns, pa), **how) as writer:
        for part in parts:
            for batch in _batches(part):
                writer.write_batch(batch)


def _batches(part: Path) -> Iterator[Any]:
    pa = tables()
    with pa.OSFile(str(part)) as source, pa.ipc.open_stream(source) as reader:
        yield from reader


def _repeats(parts: Sequence[Path], name: str) -> bool:
    """Whether a column has the same text in the first rows of some parts, as where nothing is told for it."""
    batches = [batch.column(name).slice(0, 1_000) for part in parts for batch in _batches(part)]
    return name != "row" and all(len(column.unique()) < 2 for column in batches)
