"""What a report tells twice is told once: later lines refer to the answer under which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fairuse.words.en import told_once as en
from fairuse.words.outline import Block, Heading, Point, Points, Ref, Verdict

#: A shorter text is quicker read again than looked up.
WORDS = 18
_NUMBERED = re.compile(r"(\d+)\. ")


def told_once(blocks: Iterable[Block], keep: str = "") -> Iterator[Block]:
    """The blocks of a report with each long text that stands under an earlier answer replaced by its number.

    `keep`: the label of lines that are told again all the same.
    """
    told: dict[tuple[str, tuple[Ref, ...]], str] = {}
    under = ""
    for block in blocks:
        if isinstance(block, Heading) and (numbered := _NUMBERED.match(block.text)):
            under = numbered[1]
        if isinstance(block, Points) and under:
            yield replace(
                block, items=tuple(p if keep and p.label == keep else _referred(p, told, under) for p in block.items)
            )
        elif isinstance(block, Verdict) and under:
            yield replace(block, reasons=tuple(_referred(point, told, under) for point in block.reasons))
        else:
            yield block


def _referred(point: Point, told: dict[tuple[str, tuple[Ref, ...]], str], under: str) -> Point:
    if len(point.text.split()) < WORDS:
        return point
    first = told.setdefault((point.text, point.refs), under)
    return point if first == under else replace(point, text=en.AS_UNDER_X.format(first), refs=(), detail="")
