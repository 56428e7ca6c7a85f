"""The summary of a batch: every number of it can be counted in the table."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest

from fairuse.answer.result import standing_rank
from fairuse.batch import moves
from fairuse.batch.answer import Answer
from fairuse.batch.encode import as_given, encode
from fairuse.batch.evaluate import Options, evaluate, scenario_of
from fairuse.batch.laws import Wanted
from fairuse.batch.mapping import MappingFile
from fairuse.batch.moves import THERE, TOGETHER
from fairuse.batch.parts import Told
from fairuse.batch.summary import outline
from fairuse.engine.clauses import truth
from fairuse.report import render_outline
from fairuse.scenario.uses import uses_of
from tests import installed
from tests.batch.rows import DAY, chunk_of, on_columns, random_rows, write


@pytest.fixture
def batch(fairuse, tmp_path):
    def run(rows, *words, report="r.md"):
        path = write(tmp_path / "t.jsonl", rows)
        ran = fairuse("batch", path, "-o", tmp_path / "o.csv", "--report", tmp_path / report, *words)
        assert ran.code in (0, 1), ran.err
        with (tmp_path / "o.csv").open(newline="") as stream:
            return list(csv.DictReader(stream)), (tmp_path / report).read_text()

    return run


def grids(text):
    """Each table of a Markdown page by its first column: its lines by their first cell."""
    found = {}
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.M):
        header, _, *lines = [[c.strip() for c in line.strip("|\n ").split("|")] for line in block.splitlines()]
        found[header[0]] = {line[0]: dict(zip(header, line, strict=True)) for line in lines}
    return found


def test_its_counts_are_those_of_the_table(batch, kb):
    rows = random_rows(kb, 30, seed=1)
    table, text = batch([*rows, {"act": "no"}])
    found = grids(text)
    answers = [row for row in table if row["standing"]]
    assert f"*{len(answers)} answers, {len(table) - len(answers)} errors." in text
    for place in found["Place"].values():
        standings = Counter(r["standing"].replace("_", " ") for r in answers)
        counted = {name: int(cell[-2:]) for name, cell in place.items() if name not in ("Place", "All")}
        assert counted == dict(standings)
    rules = Counter(rule for row in answers for rule in row["rules"].split("; ") if rule)
    assert {line["Rule"]: int(line["Answers"]) for line in found["Rule"].values()} == dict(rules)
    open_ = Counter(fact for row in answers for fact in row["open_facts"].split("; ") if fact)
    assert {f.replace("\\", ""): int(line["Answers"]) for f, line in found["Fact"].items()} == dict(open_)
    assert found["Kind"]["unknown-act"]["Rows"] == "1"


def test_steps_are_those_that_move_a_row_when_they_are_taken():
    """Each step that makes sense for a row is taken in a copy of it, and the copy is answered."""
    kb = installed.law()
    rows = random_rows(kb, 30, seed=3, known=0.35, acts=["acquisition", "training"], where=["us"])
    lists = {fact.id for fact in kb.facts.values() if fact.parts}  # what a step sets could stand on one
    rows = [{name: value for name, value in row.items() if name not in lists} for row in rows]
    quick = {"open": False, "claims": False, "duties": False}
    rows = [
        row for row, some in zip(rows, on_columns(rows, kb, **quick), strict=True) if not any(a.error for a in some)
    ]
    chunk, meanings, options = chunk_of(rows), MappingFile().meanings(kb), Options(DAY, wanted=Wanted(**quick))
    given = evaluate(chunk, meanings, options)
    goal = "likely_permitted"
    found = moves.reach(chunk, encode(chunk, meanings), given, goal, kb, options)

    def there(rows):
        answers = on_columns(rows, kb, **quick)
        return [
            all(not a.standing or standing_rank(a.standing) >= standing_rank(goal) for a in some) for some in answers
        ]

    taken = []
    stands = there(rows)
    for number, row in enumerate(rows):
        (use, *_) = uses_of(scenario_of(row, {n: as_given(v) for n, v in row.items() if n in kb.facts}), kb)
        fitting = (s for s in kb.steps.values() if kb.covers(s.acts, row["act"]) and truth(s.when, use.values, kb))
        taken += [(number, step) for step in fitting if step.sets and not stands[number]]
    moved = there([{**rows[number], **step.sets} for number, step in taken])
    steps = {number: () for number in range(len(rows))}
    for (number, step), there_now in zip(taken, moved, strict=True):
        steps[number] += (step.id,) if there_now else ()
    expected = Counter((stands[number], names) for number, names in steps.items())
    assert {tuple(n for n in names if n not in (THERE, TOGETHER)) for names in found} == {n for _, n in expected}
    for (stands, names), times in expected.items():
        kinds = [(THERE,)] if stands else [names, (TOGETHER,)] if not names else [names]
        assert sum(found[kind] for kind in kinds) == times
    assert len([names for _, names in expected if names]) > 1


@pytest.mark.parametrize(("report", "start"), [("r.docx", b"PK"), ("r.pdf", b"%PDF-"), ("r.TXT", b"Summary")])
def test_it_is_made_as_a_document_by_the_ending_of_its_file(report, start, kb, fairuse, tmp_path):
    path = write(tmp_path / "t.jsonl", random_rows(kb, 5, seed=4))
    ran = fairuse("batch", path, "-o", tmp_path / "o.csv", "--report", tmp_path / report)
    assert ran.code == 0, ran.err
    assert (tmp_path / report).read_bytes().startswith(start)


@pytest.mark.parametrize("report", ["r.json", "r", "r.xls"])
def test_it_is_made_as_no_other_file(report, kb, fairuse, tmp_path):
    path = write(tmp_path / "t.jsonl", random_rows(kb, 1, seed=4))
    ran = fairuse("batch", path, "-o", tmp_path / "o.csv", "--report", tmp_path / report)
    assert (ran.code, list(tmp_path.glob("*"))) == (2, [path])
    assert "--report: error a summary is written as .md, .html, .docx, .pdf or .txt" in ran.err


def test_a_law_that_only_lays_duties_stands_nowhere(kb):
    told = Told(Counter({Answer(act="training", place="xx", law="xx.law", duties=("xx.purpose: open",)): 2}))
    text = render_outline(outline(told, "T", "permitted", kb), "markdown")
    assert "2 answers, 0 errors." in text
    assert "| xx.purpose: open | 2 | Purpose |" in text


def test_the_fewest_steps_reach_every_row_that_one_can():
    found = Counter({("a", "b"): 5, ("b", "c"): 1, ("c",): 1, (): 9, (THERE,): 2, (TOGETHER,): 1})
    assert moves.cheapest(found) == ("a", "c")
    assert moves.cheapest(Counter({(THERE,): 3})) == ()
    many = Counter({(f"s{n}",): n + 1 for n in range(5)})
    assert moves.cheapest(many) == ("s4", "s3", "s2", "s1", "s0")


def test_a_page_of_html_holds_the_text_and_the_charts(batch, kb):
    rows = random_rows(kb, 10, seed=2)
    rows[0]["id"] = "<script>"
    _, text = batch(rows, "--goal", "permitted")
    _, page = batch(rows, "--goal", "permitted", report="r.html")
    assert page.startswith("<!doctype html>")
    assert page.count("<table>") == len(re.findall(r"^\|(?: --- \|)+$", text, re.M)) > 3
    assert page.count("<svg") == text.count("**All answers**") + text.count("**Rows that one step brings") >= 1
    assert "<script" not in page
    assert batch(rows, "--goal", "permitted", report="r.html")[1] == page
