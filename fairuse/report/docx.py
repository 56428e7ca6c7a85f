"""The report as a Word document, by pandoc: headings, a table of contents, native footnotes, a firm's own styles.

Pandoc reads its own document model here, not a markup language, so that whatever a scenario says stays text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from fairuse.report.drawing import DRAWN_BY, figure
from fairuse.report.layout import laid_out
from fairuse.report.look import SIGNS, Look, check_installed, is_installed
from fairuse.report.parts import Answer, Bullets, Document, Inline, Line, Mark, Part, Picture, Steps, Table, Title
from fairuse.report.word import contents, with_receipt, written
from fairuse.words.citation import Span
from fairuse.words.outline import Outline

Node = dict[str, Any]

#: The version of pandoc's document model that is written; later releases read it.
_MODEL = [1, 23, 1]


def render(outline: Outline, look: Look) -> bytes:
    """Return the outline as a .docx file that carries the look's receipt, in the styles of its template if it has one.

    Raises `FairuseError` if pandoc is not installed or cannot use the template.
    """
    check_installed("docx")
    document = laid_out(outline)
    pandoc = json.dumps(_Writer(document).whole(), ensure_ascii=True)
    return with_receipt(written(pandoc.encode(), look.template), look.receipt)


class _Writer:
    """Writes a document in pandoc's model."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def whole(self) -> Node:
        document, words = self.document, self.document.words
        first = next((p for p in document.parts if isinstance(p, Title) and p.level == 1), None)
        blocks = [_node("RawBlock", ["openxml", contents(document)]), _styled("Quiet", [_para([_str(words.legend)])])]
        blocks += [block for part in document.parts if part is not first for block in self.part(part)]
        meta = {
            "title": {"t": "MetaInlines", "c": [_str(first.text if first else document.title)]},
            "lang": {"t": "MetaString", "c": document.language},
        }
        return {"pandoc-api-version": _MODEL, "meta": meta, "blocks": blocks}

    def part(self, part: Part) -> Iterator[Node]:
        if isinstance(part, Title):
            yield _node("Header", [part.level - 1, [part.anchor, [], []], [_str(part.text)]])
        elif isinstance(part, Line):
            para = _para(self.inlines(part.inlines))
            yield _styled("Quiet", [para]) if part.quiet else para
        elif isinstance(part, Answer):
            span = [_str(f" ({part.range})")] if part.range else []
            label = _toned(part.tone, [_node("Strong", [_str(part.label)])])
            yield _styled("Answer", [_para([label, *span])])
        elif isinstance(part, Bullets):
            if part.title:
                yield _styled("Lead", [_para(self.entry(part.title))])
            if part.items:
                yield _node("BulletList", [[_node("Plain", self.entry(item))] for item in part.items])
        elif isinstance(part, Table):
            yield self.table(part)
            yield _styled("After Table", [_para([_str("\u00a0")])])
        elif isinstance(part, Picture):
            yield _styled("Lead", [_para([_node("Strong", [_str(part.title)])])])
            yield _para([self.picture(part)])
        else:
            yield from self.steps(part)

    def picture(self, part: Picture) -> Node:
        """A picture with its words for who does not see it; in words alone if what draws it is missing."""
        if not is_installed(DRAWN_BY):
            return _str(part.words)
        data = base64.b64encode(figure(part.drawn, "png")).decode()
        width = [["width", "100%"]]
        return _node("Image", [["", [], width], [_str(part.words)], [f"data:image/png;base64,{data}", ""]])

    def steps(self, part: Steps) -> Iterator[Node]:
        items = []
        for number, head, below in part.items:
            said = self.inlines(head.inlines)  # with what lies below in one paragraph, which no page divides
            for line in below:
                said += [{"t": "LineBreak"}, *self.inlines(_aside(line).inlines)]
            items.append([_node("Div", [[f"step-{number}", [], []], [_styled("Step", [_para(said)])]])])
        first = part.items[0][0] if part.items else 1
        yield _node("OrderedList", [[first, {"t": "Decimal"}, {"t": "Period"}], items])

    def entry(self, line: Line) -> list[Node]:
        """A line with the sign of its side before it."""
        sign = [_toned(line.tone, [_str(SIGNS[line.tone])])] if SIGNS[line.tone] else []
        return [*sign, *self.inlines(line.inlines)]

    def inlines(self, inlines: Iterable[Inline]) -> list[Node]:
        return [self.inline(inline) for inline in inlines]

    def inline(self, inline: Inline) -> Node:
        if isinstance(inline, Mark):
            note = (replace(s, link="") if "://" in s.link else s for s in self.document.notes[inline.number - 1])
            return _node("Note", [_para(list(map(_text, note)))])  # addresses stand with the authorities
        return _text(inline)

    def table(self, table: Table) -> Node:
        plain = [["", [], []], {"t": "AlignDefault"}, 1, 1]
        widths = table.widths()
        columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": round(w, 4)}] for w in widths]
        head = [[*plain, [_cell([_str(name)])]] for name in table.header]
        rows = [[["", [], []], [[*plain, [_cell(self.entry(cell))]] for cell in row]] for row in table.rows]
        body = [["", [], []], 1, [], rows]
        caption: list[Any] = [None, []]
        heads = [["", [], []], [[["", [], []], head]]]
        return _node("Table", [["", [], []], caption, columns, heads, [body], [["", [], []], []]])


def _aside(line: Line) -> Line:
    """A line in smaller voice."""
    return replace(line, inlines=tuple(replace(i, quiet=True) if isinstance(i, Span) else i for i in line.inlines))


def _node(kind: str, content: Any) -> Node:
    return {"t": kind, "c": content}


def _str(text: str) -> Node:
    return _node("Str", text)


def _para(inlines: list[Node]) -> Node:
    return _node("Para", inlines)


def _styled(style: str, blocks: list[Node]) -> Node:
    return _node("Div", [["", [], [["custom-style", style]]], blocks])


def _cell(inlines: list[Node]) -> Node:
    return _styled("Cell", [_para(inlines)])


def _toned(tone: str, inlines: list[Node]) -> Node:
    style = [] if tone == "plain" else [["custom-style", tone.capitalize()]]
    return _node("Span", [["", [], style], inlines])


def _text(span: Span) -> Node:
    found = _str(span.text)
    if span.italic:
        found = _node("Emph", [found])
    if span.strong:
        found = _node("Strong", [found])
    if span.quiet:
        found = _node("Span", [["", [], [["custom-style", "Aside"]]], [found]])
    if span.link and not span.link.startswith("#note-"):  # a footnote of Word has no name to lead to
        found = _node("Link", [["", [], []], [found], [span.link, ""]])
    return found
