"""The report on a terminal. Signs and words carry the meaning; colour only repeats it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from fairuse.report.look import Look
from fairuse.words.en import terminal as en
from fairuse.words.lines import GAP, SIGNS, cell_text, refs_text, widths_of
from fairuse.words.outline import (
    Bars,
    Block,
    Counts,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Question,
    Ref,
    SourceList,
    Tone,
    Trace,
    Tree,
    Verdict,
)
from fairuse.words.phrases import in_words, step_text

# Blue and yellow stay apart for every common form of colour blindness; signs say the same without colour.
_STYLES: dict[Tone, str] = {"good": "bold bright_blue", "bad": "bold yellow", "open": "bold", "plain": ""}
WIDEST = 110  # longer lines of running text are hard to follow from one to the next


def render(outline: Outline, look: Look) -> bytes:
    """Return the outline as text of at most the look's columns, with ANSI colours if it has colour."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=min(look.width, WIDEST),
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    whole = Text("\n").join(line for block in outline.blocks for line in _block(block, console))
    console.print(whole, soft_wrap=True)
    lines = [line.rstrip() for line in buffer.getvalue().splitlines()]
    kept = [line for before, line in zip(["", *lines], lines, strict=False) if line or before]  # one blank in a row
    text = "\n".join(kept).rstrip("\n") + "\n"
    return text.encode(errors="backslashreplace")  # the name of a file need not be text


def _block(block: Block, console: Console) -> Iterator[Text]:
    if isinstance(block, Heading):
        yield from _heading(block, console)
    elif isinstance(block, Paragraph):
        yield from _wrap(Text(block.text, style="dim" if block.quiet else ""), console)
        yield Text("")
    elif isinstance(block, Verdict | Question):
        yield from _answer(block, console)
    elif isinstance(block, Points):
        if block.title:
            yield from [Text(""), Text(block.title, style="bold")]
        yield from (line for item in block.items for line in _item(item, console))
    elif isinstance(block, Grid):
        yield from _grid(block, console)
    elif isinstance(block, Trace):
        for step in block.items:
            number = f"{step.number}. "
            yield from _wrap(Text(step_text(step)), console, number, " " * len(number))
    elif isinstance(block, Bars | Counts | Tree):
        yield from _block(Points(block.title, in_words(block)), console)
    else:
        yield from _sources(block, console)


def _heading(block: Heading, console: Console) -> Iterator[Text]:
    if block.level > 1:
        yield Text("")
    if block.level == 2:
        yield Text("─" * console.width, style="dim")
    yield from _wrap(Text(block.text, style="bold"), console)


def _answer(block: Verdict | Question, console: Console) -> Iterator[Text]:
    if isinstance(block, Verdict):
        head = Text.assemble((f"{SIGNS[block.tone]} {block.label.upper()}", _STYLES[block.tone]))
        if block.range:
            head.append(f"   {block.range}", style="dim")
    else:
        yield Text("")
        head = Text.assemble((f"{block.title}: ", "bold"), (f"{SIGNS[block.tone]} {block.result}", _STYLES[block.tone]))
    yield from _wrap(head, console)
    for reason in block.reasons:
        yield from _wrap(_sentence(reason), console)
    for item in block.items if isinstance(block, Question) else ():
        yield from _item(item, console)


def _wrap(text: Text, console: Console, first: str = "", rest: str = "") -> Iterator[Text]:
    """Break `text` to the console's width; `first` leads the first line, `rest` the others."""
    lines = text.wrap(console, console.width - max(len(first), len(rest)))
    for number, line in enumerate(lines):
        line.rstrip()
        yield Text.assemble(first if number == 0 else rest, line)


def _sentence(point: Point) -> Text:
    text = Text(point.text)
    refs = _refs(point.refs)
    text.append_text(refs if point.text else refs[1:])
    return text


def _item(point: Point, console: Console) -> Iterator[Text]:
    body = Text()
    if point.label:
        body.append(f"{point.label}: ", style="bold")
    body.append_text(_sentence(point))
    if point.detail:
        body.append(f" ({point.detail})", style="dim")
    sign = {"good": "+", "bad": "-", "open": "?", "plain": "•"}[point.tone]
    yield from _wrap(body, console, f"  {sign} ", "    ")


def _refs(refs: Iterable[Ref]) -> Text:
    cited = refs_text(refs)
    return Text(f" {cited}" if cited else "", style="cyan")


def _grid(block: Grid, console: Console) -> Iterator[Text]:
    """A table laid out by hand.

    No word is broken: a table that would break one is turned, if it may be, or becomes a list.
    """
    for grid in (block, *([block.turned()] if block.turns else [])):
        plain = tuple(tuple(cell_text(point) for point in row) for row in grid.rows)
        if (widths := widths_of(grid.header, plain, console.width)) is not None:
            texts = [[_cell(point) for point in row] for row in grid.rows]
            yield from _table(grid.header, texts, widths, console)
            return
    yield from _listed(block, console)


def _listed(block: Grid, console: Console) -> Iterator[Text]:
    """A table as a list, a row after the other, each cell with its heading."""
    for row in block.rows:
        yield Text("")
        name = " ".join(point.text for point in row[:2]) if not block.header[0] else row[0].text
        yield from _wrap(Text(name, style="bold"), console)
        for title, point in list(zip(block.header, row, strict=True))[1 if block.header[0] else 2 :]:
            if point.text:
                yield from _wrap(Text.assemble(f"{title}: ", _cell(point)), console, "  ", "    ")
    yield Text("")


def _table(header: tuple[str, ...], texts: list[list[Text]], widths: Sequence[int], console: Console) -> Iterator[Text]:
    yield Text("")
    yield from _row([Text(name, style="bold") for name in header], widths, console)
    for row in texts:
        yield from _row(row, widths, console)
    yield Text("")


def _row(cells: list[Text], widths: Sequence[int], console: Console) -> Iterator[Text]:
    wrapped = [list(cell.wrap(console, width)) or [Text("")] for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped))):
        line = Text()
        for lines, width in zip(wrapped, widths, strict=True):
            part = lines[number] if number < len(lines) else Text("")
            part.rstrip()
            line.append_text(part)
            line.append(" " * (width - part.cell_len) + GAP)
        yield line


def _cell(point: Point) -> Text:
    if point.tone == "plain":
        return _sentence(point)
    return Text(f"{SIGNS[point.tone]} {point.text}", style=_STYLES[point.tone])


def _sources(block: SourceList, console: Console) -> Iterator[Text]:
    named = sorted(block.items, key=lambda s: s.name.lower().lstrip("§ "))
    if block.folded:
        noted = "; ".join(f"{source.name} ({source.note})" for source in named if source.note)
        text = en.X_ARE_CITED_BY_NAME.format(len(named), noted or en.NOTHING)
        yield from _wrap(Text(text), console)
    for source in [] if block.folded else named:
        body = Text.assemble((source.name, "cyan"), "  ")
        body.append(source.text + (f" ({source.note})" if source.note else ""))
        yield from _wrap(body, console, "", "    ")
    yield Text("")
