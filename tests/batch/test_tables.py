"""Tables in all their formats: what columns and cells mean, and what becomes of what is wrong in them."""

from __future__ import annotations

import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairuse.batch import table
from tests.batch.rows import random_rows, write

ROW = {"act": "training", "id": "a", "works": "w", "use.purpose": "new", "copy.words": 120}


@pytest.fixture
def batch(fairuse):
    """Run the command on a table and give its rows."""

    def run(path, *words, stdin=b""):
        ran = fairuse("batch", path, "-o", "-", "--quiet", *words, stdin=stdin)
        assert "Traceback" not in ran.err
        assert ran.code in (0, 1), ran.err
        return [json.loads(line) for line in ran.out.splitlines()]

    return run


def without_file(rows):
    return [{**row, "file": "", "error": row["error"].partition(": ")[2]} for row in rows]


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "arrow", "ipc"])
def test_every_format_tells_the_same(ending, batch, kb, tmp_path):
    rows = random_rows(kb, 12, seed=5)
    expected = without_file(batch(write(tmp_path / "t.jsonl", rows)))
    assert without_file(batch(write(tmp_path / f"t.{ending}", rows))) == expected
    assert {row["row"] for row in expected} == set(range(1, 13))


@pytest.mark.parametrize("ending", ["jsonl", "csv", "arrow"])
def test_it_does_not_matter_how_many_rows_are_read_at_a_time(ending, batch, kb, tmp_path, monkeypatch):
    path = write(tmp_path / f"t.{ending}", random_rows(kb, 12, seed=6))
    whole = batch(path)
    monkeypatch.setattr(table, "CHUNK", 5)
    assert batch(path, "-j", "1") == whole


def test_rows_are_named_as_they_name_themselves(batch, tmp_path):
    rows = [ROW, {**ROW, "id": 7, "works": "=x"}, {"act": "output"}]
    found = batch(write(tmp_path / "t.jsonl", rows))
    assert [(r["row"], r["id"], r["act"], r["works"]) for r in found] == [
        (1, "a", "training", "w"),
        (2, "7", "training", "=x"),
        (3, "", "output", ""),
    ]


def test_lines_come_through_a_pipe(batch):
    (row,) = batch("-", stdin=json.dumps(ROW).encode())
    assert (row["file"], row["standing"]) == ("<stdin>", "permitted")


def test_objects_within_a_row_are_names_with_a_dot(batch, tmp_path):
    path = tmp_path / "t.jsonl"
    flat = {"act": "training", "use.purpose": "new", "copy.words": 3}
    nested = {"act": "training", "facts": {"use.purpose": "new"}, "copy": {"words": 3}}
    path.write_text(json.dumps(flat) + "\n" + json.dumps(nested))
    one, other = batch(path)
    assert one == {**other, "row": 1}
    pq.write_table(pa.Table.from_pylist([nested]), tmp_path / "t.parquet")
    assert batch(tmp_path / "t.parquet") == [{**one, "file": str(tmp_path / "t.parquet")}]


def test_parquet_out_tells_what_csv_tells(fairuse, kb, tmp_path):
    path = write(tmp_path / "t.jsonl", [*random_rows(kb, 6, seed=7), {"act": "no"}])
    for ending in ("csv", "parquet"):
        assert fairuse("batch", path, "-o", tmp_path / f"out.{ending}").code == 1
    cells = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(), newline="")))
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [{**row, "row": str(row["row"])} for row in found] == cells


def test_only_the_columns_asked_for(batch, fairuse, tmp_path):
    path = write(tmp_path / "t.jsonl", [ROW])
    (row,) = batch(path, "--columns", "rules", "--ranges")
    assert list(row) == [
        "file",
        "row",
        "id",
        "act",
        "works",
        "place",
        "law",
        "standing",
        "low",
        "high",
        "rules",
        "error",
    ]
    ran = fairuse("batch", path, "-o", "-", "--columns", "ruels,factors")
    assert (ran.code, ran.err.partition(" (any of")[0]) == (
        2,
        "--columns: error no column 'ruels'; did you mean 'rules'?",
    )


MAPPING = """
columns:
  source: id
  kind: {means: act, values: {train: training, out: output}}
  aim: {means: use.purpose, values: {"1": same, "2": new}}
  words: copy.words
ignore: [url]
always: {who.nonprofit: true, forum: xx.north}
empty: [n/a]
"""


def test_a_mapping_renames_and_recodes(batch, tmp_path):
    (tmp_path / "m.yaml").write_text(MAPPING)
    (tmp_path / "t.csv").write_text("source,kind,aim,words,url\r\nx,train,2,n/a,u\r\ny,out,,300,u\r\n")
    plain = [
        {"id": "x", "act": "training", "use.purpose": "new", "who.nonprofit": True, "forum": "xx.north"},
        {"id": "y", "act": "output", "copy.words": 300, "who.nonprofit": True, "forum": "xx.north"},
    ]
    found = batch(tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml")
    assert without_file(found) == without_file(batch(write(tmp_path / "t.jsonl", plain)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("columns: {a: use.purpos}", ["1:14: error there is no fact 'use.purpos'; did you mean 'use.purpose'?"]),
        ("colums: {}", ["1:1: error no such key 'colums'; did you mean 'columns'?"]),
        (
            "columns:\n  a: {means: use.purpose, values: {x: nwe}}\nalways: {forums: b}",
            ["2:39: error use.purpose takes one of same, further, new, not 'nwe'; did you mean 'new'?",
             "3:10: error there is no fact 'forums'; did you mean 'forum'?"],
        ),
        ("- a", ["1:1: error a mapping file is a mapping with columns, ignore, always and empty"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_said_at_its_place(text, lines, fairuse, tmp_path):
    (tmp_path / "m.yaml").write_text(text)
    ran = fairuse("batch", write(tmp_path / "t.jsonl", [ROW]), "-o", "-", "-m", tmp_path / "m.yaml")
    assert ran.code == 2
    assert [line.rpartition(" [")[0] for line in ran.err.splitlines()] == [f"{tmp_path}/m.yaml:{x}" for x in lines]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_every_column_that_means_nothing_is_named_before_any_row_is_read(ending, fairuse, tmp_path):
    path = write(
        tmp_path / f"t.{ending}",
        [{"act": "training", "use.purpos": "new", "URL": "x", "act.": 1, "date": "a", "as_of": "b"}],
    )
    ran = fairuse("batch", path, "-o", tmp_path / "out.csv")
    assert ran.code == 2
    assert [line.split("; a mapping")[0] for line in ran.err.splitlines()] == [
        f"{path}:1:2: error there is no fact 'use.purpos'; did you mean 'use.purpose'?",
        f"{path}:1:3: error there is no fact 'URL'",
        f"{path}:1:4: error there is no fact 'act.'; did you mean 'act'?",
        f"{path}:1:6: error as_of is also what column 'date' means; say one of the two [unknown-column]",
    ]
    assert list(tmp_path.iterdir()) == [path]
