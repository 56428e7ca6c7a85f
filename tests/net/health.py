"""``make health``: what the tests of rules and the back-test measured, as the file that ships for pages of rules."""

from __future__ import annotations

import json

from fairuse.knowledge import data_dir
from fairuse.precedent.health import FILE
from tests.conftest import TESTS

SCORECARD = TESTS.parent / "benchmarks/scorecard.json"
SCORES = TESTS / "net/scores.json"


def made() -> str:
    """The file, a line a rule, so that a change is seen in a review."""
    missed: dict[str, list[str]] = {}
    for act in json.loads(SCORECARD.read_text())["cases"]:
        if act["held"] and act["law_of_day"]["outcome"] not in (act["held"], "abstained") and act["set"] != "set_aside":
            for rule in act["law_of_day"]["deciding"]:
                missed.setdefault(rule, []).append(f"{act['case']}: {act['label']}")
    faults = json.loads(SCORES.read_text())
    parts = (("faults", faults), ("missed", missed))
    lists = (
        f'"{name}": {{\n' + ",\n".join(f"{json.dumps(n)}: {json.dumps(rows[n])}" for n in sorted(rows)) + "\n}"
        for name, rows in parts
    )
    return '{"format_version": 1,\n' + ",\n".join(lists) + "}\n"


if __name__ == "__main__":
    (data_dir("cases") / FILE).write_text(made())
