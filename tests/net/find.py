"""Find situations that tell faults of a rule: the fewest facts on which its issue comes out otherwise with the fault.

    python -m tests.net.find PREFIX...     proposes situations for what survives in rules whose id starts so

What comes out is a proposal: a person reads it against the law, says it in the words of the law, and keeps it under
``tests/law/situations``.
"""

from __future__ import annotations

import dataclasses
import random
import sys
from collections.abc import Iterator, Mapping, Sequence

import yaml

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.engine.clauses import VIEW, Atom, Clause, clauses_of, rule_clauses
from fairuse.engine.program import Program, applies
from fairuse.kb import strata
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase, Rule
from tests import installed
from tests.net import mutants
from tests.net.corpus import DAY, SITUATIONS, day_after, day_before, shipped_batches
from tests.net.faults import Fault, faults_of

#: Sets of facts that are tried for a fault, and how far down the issues are followed that a rule reads.
TRIES, DEEPEST = 80, 8
#: The acts that people describe most.
USUAL = ("training", "output", "quotation")
#: Situations that are proposed for one rule at most.
MOST = 4

Facts = dict[str, Value]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A situation as it is written in a file, and how many of the faults asked for it tells."""

    written: Mapping[str, object]
    tells: int


def propose(rule: Rule, faults: Sequence[Fault], kb: KnowledgeBase) -> Iterator[Proposal]:
    """Situations that tell as many of some `faults` of `rule` as can be, the most telling first."""
    left = list(faults)
    dated = {"date"} & {f.kind for f in left}
    for program in _programs(rule, kb):
        for fault in [f for f in left if f.kind != "date"] or [Fault("deleted", "", None)]:
            if fault not in left and fault.kind != "deleted":
                continue
            facts = _telling(program, rule, fault, kb)
            if facts is None:
                continue
            row = {**facts, **_views(program, rule)}
            told = [
                f
                for f in left
                if f.kind != "date" and _differs(program, _with(program, rule, f, kb), [row], rule.issue)[0]
            ]
            written, days = _written(program, rule, facts, kb)
            told += [f for f in left if f.kind == "date" and f.what in days]
            if not told:
                continue
            left = [f for f in left if f not in told]
            yield Proposal(written, len(told))
            if not left:
                return
        if not dated:
            continue


def _programs(rule: Rule, kb: KnowledgeBase) -> Iterator[Program]:
    """The rules for some acts and days on which `rule` is law: the day on which it began, its last, and a late one."""
    law = kb.laws_of(rule.issue)[0]  # of a part that laws share, the first that includes it tells as much as the others
    regime = kb.regimes[law]
    acts = [a for a in (rule.acts or regime.acts or tuple(kb.acts)) if not regime.acts or a in regime.acts]
    acts.sort(key=lambda a: a not in USUAL)  # where several fit, one that people describe most
    last = min(rule.until or DAY, DAY)
    for act in acts[:3]:
        for day in dict.fromkeys((max(rule.in_force, regime.in_force), last)):
            if applies(kb, rule, law, act, day):
                yield program_for(kb, law, act, day)


def _with(program: Program, rule: Rule, fault: Fault, kb: KnowledgeBase) -> Program:
    """The program with the fault in it."""
    where = (program.regime, program.act, program.as_of)
    group = [c.rule for c in program.by_issue[rule.issue] if c.rule.id != rule.id]
    if fault.rule is not None and applies(kb, fault.rule, *where):
        group.append(fault.rule)
    try:
        compiled = mutants.compiled_group(kb, group, fault.rule)
    except strata.Cycle:
        return program
    groups = {name: (tuple(compiled) if name == rule.issue else own) for name, own in program.by_issue.items()}
    return dataclasses.replace(program, rules=tuple(c for i in program.issues for c in groups[i.id]))


def _differs(one: Program, other: Program, rows: Sequence[Mapping[str, Value]], issue: str) -> list[bool]:
    """For each row of known terms, whether an issue comes out otherwise."""
    if not rows:
        return []
    before, after = (ranges.run_rows(p, rows).planes[issue] for p in (one, other))
    bits = 0
    for code in {*before, *after}:
        bits |= before.get(code, 0) ^ after.get(code, 0)
    return [bool(bits >> n & 1) for n in range(len(rows))]


def _value(program: Program, known: Mapping[str, Value], issue: str) -> str:
    planes = ranges.run_rows(program, [known]).planes[issue]
    scale = next(list(i.scale) for i in program.issues if i.id == issue)
    return next((scale[code] for code, bits in planes.items() if bits & 1), "undecided")


def _written(
    program: Program, rule: Rule, facts: Mapping[str, Value], kb: KnowledgeBase
) -> tuple[dict[str, object], set[str]]:
    """The situation as it is written, and the faults of dates that it tells."""
    day, law, act = program.as_of, program.regime, program.act
    value = _value(program, {**facts, **_views(program, rule)}, rule.issue)

    def otherwise(other: str) -> bool:
        there = program_for(kb, law, act, other)
        return _value(there, {**facts, **_views(there, rule)}, rule.issue) != value

    found: dict[str, object] = {"says": " ".join(rule.because.split()), "law": law, "act": act}
    days: set[str] = set()
    if day == rule.in_force and otherwise(day_before(day)):
        found["since"], days = day, {"a day later", "a day earlier"}
    elif day == rule.until and otherwise(day_after(day)):
        found["until"], days = day, {"a day longer", "a day less"}
    elif day != DAY:
        found["on"] = day
    if rule.view:
        found["views"] = dict(rule.view)
    found["facts"] = dict(sorted(facts.items()))
    found["gives"] = {rule.issue: value}
    return found, days


def _views(program: Program, rule: Rule) -> dict[str, Value]:
    return {VIEW + d.id: rule.view.get(d.id, d.views[0].id) for d in program.doctrines}


def _telling(program: Program, rule: Rule, fault: Fault, kb: KnowledgeBase) -> Facts | None:
    """Facts on which the fault makes a difference to the rule's issue, none too many; None if none were found."""
    other = _with(program, rule, fault, kb)
    views = _views(program, rule)

    def tells(rows: Sequence[Facts]) -> list[bool]:
        return _differs(program, other, [{**row, **views} for row in rows], rule.issue)

    draw = random.Random(f"{rule.id} {fault.kind} {fault.what}")
    chains = _Chains(program, draw)
    clauses = _clauses(program, rule, fault, kb)
    tried: list[Facts] = []
    for number in range(TRIES):
        facts = chains.facts_for(clauses[number % len(clauses)], {}, 0)
        if facts is not None and facts not in tried:
            tried.append(facts)
    good = [facts for facts, tell in zip(tried, tells(tried), strict=True) if tell]
    if not good:  # something else gives the value, or beats the rule: try with more facts
        wider = [{**facts, **chains.noise(facts)} for facts in tried for _ in range(12)]
        good = [facts for facts, tell in zip(wider, tells(wider), strict=True) if tell]
    if not good:
        return None
    return min((_smaller(facts, tells) for facts in sorted(good, key=len)[:3]), key=len)


def _clauses(program: Program, rule: Rule, fault: Fault, kb: KnowledgeBase) -> list[Clause]:
    """What must hold for the fault to matter: the rule fires, with it or without, beside those that it meets."""
    own = list(rule_clauses(kb, rule.id)) + (list(clauses_of(kb, fault.rule)) if fault.rule else [])
    rivals = [
        c
        for c in program.by_issue[rule.issue]
        if c.rule.id != rule.id and (c.rule.value != rule.value or fault.kind == "defeat")
    ]
    if fault.kind == "defeat":
        rivals = [c for c in rivals if fault.what.endswith(f" {c.rule.id}")] or rivals
    beside = [a + b for a in own[:4] for rival in rivals[:12] for b in rival.clauses[:3]]
    return own + beside if fault.kind not in ("defeat", "presumption", "priority") else beside or own


def _smaller(facts: Facts, tells: object) -> Facts:
    """Leave out facts as long as the rest still makes the difference."""
    going = True
    while going:
        rows = [{k: v for k, v in facts.items() if k != name} for name in sorted(facts)]
        told = next((row for row, tell in zip(rows, tells(rows), strict=True) if tell), None)  # type: ignore[operator]
        going = told is not None
        facts = facts if told is None else told
    return facts


class _Chains:
    """Backward chaining: facts on which some rules give the issues that a clause reads."""

    def __init__(self, program: Program, draw: random.Random) -> None:
        self.program, self.draw = program, draw
        self.issues = {i.id: i for i in program.issues}

    def facts_for(self, clause: Sequence[Atom], facts: Facts, depth: int) -> Facts | None:
        """Facts that meet every comparison of a clause; None where they contradict each other."""
        for atom in clause:
            if atom.absent or atom.term.startswith(VIEW):
                continue
            if atom.term in self.issues:
                more = self._for_issue(atom, facts, depth)
                if more is None:
                    return None
                facts = more
            elif atom.term in facts:
                if not atom.accepts(facts[atom.term]):
                    return None
            else:
                facts = {**facts, atom.term: self.draw.choice(self._values(atom, clause))}
        return None if {a.term for a in clause if a.absent} & facts.keys() else facts

    def _values(self, atom: Atom, clause: Sequence[Atom]) -> Sequence[Value]:
        same = [a for a in clause if a.term == atom.term]
        candidates = ranges.candidates(self.program, atom.term)
        return [v for v in candidates if all(a.accepts(v) for a in same)] or candidates

    def _for_issue(self, atom: Atom, facts: Facts, depth: int) -> Facts | None:
        if depth > DEEPEST:
            return None
        rules = [c for c in self.program.by_issue[atom.term] if atom.accepts(c.rule.value)]
        self.draw.shuffle(rules)
        if self.draw.random() < 0.5:  # what is presumed takes no facts; but it is not always there to be had
            rules.sort(key=lambda c: (not c.rule.presumption, sum(map(len, c.clauses[:1]))))
        for compiled in rules[:4]:
            clauses = list(compiled.clauses)
            self.draw.shuffle(clauses)
            for clause in clauses[:3]:
                found = self.facts_for(clause, facts, depth + 1)
                if found is not None:
                    return found
        return None

    def noise(self, facts: Facts) -> Facts:
        """A few more facts, at random."""
        names = [f for f in self.program.facts if f not in facts]
        chosen = self.draw.sample(names, min(len(names), self.draw.randrange(1, 6)))
        return {name: self.draw.choice(ranges.candidates(self.program, name)) for name in chosen}


def proposals(name: str) -> tuple[str, list[Mapping[str, object]], list[str]]:
    """For a rule: situations for the faults that survive today, and the faults for which none was found."""
    kb = installed.law()
    rule = kb.rules[name]
    left = [f for f in faults_of(rule, kb) if not mutants.noticed(rule, f, kb, shipped_batches())]
    found: list[Mapping[str, object]] = []
    told = 0
    if left:
        for proposal in propose(rule, left, kb):
            found.append(proposal.written)
            told += proposal.tells
            if len(found) == MOST:
                break
    return name, found, [f"{f.kind}: {f.what}" for f in left][: len(left) - told]


def main(prefixes: Sequence[str]) -> None:
    """Add proposals for the rules whose id starts so to the files of situations, one a file of rules."""
    kb = installed.law()
    names = [n for n in kb.rules if n.startswith(tuple(prefixes))]
    by_file: dict[str, list[str]] = {}
    for name, found, _ in mutants.on_every_core(proposals, names):
        if found:
            place = kb.rules[name].origin.split(":")[0].removeprefix("rules/").removesuffix(".yaml")
            text = yaml.dump(found, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
            indented = "".join(f"  {line}\n" for line in text.splitlines())
            by_file.setdefault(place.replace("/", "-"), []).append(f"  # {name}\n{indented}")
    SITUATIONS.mkdir(exist_ok=True)
    for file, texts in sorted(by_file.items()):
        path = SITUATIONS / f"{file}.yaml"
        kept = path.read_text(encoding="utf-8") if path.exists() else "situations:\n"
        path.write_text(kept + "".join(texts), encoding="utf-8", newline="\n")
        print(f"{path.name}: situations for {len(texts)} rules")


if __name__ == "__main__":
    main(sys.argv[1:])
