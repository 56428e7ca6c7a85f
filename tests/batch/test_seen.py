"""Rows that were answered before are not evaluated again, in whatever chunk they come."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from fairuse.batch import laws
from fairuse.batch.distinct import distinct, mostly_distinct
from fairuse.batch.evaluate import Options, evaluate
from fairuse.batch.mapping import MappingFile
from fairuse.batch.seen import Seen
from fairuse.batch.table import named_twice
from tests.batch.rows import chunk_of, random_rows


def told(chunk, kb):
    given = evaluate(chunk, MappingFile().meanings(kb), Options("2026-11-24"))
    return [(row, given.kinds[n]) for row, n in zip(given.rows.tolist(), given.number.tolist(), strict=True)]


def test_a_row_is_evaluated_once_in_all_chunks(kb, monkeypatch):
    laws.law_of.cache_clear()
    rows = random_rows(kb, 30, seed=3)
    evaluated = []
    whole = laws._evaluated

    def counting(law, table, count, wanted):
        evaluated.append(count)
        return whole(law, table, count, wanted)

    monkeypatch.setattr(laws, "_evaluated", counting)
    first = told(chunk_of([*rows, *rows]), kb)
    once = sum(evaluated)
    assert told(chunk_of([*rows, *rows]), kb) == first
    assert told(chunk_of([*rows[::-1], *rows]), kb)[: len(first) // 2] != []
    assert sum(evaluated) == once


def test_where_hardly_any_rows_are_equal_none_are_looked_for(kb, monkeypatch):
    """Whether they are is told by some drawn by chance; the answers are the same."""
    monkeypatch.setattr("fairuse.batch.distinct.SAMPLE", 8)
    rows = random_rows(kb, 80, seed=6)
    apart = chunk_of(rows)
    laws.law_of.cache_clear()
    expected = told(apart, kb)
    columns = [np.arange(80, dtype=np.int32)]
    assert mostly_distinct(columns, 80)
    assert not mostly_distinct([columns[0] % 3], 80)
    assert not mostly_distinct([columns[0][:50]], 50)  # of few rows it is not worth asking
    for say in (True, False):
        laws.law_of.cache_clear()
        monkeypatch.setattr(laws, "mostly_distinct", lambda *_, say=say: say)
        assert told(apart, kb) == expected


def test_answers_are_those_of_each_chunk_alone(kb):
    rows = random_rows(kb, 60, seed=4)
    alone = []
    for start in range(0, 60, 20):
        laws.law_of.cache_clear()
        alone.append(told(chunk_of(rows[start : start + 20] * 2), kb))
    laws.law_of.cache_clear()
    assert [told(chunk_of(rows[start : start + 20] * 2), kb) for start in range(0, 60, 20)] == alone


def test_two_kinds_with_one_digest_are_told_apart(monkeypatch):
    monkeypatch.setattr("fairuse.batch.distinct._SPREAD", np.uint64(0))
    seen = Seen()
    columns = [np.array([3, 1, 2], dtype=np.int8)]
    for _ in range(2):
        number = seen.answers(columns, 3, lambda new: (columns[0][new].tolist(), np.arange(len(new))))
        assert [list(seen.said)[n] for n in number] == [3, 1, 2]


@pytest.mark.parametrize("few", [False, True])
def test_kinds_are_numbered_as_they_come(few):
    draw = np.random.default_rng(0)
    for rows in (1, 7, 300, 5_000):
        columns = [draw.integers(-1, high, rows).astype(np.int8) for high in (1, 2, 5)] + [draw.random(rows) < 0.1]
        columns += [draw.integers(0, 40_000, rows)] * (rows == 5_000)
        first: dict = {}
        expected = [first.setdefault(row, len(first)) for row in zip(*(c.tolist() for c in columns), strict=True)]
        firsts, kinds = distinct(columns, rows, few=few)
        assert kinds.tolist() == expected
        assert firsts.tolist() == [expected.index(number) for number in range(len(first))]


@pytest.mark.parametrize(
    ("ids", "twice"),
    [
        (["row-8", "row-9", "row-10"], None),
        (["row-10", "row-9", "row-8"], None),
        (["row-8", "row-9", "row-9"], 2),
        (["row-9", "row-10", "row-9"], 2),
        (["", "", "a"], None),
        (["ä", "b", "ä"], 2),
        ([], None),
    ],
)
def test_rows_of_one_id_are_found_whatever_their_order(ids, twice):
    chunk = chunk_of([{"act": "training", "id": id_} for id_ in ids] or [{}])
    for listed in (ids, pa.array(ids, pa.string()), pa.array(["x", *ids], pa.string())[1:]):
        found = [problem.location.line for problem in named_twice(chunk, listed)]
        assert found == ([] if twice is None else [chunk.line(twice)])
