"""The rules of one `Program` in the languages of other engines, each run the quickest way found for it.

Every peer has ``findings(known)``: the rules that fired, with whether each was defeated, and the settled issues.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping
from typing import Any

from fairuse.engine.clauses import VIEW, Atom
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.model import Issue

Found = tuple[dict[str, bool], dict[str, str]]
Facts = Mapping[str, Value]


def is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def plain(value: Value) -> Value:
    """A number as it is, anything else as text."""
    return value if is_number(value) else text(value)


def text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


#: The comparisons of numbers, as most languages write them.
SIGNS = {"is": "==", "is_not": "!=", "at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


def values_of(program: Program, issue: Issue) -> list[str]:
    """The values that some rule can give an issue, the one that wins first."""
    given = {c.rule.value for c in program.by_issue[issue.id]}
    ordered = [v for v in issue.scale if v in given]
    return ordered[::-1] if issue.settle == "highest" else ordered


class Clips:
    """clipspy: a template a term, a rule a clause with a salience of its own, results in global lists.

    Facts are asserted through templates: as text (ordered facts) each one costs 60 us to parse.
    """

    name = "clipspy"

    def __init__(self, program: Program) -> None:
        import clips
        from clips._clips import lib

        # As released (1.0.6) it calls ReleaseFact with one argument too many, swallows the error and leaks each fact.
        clips.facts.Fact.__del__ = lambda fact: lib.ReleaseFact(fact._fact)
        self.environment = clips.Environment()
        terms = (*program.facts, *(VIEW + d.id for d in program.doctrines), *(i.id for i in program.issues))
        for name in terms:
            self.environment.build(f"(deftemplate {name} (slot is))")
        self.templates = {name: self.environment.find_template(name) for name in terms}
        self.symbol = clips.Symbol
        steps = self._steps(program)
        for name in ("fired", "beaten", "live", "given", "settled"):
            self.environment.build(f"(defglobal ?*{name}* = (create$))")
        for place, (name, patterns, action) in enumerate(steps):
            salience = f"(declare (salience {len(steps) - place}))"
            self.environment.build(f"(defrule {name} {salience} {' '.join(patterns)} => {action})")

    @staticmethod
    def _pattern(atom: Atom) -> str:
        if atom.absent:
            return f"(not ({atom.term}))"
        if atom.number:
            sign, bound = {"==": "=", "!=": "<>"}.get(SIGNS[atom.number[0]], SIGNS[atom.number[0]]), atom.number[1]
            return f"({atom.term} (is ?x&:({sign} ?x {bound!r})))"
        return f"({atom.term} (is {'|'.join(sorted(map(text, atom.allowed)))}))"

    def _steps(self, program: Program) -> list[tuple[str, list[str], str]]:
        steps = []
        for issue in program.issues:
            for c in program.by_issue[issue.id]:
                name = c.rule.id
                live = f"(bind ?*live* (create$ ?*live* {name})) (bind ?*given* (create$ ?*given* {c.rule.value}))"
                if c.defeaters:
                    beaten = f"(bind ?*beaten* (create$ ?*beaten* {name}))"
                    tests = " ".join(f"(member$ {d} ?*live*)" for d in c.defeaters)
                    live = f"(if (or {tests} FALSE) then {beaten} else {live})"
                action = f"(if (not (member$ {name} ?*fired*)) then (bind ?*fired* (create$ ?*fired* {name})) {live})"
                for number, clause in enumerate(c.clauses):
                    steps.append((f"{name}/{number}", [self._pattern(a) for a in clause], action))
            steps.append((f"settle/{issue.id}", [], self._settle(program, issue)))
        return steps

    @staticmethod
    def _settle(program: Program, issue: Issue) -> str:
        options = values_of(program, issue)
        action = "(bind ?*given* (create$))"
        for value in reversed(options):
            note = f"(assert ({issue.id} (is {value}))) (bind ?*settled* (create$ ?*settled* {issue.id} {value}))"
            others = [f"(member$ {o} ?*given*)" for o in options if o != value] if issue.settle == "agree" else []
            alone = f"(not (or {' '.join(others)} FALSE))" if others else "TRUE"
            action = (
                f"(if (and (member$ {value} ?*given*) {alone}) then {note} (bind ?*given* (create$)) else {action})"
            )
        return action if options else "(bind ?*given* (create$))"

    def findings(self, known: Facts) -> Found:
        environment = self.environment
        environment.reset()
        for name, value in known.items():
            given = float(value) if is_number(value) else self.symbol(text(value))
            self.templates[name].assert_fact(**{"is": given})
        environment.run()
        beaten = set(environment.eval("?*beaten*"))
        settled = [str(s) for s in environment.eval("?*settled*")]
        fired = {str(name): name in beaten for name in environment.eval("?*fired*")}
        return fired, dict(zip(settled[::2], settled[1::2], strict=True))


class Zen:
    """zen-engine (GoRules): one expression node, rules in firing order, each expression reading earlier ones."""

    name = "zen-engine"

    def __init__(self, program: Program) -> None:
        import zen

        names = {*program.facts, *(VIEW + d.id for d in program.doctrines)}
        self.keys = {name: f"f{n}" for n, name in enumerate(sorted(names))}
        self.issues = {issue.id: f"i{n}" for n, issue in enumerate(program.issues)}
        self.rules = {c.rule.id: f"r{n}" for n, c in enumerate(program.rules)}
        self.contested = {c.rule.id for c in program.rules if c.defeaters}
        lines = [line for issue in program.issues for line in self._lines(program, issue)]
        expressions = [{"id": key, "key": key, "value": value} for key, value in lines]
        place = {"x": 0, "y": 0}
        nodes = [
            {"id": "in", "name": "in", "type": "inputNode", "position": place},
            {
                "id": "law",
                "name": "law",
                "type": "expressionNode",
                "position": place,
                "content": {"expressions": expressions, "passThrough": False},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": place},
        ]
        edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b} for a, b in (("in", "law"), ("law", "out"))]
        self.decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def _atom(self, atom: Atom) -> str:
        name = f"$.{self.issues[atom.term]}" if atom.term in self.issues else self.keys[atom.term]
        if atom.absent:
            return f"{name} == null"
        if atom.number:
            return f"({name} != null and {name} {SIGNS[atom.number[0]]} {atom.number[1]:f})"
        allowed = sorted(f"'{text(v)}'" for v in atom.allowed)
        return f"{name} == {allowed[0]}" if len(allowed) == 1 else f"{name} in [{', '.join(allowed)}]"

    def _live(self, rule: str) -> str:
        return f"$.l{self.rules[rule]}" if rule in self.contested else f"$.{self.rules[rule]}"

    def _lines(self, program: Program, issue: Issue) -> list[tuple[str, str]]:
        lines = []
        given: dict[str, list[str]] = {}
        for c in program.by_issue[issue.id]:
            clauses = [" and ".join(map(self._atom, clause)) or "true" for clause in c.clauses]
            key = self.rules[c.rule.id]
            lines.append((key, " or ".join(f"({clause})" for clause in clauses) or "false"))
            if c.defeaters:
                against = " or ".join(map(self._live, c.defeaters))
                lines.append((f"l{key}", f"$.{key} and not ({against})"))
            given.setdefault(c.rule.value, []).append(self._live(c.rule.id))
        result = "null"
        for value in reversed(values_of(program, issue)):
            test = " or ".join(given[value])
            others = [live for v, group in given.items() if v != value for live in group]
            if issue.settle == "agree" and others:
                test = f"({test}) and not ({' or '.join(others)})"
            result = f"(({test}) ? '{value}' : {result})"
        return [*lines, (self.issues[issue.id], result)]

    def findings(self, known: Facts) -> Found:
        result = self.decision.evaluate({self.keys[n]: plain(v) for n, v in known.items()})["result"]
        fired = {r: r in self.contested and not result[f"l{k}"] for r, k in self.rules.items() if result[k]}
        return fired, {i: result[k] for i, k in self.issues.items() if result.get(k) is not None}


class Durable:
    """durable-rules: a ruleset an issue (all rules in one are refused, error 108), a rule a clause.

    Each ruleset is given, in one batch, the terms that its rules read; defeat and settling are done by the caller.
    """

    name = "durable-rules"

    def __init__(self, program: Program) -> None:
        from durable import lang

        self.lang, self.program, self.case = lang, program, 0
        self.fired: dict[str, bool] = {}
        self.reads: dict[str, list[Atom]] = {}
        for issue in program.issues:
            self.reads[issue.id] = [a for c in program.by_issue[issue.id] for clause in c.clauses for a in clause]
            with lang.ruleset(issue.id):
                place = 0
                for c in program.by_issue[issue.id]:
                    for clause in c.clauses:
                        place += 1
                        patterns = [lang.m.term == "start", *map(self._pattern, clause)]
                        lang.when_all(lang.pri(place), *patterns)(self._conclude(c.rule.id, c.defeaters))
                lang.when_all(lang.pri(place + 1), lang.m.term == "start")(lambda _: None)
        lang.get_host()  # registers the rules

    def _pattern(self, atom: Atom) -> Any:
        m = self.lang.m
        if atom.absent:
            return self.lang.none(m.term == atom.term)
        if atom.number:
            compare = getattr(
                operator,
                {"is": "eq", "is_not": "ne", "at_least": "ge", "at_most": "le", "above": "gt", "below": "lt"}[
                    atom.number[0]
                ],
            )
            return (m.term == atom.term) & compare(m.value, atom.number[1])
        test = None
        for value in sorted(map(text, atom.allowed)):
            test = (m.value == value) if test is None else test | (m.value == value)
        return (m.term == atom.term) & test

    def _conclude(self, name: str, defeaters: tuple[str, ...]) -> Any:
        def conclude(_: Any) -> None:
            if name not in self.fired:
                self.fired[name] = any(d in self.fired and not self.fired[d] for d in defeaters)

        return conclude

    def findings(self, known: Facts) -> Found:
        self.fired, values = {}, {}
        terms = dict(known)
        for issue in self.program.issues:
            self.case += 1
            wanted = {
                a.term: terms[a.term]
                for a in self.reads[issue.id]
                if a.term in terms and (a.absent or a.accepts(terms[a.term]))
            }
            batch = [{"term": n, "value": plain(v)} for n, v in wanted.items()] + [{"term": "start", "value": "now"}]
            self.lang.assert_facts(issue.id, [{"sid": self.case, **fact} for fact in batch])
            self.lang.delete_state(issue.id, self.case)
            rules = self.program.by_issue[issue.id]
            live = {c.rule.value for c in rules if self.fired.get(c.rule.id) is False}
            found = [v for v in values_of(self.program, issue) if v in live]
            if found and (issue.settle != "agree" or len(found) == 1):
                terms[issue.id] = values[issue.id] = found[0]
        return self.fired, values


PEERS = (Clips, Zen, Durable)
