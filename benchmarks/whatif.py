"""How long it takes to try everything about one use: all single and double changes, an exact range, and a bound.

Usage: python benchmarks/whatif.py [SCENARIO]

Each question is asked in a process of its own that starts cold with rules cached, under every open view, and says how
long it took with and without starting up, its CPU time (which a busy machine lengthens less), and the most memory it
held.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SCENARIO = ROOT / "cases" / "scenarios" / "scraped-training.yaml"
ROUNDS = 5
UNKNOWN = 12
MOST_SECONDS = 0.5
MOST_WITH_START = 1.3
QUESTIONS = (
    "single and double changes",
    "exact range over 12 unknown yes/no facts",
    "range or bound over all unknown facts",
)


def ask(question: str, path: Path) -> dict[str, float]:
    """Answer one of `QUESTIONS` in this process; the seconds without loading anything, rows, memory."""
    from fairuse.answer import moves, ranges, spans
    from fairuse.answer.assess import day_of
    from fairuse.answer.posed import posed
    from fairuse.knowledge import load_kb
    from fairuse.scenario.file import load_scenario
    from fairuse.scenario.uses import uses_of

    kb = load_kb()
    scenario = load_scenario(path, kb)
    use = uses_of(scenario, kb)[0]
    asked = posed(use, kb, day_of(scenario, None), scenario.forum)
    program, known, choices = asked.program, asked.known, asked.choices
    start = time.perf_counter()
    if question == QUESTIONS[0]:
        trial = moves.Trial(program, known, choices)
        options = moves.single_facts(program, known)
        trial.explained(moves.smallest(trial, options))
        facts = [fact for option in options for fact in option.sets]
        pairs = sum(a != b for n, a in enumerate(facts) for b in facts[:n])
        rows = (1 + len(options)) * len(trial.views) + pairs * len(trial.open())
    elif question == QUESTIONS[1]:
        known = leave_open(program, known)
        unknown = ranges.open_facts(program, known)
        seen = spans.spans(program, known, choices, unknown)
        if not seen.exact or len(unknown) != UNKNOWN:
            sys.exit(f"not an exact range over {UNKNOWN} facts: {unknown}")
        rows = 2**UNKNOWN  # and each of them under every view that may turn the answer
    else:
        unknown = ranges.open_facts(program, known)
        spans.spans(program, known, choices, unknown)
        rows = len(unknown)
    taken = time.perf_counter() - start
    return {"seconds": taken, "rows": rows}


def leave_open(program, known):  # type: ignore[no-untyped-def]
    """Answer the open facts until as many yes/no facts as wanted, and nothing else, could still matter."""
    from fairuse.answer import ranges

    def live(also):  # type: ignore[no-untyped-def]
        return ranges.open_facts(program, {**known, **also})

    answers = {f: ranges.candidates(program, f)[0] for f in live({}) if program.domains[f] != (False, True)}
    while len(rest := live(answers)) > UNKNOWN:
        tries = ({f: v} for f in reversed(rest) for v in (False, True))  # one answer may settle several facts
        answers |= next(t for t in tries if len(live(answers | t)) >= UNKNOWN)
    return {**known, **answers}


def memory() -> float:
    """The most memory this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cpu() -> float:
    """The seconds of CPU that processes started from here have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    path = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else SCENARIO
    print(f"{path.name}, medians of {ROUNDS} rounds, Python {sys.version.split()[0]}")
    print(f"{'':42}{'tried':>9}{'alone':>9}{'with start':>12}{'its CPU':>9}{'memory':>9}")
    met = True
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "FAIRUSE_CACHE_DIR": cache}
        for number, question in enumerate(QUESTIONS):
            runs = []
            for turn in range(ROUNDS + 1):
                start, spent = time.perf_counter(), cpu()
                words = [sys.executable, __file__, f"--question={number}", str(path)]
                out = subprocess.run(words, check=True, cwd=ROOT, env=environment, capture_output=True).stdout
                if turn:  # the first fills the cache of rules
                    runs.append({**json.loads(out), "whole": time.perf_counter() - start, "cpu": cpu() - spent})
            keys = ("seconds", "whole", "cpu", "memory")
            alone, whole, busy, held = (statistics.median(r[k] for r in runs) for k in keys)
            met &= alone < MOST_SECONDS and whole < MOST_WITH_START
            print(f"{question:42}{runs[0]['rows']:>9,}{alone:8.3f}s{whole:11.3f}s{busy:8.3f}s{held:6.0f} MB")
    print(f"goals {MOST_SECONDS} s alone, {MOST_WITH_START} s with start: {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("--question="):
        answer = ask(QUESTIONS[int(sys.argv[1][-1])], Path(sys.argv[2]))
        print(json.dumps({**answer, "memory": memory()}))
    else:
        main()
