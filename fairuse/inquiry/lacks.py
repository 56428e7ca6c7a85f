"""What keeps a rule from giving its value to an issue: facts, issues, views, other rules, or its own dates and acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from fairuse.answer.result import Citation, FindingResult, Frozen, Taken, UseResult
from fairuse.engine.clauses import VIEW, Atom, Clause
from fairuse.engine.program import CompiledRule, Program
from fairuse.engine.proof import Finding, settle
from fairuse.inquiry.comparison import Cause
from fairuse.kb.condition import Value
from fairuse.kb.model import Issue, KnowledgeBase
from fairuse.words.en import lacks as en

LackKind = Literal["unknown", "fact", "must_be_unknown", "issue", "view", "defeated", "outweighed", "not_law"]


class Lack(Frozen):
    """One thing that keeps a rule from giving its value.

    `subject`: the fact, issue, doctrine or rule it is about; `now` its value (None: not known, or open); `needed` the
    values that would do (for a number, its bounds in words). `says` puts it in words where a rule or date stands in
    the way. `nearest`: for an issue, the rule that comes nearest to a needed value, with what it lacks in turn.
    """

    kind: LackKind
    subject: str
    now: Value | None = None
    needed: tuple[Value, ...] = ()
    says: str = ""
    nearest: RuleShort | None = None


class RuleShort(Frozen):
    """A rule that could have given the value, and what it lacked; nothing lacking means that it fired.

    `under`: it fires on these views only, and others are open. `cost` orders the rules: the fewer and lighter the
    things it lacks, the lower.
    """

    rule: str
    value: str
    because: str
    cites: tuple[Citation, ...]
    under: tuple[tuple[Taken, ...], ...] = ()
    lacks: tuple[Lack, ...]
    cost: int


#: What each thing that is lacking weighs; they add up. A judgement, not measured: a fact that nobody has given may
#: still turn out right, one that is given would have to change, a rule that beats this one would have to fall, a court
#: would have to hold otherwise. A rule that is no law stands behind all others, which come to 29 at most in what ships.
_COSTS: dict[LackKind, int] = {
    "unknown": 2,
    "fact": 3,
    "must_be_unknown": 3,
    "issue": 3,
    "view": 5,
    "defeated": 4,
    "outweighed": 4,
    "not_law": 1000,
}


class Search:
    """Looks in the rules that speak to one use for those that could give a value."""

    def __init__(self, program: Program, use: UseResult, kb: KnowledgeBase) -> None:
        self.program, self.use, self.kb = program, use, kb
        self.bound = {VIEW + v.doctrine: v.view for v in use.bound_views}
        facts = {f.fact: f.value for f in use.facts if f.read}
        self.terms: dict[str, Value] = {**facts, **self.bound}
        self.terms.update({i.id: i.value for i in use.issues if i.value is not None})
        self.findings = {f.rule: f for f in use.findings}
        self.issues = {i.id: i for i in program.issues}
        self.compiled = {c.rule.id: c for c in program.rules}
        self.found: dict[tuple[str, frozenset[Value], int], list[RuleShort]] = {}
        self.existing = {a.id for a in kb.authorities.values() if a.exists_on(program.as_of)}

    def rules(self, issue: Issue, values: Iterable[Value], depth: int) -> list[RuleShort]:
        """The rules that give `issue` one of `values`, those that lack least first."""
        wanted = frozenset(values)
        key = issue.id, wanted, depth
        if key not in self.found:
            own = [self._short(c, issue, depth) for c in self.program.by_issue[issue.id] if c.rule.value in wanted]
            self.found[key] = sorted(own, key=lambda r: r.cost)  # stable: equals stay in the order of the program
        return self.found[key]

    def _short(self, compiled: CompiledRule, issue: Issue, depth: int) -> RuleShort:
        rule = compiled.rule
        finding = self.findings.get(rule.id)
        lacks: list[Lack] = []
        if finding is None:
            options = [list(self._lacks(clause, depth)) for clause in compiled.clauses]
            lacks = min(options, key=_cost, default=[])
        lacks += list(self._rivals(compiled, issue, finding, lacks))
        return RuleShort(
            rule=rule.id,
            value=rule.value,
            because=rule.because,
            cites=tuple(Citation(authority=c.authority, at=c.at) for c in rule.cites if c.authority in self.existing),
            under=finding.under if finding else (),
            lacks=tuple(lacks),
            cost=_cost(lacks),
        )

    def _lacks(self, clause: Clause, depth: int) -> Iterator[Lack]:
        """What keeps one alternative of a condition from being true."""
        by_term: dict[str, list[Atom]] = {}
        for atom in clause:
            if not (atom.accepts(self.terms[atom.term]) if atom.term in self.terms else atom.absent):
                by_term.setdefault(atom.term, []).append(atom)
        for term, atoms in by_term.items():
            if term.startswith(VIEW):
                if term in self.bound:  # an open view is no lack: it is among those that were run
                    yield Lack(
                        kind="view", subject=term.removeprefix(VIEW), now=self.bound[term], needed=_allowed(atoms)
                    )
            elif term in self.issues:
                yield self._issue(term, atoms, depth)
            else:
                yield self._fact(term, atoms)

    def _issue(self, term: str, atoms: list[Atom], depth: int) -> Lack:
        needed = tuple(v for v in self.issues[term].options if v in set(_allowed(atoms)))
        below = self.rules(self.issues[term], needed, depth - 1) if depth else []
        return Lack(
            kind="issue",
            subject=term,
            now=self.terms.get(term),
            needed=needed,
            nearest=below[0] if below else None,
        )

    def _fact(self, term: str, atoms: list[Atom]) -> Lack:
        now = self.terms.get(term)
        if any(a.absent for a in atoms):
            return Lack(kind="must_be_unknown", subject=term, now=now)
        numbers = [a.number for a in atoms if a.number]
        allowed = set(_allowed(atoms))
        needed = tuple(v for v in self.program.domains[term] if v in allowed)
        says = en.AND.join(f"{op.replace('_', ' ')} {bound:g}" for op, bound in numbers if abs(bound) < 1e300)
        return Lack(kind="unknown" if now is None else "fact", subject=term, now=now, needed=needed, says=says)

    def _rivals(
        self, compiled: CompiledRule, issue: Issue, finding: FindingResult | None, lacks: Iterable[Lack]
    ) -> Iterator[Lack]:
        """The findings that would still beat the rule, or outrank its value, if it had what it `lacks`."""
        rule = compiled.rule
        needed = {VIEW + k.subject if k.kind == "view" else k.subject: set(k.needed) for k in lacks}
        for rival in self.use.findings:
            if rival.issue != issue.id or rival.rule == rule.id or rival.defeated_by or rival.value == rule.value:
                continue
            if finding is None and not self._stays(rival.rule, needed):
                continue
            if rival.rule in (finding.defeated_by if finding else compiled.defeaters):
                yield Lack(kind="defeated", subject=rival.rule, now=rival.value, says=rival.because)
            elif not rival.under and rule.id not in self.compiled[rival.rule].defeaters:
                both = [Finding(n, issue.id, v, (), ()) for n, v in ((rule.id, rule.value), (rival.rule, rival.value))]
                if settle(issue, both) != rule.value:
                    yield Lack(kind="outweighed", subject=rival.rule, now=rival.value, says=rival.because)

    def _stays(self, rival: str, needed: Mapping[str, set[Value]]) -> bool:
        """Whether a finding is sure to stay when each term in `needed` takes whichever of those values."""

        def holds(atom: Atom) -> bool:
            if atom.term in needed:
                return bool(needed[atom.term]) and needed[atom.term] <= atom.allowed
            if atom.term in self.terms:
                return atom.accepts(self.terms[atom.term])
            return atom.absent or atom.term.startswith(VIEW)

        return any(all(map(holds, clause)) for clause in self.compiled[rival].clauses)


def _allowed(atoms: Iterable[Atom]) -> tuple[Value, ...]:
    """The values that satisfy all of several comparisons of one term."""
    sets: list[frozenset[Value]] = [a.allowed for a in atoms if a.allowed]
    return tuple(frozenset.intersection(*sets)) if sets else ()


def _cost(lacks: Iterable[Lack]) -> int:
    total = 0
    for lack in lacks:
        below = lack.nearest.cost if lack.nearest else 0
        total += max(_COSTS[lack.kind], 1 + below)
    return total


def excluded(name: str, cause: Cause, kb: KnowledgeBase) -> RuleShort:
    """A rule that does not speak to the act on the day at all."""
    rule = kb.rules[name]
    lacks = (Lack(kind="not_law", subject=cause.subject, says=cause.says),)
    cites = tuple(Citation(authority=c.authority, at=c.at) for c in rule.cites)
    return RuleShort(rule=name, value=rule.value, because=rule.because, cites=cites, lacks=lacks, cost=_cost(lacks))
