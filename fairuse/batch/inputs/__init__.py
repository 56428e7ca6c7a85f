"""Tables come in as JSON lines, CSV, Parquet or Arrow files; chunks of rows leave, each cell in its place."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from fairuse.batch.inputs import text
from fairuse.batch.inputs.header import check_header
from fairuse.batch.mapping import Meanings
from fairuse.batch.table import Chunk
from fairuse.source.errors import FairuseError, Location, Problem

PARQUET = (".parquet", ".pq")
#: The kinds of tables, by how the names of files end.
ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "arrow",
    ".pq": "arrow",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
}


def is_table(path: Path) -> bool:
    """Whether a file is a table by its name; standard input (``-``) is one of JSON lines."""
    return str(path) == "-" or path.suffix.lower() in ENDINGS


def is_parquet(path: Path) -> bool:
    """Whether a file is a Parquet file by its name."""
    return path.suffix.lower() in PARQUET


def check(path: Path, meanings: Meanings) -> None:
    """Raise `FairuseError` if a table cannot be opened, or has columns that nobody has given a meaning."""
    if _kind(path) == "arrow":
        from fairuse.batch.inputs import arrow  # noqa: PLC0415  # an extra, and slow to import

        check_header(arrow.header(path), str(path), meanings)
    elif _kind(path) == "csv":
        with _opened(path) as stream:
            check_header(text.header(stream, str(path)), str(path), meanings)


def chunks(path: Path, meanings: Meanings, *, skip: int = 0) -> Iterator[tuple[Chunk, float]]:
    """The rows of a table in order, but for the first `skip` chunks, each with the share of the file read by then.

    What keeps a file from being read to its end is a broken row of its last chunk.
    """
    if _kind(path) == "arrow":
        from fairuse.batch.inputs import arrow  # noqa: PLC0415  # an extra, and slow to import

        yield from arrow.chunks(path, meanings, skip)
        return
    read = text.jsonl if _kind(path) == "jsonl" else text.csv_rows
    with _opened(path) as stream:
        size = 0 if str(path) == "-" else max(1, path.stat().st_size)
        for chunk in read(stream, "<stdin>" if str(path) == "-" else str(path), meanings, skip):
            yield chunk, stream.tell() / size if size else 0.0


def _kind(path: Path) -> str:
    return "jsonl" if str(path) == "-" else ENDINGS[path.suffix.lower()]


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as stream:
            yield stream
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise FairuseError([Problem(Location(str(path)), "not-read", reason)]) from None
