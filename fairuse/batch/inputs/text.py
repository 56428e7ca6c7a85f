"""JSON lines and CSV, read line by line, so that a bad row is an error in its place and the next one is read."""

from __future__ import annotations

import csv
import itertools
import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO

import numpy as np

from fairuse.batch import table
from fairuse.batch.mapping import Meanings
from fairuse.batch.table import Chunk, TableColumn, key_of
from fairuse.source.errors import FairuseError, Location, Problem

#: No cell that means anything is longer than this, in characters; nor is a line that means anything, in bytes.
LONGEST_CELL, LONGEST_LINE = 100_000, 1_000_000
#: Of the names of a mapping within a row, more levels mean nothing here.
DEEPEST = 4

Broken = tuple[int, str, str]


class _Rows:
    """Rows gathered for a chunk: distinct cells are kept once."""

    def __init__(self, file: str, first: int, header: Sequence[str]) -> None:
        self.file, self.first, self.headed = file, first, bool(header)
        self.lines: list[int] = []
        self.broken: dict[int, Broken] = {}
        self.columns: dict[str, tuple[dict[Any, int], list[Any], array[int]]] = {
            name: ({}, [], array("i")) for name in header
        }

    def add(self, line: int, row: Mapping[str, Any] | Broken) -> None:
        """Add a row, or what is wrong with it."""
        place = len(self.lines)
        self.lines.append(line)
        if isinstance(row, tuple):
            self.broken[place] = row
            return
        for name, cell in row.items():
            if cell is None or cell == "":
                continue
            if name not in self.columns:
                self.columns[name] = {}, [], array("i")
            places, values, codes = self.columns[name]
            key = cell if type(cell) is str else key_of(cell)
            if (code := places.get(key)) is None:
                code = places[key] = len(values)
                values.append(cell)
            codes.extend(itertools.repeat(-1, place - len(codes)))
            codes.append(code)

    def chunk(self) -> Chunk:
        """The rows as a chunk."""
        rows = len(self.lines)
        columns = {}
        for name, (_, values, codes) in self.columns.items():
            codes.extend(itertools.repeat(-1, rows - len(codes)))
            columns[name] = TableColumn(values, np.frombuffer(codes, dtype=np.int32))
        return Chunk(self.file, self.first, rows, columns, self.lines, self.broken, self.headed)


def _chunked(
    rows: Iterator[tuple[int, Mapping[str, Any] | Broken]], file: str, skip: int, header: Sequence[str] = ()
) -> Iterator[Chunk]:
    for _ in itertools.islice(rows, skip * table.CHUNK):
        pass
    for first in itertools.count(1 + skip * table.CHUNK, table.CHUNK):
        gathered = _Rows(file, first, header)
        for line, row in itertools.islice(rows, table.CHUNK):
            gathered.add(line, row)
        if not gathered.lines:
            return
        yield gathered.chunk()


def jsonl(stream: BinaryIO, file: str, meanings: Meanings, skip: int) -> Iterator[Chunk]:
    """The rows of JSON lines. Each is an object; what is within an object in it has a name with a dot."""
    yield from _chunked(_json_rows(stream, meanings), file, skip)


def _json_rows(stream: BinaryIO, meanings: Meanings) -> Iterator[tuple[int, Mapping[str, Any] | Broken]]:
    known: dict[str, str] = {}
    for number in itertools.count(1):
        data = stream.readline(LONGEST_LINE + 1)
        if not data:
            return
        if len(data) > LONGEST_LINE:
            _skip_line(stream, data)
            yield number, (1, "too-large", f"a row of more than {LONGEST_LINE:,} bytes")
            continue
        if data.strip(b" \t\r\n\xef\xbb\xbf" if number == 1 else None):
            row = _json_row(data, first=number == 1)
            yield number, _unmeant(row, meanings, known) or row if isinstance(row, dict) else row


def _skip_line(stream: BinaryIO, start: bytes) -> None:
    """Read on to the end of a line of which `start` was read."""
    while start and not start.endswith(b"\n"):
        start = stream.readline(LONGEST_LINE)


def _json_row(data: bytes, *, first: bool) -> dict[str, Any] | Broken:
    try:
        text = data.decode("utf-8-sig" if first else "utf-8").rstrip()
        raw = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
        if not isinstance(raw, dict):
            return (1, "bad-row", 'a row is an object, such as {"act": "training"}')
        return dict(_flat(raw, "", 1))
    except UnicodeDecodeError as error:
        return (error.start + 1, "not-utf8", "this is not UTF-8")
    except json.JSONDecodeError as error:
        return (error.pos + 1, "bad-json", f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
    except RecursionError:
        return (1, "too-deep", "nested too deep")
    except ValueError as error:
        return (1, "bad-row", str(error))


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is not a number; leave out what is unknown")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{name}' is given twice")
        found[name] = value
    return found


def _flat(raw: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > DEEPEST:
        raise ValueError(f"nested more than {DEEPEST} levels deep")
    for name, value in raw.items():
        whole = name if prefix in ("", "facts.") else prefix + name
        if isinstance(value, dict):
            yield from _flat(value, f"{whole}.", depth + 1)
        else:
            yield whole, value


def _unmeant(row: Mapping[str, Any], meanings: Meanings, known: dict[str, str]) -> Broken | None:
    """What is wrong with the names in a row; `known` keeps the answer for each name."""
    for name in row:
        if name not in known:
            known[name] = "; ".join(reason for _, reason in meanings.problems([name]))
        if known[name]:
            return (1, "unknown-column", known[name])
    return None


def csv_rows(stream: BinaryIO, file: str, meanings: Meanings, skip: int) -> Iterator[Chunk]:
    """The rows of a CSV file with a header; tabs stand between cells if its name ends in ``.tsv``, else commas."""
    reader = _reader(stream, file)
    names = _names(reader, file)
    yield from _chunked(_csv_cells(reader, names), file, skip, names)


def header(stream: BinaryIO, file: str) -> list[str]:
    """The names of the columns of a CSV file. Raises `FairuseError` if they cannot be read."""
    return _names(_reader(stream, file), file)


def _reader(stream: BinaryIO, file: str) -> Any:
    csv.field_size_limit(LONGEST_CELL)
    delimiter = "\t" if PurePath(file).suffix.lower() == ".tsv" else ","
    return csv.reader(_lines(stream), delimiter=delimiter, strict=True)


def _names(reader: Any, file: str) -> list[str]:
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise FairuseError([Problem(Location(file, 1, 1), "bad-header", f"the header is not CSV: {error}")]) from None
    if any(map(_odd, names)):
        raise FairuseError([Problem(Location(file, 1, 1), "not-utf8", "the header is not UTF-8")])
    return names


def _lines(stream: BinaryIO) -> Iterator[str]:
    for number, data in enumerate(iter(lambda: stream.readline(LONGEST_LINE + 1), b"")):
        if len(data) > LONGEST_LINE:
            _skip_line(stream, data)
            yield "\ud800\n"
            continue
        yield data.decode("utf-8-sig" if number == 0 else "utf-8", errors="surrogateescape")


def _csv_cells(reader: Any, header: Sequence[str]) -> Iterator[tuple[int, Mapping[str, Any] | Broken]]:
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, (1, "bad-csv", f"this is not CSV: {error}")
        else:
            if cells:
                yield line, _csv_row(cells, header)
        line = reader.line_num + 1


def _csv_row(cells: Sequence[str], header: Sequence[str]) -> Mapping[str, Any] | Broken:
    odd = next(
        (n for n, cell in enumerate(cells, 1) if not cell.isascii() and not cell.isprintable() and _odd(cell)), 0
    )
    if odd:
        return (odd, "not-utf8", "this is not UTF-8, or a line too long to mean anything")
    if len(cells) != len(header):
        return (1, "ragged", f"{len(cells)} cells, where the header names {len(header)} columns")
    return dict(zip(header, cells, strict=True))


def _odd(cell: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in cell)
