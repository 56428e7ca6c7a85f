"""The columns side over the same rows again and again, with a few terms otherwise each time.

What is open, a view or a fact that is not told, has one value in all rows at once. An issue that does not rest on the
terms in which two variants differ is settled once for both: many variants cost little more than one.
"""

from __future__ import annotations

from collections.abc import Mapping

from fairuse.engine.clauses import Atom
from fairuse.engine.columns import Atoms, Bits, Column, Settled
from fairuse.engine.program import Program
from fairuse.kb.condition import Value

Variant = Mapping[str, Value]


class Variants:
    """Rows of facts, evaluated under one variant after another; `columns` and `rows` are as for `columns.run`."""

    def __init__(self, program: Program, columns: Mapping[str, Column], rows: int) -> None:
        self.program, self.rows = program, rows
        self._issues = {issue.id: issue for issue in program.issues}
        self._plain = Atoms(program, columns, rows)
        self._constant: dict[tuple[str, Value], Atoms] = {}
        self._settled: dict[tuple[str, tuple[tuple[str, Value], ...]], _Known] = {}
        self._rests = program.rests_on

    def settled(self, issue: str, variant: Variant) -> Settled:
        """How the rules of an issue fare under a variant, and the value that it has in each row."""
        return self.known(issue, variant).found

    def holds(self, atom: Atom, variant: Variant) -> Bits:
        """The rows in which a comparison holds under a variant."""
        if atom.term in self._issues:
            return self.known(atom.term, variant)[atom]
        if atom.term not in variant:
            return self._plain[atom]
        term = atom.term, variant[atom.term]
        if term not in self._constant:
            self._constant[term] = Atoms(self.program, {}, self.rows, dict([term]))
        return self._constant[term][atom]

    def known(self, issue: str, variant: Variant) -> _Known:
        """A settled issue under a variant."""
        reads = self._rests[issue]
        key = issue, tuple((term, value) for term, value in variant.items() if term in reads)
        if key not in self._settled:
            settled = _Under(self, variant).settle(self.program.numbered[issue])
            self._settled[key] = _Known(self.program, issue, settled, self.rows)
        return self._settled[key]


class _Known(Atoms):
    """A settled issue, and the rows in which comparisons of it hold."""

    def __init__(self, program: Program, issue: str, found: Settled, rows: int) -> None:
        super().__init__(program, {}, rows)
        self.found = found
        self.settled[issue] = found.planes


class _Under(Atoms):
    """The comparisons that the rules of one issue read under a variant."""

    def __init__(self, rows: Variants, variant: Variant) -> None:
        super().__init__(rows.program, {}, rows.rows)
        self._rows, self._variant = rows, variant

    def __missing__(self, atom: Atom) -> Bits:
        found = self[atom] = self._rows.holds(atom, self._variant)
        return found
