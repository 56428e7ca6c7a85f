"""The outline: what every report says, as plain blocks, before any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from fairuse.words.citation import Citation

Tone = Literal["good", "bad", "open", "plain"]


@dataclass(frozen=True)
class Ref:
    """A reference to a numbered source, with the place in it; `contrary` marks one that points the other way."""

    number: int
    name: str
    at: str | None = None
    contrary: bool = False


@dataclass(frozen=True)
class Proof:
    """How a statement came about: its rule, and what that rests on, in words. `step`: its number in a trace, or 0."""

    rule: str
    rests: tuple[str, ...]
    step: int = 0


@dataclass(frozen=True)
class Point:
    """One statement with the sources behind it. `label` leads it; `detail` follows in smaller voice.

    Statements that say the same are the same, whatever `proof` lies behind them.
    """

    text: str
    refs: tuple[Ref, ...] = ()
    label: str = ""
    detail: str = ""
    tone: Tone = "plain"
    proof: Proof | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the report, 2 a use, 3 a part of it."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Verdict:
    """The conclusion of a use: standing, range, and its reasons."""

    standing: str
    label: str
    range: str
    reasons: tuple[Point, ...]
    tone: Tone


@dataclass(frozen=True)
class Question:
    """A question with its answer (`result`, `tone`), the reasons for the answer, and the findings beneath it."""

    title: str
    result: str
    tone: Tone
    reasons: tuple[Point, ...]
    items: tuple[Point, ...]


@dataclass(frozen=True)
class Points:
    """A titled list."""

    title: str
    items: tuple[Point, ...]


@dataclass(frozen=True)
class Grid:
    """A small table. The first column names the row. `turns`: rows and columns may change about if room is short."""

    header: tuple[str, ...]
    rows: tuple[tuple[Point, ...], ...]
    turns: bool = False

    def turned(self) -> Grid:
        """The same table with rows and columns changed about."""
        header = (self.header[0], *(row[0].text for row in self.rows))
        columns = zip(self.header[1:], *(row[1:] for row in self.rows), strict=True)
        return Grid(header, tuple((Point(name), *cells) for name, *cells in columns))


@dataclass(frozen=True)
class SourceEntry:
    """A numbered authority in the list of sources.

    `cite`: how notes cite it. `court` (or who else made it), `day` and `status` with what became of it, in words.
    """

    number: int
    name: str
    text: str
    note: str = ""
    cite: Citation | None = None
    court: str = ""
    day: str = ""
    status: str = ""


@dataclass(frozen=True)
class SourceList:
    """The authorities that the report refers to by number; `folded`: where names are cited, they do."""

    items: tuple[SourceEntry, ...]
    folded: bool = False


@dataclass(frozen=True)
class TraceStep:
    """One step of the reasoning: what was found, by which `rule`, from which facts and earlier steps (`after`)."""

    number: int
    title: str
    text: str
    rule: str
    rests: tuple[str, ...]
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Trace:
    """The reasoning step by step; statements of the report name the steps behind them."""

    items: tuple[TraceStep, ...]


@dataclass(frozen=True)
class Bar:
    """What one question comes out on a scale from -2 to 2 (None while it is open), and between which ends it could."""

    label: str
    said: str
    low: int
    high: int
    now: int | None
    tone: Tone


@dataclass(frozen=True)
class Bars:
    """Several questions on one scale, whose ends are named: a picture."""

    title: str
    ends: tuple[str, str]
    items: tuple[Bar, ...]


@dataclass(frozen=True)
class Node:
    """A statement in a tree, over those that it rests on. `given`: a fact, on which others rest alone."""

    label: str
    tone: Tone
    children: tuple[Node, ...] = ()
    given: bool = False


@dataclass(frozen=True)
class Tree:
    """How a conclusion rests on statements and those on facts: a picture."""

    title: str
    root: Node


@dataclass(frozen=True)
class Count:
    """How many there are of something."""

    label: str
    number: int
    tone: Tone


@dataclass(frozen=True)
class Counts:
    """Several counts beside each other: a picture."""

    title: str
    items: tuple[Count, ...]


Block = Heading | Paragraph | Verdict | Question | Points | Grid | SourceList | Trace | Bars | Tree | Counts


def mapped(block: Block, change: Callable[[Point], Point]) -> Block:
    """A block with each of its lines changed."""

    def all_of(points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(map(change, points))

    if isinstance(block, Verdict):
        return replace(block, reasons=all_of(block.reasons))
    if isinstance(block, Question):
        return replace(block, reasons=all_of(block.reasons), items=all_of(block.items))
    if isinstance(block, Points):
        return replace(block, items=all_of(block.items))
    if isinstance(block, Grid):
        return replace(block, rows=tuple(map(all_of, block.rows)))
    return block


def lines_of(blocks: Iterable[Block]) -> list[Point]:
    """The lines of blocks, in their order."""
    found: list[Point] = []

    def seen(point: Point) -> Point:
        found.append(point)
        return point

    for block in blocks:
        mapped(block, seen)
    return found


def referred(blocks: Iterable[Block]) -> set[int]:
    """The numbers of the sources that some line of `blocks` refers to."""
    return {ref.number for point in lines_of(blocks) for ref in point.refs}


@dataclass(frozen=True)
class Outline:
    """A report, ready to be rendered in any format."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
