"""The report as a Word document, by pandoc: headings, a table of contents, native footnotes, a firm's own styles.

Pandoc reads its own document model here, not a markup language, so that whatever a scenario says stays text.
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from fairuse.receipt.inside import NAMESPACE
from fairuse.report.layout import (
    Answer,
    Bullets,
    Document,
    Inline,
    Line,
    Mark,
    Part,
    Picture,
    Steps,
    Table,
    Title,
    laid_out,
)
from fairuse.report.look import SIGNS, Look, check_installed, is_installed
from fairuse.report.pdf import DRAWN_BY, figure
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.words.citation import Span
from fairuse.words.outline import Outline

Node = dict[str, Any]

#: The version of pandoc's document model that is written; later releases read it.
_MODEL = [1, 23, 1]
#: Headings down to this level stand in the table of contents; below so many of them there is none.
DEEPEST = 3
#: Where in a Word document the files of `styles/docx` go.
_STYLES = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document.xml.rels",
    "word/styles.xml": "styles.xml",
    "word/footer.xml": "footer.xml",
}
#: The part that carries the report's data, and what tells Word that it belongs to the document.
CARRIED = "customXml/item1.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
#: The day that files in a document bear: the earliest that a zip can hold, so that the same report is the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)
_EPOCH = "315532800"  # the same day in seconds, for pandoc


def render(outline: Outline, look: Look) -> bytes:
    """Return the outline as a .docx file that carries the look's receipt, in the styles of its template if it has one.

    Raises `FairuseError` if pandoc is not installed or cannot use the template.
    """
    check_installed("docx")
    document = laid_out(outline)
    pandoc = json.dumps(_Writer(document).whole(), ensure_ascii=True)
    with tempfile.TemporaryDirectory(prefix="fairuse-") as folder:
        styles = look.template or _styles(Path(folder))
        made = _pandoc(pandoc.encode(), styles, look.template)
    return _with_receipt(made, look.receipt)


def _pandoc(document: bytes, styles: Path, template: Path | None) -> bytes:
    import pypandoc  # noqa: PLC0415  an extra; 150 MB of pandoc come with it

    command = [pypandoc.get_pandoc_path(), "--from=json", "--to=docx", "--output=-", f"--reference-doc={styles}"]
    own = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}
    done = subprocess.run(command, input=document, capture_output=True, env=own, check=False)
    if done.returncode:
        where = str(template) if template else "docx"
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
        raise FairuseError([Problem(Location(where), "not-made", f"pandoc could not make the document: {reason[0]}")])
    return done.stdout


def _styles(folder: Path) -> Path:
    """The document whose styles are taken if no firm gives its own."""
    own = files("fairuse.report").joinpath("styles/docx")
    with zipfile.ZipFile(folder / "styles.docx", "w", zipfile.ZIP_STORED) as archive:
        for name, source in _STYLES.items():
            archive.writestr(name, own.joinpath(source).read_bytes())
    return folder / "styles.docx"


def _with_receipt(made: bytes, receipt: str) -> bytes:
    """The document with the data of the report as a part of its own, every part dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == _RELATIONS and receipt:
                link = f'<Relationship Id="fairuse" Type="{_CUSTOM}" Target="../{CARRIED}"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            _add(new, name, data)
        if receipt:
            escaped = receipt.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
            _add(
                new,
                CARRIED,
                f'<?xml version="1.0" encoding="UTF-8"?>\n<report xmlns="{NAMESPACE}">{escaped}</report>'.encode(),
            )
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


class _Writer:
    """Writes a document in pandoc's model."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def whole(self) -> Node:
        document, words = self.document, self.document.words
        first = next((p for p in document.parts if isinstance(p, Title) and p.level == 1), None)
        blocks = [*_contents(document), _styled("Quiet", [_para([_str(words.legend)])])]
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
            lines = [
                _para(self.inlines(head.inlines)),
                *(_styled("Quiet", [_para(self.inlines(b.inlines))]) for b in below),
            ]
            items.append([_node("Div", [[f"step-{number}", [], []], lines])])
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


def _contents(document: Document) -> list[Node]:
    """The table of contents: a field that Word brings up to date, with the headings already in it."""
    titles = [t for t in document.contents if t.level <= DEEPEST]
    if len(titles) < DEEPEST:
        return []
    heading = _paragraph("TOCHeading", _run(document.words.contents))
    lines = [
        _paragraph(
            f"TOC{t.level - 1}",
            f'<w:hyperlink w:anchor="{t.anchor}">{_run(t.text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>',
        )
        for t in titles
        for page in [_mark("begin") + _instruction(f"PAGEREF {t.anchor} \\h") + _mark("separate") + _mark("end")]
    ]
    start = _mark("begin", dirty=True) + _instruction(f'TOC \\o "1-{DEEPEST - 1}" \\h \\z \\u') + _mark("separate")
    xml = heading + lines[0].replace("</w:pPr>", f"</w:pPr>{start}", 1) + "".join(lines[1:])
    return [_node("RawBlock", ["openxml", f"{xml}<w:p>{_mark('end')}</w:p>"])]


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'


def _mark(state: str, *, dirty: bool = False) -> str:
    """A mark of a field: where it begins, where its result starts, where it ends; `dirty`: to be brought up to date."""
    again = ' w:dirty="true"' if dirty else ""
    return f'<w:r><w:fldChar w:fldCharType="{state}"{again}/></w:r>'


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
