"""What the limits of the searches in `fairuse.answer` buy: other values of each, over the scenarios that ship.

The comments beside those limits give what was found. Run it again before you change one: python benchmarks/limits.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType

from fairuse.answer import moves, ranges, spans
from fairuse.answer.posed import Posed, posed
from fairuse.answer.steps import steps_after
from fairuse.knowledge import data_dir, load_kb
from fairuse.precedent.coverage import scenarios_in
from fairuse.scenario.uses import Use, uses_of

DAY = "2026-11-24"
OTHERS = {
    (spans, "EXACT_ROWS"): (16_384, 131_072, 1_048_576),
    (spans, "MOST_RUNS"): (4, 12, 48),
    (spans, "MOST_ROWS"): (512, 2_048, 8_192),
    (spans, "TRIED"): (100, 500, 2_000),
    (spans, "NEARER"): (0.003, 0.03, 0.1, 1.0),
    (moves, "MOST_STEPS"): (1, 2, 4, 6),
    (moves, "MOST_SETS"): (50, 2_000, 20_000),
    (moves, "DRAWN"): (100, 1_000, 4_000),
    (moves, "SHRUNK"): (1, 4, 16),
}


def main() -> None:
    kb = load_kb()
    uses = [
        (use, posed(use, kb, DAY, scenario.forum))
        for scenario in scenarios_in(data_dir("cases") / "scenarios", kb).values()
        for use in uses_of(scenario, kb)
    ]
    print(f"{len(uses)} uses on {DAY}")

    def exact(use: Use, asked: Posed) -> int:
        unknown = ranges.open_facts(asked.program, asked.known)
        return spans.spans(asked.program, asked.known, asked.choices, unknown).exact

    def stepped(use: Use, asked: Posed) -> int:
        trial = moves.Trial(asked.program, asked.known, asked.choices)
        return len(moves.smallest_steps(trial, lambda known, taken: steps_after(trial.program, use, known, kb, taken)))

    def larger(use: Use, asked: Posed) -> int:
        trial = moves.Trial(asked.program, asked.known, asked.choices)
        facts = moves.single_facts(trial.program, trial.known)
        found = [rank for _, rank in moves.smallest(trial, facts)]
        wanted = [up for up in (True, False) if not any(rank > trial.now if up else rank < trial.now for rank in found)]
        return sum(bool(moves.larger(trial, facts, up=up)) for up in wanted)

    for (module, name), values in OTHERS.items():
        count = exact if module is spans else stepped if name.startswith("MOST") else larger
        for value in values:
            print(tried(module, name, value, count, uses), flush=True)


def tried(
    module: ModuleType, name: str, value: float, count: Callable[[Use, Posed], int], uses: list[tuple[Use, Posed]]
) -> str:
    """The line for one limit at one value."""
    kept = getattr(module, name)
    setattr(module, name, value)
    start = time.process_time()
    found = sum(count(use, asked) for use, asked in uses)
    seconds = time.process_time() - start
    setattr(module, name, kept)
    what = {"exact": "exact ranges", "stepped": "sets of steps", "larger": "larger sets of facts"}[count.__name__]
    return f"{name:12}{value:>12,}  {found:4} {what:22}{seconds:7.2f} s" + ("  as it is" if value == kept else "")


if __name__ == "__main__":
    main()
