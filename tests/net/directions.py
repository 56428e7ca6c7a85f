"""``make two-faced``: a worse fact never helps. Random situations of every law and act, one fact changed at a time.

The vocabulary says of each fact which way is better for the user. Where a better value gives a worse standing in some
situation, that is a fault of the rules, or it is law: then it is in ``exceptions.yaml`` with the rule and the authority
that make it so.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.views import choose
from fairuse.engine import columns
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.source.yamlsource import read_file
from tests import installed
from tests.net.corpus import DAY

EXCEPTIONS = Path(__file__).parent / "exceptions.yaml"
#: Situations of each law and act: enough to find what one in some thousand shows.
ROWS = 20_000


@dataclass(frozen=True)
class TwoFaced:
    """A change of a fact for the better that lowers the standing in some situations; `example` is one of them."""

    law: str
    act: str
    fact: str
    worse: Value
    better: Value
    raised: int
    lowered: int
    example: Mapping[str, Value]

    def __str__(self) -> str:
        told = ", ".join(f"{k}={v}" for k, v in sorted(self.example.items()) if k != self.fact)
        head = f"{self.law} {self.act}: {self.fact}: {self.worse} -> {self.better}"
        return f"{head}: better in {self.raised}, worse in {self.lowered}; e.g. with {told}"


def exceptions(path: Path = EXCEPTIONS) -> list[Mapping[str, object]]:
    """The two-faced facts that are law (with the rule and the authority) or that a named issue will mend."""
    source = read_file(path, path.name)
    assert not source.problems, source.problems
    return list(source.value["exceptions"])


def excepted(found: TwoFaced, listed: Sequence[Mapping[str, object]]) -> bool:
    """Whether a two-faced fact is listed, for its law and act."""

    def names(entry: Mapping[str, object], key: str, value: str) -> bool:
        wanted = entry.get(key, "all")
        return wanted == "all" or value in (wanted if isinstance(wanted, list) else [wanted])

    return any(e["fact"] == found.fact and names(e, "law", found.law) and names(e, "act", found.act) for e in listed)


def two_faced(kb: KnowledgeBase, law: str, act: str, rows: int, seed: int = 5) -> Iterator[TwoFaced]:
    """The facts of one law and act of which a better value lowers the standing in some of `rows` situations."""
    program = program_for(kb, law, act, DAY)
    draw = random.Random(f"{seed} {law} {act}")
    views = ranges.view_rows([choose(d, kb, None, DAY) for d in program.doctrines], argued=True)
    values = {f: ranges.candidates(program, f) for f in program.facts}
    made: list[dict[str, Value]] = []
    for _ in range(rows):
        share = draw.choice((0.1, 0.3, 0.6, 0.9))
        made.append({f: draw.choice(values[f]) for f in program.facts if draw.random() < share} | draw.choice(views))
    table = {t: columns.encode(program, t, [row.get(t) for row in made]) for t in columns.terms(program)}
    for name in program.facts:
        order = _order(kb.facts[name], values[name])
        if len(order) < 2:
            continue
        asked = _asks(program, name, made)
        ranks = {v: _ranks(program, table, name, v, rows) for v in order}
        for worse, better in itertools.combinations(order, 2):
            raised, lowered = ranks[better] > ranks[worse], (ranks[better] < ranks[worse]) & asked
            if lowered.any():
                example = made[int(lowered.argmax())]
                yield TwoFaced(law, act, name, worse, better, int(raised.sum()), int(lowered.sum()), example)


def _order(fact: FactDef, values: Sequence[Value]) -> tuple[Value, ...]:
    """The values of a fact from the worst to the best; of a number, one of each interval that rules tell apart."""
    if fact.numeric:
        return tuple(reversed(values)) if fact.better == "low" else tuple(values) if fact.better == "high" else ()
    return fact.rising


def _asks(program: Program, fact: str, rows: Sequence[Mapping[str, Value]]) -> columns.Mask:
    """In which situations the question can arise."""
    import numpy as np  # noqa: PLC0415  with the rest of what needs it

    return np.array([program.asks(fact, row) for row in rows])


def _ranks(program: Program, table: Mapping[str, columns.Column], fact: str, value: Value, rows: int) -> ranges.Ranks:
    column = columns.encode(program, fact, [value]).repeat(rows)
    return ranges.ranks(program, columns.run(program, {**table, fact: column}, rows))


def pairs(kb: KnowledgeBase, prefixes: Sequence[str]) -> list[tuple[str, str]]:
    """Every law with every act that it covers and has rules for."""
    return [
        (law.id, act)
        for law in kb.regimes.values()
        for act in (law.acts or tuple(kb.acts))
        if not prefixes or f"{law.id} {act}".startswith(tuple(prefixes))
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``make two-faced``."""
    parser = argparse.ArgumentParser(prog="make two-faced", description=__doc__)
    parser.add_argument("prefix", nargs="*", help="only laws (and acts) that begin so, e.g. 'us.fair_use training'")
    parser.add_argument("--rows", type=int, default=ROWS)
    args = parser.parse_args(argv)
    kb, listed, bad = installed.law(), exceptions(), 0
    for law, act in pairs(kb, args.prefix):
        for found in two_faced(kb, law, act, args.rows):
            if not excepted(found, listed):
                bad += 1
                print(found, flush=True)
    print(f"{bad} changes for the better that lower a standing, beyond {len(listed)} exceptions")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
