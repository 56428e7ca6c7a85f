"""How many lines an outline takes on a screen, and how wide the columns of a table are there.

The terminal lays out by this, and short reports keep to their lengths by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len

from fairuse.words.en import lines as en
from fairuse.words.outline import Block, Grid, Heading, Paragraph, Point, Points, Question, Ref, Tone, Verdict

SIGNS: dict[Tone, str] = {"good": "+", "bad": "-", "open": "?", "plain": "="}
#: Between two columns of a table.
GAP = "  "
#: Before the lines of a list.
INDENT = 4


def refs_text(refs: Iterable[Ref]) -> str:
    """Authorities in brackets, those that point the other way last; nothing if there are none."""
    refs = list(refs)
    cited = [f"{r.name} ({r.at})" if r.at else r.name for r in refs if not r.contrary]
    contrary = [r.name for r in refs if r.contrary]
    parts = "; ".join([*cited, *([en.CONTRA_X.format(", ".join(contrary))] if contrary else [])])
    return f"[{parts}]" if parts else ""


def height(blocks: Iterable[Block], width: int) -> int:
    """How many lines blocks take on a screen of `width` columns, the empty ones between them counted."""
    return sum(_height(block, width) for block in blocks)


def _height(block: Block, width: int) -> int:
    if isinstance(block, Heading):
        return lines_of_text(block.text, width) + min(block.level - 1, 1)
    if isinstance(block, Paragraph):
        return lines_of_text(block.text, width) + 1
    if isinstance(block, Verdict):
        head = f"{SIGNS[block.tone]} {block.label}" + (f"   {block.range}" if block.range else "")
        return lines_of_text(head, width) + sum(lines_of_text(_said(point), width) for point in block.reasons)
    if isinstance(block, Question):
        said = sum(lines_of_text(_said(point), width) for point in block.reasons)
        return 2 + said + sum(point_height(point, width) for point in block.items)
    if isinstance(block, Points):
        return (2 if block.title else 0) + sum(point_height(point, width) for point in block.items)
    if isinstance(block, Grid):
        texts = tuple(tuple(cell_text(point) for point in row) for row in block.rows)
        widths = widths_of(tuple(block.header), texts, width)
        rows = [block.header, *texts]
        return 2 + sum(max(map(lines_of_text, row, widths)) for row in rows) if widths else 9 * len(texts)
    return 0


def point_height(point: Point, width: int) -> int:
    """How many lines a line of a list takes."""
    return lines_of_text(_said(point), width - INDENT)


def _said(point: Point) -> str:
    label = f"{point.label}:" if point.label else ""
    detail = f"({point.detail})" if point.detail else ""
    return " ".join(filter(None, (label, point.text, refs_text(point.refs), detail)))


def cell_text(point: Point) -> str:
    """A cell of a table as it stands there, with the sign of its tone."""
    return f"{SIGNS[point.tone]} {point.text}" if point.tone != "plain" else _said(point)


@lru_cache(maxsize=32)  # a report is laid out several times, until it fits, with the same tables
def widths_of(header: tuple[str, ...], texts: tuple[tuple[str, ...], ...], width: int) -> tuple[int, ...] | None:
    """The widths of the columns of a table that fit `width` without breaking a word; None if there are none.

    They are as wide as they need, then narrower where it costs the fewest lines.
    """
    columns = [[name, *(row[n] for row in texts)] for n, name in enumerate(header)]
    least = [max(cell_len(word) for cell in column for word in _unbroken(cell)) for column in columns]
    widths = [max(map(cell_len, column)) for column in columns]
    room = width - len(GAP) * (len(widths) - 1)
    if sum(least) > room:
        return None

    rows = list(zip(*columns, strict=True))

    def tall(some: list[int]) -> int:
        return sum(max(map(lines_of_text, row, some)) for row in rows)

    def moved(start: int, end: int | None, by: int) -> list[int]:
        return [w - by * (n == start) + by * (n == end) for n, w in enumerate(widths)]

    every = range(len(widths))
    while sum(widths) > room:
        free = [n for n in every if widths[n] > least[n]]
        widths = moved(min(free, key=lambda n: (tall(moved(n, None, 1)), -widths[n])), None, 1)
    while True:  # room that one column can spare may save lines in another
        tries = [moved(a, b, by) for by in (1, 2, 4, 8) for a in every for b in every if widths[a] - by >= least[a]]
        best = min(tries, key=tall, default=widths)
        if tall(best) >= tall(widths):
            return tuple(widths)
        widths = best


def _unbroken(cell: str) -> list[str]:
    """The parts of a cell that stay on one line: its words, a sign with the word that it marks."""
    sign, _, rest = cell.partition(" ")
    words = rest.split() if sign in SIGNS.values() else cell.split()
    return [f"{sign} {words[0]}", *words[1:]] if words and sign in SIGNS.values() else words or [""]


@lru_cache(maxsize=16384)
def lines_of_text(text: str, width: int) -> int:
    """How many lines a text takes whose words are broken nowhere but between them."""
    lines, used = 1, 0
    for word in text.split():
        long = cell_len(word)
        if used and used + 1 + long > width:
            lines, used = lines + 1, long
        else:
            used += long + (1 if used else 0)
    return lines
