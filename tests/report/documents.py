"""What a document holds, read back: its text, its elements, the data that it carries."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pypdf

from fairuse.report.parts import Answer, Bullets, Line, Steps, Table, Title
from fairuse.words.citation import Span

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
VOID = {"meta", "link", "br", "img", "hr", "input"}
DOCX_STYLES = "docx/styles.xml"
EXAMPLE = "pirated-library-training"


class Page(HTMLParser):
    """What an HTML file holds: elements in order, text, and whether every element is closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.open = [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text.append(data)

    def all(self, *tags):
        return [attrs for tag, attrs in self.elements if tag in tags]


def plain(text):
    """Text without white space, and without the hyphens for which Word has signs of its own."""
    return re.sub(r"[\s\u00ad\u2011]+", "", text)


def said_by(form, data):
    """The text that a document shows."""
    if form == "html":
        return "".join(Page(data.decode()).text)
    if form == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return "\n".join(
        t.text or "" for part in ("document", "footnotes") for t in word(data, f"word/{part}.xml").iter(f"{W}t")
    )


def pieces(document):
    """Every piece of text in the parts of a document and in its notes."""

    def spans(value):
        if isinstance(value, (Span, Title)):
            yield value.text
        elif isinstance(value, tuple):
            for item in value:
                yield from spans(item)
        elif isinstance(value, Line | Bullets | Steps | Table | Answer):
            for item in vars(value).values():
                yield from spans(item)

    yield from spans((document.parts, document.notes))


def word(data, part):
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))


def carried(form, data):
    """The JSON that a document carries."""
    if form == "html":
        return re.search(r'<script type="application/json" id="fairuse-report">(.*?)</script>', data.decode(), re.S)[1]
    if form == "pdf":
        return pypdf.PdfReader(io.BytesIO(data)).attachments["fairuse-report.json"][0].decode()
    return word(data, "customXml/fairuse.xml").text
