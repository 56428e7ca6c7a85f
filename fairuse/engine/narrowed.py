"""A program with what is known worked in: what can no longer hold is left out, so that many rows cost less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from fairuse.engine.clauses import Clause, left
from fairuse.engine.program import CompiledRule, Program
from fairuse.kb.condition import Value

#: The rules of each issue, each with some of its clauses.
OpenRules = Mapping[str, Sequence[tuple[CompiledRule, Sequence[Clause]]]]


def open_rules(program: Program, known: Mapping[str, Value]) -> OpenRules:
    """The rules of each issue that may fire, given what is known, each with the clauses of it that may hold."""
    return _open_rules(program, tuple(known.items()))


@lru_cache(maxsize=32)  # of one use they are asked for several times in a row
def _open_rules(program: Program, known: tuple[tuple[str, Value], ...]) -> OpenRules:
    out = 0
    for term, value in known:
        out |= program.ruled_out(term, value)
    found: dict[str, list[tuple[CompiledRule, Sequence[Clause]]]] = {}
    for issue in program.issues:
        found[issue.id] = own = []
        values: set[Value] = set()
        for compiled, first, every, _ in program.numbered[issue.id].rules:
            if (closed := out >> first & every) != every:
                own.append((compiled, left(compiled.clauses, closed)))
                values.add(compiled.rule.value)
        for atom, clauses in program.comparing.get(issue.id, {}).items():
            if not atom.absent and not any(map(atom.accepts, values)):
                out |= clauses
    return found


def narrowed(program: Program, known: Mapping[str, Value], ends: Sequence[str] = ()) -> Program:
    """The program without what cannot hold where facts are as `known`; `ends`: nor what none of these issues rests on.

    On rows that have those facts it gives what the whole program gives, but for rules and issues that are left out.
    What has to be told first may be tried with other values than are known, so it stays open.
    """
    sure = {fact: value for fact, value in known.items() if all(fact != need.facts[0] for need in program.needs)}
    rules = tuple(_without(sure, *rule) for own in open_rules(program, sure).values() for rule in own)
    worked_in = replace(program, rules=rules, whole_program=program.whole)
    return resting(worked_in, ends) if ends else worked_in


def resting(program: Program, ends: Sequence[str]) -> Program:
    """The part of a program on which some issues rest."""
    wanted, kept = list(ends), set(ends)
    while wanted:
        read = {term for compiled in program.by_issue[wanted.pop()] for term in compiled.rule.terms}
        below = [term for term in read if term in program.by_issue and term not in kept]
        kept.update(below)
        wanted += below
    issues = tuple(issue for issue in program.issues if issue.id in kept)
    rules = tuple(rule for issue in issues for rule in program.by_issue[issue.id])
    return replace(program, issues=issues, rules=rules, whole_program=program.whole)


def _without(sure: Mapping[str, Value], compiled: CompiledRule, clauses: Iterable[Clause]) -> CompiledRule:
    """A rule with some of its clauses, less what is sure to hold in them."""
    fewer = tuple(tuple(a for a in clause if a.term not in sure) for clause in clauses)
    return CompiledRule(compiled.rule, fewer, compiled.defeaters)


@lru_cache(maxsize=256)  # as many as programs are kept
def core(program: Program) -> Program:
    """The part of a program on which its conclusion may rest, whatever is known."""
    return narrowed(program, {}, (program.conclusion,))
