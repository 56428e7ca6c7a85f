"""The report on a terminal. Signs and words carry the meaning; colour only repeats it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fairuse.outline import (
    Block,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Ref,
    SourceList,
    Tone,
    Verdict,
)

# Blue and orange stay apart for every common form of colour blindness; signs say the same without colour.
_STYLES: dict[Tone, str] = {"good": "bold bright_blue", "bad": "bold yellow", "open": "bold", "plain": ""}
_SIGNS: dict[Tone, str] = {"good": "+", "bad": "-", "open": "?", "plain": "="}
WIDEST = 110


def render(outline: Outline, *, width: int, colour: bool) -> str:
    """Return the outline as text of at most `width` columns, with ANSI colours if `colour`."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=min(width, WIDEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for block in outline.blocks:
        console.print(_block(block))
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def _block(block: Block) -> RenderableType:
    if isinstance(block, Heading):
        if block.level == 1:
            return Text(block.text, style="bold")
        return Group(Text(""), Rule(Text(f" {block.text} ", style="bold"), align="left", characters="─", style=""))
    if isinstance(block, Paragraph):
        return Group(Text(block.text, style="dim" if block.quiet else ""), Text(""))
    if isinstance(block, Verdict):
        return _verdict(block)
    if isinstance(block, Points):
        rows = (Padding(_point(item), (0, 0, 0, 2)) for item in block.items)
        return Group(Text(block.title, style="bold"), *rows, Text(""))
    if isinstance(block, Grid):
        return Group(_grid(block), Text(""))
    return _sources(block)


def _verdict(block: Verdict) -> RenderableType:
    line = Text.assemble((f"{_SIGNS[block.tone]} {block.label.upper()}", _STYLES[block.tone]))
    if block.range:
        line.append(f"   {block.range}", style="dim")
    return Group(line, *(_sentence(r) for r in block.reasons), Text(""))


def _sentence(point: Point) -> Text:
    text = Text(point.text)
    text.append_text(_refs(point.refs))
    return text


def _point(point: Point) -> RenderableType:
    body = Text()
    if point.label:
        body.append(f"{point.label}: ", style="bold")
    body.append_text(_sentence(point))
    if point.detail:
        body.append(f" ({point.detail})", style="dim")
    return _hanging("•", body)


def _hanging(mark: str, body: RenderableType) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=len(mark))
    table.add_column(ratio=1)
    table.add_row(mark, body)
    return table


def _refs(refs: Iterable[Ref]) -> Text:
    cited = [f"{r.number} at {r.at}" if r.at else str(r.number) for r in refs if not r.contrary]
    contrary = [str(r.number) for r in refs if r.contrary]
    parts = ", ".join(cited) + (("; " if cited else "") + "contra " + ", ".join(contrary) if contrary else "")
    return Text(f" [{parts}]" if parts else "", style="cyan")


def _grid(block: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), expand=False)
    for number, name in enumerate(block.header):
        last = number == len(block.header) - 1
        table.add_column(name, ratio=None, no_wrap=False, overflow="fold", min_width=None if last else 1)
    for row in block.rows:
        table.add_row(*(_cell(point) for point in row))
    return table


def _cell(point: Point) -> Text:
    if point.tone == "plain":
        return _sentence(point)
    return Text(f"{_SIGNS[point.tone]} {point.text}", style=_STYLES[point.tone])


def _sources(block: SourceList) -> RenderableType:
    rows = [_hanging(f"[{s.number}]", Text(s.text + (f" ({s.note})" if s.note else ""))) for s in block.items]
    return Group(*rows, Text(""))
