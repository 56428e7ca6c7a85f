"""``fairuse migrate``: what is written where, and that a file is written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from fairuse.kb.model import Migration
from fairuse.receipt import migrate
from tests.conftest import TESTS

REAL = TESTS / "data/reports/novel.version-1.json"
OVER = "carried over from format version 1 to 2"
ALREADY = "of format version 2 already; nothing to carry over"


@pytest.fixture
def old(tmp_path):
    return shutil.copy(REAL, tmp_path / "old.json")


@pytest.fixture
def bad(tmp_path):
    raw = json.loads(REAL.read_text())
    raw["uses"][1]["range_is"] = "sampled"
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(raw))
    return path


def said(*lines):
    return "".join(f"{line}\n" for line in lines)


def test_a_report_is_written_where_it_is_asked_for(fairuse, old, tmp_path):
    printed = fairuse("migrate", old)
    assert (printed.code, printed.err) == (0, said(f"{old}: {OVER}"))
    assert json.loads(printed.out)["format_version"] == 2
    assert fairuse("migrate", old, "-o", tmp_path / "new.json") == type(printed)(0, "", printed.err)
    assert (tmp_path / "new.json").read_text() == printed.out
    assert old.read_bytes() == REAL.read_bytes()
    ran = fairuse("migrate", "-", stdin=old.read_bytes())
    assert (ran.code, ran.out, ran.err) == (0, printed.out, said(f"<stdin>: {OVER}"))
    assert fairuse("verify", tmp_path / "new.json").code == 0


def test_in_place_and_once_more(fairuse, old, scenarios, tmp_path):
    scenario = shutil.copy(scenarios / "novel.yaml", tmp_path / "s.yaml")
    old.chmod(0o640)
    ran = fairuse("migrate", old, scenario, "--in-place")
    assert (ran.code, ran.out, ran.err) == (0, "", said(f"{old}: {OVER}", f"{scenario}: nothing to carry over"))
    assert fairuse("verify", old).code == 0
    assert old.stat().st_mode & 0o777 == 0o640
    before = [(path.read_bytes(), path.stat().st_ino) for path in (old, scenario)]  # not even written anew
    ran = fairuse("migrate", old, scenario, "--in-place")
    assert (ran.code, ran.err) == (0, said(f"{old}: {ALREADY}", f"{scenario}: nothing to carry over"))
    assert [(path.read_bytes(), path.stat().st_ino) for path in (old, scenario)] == before


def test_what_is_of_today_goes_through_a_pipe_as_it_is(fairuse, old, scenarios):
    today = fairuse("migrate", old).out
    ran = fairuse("migrate", "-", stdin=today.encode())
    assert (ran.code, ran.out, ran.err) == (0, today, said(f"<stdin>: {ALREADY}"))
    text = "\ufeff" + (scenarios / "novel.yaml").read_text().replace("\n", "\r\n")
    assert fairuse("migrate", "-", "-o", "-", stdin=text.encode()).out == text


def test_a_file_that_cannot_be_carried_is_left_and_the_rest_is_done(fairuse, old, bad, tmp_path):
    (tmp_path / "no.yaml").write_text("title: T\n")
    before = bad.read_bytes()
    ran = fairuse("migrate", bad, tmp_path / "no.yaml", tmp_path / "none.json", old, "--in-place")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"{old}: {OVER}",
        f"{bad}: error uses[1].range_is: the range was sampled, and may be wider than it says; "
        "assess the scenario anew [not-carried]",
        f"{tmp_path}/no.yaml:1:1: error this is neither a scenario nor a decided case (it has no list of acts), "
        "nor a saved assessment [bad-file]",
        f"{tmp_path}/none.json: error there is no such file [no-such-file]",
    ]
    assert bad.read_bytes() == before
    assert json.loads(old.read_text())["format_version"] == 2


def test_nothing_is_written_for_a_file_that_cannot_be_carried(fairuse, bad, tmp_path):
    (tmp_path / "out.json").write_text("before")
    ran = fairuse("migrate", bad, "-o", tmp_path / "out.json")
    assert (ran.code, ran.out) == (2, "")
    assert (tmp_path / "out.json").read_text() == "before"
    assert fairuse("migrate", bad).out == ""
    assert (
        fairuse("migrate", bad.parent).err == f"{bad.parent}: error this is a folder; a file is needed [is-directory]\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_cannot_be_written(fairuse, old, tmp_path):
    tmp_path.chmod(0o500)
    ran = fairuse("migrate", old, "--in-place")
    tmp_path.chmod(0o700)
    assert (ran.code, "cannot be written" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["a", "--in-place", "-o", "b"], "--in-place: error leave out --output; the files themselves are written"),
        (["-", "--in-place"], "--in-place: error standard input has no place to be written to; leave out '-'"),
        (["a", "b"], "FILE: error several files are carried over with --in-place; without it, name one"),
        (["a", "b", "-o", "c"], "FILE: error several files are carried over with --in-place; without it, name one"),
    ],
)
def test_usage(words, line, fairuse):
    ran = fairuse("migrate", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{line} [bad-option]\n")


def test_names_that_are_others_today(fairuse, scenarios, tmp_path, monkeypatch):
    gone = {"copy.origin": Migration(id="copy.origin", on="2026-01-01", today="copy.source")}

    def carried(data, name, kb):
        return migrate_file(data, name, kb.model_copy(update={"migrations": gone}))

    migrate_file = migrate.carried
    monkeypatch.setattr(migrate, "carried", carried)
    path = tmp_path / "s.yaml"
    text = (scenarios / "novel.yaml").read_text()
    path.write_text(text.replace("copy.source", "copy.origin"))
    ran = fairuse("migrate", path, "--in-place")
    assert (ran.code, ran.err) == (0, f"{path}: carried over to the names of today\n")
    assert path.read_text() == text
