"""How far two people who encode the same decided acts agree, and how often the rules then answer both alike.

Usage: python benchmarks/encodings.py ONE OTHER    (folders of decided cases, as `fairuse backtest` takes them)

Cases are paired by their ids, acts by their places. Writes benchmarks/encodings.json, which holds numbers and no facts:
the page on the evaluation reads it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fairuse.knowledge import load_kb
from fairuse.precedent.backtest import backtest
from fairuse.precedent.decided import DecidedAct, load_cases

OUT = Path(__file__).parent / "encodings.json"


def compared(one: DecidedAct, other: DecidedAct) -> dict[str, int]:
    """Of the facts of an act: told in both, and alike there; told in one alone."""
    both = one.facts.keys() & other.facts.keys()
    return {
        "told_in_both": len(both),
        "alike": sum(one.facts[name].value == other.facts[name].value for name in both),
        "told_in_one": len(one.facts.keys() ^ other.facts.keys()),
    }


def main() -> None:
    kb = load_kb()
    sides = [{case.id: case for case in load_cases(Path(folder), kb)} for folder in sys.argv[1:3]]
    names = [name for name in sides[0] if name in sides[1] and len(sides[0][name].acts) == len(sides[1][name].acts)]
    counts = [
        compared(one, other) for name in names for one, other in zip(*(side[name].acts for side in sides), strict=True)
    ]
    cards = [backtest(kb, [side[name] for name in names]).cases for side in sides]
    ways = [(a.law_of_day.outcome, b.law_of_day.outcome, a.held) for a, b in zip(*cards, strict=True)]
    scored = [way for way in ways if way[2] in ("allowed", "not_allowed")]
    found = {
        "kb_version": kb.version,
        "kb_sha256": kb.sha256,
        "cases": len(names),
        "acts": len(counts),
        **{key: sum(count[key] for count in counts) for key in counts[0]},
        "answered_alike": sum(a == b for a, b, _ in ways),
        "scored": len(scored),
        "right": [sum(way[n] == way[2] for way in scored) for n in (0, 1)],
    }
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(OUT)


if __name__ == "__main__":
    main()
