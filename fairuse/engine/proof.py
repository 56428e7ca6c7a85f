"""What an inference run leaves: findings with their proofs, the settled issues, and what every rule lacked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from fairuse.engine.clauses import Atom
from fairuse.engine.program import CompiledRule, Program
from fairuse.kb.condition import Value
from fairuse.kb.model import Issue

State = Literal["fired", "defeated", "missing", "failed"]


@dataclass(frozen=True)
class Finding:
    """A rule that fired: the value it gives its issue, and the terms its proof rests on.

    `rests_on` names facts and issues (with the value each had), `rests_on_absence` those that were not known and had
    to be so; `defeated_by` the fired rules that beat it.
    """

    rule: str
    issue: str
    value: str
    rests_on: tuple[tuple[str, Value], ...]
    defeated_by: tuple[str, ...]
    rests_on_absence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Considered:
    """One rule as it fared: what it lacked (unknown terms) or what stood against it (terms known otherwise)."""

    rule: str
    state: State
    missing: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inference:
    """The result of one run. `values` has an entry for each issue that was settled."""

    findings: tuple[Finding, ...]
    values: Mapping[str, str]
    open_issues: tuple[str, ...]  # undefeated findings disagree and no rule settles it


def settle(issue: Issue, live: Iterable[Finding]) -> str | None:
    """Return the value that undefeated findings give an issue, or None if there is none or they disagree."""
    values = {finding.value for finding in live}
    if len(values) <= 1:
        return next(iter(values), None)
    if issue.settle == "agree":
        return None
    ordered = [v for v in issue.scale if v in values]
    return ordered[-1 if issue.settle == "highest" else 0]


def considered(program: Program, inference: Inference, terms: Mapping[str, Value]) -> tuple[Considered, ...]:
    """Say of every rule of `program` how it fared, given all final terms (facts, views and settled issues)."""
    found = {f.rule: f for f in inference.findings}
    fares = _Fares(terms)
    return tuple(_consider(compiled, found.get(compiled.rule.id), fares) for compiled in program.rules)


_Fared = Literal["holds", "failed", "missing"]


class _Fares(dict[Atom, _Fared]):
    """How each comparison fares, worked out when first asked: each stands in many clauses."""

    def __init__(self, terms: Mapping[str, Value]) -> None:
        super().__init__()
        self.terms = terms

    def __missing__(self, atom: Atom) -> _Fared:
        found: _Fared
        if atom.term in self.terms:
            found = "holds" if atom.accepts(self.terms[atom.term]) else "failed"
        else:
            found = "holds" if atom.absent else "missing"
        self[atom] = found
        return found


def _consider(compiled: CompiledRule, finding: Finding | None, fares: _Fares) -> Considered:
    if finding is not None:
        return Considered(compiled.rule.id, "defeated" if finding.defeated_by else "fired")
    shortfalls = [_shortfall(clause, fares) for clause in compiled.clauses]
    # The alternative that came nearest: nothing known against it, then the fewest things missing.
    failed, missing = min(shortfalls, key=lambda s: (len(s[0]), len(s[1])), default=((), ()))
    return Considered(compiled.rule.id, "failed" if failed else "missing", missing, failed)


def _shortfall(clause: Iterable[Atom], fares: _Fares) -> tuple[tuple[str, ...], tuple[str, ...]]:
    failed: list[str] = []
    missing: list[str] = []
    for atom in clause:
        if (how := fares[atom]) != "holds":
            terms = failed if how == "failed" else missing
            if atom.term not in terms:
                terms.append(atom.term)
    return tuple(failed), tuple(missing)
