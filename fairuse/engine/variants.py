"""The columns side run several times over the same rows, with a few terms otherwise each time.

What is open, a view or a fact that is not told, has one value in all rows at once. An issue that does not rest on the
terms in which two variants differ is settled once for both: many variants cost little more than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from fairuse.engine.columns import Atoms, Bits, Column, Columns, Planes, Settled
from fairuse.engine.program import Atom, Program
from fairuse.kb.condition import Value

Variant = Mapping[str, Value]


class Variants:
    """Rows of facts, evaluated under one variant after another; `columns` and `rows` are as for `columns.run`."""

    def __init__(self, program: Program, columns: Mapping[str, Column], rows: int) -> None:
        self.program, self.columns, self.rows = program, columns, rows
        self._plain = Atoms(program, columns, rows)
        self._constant: dict[tuple[str, Value], Atoms] = {}
        self._settled: dict[tuple[str, tuple[tuple[str, Value], ...]], tuple[Settled, _Given]] = {}

    def run(self, variant: Variant, issues: Sequence[str] | None = None) -> Columns:
        """Evaluate the rules of `issues` and of those that they rest on (default: of all) under `variant`."""
        wanted = self.program.by_issue if issues is None else below(self.program, tuple(issues))
        reads = rests_on(self.program)
        hits: dict[str, Bits] = {}
        beaten: dict[str, Bits] = {}
        planes: dict[str, Planes] = {}
        given: dict[str, _Given] = {}
        for issue in self.program.issues:
            if issue.id not in wanted:
                continue
            own = tuple((term, value) for term, value in variant.items() if term in reads[issue.id])
            if (known := self._settled.get((issue.id, own))) is None:
                atoms = _Under(self, variant, given)
                settled = atoms.settle(issue, self.program.by_issue[issue.id])
                known = self._settled[issue.id, own] = settled, _Given(self.program, settled.planes, self.rows)
            settled, given[issue.id] = known
            hits.update(settled.hits)
            beaten.update(settled.beaten)
            planes[issue.id] = settled.planes
        return Columns(self.rows, planes, hits, beaten)

    def fact(self, atom: Atom, variant: Variant) -> Bits:
        """The rows in which a comparison of a fact or a view holds."""
        if atom.term not in variant:
            return self._plain[atom]
        term = atom.term, variant[atom.term]
        if term not in self._constant:
            self._constant[term] = Atoms(self.program, {}, self.rows, dict([term]))
        return self._constant[term][atom]


class _Given(Atoms):
    """The rows in which comparisons of one settled issue hold."""

    def __init__(self, program: Program, planes: Planes, rows: int) -> None:
        super().__init__(program, {}, rows)
        self._of = planes

    def __missing__(self, atom: Atom) -> Bits:
        self.settled[atom.term] = self._of
        return super().__missing__(atom)


class _Under(Atoms):
    """The comparisons that the rules of one issue read under a variant."""

    def __init__(self, rows: Variants, variant: Variant, given: Mapping[str, _Given]) -> None:
        super().__init__(rows.program, {}, rows.rows)
        self._rows, self._variant, self._given = rows, variant, given

    def __missing__(self, atom: Atom) -> Bits:
        given = self._given.get(atom.term)
        found = self[atom] = self._rows.fact(atom, self._variant) if given is None else given[atom]
        return found


@lru_cache(maxsize=256)  # as many as programs are kept
def rests_on(program: Program) -> Mapping[str, frozenset[str]]:
    """For each issue, all terms that it rests on: facts, views and issues, near or far."""
    found: dict[str, frozenset[str]] = {}
    for issue in program.issues:
        near = {a.term for c in program.by_issue[issue.id] for clause in c.clauses for a in clause}
        found[issue.id] = frozenset(near).union(*(found[term] for term in near if term in found))
    return found


@lru_cache(maxsize=1024)
def below(program: Program, issues: tuple[str, ...]) -> frozenset[str]:
    """Some issues with all those that they rest on."""
    reads = rests_on(program)
    return frozenset(issues).union(*(reads[issue] & reads.keys() for issue in issues))
