"""Conditions in the form both sides of the engine run: clauses (an OR of ANDs) of atoms.

Under three-valued truth a rule fires only if its condition is true, so a negated comparison is itself a positive one on
a *known* term; only ``unknown`` looks for absence.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fairuse.kb.condition import YEARS, Condition, Group, Test, Value
from fairuse.kb.model import KnowledgeBase, Rule

#: Alternatives multiply where an ``any`` stands in an ``all``, and each is matched by itself: a few lines could expand
#: to millions. Of the rules that ship (in 2026) one has 128, the next 20, half have one.
MAX_CLAUSES = 256
#: Prefix of the terms that carry which view of a doctrine a run takes.
VIEW = "view:"

#: The year in which checks look at rules that count years to the day asked about, and in which their examples hold.
PROBE_YEAR = 2026

NumberTest = tuple[str, float]  # (operator, bound); operators: is, is_not, at_least, at_most, above, below


class TooManyClauses(Exception):
    """A condition expands to more alternatives than the engine should try."""


@dataclass(frozen=True, eq=False)
class Atom:
    """One comparison that can be checked on a single value.

    Either `allowed` (finite terms: the values that satisfy it), `number` (number terms), or `absent` (true when the
    term is unknown). `codes`: on a finite term, the positions in its domain that satisfy it; -1 stands for unknown.

    Made by `_made` alone, so that equal comparisons are one object and cost little to look up.
    """

    term: str
    allowed: frozenset[Value] = frozenset()
    number: NumberTest | None = None
    absent: bool = False
    codes: tuple[int, ...] = ()

    def accepts(self, value: Value | None) -> bool:
        """Whether a value satisfies the atom (None: it is unknown)."""
        if value is None or self.absent:
            return value is None and self.absent
        if self.number is None:
            return value in self.allowed
        if isinstance(value, bool | str):
            return False
        op, bound = self.number
        return _COMPARE[op](value, bound)


Clause = tuple[Atom, ...]

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}
_NEGATED_NUMBER = {
    "is": "is_not",
    "is_not": "is",
    "at_least": "below",
    "at_most": "above",
    "below": "at_least",
    "above": "at_most",
}


@lru_cache(maxsize=8)
def domains_of(kb: KnowledgeBase) -> Mapping[str, tuple[Value, ...]]:
    """The values each finite term can take; number facts have none."""
    domains: dict[str, tuple[Value, ...]] = {f.id: f.options for f in kb.facts.values()}
    domains.update({i.id: i.options for i in kb.issues.values()})
    domains.update({VIEW + d.id: tuple(v.id for v in d.views) for d in kb.doctrines.values()})
    return domains


def rule_clauses(kb: KnowledgeBase, rule_id: str, year: int = PROBE_YEAR) -> tuple[Clause, ...]:
    """Compile the condition and the views of a rule; `year` is that of the day asked about. Raises `TooManyClauses`."""
    return _rule_clauses(kb, rule_id, year if kb.rules[rule_id].counts_years else PROBE_YEAR)


@lru_cache(maxsize=20_000)  # a rule's clauses are the same for every act and, unless it counts years, on every day
def _rule_clauses(kb: KnowledgeBase, rule_id: str, year: int) -> tuple[Clause, ...]:
    return clauses_of(kb, kb.rules[rule_id], year)


def clauses_of(kb: KnowledgeBase, rule: Rule, year: int = PROBE_YEAR) -> tuple[Clause, ...]:
    """As `rule_clauses`, of a rule that need not be in the knowledge base."""
    whole = rule.when
    if rule.view:
        views = (Test(term=VIEW + d, op="is", values=(v,)) for d, v in sorted(rule.view.items()))
        whole = Group(junction="all", items=(*views, rule.when))
    return tuple(_clauses(whole, domains_of(kb), kb.ranks, negated=False, year=year))


def _clauses(
    condition: Condition,
    domains: Mapping[str, tuple[Value, ...]],
    ranks: Mapping[str, Mapping[Value, int]],
    *,
    negated: bool,
    year: int = PROBE_YEAR,
) -> list[Clause]:
    if isinstance(condition, Test):
        return [(atom(condition, domains, ranks, negated=negated, year=year),)]
    flip = negated != (condition.junction == "none")
    parts = [_clauses(item, domains, ranks, negated=flip, year=year) for item in condition.items]
    if (condition.junction == "any") != negated and condition.junction != "none":
        return _bounded([clause for part in parts for clause in part])
    if condition.junction == "none" and negated:
        return _bounded([clause for part in parts for clause in part])
    product: list[Clause] = [()]
    for part in parts:
        product = _bounded([left + tuple(a for a in right if a not in left) for left in product for right in part])
    return product


def _bounded(clauses: list[Clause]) -> list[Clause]:
    if len(clauses) > MAX_CLAUSES:
        raise TooManyClauses(f"the condition expands to more than {MAX_CLAUSES} alternatives")
    return list(dict.fromkeys(clauses))


def atom(
    test: Test,
    domains: Mapping[str, tuple[Value, ...]],
    ranks: Mapping[str, Mapping[Value, int]],
    *,
    negated: bool = False,
    year: int = PROBE_YEAR,
) -> Atom:
    """Compile one comparison, or the claim that it is definitely false."""
    op, values = test.op, test.values
    if op in ("known", "unknown"):
        if (op == "unknown") != negated:
            return _made(test.term, absent=True, codes=(-1,))
        domain = domains[test.term]
        return _finite(test.term, domain, domain) if domain else _made(test.term, number=("at_least", -1e308))
    domain = domains[test.term]
    if not domain:
        return _number_atom(test, negated=negated, year=year)
    if op in ("is", "in"):
        allowed = frozenset(values)
    elif op == "is_not":
        allowed = frozenset(domain) - frozenset(values)
    else:
        rank = ranks[test.term]
        bound = rank[values[0]]
        allowed = frozenset(v for v in domain if (rank[v] >= bound if op == "at_least" else rank[v] <= bound))
    return _finite(test.term, domain, frozenset(domain) - allowed if negated else allowed)


def _finite(term: str, domain: tuple[Value, ...], allowed: Collection[Value]) -> Atom:
    codes = tuple(n for n, v in enumerate(domain) if v in allowed)
    return _made(term, allowed=frozenset(allowed), codes=codes)


_made = lru_cache(maxsize=100_000)(Atom)  # the law that ships has 1,100; one that is dropped is only made again


def _number_atom(test: Test, *, negated: bool, year: int) -> Atom:
    bound = float(test.values[0])
    op: str = test.op
    if op in YEARS:
        op, bound = "below" if op == "over_years_ago" else "at_least", year - bound
    return _made(test.term, number=(_NEGATED_NUMBER[op] if negated else op, bound))


def left(clauses: Sequence[Clause], closed: int) -> Sequence[Clause]:
    """Those of some clauses that are not closed (a bit a clause)."""
    return [clause for n, clause in enumerate(clauses) if not closed >> n & 1] if closed else clauses


def holds(clause: Iterable[Atom], known: Mapping[str, Value]) -> bool:
    """Whether every atom of a clause holds for the known terms; an unknown term satisfies only what asks for that."""
    return all(a.accepts(known[a.term]) if a.term in known else a.absent for a in clause)


def condition_clauses(condition: Condition, kb: KnowledgeBase, *, negated: bool = False) -> tuple[Clause, ...]:
    """The clauses of a condition of facts, any of which makes it true (if `negated`, makes it false)."""
    return _of_condition(condition, kb, negated=negated)


def truth(condition: Condition, known: Mapping[str, Value], kb: KnowledgeBase) -> bool | None:
    """Whether `condition` holds for the known terms: true, false, or None where unknown terms decide."""
    for negated in (False, True):
        if any(holds(clause, known) for clause in _of_condition(condition, kb, negated=negated)):
            return not negated
    return None


@lru_cache(maxsize=4_096)  # conditions of steps, carries and questions: the law that ships has some hundreds
def _of_condition(condition: Condition, kb: KnowledgeBase, *, negated: bool) -> tuple[Clause, ...]:
    return tuple(_clauses(condition, domains_of(kb), kb.ranks, negated=negated))
