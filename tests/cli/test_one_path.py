"""One path for every front end: the command line, the interview and Python give the same report of a scenario."""

from __future__ import annotations

import sys

import pytest

import fairuse as package
from fairuse import cli
from fairuse.knowledge import data_dir
from tests import installed

FILE = data_dir("cases") / "scenarios" / "scraped-training.yaml"
DAY = "2026-11-24"


def printed(monkeypatch, capsys, *words):
    monkeypatch.delenv("FAIRUSE_RULES", raising=False)
    monkeypatch.setattr("fairuse.knowledge.load_kb", lambda path=None: installed.law())
    monkeypatch.setattr(sys, "argv", ["fairuse", *map(str, words)])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    return capsys.readouterr().out


def test_python_and_the_command_give_the_same_bytes(monkeypatch, capsys):
    kb = installed.law()
    scenario = package.load_scenario(FILE, kb)
    report = package.assess(scenario, kb, as_of=DAY)
    for form in ("markdown", "json"):
        out = printed(monkeypatch, capsys, "assess", FILE, "--as-of", DAY, "-f", form)
        assert out == package.render(report, kb, form)
    assert any(use.analogies and use.analogies.for_ and use.likelihood for use in report.uses)
    assert package.verify(report, kb).holds


def test_the_interview_ends_in_the_same_report(monkeypatch, capsys, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_bytes(FILE.read_bytes())
    monkeypatch.setattr("fairuse.cli.ask._ask", lambda prompt: "q")
    out = printed(monkeypatch, capsys, "ask", "-o", path, "--resume", "--as-of", DAY)
    assert out == printed(monkeypatch, capsys, "assess", path, "--as-of", DAY)
