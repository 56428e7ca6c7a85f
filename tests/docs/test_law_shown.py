"""The entries of the law that pages show as examples are such as could be entered: their names and values are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import fairuse
from fairuse.kb.authority import Authority
from fairuse.kb.condition import tests_of
from fairuse.kb.licence import Licence
from fairuse.kb.model import Rule
from fairuse.precedent.decided import load_case
from tests import installed

DOCS = Path(fairuse.__file__).parent.parent / "docs"

if not DOCS.is_dir():
    pytest.skip("installed without its documentation", allow_module_level=True)


def shown(name):
    """The blocks of YAML of a page."""
    return re.findall(r"```yaml\n(.*?)```", (DOCS / "howto" / name).read_text(encoding="utf-8"), re.S)


def test_the_rule_is_one_of_this_law():
    kb = installed.law()
    ((entry,),) = map(yaml.safe_load, shown("rule.md"))
    rule = Rule.model_validate(entry)
    assert rule.value in kb.issues[rule.issue].scale
    for test in tests_of(rule.when):
        options = kb.facts[test.term].options if test.term in kb.facts else kb.issues[test.term].options
        assert set(test.values) <= set(options)
    assert {*(c.authority for c in rule.cites), *rule.contrary} <= set(kb.authorities)
    given = {k: v for e in rule.examples for k, v in e.given.items() if k != "act"}
    assert all(v in (kb.facts[k] if k in kb.facts else kb.issues[k]).options for k, v in given.items())


def test_the_decision_and_the_case_are_read(tmp_path):
    kb = installed.law()
    decision, case = shown("precedent.md")
    authority = Authority.model_validate(yaml.safe_load(decision)[0])
    assert authority.level in kb.levels
    assert authority.kind in kb.authority_kinds
    assert authority.status in kb.authority_statuses
    assert {holding.act for holding in authority.acts} <= set(kb.acts)
    path = tmp_path / f"{authority.id}.yaml"
    path.write_text(case, encoding="utf-8")
    read = load_case(path, kb)
    assert read.acts[0].facts["purpose.model_kind"].quote in read.description


def test_the_licence_is_read():
    ((entry,),) = map(yaml.safe_load, shown("licence.md"))
    assert Licence.model_validate(entry).grants.training == "unclear"
