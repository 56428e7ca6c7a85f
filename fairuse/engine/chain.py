"""The chain side: forward chaining with experta, one use at a time, with a proof for every finding.

The only module that imports experta (1.9.4, its last release). What it works around, and why:

* its pinned dependency names ``collections.Mapping``, which Python 3.10 removed: lent during import only;
* importing it calls ``logging.basicConfig`` and swallows ImportError: undone, and checked;
* rules of equal salience fire in random order and may fire after their NOT became false: every rule has a salience of
  its own, in stratified order, and the agenda removes activations exactly;
* ``True == 1`` in its facts: values are declared as text or floats of one type per term;
* its matcher visits every pattern for every fact: `_IndexMatcher` finds patterns by term (tests compare it with
  experta's own matcher);
* engines are not shared between threads: each run has its own, and what all runs of a program share does not change.
"""

from __future__ import annotations

import bisect
import collections
import collections.abc
import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from fairuse.engine.clauses import VIEW, Atom, Clause
from fairuse.engine.program import CompiledRule, Program
from fairuse.engine.proof import Finding, Inference, settle
from fairuse.kb.condition import Value
from fairuse.kb.model import Issue


def _import_experta() -> Any:
    root = logging.getLogger()
    before = list(root.handlers)
    lent = [name for name in ("Mapping",) if not hasattr(collections, name)]
    for name in lent:
        setattr(collections, name, getattr(collections.abc, name))
    try:
        import experta  # noqa: PLC0415  must happen while the name is lent
    finally:
        for name in lent:
            delattr(collections, name)
        for handler in [h for h in root.handlers if h not in before]:
            root.removeHandler(handler)
    if not hasattr(experta, "KnowledgeEngine"):  # its __init__ hides a failed import
        raise ImportError("experta is installed but could not load its parts; reinstall experta==1.9.4")
    return experta


experta: Any = _import_experta()
from experta.abstract import Matcher, Strategy  # noqa: E402
from experta.activation import Activation  # noqa: E402

# experta prints every cycle at debug level; its loggers stay silent unless the user asks for them.
logging.getLogger("experta").addHandler(logging.NullHandler())


class Term(experta.Fact):  # type: ignore[misc]  # experta has no types
    """A known term: ``Term(id=…, value=…)``. Unknown terms are not declared."""


class _Production(experta.Rule):  # type: ignore[misc]
    """A rule with its action attached; experta's own decorator inspects a signature for each, which is slow."""

    def __new__(cls, *conditions: Any, salience: int, name: str, action: Callable[[Any], None]) -> Any:
        made = super().__new__(cls, *conditions, salience=salience)
        made.__name__ = name
        made.action = action
        return made

    def new_conditions(self, *conditions: Any) -> Any:
        return type(self)(*conditions, salience=self.salience, name=self.__name__, action=self.action)

    def __call__(self, engine: Any) -> None:
        self.action(engine)


class _ExactAgenda(Strategy):  # type: ignore[misc]
    """Depth strategy that removes exactly the invalidated activation. Saliences are unique, so they are the key."""

    def _update_agenda(self, agenda: Any, added: Iterable[Any], removed: Iterable[Any]) -> None:
        gone = {(a.rule.salience, frozenset(f["__factid__"] for f in a.facts)) for a in removed}
        if gone:
            agenda.activations = [
                a
                for a in agenda.activations
                if (a.rule.salience, frozenset(f["__factid__"] for f in a.facts)) not in gone
            ]
        for activation in added:
            activation.key = (activation.rule.salience,)
            bisect.insort(agenda.activations, activation)


class _IndexMatcher(Matcher):  # type: ignore[misc]
    """Matches the productions of an engine by term instead of through a network.

    Patterns of our rules never share variables and a term has at most one value in a run, so a rule matches when as
    many of its positive patterns are met as it has, and none of its negated ones is.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self.productions: _Productions = engine.productions
        self.reset()

    def reset(self) -> None:
        self.initial: Any = None
        self.met: dict[int, list[Any]] = collections.defaultdict(list)
        self.blocked: set[int] = set()
        self.active: dict[int, Any] = {}

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        if deleting:
            raise NotImplementedError("a run never retracts; what-if is a new run")
        added: list[Any] = []
        removed: list[Any] = []
        for fact in adding or ():
            if isinstance(fact, experta.InitialFact):
                self.initial = fact  # a reset declares it before all else: no other rule can be complete
                for place in self.productions.unconditional:
                    self._complete(place, added)
            elif isinstance(fact, Term):
                value, needs = fact["value"], self.productions.needs
                for atom, check, places in self.productions.index.get(fact["id"], ()):
                    if atom.absent:
                        self.blocked.update(places)
                        removed += [self.active.pop(place) for place in places if place in self.active]
                    elif check(value):
                        for place in places:
                            met = self.met[place]
                            met.append(fact)
                            if len(met) == needs[place]:
                                self._complete(place, added)
        return [a for a in added if a not in removed], removed

    def _complete(self, place: int, added: list[Any]) -> None:
        if self.initial is not None and place not in self.blocked and place not in self.active:
            activation = Activation(self.productions.rule(place), [self.initial, *self.met[place]])
            self.active[place] = activation
            added.append(activation)


def _encode(value: Value) -> str | float:
    """One type per term, and never a bool beside a number: experta compares with ``==``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else float(value)


@functools.lru_cache(maxsize=20_000)
def _check(atom: Atom) -> Callable[[Any], bool]:
    """What experta's predicate constraint asks of the value of a term."""
    if atom.number is not None:
        return lambda v: isinstance(v, float) and atom.accepts(v)
    allowed = frozenset(_encode(v) for v in atom.allowed)
    return lambda v: isinstance(v, str) and v in allowed


@functools.lru_cache(maxsize=20_000)  # many rules share a comparison
def _pattern(atom: Atom) -> Any:
    if atom.absent:
        return experta.NOT(Term(id=experta.L(atom.term)))
    return Term(id=experta.L(atom.term), value=experta.P(_check(atom)))


class _Run:
    """What the right-hand sides write to while the engine runs."""

    def __init__(self) -> None:
        self.terms: dict[str, Value] = {}
        self.findings: dict[str, Finding] = {}
        self.values: dict[str, str] = {}
        self.open_issues: list[str] = []


def _conclude(compiled: CompiledRule, clause: Clause) -> Callable[[Any], None]:
    rule = compiled.rule

    def conclude(engine: Any) -> None:
        run: _Run = engine.run_state
        if rule.id in run.findings:  # another alternative of the same rule came first: its proof stands
            return
        beaten_by = tuple(d for d in compiled.defeaters if d in run.findings and not run.findings[d].defeated_by)
        rests = tuple((a.term, run.terms[a.term]) for a in clause if not a.absent)
        lacks = tuple(dict.fromkeys(a.term for a in clause if a.absent))
        run.findings[rule.id] = Finding(rule.id, rule.issue, rule.value, rests, beaten_by, lacks)

    return conclude


def _settle(issue: Issue, group: tuple[CompiledRule, ...]) -> Callable[[Any], None]:
    ids = tuple(c.rule.id for c in group)

    def conclude(engine: Any) -> None:
        run: _Run = engine.run_state
        live = [run.findings[i] for i in ids if i in run.findings and not run.findings[i].defeated_by]
        value = settle(issue, live)
        if value is not None:
            run.terms[issue.id] = run.values[issue.id] = value
            engine.declare(Term(id=issue.id, value=value))
        elif live:
            run.open_issues.append(issue.id)

    return conclude


def _first_fact() -> Iterator[Any]:
    yield experta.InitialFact()


class _Productions:
    """What a program becomes in experta: one rule per clause, then one per issue that settles it, in firing order.

    Few of them ever fire: each is made when it is first asked for. `index`: for each term its comparisons, each with
    how it is checked and the places of the rules in which it stands; `needs`: how many of them each rule must have met.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.clauses: list[Clause] = []
        self._of: list[tuple[CompiledRule, int] | Issue] = []  # a rule and the number of its clause, or what is settled
        self._made: dict[int, Any] = {}
        for issue in program.issues:
            for compiled in program.by_issue[issue.id]:
                self.clauses += compiled.clauses
                self._of += [(compiled, number) for number in range(len(compiled.clauses))]
            self.clauses.append(())
            self._of.append(issue)
        index: dict[str, dict[Atom, list[int]]] = {}
        for place, clause in enumerate(self.clauses):
            for atom in clause:
                index.setdefault(atom.term, {}).setdefault(atom, []).append(place)
        self.index = {term: [(a, _check(a), places) for a, places in some.items()] for term, some in index.items()}
        self.needs = [sum(not atom.absent for atom in clause) for clause in self.clauses]
        self.unconditional = [place for place, needed in enumerate(self.needs) if not needed]

    def rule(self, place: int) -> Any:
        """The one at a place in firing order."""
        if place not in self._made:
            of, clause = self._of[place], self.clauses[place]
            if isinstance(of, Issue):
                name, action = f"settle {of.id}", _settle(of, self.program.by_issue[of.id])
            else:
                name, action = f"{of[0].rule.id}/{of[1]}", _conclude(of[0], clause)
            patterns = experta.AND(experta.InitialFact(), *map(_pattern, clause))
            self._made[place] = _Production(patterns, salience=len(self.clauses) - place, name=name, action=action)
        return self._made[place]

    def rules(self) -> list[Any]:
        """All of them."""
        return [self.rule(place) for place in range(len(self.clauses))]


def _engine_class(program: Program, matcher: Any) -> Any:
    """Build the experta engine."""
    productions = _Productions(program)
    members: dict[str, Any] = {
        "__strategy__": _ExactAgenda,
        "productions": productions,
        # experta looks through all attributes of the engine for these at every reset; its own first fact is an object
        # that all engines share and that remembers the one that asked last, which another thread may change
        "get_rules": lambda self: productions.rules(),
        "get_deffacts": lambda self: [_first_fact],
    }
    if matcher is not None:
        members["__matcher__"] = matcher
    return type("Engine", (experta.KnowledgeEngine,), members)


@functools.lru_cache(maxsize=256)  # as `core`; the largest takes some milliseconds to build and 1 MB to keep
def _kept(program: Program) -> Any:
    """The engine for a program; each run makes one of it."""
    return _engine_class(program, _IndexMatcher)


def run(facts: Mapping[str, Value], program: Program, *, matcher: Any = _IndexMatcher) -> Inference:
    """Run `program` over known `facts` (and ``view:…`` terms). With ``matcher=None`` on experta's own Rete network.

    Facts that no rule of the program reads are left out; they change nothing.
    """
    engine = (_kept(program) if matcher is _IndexMatcher else _engine_class(program, matcher))()
    state = _Run()
    wanted = {*program.facts, *(VIEW + d.id for d in program.doctrines)}
    state.terms = {name: value for name, value in sorted(facts.items()) if name in wanted}
    engine.run_state = state
    engine.reset()
    engine.declare(*(Term(id=name, value=_encode(value)) for name, value in state.terms.items()))
    engine.run()
    findings = tuple(sorted(state.findings.values(), key=lambda finding: program.place[finding.rule]))
    return Inference(findings, state.values, tuple(state.open_issues))
