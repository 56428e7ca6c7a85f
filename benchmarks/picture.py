"""Write docs/picture.svg: what one run says, drawn from the answer to a scenario that ships.

Usage: python benchmarks/picture.py
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

import fairuse
from fairuse.answer.result import Assessment, UseResult
from fairuse.kb.model import STANDINGS

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "picture.svg"
SCENARIO = ROOT / "cases" / "scenarios" / "pirated-library-training.yaml"
#: Where the columns begin, and how high a row is.
ACT, FACTORS, SCALE, ROW, TOP, WIDE = 20, 330, 560, 96, 110, 960
STEP = 62
COLOURS = {"against": "#9c1c1c", "for": "#0b6b57", "neutral": "#555555"}
MARKS = {"against": "\u2212", "for": "+", "neutral": "="}


def main() -> None:
    kb = fairuse.load_kb()
    PICTURE.write_text(picture(fairuse.assess(fairuse.load_scenario(SCENARIO, kb), kb)), encoding="utf-8")


def picture(answer: Assessment) -> str:
    """The acts of a scenario in rows: what is done, which way each factor points, where the answer stands."""
    high = TOP + ROW * len(answer.uses) + 46
    said = "; ".join(f"{u.act_title}: {plain(u.standing)}" for u in answer.uses)
    cites = len({c.authority for u in answer.uses for f in u.findings for c in f.cites})
    rules = len({f.rule for u in answer.uses for f in u.findings})
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" font-family="sans-serif">',
            f"<title>{escape(answer.scenario.title)}. {escape(said)}</title>",
            f'<rect width="{WIDE}" height="{high}" rx="8" fill="#ffffff" stroke="#c8c8c8"/>',
            text(ACT, 36, answer.scenario.title, 20, weight="bold"),
            text(ACT, 58, f"US fair use, law as of {answer.as_of}. Rules {answer.kb.version}.", 13, "#444444"),
            text(ACT, 92, "What is done", 13, "#444444", "bold"),
            text(FACTORS, 92, "Factors 1 to 4", 13, "#444444", "bold"),
            text(SCALE, 92, "Answer, and how far one open fact could move it", 13, "#444444", "bold"),
            *(part for n, use in enumerate(answer.uses) for part in row(use, TOP + n * ROW)),
            text(
                ACT,
                high - 16,
                f"{rules} rules fired, {cites} authorities cited for and against; each step can be read, disputed, "
                "derived again.",
                13,
                "#444444",
            ),
            "</svg>\n",
        ]
    )


def row(use: UseResult, y: int) -> Iterator[str]:
    """One act."""
    yield f'<line x1="{ACT}" y1="{y - 8}" x2="{WIDE - ACT}" y2="{y - 8}" stroke="#e0e0e0"/>'
    for n, line in enumerate(textwrap.wrap(use.act_title, 36)[:3]):
        yield text(ACT, y + 22 + 18 * n, line, 15)
    heads = sorted((i for i in use.issues if i.factor and i.headline), key=lambda i: i.factor or 0)
    for n, issue in enumerate(heads):
        lean = issue.lean or "neutral"
        x = FACTORS + 50 * n
        yield f'<rect x="{x}" y="{y + 8}" width="40" height="40" rx="6" fill="{COLOURS[lean]}"/>'
        yield text(x + 20, y + 35, MARKS[lean], 22, "#ffffff", "bold", "middle")
        yield text(x + 20, y + 66, str(issue.factor), 12, "#444444", anchor="middle")
    low, high = (use.within.low, use.within.high) if use.within else (use.standing, use.standing)
    ends = [SCALE + STEP * STANDINGS.index(s) for s in (low, use.standing, high)]
    for n in range(len(STANDINGS)):
        x = SCALE + STEP * n
        yield f'<line x1="{x}" y1="{y + 20}" x2="{x}" y2="{y + 36}" stroke="#b0b0b0"/>'
    yield f'<line x1="{SCALE}" y1="{y + 28}" x2="{SCALE + 5 * STEP}" y2="{y + 28}" stroke="#b0b0b0"/>'
    colour = COLOURS["for" if ends[1] > SCALE + 2 * STEP else "against" if ends[1] < SCALE + 2 * STEP else "neutral"]
    band = f'stroke="{colour}" stroke-width="8" opacity="0.4"'
    yield f'<line x1="{ends[0]}" y1="{y + 28}" x2="{ends[2]}" y2="{y + 28}" {band}/>'
    yield f'<circle cx="{ends[1]}" cy="{y + 28}" r="9" fill="{colour}"/>'
    near = "start" if ends[1] < SCALE + STEP else "end" if ends[1] > SCALE + 4 * STEP else "middle"
    yield text(ends[1], y + 62, plain(use.standing), 15, colour, "bold", near)


def text(x: float, y: float, words: str, size: int, fill: str = "#111111", weight: str = "", anchor: str = "") -> str:
    """A line of text."""
    more = (f' font-weight="{weight}"' if weight else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{more}>{escape(words)}</text>'


def plain(standing: str) -> str:
    """A standing as it is read."""
    return standing.replace("_", " ")


if __name__ == "__main__":
    main()
