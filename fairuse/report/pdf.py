"""The report as a PDF, typeset by typst: footnotes at the foot of the page, a list of contents, tags for readers.

The template is a file; what the report says is handed to it as data, so that none of it is ever read as markup.
"""

from __future__ import annotations

import json
import re
import warnings
from typing import Any, Literal

from fairuse.receipt.inside import ATTACHMENT
from fairuse.report.drawing import template
from fairuse.report.layout import laid_out
from fairuse.report.look import Look, check_installed
from fairuse.report.parts import Answer, Bullets, Document, Line, Mark, Part, Picture, Steps, Table, Title
from fairuse.source.errors import FairuseWarning, Location, Problem
from fairuse.words.citation import Span
from fairuse.words.outline import Outline

#: Fit for an archive, with the data attached, and for readers by ear: typst refuses what does not conform.
STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
#: So much of the title stands at the foot of each page: what fits a line.
SHORT = 80
#: How typst says that a sign is in no font.
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


def render(outline: Outline, look: Look) -> bytes:
    """Return the outline as a PDF with the look's receipt attached, as PDF/A-3a and PDF/UA-1 ask.

    Its date is the first that there is, so that the same report is the same bytes.

    Signs that no font here can show are warned of with a `FairuseWarning`, and stand as empty boxes. Raises
    `FairuseError` if typst is not installed.
    """
    check_installed("pdf")
    import typst  # noqa: PLC0415  an extra of 80 MB

    data = {
        "document": json.dumps(_data(laid_out(outline)), ensure_ascii=False),
        "receipt": look.receipt,
        "attachment": ATTACHMENT,
    }
    made: bytes
    try:
        made = typst.compile(template("report"), format="pdf", sys_inputs=data, timestamp=0, pdf_standards=[*STANDARDS])
    except typst.TypstError as error:  # the standards are strict about what may be wrong with a text, too
        made = typst.compile(template("report"), format="pdf", sys_inputs=data, timestamp=0)
        if found := _UNSHOWN.search(error.message):
            reason = f"no font here shows signs such as {found[1]!r}; install one that does (such as Noto Serif CJK)"
            warnings.warn(FairuseWarning(Problem(Location("pdf"), "no-font", reason, "warning")), stacklevel=2)
    return made


def _data(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    first = next((p for p in document.parts if isinstance(p, Title) and p.level == 1), None)
    title, words = document.title, document.words
    return {
        "title": title,
        "short": title if len(title) <= SHORT else f"{title[:SHORT]}…",
        "heading": first.text if first else title,
        "language": document.language,
        "words": {"page": words.page, "legend": words.legend, "carries": words.carries},
        "contents": sum(p.level == 2 for p in document.contents),
        "notes": [list(map(_inline, note)) for note in document.notes],
        "parts": [_part(part) for part in document.parts if part is not first],
    }


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Title):
        return {"kind": "title", "text": part.text, "level": part.level, "anchor": part.anchor}
    if isinstance(part, Line):
        return {"kind": "line", **_line(part)}
    if isinstance(part, Answer):
        return {"kind": "answer", "label": part.label, "range": part.range, "tone": part.tone}
    if isinstance(part, Bullets):
        title = _line(part.title) if part.title else None
        return {"kind": "bullets", "title": title, "items": list(map(_line, part.items))}
    if isinstance(part, Table):
        rows = [list(map(_line, row)) for row in part.rows]
        return {"kind": "table", "header": part.header, "rows": rows, "widths": part.widths()}
    if isinstance(part, Picture):
        return {"kind": "picture", "title": part.title, "drawn": part.drawn, "words": part.words}
    assert isinstance(part, Steps)
    steps = [{"number": n, "head": _line(head), "below": list(map(_line, below))} for n, head, below in part.items]
    return {"kind": "steps", "items": steps}


def _line(line: Line) -> dict[str, Any]:
    return {"tone": line.tone, "quiet": line.quiet, "inlines": list(map(_inline, line.inlines))}


def _inline(inline: Span | Mark) -> dict[str, Any]:
    if isinstance(inline, Mark):
        return {"mark": inline.number}
    return {"text": inline.text, **{key: value for key, value in vars(inline).items() if value}}
