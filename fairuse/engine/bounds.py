"""A sound bound: the compiled rules over rows in which a term need not have one value but may have any of several.

Whatever values the terms of a row take, each from those they may have, the columns side gives each issue one of the
values found for the row here; the reverse need not hold, for terms are taken to vary apart from each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fairuse.engine.clauses import Atom, Clause
from fairuse.engine.columns import Bits, union
from fairuse.engine.program import CompiledRule, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import Settle

#: For each value that a term may have (None: unknown, or undecided), the rows in which it may.
Possible = Mapping[Value | None, Bits]
#: Of a clause the comparisons that turn on the row, those of one term together, and whether all others surely hold.
Left = tuple[tuple[tuple[Atom, ...], ...], bool]


@dataclass(frozen=True)
class Bounds:
    """`feasible`: the rows whose assumptions can be met. `issues`: for each issue, the rows in which it may have each
    value. `may` and `must`: for each rule, the rows in which it may stand undefeated, and in which it is sure to.
    """

    feasible: Bits
    issues: Mapping[str, Possible]
    may: Mapping[str, Bits]
    must: Mapping[str, Bits]


class Fixed:
    """Facts that may have the same values in every row, whatever rows are looked at; any other is unknown.

    What they leave of the clauses of a rule is worked out once, for programs that have the same rules.
    """

    def __init__(self, values: Mapping[str, Collection[Value | None]]) -> None:
        self.values = values
        self._hold: dict[tuple[Atom, ...], tuple[bool, bool]] = {}
        self._terms: dict[str, tuple[str, ...]] = {}
        self._left: dict[tuple[str, ...], tuple[Left, ...]] = {}

    def left(self, compiled: CompiledRule, by_row: Collection[str]) -> tuple[Left, ...]:
        """What is left of the clauses of a rule that may hold, where the terms `by_row` have values of each row."""
        name = compiled.rule.id
        if (terms := self._terms.get(name)) is None:
            terms = self._terms[name] = tuple(dict.fromkeys(a.term for clause in compiled.clauses for a in clause))
        own = tuple([term for term in terms if term in by_row])
        if (found := self._left.get((name, *own))) is None:
            found = self._left[name, *own] = tuple(self._less(compiled.clauses, own))
        return found

    def _less(self, clauses: Iterable[Clause], by_row: Collection[str]) -> Iterator[Left]:
        found: dict[tuple[tuple[Atom, ...], ...], bool] = {}
        for clause in clauses:
            read: list[tuple[Atom, ...]] = []
            sure = True
            for atoms in _by_term(clause):
                if atoms[0].term in by_row:
                    read.append(atoms)
                    continue
                may, must = self._hold.get(atoms) or self._holds(atoms)
                if not may:
                    break
                sure = sure and must
            else:
                found[tuple(read)] = found.get(tuple(read), False) or sure
        return iter(found.items())

    def _holds(self, atoms: tuple[Atom, ...]) -> tuple[bool, bool]:
        """Whether comparisons of one term may hold, and whether they surely do."""
        hold = [_accepted(atoms, value) for value in self.values.get(atoms[0].term, (None,))]
        found = self._hold[atoms] = any(hold), all(hold)
        return found


def bound(
    program: Program,
    possible: Mapping[str, Possible],
    rows: int,
    fixed: Fixed | None = None,
    before: Bounds | None = None,
) -> Bounds:
    """Evaluate every rule on `rows` rows. A fact or view neither in `possible` nor `fixed` is unknown in every row.

    An issue that is in it is assumed to come out as one of those values; rows that together assume every value that it
    may have leave nothing out. `before`: what was found with the same fixed facts, some rows, and no term in `possible`
    that is not in it now: issues that rest on none of them come out alike.
    """
    fixed = fixed or Fixed({})
    terms = _Terms(possible, rows)
    feasible = terms.everywhere
    may: dict[str, Bits] = {}
    must: dict[str, Bits] = {}
    for issue in program.issues:
        if before and issue.id not in possible and program.rests_on[issue.id].isdisjoint(possible):
            names = [compiled.rule.id for compiled in program.by_issue[issue.id]]
            may.update((name, terms.everywhere if before.may[name] else 0) for name in names)
            must.update((name, terms.everywhere if before.must[name] else 0) for name in names)
            terms.possible[issue.id] = {v: terms.everywhere if b else 0 for v, b in before.issues[issue.id].items()}
            continue
        may_give: dict[Value, Bits] = dict.fromkeys(issue.scale, 0)
        must_give: dict[Value, Bits] = dict.fromkeys(issue.scale, 0)
        open_: dict[str, Bits] = {}
        standing: dict[str, Bits] = {}
        for compiled in program.by_issue[issue.id]:
            name = compiled.rule.id
            fires, sure = terms.fires(fixed.left(compiled, terms.possible))
            if fires and compiled.defeaters:
                fires &= ~compiled.against(standing)
                sure &= ~compiled.against(open_)
            may[name], must[name] = fires, sure
            if fires:
                open_[name] = fires
                if sure:
                    standing[name] = sure
                may_give[compiled.rule.value] |= fires
                must_give[compiled.rule.value] |= sure
        settled = _settle(issue.settle, may_give, must_give, terms.everywhere)
        if assumed := possible.get(issue.id):
            settled = {value: found & assumed.get(value, 0) for value, found in settled.items()}
            feasible &= union(settled.values())
        terms.possible[issue.id] = settled
    return Bounds(feasible, {i.id: terms.possible[i.id] for i in program.issues}, may, must)


class _Terms:
    """What terms may be, and for the comparisons of a term that stand together in a clause, where they may hold."""

    def __init__(self, possible: Mapping[str, Possible], rows: int) -> None:
        self.possible: dict[str, Possible] = dict(possible)
        self.everywhere: Bits = (1 << rows) - 1
        self._found: dict[tuple[Atom, ...], tuple[Bits, Bits]] = {}

    def fires(self, clauses: Iterable[Left]) -> tuple[Bits, Bits]:
        """The rows in which some clause may hold, and those in which one is sure to."""
        may = must = 0
        for read, otherwise_sure in clauses:
            maybe = self.everywhere
            surely = maybe if otherwise_sure else 0
            for atoms in read:
                does, sure = self._found.get(atoms) or self._holds(atoms)
                maybe &= does
                surely &= sure
                if not maybe:
                    break
            else:
                may |= maybe
                must |= surely
        return may, must

    def _holds(self, atoms: tuple[Atom, ...]) -> tuple[Bits, Bits]:
        does = fails = 0
        allowed = _allowed(atoms)
        for value, rows in self.possible.get(atoms[0].term, {None: self.everywhere}).items():
            if value in allowed if allowed is not None else _accepted(atoms, value):
                does |= rows
            else:
                fails |= rows
        found = self._found[atoms] = does, does & ~fails
        return found


def _accepted(atoms: tuple[Atom, ...], value: Value | None) -> bool:
    return all(atom.accepts(value) for atom in atoms)


@lru_cache(maxsize=50_000)
def _allowed(atoms: tuple[Atom, ...]) -> frozenset[Value | None] | None:
    """The values with which comparisons of one term all hold, None for unknown; no set if they are of a number."""
    if any(atom.number for atom in atoms):
        return None
    some = [frozenset[Value | None]({None}) if atom.absent else atom.allowed for atom in atoms]
    return frozenset.intersection(*some)


@lru_cache(maxsize=50_000)
def _by_term(clause: Clause) -> tuple[tuple[Atom, ...], ...]:
    """The comparisons of a clause, those of one term together: they must all hold of the same value."""
    grouped: dict[str, list[Atom]] = {}
    for atom in clause:
        grouped.setdefault(atom.term, []).append(atom)
    return tuple(map(tuple, grouped.values()))


def _settle(how: Settle, may: Mapping[Value, Bits], must: Mapping[Value, Bits], everywhere: Bits) -> Possible:
    """The rows in which an issue may have each value, from those in which live findings may, or surely do, give it."""
    settled: dict[Value | None, Bits] = {}
    if how == "agree":
        several = seen = 0
        for value, rows in may.items():
            several |= seen & rows
            seen |= rows
            settled[value] = rows & ~union(sure for other, sure in must.items() if other != value)
        settled[None] = several | everywhere & ~union(must.values())
        return settled
    taken: Bits = 0
    for value in reversed(may) if how == "highest" else may:
        settled[value] = may[value] & ~taken
        taken |= must[value]
    settled[None] = everywhere & ~taken
    return settled
