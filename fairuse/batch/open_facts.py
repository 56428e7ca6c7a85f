"""The facts still open in each of many rows: `answer.ranges.open_facts`, for all rows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairuse.engine.clauses import Atom, Clause
from fairuse.engine.columns import Bits, Column, is_known, packed, union
from fairuse.engine.program import Program
from fairuse.engine.variants import Variants
from fairuse.kb.condition import Value
from fairuse.kb.model import REPORTED


@dataclass(frozen=True)
class Told:
    """Rows of facts, and where each is known."""

    rows: Variants
    table: Mapping[str, Column]

    @property
    def everywhere(self) -> Bits:
        """All rows."""
        return (1 << self.rows.rows) - 1

    def unknown(self, fact: str) -> Bits:
        """The rows in which a fact is not known."""
        column = self.table.get(fact)
        if column is None:
            return self.everywhere
        return packed(~is_known(column))

    def holds(self, clause: Clause) -> Bits:
        """The rows in which a clause of facts holds."""
        found = self.everywhere
        for atom in clause:
            found &= self.rows.holds(atom, {})
        return found


def open_facts(program: Program, told: Told) -> dict[str, Bits]:
    """For each fact of a program, the rows in which it is not known and could bear on what is reported."""
    may: dict[Atom, Bits] = {}
    values: dict[str, dict[Value, Bits]] = {}
    unknown = {fact: told.unknown(fact) for fact in program.facts}

    def may_hold(atom: Atom) -> Bits:
        if atom not in may:
            if atom.term in values:
                given = (rows for value, rows in values[atom.term].items() if atom.accepts(value))
                may[atom] = told.everywhere if atom.absent else union(given)
            else:
                missing = unknown.get(atom.term, told.everywhere)
                may[atom] = missing if missing == told.everywhere else missing | told.rows.holds(atom, {})
        return may[atom]

    open_clauses: dict[str, list[tuple[Clause, Bits]]] = {}
    for issue in program.issues:
        open_clauses[issue.id] = []
        given: dict[Value, Bits] = {}
        for compiled in program.by_issue[issue.id]:
            for clause in compiled.clauses:
                rows = told.everywhere
                for atom in clause:
                    rows &= may_hold(atom)
                    if not rows:
                        break
                else:
                    given[compiled.rule.value] = given.get(compiled.rule.value, 0) | rows
                    open_clauses[issue.id].append((clause, rows))
        values[issue.id] = given
    ends = {program.conclusion, *(i.id for i in program.issues if i.role in REPORTED)}
    wanted = {i.id: told.everywhere if i.id in ends else 0 for i in program.issues}
    terms: dict[str, Bits] = {}
    for issue in reversed(program.issues):  # what an issue rests on was settled before it
        for clause, rows in open_clauses[issue.id] if wanted[issue.id] else ():
            for atom in clause:
                into = wanted if atom.term in wanted else terms
                into[atom.term] = into.get(atom.term, 0) | rows & wanted[issue.id]
    found = {}
    for fact in program.facts:
        rows = terms.get(fact, 0) & unknown[fact]
        if rows:
            rows &= ~union(told.holds(clause) for clause in program.unasked.get(fact, ()))
        if rows:
            found[fact] = rows
    return found
