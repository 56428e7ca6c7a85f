"""Reports: one renderer a format, all of the same outline. `render` picks one by name."""

from __future__ import annotations

from fairuse.answer.result import Assessment
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.assessment import explain
from fairuse.words.outline import Outline

FORMATS = ("terminal", "markdown", "json")


def render(assessment: Assessment, kb: KnowledgeBase, form: str, *, width: int = 100, colour: bool = False) -> str:
    """Return the report of `assessment` in one of `FORMATS`. `width` and `colour` are for the terminal."""
    if form == "json":
        return assessment.model_dump_json(indent=2, by_alias=True) + "\n"
    return render_outline(explain(assessment, kb), form, width=width, colour=colour)


def render_comparison(
    old: Assessment, new: Assessment, kb: KnowledgeBase, form: str, *, width: int = 100, colour: bool = False
) -> str:
    """Return what differs between two assessments in one of `FORMATS`."""
    from fairuse.inquiry.compare import compare  # noqa: PLC0415  only needed for comparisons
    from fairuse.pages.comparison import explain_comparison  # noqa: PLC0415

    comparison = compare(old, new, kb)
    if form == "json":
        return comparison.model_dump_json(indent=2) + "\n"
    outline = explain_comparison(comparison, kb, (*old.authorities, *new.authorities))
    return render_outline(outline, form, width=width, colour=colour)


def render_outline(outline: Outline, form: str, *, width: int = 100, colour: bool = False) -> str:
    """Return any outline as ``terminal`` or ``markdown`` text."""
    if form == "markdown":
        from fairuse.report import markdown  # noqa: PLC0415  only the renderer asked for is loaded

        return markdown.render(outline)
    if form == "terminal":
        from fairuse.report import terminal  # noqa: PLC0415

        return terminal.render(outline, width=width, colour=colour)
    raise ValueError(f"no report format '{form}'; there are {', '.join(FORMATS)}")
