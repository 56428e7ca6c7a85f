"""What a gate does not let pass, as programs read it: SARIF and JUnit, each at the place of the deciding fact."""

from __future__ import annotations

import json
import shutil
from xml.etree import ElementTree

import pytest
from sarif_pydantic import Sarif

from fairuse.answer.posed import posed
from fairuse.batch import failures
from fairuse.engine import infer
from fairuse.scenario.file import parse_scenario
from fairuse.scenario.uses import uses_of
from tests.batch.rows import write

PIRATE = {"act": "training", "use.purpose": "same", "copy.words": 90_000, "copy.source": "pirate"}
GOOD = {"act": "training", "use.purpose": "new", "copy.words": 120}


@pytest.fixture
def listed(fairuse, tmp_path):
    """Run the command with both lists, and give its exit code, the results of SARIF and the cases of JUnit."""

    def run(*words):
        ran = fairuse("batch", *words, "-o", tmp_path / "o.csv", "--sarif", tmp_path / "s", "--junit", tmp_path / "j")
        text = (tmp_path / "s").read_text()
        Sarif.model_validate_json(text)
        (log,) = json.loads(text)["runs"]
        suites = ElementTree.parse(tmp_path / "j").getroot()
        assert int(suites.get("tests")) == len(suites.findall("*/testcase"))
        assert int(suites.get("failures")) == len(suites.findall("*/testcase/failure"))
        assert int(suites.get("errors")) == len(suites.findall("*/testcase/error"))
        return ran, log, suites

    return run


def places(log):
    for result in log["results"]:
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        region = physical["region"]
        yield (physical["artifactLocation"]["uri"], region["startLine"], region["startColumn"]), result


def test_a_row_is_listed_at_the_cell_that_decides(listed, tmp_path):
    rows = [{"act": "training"}, {**GOOD, "id": "p"}, {"act": "training", "use.purpose": "nwe"}]
    path = write(tmp_path / "t.csv", rows)
    ran, log, suites = listed(path, "--fail-on", "permitted")
    assert ran.code == 1
    (open_, _), (first, standing), (second, error) = places(log)
    assert open_ == (str(path), 2, 1)  # nothing that is told decides
    column = path.read_text().splitlines()[0].split(",").index("use.purpose") + 1
    assert first == (str(path), 3, column)
    assert standing["level"] == "note"
    assert standing["message"]["text"].startswith("p: training in ")
    rules = log["tool"]["driver"]["rules"]
    assert rules[standing["ruleIndex"]]["id"] == standing["ruleId"]
    assert second == (str(path), 4, column)
    assert (error["ruleId"], error["level"]) == ("bad-value", "error")
    case = suites.find("*/testcase[@name='p']")
    assert (case.get("file"), case.get("line")) == (str(path), "3")


def test_a_scenario_file_is_listed_at_the_line_of_the_fact(listed, scenarios, tmp_path):
    path = shutil.copy(scenarios / "novel.yaml", tmp_path / "novel.yaml")
    lines = (tmp_path / "novel.yaml").read_text().splitlines()
    _, log, _ = listed(path, "--fail-on", "permitted")
    found = list(places(log))
    assert found
    for (file, line, column), result in found:
        assert file == str(path)
        if "decided by" in result["message"]["text"]:
            name = lines[line - 1][column - 1 :].partition(":")[0]
            assert "." in name


def test_the_gate_decides_the_exit_code(fairuse, tmp_path):
    path = write(tmp_path / "t.jsonl", [GOOD, GOOD])
    assert fairuse("batch", path, "-o", tmp_path / "o.csv", "--fail-on", "uncertain").code == 0
    ran = fairuse("batch", path, "-o", tmp_path / "o.csv", "--fail-on", "permitted", "--quiet")
    assert ran.code == 1
    *lines, last = ran.err.splitlines()
    assert last == "2 answers at permitted or worse"
    assert [line.split(": ")[:2] for line in lines] == [[f"{path}:{n}:1", f"row {n}"] for n in (1, 2)]
    ran = fairuse("batch", path, "-o", tmp_path / "o.csv", "--fail-on", "permited")
    assert (ran.code, ran.err.startswith("--fail-on: error no standing 'permited'; did you mean 'permitted'?")) == (
        2,
        True,
    )


def test_no_more_is_listed_than_is_shown(listed, tmp_path, monkeypatch):
    monkeypatch.setattr("fairuse.cli.batch.MOST_LISTED", 3)
    _, log, suites = listed(write(tmp_path / "t.jsonl", [PIRATE] * 5), "--fail-on", "uncertain")
    assert (log["properties"]["answers"], log["properties"]["listed"]) == (5, 3)
    assert suites.find("*/testcase[@name='2 answers that are not listed']") is not None


def test_text_that_xml_cannot_hold(listed, tmp_path):
    _, log, suites = listed(write(tmp_path / "t.jsonl", [{"id": "a\x00\x1b", "act": "no\ud800"}]))
    assert suites.find("*/testcase").get("name") == "a\ufffd\ufffd"
    assert log["results"][0]["ruleId"] == "unknown-act"


def test_the_terms_of_a_proof_come_nearest_first(kb):
    text = "title: T\nworks: {w: {}}\nacts: [{act: training, works: w, facts: {use.purpose: new, copy.words: 3}}]"
    use = uses_of(parse_scenario(text, kb), kb)[0]
    asked = posed(use, kb, "2026-11-24", None)
    terms = failures.rests_on(infer(asked.rows()[0], asked.program), asked.program.conclusion)
    assert terms.index("xx.purpose") < terms.index("use.purpose")


def test_one_row_is_explained_in_full(fairuse, tmp_path):
    path = write(tmp_path / "t.jsonl", [GOOD, {**PIRATE, "id": "p", "works": "Novels"}, {"act": "no"}])
    ran = fairuse("batch", path, "--explain", "p")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "p Novels")
    assert "copy.source" in ran.out or "pirate" in ran.out
    assert fairuse("batch", path, "--explain", "2").out == ran.out
    ran = fairuse("batch", path, "--explain", "3")
    assert (ran.code, ran.err.startswith(f"{path}:3:1: error there is no act 'no'")) == (2, True)
    ran = fairuse("batch", path, "--explain", "7")
    assert (ran.code, ran.err) == (
        2,
        "--explain: error there is no row '7': no id, and no number from 1 to 3 [bad-option]\n",
    )
