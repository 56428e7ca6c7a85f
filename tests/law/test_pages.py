"""The text of the law pinned: the page of every rule, so that a changed condition, page, status, date or contrary
authority is a visible line in a review. One golden file for each file of rules.
"""

from __future__ import annotations

import pytest

from fairuse.pages.reference import page
from fairuse.report import render_outline
from tests import golden, installed


def topics():
    """The rules by the file they are written in."""
    found = {}
    for rule in installed.law().rules.values():
        found.setdefault(rule.origin.split(":")[0].removeprefix("rules/").removesuffix(".yaml"), []).append(rule)
    return {name: sorted(rules, key=lambda r: r.written) for name, rules in found.items()}


@pytest.mark.parametrize("topic", topics())
def test_the_page_of_every_rule_is_pinned(topic):
    kb = installed.law()
    pages = (render_outline(page(kb, "rules", rule.id), "markdown") for rule in topics()[topic])
    golden.check(f"rules/{topic}.md", "\n".join(pages))


def test_nothing_is_pinned_of_a_file_that_is_gone():
    folder = golden.GOLD / "rules"
    assert {p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md")} == set(topics())
