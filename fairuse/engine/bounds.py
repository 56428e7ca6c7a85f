"""A sound bound: the compiled rules over rows in which a term need not have one value but may have any of several.

Whatever values the terms of a row take, each from those they may have, the columns side gives each issue one of the
values found for the row here; the reverse need not hold, for terms are taken to vary apart from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fairuse.engine.columns import Bits, union
from fairuse.engine.program import Atom, Clause, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import Settle

#: For each value that a term may have (None: unknown, or undecided), the rows in which it may.
Possible = Mapping[Value | None, Bits]


@dataclass(frozen=True)
class Bounds:
    """`feasible`: the rows whose assumptions can be met. `issues`: for each issue, the rows in which it may have each
    value. `may` and `must`: for each rule, the rows in which it may stand undefeated, and in which it is sure to.
    """

    feasible: Bits
    issues: Mapping[str, Possible]
    may: Mapping[str, Bits]
    must: Mapping[str, Bits]


def bound(program: Program, possible: Mapping[str, Possible], rows: int) -> Bounds:
    """Evaluate every rule on `rows` rows. A fact or view that is not in `possible` is unknown in every row.

    An issue that is in it is assumed to come out as one of those values; rows that together assume every value that it
    may have leave nothing out.
    """
    terms = _Terms(possible, rows)
    feasible = terms.everywhere
    may: dict[str, Bits] = {}
    must: dict[str, Bits] = {}
    for issue in program.issues:
        may_give: dict[Value, Bits] = dict.fromkeys(issue.scale, 0)
        must_give: dict[Value, Bits] = dict.fromkeys(issue.scale, 0)
        for compiled in program.by_issue[issue.id]:
            name = compiled.rule.id
            fires, sure = terms.fires(compiled.clauses)
            may[name] = fires & ~union(must.get(other, 0) for other in compiled.defeaters)
            must[name] = sure & ~union(may.get(other, 0) for other in compiled.defeaters)
            may_give[compiled.rule.value] |= may[name]
            must_give[compiled.rule.value] |= must[name]
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

    def fires(self, clauses: Iterable[Clause]) -> tuple[Bits, Bits]:
        """The rows in which some clause may hold, and those in which one is sure to."""
        may = must = 0
        for clause in clauses:
            maybe = surely = self.everywhere
            for atoms in _by_term(clause):
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
    return all(atom.absent if value is None else atom.accepts(value) for atom in atoms)


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
