"""Rules of one issue that can fire together and give different values are settled by a defeat or by the issue."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from fairuse.checks.reachable import satisfiable
from fairuse.engine.program import CompiledRule, compile_rule, domains_of
from fairuse.errors import Problem
from fairuse.kb import strata
from fairuse.kb.condition import Value
from fairuse.kb.load import Loaded
from fairuse.kb.model import KnowledgeBase, Rule

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a warning for each pair of rules that could disagree with nothing to settle it."""
    kb = loaded.kb
    domains = domains_of(kb)
    given: dict[str, set[Value]] = {i: {r.value for r in kb.rules.values() if r.issue == i} for i in kb.issues}
    for issue in kb.issues.values():
        if issue.settle != "agree":
            continue
        group = [r for r in kb.rules.values() if r.issue == issue.id]
        compiled = [compile_rule(r, group, domains, kb.ranks) for r in group]
        for one, two in itertools.combinations(compiled, 2):
            if _clash(one, two, kb, given):
                place = loaded.sources.locate("rules", one.rule.id)
                message = (
                    f"'{one.rule.id}' ({one.rule.value}) and '{two.rule.id}' ({two.rule.value}) can fire together "
                    f"and neither defeats the other"
                )
                yield Problem(place, "unsettled-conflict", message, "warning")


def _clash(one: CompiledRule, two: CompiledRule, kb: KnowledgeBase, given: dict[str, set[Value]]) -> bool:
    if one.rule.value == two.rule.value or not _together(one.rule, two.rule):
        return False
    if strata.defeaters(one.rule, [two.rule]) or strata.defeaters(two.rule, [one.rule]):
        return False
    return any(satisfiable(a + b, kb, given) for a in one.clauses for b in two.clauses)


def _together(one: Rule, two: Rule) -> bool:
    """Whether the acts, dates and views of two rules overlap."""
    acts = not one.acts or not two.acts or bool(set(one.acts) & set(two.acts))
    dates = one.in_force <= (two.until or "9999") and two.in_force <= (one.until or "9999")
    views = all(two.view.get(d, v) == v for d, v in one.view.items())
    return acts and dates and views
