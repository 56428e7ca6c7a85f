"""A result comes in; a report in one of several formats leaves. One renderer a format, all of the same outline."""

from __future__ import annotations

import importlib
from dataclasses import replace

from pydantic import BaseModel

from fairuse.kb.model import KnowledgeBase
from fairuse.pages import outline_of
from fairuse.receipt.envelope import enveloped
from fairuse.report.look import Look, Renderer
from fairuse.words.outline import Outline
from fairuse.words.sentences import visible_in

TEXTS = ("terminal", "markdown", "html", "json")
#: Formats that are no text; what makes them is an extra.
FILES = ("docx", "pdf")
FORMATS = (*TEXTS[:-1], *FILES, TEXTS[-1])
#: Formats that hold one report, and carry its data.
DOCUMENTS = ("html", *FILES)
#: The format that the end of a file's name asks for.
ENDINGS = {".txt": "terminal", ".md": "markdown", ".htm": "html", **{f".{name}": name for name in FORMATS[2:]}}


def render(
    result: BaseModel, kb: KnowledgeBase, form: str, *, width: int = 100, colour: bool = False, **options: int | str
) -> str:
    """Return the report of a result (an assessment, comparison, what-if, why-not or watch list) as text.

    `form` is one of `TEXTS`; for those of `FILES` there is `document`. `width` and `colour` are for the terminal;
    `options` are those of the page. Raises `ValueError` for another format.
    """
    if form in FILES:
        raise ValueError(f"'{form}' is no text; fairuse.document returns its bytes")
    return document(result, kb, form, Look(width, colour), **options).decode()


def document(result: BaseModel, kb: KnowledgeBase, form: str, look: Look | None = None, **options: int | str) -> bytes:
    """Return the report of a result as a file of any of `FORMATS`; html, docx and pdf carry the result as JSON.

    `options` are those of the page. Raises `ValueError` for another format, `FairuseError` if what makes it is missing.
    """
    look = look or Look()
    if form == "json":
        return enveloped(published(result), key=look.key).encode()
    if form in DOCUMENTS:
        look = replace(look, receipt=enveloped(published(result), options, look.key))
    return drawn(outline_of(result, kb, **options), form, look)


def published(result: BaseModel) -> str:
    """A result as the JSON that is published, with its format version; ``fairuse schema`` has the schemas."""
    return result.model_dump_json(indent=2, by_alias=True) + "\n"


def render_outline(outline: Outline, form: str, *, width: int = 100, colour: bool = False) -> str:
    """Return any outline as text."""
    return drawn(outline, form, Look(width, colour)).decode()


def drawn(outline: Outline, form: str, look: Look) -> bytes:
    """Return any outline in a format other than JSON."""
    if form == "json" or form not in FORMATS:
        raise ValueError(f"no report format '{form}'; there are {', '.join(FORMATS)}")
    outline = outline if form in DOCUMENTS else visible_in(outline)  # documents are laid out, which does the same
    renderer: Renderer = importlib.import_module(f"fairuse.report.{form}").render  # only the one asked for is loaded
    return renderer(outline, look)
