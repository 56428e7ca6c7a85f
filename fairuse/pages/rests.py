"""What the answer of one use rests on, and what it waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from fairuse.answer.result import BoundView, FactGiven, FindingResult, UseResult
from fairuse.engine.clauses import VIEW
from fairuse.kb.condition import tests_of
from fairuse.kb.model import KnowledgeBase


def teller_of(told: FactGiven, use: UseResult, kb: KnowledgeBase) -> FactGiven:
    """The given fact that tells another, such as the name of a licence what it allows; else that fact itself."""
    return next((f for f in use.facts if told.fact in kb.facts[f.fact].tells and f.known == told.known), told)


def left_off_a_list(told: FactGiven, kb: KnowledgeBase) -> bool:
    """Whether a fact is no only because a list that was given does not have it: nobody asserted that by itself."""
    return told.value is False and told.fact in _on_lists(kb)


@lru_cache(maxsize=8)
def _on_lists(kb: KnowledgeBase) -> frozenset[str]:
    """The yes/no facts as which the values of lists are recorded."""
    return frozenset(part for fact in kb.facts.values() for parts in fact.parts.values() for part in parts)


def relied_on(use: UseResult, kb: KnowledgeBase) -> set[str]:
    """The findings that the answer rests on: those that give an issue its value, down from the conclusion."""
    values = {i.id: i.value for i in use.issues}
    wanted = [kb.regimes[use.regime].conclusion, *(i.id for i in use.issues if i.headline)]
    seen = set(wanted)
    path: set[str] = set()
    while wanted:
        issue = wanted.pop()
        for f in use.findings:
            beside = not f.under and values.get(issue) not in (None, f.value)
            if f.issue != issue or f.defeated_by or beside:
                continue
            path.add(f.rule)
            below = [g.term for g in f.rests_on if g.term in kb.issues and g.term not in seen]
            wanted += below
            seen.update(below)
    return path


def last_year(use: UseResult, findings: Iterable[FindingResult], kb: KnowledgeBase) -> int | None:
    """The last year to whose end some findings hold by themselves, where a told year that they rest on sets it."""
    wanted, seen, ends = list(findings), set[str](), set[int]()
    for finding in wanted:  # grows while it is read
        seen.add(finding.rule)
        told = {ground.term: ground.value for ground in finding.rests_on}
        years = [test for test in tests_of(kb.rules[finding.rule].when) if test.op == "within_years"]
        if len(years) == 1 and isinstance(year := told.get(years[0].term), int):
            ends.add(year + int(years[0].values[0]))
        wanted += [f for f in use.findings if f.issue in told and f.value == told[f.issue] and f.rule not in seen]
    return max(ends, default=None)


def barring(use: UseResult, kb: KnowledgeBase) -> list[FindingResult]:
    """Findings that help neither side by themselves and still cost the user something: they beat what would help."""
    beaten = {winner for f in use.findings if f.lean == "for" for winner in f.defeated_by}
    reported = ("effect", "responsibility")
    return [
        f
        for f in use.findings
        if f.rule in beaten and f.lean == "neutral" and not (f.presumption or f.defeated_by)
        if kb.issues[f.issue].role not in reported
    ]


def bound_against(use: UseResult, kb: KnowledgeBase) -> list[BoundView]:
    """The views that an authority binds this forum to and that alone keep a rule for the user from applying."""
    shut: dict[str, None] = {}
    for step in use.trace:
        rule = kb.rules.get(step.rule)
        alone = step.state == "failed" and not step.missing and len(step.failed) == 1
        if alone and rule is not None and kb.issues[rule.issue].scale.get(rule.value) == "for":
            shut.setdefault(step.failed[0])
    return [bound for bound in use.bound_views if bound.bound_by and VIEW + bound.doctrine in shut]


def waited_for(use: UseResult, kb: KnowledgeBase) -> set[str]:
    """The issues on which the conclusion may still turn: those that rules read which nothing known rules out."""
    wanted = [kb.regimes[use.regime].conclusion]
    found = set(wanted)
    read: dict[str, list[str]] = {}
    for step in use.trace:
        if step.state != "failed" and (rule := kb.rules.get(step.rule)) is not None:
            read.setdefault(rule.issue, []).extend(rule.terms)
    for issue in wanted:  # grows while it is read
        below = (term for term in read.get(issue, ()) if term in kb.issues)
        wanted += [term for term in dict.fromkeys(below) if term not in found]
        found.update(wanted)
    return found


def next_facts(use: UseResult, issue: str, kb: KnowledgeBase) -> tuple[str, ...]:
    """The facts that an open issue waits for, those first that fewest others must join, and then the most telling."""
    steps: dict[str, list[tuple[str, ...]]] = {}
    for step in use.trace:
        if step.state == "missing" and (rule := kb.rules.get(step.rule)) is not None:
            steps.setdefault(rule.issue, []).append(step.missing)
    wanted, alone, read = [issue], dict[str, int](), Counter[str]()
    for name in wanted:  # grows while it is read
        for missing in steps.get(name, ()):
            facts = [term for term in missing if term in kb.facts]
            wanted += [term for term in missing if term in kb.issues and term not in wanted]
            read.update(facts)
            for fact in facts:
                alone[fact] = min(alone.get(fact, len(missing)), len(missing))
    return tuple(sorted(alone, key=lambda fact: (alone[fact], -read[fact])))


@lru_cache(maxsize=256)
def read_below(issue: str, kb: KnowledgeBase) -> frozenset[str]:
    """The facts that rules read for an issue, or for the issues on which it rests."""
    wanted, facts = [issue], set[str]()
    for name in wanted:  # grows while it is read
        read = {term for rule in kb.rules.values() if rule.issue == name for term in rule.terms}
        facts |= read - kb.issues.keys()
        wanted += [term for term in sorted(read & kb.issues.keys()) if term not in wanted]
    return frozenset(facts)
