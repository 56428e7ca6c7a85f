"""The summary of a batch as a page of HTML: its text by markdown-it-py, its charts by matplotlib."""

from __future__ import annotations

import html
import io
from typing import Any

from fairuse.batch import summary
from fairuse.batch.parts import Told
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.report import render_outline
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.words.outline import Outline
from fairuse.words.wording import TONES, standing_text

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}figure{margin:1rem 0}svg{max-width:100%;height:auto}"
)
_COLOURS = {"good": "#2f7d5b", "bad": "#b23a48", "open": "#c98a1b", "plain": "#666666"}


def page(told: Told, outline: Outline, goal: Standing, kb: KnowledgeBase) -> str:
    """The page; its charts stand before the text, which says all of them in tables. Raises `FairuseError`."""
    try:
        import markdown_it  # noqa: PLC0415  # an extra
        import matplotlib.figure  # noqa: PLC0415  # an extra, and slow to import
    except ImportError:
        reason = "a report in HTML needs the extra 'charts': pip install 'fairuse[charts]'"
        raise FairuseError([Problem(Location("--report"), "missing-extra", reason)]) from None
    counts = summary.standing_counts(told.tally)
    charts = [
        _bars(
            matplotlib,
            "Answers by standing",
            [(standing_text(s), n, _COLOURS[TONES[s]]) for s, n in counts.items()],
        )
    ]
    steps = [(kb.steps[name].label.strip(), n, _COLOURS["good"]) for name, n in summary.steps_of(told.reach)]
    if steps:
        charts.append(_bars(matplotlib, f"Rows that one step brings to “{standing_text(goal)}”", steps))
    text = markdown_it.MarkdownIt("commonmark").enable("table").render(render_outline(outline, "markdown"))
    figures = "".join(f"<figure>{chart}</figure>" for chart in charts)
    head, _, rest = text.partition("</h1>")
    title = html.escape(outline.title)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n{head}</h1>{figures}{rest}</body></html>\n"
    )


def _bars(matplotlib: Any, title: str, bars: list[tuple[str, int, str]]) -> str:
    """A chart with a bar a line, the first on top, as SVG; the same bytes for the same numbers."""
    names = [name if len(name) < 60 else name[:57] + "…" for name, _, _ in bars]
    with matplotlib.rc_context({"svg.hashsalt": "fairuse", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = matplotlib.figure.Figure(figsize=(9, 0.9 + 0.38 * len(bars)), layout="constrained")
        axes = figure.subplots()
        drawn = axes.barh(range(len(bars)), [n for _, n, _ in bars], color=[colour for _, _, colour in bars])
        axes.bar_label(drawn, labels=[f"{n:,}" for _, n, _ in bars], padding=4)
        axes.set_yticks(range(len(bars)), names)
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.set_title(title, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().partition("?>")[2].partition("<svg")[1] + out.getvalue().partition("<svg")[2]
