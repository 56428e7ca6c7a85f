"""``fairuse import``, and inventories given to a batch."""

from __future__ import annotations

import csv
import json

import pytest

from fairuse.knowledge import data_dir

#: Those of the tests know no licences.
SHIPPED = data_dir("rules")
CARD = "---\nlicense: mit\npretty_name: A\n---\n"


@pytest.fixture
def cards(tmp_path):
    folder = tmp_path / "cards"
    for name in ("one", "two"):
        (folder / name).mkdir(parents=True)
        (folder / name / "README.md").write_text(CARD)
    return folder


def test_a_folder_of_cards_becomes_a_scenario_that_can_be_assessed(fairuse, cards, tmp_path):
    ran = fairuse("import", cards, "-o", tmp_path / "s.yaml", "--act", "output")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("2 sources: 0 facts told")  # the rules of the tests know no licences
    assert fairuse("assess", tmp_path / "s.yaml").code == 0


def test_a_table_of_uses_goes_into_a_batch(fairuse, cards, tmp_path):
    ran = fairuse("import", cards, "-f", "jsonl", "--act", "output", "--quiet")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["one", "two"]
    assert fairuse("batch", "-", "-o", "-", "-q", stdin=ran.out.encode()).code == 0


def test_cards_go_straight_into_a_batch_and_it_can_be_gone_on_with(fairuse, cards, tmp_path):
    out = tmp_path / "out.csv"
    ran = fairuse("batch", cards, "-o", out, "--act", "output")
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "2 answers, 0 errors")
    uses = tmp_path / "out.uses.jsonl"
    before = uses.stat().st_mtime_ns
    assert [json.loads(line)["works"] for line in uses.read_text().splitlines()] == ["one", "two"]
    first = out.read_bytes()
    assert fairuse("batch", cards, "-o", out, "--act", "output", "--resume").code == 0
    assert (out.read_bytes(), uses.stat().st_mtime_ns) == (first, before)


def test_scenarios_beside_cards_are_answered_too(fairuse, cards, tmp_path, scenarios):
    (cards / "s.yaml").write_bytes((scenarios / "novel.yaml").read_bytes())
    assert fairuse("batch", cards, "-o", tmp_path / "out.csv", "--act", "output").err.endswith("5 answers, 0 errors\n")


def test_what_cannot_be_read_ends_with_1_and_the_rest_is_done(fairuse, cards, tmp_path):
    (cards / "two" / "README.md").write_text("---\nlicense: [\n---\n")
    ran = fairuse("import", cards, "-o", tmp_path / "s.yaml", "--act", "output")
    assert (ran.code, "two/README.md" in ran.err, (tmp_path / "s.yaml").exists()) == (1, True, True)
    assert fairuse("batch", cards, "-o", tmp_path / "out.csv", "--act", "output").code == 1
    with (tmp_path / "out.csv").open(newline="") as stream:
        one, two = csv.DictReader(stream)
    assert (one["id"], one["error"], two["id"], two["works"]) == ("one", "", "two", "two")
    assert f"cannot be read: {cards.as_posix()}/two/README.md:3:1: not valid YAML" in two["error"]


def test_a_summary_lists_the_sources_to_look_at(fairuse, tmp_path):
    said = {
        "clear": "license: mit",
        "differs": "license: mit\nsource_datasets: [none/copyleft]",
        "none": "language: en",
        "none/copyleft": "license: gpl-3.0",
        "several": "license: [mit, gpl-3.0]",
        "unread": "license: [",
        "vague": "license: other",
    }
    for name, head in said.items():
        (tmp_path / "cards" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "cards" / name / "README.md").write_text(f"---\npretty_name: A\n{head}\n---\n")
    words = ["batch", tmp_path / "cards", "-o", tmp_path / "o.csv", "--report", tmp_path / "r.md", "--regime", "us"]
    ran = fairuse(*words, "--rules", SHIPPED)
    assert ran.code == 1
    text = (tmp_path / "r.md").read_text()
    assert text.startswith("# Summary of cards\n")
    listed = text.partition("## Sources to look at")[2].partition("##")[0]
    assert "5 of 7 sources" in listed
    named = [line.split("|")[1].strip() for line in listed.splitlines() if line.startswith("| ")][2:]
    assert named == ["unread", "differs", "none", "several", "vague"]


def test_logs_name_no_licence_and_are_not_asked_for_one(fairuse, tmp_path):
    (tmp_path / "crawl.csv").write_text("url,robots\nhttps://a.example/x,disallow\n")
    ran = fairuse("import", tmp_path / "crawl.csv", "-o", tmp_path / "s.yaml", "--rules", SHIPPED)
    assert (ran.code, "licence" in ran.err) == (0, False)


def test_a_card_is_explained_by_the_name_of_its_row(fairuse, cards):
    ran = fairuse("batch", cards, "--act", "output", "--explain", "two")
    assert (ran.code, ran.out.split()[0]) == (0, "two")
    assert "no number from 1 to 2" in fairuse("batch", cards, "--act", "output", "--explain", "3").err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["import", "--act", "ouput"], "--act: error there is no act 'ouput'; did you mean 'output'?"),
        (["import", "-o", "x.xml"], "--output: error no format 'xml' here"),
        (["import", "--where", "xy"], "--where: error"),
        (["batch", "-o", "-"], "--output: error inventories become a table beside the output"),
    ],
)
def test_an_option_that_is_wrong(words, line, fairuse, cards):
    ran = fairuse(words[0], cards, *words[1:])
    assert ran.code == 2
    assert ran.err.startswith(line)
