"""The schemas that are printed: what people write is as they say."""

from __future__ import annotations

import json

import jsonschema
import pytest

from fairuse.schemas import NAMES, schema
from fairuse.source.yamlsource import read_file
from tests.conftest import TESTS


@pytest.mark.parametrize("name", ["scenario", "rules"])
def test_what_people_write_is_as_its_schema_says(name, fairuse, scenarios, kb_dir):
    printed = json.loads(fairuse("schema", name).out)
    validator = jsonschema.Draft202012Validator(printed)
    validator.check_schema(printed)
    files = sorted((scenarios if name == "scenario" else kb_dir).rglob("*.yaml"))
    assert files
    for path in files:
        assert [e.message for e in validator.iter_errors(read_file(path).value)] == [], path
    broken = TESTS / ("bad/scenario/act-without-act.yaml" if name == "scenario" else "bad/rules/missing-because.yaml")
    assert not validator.is_valid(read_file(broken).value)


def test_a_bare_year_is_as_the_schema_of_rules_says(kb_dir):
    file = read_file(kb_dir / "authorities/courts.yaml").value
    file["authorities"][0]["decided"] = 2015
    assert jsonschema.Draft202012Validator(schema("rules")).is_valid(file)


def test_a_schema_that_is_not_there(fairuse):
    ran = fairuse("schema", "asessment")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"NAME: error no schema 'asessment'; did you mean 'assessment'? (one of {', '.join(NAMES)}) [bad-option]\n"
    )
