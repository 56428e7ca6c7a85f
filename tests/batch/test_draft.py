"""A first mapping for a table with names of its own: what is clear is placed, nothing is guessed in silence."""

from __future__ import annotations

from fairuse.batch.draft import draft
from fairuse.batch.mapping import load_mapping
from tests import installed

TABLE = """\
dataset,License,Copy Source,aim,charity,copy.words,url
a,mit,pirate,new,true,12,https://x
b,cc0-1.0,Bought!,further,false,1000,https://y
c,,n/a,new,,,https://z
"""


def test_what_is_clear_is_placed_and_the_rest_is_asked(kb, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE)
    drafted = draft([tmp_path / "t.csv"], kb)
    assert drafted.placed == ("dataset", "License", "Copy Source", "aim", "charity", "copy.words")
    assert drafted.unplaced == ("url",)
    lines = drafted.text.splitlines()
    assert "  dataset: works" in lines
    assert "  License: terms.name" in lines  # the one fact that is the name of a licence
    assert "  aim: use.purpose" in lines  # by its values alone
    assert "  charity: who.nonprofit" in lines  # a synonym
    assert '      "Bought!": bought   # 1 rows; a guess' in lines
    assert "  - url   # 3 values: https://x, https://y, https://z" in lines
    assert lines[-1] == 'empty: ["n/a"]'


def test_a_draft_is_a_mapping_once_the_act_is_named(fairuse, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE)
    ran = fairuse("batch", tmp_path / "t.csv", "--init", tmp_path / "m.yaml")
    assert (ran.code, ran.err) == (0, "6 columns placed; not placed: url\n")
    ran = fairuse("batch", tmp_path / "t.csv", "-m", tmp_path / "m.yaml", "-o", tmp_path / "o.csv")
    assert (ran.code, "act has no value; say what is so of every row" in ran.err) == (2, True)
    text = (tmp_path / "m.yaml").read_text().replace("act: ~", "act: training")
    (tmp_path / "m.yaml").write_text(text)
    ran = fairuse("batch", tmp_path / "t.csv", "-m", tmp_path / "m.yaml", "-o", tmp_path / "o.csv")
    assert (ran.code, ran.err) == (0, "3 answers, 0 errors\n")
    ran = fairuse("batch", tmp_path / "t.csv", "--init", tmp_path / "m.yaml")
    assert (ran.code, ran.err.startswith("--init: error ")) == (2, True)
    assert (tmp_path / "m.yaml").read_text() == text


def test_licences_are_known_by_their_names(tmp_path):
    kb = installed.law()
    (tmp_path / "t.jsonl").write_text('{"license": "cc0-1.0", "act": "training"}\n{"license": "mit", "act": "model"}\n')
    drafted = draft([tmp_path / "t.jsonl"], kb)
    assert drafted.placed == ("license", "act")
    (tmp_path / "m.yaml").write_text(drafted.text)
    assert kb.facts[load_mapping(tmp_path / "m.yaml", kb).columns["license"].means].type == "licence"


def test_a_column_named_as_a_fact_is_placed_though_its_cells_are_called_otherwise(kb, tmp_path):
    (tmp_path / "t.csv").write_text(
        "act,Copy Source,url\noutput,mystery,https://a.example\noutput,riddle,https://b.example\n"
    )
    drafted = draft([tmp_path / "t.csv"], kb)
    assert (drafted.placed, drafted.unplaced) == (("act", "Copy Source"), ("url",))
    assert "mystery: unknown   # 1 rows; not placed" in drafted.text
