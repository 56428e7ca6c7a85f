"""Version 2 of the report is frozen: nothing goes or changes, new fields may be left out, each is explained."""

from __future__ import annotations

import json
import re

from fairuse.schemas import schema
from tests.conftest import TESTS

DOCS = TESTS.parent / "docs"
#: What `fairuse schema assessment` prints today.
PRINTED = DOCS / "report-2.schema.json"
#: The schema on the day on which version 2 was frozen. It is never made anew.
FROZEN = TESTS / "data/reports/version-2.frozen.schema.json"


def objects(made):
    return {"Assessment": made, **made["$defs"]}


def shape(field):
    """What a field holds, without what is said of it."""
    if isinstance(field, dict):
        return {k: shape(v) for k, v in sorted(field.items()) if k not in ("title", "description", "default")}
    return [shape(item) for item in field] if isinstance(field, list) else field


def test_what_is_frozen_stays():
    frozen, now = objects(json.loads(FROZEN.read_text())), objects(schema("assessment"))
    for name, made in frozen.items():
        for field, told in made.get("properties", {}).items():
            assert shape(now[name]["properties"][field]) == shape(told), f"{name}.{field} is not what it was"
        assert set(made.get("required", ())) <= set(now[name].get("required", ())), name


def test_the_schema_in_the_documentation_is_the_one_that_is_printed():
    """What is added goes into the file, too; the test above says whether it is only added."""
    assert json.loads(PRINTED.read_text()) == json.loads(json.dumps(schema("assessment"))), (
        "fairuse schema assessment > docs/report-2.schema.json"
    )


def test_each_field_is_explained():
    told = {}
    for part in (DOCS / "report-format.md").read_text().split("\n## ")[1:]:
        told[part.split("\n", 1)[0]] = set(re.findall(r"^\| `([a-z_0-9]+)` \|", part, re.MULTILINE))
    own = {
        name for name in objects(schema("assessment")) if name not in ("Given", "Work", "ActEntry", "Scenario", "Held")
    }
    assert told == {name: set(objects(schema("assessment"))[name]["properties"]) for name in own}


def test_an_earlier_report_of_this_version_is_still_read():
    """A report that lacks every field that may be left out is a report."""
    made = objects(schema("assessment"))
    optional = {f for n in ("UseResult", "Assessment") for f in set(made[n]["properties"]) - set(made[n]["required"])}
    assert {"together", "held", "planned", "within", "assumed", "waits_for"} <= optional
