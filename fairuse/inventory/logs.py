"""Tables of others: logs of crawls, site by site, and measurements, work by work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from fairuse.inventory.foreign import Foreign, plain
from fairuse.inventory.jsonld import has
from fairuse.inventory.records import Read, Record, refused
from fairuse.source.errors import Location, Problem

#: A cell that means anything is shorter, in characters.
LONGEST_CELL = 100_000
Row = tuple[int, Mapping[str, Any]]


def read_table(data: bytes, file: str, known: Foreign) -> Read:
    """Read a table in CSV, with tabs, or in JSON lines."""
    problems: list[Problem] = []
    rows = (
        _json_rows(data, file, problems)
        if PurePath(file).suffix in (".jsonl", ".ndjson")
        else _csv_rows(data, file, problems)
    )
    first = next(rows, None)
    if first is None:
        empty = refused(file, "empty", "there is no row in it", 1, 1).problems
        return Read((), tuple(problems) or empty)
    name = next((name for name, form in known.formats.items() if has(form.known_by, first[1])), None)
    if name is None:
        reason = "its columns are none that are known here; if each row is a use, give it to 'fairuse batch --init'"
        return refused(file, "not-known-here", reason, 1, 1)
    form = known.formats[name]
    records: dict[tuple[str, ...], Record] = {}
    for line, row in _with(first, rows):
        record = Record(name, file, "", row, line)
        of = _of(record, form.same, by_site=name == "crawl")
        if not of:
            problems.append(Problem(Location(file, line, 1), "bad-row", f"it names no {form.same[0]}"))
            continue
        key = (of, *_signature(record, [path for reading in form.says for path in reading.at]))
        if name == "crawl" and (before := records.get(key)) is not None:
            records[key] = Record(name, file, of, before.fields, before.line, rows=before.rows + 1)
        else:
            records[key if name == "crawl" else (of, str(line))] = Record(name, file, of, row, line)
    return Read(tuple(records.values()), tuple(problems))


def _with(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _of(record: Record, paths: tuple[str, ...], *, by_site: bool) -> str:
    """What a row is about: the site of an address, or what it names."""
    named = next((text for text, _ in record.said(paths)), "")
    if not by_site:
        return named
    try:
        return (urlsplit(named if "://" in named else f"//{named}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _signature(record: Record, paths: list[str]) -> tuple[str, ...]:
    """What a row says of all that is read: pages of a site that say the same stand together."""
    return tuple(";".join(text for text, _ in record.said((path,))) for path in paths)


def _csv_rows(data: bytes, file: str, problems: list[Problem]) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    text = data.decode("utf-8-sig", errors="surrogateescape")
    delimiter = "\t" if PurePath(file).suffix == ".tsv" else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(Problem(Location(file, line, 1), "bad-csv", f"this is not CSV: {error}"))
            if not header:
                return
            line = reader.line_num + 1
            continue
        if cells is None:
            return
        at, line = line, reader.line_num + 1
        if not cells:
            continue
        if any("\ud800" <= letter <= "\udfff" for cell in cells for letter in cell):
            problems.append(Problem(Location(file, at, 1), "not-utf8", "this is not UTF-8"))
            if not header:
                return
        elif not header:
            header = [plain(name) for name in cells]
        elif len(cells) != len(header):
            reason = f"{len(cells)} cells, where the header names {len(header)} columns"
            problems.append(Problem(Location(file, at, 1), "ragged", reason))
        else:
            yield at, dict(zip(header, cells, strict=True))


def _json_rows(data: bytes, file: str, problems: list[Problem]) -> Iterator[Row]:
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            if not isinstance(row, dict):
                raise ValueError("a row is an object")
        except (ValueError, RecursionError) as error:
            reason = "nested too deep" if isinstance(error, RecursionError) else f"this is no row: {error}"
            problems.append(Problem(Location(file, number, 1), "bad-row", reason))
            continue
        yield number, {plain(name): value for name, value in row.items()}
