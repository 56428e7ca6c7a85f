"""Watching: saved scenarios are assessed again, and what moved is listed."""

from __future__ import annotations

import json
import os
import shutil

import pytest

GOOD = "title: T\nworks: {w: {}}\nfacts: {who.nonprofit: true, copy.words: 10}\nacts: [{act: output, works: w}]\n"


@pytest.fixture
def folder(tmp_path, scenarios):
    root = tmp_path / "in"
    (root / "sub").mkdir(parents=True)
    shutil.copy(scenarios / "novel.yaml", root / "novel.yaml")
    (root / "sub/t.yaml").write_text(GOOD)
    return root


def states(ran):
    return {e["scenario"].rsplit("/", 1)[1]: e["state"] for e in json.loads(ran.out)["scenarios"]}


def test_scenarios_without_a_report_get_one_only_if_asked(fairuse, folder):
    ran = fairuse("watch", folder)
    assert (ran.code, ran.err) == (0, "")
    assert "0 of 2 scenarios moved; 2 without a saved report (--update makes one)." in ran.out
    assert not list(folder.rglob("*.json"))
    ran = fairuse("watch", folder, "--update")
    assert (ran.code, ran.err) == (0, "")
    assert [p.name for p in sorted(folder.rglob("*.json"))] == ["novel.report.json", "t.report.json"]
    ran = fairuse("watch", folder)
    assert (ran.code, ran.err) == (0, "")
    assert "0 of 2 scenarios moved; 2 unchanged." in ran.out
    assert fairuse("verify", folder / "novel.report.json").code == 0


def test_what_moved_is_named_with_its_reason_until_it_is_saved(fairuse, folder):
    fairuse("watch", folder, "--update", "--as-of", "2001-03-03")
    old = (folder / "sub/t.report.json").read_bytes()
    ran = fairuse("watch", folder, "--as-of", "2002-01-01")
    assert ran.code == 1
    assert "sub/t.yaml: 1 standing moved." in ran.out
    assert "Alpha v. Beta was decided on 4 March 2001." in " ".join(ran.out.split())
    assert (folder / "sub/t.report.json").read_bytes() == old
    assert fairuse("watch", folder, "--as-of", "2002-01-01", "--update").code == 1
    assert fairuse("watch", folder, "--as-of", "2002-01-01").code == 0


def test_the_day_is_the_scenarios_or_today(fairuse, folder):
    fairuse("watch", folder, "--update")
    days = [json.loads(p.read_text())["as_of"] for p in (folder / "novel.report.json", folder / "sub/t.report.json")]
    assert days[0] == "2020-01-01"
    assert days[1] > "2026"


def test_a_report_for_a_forum_is_made_for_it_again(fairuse, folder):
    path = folder / "novel.report.json"
    fairuse("assess", folder / "novel.yaml", "--forum", "xx.north", "--regime", "xx.law", "-f", "json", "-o", path)
    ran = fairuse("watch", folder, "-f", "json")
    assert (ran.code, states(ran)["novel.yaml"]) == (0, "same")
    fairuse("watch", folder, "--update")
    again = json.loads(path.read_text())
    assert (again["forum"], again["receipt"]["regimes"]) == ("xx.north", ["xx.law"])


def test_a_changed_scenario_moves(fairuse, folder):
    fairuse("watch", folder, "--update")
    text = (folder / "novel.yaml").read_text()
    (folder / "novel.yaml").write_text(text.replace("use.purpose: further", "use.purpose: same"))
    ran = fairuse("watch", folder)
    assert ran.code == 1
    assert "Purpose: was further, is same." in " ".join(ran.out.split())


def test_bad_files_are_listed_and_the_rest_is_done(fairuse, folder):
    fairuse("watch", folder, "--update", "--as-of", "2001-03-03")
    (folder / "a.yaml").write_text("title: T\n")
    (folder / "novel.report.json").write_text("{")
    (folder / "sub/t.yml").write_text(GOOD)
    ran = fairuse("watch", folder, "--as-of", "2002-01-01", "-f", "json", "--update")
    assert ran.code == 2
    assert states(ran) == {"a.yaml": "bad", "novel.yaml": "bad", "t.yaml": "moved", "t.yml": "bad"}
    assert f"{folder}/a.yaml:1:1: error 'acts' is missing [missing-key]\n" in ran.err
    assert f"{folder}/novel.report.json:1:2: error this is not JSON" in ran.err
    assert f"{folder}/sub/t.yml: error its report would be that of {folder}/sub/t.yaml; rename one" in ran.err
    assert (folder / "novel.report.json").read_text() == "{"
    assert json.loads((folder / "sub/t.report.json").read_text())["as_of"] == "2002-01-01"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_report_that_cannot_be_written_is_listed(fairuse, folder):
    (folder / "sub").chmod(0o500)
    ran = fairuse("watch", folder, "--update")
    (folder / "sub").chmod(0o700)
    assert ran.code == 2
    assert "t.report.json: error cannot be written" in ran.err
    assert (folder / "novel.report.json").exists()


@pytest.mark.parametrize("name", ["none", "novel.yaml"])
def test_no_folder(name, fairuse, folder):
    ran = fairuse("watch", folder / name)
    assert (ran.code, ran.out) == (2, "")
    assert "error" in ran.err
