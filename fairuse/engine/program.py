"""Compiling rules: one `Program` per regime, act and date, in the form both sides of the engine run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from fairuse.engine.clauses import (
    PROBE_YEAR,
    VIEW,
    Atom,
    Clause,
    condition_clauses,
    domains_of,
    holds,
    rule_clauses,
)
from fairuse.kb import strata
from fairuse.kb.acts import Need
from fairuse.kb.condition import Value, terms_of
from fairuse.kb.doctrine import Doctrine
from fairuse.kb.model import Issue, KnowledgeBase, Rule
from fairuse.kb.stored import rules_of


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


def applies(kb: KnowledgeBase, rule: Rule, regime: str, act: str, as_of: str) -> bool:
    """Whether `rule` can speak to `act` under `regime` on the day `as_of`.

    Beside its own dates, a rule needs one authority that existed on that day (or says it is untested).
    """
    if rule.issue not in kb.issues or kb.issues[rule.issue].regime not in (regime, *kb.regimes[regime].includes):
        return False
    if not kb.rule_covers(rule, act) or not rule.in_force <= as_of or (rule.until or as_of) < as_of:
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
        unasked=_unasked(kb, act, regime),
        years=frozenset(f.id for f in kb.facts.values() if f.type == "year"),
        needs=tuple(
            need
            for need in sorted(kb.needs.values(), key=lambda n: n.written)
            if need.regime == regime and kb.names(need.acts, act) and need.facts[0] in read
        ),
    )


@lru_cache(maxsize=64)
def _unasked(kb: KnowledgeBase, act: str, regime: str) -> Mapping[str, tuple[Clause, ...]]:
    """The facts that an act does not raise at all, and those that arise only under a condition, as its negation."""
    never: tuple[Clause, ...] = ((),)
    found = {}
    for fact in kb.facts.values():
        if fact.derived or not kb.covers(fact.acts, act, regime):
            found[fact.id] = never
        elif terms_of(fact.asked_when):
            found[fact.id] = condition_clauses(fact.asked_when, kb, negated=True)
    return found


@lru_cache(maxsize=20_000)  # many days and acts have the same rules for an issue
def _compiled(kb: KnowledgeBase, group: tuple[str, ...], year: int) -> tuple[CompiledRule, ...]:
    """The rules of one issue in firing order. Raises `strata.Cycle` and `TooManyClauses`."""
    ordered = strata.defeat_order(kb.rules[name] for name in group)
    return tuple(CompiledRule(rule, rule_clauses(kb, rule.id, year), beaten_by) for rule, beaten_by in ordered)
