"""The entries of the law that pages show as examples are such as could be entered: their names and values are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fairuse
from fairuse.kb import condition
from fairuse.kb.authority import Authority
from fairuse.kb.licence import Licence
from fairuse.kb.model import Rule
from fairuse.precedent.decided import load_case
from fairuse.source.yamlsource import read_file
from tests import installed

DOCS = Path(fairuse.__file__).parent.parent / "docs"

if not DOCS.is_dir():
    pytest.skip("installed without its documentation", allow_module_level=True)


def shown(name, folder):
    """The blocks of YAML of a page, each as a file and as it is read; none holds a mistake."""
    text = (DOCS / "howto" / name).read_text(encoding="utf-8")
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", text, re.S)):
        path = folder / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        source = read_file(path, path.name)
        assert source.problems == []
        yield path, source


def test_the_rule_is_one_of_this_law(tmp_path):
    kb = installed.law()
    ((_, source),) = shown("rule.md", tmp_path)
    (entry,) = source.value
    when, _ = condition.parse(entry["when"], source, (0, "when"))
    assert source.problems == []
    rule = Rule.model_validate({**entry, "when": when})
    assert rule.value in kb.issues[rule.issue].scale
    for test in condition.tests_of(rule.when):
        options = kb.facts[test.term].options if test.term in kb.facts else kb.issues[test.term].options
        assert set(test.values) <= set(options)
    assert {*(c.authority for c in rule.cites), *rule.contrary} <= set(kb.authorities)
    given = {k: v for e in rule.examples for k, v in e.given.items() if k != "act"}
    assert all(v in (kb.facts[k] if k in kb.facts else kb.issues[k]).options for k, v in given.items())


def test_the_decision_and_the_case_are_read(tmp_path):
    kb = installed.law()
    (_, decision), (case, _) = shown("precedent.md", tmp_path)
    authority = Authority.model_validate(decision.value[0])
    assert authority.level in kb.levels
    assert authority.kind in kb.authority_kinds
    assert authority.status in kb.authority_statuses
    assert {holding.act for holding in authority.acts} <= set(kb.acts)
    read = load_case(case.rename(tmp_path / f"{authority.id}.yaml"), kb)
    assert read.acts[0].facts["purpose.model_kind"].quote in read.description


def test_the_licence_is_read(tmp_path):
    ((_, source),) = shown("licence.md", tmp_path)
    assert Licence.model_validate(source.value[0]).grants.training == "unclear"
