"""The JSON that an html, docx or pdf file carries, and the text that it shows."""

from __future__ import annotations

import importlib.util
import io
import re
import zipfile
from html import unescape

from fairuse.source.errors import FairuseError, Location, Problem

#: What names the data in each kind of file: the id of an element, the namespace of a part, the name of an attachment.
ELEMENT, NAMESPACE, ATTACHMENT = "fairuse-report", "urn:fairuse:report", "fairuse-report.json"
_HTML = re.compile(rb'<script type="application/json" id="fairuse-report">(.*?)</script>', re.DOTALL)
_PART = re.compile(rb'<report xmlns="urn:fairuse:report">(.*?)</report>', re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
#: Lines of a table of contents, whose page numbers Word fills in.
_CONTENTS = re.compile(r'<w:pStyle w:val="TOC\d"')
_OTHER_SCRIPTS = re.compile("[\u0600-\u1cff\u2c00-\ua63f\ua700-\ud7ff\uf900-\ufaff\uff00-\uffef\U00010000-\U0010ffff]")
_SHOWN = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>", re.DOTALL)


def kind_of(data: bytes) -> str:
    """What kind of file `data` is: ``pdf``, ``docx``, ``html`` or, where it looks like none of them, ``json``."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF"):
        return "pdf"
    if start.startswith(b"PK"):
        return "docx"
    return "html" if start.startswith(b"<") else "json"


def json_in(data: bytes, name: str, most: int) -> bytes:
    """The JSON of the report that a file carries, or all of a file that is JSON.

    At most `most` bytes of it. Raises `FairuseError` if there is none, or if what reads such files is not installed.
    """
    kind = kind_of(data)
    if kind == "json":
        return data
    found = {"html": _in_html, "docx": _in_docx, "pdf": _in_pdf}[kind](data, name, most)
    if found is None:
        raise _problem(name, f"this {kind} file carries no report; one that fairuse makes does")
    return found


def text_in(data: bytes, name: str) -> str:
    """The text that a docx or pdf file shows, without white space and the page numbers of its contents."""
    if kind_of(data) == "docx":
        with _zip(data, name) as archive:
            parts = [archive.read(f"word/{part}.xml").decode() for part in ("document", "footnotes")]
        lines = [line for part in parts for line in _PARAGRAPH.findall(part) if not _CONTENTS.search(line)]
        text = "".join(unescape(run) for line in lines for run in _SHOWN.findall(line))
    else:
        text = "".join(page.extract_text() for page in _reader(data, name).pages)
    return "".join(text.split())


def depends_on_fonts(text: str) -> bool:
    """Whether signs in a text come from fonts of the machine: typst brings Latin, Greek, Cyrillic and Hebrew."""
    return bool(_OTHER_SCRIPTS.search(text))


def without_json(page: bytes) -> bytes:
    """An html file but for the data that it carries."""
    return _HTML.sub(b"", page, count=1)


def _in_html(data: bytes, name: str, most: int) -> bytes | None:
    found = _HTML.search(data)
    return found[1] if found else None


def _in_docx(data: bytes, name: str, most: int) -> bytes | None:
    with _zip(data, name) as archive:
        for part in archive.infolist():
            own = part.filename.startswith("customXml/") and part.file_size <= most
            if own and (found := _PART.search(archive.read(part))):
                return unescape(found[1].decode()).encode()
    return None


def _zip(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise _problem(name, "this begins like a docx file, but is broken") from None


def _in_pdf(data: bytes, name: str, most: int) -> bytes | None:
    found = _reader(data, name).attachments.get(ATTACHMENT)
    return found[0] if found else None


def _reader(data: bytes, name: str):  # type: ignore[no-untyped-def]
    if importlib.util.find_spec("pypdf") is None:
        reason = "what reads pdf files is not installed; get it with: pip install 'fairuse[documents]'"
        raise FairuseError([Problem(Location(name), "missing-extra", reason)])
    import pypdf  # noqa: PLC0415  an extra
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        return pypdf.PdfReader(io.BytesIO(data))
    except (PyPdfError, ValueError, KeyError, OSError):
        raise _problem(name, "this begins like a pdf file, but is broken") from None


def _problem(name: str, reason: str) -> FairuseError:
    return FairuseError([Problem(Location(name), "not-a-report", reason)])
