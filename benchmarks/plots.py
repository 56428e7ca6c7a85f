"""The plots of the page on the evaluation, as SVG: methods side by side, how far bands hold, how quick engines are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from fairuse.precedent.likelihood import COUNTED, Fit

INK, GREY, LINE = "#111111", "#333333", "#d0d0d0"
OURS, OTHERS, WRONG = "#1f3f99", "#8a6d00", "#a33c00"
#: Of the sets that stand side by side.
COLOURS = (OTHERS, "#0b6b57", "#6b3f8f", OURS)

#: A set with the ends of an interval and the share between them, where something was counted.
Share = tuple[str, tuple[float, float, float] | None]


def svg(wide: int, high: int, title: str, parts: Sequence[str]) -> str:
    """A picture with its title, on white."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
            'font-family="sans-serif" font-size="13">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def methods(rows: Sequence[tuple[str, Sequence[Share]]]) -> str:
    """Each method on each set: the share answered as held, with its interval in nine of ten."""
    left, wide, step = 330, 360, 22
    high = 40 + sum(len(row) * step + 14 for _, row in rows)
    parts = []
    for tick in range(0, 101, 25):
        x = left + wide * tick / 100
        parts += [f'<line x1="{x:g}" y1="22" x2="{x:g}" y2="{high - 8}" stroke="{LINE}"/>']
        parts += [_text(x, 16, f"{tick}%", "middle")]
    y = 40
    for name, row in rows:
        parts.append(_text(4, y + 4, name))
        for colour, (label, share) in zip(COLOURS, row, strict=True):
            parts.append(_text(left + wide + 8, y + 4, label, colour=colour))
            if share:
                low, middle, most = (left + wide * one for one in share)
                line = f'stroke="{colour}" stroke-width="3"'
                parts.append(f'<line x1="{low:.1f}" y1="{y}" x2="{most:.1f}" y2="{y}" {line}/>')
                parts.append(f'<circle cx="{middle:.1f}" cy="{y}" r="5" fill="{colour}"/>')
            y += step
        y += 14
    title = "Share of acts answered as held, by method and set, with intervals in nine of ten"
    return svg(left + wide + 70, high, title, parts)


def calibration(fit: Fit) -> str:
    """Of the acts with so many like them that were allowed: the share that was allowed itself, and its interval."""
    left, top, wide, high = 60, 20, 420, 300

    def at(share: float, found: float) -> tuple[float, float]:
        return left + wide * share, top + high * (1 - found)

    parts = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        (x, low), (far, y) = at(tick, 0), at(1, tick)
        parts += [f'<line x1="{x:g}" y1="{top}" x2="{x:g}" y2="{low:g}" stroke="{LINE}"/>']
        parts += [f'<line x1="{left}" y1="{y:g}" x2="{far:g}" y2="{y:g}" stroke="{LINE}"/>']
        parts += [_text(x, low + 18, f"{tick:.0%}", "middle"), _text(left - 8, y + 4, f"{tick:.0%}", "end")]
    (x1, y1), (x2, y2) = at(0, 0), at(1, 1)
    parts.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{GREY}" stroke-dasharray="4 4"/>')
    for group in fit.groups:
        x, y = at((group.least + group.most) / 2 / COUNTED, group.allowed / group.acts)
        _, low = at(0, group.low)
        _, most = at(0, group.high)
        parts.append(
            f'<line x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{most:.1f}" stroke="{OURS}" stroke-width="3"/>'
        )
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + math.sqrt(group.acts):.1f}" fill="{OURS}"/>')
    parts.append(
        _text(left + wide / 2, top + high + 40, f"allowed, of the {COUNTED} decided acts most like it", "middle")
    )
    parts.append(_text(left, top - 6, "allowed itself, without its own case counted"))
    return svg(
        left + wide + 30, top + high + 52, "How far stated bands hold: share allowed by what it is most like", parts
    )


def engines(found: dict[str, Any]) -> str:
    """Microseconds for one evaluation, each ten times the one before; those that find something else are marked."""
    left, wide, step = 250, 380, 26
    rows = sorted(found["engines"], key=lambda row: row["us"])
    low = math.floor(math.log10(rows[0]["us"]))
    span = math.ceil(math.log10(rows[-1]["us"])) - low
    high = 40 + len(rows) * step
    return svg(
        left + wide + 130, high, "Microseconds for one evaluation, by engine", [*_bars(rows, low, span, left, wide)]
    )


def _bars(rows: Sequence[dict[str, Any]], low: int, span: int, left: int, wide: int) -> Iterator[str]:
    for power in range(span + 1):
        x = left + wide * power / span
        yield f'<line x1="{x:g}" y1="24" x2="{x:g}" y2="{40 + 26 * len(rows) - 8}" stroke="{LINE}"/>'
        yield _text(x, 16, f"{10 ** (low + power):,g} µs", "middle")
    for n, row in enumerate(rows):
        y = 40 + 26 * n
        width = wide * (math.log10(row["us"]) - low) / span
        colour = WRONG if row["same"] is False else OURS if row["name"].startswith(("chain", "columns")) else OTHERS
        yield _text(4, y + 4, row["name"])
        yield f'<rect x="{left}" y="{y - 7}" width="{width:.1f}" height="14" fill="{colour}"/>'
        wrong = ", finds otherwise" if row["same"] is False else ""
        yield _text(left + width + 6, y + 4, f"{row['us']:,.2f}".rstrip("0").rstrip(".") + wrong)


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
