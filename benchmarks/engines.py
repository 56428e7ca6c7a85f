"""The same rules on both sides of the engine and on other engines, with the same findings out.

Usage: make bench-engines    (or: python benchmarks/engines.py, with benchmarks/requirements.txt installed)

The rules are those that ship for training under US fair use. Every engine first runs the same situations, and its
findings, defeats and settled issues are compared with the chain side's. Then all take turns in each round, so that a
busy moment of the machine hits all of them; ratios are taken within a round, and medians of the rounds are shown.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np  # noqa: E402
import peers  # noqa: E402

from fairuse.answer.posed import program_for  # noqa: E402
from fairuse.engine import chain, columns  # noqa: E402
from fairuse.engine.clauses import VIEW  # noqa: E402
from fairuse.engine.program import Program  # noqa: E402
from fairuse.kb.condition import Value  # noqa: E402
from fairuse.knowledge import load_kb  # noqa: E402

KEPT = Path(__file__).parent / "engines.json"
DAY = "2026-11-24"
ROWS = 100_000
SAMPLE = 60
ROUNDS = 9
KNOWN = 0.45  # the share of facts that are known in a situation; of an ordinary scenario, 23 to 36 are
GOAL_COLUMNS = 1_000
GOAL_CHAIN = 30

Facts = dict[str, Value]


def situations(program: Program, count: int) -> list[Facts]:
    """Random known facts, with a view of each doctrine."""
    draw = random.Random(0)
    names = columns.terms(program)
    values = {n: program.domains[n] or (0.0, 1.0, 10.0) for n in names}
    return [
        {n: draw.choice(values[n]) for n in names if n.startswith(VIEW) or draw.random() < KNOWN} for _ in range(count)
    ]


def on_chain(program: Program, known: Facts) -> peers.Found:
    inference = chain.run(known, program)
    return {f.rule: bool(f.defeated_by) for f in inference.findings}, dict(inference.values)


def on_columns(program: Program, wide: columns.Columns, row: int) -> peers.Found:
    codes = {i.id: (tuple(i.scale), wide.values[i.id][row]) for i in program.issues}
    return wide.findings(row), {i: scale[code] for i, (scale, code) in codes.items() if code >= 0}


def table(program: Program, rows: list[Facts]) -> dict[str, columns.Column]:
    return {n: columns.encode(program, n, [row.get(n) for row in rows]) for n in columns.terms(program)}


def unpacked(result: columns.Columns) -> int:
    """Make an array of every finding, defeat and issue; the size of all of them."""
    arrays = (*result.fired.values(), *result.defeated.values(), *result.values.values())
    return sum(int(np.asarray(a).nbytes) for a in arrays)


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def available(program: Program) -> list[Any]:
    found = []
    for peer in peers.PEERS:
        try:
            found.append(peer(program))
        except ImportError:
            print(f"{peer.name}: not installed here; left out")
        except Exception as error:  # whatever it is, this engine takes no such rules
            print(f"{peer.name}: refuses the rules ({error}); left out")
    return found


def check(engines: list[Any], rows: list[Facts], wanted: list[peers.Found]) -> dict[str, int]:
    """In how many situations each engine finds something else than the chain side."""
    wrong = {}
    for engine in engines:
        bad = 0
        for known, want in zip(rows, wanted, strict=True):
            try:
                bad += engine.findings(known) != want
            except Exception:  # whatever it is, this engine has no answer here
                bad += 1
        wrong[engine.name] = bad
    return wrong


def main() -> None:
    program = program_for(load_kb(), "us.fair_use", "training", DAY)
    rows = situations(program, ROWS)
    sample = rows[:SAMPLE]
    encoded = table(program, rows)
    wide = columns.run(program, encoded, ROWS)
    wanted = [on_chain(program, known) for known in sample]
    others = available(program)
    wrong = check(others, sample, wanted)
    wrong["columns"] = sum(on_columns(program, wide, n) != want for n, want in enumerate(wanted))

    times: dict[str, list[float]] = {"chain": [], **{e.name: [] for e in others}}
    wide_names = ("columns", "columns, every finding unpacked", "columns, from dictionaries")
    times |= {name: [] for name in wide_names}
    for _ in range(ROUNDS):
        times["chain"].append(seconds(lambda: [chain.run(k, program) for k in sample]) / SAMPLE)
        for engine in others:
            few = sample if wrong[engine.name] == 0 else sample[:10]
            times[engine.name].append(seconds(lambda e=engine, f=few: [e.findings(k) for k in f]) / len(few))
        times[wide_names[0]].append(seconds(lambda: columns.run(program, encoded, ROWS)) / ROWS)
        times[wide_names[1]].append(seconds(lambda: unpacked(columns.run(program, encoded, ROWS))) / ROWS)
        part = rows[: ROWS // 10]
        times[wide_names[2]].append(seconds(lambda p=part: columns.run(program, table(program, p), len(p))) / len(part))
    keep(program, times, wrong)
    report(program, times, wrong, [e.name for e in others])


def keep(program: Program, times: dict[str, list[float]], wrong: dict[str, int]) -> None:
    """Write what was measured, for the plot on the page of the evaluation (`make evaluation`)."""
    rows = [
        {"name": name, "us": round(statistics.median(values) * 1e6, 2), "same": not wrong.get(name.split(",")[0], 0)}
        for name, values in times.items()
    ]
    size = {"rules": len(program.rules), "facts": len(program.facts), "issues": len(program.issues)}
    found = {"law": program.regime, "act": program.act, **size, "engines": rows}
    KEPT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def report(program: Program, times: dict[str, list[float]], wrong: dict[str, int], others: list[str]) -> None:
    facts = f"{len(program.rules)} rules, {len(program.facts)} facts, {len(program.issues)} issues"
    print(f"{program.regime}, {program.act}, {program.as_of}: {facts}; medians of {ROUNDS} rounds, one core")
    print(f"\n{'':34}{'us each':>10}{'fastest':>10}   same findings as chain ({SAMPLE} situations)")
    for name, values in times.items():
        bad = wrong.get(name.split(",")[0], 0)
        verdict = "" if name == "chain" else "yes" if not bad else f"NO: {bad} of {SAMPLE} differ"
        print(f"{name:34}{statistics.median(values) * 1e6:10.2f}{min(values) * 1e6:10.2f}   {verdict}")
    right = [name for name in others if not wrong[name]]
    if not right:
        sys.exit("no other engine finds the same here; nothing to compare with")
    best = min(right, key=lambda name: statistics.median(times[name]))
    print()
    missed = False
    for name in [n for n in times if n.startswith("columns")]:
        ratio = statistics.median(b / c for b, c in zip(times[best], times[name], strict=True))
        missed |= name == "columns" and ratio < GOAL_COLUMNS
        print(f"{name}: {ratio:,.0f} times as quick as {best}, the best of the others, at {ROWS:,} rows")
    if "clipspy" in right:
        ratio = statistics.median(a / b for a, b in zip(times["chain"], times["clipspy"], strict=True))
        missed |= ratio > GOAL_CHAIN
        print(f"chain, with its proof: {ratio:.1f} times as long as one clipspy run")
    print(f"goals {GOAL_COLUMNS:,} and {GOAL_CHAIN}: {'MISSED' if missed else 'met'}")


if __name__ == "__main__":
    main()
