"""Caches that cannot lie: a change of law, cases or code is answered anew, on disk and in a warm process."""

from __future__ import annotations

import shutil

import pytest

from fairuse import knowledge
from fairuse.answer import assess as assessing
from fairuse.answer.assess import EngineDisagreement, assess_alone
from fairuse.knowledge import code_of, load_kb
from fairuse.precedent import described
from fairuse.scenario.file import load_scenario


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FAIRUSE_CACHE_DIR", str(tmp_path / "cache"))
    code_of.cache_clear()
    yield tmp_path / "cache"
    code_of.cache_clear()


def standing(kb, scenarios):
    return assess_alone(load_scenario(scenarios / "novel.yaml", kb), kb, forum="xx.north").uses[0].standing


def test_a_change_of_a_rule_is_read_anew(cache, kb_dir, tmp_path, scenarios):
    root = tmp_path / "kb"
    shutil.copytree(kb_dir, root)
    before = standing(load_kb(root), scenarios)
    assert len(list(cache.glob("kb-*"))) == 1
    text = (root / "law.yaml").read_text()
    changed = text.replace("value: permitted", "value: not_permitted")
    assert changed != text
    (root / "law.yaml").write_text(changed)
    assert standing(load_kb(root), scenarios) != before
    assert len(list(cache.glob("kb-*"))) == 2


@pytest.mark.parametrize("module", ["source/yamlsource.py", "kb/condition.py", "engine/program.py", "checks/names.py"])
def test_a_change_of_code_between_file_and_rules_is_read_anew(module, cache, kb_dir, tmp_path, monkeypatch):
    package = tmp_path / "package"
    shutil.copytree(knowledge._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(knowledge, "_PACKAGE", package)
    load_kb(kb_dir)
    (package / module).write_text((package / module).read_text() + "# another line\n")
    code_of.cache_clear()
    load_kb(kb_dir)
    assert len(list(cache.glob("kb-*"))) == 2


def test_a_room_without_modules_is_an_error_and_no_key(cache, kb_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(knowledge, "_PACKAGE", tmp_path)
    with pytest.raises(RuntimeError, match="no modules in"):
        load_kb(kb_dir)


def test_descriptions_of_cases_are_kept_by_cases_rules_and_code():
    rooms = {"source", "kb", "engine", "scenario", "answer", "precedent"}
    assert set(described.DESCRIBING) == rooms
    assert len({code_of(*rooms - {room}) for room in sorted(rooms)} | {code_of(*sorted(rooms))}) == len(rooms) + 1


def test_a_knowledge_base_changed_in_memory_gets_its_own_answers(kb, scenarios):
    before = standing(kb, scenarios)
    rules = {n: r.model_copy(update={"value": "not_permitted"}) for n, r in kb.rules.items() if r.value == "permitted"}
    changed = kb.model_copy(update={"rules": {**kb.rules, **rules}})
    assert standing(changed, scenarios) != before
    assert changed.sha256 != kb.sha256
    assert changed != kb
    assert standing(kb, scenarios) == before


def test_a_copy_with_the_same_law_is_the_same(kb):
    same = kb.model_copy(update={"rules": {n: r.model_copy() for n, r in kb.rules.items()}, "version": "8"})
    assert same == kb


def test_a_copy_derives_anew_what_the_original_had_worked_out(kb):
    (name, issue), *_ = ((n, i) for n, i in kb.issues.items() if len(i.scale) > 1)
    assert kb.ranks[name][next(iter(issue.scale))] == 0
    turned = issue.model_copy(update={"scale": dict(reversed(issue.scale.items()))})
    changed = kb.model_copy(update={"issues": {**kb.issues, name: turned}})
    assert changed.ranks[name][next(iter(issue.scale))] > 0
    (rule, *_) = (r for r in kb.rules.values() if r.terms)
    other = next(r for r in kb.rules.values() if r.terms and r.terms != rule.terms)
    assert rule.model_copy(update={"when": other.when}).terms == other.terms


def test_where_the_two_sides_of_the_engine_differ_no_answer_is_given(kb, scenarios, monkeypatch):
    right = assessing.infer

    def wrong(facts, program):
        inference = right(facts, program)
        return type(inference)(inference.findings[1:], inference.values, inference.open_issues)

    monkeypatch.setattr(assessing, "infer", wrong)
    with pytest.raises(EngineDisagreement, match=r"xx\.law, training: xx\."):
        standing(kb, scenarios)
