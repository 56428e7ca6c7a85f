"""Many files at once: rows, error rows, and tables that are whole."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from fairuse.batch import files, outputs
from fairuse.batch.answer import Answer, BatchRow
from fairuse.batch.evaluate import Options
from fairuse.batch.laws import Wanted
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


def rows(inputs, kb, *, ranges=False, **options):
    """The answers for scenario files, each with the name of its file."""
    asked = Options("2026-11-24", wanted=Wanted(ranges=ranges), **options)
    found = files.answered(scenario_files(inputs), 0, kb, asked).rows
    return [(found.files[f], found.kinds[n]) for f, n in zip(found.file.tolist(), found.number.tolist(), strict=True)]


def test_files_are_found_throughout_and_sorted(folder):
    names = [Path(name).relative_to(folder).as_posix() for _, name in scenario_files([folder])]
    assert names == ["=1+1.yaml", "a.yaml", "b.yaml", "c.yaml", "sub/a.yml"]


def test_a_file_that_is_named_is_taken_as_it_is_and_once(folder):
    files = [folder / "notes.txt", folder / "b.yaml", folder]
    names = [path.name for path, _ in scenario_files(files)]
    assert names == ["notes.txt", "b.yaml", "=1+1.yaml", "a.yaml", "c.yaml", "a.yml"]


def test_expected_results_are_left_out_beside_their_scenario_and_nowhere_else(folder):
    files = [folder / "b.expected.yaml", folder / "b.yaml"]
    assert [path.name for path, _ in scenario_files(files)] == ["b.yaml"]
    assert [path.name for path, _ in scenario_files(files[:1])] == ["b.expected.yaml"]


def test_every_input_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FairuseError) as caught:
        scenario_files([tmp_path / "x", tmp_path, tmp_path / "y"])
    assert [p.location.path for p in caught.value.problems] == [f"{tmp_path}/x", f"{tmp_path}/y"]


def test_one_row_a_use_and_an_error_row_for_a_bad_file(folder, kb):
    found = rows([folder], kb, ranges=True)
    assert [(Path(name).name, a.act, a.works, bool(a.error)) for name, a in found] == [
        ("=1+1.yaml", "output", "w", False),
        ("a.yaml", "", "", True),
        ("b.yaml", "training", "novels", False),
        ("b.yaml", "training", "tables", False),
        ("b.yaml", "output", "novels", False),
        ("c.yaml", "", "", True),
        ("a.yml", "output", "w", False),
    ]
    answers = [answer for _, answer in found]
    assert answers[0].standing == "uncertain"
    assert (answers[0].low, answers[0].high) == ("not_permitted", "permitted")
    assert answers[5] == Answer(
        error=f"{folder}/c.yaml:4:14: error there is no act 'ouput'; did you mean 'output'? [unknown-act]"
    )


def test_the_columns_side_answers_as_the_chain_side(folder, kb):
    """With ranges every file is answered as `assess` does."""
    proved = [answer._replace(low="", high="") for _, answer in rows([folder], kb, ranges=True)]
    assert [answer for _, answer in rows([folder], kb)] == proved


def test_one_in_so_many_is_compared(folder, kb, monkeypatch):
    monkeypatch.setattr(files, "answers_from", lambda *_: (Answer(act="output", standing="permitted"),))
    ((name, answer), *_) = rows([folder], kb)
    assert answer.error == f"{name}: no answer, the engine's two sides differ: an answer is not that of the chain side"


def test_options_reach_every_row(folder, kb):
    def standing(**options):
        return [answer.standing for _, answer in rows([folder], kb, **options) if not answer.error][1]

    assert standing(forum="xx.north") == "permitted"
    assert standing(forum="xx.south") == "uncertain"
    assert standing(as_of="2000-06-01") == "uncertain"  # nothing but the Act
    assert standing(as_of="2009-01-01") == "permitted"  # Alpha v. Beta
    ((_, answer),) = rows([folder / "b.yaml"], kb, regimes=("eu",))
    assert answer.error == "scenario: error no regime answers for eu [bad-argument]"


def told(fairuse, *words, form="jsonl"):
    """The rows that the command writes to standard output."""
    out = fairuse("batch", *words, "-o", "-", "-f", form, "--quiet").out
    return list(csv.DictReader(io.StringIO(out))) if form == "csv" else [json.loads(x) for x in out.splitlines()]


def test_both_formats_tell_the_same(fairuse, folder):
    lines = told(fairuse, folder)
    assert {tuple(line) for line in lines} == {outputs.columns_for(outputs.BESIDE, ranges=False)}
    assert [BatchRow.model_validate(line).file for line in lines] == [line["file"] for line in lines]
    cells = told(fairuse, folder, form="csv")
    assert [(r["act"], r["standing"], r["error"]) for r in cells] == [
        (r["act"], r["standing"], r["error"]) for r in lines
    ]
    assert [r["rules"] for r in cells] == ["; ".join(r["rules"]) for r in lines]
    assert [r["factors"] for r in cells] == ["; ".join(f"{k}={v}" for k, v in r["factors"].items()) for r in lines]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_start_a_formula(start, fairuse, tmp_path):
    table = tmp_path / "in.jsonl"
    table.write_text(json.dumps({"act": "output", "id": f"{start}cmd", "works": f'a "b",\n{start}'}))
    (row,) = told(fairuse, table, form="csv")
    assert (row["id"], row["works"]) == (f"'{start}cmd", f'a "b",\n{start}')


def test_the_command_writes_all_rows_and_says_that_some_failed(fairuse, folder, tmp_path):
    ran = fairuse("batch", folder, "-o", tmp_path / "out.csv")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "5 answers, 2 errors\n"
    with (tmp_path / "out.csv").open(newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 7


def test_the_command_writes_to_standard_output(fairuse, folder):
    ran = fairuse("batch", folder / "b.yaml", "-o", "-", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert [json.loads(line)["act"] for line in ran.out.splitlines()] == ["training", "training", "output"]
    ran = fairuse("batch", folder / "b.yaml", "-o", "-", "--format", "csv")
    assert ran.out.startswith("file,row,id,act,")


def test_an_empty_folder_gives_an_empty_table(fairuse, tmp_path):
    (tmp_path / "in").mkdir()
    ran = fairuse("batch", tmp_path / "in", "-o", tmp_path / "out.csv")
    assert (ran.code, ran.err) == (0, "0 answers, 0 errors\n")
    assert (tmp_path / "out.csv").read_text() == ",".join(outputs.columns_for(outputs.BESIDE, ranges=False)) + "\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["-o", "out.cvs"], "--output: error no table format 'cvs'; did you mean 'csv'? (one of jsonl, csv, parquet)"),
        (
            ["-o", "out.csv", "-f", "json"],
            "--format: error no table format 'json'; did you mean 'jsonl'? (one of jsonl, csv, parquet)",
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
    assert json.loads((tmp_path / "out.jsonl").read_text())["file"].endswith("/b\udcff.yaml")
