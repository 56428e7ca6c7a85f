"""The page of an answer: the standing of each act and place, factors drawn, the reasons, and changes to try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fairuse.answer.result import Assessment, Change, UseResult
from fairuse.answer.rows import Row, rows_of
from fairuse.ask.glance import Seen, glance, seen_of
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.pages import outline_of
from fairuse.pages.changes import facts_text
from fairuse.pages.pictures import pictures
from fairuse.report import FORMATS
from fairuse.report.look import is_installed
from fairuse.scenario.model import Scenario
from fairuse.web.kept import Assessments
from fairuse.words.en import in_text
from fairuse.words.en.head import BESIDE
from fairuse.words.evidence import counted
from fairuse.words.memo import COUNSEL
from fairuse.words.outline import Bars, Block, Grid, Heading, Outline, Point, Points, SourceList, Tone
from fairuse.words.wording import STANDING_LABELS, TONES, term_label, value_text

DEPTHS = ("brief", "standard", "full")
_KINDS = {
    "json": "application/json",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_ENDINGS = {"markdown": "md", "terminal": "txt"}
#: Changes to try that are shown of one act: more would hide the best ones.
TRIED = 6


@dataclass(frozen=True)
class Cell:
    """The answer of one act on some works in one place, with the number by which the reasons name it."""

    label: str
    tone: Tone
    number: int


@dataclass(frozen=True)
class Matrix:
    """Answers by act (with its works) and place: the places stand in rows where they are more than the acts."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


@dataclass(frozen=True)
class Strip:
    """A factor drawn: where on the scale from -2 to 2 it stands, and between which ends it could come to stand."""

    label: str
    said: str
    tone: Tone
    left: float
    width: float
    at: float | None


@dataclass(frozen=True)
class Try:
    """A change to try: in words, the settings that make it, and the standing that it would give.

    `yours`: the user can make it, alone or, if `asks_owner`, with somebody who has to agree.
    """

    text: str
    sets: str
    gives: str
    tone: Tone
    yours: bool
    asks_owner: bool = False


def answering(scenario: Scenario, kb: KnowledgeBase, day: str, depth: str, assessments: Assessments) -> dict[str, Any]:
    """The page of an answer: how each act stands at once; `rest` finds what stands below it, part by part.

    Raises `FairuseError` if there is nothing to answer.
    """
    if kb.house:  # its rules may say how an act stands, whatever else holds
        seen = tuple(seen_of(row, kb) for row in rows_of(assessments.of(scenario, day), kb))
    else:
        seen = glance(scenario, kb, as_of=day)
    return {
        "title": scenario.title,
        "cards": [{"act": one.act, "work": one.work, "cell": _cell(one, n)} for n, one in enumerate(seen, 1)],
        "matrix": _matrix(seen),
        "rest": lambda: _rest(seen, scenario, kb, day, depth, assessments),
    }


def _rest(
    seen: Sequence[Seen], scenario: Scenario, kb: KnowledgeBase, day: str, depth: str, assessments: Assessments
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rest of the page, each part with its template: of several answers one after the other, then all together."""
    alone = len(seen) == 1
    told: dict[str, Any] = {}
    for row in assessments.rows(scenario, day):
        one = seen_of(row, kb)
        told = {"row": _told(row, kb), "title": _title(one, seen), "cell": _cell(one, row.number), "of": len(seen)}
        if not alone:
            yield "row.html", told
    yield "answer.html", {"alone": alone, **told, **shown(assessments.of(scenario, day), scenario, kb, depth)}


def _title(one: Seen, seen: Sequence[Seen]) -> str:
    """What tells an answer from the others of a page."""
    title = f"{one.act}: {one.work}"
    if len({other.where for other in seen}) < 2:
        return title
    return f"{title} ({one.where})" if len({(other.act, other.work) for other in seen}) > 1 else one.where


def _told(row: Row, kb: KnowledgeBase) -> dict[str, Any]:
    """What is told of one answer: why, the factors drawn, and changes to try."""
    because = capital(row.place.because) if row.place else ""
    return {"because": because, "factors": list(_factors(row, kb)), "tries": _tries(row, kb)}


def shown(assessment: Assessment, scenario: Scenario, kb: KnowledgeBase, depth: str) -> dict[str, Any]:
    """What all answers come to together, and the reasons."""
    made = set_out(outline_of(assessment, kb, depth=depth))
    table = next((n for n, (kind, _) in enumerate(made["report"], 1) if kind == "Grid"), 0)
    return {
        "answer": list(_less_the_matrix(made["report"][:table])),
        "evidence": "" if counted(scenario).more else counted(scenario).text,  # the report says it then
        "formats": [f for f in FORMATS if f != "terminal" and is_installed(f)],
        "depth": depth,
        "depths": DEPTHS,
        "sources": made["sources"],
        "report": made["report"][table:],
    }


def _less_the_matrix(blocks: Sequence[tuple[str, Block]]) -> Iterator[tuple[str, Block]]:
    """What is said first, without the table of places, which stands above; what it has in its last column is told."""
    for kind, block in blocks:
        if not isinstance(block, Grid) or not block.turns:
            yield kind, block
        elif block.header[-1] == BESIDE:
            told = (Point(row[-1].text, label=row[0].text) for row in block.rows if row[-1].text)
            yield "Points", Points(BESIDE, tuple(told))


def set_out(outline: Outline) -> dict[str, Any]:
    """An outline as the templates take it: blocks with the names of their kinds, and the sources that are listed.

    The first heading is that of the page.
    """
    blocks = outline.blocks
    if blocks and isinstance(blocks[0], Heading):
        blocks = blocks[1:]
    listed = (block.items for block in blocks if isinstance(block, SourceList))
    return {
        "report": [(type(block).__name__, block) for block in blocks],
        "sources": {source.number for some in listed for source in some},
    }


def heading_of(outline: Outline) -> str:
    """The first heading of an outline, or its title."""
    first = outline.blocks[0] if outline.blocks else None
    return first.text if isinstance(first, Heading) else outline.title


def _cell(one: Seen, number: int) -> Cell:
    return Cell(STANDING_LABELS[one.standing], TONES[one.standing], number)


def _matrix(seen: Sequence[Seen]) -> Matrix | None:
    """Answers by act and place, where there is more than one place."""
    places = tuple(dict.fromkeys(one.where for one in seen))
    if len(places) < 2:
        return None
    cells = {(f"{one.act}: {one.work}", one.where): _cell(one, n) for n, one in enumerate(seen, 1)}
    acts = tuple(dict.fromkeys(act for act, _ in cells))
    if len(places) > len(acts):
        return Matrix("Place", acts, tuple((p, tuple(cells.get((a, p)) for a in acts)) for p in places))
    return Matrix("Act and works", places, tuple((a, tuple(cells.get((a, p)) for p in places)) for a in acts))


def _factors(row: Row, kb: KnowledgeBase) -> Iterator[dict[str, Any]]:
    """The factors of each law that weighs them, drawn."""
    for use in row.uses:
        for block in pictures(use, kb, COUNSEL):
            if isinstance(block, Bars):
                strips = [_strip(bar) for bar in block.items]
                yield {"title": kb.regimes[use.regime].label, "ends": block.ends, "strips": strips}


def _strip(bar: Any) -> Strip:
    """A factor on a drawing 100 wide: its scale runs from 4 to 96."""

    def x(score: int) -> float:
        return 50 + score * 23.0

    return Strip(
        bar.label, bar.said, bar.tone, x(bar.low), x(bar.high) - x(bar.low), None if bar.now is None else x(bar.now)
    )


def _tries(row: Row, kb: KnowledgeBase) -> list[Try]:
    """The changes that would move an answer, those first that the user can bring about."""
    use = row.first
    found: dict[str, Try] = {}
    for change in use.changes:
        made = not any(kb.facts[fact].derived for fact in change.set)
        if made and not change.views and (one := _change(change, use, kb)).sets:
            found.setdefault(one.sets, one)
    for unknown in (one for one in use.unknown if not kb.facts[one.fact].derived):
        for effect in unknown.effect[:1]:
            text = f"{capital(term_label(unknown.fact, kb))}: {value_text(unknown.fact, effect.value, kb)}"
            sets = _setting(use, unknown.fact, effect.value)
            found.setdefault(sets, Try(text, sets, *_gives(effect.standing), yours=False))
    return sorted(found.values(), key=lambda one: not one.yours)[:TRIED]


def _change(change: Change, use: UseResult, kb: KnowledgeBase) -> Try:
    steps = " ".join(f"{capital(step.label.strip().rstrip('.'))}." for step in change.steps)
    text = steps or capital(facts_text({fact: [value] for fact, value in change.set.items()}, kb))
    sets = "\n".join(_setting(use, fact, value) for fact, value in change.set.items())
    asks = any(kb.steps[step.id].asks_owner for step in change.steps)
    return Try(text, sets, *_gives(change.standing), yours=bool(change.steps) or change.controllable, asks_owner=asks)


def _gives(standing: Standing) -> tuple[str, Tone]:
    return in_text(STANDING_LABELS[standing]), TONES[standing]


def _setting(use: UseResult, fact: str, value: Value) -> str:
    """A change as `inquiry.whatif` reads it."""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{use.act_id}/{use.work}:{fact}={said}"


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def report_file(content: bytes, form: str) -> tuple[str, str, bytes]:
    """A report as a file of some format: its name, kind and content."""
    return f"report.{_ENDINGS.get(form, form)}", _KINDS.get(form, "text/plain; charset=utf-8"), content
