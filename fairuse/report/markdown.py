"""The report as Markdown, with authorities as footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar, cast

from fairuse.report.look import SIGNS, Look
from fairuse.words.en import markdown as en
from fairuse.words.lines import refs_text
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
    Trace,
    Tree,
    Verdict,
)
from fairuse.words.phrases import in_words, step_text

T = TypeVar("T")


def render(outline: Outline, look: Look) -> bytes:
    """Return the outline as Markdown (tables and footnotes as in GitHub's dialect)."""
    blocks = outline.blocks
    if not any(isinstance(block, SourceList) for block in blocks):  # a footnote that stands nowhere names nothing
        blocks = tuple(map(_spelt, blocks))
    parts = [_block(block) for block in blocks]
    return ("\n\n".join(part for part in parts if part) + "\n").encode(errors="backslashreplace")


def _spelt(part: T) -> T:
    """A block, or a part of one, with its authorities by their names in the text."""
    if isinstance(part, Point):
        return replace(part, text=" ".join(filter(None, [part.text, refs_text(part.refs)])), refs=())
    if isinstance(part, tuple):
        return cast(T, tuple(map(_spelt, part)))
    if isinstance(part, (Verdict, Question, Points, Grid)):
        return replace(part, **{field.name: _spelt(getattr(part, field.name)) for field in fields(part)})
    return part


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escape(block.text)}"
    if isinstance(block, Paragraph):
        return f"*{_escape(block.text)}*" if block.quiet else _escape(block.text)
    if isinstance(block, Verdict):
        span = f" ({block.range})" if block.range else ""
        return f"**{SIGNS[block.tone]}{block.label}**{span}\n\n" + " ".join(map(_sentence, block.reasons))
    if isinstance(block, Question):
        head = f"**{_escape(block.title)}: {SIGNS[block.tone]}{block.result}**"
        reasons = " ".join(map(_sentence, block.reasons))
        return "\n\n".join(filter(None, [f"{head}. {reasons}", "\n".join(f"- {_point(i)}" for i in block.items)]))
    if isinstance(block, Points):
        title = f"**{block.title}**\n\n" if block.title else ""
        return title + "\n".join(f"- {_point(item)}" for item in block.items)
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Trace):
        return "\n".join(f"{s.number}. {_escape(step_text(s))}" for s in block.items)
    if isinstance(block, Bars | Counts | Tree):
        return _block(Points(block.title, in_words(block)))
    return _sources(block)


def _point(point: Point) -> str:
    label = f"{SIGNS[point.tone]}*{_escape(point.label)}:* " if point.label else ""
    detail = f" ({_escape(point.detail)})" if point.detail else ""
    return f"{label}{_sentence(point)}{detail}"


def _sentence(point: Point) -> str:
    return _escape(point.text) + _refs(point.refs)


def _refs(refs: Iterable[Ref]) -> str:
    cited = [f"[^{r.number}]" + (en.AT_X.format(_escape(r.at)) if r.at else "") for r in refs if not r.contrary]
    contrary = [f"[^{r.number}]" for r in refs if r.contrary]
    return "".join(cited) + (en.CONTRA + "".join(contrary) if contrary else "")


def _grid(block: Grid) -> str:
    lines = ["| " + " | ".join(block.header) + " |", "|" + " --- |" * len(block.header)]
    for row in block.rows:
        cells = (SIGNS[p.tone] + _cell(p) for p in row)
        lines.append("| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in cells) + " |")
    return "\n".join(lines)


def _cell(point: Point) -> str:
    """A cell; where it holds nothing but authorities, their names with them."""
    if point.text or not point.refs:
        return _sentence(point)
    return "; ".join(f"{_escape(ref.name)}{_refs([replace(ref, contrary=False)])}" for ref in point.refs)


def _sources(block: SourceList) -> str:
    return "\n".join(
        f"[^{s.number}]: {_escape(s.text)}" + (f" ({_escape(s.note)})" if s.note else "") for s in block.items
    )


def _escape(text: str) -> str:
    for sign in ("\\", "*", "_", "`", "<", "[", "]"):
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())
