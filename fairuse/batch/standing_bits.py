"""Standings of many rows as bits: for each rank, the rows that have it. Joined as `answer.ranges.joined` joins them."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.answer import ranges
from fairuse.engine.columns import Bits, Planes, union
from fairuse.engine.program import Program
from fairuse.kb.model import STANDINGS

#: For each rank of a standing, worst first, the rows that have it.
Standing = Sequence[Bits]
UNDECIDED = STANDINGS.index(ranges.UNDECIDED)


def standing_of(program: Program, planes: Planes, rows: int) -> Standing:
    """The standing of each row, from the conclusion's value in it; undecided is uncertain."""
    found = [0] * len(STANDINGS)
    scale = ranges.scale(program)
    for code, having in planes.items():
        found[STANDINGS.index(scale[code])] |= having
    found[UNDECIDED] |= ((1 << rows) - 1) & ~union(found)
    return found


def joined(several: Sequence[Standing]) -> Standing:
    """One standing for several: the more cautious one if all lean the same way, else uncertain."""
    if len(several) == 1:
        return several[0]
    may = [union(ranks) for ranks in zip(*several, strict=True)]
    found = [0] * len(STANDINGS)
    left = union(may)
    for rank in range(len(STANDINGS) - 1, UNDECIDED, -1):  # the lowest of those above is taken last, and stays
        found[rank] = may[rank] & ~union(may[:rank])
        left &= ~found[rank]
    for rank in range(UNDECIDED):
        found[rank] = may[rank] & ~union(may[rank + 1 :])
        left &= ~found[rank]
    found[UNDECIDED] = left
    return found


def moving(several: Sequence[Standing]) -> Bits:
    """The rows whose standing is not the same in all of `several`."""
    found = 0
    for ranks in zip(*several, strict=True):
        same = ranks[0]
        for rows in ranks[1:]:
            same &= rows
        found |= union(ranks) & ~same
    return found
