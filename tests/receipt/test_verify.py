"""Verifying: a report carries what it takes to derive it again, and every edit shows."""

from __future__ import annotations

import json
import shutil

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.knowledge import data_dir
from fairuse.pages.verification import lines
from fairuse.precedent.analogies import with_analogies
from fairuse.precedent.beside import Decided
from fairuse.precedent.described import Precedent
from fairuse.receipt.verify import verify
from fairuse.release import VERSION
from fairuse.scenario.file import load_scenario
from tests import installed


@pytest.fixture
def report(kb, scenarios):
    return assess(load_scenario(scenarios / "novel.yaml", kb), kb, forum="xx.north", regimes=("us",))


@pytest.fixture
def saved(fairuse, scenarios, tmp_path):
    path = tmp_path / "r.json"
    assert fairuse("assess", scenarios / "novel.yaml", "-f", "json", "-o", path).code == 0
    return path


def edited(path, change):
    raw = json.loads(path.read_text())
    change(raw)
    path.write_text(json.dumps(raw))


def test_the_receipt_holds_the_scenario_as_it_was_read(kb, scenarios, report):
    scenario = load_scenario(scenarios / "novel.yaml", kb)
    assert report.receipt.scenario == scenario
    assert (report.receipt.regimes, report.receipt.release) == (("us",), VERSION)
    assert report.model_dump()["receipt"]["scenario"] == scenario.model_dump(mode="json", exclude_defaults=True)


def test_a_report_holds_however_its_json_is_laid_out(fairuse, saved):
    ran = fairuse("verify", saved)
    assert (ran.code, ran.out, ran.err) == (0, f"{saved}: holds: every field comes out the same again\n", "")
    edited(saved, lambda raw: None)
    assert fairuse("verify", saved).code == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda r: r["uses"][0].update(standing="permitted"), "uses[training/novels/xx.law].standing"),
        (lambda r: r.update(disclaimer="This is legal advice."), "disclaimer"),
        (lambda r: r["uses"][0]["findings"].pop(), "uses[training/novels/xx.law].findings["),
        (lambda r: r["uses"].reverse(), "uses (order)"),
        (lambda r: r["authorities"][0].update(verified=False), "authorities[test-act-1].verified"),
        (lambda r: r["receipt"]["scenario"].update(title="Another"), "scenario.title"),
        (lambda r: r.update(as_of="2010-01-01"), "uses[training/novels/xx.law]."),
    ],
)
def test_every_edit_shows(change, field, fairuse, saved):
    edited(saved, change)
    ran = fairuse("verify", saved)
    assert ran.code == 1
    assert "it was edited" in ran.out
    found = json.loads(fairuse("verify", saved, "--json").out)
    assert found["verdict"] == "edited"
    assert any(d["field"].startswith(field) for d in found["differences"])


def test_an_edit_late_in_a_long_text_is_shown(fairuse, saved):
    edited(saved, lambda r: r.update(disclaimer=r["disclaimer"].replace("nobody has checked", "a court has checked")))
    said = fairuse("verify", saved).out
    assert "given, which a court has checked.'" in said
    assert "given, which nobody has checked.'" in said


def test_a_scenario_that_was_edited_into_nonsense(fairuse, saved):
    edited(saved, lambda r: r["receipt"]["scenario"]["facts"].update({"who.nonprofits": {"value": True}}))
    ran = fairuse("verify", saved)
    assert ran.code == 1
    assert "there is no fact 'who.nonprofits'; did you mean 'who.nonprofit'?" in ran.out


def test_other_rules_with_the_same_answers_hold(fairuse, saved, kb_dir, tmp_path):
    shutil.copytree(kb_dir, tmp_path / "kb")
    (tmp_path / "kb/VERSION").write_text("8\n")
    ran = fairuse("verify", saved, "--rules", tmp_path / "kb")
    assert ran.code == 0
    assert "holds: every field comes out the same again, though under other rules\n  report: rules 7 (" in ran.out


def test_other_rules_with_other_answers_do_not(fairuse, saved, kb_dir, tmp_path):
    shutil.copytree(kb_dir, tmp_path / "kb")
    path = tmp_path / "kb/authorities/courts.yaml"
    path.write_text(path.read_text().replace("level: circuit", "level: scotus", 1))
    ran = fairuse("verify", saved, "--rules", tmp_path / "kb")
    assert ran.code == 1
    assert "  training/novels/xx.law: was uncertain, is permitted\n" in ran.out
    assert "not those of the report" in ran.out


def test_another_release_is_not_called_an_edit(kb, report):
    older = report.model_copy(
        update={"receipt": report.receipt.model_copy(update={"release": "0.0.1"}), "disclaimer": "Older words."}
    )
    assert verify(older, kb).verdict == "other_release"
    same = report.model_copy(update={"receipt": report.receipt.model_copy(update={"release": "0.0.1"})})
    assert verify(same, kb).holds


def test_other_decided_cases_are_told_apart(kb, report):
    case = Precedent(
        case="c", name="A v. B", citation="1 X 1", label="a", act="training", regime="xx.law", decided="2001-01-01",
        outcome="allowed", issues={"xx.amount": "little"}, reasons=(),
    )  # fmt: skip
    near = with_analogies(report, (case,), kb)
    assert verify(near, kb, Decided((case,))).holds
    found = verify(near, kb, Decided())
    assert (found.verdict, found.holds) == ("other_cases", False)
    assert next(lines(found)).startswith("every answer comes out the same")


def test_a_report_without_a_receipt_cannot_be_verified(fairuse, saved):
    edited(saved, lambda r: r.pop("receipt"))
    ran = fairuse("verify", saved)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"{saved}: error this report carries no receipt, so that it cannot be derived again; "
        "assess the scenario anew [no-receipt]\n"
    )


def test_a_report_of_the_shipped_law_holds():
    law = installed.law()
    scenario = load_scenario(data_dir("cases") / "scenarios/pirated-library-training.yaml", law)
    for forum in (None, "us.3d"):
        assert verify(assess(scenario, law, as_of="2025-07-01", forum=forum), law).holds
