"""Every rule can fire: its condition does not contradict itself or wait for a value that nothing gives."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from fairuse.engine.clauses import Atom, NumberTest, rule_clauses
from fairuse.kb.condition import Value
from fairuse.kb.load import Loaded
from fairuse.kb.model import KnowledgeBase
from fairuse.source.errors import Problem

ESSENTIAL = False


def check(loaded: Loaded) -> Iterator[Problem]:
    """Yield a problem for each rule no set of facts can fire."""
    kb = loaded.kb
    given: dict[str, set[Value]] = {i: {r.value for r in kb.rules.values() if r.issue == i} for i in kb.issues}
    for rule in kb.rules.values():
        clauses = rule_clauses(kb, rule.id)
        if not any(satisfiable(clause, kb, given) for clause in clauses):
            place = loaded.sources.locate("rules", rule.id, "when")
            yield Problem(place, "unreachable", f"no facts can make '{rule.id}' fire")


def satisfiable(atoms: tuple[Atom, ...], kb: KnowledgeBase, given: dict[str, set[Value]]) -> bool:
    """Whether some values of the terms satisfy all `atoms`. `given`: the values that rules can give each issue.

    Of numbers, the bounds on one term must leave something between them; bounds on different terms are taken as
    compatible.
    """
    left: dict[str, set[Value]] = {}
    bounds: dict[str, list[NumberTest]] = {}
    absent: set[str] = set()
    present: set[str] = set()
    for atom in atoms:
        if atom.absent:
            absent.add(atom.term)
            continue
        present.add(atom.term)
        if atom.number is not None:
            bounds.setdefault(atom.term, []).append(atom.number)
        else:
            values = left.setdefault(atom.term, set(atom.allowed))
            values &= atom.allowed
            if atom.term in given:
                values &= given[atom.term]
    return not absent & present and all(left.values()) and all(map(_leave_something, bounds.values()))


def _leave_something(tests: Sequence[NumberTest]) -> bool:
    """Whether some number is within all of several bounds."""
    low = max((bound for op, bound in tests if op in ("at_least", "above", "is")), default=-math.inf)
    high = min((bound for op, bound in tests if op in ("at_most", "below", "is")), default=math.inf)
    shut = any(op in ("above", "below", "is_not") and bound == low == high for op, bound in tests)
    return low < high or (low == high and not shut)
