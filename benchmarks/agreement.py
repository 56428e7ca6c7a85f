"""Whether chain and columns find the same, rule for rule, on many random sets of facts of the shipped rules.

Usage: python benchmarks/agreement.py [COUNT]

Regimes, acts, days and the share of known facts vary. Exit code 1 if any two findings, defeats or values differ.
"""

from __future__ import annotations

import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from fairuse.answer.posed import program_for
from fairuse.engine import chain, columns
from fairuse.engine.clauses import VIEW
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import load_kb

COUNT = 100_000
BLOCK = 500
DAYS = ("2026-11-24", "2025-07-01", "2015-01-01", "1990-01-01")

Facts = dict[str, Value]


def block(kb: KnowledgeBase, seed: int) -> tuple[Program, list[Facts]]:
    """A program and random sets of facts for it; the same ones for the same seed."""
    draw = random.Random(seed)
    places = [(r.id, act, day) for r in kb.regimes.values() for act in (r.acts or kb.acts) for day in DAYS]
    programs = (program_for(kb, *draw.choice(places)) for _ in iter(int, 1))
    program = next(p for p in programs if p.rules)
    return program, [facts(program, draw) for _ in range(BLOCK)]


def facts(program: Program, draw: random.Random) -> Facts:
    share = draw.choice((0.1, 0.3, 0.5, 0.8, 1.0))
    return {
        name: draw.choice(program.domains[name] or (0, 1, 10, 100, 1000))
        for name in columns.terms(program)
        if draw.random() < share or name.startswith(VIEW)
    }


def differing(program: Program, rows: list[Facts]) -> int:
    """In how many rows the two sides differ."""
    table = {n: columns.encode(program, n, [row.get(n) for row in rows]) for n in columns.terms(program)}
    wide = columns.run(program, table, len(rows))
    scales = {i.id: tuple(i.scale) for i in program.issues}
    found = 0
    for number, row in enumerate(rows):
        proof = chain.run(row, program)
        values = {i: scales[i][codes[number]] for i, codes in wide.values.items() if codes[number] >= 0}
        same = {f.rule: bool(f.defeated_by) for f in proof.findings} == wide.findings(number)
        found += not (same and dict(proof.values) == values)
    return found


def check(seed: int) -> int:
    return differing(*block(load_kb(), seed))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seeds = range(-(-count // BLOCK))
    start = time.perf_counter()
    bad = 0
    with ProcessPoolExecutor() as pool:
        for done, found in enumerate(pool.map(check, seeds), 1):
            bad += found
            if sys.stderr.isatty():
                print(f"\r{done * BLOCK:,} of {count:,}, {bad} differ", end="", file=sys.stderr)
    taken = time.perf_counter() - start
    print(f"{len(seeds) * BLOCK:,} random sets of facts, {bad} differ ({taken:.0f} s), rules {load_kb().sha256[:8]}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
