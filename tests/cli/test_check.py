"""``fairuse check``: of a folder of rules, and of scenario files."""

from __future__ import annotations

import shutil

from tests.conftest import TESTS


def test_check_takes_scenarios_too(fairuse, tmp_path, scenarios):
    novel = scenarios / "novel.yaml"
    ran = fairuse("check", novel)
    assert (ran.code, ran.out) == (0, "")
    assert "1 scenarios" in ran.err
    bad = tmp_path / "bad.yaml"
    bad.write_text(novel.read_text().replace("works:", "worsk:", 1))
    ran = fairuse("check", novel, bad)
    assert ran.code == 1
    assert f"{bad}:" in ran.out
    assert "did you mean 'works'" in ran.out


def test_check_says_all_on_standard_output_and_counts_on_standard_error(fairuse, kb_dir, tmp_path):
    ran = fairuse("check", kb_dir, "--strict")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "15 rules, 4 issues, 14 facts, 6 authorities: 0 errors, 0 warnings\n"
    root = tmp_path / "kb"
    shutil.copytree(kb_dir, root)
    shutil.copy(TESTS / "bad/rules/unused-fact.yaml", root)
    ran = fairuse("check", root)
    assert (ran.code, ran.out) == (0, "kb/unused-fact.yaml:2:5: warning no rule reads 'copy.pages' [unused-fact]\n")
    assert ran.err.endswith(": 0 errors, 1 warnings\n")
    assert fairuse("check", root, "--strict").code == 1
    shutil.copy(TESTS / "bad/rules/unknown-term.yaml", root)
    ran = fairuse("check", root)
    assert ran.code == 1
    assert "unknown-term.yaml:5:12: error" in ran.out
    assert fairuse("check", tmp_path / "no").code == 2


def test_a_scenario_that_is_not_there_is_asked_for_as_a_file(fairuse, tmp_path):
    ran = fairuse("check", tmp_path / "no.yaml")
    assert ran.code == 1
    assert "no-such-file" in ran.out
