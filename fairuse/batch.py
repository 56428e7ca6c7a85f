"""Many scenario files at once: one row a use, an error row for a file that cannot be assessed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fairuse.answer.assess import EngineDisagreement, assess_alone
from fairuse.answer.result import Frozen
from fairuse.answer.rows import rows_of as rows_of_answers
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.file import read_scenario
from fairuse.source.errors import FairuseError, Problem

#: The columns of a table; a JSON line also carries the version of its format.
COLUMNS = (
    "scenario", "act", "work", "place", "regime", "standing", "range_low", "range_high", "because", "error"
)  # fmt: skip
FORMATS = ("jsonl", "csv")


class BatchRow(Frozen):
    """One answer for a scenario file: of an act on some works in a place, or under one law asked by itself.

    `regime`: the law that decides. With `error`, an act that no law held here answers, or (all else empty) a file that
    could not be assessed.
    """

    format_version: Literal[2] = 2
    scenario: str
    act: str = ""
    work: str = ""
    place: str = ""
    regime: str = ""
    standing: Standing | Literal[""] = ""
    range_low: Standing | Literal[""] = ""
    range_high: Standing | Literal[""] = ""
    because: str = ""
    error: str = ""


@dataclass(frozen=True)
class Rows:
    """The rows of one file, and what there is to warn of in it."""

    rows: tuple[BatchRow, ...]
    warnings: tuple[Problem, ...] = ()


def rows_of(
    path: Path,
    name: str,
    kb: KnowledgeBase,
    *,
    as_of: str | None = None,
    forum: str | None = None,
    regimes: tuple[str, ...] = (),
) -> Rows:
    """Assess one file. A file with problems gives one row with them in ``error``; nothing is raised for it."""
    try:
        read = read_scenario(path, kb, name=name)
        result = assess_alone(read.scenario, kb, as_of=as_of, forum=forum, regimes=regimes)
    except FairuseError as error:
        return Rows((BatchRow(scenario=name, error="; ".join(map(str, error.problems))),))
    except EngineDisagreement as error:
        reason = f"{name}: no answer, the engine's two sides differ: {error}"
        return Rows((BatchRow(scenario=name, error=reason),))
    rows = [
        BatchRow(
            scenario=name,
            act=row.first.act_id,
            work=row.first.work,
            place=row.first.jurisdiction,
            regime="" if row.place and not row.place.use else row.first.regime,
            standing=row.standing,
            range_low=(row.place or row.first).range[0],
            range_high=(row.place or row.first).range[1],
            because=row.place.because if row.place else "",
        )
        for row in rows_of_answers(result, kb)
    ]
    rows += [
        BatchRow(scenario=name, act=u.act_id, work=u.work, place=u.place, error=f"not answered: {u.reason}")
        for u in result.unanswered
    ]
    return Rows(tuple(rows), read.warnings)


def encode(rows: Iterable[BatchRow], form: str) -> Iterator[str]:
    """Yield the lines of a ``jsonl`` or ``csv`` file, newline included."""
    if form == "csv":
        yield _csv_line(COLUMNS)
        for row in rows:
            yield _csv_line([getattr(row, c) for c in COLUMNS])
    else:
        for row in rows:
            yield json.dumps(row.model_dump(), ensure_ascii=False) + "\n"  # the name of a file need not be text


def _csv_line(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_harmless(c) for c in cells])  # quotes cells with either
    return buffer.getvalue().removesuffix("\r\n") + "\n"


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running text as a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
