"""A result comes in; a report in one of several formats leaves. One renderer a format, all of the same outline."""

from __future__ import annotations

from pydantic import BaseModel

from fairuse.kb.model import KnowledgeBase
from fairuse.pages import outline_of
from fairuse.words.outline import Outline

FORMATS = ("terminal", "markdown", "json")


def render(
    result: BaseModel, kb: KnowledgeBase, form: str, *, width: int = 100, colour: bool = False, **options: int | str
) -> str:
    """Return the report of a result (an assessment, comparison, what-if, why-not or watch list) in one of `FORMATS`.

    `width` and `colour` are for the terminal; `options` are those of the page. Raises `ValueError` for another format.
    """
    if form == "json":
        return published(result)
    return render_outline(outline_of(result, kb, **options), form, width=width, colour=colour)


def published(result: BaseModel) -> str:
    """A result as the JSON that is published, with its format version; ``fairuse schema`` has the schemas."""
    return result.model_dump_json(indent=2, by_alias=True) + "\n"


def render_outline(outline: Outline, form: str, *, width: int = 100, colour: bool = False) -> str:
    """Return any outline as ``terminal`` or ``markdown`` text."""
    if form == "markdown":
        from fairuse.report import markdown  # noqa: PLC0415  only the renderer asked for is loaded

        return markdown.render(outline)
    if form == "terminal":
        from fairuse.report import terminal  # noqa: PLC0415

        return terminal.render(outline, width=width, colour=colour)
    raise ValueError(f"no report format '{form}'; there are {', '.join(FORMATS)}")
