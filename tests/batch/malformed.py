"""Inputs with something wrong in them, kind by kind: the ending of a file, and its bytes, drawn at random."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

LINE = b'{"act": "output", "copy.words": 5}\n'
CSV = b"act,copy.words\noutput,5\n"
Made = tuple[str, bytes]


def _table(draw: random.Random) -> pa.Table:
    rows = draw.randint(3, 40)
    words = [draw.choice([None, 1, 500]) for _ in range(rows)]
    return pa.table({"id": [f"r{n}" for n in range(rows)], "act": ["output"] * rows, "copy.words": words})


def _parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def _arrow(table: pa.Table) -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(1, len(data) - 8)]


def _among(lines: bytes, bad: bytes, draw: random.Random) -> bytes:
    """A bad line somewhere among good ones."""
    before = draw.randint(0, 4)
    return lines * before + bad + lines * draw.randint(0, 4)


def _csv(bad: bytes, draw: random.Random) -> Made:
    head, line = CSV.splitlines(keepends=True)
    return ".csv", head + _among(line, bad, draw)


def _jsonl(bad: bytes, draw: random.Random) -> Made:
    return ".jsonl", _among(LINE, bad + b"\n", draw)


def _column(values: list[object], draw: random.Random, type_: pa.DataType | None = None) -> Made:
    """A table with a column of values that its fact does not take."""
    table = pa.table({"act": ["output"] * len(values), "copy.words": pa.array(values, type_)})
    return draw.choice([(".parquet", _parquet(table)), (".arrow", _arrow(table))])


def _nested(draw: random.Random) -> bytes:
    deep = draw.choice([6, 50, 5_000, 100_000])
    return b'{"act": "output", "copy": ' + b'{"a": ' * deep + b"1" + b"}" * deep + b"}"


def _wrong_type(draw: random.Random) -> bytes:
    value = draw.choice([True, "five", [5, 6], {"value": 5}, -3, "", [], "5 words", "0x5", 1e400])
    value = value if value not in ("", []) else "none"
    return json.dumps({"act": "output", "copy.words": value}).encode()


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "parquet cut off": lambda d: (".parquet", _cut(_parquet(_table(d)), d)),
    "parquet without a footer": lambda d: (".parquet", _parquet(_table(d))[:-4] + d.randbytes(4)),
    "arrow cut off": lambda d: (".arrow", _cut(_arrow(_table(d)), d)),
    "bytes at random": lambda d: (d.choice([".parquet", ".arrow", ".jsonl"]), d.randbytes(d.randint(1, 3_000))),
    "nothing in it": lambda d: (d.choice([".parquet", ".arrow", ".csv", ".tsv"]), b""),
    "of another kind than its name": lambda d: (d.choice([".csv", ".jsonl"]), _parquet(_table(d))),
    "ragged": lambda d: _csv(d.choice([b"output\n", b"output,5,6\n", b"output,5,\n", b",,,,,\n"]), d),
    "quotation mark never closed": lambda d: _csv(b'output,"5\n', d),
    "quotation mark within a cell": lambda d: _csv(b'output,"5"6\n', d),
    "latin-1 among UTF-8": lambda d: d.choice(
        [_csv(b"output,f\xfcnf\n", d), _jsonl(b'{"act": "output", "id": "f\xfcnf"}', d)]
    ),
    "UTF-16": lambda d: (d.choice([".csv", ".jsonl"]), d.choice([CSV, LINE]).decode().encode("utf-16")),
    "NUL bytes": lambda d: d.choice([_csv(b"out\0put,5\n", d), _jsonl(b'{"act": "out\0put"}', d)]),
    "10 MB cell": lambda d: d.choice(
        [_csv(b"output," + b"5" * 10_000_000 + b"\n", d), _jsonl(b'{"act": "' + b"o" * 10_000_000 + b'"}', d)]
    ),
    "NaN": lambda d: d.choice(
        [
            _jsonl(b'{"act": "output", "copy.words": ' + d.choice([b"NaN", b"Infinity", b"-Infinity"]) + b"}", d),
            _column([1.0, float(d.choice(["nan", "inf", "-inf"]))], d),
            _csv(d.choice([b"output,nan\n", b"output,inf\n"]), d),
        ]
    ),
    "given twice": lambda d: _jsonl(b'{"act": "output", "act": "training"}', d),
    "column twice": lambda d: (".csv", b"act,copy.words,copy.words\noutput,5,6\n"),
    "column without a name": lambda d: (".csv", b"act,,copy.words\noutput,5,6\n"),
    "column that is no fact": lambda d: d.choice(
        [(".csv", b"act,copy.wrods\noutput,5\n"), _jsonl(b'{"act": "output", "copy.wrods": 5}', d)]
    ),
    "nested deep": lambda d: _jsonl(_nested(d), d),
    "lists within lists": lambda d: _jsonl(b"[" * d.choice([1, 30, 100_000]), d),
    "no object": lambda d: _jsonl(d.choice([b"5", b'"output"', b"[1]", b"null", b"output,5"]), d),
    "broken off": lambda d: (".jsonl", LINE + LINE[: d.randint(1, len(LINE) - 3)]),
    "wrong type": lambda d: _jsonl(_wrong_type(d), d),
    "column of a wrong type": lambda d: _column(
        *d.choice(
            [
                ([b"5", b"6"], d, pa.binary()),
                ([True, False], d, pa.bool_()),
                ([5, 6], d, pa.timestamp("s")),
                ([5, 6], d, pa.duration("s")),
                (["five", "six"], d, pa.string()),
                ([[5], [6, 7]], d, pa.list_(pa.int64())),
                ([b"\xff", b"\xfe"], d, pa.binary()),
            ]
        )
    ),
    "no act": lambda d: d.choice([_jsonl(b'{"copy.words": 5}', d), _csv(b",5\n", d)]),
    "act that there is not": lambda d: _jsonl(b'{"act": "ouput"}', d),
    "no day": lambda d: _jsonl(b'{"act": "output", "as_of": "2026-13-01"}', d),
    "law that there is not": lambda d: _jsonl(b'{"act": "output", "where": "atlantis"}', d),
    "scenario that is none": lambda d: (
        ".yaml",
        d.choice(
            [b"title: [", b"- 1", b"\xff\xfe", b"a: &a [*a]", b"x: " + b"[" * 300, b"title: T\nworks: {}\nacts: []"]
        ),
    ),
    "card with a broken head": lambda d: (
        ".md",
        d.choice([b"---\nlicense: [mit\n---\n", b"---\n- a\n---\n", b"# Text"]),
    ),
    "manifest that is none": lambda d: (
        ".json",
        d.choice([b"{", b"[1, 2]", b"[" * 9_999, b'{"a": 1, "a": 2}', b"\xff"]),
    ),
}


def made(kind: str, seed: int) -> Made:
    """One input of a kind."""
    return KINDS[kind](random.Random(f"{kind}/{seed}"))
