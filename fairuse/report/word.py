"""The Word file around what pandoc writes: its styles, the table of contents, and the part that carries the data."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import zipfile
from html import escape
from importlib.resources import files
from pathlib import Path

from fairuse.receipt.inside import NAMESPACE
from fairuse.report.parts import Document, Title
from fairuse.source.errors import FairuseError, Location, Problem

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
CARRIED = "customXml/fairuse.xml"
_DOCUMENT = "word/document.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
#: The day that files in a document bear: the earliest that a zip can hold, so that the same report is the same bytes.
_DAY = (1980, 1, 1, 0, 0, 0)
_EPOCH = "315532800"  # the same day in seconds, for pandoc


def written(document: bytes, template: Path | None) -> bytes:
    """The Word file that pandoc writes of a document in its model, in the styles of a template or of our own.

    Raises `FairuseError` if pandoc cannot, most likely because the template is no Word file.
    """
    with tempfile.TemporaryDirectory(prefix="fairuse-") as folder:
        return _pandoc(document, template or _styles(Path(folder)), template)


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


def with_receipt(made: bytes, receipt: str) -> bytes:
    """The document with the data of the report as a part of its own, every part dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = _whole_rows(old.read(name)) if name == _DOCUMENT else old.read(name)
            if name == _RELATIONS and receipt:
                link = f'<Relationship Id="fairuse" Type="{_CUSTOM}" Target="../{CARRIED}"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            _add(new, name, data)
        if receipt:
            escaped = receipt.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
            part = f'<?xml version="1.0" encoding="UTF-8"?>\n<report xmlns="{NAMESPACE}">{escaped}</report>'
            _add(new, CARRIED, part.encode())
    return out.getvalue()


def _whole_rows(document: bytes) -> bytes:
    """A document no row of whose tables goes over to the next page; pandoc has no word for that."""
    marked = document.replace(b"<w:tr><w:trPr>", b"<w:tr><w:trPr><w:cantSplit />")
    return marked.replace(b"<w:tr><w:tc>", b"<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>")


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def contents(document: Document) -> str:
    """The table of contents in Word's XML: a field that Word brings up to date, with the headings already in it.

    Nothing for a document with few headings.
    """
    titles = [t for t in document.contents if t.level <= DEEPEST]
    if len(titles) < DEEPEST:
        return ""
    start = _mark("begin", dirty=True) + _instruction(f'TOC \\o "1-{DEEPEST - 1}" \\h \\z \\u') + _mark("separate")
    first, *rest = map(_entry, titles)
    lines = [_paragraph("TOCHeading", _run(document.words.contents)), first.replace("</w:pPr>", f"</w:pPr>{start}", 1)]
    return "".join([*lines, *rest, f"<w:p>{_mark('end')}</w:p>"])


def _entry(title: Title) -> str:
    page = _mark("begin") + _instruction(f"PAGEREF {title.anchor} \\h") + _mark("separate") + _mark("end")
    link = f'<w:hyperlink w:anchor="{title.anchor}">{_run(title.text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
    return _paragraph(f"TOC{title.level - 1}", link)


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
