"""One broken file per mistake, beside the exact lines that are said about it.

A new or changed line is accepted with ``FAIRUSE_ACCEPT=1 python -m pytest tests/test_bad.py``; then read the diff.
"""

from __future__ import annotations

import os
import re
import shutil
import tracemalloc
from pathlib import Path

import pytest

import fairuse
from fairuse import checks
from fairuse.kb.load import read_kb
from fairuse.scenario.file import load_scenario
from fairuse.source import yamlsource
from fairuse.source.errors import FairuseError
from tests.conftest import TESTS

BAD = TESTS / "bad"
ACCEPT = os.environ.get("FAIRUSE_ACCEPT") == "1"


def broken(folder):
    return [pytest.param(path, id=path.stem) for path in sorted((BAD / folder).glob("*.yaml"))]


def compare(path, problems):
    said = "".join(f"{line}\n" for line in problems)
    expected = path.with_suffix(".expected")
    if ACCEPT:
        expected.write_text(said)
    wanted = expected.read_text() if expected.exists() else ""
    assert said == wanted, (
        f"{path.name} is described otherwise than {expected.name} says; if the new words are right: "
        "FAIRUSE_ACCEPT=1 python -m pytest tests/test_bad.py"
    )
    assert said, f"{path.name} is not broken"


def problems_of_scenario(path, kb):
    with pytest.raises(FairuseError) as caught:
        load_scenario(path, kb, shown=path.name)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("path", broken("scenario"))
def test_scenario(path, kb):
    compare(path, problems_of_scenario(path, kb))


@pytest.mark.parametrize("path", broken("rules"))
def test_rules(path, kb_dir, tmp_path):
    root = tmp_path / "kb"
    shutil.copytree(kb_dir, root)
    shutil.copy(path, root)
    loaded = read_kb(root)
    problems = list(loaded.problems) or checks.run(loaded)
    compare(path, [str(problem).replace("kb/", "") for problem in problems])


def test_nothing_is_expected_of_a_file_that_is_gone():
    expected = {p.with_suffix("") for p in BAD.rglob("*.expected")}
    assert expected == {p.with_suffix("") for p in BAD.rglob("*.yaml")}


def test_every_code_that_checks_and_readers_can_give_is_shown_by_some_file():
    source = Path(fairuse.__file__).parent
    text = "".join(p.read_text() for p in [*source.glob("checks/*.py"), *source.glob("kb/*.py")])
    text += "".join(p.read_text() for p in [*source.glob("source/*.py"), *source.glob("scenario/*.py")])
    codes = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)+)"', text))
    shown = set(re.findall(r"\[([a-z0-9-]+)\]$", "".join(p.read_text() for p in BAD.rglob("*.expected")), re.M))
    # shown by the tests of the command line, of files, of citations, of unasked facts, of persons and of renaming
    elsewhere = {"bad-argument", "not-written", "no-such-folder", "no-rules", "no-eyecite"}
    elsewhere |= {"unasked-fact", "unknown-licence", "not-renamed", "two-persons"}
    assert codes - shown - elsewhere - {"utf-8-sig"} == GENERATED_CODES
    assert len(shown) > 30


GENERATED_CODES = {"is-directory", "no-permission", "no-such-file", "not-utf-8", "too-large"}
GOOD = "title: Töne\nworks: {texts: {}}\nacts: [{act: training, works: texts}]\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(GOOD.encode("latin-1"), "x.yaml:1:9: error not UTF-8 text; save the file as UTF-8", id="latin-1"),
        pytest.param("é".encode() + b"\xff", "x.yaml:1:2: error not UTF-8 text; save the file as UTF-8", id="column"),
        pytest.param(
            GOOD.encode("utf-16"), "x.yaml:1:1: error not UTF-8 text but UTF-16; save the file as UTF-8", id="utf-16"
        ),
        pytest.param(
            b"title: \xed\xa0\x80\n", "x.yaml:1:8: error not UTF-8 text; save the file as UTF-8", id="raw surrogate"
        ),
    ],
)
def test_not_utf_8(data, line, kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    assert problems_of_scenario(path, kb) == [f"{line} [not-utf-8]"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"title: a\nworks: \0\n", "x.yaml:2:1: error this is not a text file (it has control characters) [binary]"),
        (b"\x89PNG\r\n\x1a\n", "x.yaml:2:1: error this is not a text file (it has control characters) [binary]"),
        (b"\x7fELF\x02\x01\0", "x.yaml:1:1: error this is not a text file (it has control characters) [binary]"),
        (b"a: \xef\xbf\xbe\n", "x.yaml:1:4: error not valid YAML: the character U+FFFE is not allowed [syntax]"),
        (b"a: 1\nb: \x7f\n", "x.yaml:2:4: error not valid YAML: the character U+007F is not allowed [syntax]"),
        (b"\n \n", "x.yaml: error the file is empty [empty]"),
    ],
)
def test_not_text(data, line, kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    assert problems_of_scenario(path, kb) == [line]


def test_a_lone_surrogate_written_as_an_escape(kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(r'title: "\ud800"')
    (line,) = problems_of_scenario(path, kb)
    assert line.startswith("x.yaml:1:")
    assert line.endswith("[syntax]")


def test_a_file_of_50_mb_is_refused_without_being_read_to_the_end(kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"title: a film, frame by frame\n" * (50_000_000 // 30))
    tracemalloc.start()
    try:
        assert problems_of_scenario(path, kb) == ["x.yaml: error larger than 4 MB; is this the right file? [too-large]"]
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_too_many_values(kb, tmp_path, monkeypatch):
    monkeypatch.setattr(yamlsource, "MAX_NODES", 1000)
    path = tmp_path / "x.yaml"
    path.write_text("title: [" + "0," * 1001 + "]")
    assert problems_of_scenario(path, kb) == ["x.yaml:1:2005: error more than 1,000 values [too-large]"]


def test_deep_nesting_costs_no_more_than_shallow(kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("title: " + "[" * 1_000_000)
    assert problems_of_scenario(path, kb) == [
        "x.yaml:1:1007: error not valid YAML: nested more than 40 levels deep [syntax]"
    ]


def test_a_folder(kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.mkdir()
    assert problems_of_scenario(path, kb) == ["x.yaml: error this is a folder; a file is needed [is-directory]"]


def test_no_such_file(kb, tmp_path):
    assert problems_of_scenario(tmp_path / "x.yaml", kb) == ["x.yaml: error there is no such file [no-such-file]"]


def test_no_permission(kb, tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_text(GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything

        def refuse(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    assert problems_of_scenario(path, kb) == ["x.yaml: error no permission to read this file [no-permission]"]


def test_a_name_with_a_nul(kb):
    (line,) = problems_of_scenario(Path("x\0.yaml"), kb)
    assert line == "x\0.yaml: error cannot be read: embedded null byte [unreadable]"


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")], ids=["BOM", "CRLF"])
def test_what_windows_editors_do_is_accepted(change, kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(change(GOOD).encode())
    assert load_scenario(path, kb).title == "Töne"


def test_a_very_long_line_is_accepted(kb, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(GOOD.replace("Töne", "Töne " * 500_000), encoding="utf-8")
    assert len(load_scenario(path, kb).title) == 2_499_999
