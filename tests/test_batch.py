"""Many files at once: rows, error rows, and tables that are whole."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from fairuse import batch
from fairuse.scenario.folder import scenario_files
from fairuse.source.errors import FairuseError

GOOD = "title: T\nas_of: 2020-01-01\nworks: {w: {}}\nacts: [{act: output, works: w}]\n"


@pytest.fixture
def folder(tmp_path, scenarios):
    """Three good files (one in a subfolder, one with two acts), two bad ones, and what is no scenario."""
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    shutil.copy(scenarios / "novel.yaml", root / "b.yaml")
    (root / "sub/a.yml").write_text(GOOD)
    (root / "c.yaml").write_text(GOOD.replace("output", "ouput"))
    (root / "a.yaml").write_bytes(b"\0")
    (root / "=1+1.yaml").write_text(GOOD)
    (root / "b.expected.yaml").write_text("not: a scenario\n")
    (root / "notes.txt").write_text("not a scenario\n")
    (root / "d.yaml").mkdir()
    return root


def rows(folder, kb, **options):
    return [row for path, name in scenario_files([folder]) for row in batch.rows_of(path, name, kb, **options).rows]


def test_files_are_found_throughout_and_sorted(folder):
    names = [Path(name).relative_to(folder).as_posix() for _, name in scenario_files([folder])]
    assert names == ["=1+1.yaml", "a.yaml", "b.yaml", "c.yaml", "sub/a.yml"]


def test_a_file_that_is_named_is_taken_as_it_is_and_once(folder):
    files = [folder / "notes.txt", folder / "b.yaml", folder]
    names = [path.name for path, _ in scenario_files(files)]
    assert names == ["notes.txt", "b.yaml", "=1+1.yaml", "a.yaml", "c.yaml", "a.yml"]


def test_every_input_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FairuseError) as caught:
        scenario_files([tmp_path / "x", tmp_path, tmp_path / "y"])
    assert [p.location.path for p in caught.value.problems] == [f"{tmp_path}/x", f"{tmp_path}/y"]


def test_one_row_a_use_and_an_error_row_for_a_bad_file(folder, kb):
    found = rows(folder, kb)
    assert [(Path(r.scenario).name, r.act, r.work, bool(r.error)) for r in found] == [
        ("=1+1.yaml", "output", "w", False),
        ("a.yaml", "", "", True),
        ("b.yaml", "training", "novels", False),
        ("b.yaml", "training", "tables", False),
        ("b.yaml", "output", "novels", False),
        ("c.yaml", "", "", True),
        ("a.yml", "output", "w", False),
    ]
    assert tuple(batch.BatchRow.model_fields) == ("format_version", *batch.COLUMNS)
    assert found[0].standing == "uncertain"
    assert (found[0].range_low, found[0].range_high) == ("not_permitted", "permitted")
    assert found[5].error == (
        f"{folder}/c.yaml:4:14: error there is no act 'ouput'; did you mean 'output'? [unknown-act]"
    )
    assert found[5].standing == ""


def test_options_reach_every_row(folder, kb):
    before = [r.standing for r in rows(folder, kb, as_of="2000-06-01") if not r.error]
    between = [r.standing for r in rows(folder, kb, as_of="2009-01-01") if not r.error]
    south = [r.standing for r in rows(folder, kb, forum="xx.south") if not r.error]
    north = [r.standing for r in rows(folder, kb, forum="xx.north") if not r.error]
    assert north[1] == "permitted"
    assert south[1] == "uncertain"
    assert before[1] == "uncertain"  # nothing but the Act
    assert between[1] == "permitted"  # Alpha v. Beta
    (row,) = batch.rows_of(folder / "b.yaml", "b", kb, regimes=("eu",)).rows
    assert row.error == "scenario: error no regime answers for eu [bad-argument]"


def test_jsonl(folder, kb):
    found = rows(folder, kb)
    lines = list(batch.encode(found, "jsonl"))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert [json.loads(line) for line in lines] == [row.model_dump() for row in found]


def test_csv(folder, kb):
    found = rows(folder, kb)
    text = "".join(batch.encode(found, "csv"))
    assert text.splitlines()[0] == ",".join(batch.COLUMNS)
    assert list(csv.DictReader(io.StringIO(text))) == [row.model_dump(exclude={"format_version"}) for row in found]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_start_a_formula(start):
    row = batch.BatchRow(scenario=f"{start}cmd", error=f'a "b",\n{start}')
    _, line = batch.encode([row], "csv")
    (cells,) = csv.reader(io.StringIO(line, newline=""))
    assert cells[0] == f"'{start}cmd"
    assert cells[-1] == row.error


def test_the_command_writes_all_rows_and_says_that_some_failed(fairuse, folder, tmp_path):
    ran = fairuse("batch", folder, "-o", tmp_path / "out.csv")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "5 files, 5 uses, 2 errors\n"
    with (tmp_path / "out.csv").open(newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 7


def test_the_command_writes_to_standard_output(fairuse, folder):
    ran = fairuse("batch", folder / "b.yaml", "-o", "-", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(line)["act"] for line in ran.out.splitlines()] == ["training", "training", "output"]
    ran = fairuse("batch", folder / "b.yaml", "-o", "-", "--format", "csv")
    assert ran.out.startswith("scenario,act,")


def test_an_empty_folder_gives_an_empty_table(fairuse, tmp_path):
    (tmp_path / "in").mkdir()
    ran = fairuse("batch", tmp_path / "in", "-o", tmp_path / "out.csv")
    assert (ran.code, ran.err) == (0, "0 files, 0 uses, 0 errors\n")
    assert (tmp_path / "out.csv").read_text() == ",".join(batch.COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["-o", "out.cvs"], "--output: error no table format 'cvs'; did you mean 'csv'? (one of jsonl, csv)"),
        (
            ["-o", "out.csv", "-f", "json"],
            "--format: error no table format 'json'; did you mean 'jsonl'? (one of jsonl, csv)",
        ),
        (["-o", "out.csv", "--as-of", "now"], "--as-of: error 'now' is not a date; write it as 2026-11-24"),
    ],
)
def test_an_option_that_is_wrong_writes_nothing(words, line, fairuse, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = fairuse("batch", folder, *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{line} [bad-option]\n")
    assert [p.name for p in tmp_path.iterdir()] == ["in"]


def test_an_input_that_is_not_there_leaves_the_old_table(fairuse, folder, tmp_path):
    (tmp_path / "out.csv").write_text("old")
    ran = fairuse("batch", folder, tmp_path / "no", "-o", tmp_path / "out.csv")
    assert (ran.code, ran.err) == (2, f"{tmp_path}/no: error there is no such file or folder [no-such-file]\n")
    assert (tmp_path / "out.csv").read_text() == "old"


def test_a_file_name_that_is_not_text(fairuse, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/b\udcff.yaml").write_text(GOOD)
    ran = fairuse("batch", tmp_path / "in", "-o", tmp_path / "out.jsonl")
    assert ran.code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text())["scenario"].endswith("/b\udcff.yaml")
