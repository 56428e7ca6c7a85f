"""``make mutants``: faults are put into the rules one at a time; which of them would some test notice?

A fault is noticed where the rule's own examples no longer come out, where anything that is pinned of a shipped scenario
or decided case comes out otherwise, or where a situation no longer gives what it says. All of it is worked out on the
columns side: one issue at a time, and the whole program only where that issue moves.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from fairuse.engine import columns
from fairuse.engine.clauses import VIEW, clauses_of, holds, rule_clauses
from fairuse.engine.program import CompiledRule, applies, numbered
from fairuse.kb import strata
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.precedent.health import digest
from tests import installed
from tests.net import texts
from tests.net.corpus import Batch, given, shipped_batches
from tests.net.faults import Fault, faults_of

T = TypeVar("T")

IDLE = Path(__file__).parent / "idle.txt"
SCORES = Path(__file__).parent / "scores.json"
#: The share of behaviour faults that must be noticed, over all rules and in every rule that was changed.
GOAL = 0.8


def noticed(rule: Rule, fault: Fault, kb: KnowledgeBase, batches: Iterable[Batch]) -> bool:
    """Whether some test would notice a fault of `rule`."""
    if fault.rule is not None and not examples_hold(fault.rule, kb):
        return True
    laws = kb.laws_of(rule.issue)
    return any(_noticed_in(batch, rule, fault.rule, kb) for batch in batches if batch.program.regime in laws)


def examples_hold(rule: Rule, kb: KnowledgeBase) -> bool:
    """Whether each example of a rule comes out as it says (as the check of examples has it)."""
    clauses = clauses_of(kb, rule)
    views = {VIEW + d: v for d, v in rule.view.items()}
    for example in rule.examples:
        terms = {k: v for k, v in example.given.items() if k != "act"} | views
        covered = not rule.acts or kb.covers(rule.acts, str(example.given.get("act")))
        met = any(holds(clause, terms) for clause in clauses)
        if (covered and met) != (example.fires is not None):
            return False
    return True


def _noticed_in(batch: Batch, old: Rule, new: Rule | None, kb: KnowledgeBase) -> bool:
    program = batch.program
    if not batch.pinned and not {old.issue, "standing", program.conclusion} & batch.told:
        return False  # what its situations tell lies elsewhere; that a fault might reach it is left out of account
    where = (program.regime, program.act, program.as_of)
    was, now = applies(kb, old, *where), new is not None and applies(kb, new, *where)
    if not was and not now:
        return False
    group = [c.rule for c in program.by_issue[old.issue] if c.rule.id != old.id] + ([new] if now and new else [])
    try:
        compiled = compiled_group(kb, group, new)
    except strata.Cycle:
        return True
    found = batch.atoms.settle(numbered(batch.places[old.issue], compiled))
    before, moved = batch.base.planes[old.issue], 0
    for code in {*before, *found.planes}:
        moved |= before.get(code, 0) ^ found.planes.get(code, 0)
    changed = moved
    for name in {*(c.rule.id for c in program.by_issue[old.issue]), *(c.rule.id for c in compiled)}:
        changed |= batch.base.hits.get(name, 0) ^ found.hits.get(name, 0)
        changed |= batch.base.beaten.get(name, 0) ^ found.beaten.get(name, 0)
    if changed & batch.pinned:
        return True
    if not moved:
        return False
    return _a_situation_fails(batch, old.issue, compiled, found, moved)


def _a_situation_fails(
    batch: Batch, issue: str, compiled: Sequence[CompiledRule], found: columns.Settled, moved: int
) -> bool:
    """Whether a situation among the rows that moved no longer gives what it says (or does so before its day)."""
    whole: columns.Columns | None = None
    for number, row in enumerate(batch.rows):
        if row.gives is None or not moved >> number & 1:
            continue
        if row.gives.keys() == {issue}:
            result = columns.Columns(len(batch.rows), {issue: found.planes}, {}, {})
        else:
            whole = whole or _rerun(batch, issue, compiled)
            result = whole
        if given(batch.program, result, number, row.gives) == row.outside:
            return True
    return False


def _rerun(batch: Batch, issue: str, compiled: Sequence[CompiledRule]) -> columns.Columns:
    groups = {name: (compiled if name == issue else group) for name, group in batch.program.by_issue.items()}
    rules = tuple(c for i in batch.program.issues for c in groups[i.id])
    return columns.run(dataclasses.replace(batch.program, rules=rules), batch.table, len(batch.rows))


def compiled_group(kb: KnowledgeBase, group: Sequence[Rule], new: Rule | None) -> list[CompiledRule]:
    """The rules of one issue in firing order, `new` among them as it is given. Raises `strata.Cycle`."""
    ordered = strata.defeat_order(group)
    return [CompiledRule(r, clauses_of(kb, r) if r is new else rule_clauses(kb, r.id), b) for r, b in ordered]


@dataclasses.dataclass(frozen=True)
class Score:
    """How many faults of a rule were tried, and those that nothing noticed, as ``kind: what``."""

    rule: str
    tried: Counter[str]
    survived: tuple[str, ...]


def score(name: str) -> Score:
    """Try every fault of one shipped rule."""
    kb = installed.law()
    rule = kb.rules[name]
    tried: Counter[str] = Counter()
    survived = []
    for fault in faults_of(rule, kb):
        tried[fault.kind] += 1
        if not noticed(rule, fault, kb, shipped_batches()):
            survived.append(f"{fault.kind}: {fault.what}")
    return Score(name, tried, tuple(survived))


def scores(names: Sequence[str]) -> list[Score]:
    """Try the faults of some rules, on every core."""
    return on_every_core(score, names)


def on_every_core(work: Callable[[str], T], names: Sequence[str]) -> list[T]:
    """What `work` gives for each name, in their order; in several processes where they can share what is loaded."""
    shipped_batches()  # made once, before the processes part
    workers = min(os.cpu_count() or 1, len(names) // 20)
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return list(map(work, names))
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return pool.map(work, names, chunksize=8)


def idle(names: Iterable[str]) -> list[str]:
    """The rules that nothing can tell from their absence."""
    kb = installed.law()
    gone = Fault("deleted", "", None)
    return [name for name in names if not noticed(kb.rules[name], gone, kb, shipped_batches())]


def nearest_source(name: str) -> str:
    """The shipped scenario or case in which the rule lacks least, and what it lacks there."""
    best: tuple[int, str, list[str]] = (99, "none: its law or act is in no scenario", [])
    for batch in shipped_batches():
        compiled = next((c for c in batch.program.rules if c.rule.id == name), None)
        if compiled is None:
            continue
        scales = {i.id: list(i.scale) for i in batch.program.issues}
        for number, row in enumerate(batch.rows):
            settled = {i: scales[i][c] for i, p in batch.base.planes.items() for c, b in p.items() if b >> number & 1}
            terms = {**row.known, **settled}
            for clause in compiled.clauses:
                lacks = [a.term for a in clause if not (a.accepts(terms[a.term]) if a.term in terms else a.absent)]
                if len(lacks) < best[0]:
                    best = (len(lacks), row.source, lacks)
    return f"{best[1]}" + (f" (lacks {', '.join(dict.fromkeys(best[2]))})" if best[2] else " (fires there)")


def lines_of(found: Sequence[Score], *, listed: bool) -> Iterator[str]:
    """The table of kinds, then each survivor with the scenario that comes nearest to telling it."""
    tried: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for one in found:
        tried.update(one.tried)
        left.update(text.split(":")[0] for text in one.survived)
    total, missed = tried.total(), left.total()
    yield f"{len(found)} rules, {total} behaviour faults, {total - missed} noticed ({1 - missed / max(total, 1):.1%})"
    for kind, number in sorted(tried.items()):
        yield f"  {kind:<12}{number - left[kind]:>6} of {number:>6}  {1 - left[kind] / number:.1%}"
    for one in found if listed else ():
        if one.survived:
            yield f"{one.rule}: nearest is {nearest_source(one.rule)}"
            yield from (f"    {text}" for text in one.survived)


@functools.cache
def kept_scores() -> dict[str, list[object]]:
    """What was last accepted: for each rule its digest, the faults tried and noticed."""
    return dict(json.loads(SCORES.read_text())) if SCORES.exists() else {}


def changed_rules() -> list[str]:
    """The rules whose behaviour is not the one that was last scored."""
    kb = installed.law()
    return [name for name, rule in kb.rules.items() if kept_scores().get(name, [""])[0] != digest(rule)]


def _texts(kb: KnowledgeBase, names: Sequence[str]) -> int:
    """Print how many faults of text the pinned pages show, and how many faults of amounts the pinned answers do."""
    tried: Counter[str] = Counter()
    left: Counter[str] = Counter()
    pinned: dict[str, str] = {}
    for name in names:
        for kind, changed in texts.text_faults(kb.rules[name]):
            tried[kind] += 1
            left[kind] += texts.page_is_pinned(changed, kb, pinned)
    for name, what, seen in texts.amounts_noticed(kb):
        tried["amount"] += 1
        left["amount"] += not seen
        if not seen:
            print(f"{name}: {what}")
    for kind, number in sorted(tried.items()):
        print(f"  {kind:<12}{number - left[kind]:>6} of {number:>6}")
    return 1 if left.total() else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``make mutants``."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("prefix", nargs="*", help="only rules whose id starts so")
    parser.add_argument("--changed", action="store_true", help="only rules changed since the scores were accepted")
    parser.add_argument("--accept", action="store_true", help="keep the scores and shrink the list of idle rules")
    parser.add_argument("--text", action="store_true", help="faults of text instead: cites, pages, contrary, status")
    parser.add_argument("--list", action="store_true", help="list what survived")
    args = parser.parse_args(argv)
    kb = installed.law()
    names = [n for n in kb.rules if not args.prefix or n.startswith(tuple(args.prefix))]
    if args.text:
        return _texts(kb, names)
    if args.changed:
        names = [n for n in changed_rules() if n in names]
    found = scores(names)
    print("\n".join(lines_of(found, listed=args.list)))
    if args.accept:
        kept = {n: v for n, v in kept_scores().items() if n in kb.rules}
        for one in found:
            total = one.tried.total()
            kept[one.rule] = [digest(kb.rules[one.rule]), total - len(one.survived), total]
        rows = ",\n".join(f"{json.dumps(n)}: {json.dumps(kept[n])}" for n in sorted(kept))
        SCORES.write_text("{\n" + rows + "\n}\n")
        gone = sorted(one.rule for one in found if any(text.startswith("deleted") for text in one.survived))
        others = [n for n in IDLE.read_text().split() if n not in names and n in kb.rules] if IDLE.exists() else []
        IDLE.write_text("\n".join(sorted({*gone, *others})) + "\n")
    total = sum(one.tried.total() for one in found)
    missed = sum(len(one.survived) for one in found)
    return 0 if not total or 1 - missed / total >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
