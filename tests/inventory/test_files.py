"""Each kind of foreign file: what is said becomes facts with who says it, what is not said stays unknown."""

from __future__ import annotations

import json

import pytest

from fairuse.inventory.reader import is_inventory, read_inventory
from fairuse.inventory.uses import rows_of, scenario_of
from fairuse.scenario.file import read_scenario
from fairuse.scenario.model import dump_scenario
from fairuse.source.errors import FairuseError
from tests import installed

CARD = """---
license: {tag}
language: [en, no]
size_categories:
- 10K<n<100K
{more}---
# A set

## Licensing Information

{words}
"""


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture
def read(tmp_path, kb):
    """What files of these names and contents list."""

    def reading(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
        return read_inventory([tmp_path / name for name in files], kb)

    return reading


def card(tag="cc-by-4.0", more="", words="None."):
    return CARD.format(tag=tag, more=more, words=words)


def only(found):
    (material,) = found.materials
    return {fact: given.value for fact, given in material.facts.items()}


def codes(found):
    return [problem.code for problem in found.problems]


def test_a_tag_is_the_word_of_the_uploader(read):
    found = read({"own/set/README.md": card()})
    given = found.materials[0].facts
    assert only(found) == {"licence.id": "cc-by-4.0", "licence.given_by": "uploader"}
    assert given["licence.id"].quote == "cc-by-4.0"
    assert given["licence.id"].note.endswith("README.md:2")
    assert "the word of whoever uploaded" in given["licence.given_by"].note


@pytest.mark.parametrize("tag", ["other", "unknown", "[]", "null"])
def test_what_is_not_said_stays_unknown_and_is_never_none(tag, read):
    assert only(read({"c.md": card(tag)})).get("licence.id", "unknown") == "unknown"


def test_a_name_stands_in_for_other_and_is_told_apart_if_it_is_not_known(read):
    found = read({"c.md": card("other", "license_name: llama2\nlicense_link: LICENSE\n")})
    assert only(found)["licence.id"] == "llama-2"
    found = read({"d.md": card("other", "license_name: house-terms-1\nlicense_link: LICENSE\n")})
    assert (only(found)["licence.id"], codes(found)) == ("house-terms-1", ["not-known-here"])
    found = read({"e.md": card("other", "license_link: LICENSE\n")})
    assert only(found) == {"licence.id": "unknown"}


def test_a_tag_for_several_licences_says_which_they_may_be(read):
    found = read({"c.md": card("cc")})
    assert "'cc' is some Creative Commons licence" in str(found.problems[0])


def test_several_licences_are_no_licence_for_all(read):
    found = read({"c.md": card("[mit, cc-by-4.0]")})
    assert only(found)["licence.id"] == "unknown"
    assert "which holds for which part is not said" in found.materials[0].facts["licence.id"].note


def test_a_card_whose_text_says_otherwise_than_its_tag(read):
    found = read({"c.md": card(words="[CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/)")})
    given = found.materials[0].facts["licence.id"]
    assert (given.value, codes(found)) == ("unknown", ["sources-differ"])
    assert "cc-by-4.0 (the card's tag" in given.note
    assert "cc-by-nc-4.0 (the card's text" in given.note


def test_a_gate_leaves_open_whether_it_binds_and_keeps_its_words(read):
    found = read({"c.md": card(more="extra_gated_prompt: You agree not to train models.\n")})
    given = found.materials[0].facts["contract.bans_analysis"]
    assert (given.value, given.quote) == ("unknown", "You agree not to train models.")


def test_tags_tell_what_machines_made_and_what_is_code(read):
    facts = only(read({"c.md": card(more="tags: [synthetic, code, legal]\nlanguage_creators: [machine-generated]\n")}))
    assert facts["model.trained_on_outputs"] is True
    assert facts["work.kind"] == "software"
    assert facts["work.human_authorship"] == "unknown"


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/", "cc-by-sa-4.0"),
        ({"@type": "CreativeWork", "name": "MIT", "url": "https://opensource.org/licenses/MIT"}, "mit"),
        (["cc-by-4.0"], "cc-by-4.0"),
        ("other", "unknown"),
    ],
)
def test_croissant(said, id_, read):
    content = {
        "@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
        "@type": "sc:Dataset",
        "name": "A set",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "license": said,
        "sdLicense": "https://www.apache.org/licenses/LICENSE-2.0",
        "rai:personalSensitiveInformation": ["Gender", "Age"],
        "distribution": [],
    }
    found = read({"croissant.json": content})
    facts = only(found)
    assert facts["licence.id"] == id_
    assert facts["work.personal_data"] == "unknown"  # sensitive data are named, and whether persons can be told is not
    assert found.materials[0].facts["work.personal_data"].quote == "Gender, Age"


def test_a_card_and_a_manifest_of_one_set_are_put_together(read):
    manifest = {"@type": "Dataset", "name": "Set", "url": "https://huggingface.co/datasets/own/set", "license": "mit"}
    found = read({"datasets--own--set/README.md": card("cc-by-4.0"), "m.json": manifest})
    assert len(found.materials) == 1
    assert codes(found) == ["sources-differ"]
    found = read({"datasets--own--set/README.md": card("mit"), "m.json": manifest})
    assert (only(found)["licence.id"], codes(found)) == ("mit", [])


def test_a_collection_keeps_what_its_sources_say_differently(read):
    part = {
        "Unique Dataset Identifier": "a",
        "Dataset Name": "A",
        "Licenses": [{"License": "Various", "License URL": "https://example.com"}],
        "Text Sources": ["reddit"],
        "Model Generated": ["Some Model"],
        "Mean": float("nan"),
        "Inferred Metadata": {"GitHub License": "Apache License 2.0", "HF Yaml License": "CC BY 4.0"},
    }
    found = read({"c.json": {"a": part}})
    assert only(found)["model.trained_on_outputs"] is True
    assert only(found)["licence.id"] == "unknown"
    assert "sources-differ" in codes(found)
    part["Inferred Metadata"] = {"GitHub License": "", "HF Yaml License": ""}
    part["Licenses"] = [{"License": "MIT License", "License URL": ""}]
    assert only(read({"c.json": {"a": part}}))["licence.id"] == "mit"


def bill(declared, concluded, sensitive="no"):
    names = {"d": "https://x/d", "l": "https://x/l", "m": "https://x/m"}
    return {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "dataset_DatasetPackage", "spdxId": names["d"], "name": "D",
             "dataset_hasSensitivePersonalInformation": sensitive, "dataset_datasetType": ["audio"]},
            {"type": "simplelicensing_LicenseExpression", "spdxId": names["l"],
             "simplelicensing_licenseExpression": declared},
            {"type": "simplelicensing_LicenseExpression", "spdxId": names["m"],
             "simplelicensing_licenseExpression": concluded},
            {"type": "Relationship", "spdxId": "r", "relationshipType": "hasDeclaredLicense", "from": names["d"],
             "to": [names["l"]]},
            {"type": "Relationship", "spdxId": "s", "relationshipType": "hasConcludedLicense", "from": names["d"],
             "to": [names["m"]]},
        ],
    }  # fmt: skip


def test_a_bill_of_materials(read):
    found = read({"b.json": bill("CC-BY-4.0", "CC-BY-4.0")})
    assert only(found) == {"licence.id": "cc-by-4.0", "licence.given_by": "uploader", "work.kind": "sound_recording"}
    assert only(read({"b.json": bill("MIT", "NOASSERTION", "yes")})) == {
        "licence.id": "mit", "licence.given_by": "uploader", "work.personal_data": True, "work.kind": "sound_recording"
    }  # fmt: skip
    found = read({"b.json": bill("MIT", "Apache-2.0")})
    assert (only(found)["licence.id"], codes(found)) == ("unknown", ["sources-differ"])


def test_a_crawl_log_site_by_site(read):
    rows = [
        "url,robots.txt,TDM-Reservation,ai_txt,rsl",
        "https://www.a.example/1,disallow,1,,404",
        "https://a.example/2,disallow,1,,404",
        "https://a.example/3,allow,,,",
        "https://b.example/,maybe,0,,",
        "https://c.example/,,,disallow,found",
        ",allow,,,",
    ]
    found = read({"crawl.csv": "\n".join(rows)})
    facts = {(m.name, m.line): {f: g.value for f, g in m.facts.items()} for m in found.materials}
    assert facts["a.example", 2] == {
        "reservation.robots_txt": True,
        "reservation.any": True,
        "reservation.in_place": True,
        "reservation.covers_use": True,
        "reservation.tdmrep": True,
        "reservation.rsl": False,
    }
    assert facts["a.example", 4] == {
        "reservation.robots_txt": False
    }  # that nothing reserves is for who looked all over
    assert facts["b.example", 5] == {"reservation.tdmrep": False}
    assert facts["c.example", 6]["reservation.other_signal"] is True
    assert facts["c.example", 6]["reservation.rsl"] is True
    assert "2 lines say so" in found.materials[0].facts["reservation.tdmrep"].note
    assert [(p.code, p.severity, p.location.line) for p in found.problems] == [
        ("bad-row", "error", 7), ("not-understood", "warning", 5)
    ]  # fmt: skip


def test_measured_extraction_is_given_with_the_measurement(read):
    rows = [
        "work,longest_words,share_extracted,prompts,method",
        "Alpha,0,,1000,prefix of 50",
        "Beta,0,,,prefix of 50",
        "Gamma,50,,10,p",
        "Gamma,51,,10,p",
        "Delta,300,0.9,10,p",
        "Epsilon,many,,10,p",
    ]
    found = read({"m.csv": "\n".join(rows)})
    given = {m.name: m.facts.get("model.extraction") for m in found.materials}
    assert {name: one and one.value for name, one in given.items()} == {
        "Alpha": "none_found",
        "Beta": "unknown",  # nothing found in no tries
        "Gamma": "passages",
        "Delta": "whole_works",
        "Epsilon": None,
    }
    assert given["Alpha"].known == "measured"
    assert "method: prefix of 50" in given["Alpha"].quote
    assert codes(found) == ["not-understood"]


def test_a_measurement_joins_the_set_of_that_name(read):
    found = read({"alpha.md": card(), "m.csv": "work,extraction,prompts\nAlpha,passages,5\n"})
    assert only(found)["model.extraction"] == "passages"


def test_what_is_made_from_a_set_under_other_terms_is_said(read):
    found = read({"a__b.md": card("cc-by-nc-4.0"), "c.md": card("mit", "source_datasets: [extended|a/b]\n")})
    assert codes(found) == ["other-than-its-source"]
    assert "c is made from a/b, of which licence.id is cc-by-nc-4.0, and comes with mit" in str(found.problems[0])


def test_a_folder_is_searched_for_what_is_meant(tmp_path, kb):
    for name, content in {
        "a/README.md": card(),
        "a/notes.md": "# Notes\n",
        "b/data.json": "[1, 2]",
        "c/README.md": "no head",
        "page.md": "---\nlayout: post\n---\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    found = read_inventory([tmp_path], kb)
    assert [m.name for m in found.materials] == ["a"]
    assert [(p.code, p.location.path) for p in found.problems] == [("no-head", f"{tmp_path}/c/README.md")]
    assert is_inventory(tmp_path)
    assert not is_inventory(tmp_path / "c")
    with pytest.raises(FairuseError, match="there is no such file or folder"):
        read_inventory([tmp_path / "none"], kb)


def test_it_becomes_a_scenario_that_reads_back_and_rows_of_a_table(read, kb, tmp_path):
    found = read({"a.md": card(), "b/a.md": card("other"), "m.csv": "work,longest_words,prompts\n=1+1,60,5\n"})
    scenario = scenario_of(found, "training", ("us",), "T")
    path = tmp_path / "s.yaml"
    path.write_text(dump_scenario(scenario))
    read_back = read_scenario(path, kb, name="s.yaml")
    assert read_back.scenario == scenario
    assert list(scenario.works) == ["a", "a-2", "1-1"]
    rows = [json.loads(line) for line in rows_of(found, "training", ())]
    assert rows[0] == {"id": "a", "act": "training", "works": "a", "licence.id": "cc-by-4.0",
                       "licence.given_by": "uploader"}  # fmt: skip
    assert rows[1]["licence.id"] == "unknown"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.md", b"# no head", "no-head"),
        ("a.md", b"---\nlicense: [mit\n---\n", "syntax"),
        ("a.md", b"---\nlicense: mit\nlicense: gpl\n---\n", "duplicate-key"),
        ("a.md", b"---\n- mit\n---\n", "no-head"),
        ("a.md", b"---\nlicense: \xff\n---\n", "not-utf-8"),
        ("a.json", b"{", "bad-json"),
        ("a.json", b'{"license": "mit", "license": "gpl"}', "bad-json"),
        ("a.json", b"[" * 100_000, "too-deep"),
        ("a.json", b"\xff", "not-utf8"),
        ("a.json", b'{"name": "package"}', "not-known-here"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"a,b\n1,2\n", "not-known-here"),
        ("a.csv", b'url,robots\n"a', "bad-csv"),
        ("a.csv", b"url,robots\na,b,c\n", "ragged"),
        ("a.csv", b"url,robots\n\xff,allow\n", "not-utf8"),
        ("a.csv", b"url,robots\nhttp://[::1,allow\n", "bad-row"),
        ("a.jsonl", b"[1]\n", "bad-row"),
        ("a.jsonl", b'{"url": "a.example", "robots": NaN}\n{"url": \n', "bad-row"),
    ],
)
def test_what_cannot_be_read_is_a_problem_in_its_place(name, data, code, tmp_path, kb):
    (tmp_path / name).write_bytes(data)
    problems = read_inventory([tmp_path / name], kb).problems
    assert code in [problem.code for problem in problems]
    assert all(problem.location.path == f"{tmp_path}/{name}" for problem in problems)
