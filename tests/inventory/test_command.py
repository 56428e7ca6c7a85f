"""``fairuse import``, and inventories given to a batch."""

from __future__ import annotations

import json

import pytest

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
    assert (tmp_path / "out.csv").exists()


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
