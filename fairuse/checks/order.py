"""Rules can be put in an order: no circle through issues or defeats, and no condition that explodes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from fairuse.engine.clauses import TooManyClauses, domains_of, rule_clauses
from fairuse.kb import strata
from fairuse.kb.condition import terms_of
from fairuse.kb.load import Loaded
from fairuse.kb.model import Rule
from fairuse.source.errors import Problem

ESSENTIAL = True


def _issue(rule: Rule) -> str:
    return rule.issue


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each circle (naming its rules), misplaced defeat and oversized condition."""
    kb, places = loaded.kb, loaded.sources
    rules = list(kb.rules.values())
    for rule in rules:
        for number, other in enumerate(rule.defeats):
            if other in kb.rules and kb.rules[other].issue != rule.issue:
                place = places.locate("rules", rule.id, "defeats", number)
                message = f"'{other}' decides {kb.rules[other].issue}; a rule defeats rules of its own issue only"
                yield Problem(place, "foreign-defeat", message)
    try:
        strata.issue_order(kb.issues.values(), rules)
    except strata.Cycle as cycle:
        circle = [*cycle.members, cycle.members[0]]
        links = []
        for issue, needs in itertools.pairwise(circle):
            names = [r.id for r in rules if r.issue == issue and needs in terms_of(r.when)]
            links.append(f"{issue} reads {needs} ({', '.join(names)})")
        first = next(r for r in rules if r.issue == circle[0] and circle[1] in terms_of(r.when))
        place = places.locate("rules", first.id)
        yield Problem(place, "cyclic-issues", "issues depend on each other: " + "; ".join(links))
    for _, group in itertools.groupby(sorted(rules, key=_issue), _issue):
        try:
            strata.defeat_order(group)
        except strata.Cycle as cycle:
            place = places.locate("rules", cycle.members[0])
            yield Problem(place, "cyclic-defeat", f"rules defeat each other in a circle: {cycle}")
    yield from _conditions(loaded)


def _conditions(loaded: Loaded) -> Iterator[Problem]:
    kb, places = loaded.kb, loaded.sources
    known = domains_of(kb)
    for rule in kb.rules.values():
        if any(t not in known for t in rule.terms):
            continue
        try:
            rule_clauses(kb, rule.id)
        except TooManyClauses as error:
            yield Problem(places.locate("rules", rule.id, "when"), "too-many-alternatives", str(error))
        except (KeyError, ValueError):
            continue  # a value that does not exist, or text for a number: reported by `values`
