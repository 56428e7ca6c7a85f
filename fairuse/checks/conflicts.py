"""Rules of one issue that can fire together and give different values are settled by a defeat or by the issue."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from fairuse.checks.reachable import satisfiable
from fairuse.engine.clauses import rule_clauses
from fairuse.kb import strata
from fairuse.kb.condition import Value
from fairuse.kb.load import Loaded
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a warning for each pair of rules that could disagree with nothing to settle it."""
    kb = loaded.kb
    given: dict[str, set[Value]] = {i: {r.value for r in kb.rules.values() if r.issue == i} for i in kb.issues}
    for issue in kb.issues.values():
        if issue.settle != "agree":
            continue
        group = [r for r in kb.rules.values() if r.issue == issue.id]
        for one, two in itertools.combinations(group, 2):
            if _clash(one, two, kb, given):
                place = loaded.sources.locate("rules", one.id)
                message = (
                    f"'{one.id}' ({one.value}) and '{two.id}' ({two.value}) can fire together "
                    f"and neither defeats the other"
                )
                yield Problem(place, "unsettled-conflict", message, "warning")


def _clash(one: Rule, two: Rule, kb: KnowledgeBase, given: dict[str, set[Value]]) -> bool:
    if one.value == two.value or not _together(one, two):
        return False
    if strata.defeaters(one, [two]) or strata.defeaters(two, [one]):
        return False
    return any(satisfiable(a + b, kb, given) for a in rule_clauses(kb, one.id) for b in rule_clauses(kb, two.id))


def _together(one: Rule, two: Rule) -> bool:
    """Whether the acts, dates and views of two rules overlap."""
    acts = not one.acts or not two.acts or bool(set(one.acts) & set(two.acts))
    dates = one.in_force <= (two.until or "9999") and two.in_force <= (one.until or "9999")
    views = all(two.view.get(d, v) == v for d, v in one.view.items())
    return acts and dates and views
