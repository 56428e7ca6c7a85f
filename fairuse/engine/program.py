"""Compiling rules: one `Program` per regime, act and date, in the form both sides of the engine run.

A condition becomes clauses (an OR of ANDs) of atoms. Under three-valued truth a rule fires only if its condition is
true, so a negated comparison is itself a positive one on a *known* term; only ``unknown`` looks for absence.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from fairuse.kb import strata
from fairuse.kb.acts import Need
from fairuse.kb.condition import YEARS, Condition, Group, Test, Value, terms_of
from fairuse.kb.model import Doctrine, Issue, KnowledgeBase, Rule
from fairuse.kb.stored import rules_of

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

    def accepts(self, value: Value) -> bool:
        """Whether a known value satisfies the atom."""
        if self.absent:
            return False
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


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its clauses and the ids of the rules that beat it."""

    rule: Rule
    clauses: tuple[Clause, ...]
    defeaters: tuple[str, ...]

    def against(self, live: Mapping[str, int]) -> int:
        """Where some rule stands that beats this one; `live`: the rows in which each of some rules stands, a bit each.

        A presumption yields to every other rule, of which few stand.
        """
        found = 0
        if len(live) < len(self.defeaters):
            for name, rows in live.items():
                if name in self._beaten_by:
                    found |= rows
        else:
            for name in self.defeaters:
                found |= live.get(name, 0)
        return found

    @cached_property
    def _beaten_by(self) -> frozenset[str]:
        return frozenset(self.defeaters)


@dataclass(frozen=True)
class Numbered:
    """The rules of an issue, with their clauses numbered from `first`; `every`: as many bits as there are clauses.

    Of each rule the number of its first clause, as many bits as it has, and the place of its value on the scale.
    `none`: no rows, for each rule.
    """

    issue: Issue
    rules: tuple[tuple[CompiledRule, int, int, int], ...]
    first: int
    every: int
    none: Mapping[str, int]


def numbered(issue: Issue, group: Sequence[CompiledRule], first: int = 0) -> Numbered:
    """The rules of an issue with their clauses numbered."""
    places = {value: place for place, value in enumerate(issue.scale)}
    rules = []
    number = first
    for compiled in group:
        rules.append((compiled, number, (1 << len(compiled.clauses)) - 1, places[compiled.rule.value]))
        number += len(compiled.clauses)
    none = {compiled.rule.id: 0 for compiled in group}
    return Numbered(issue, tuple(rules), first, (1 << number - first) - 1, none)


def bits_of(numbers: Sequence[int]) -> int:
    """An integer with these bits."""
    if len(numbers) < 16:  # each costs as much as all bits
        found = 0
        for number in numbers:
            found |= 1 << number
        return found
    bits = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


@dataclass(frozen=True, eq=False)
class Program:
    """The rules of one regime for one act on one day, in firing order. Immutable; share it freely.

    `issues` are in the order in which they are settled; `rules` are grouped by issue in that order and, within an
    issue, defeaters come before what they defeat. `doctrines` are those on which some rule's firing depends.
    `years`: the facts that are years. `unasked`: for facts that not every use raises, the clauses any of which says
    that the question does not arise. `needs`: what has to be told before the act is answered. `whole_program`: of a
    part of a program, the whole.
    """

    regime: str
    act: str
    as_of: str
    conclusion: str
    issues: tuple[Issue, ...]
    rules: tuple[CompiledRule, ...]
    doctrines: tuple[Doctrine, ...]
    domains: Mapping[str, tuple[Value, ...]] = field(repr=False)
    ranks: Mapping[str, Mapping[Value, int]] = field(repr=False)
    unasked: Mapping[str, tuple[Clause, ...]] = field(repr=False)
    years: frozenset[str] = frozenset()
    needs: tuple[Need, ...] = ()
    whole_program: Program | None = field(default=None, repr=False)

    @property
    def whole(self) -> Program:
        """The program of which this is a part; of a whole one itself."""
        return self.whole_program or self

    def asks(self, fact: str, known: Mapping[str, Value]) -> bool:
        """Whether the question for a fact can arise for a use of which `known` is known."""
        return not any(holds(clause, known) for clause in self.unasked.get(fact, ()))

    @cached_property
    def by_issue(self) -> dict[str, tuple[CompiledRule, ...]]:
        """The rules that decide each issue, in firing order."""
        groups: dict[str, list[CompiledRule]] = {issue.id: [] for issue in self.issues}
        for compiled in self.rules:
            groups[compiled.rule.issue].append(compiled)
        return {name: tuple(group) for name, group in groups.items()}

    @cached_property
    def numbered(self) -> dict[str, Numbered]:
        """The rules that decide each issue, in firing order, with their clauses numbered through the program."""
        found: dict[str, Numbered] = {}
        first = 0
        for issue in self.issues:
            found[issue.id] = numbered(issue, group := self.by_issue[issue.id], first)
            first += sum(len(compiled.clauses) for compiled in group)
        return found

    @cached_property
    def comparing(self) -> dict[str, dict[Atom, int]]:
        """For each term, its comparisons, each with the clauses in which it stands (a bit a clause)."""
        found: dict[str, dict[Atom, list[int]]] = {}
        for group in self.numbered.values():
            for compiled, first, _, _ in group.rules:
                for number, clause in enumerate(compiled.clauses, first):
                    for compared in clause:
                        found.setdefault(compared.term, {}).setdefault(compared, []).append(number)
        return {term: {one: bits_of(numbers) for one, numbers in some.items()} for term, some in found.items()}

    @cached_property
    def _ruled_out(self) -> dict[tuple[str, Value | None], int]:
        """What `ruled_out` found, for each value of each finite term."""
        return {}

    def ruled_out(self, term: str, value: Value | None) -> int:
        """The clauses that cannot hold where a fact or view has a value (None: it is unknown), a bit a clause."""
        found = self._ruled_out.get((term, value)) if (finite := value is None or self.domains[term]) else None
        if found is None:
            some = self.comparing.get(term, {}).items()
            found = 0
            for one, clauses in some:
                if not (one.absent if value is None else one.accepts(value)):
                    found |= clauses
            if finite and (value is None or value in self.domains[term]):
                self._ruled_out[term, value] = found
        return found

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each rule in firing order."""
        return {compiled.rule.id: number for number, compiled in enumerate(self.rules)}

    @cached_property
    def reading(self) -> dict[str, tuple[Clause, ...]]:
        """For each term, the clauses with a comparison of it."""
        found: dict[str, dict[Clause, None]] = {}
        for compiled in self.rules:
            for clause in compiled.clauses:
                for compared in clause:
                    found.setdefault(compared.term, {})[clause] = None
        return {term: tuple(clauses) for term, clauses in found.items()}

    @cached_property
    def rests_on(self) -> Mapping[str, frozenset[str]]:
        """For each issue, all terms that it rests on: facts, views and issues, near or far."""
        found: dict[str, frozenset[str]] = {}
        for issue in self.issues:
            near = {a.term for c in self.by_issue[issue.id] for clause in c.clauses for a in clause}
            found[issue.id] = frozenset(near).union(*(found[term] for term in near if term in found))
        return found

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that some rule reads, in order of first reading."""
        issue_ids = {issue.id for issue in self.issues}
        names = (t for c in self.rules for t in c.rule.terms)
        return tuple(dict.fromkeys(n for n in names if n not in issue_ids))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms that may be told: facts that some rule reads, and views."""
        return (*self.facts, *(VIEW + d.id for d in self.doctrines))

    @cached_property
    def scale(self) -> tuple[str, ...]:
        """The standings that the conclusion can give."""
        return next(tuple(issue.scale) for issue in self.issues if issue.id == self.conclusion)


@lru_cache(maxsize=8)
def domains_of(kb: KnowledgeBase) -> Mapping[str, tuple[Value, ...]]:
    """The values each finite term can take; number facts have none."""
    domains: dict[str, tuple[Value, ...]] = {f.id: f.options for f in kb.facts.values()}
    domains.update({i.id: i.options for i in kb.issues.values()})
    domains.update({VIEW + d.id: tuple(v.id for v in d.views) for d in kb.doctrines.values()})
    return domains


def applies(kb: KnowledgeBase, rule: Rule, regime: str, act: str, as_of: str) -> bool:
    """Whether `rule` can speak to `act` under `regime` on the day `as_of`.

    Beside its own dates, a rule needs one authority that existed on that day (or says it is untested).
    """
    if rule.issue not in kb.issues or kb.issues[rule.issue].regime not in (regime, *kb.regimes[regime].includes):
        return False
    if not kb.covers(rule.acts, act) or not rule.in_force <= as_of or (rule.until or as_of) < as_of:
        return False
    return not rule.cites or any(c.authority in _authorities_on(kb, as_of) for c in rule.cites)


@lru_cache(maxsize=256)
def _authorities_on(kb: KnowledgeBase, day: str) -> frozenset[str]:
    return frozenset(name for name, authority in kb.authorities.items() if authority.exists_on(day))


def compile_program(kb: KnowledgeBase, regime: str, act: str, as_of: str, held: Sequence[Rule] = ()) -> Program:
    """Select and order the rules that speak to `act` under `regime` on `as_of` (``YYYY-MM-DD``).

    `held`: rules without a condition, each of which stands in place of all others on its issue.

    Raises `strata.Cycle` if the rules cannot be ordered and `TooManyClauses` if a condition explodes; the shipped
    rules are checked for both.
    """
    laws = (regime, *kb.regimes[regime].includes)
    by_hand = {rule.issue: CompiledRule(rule, ((),), ()) for rule in held}
    known = (r for law in laws for r in rules_of(kb, law) if r.issue not in by_hand)
    rules = [r for r in known if applies(kb, r, regime, act, as_of)]
    issues = {i.id: i for i in kb.issues.values() if i.regime in laws}
    order = strata.issue_order(issues.values(), rules)
    domains = domains_of(kb)
    groups: dict[str, list[str]] = {issue_id: [] for issue_id in order}
    for rule in rules:
        groups[rule.issue].append(rule.id)
    year = int(as_of[:4])
    counting = {rule.issue for rule in rules if rule.counts_years}
    compiled = [
        c
        for issue, group in groups.items()
        for c in (
            [by_hand[issue]]
            if issue in by_hand
            else _compiled(kb, tuple(group), year if issue in counting else PROBE_YEAR)
        )
    ]
    used = {name for c in compiled for name in c.rule.view}
    read = {term for c in compiled for term in c.rule.terms}
    return Program(
        regime=regime,
        act=act,
        as_of=as_of,
        conclusion=kb.regimes[regime].conclusion,
        issues=tuple(issues[i] for i in order),
        rules=tuple(compiled),
        doctrines=tuple(d for d in sorted(kb.doctrines.values(), key=lambda d: d.id) if d.id in used),
        domains=domains,
        ranks=kb.ranks,
        unasked=_unasked(kb, act),
        years=frozenset(f.id for f in kb.facts.values() if f.type == "year"),
        needs=tuple(
            need
            for need in sorted(kb.needs.values(), key=lambda n: n.written)
            if need.regime == regime and kb.covers(need.acts, act) and need.facts[0] in read
        ),
    )


@lru_cache(maxsize=64)
def _unasked(kb: KnowledgeBase, act: str) -> Mapping[str, tuple[Clause, ...]]:
    """The facts that an act does not raise at all, and those that arise only under a condition, as its negation."""
    never: tuple[Clause, ...] = ((),)
    found = {}
    for fact in kb.facts.values():
        if fact.derived or not kb.covers(fact.acts, act):
            found[fact.id] = never
        elif terms_of(fact.asked_when):
            found[fact.id] = tuple(_clauses(fact.asked_when, domains_of(kb), kb.ranks, negated=True))
    return found


@lru_cache(maxsize=20_000)  # many days and acts have the same rules for an issue
def _compiled(kb: KnowledgeBase, group: tuple[str, ...], year: int) -> tuple[CompiledRule, ...]:
    """The rules of one issue in firing order. Raises `strata.Cycle` and `TooManyClauses`."""
    ordered = strata.defeat_order(kb.rules[name] for name in group)
    return tuple(CompiledRule(rule, rule_clauses(kb, rule.id, year), beaten_by) for rule, beaten_by in ordered)


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


def condition_clauses(condition: Condition, kb: KnowledgeBase) -> tuple[Clause, ...]:
    """The clauses of a condition of facts, any of which makes it true."""
    return _of_condition(condition, kb, negated=False)


def truth(condition: Condition, known: Mapping[str, Value], kb: KnowledgeBase) -> bool | None:
    """Whether `condition` holds for the known terms: true, false, or None where unknown terms decide."""
    for negated in (False, True):
        if any(holds(clause, known) for clause in _of_condition(condition, kb, negated=negated)):
            return not negated
    return None


@lru_cache(maxsize=4_096)  # conditions of steps, carries and questions: the law that ships has some hundreds
def _of_condition(condition: Condition, kb: KnowledgeBase, *, negated: bool) -> tuple[Clause, ...]:
    return tuple(_clauses(condition, domains_of(kb), kb.ranks, negated=negated))
