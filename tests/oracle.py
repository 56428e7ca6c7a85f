"""A naive evaluator, written apart from the product: rules are tried over and over until nothing changes.

It reads the knowledge base's own models, interprets conditions recursively with three truth values, and works out
defeat from the definition. It shares no code with the engine.
"""

from __future__ import annotations

from fairuse.kb.model import KnowledgeBase, Rule

MISSING = object()
#: The year of the day that the random knowledge bases are asked about.
YEAR = 2020


def truth(condition, terms, kb):
    """True, False or None (unknown)."""
    if hasattr(condition, "junction"):
        parts = [truth(item, terms, kb) for item in condition.items]
        if condition.junction == "all":
            return False if False in parts else None if None in parts else True
        if condition.junction == "any":
            return True if True in parts else None if None in parts else False
        return False if True in parts else None if None in parts else True
    value = terms.get(condition.term, MISSING)
    if condition.op == "known":
        return value is not MISSING
    if condition.op == "unknown":
        return value is MISSING
    if value is MISSING:
        return None
    if condition.op == "is":
        return same(value, condition.values[0])
    if condition.op == "is_not":
        return not same(value, condition.values[0])
    if condition.op == "in":
        return any(same(value, v) for v in condition.values)
    if condition.op in ("over_years_ago", "within_years"):
        return (YEAR - value > condition.values[0]) == (condition.op == "over_years_ago")
    if condition.term in kb.facts and kb.facts[condition.term].numeric:
        left, right = value, condition.values[0]
    else:
        owner = kb.issues.get(condition.term)
        scale = list(owner.scale) if owner else list(kb.facts[condition.term].values)
        left, right = scale.index(value), scale.index(condition.values[0])
    return left >= right if condition.op == "at_least" else left <= right


def same(a, b):
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def beaten(rule: Rule, fired: dict[str, Rule]) -> bool:
    """Whether an undefeated fired rule of the same issue beats `rule`."""
    for other in fired.values():
        if other.id == rule.id or other.issue != rule.issue:
            continue
        yields = (rule.presumption and not other.presumption) or (other.prevails and not rule.prevails)
        if (rule.id in other.defeats or (yields and other.id not in rule.defeats)) and not beaten(other, fired):
            return True
    return False


def settle(kb, issue, fired):
    live = {r.value for r in fired.values() if r.issue == issue.id and not beaten(r, fired)}
    if not live:
        return None
    if len(live) == 1:
        return live.pop()
    scale = [v for v in issue.scale if v in live]
    return {"agree": None, "highest": scale[-1], "lowest": scale[0]}[issue.settle]


def run(kb: KnowledgeBase, rules: list[Rule], facts: dict, views: dict[str, str]):
    """Return {rule id: defeated} for fired rules and {issue: value} for settled issues.

    Issues settle one at a time, each only when every issue its rules read has settled.
    """
    terms = dict(facts)
    settled: dict[str, str | None] = {}
    all_fired: dict[str, Rule] = {}

    def issues_read(condition):
        if hasattr(condition, "junction"):
            return {i for item in condition.items for i in issues_read(item)}
        return {condition.term} & set(kb.issues)

    while len(settled) < len(kb.issues):
        progress = False
        for issue in kb.issues.values():
            own = [r for r in rules if r.issue == issue.id]
            needs = {i for r in own for i in issues_read(r.when)}
            if issue.id in settled or not needs <= set(settled):
                continue
            for rule in own:
                taken = all(views.get(d) == v for d, v in rule.view.items())
                if taken and truth(rule.when, terms, kb) is True:
                    all_fired[rule.id] = rule
            value = settled[issue.id] = settle(kb, issue, all_fired)
            if value is not None:
                terms[issue.id] = value
            progress = True
        assert progress, "the issues depend on each other"
    return (
        {r: beaten(rule, all_fired) for r, rule in all_fired.items()},
        {i: v for i, v in settled.items() if v is not None},
    )
