"""One row of a table as a scenario, for the full report by the chain side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairuse.batch import inputs
from fairuse.batch.encode import Saying, as_given, encode
from fairuse.batch.evaluate import scenario_of
from fairuse.batch.mapping import LABELS, Meanings
from fairuse.batch.table import Chunk
from fairuse.scenario.model import Scenario
from fairuse.source.errors import FairuseError, argument_problem


def explained(paths: Sequence[Path], wanted: str, meanings: Meanings) -> Scenario:
    """The row whose `id` is `wanted`, else the one of that number (from 1, through all tables), as a scenario.

    Raises `FairuseError` if there is none, or if something is wrong with it.
    """
    before = 0
    numbered: tuple[Chunk, int] | None = None
    for path in filter(inputs.is_table, paths):
        rows = 0
        for chunk, _ in inputs.chunks(path, meanings):
            if (row := _named(chunk, wanted, meanings)) is not None:
                return _scenario(chunk, row, meanings)
            if wanted.isdecimal() and before + chunk.first <= int(wanted) < before + chunk.first + chunk.rows:
                numbered = chunk, int(wanted) - before - chunk.first
            rows += chunk.rows
        before += rows
    if numbered is None:
        raise argument_problem("explain", f"there is no row '{wanted}': no id, and no number from 1 to {before:,}")
    return _scenario(*numbered, meanings)


def _named(chunk: Chunk, wanted: str, meanings: Meanings) -> int | None:
    for name, column in chunk.columns.items():
        meaning = meanings.of(name)
        if meaning is not None and meaning.name == "id":
            labels = column.labels()
            found = [n for n, label in enumerate(labels) if str(label) == wanted]
            return found[0] if found else None
    return None


def _scenario(chunk: Chunk, row: int, meanings: Meanings) -> Scenario:
    if (problems := encode(chunk, meanings).errors.get(row)) is not None:
        raise FairuseError(problems)
    said = Saying(chunk, meanings).row(row)
    facts = {name: as_given(value) for name, value in said.items() if name in meanings.kb.facts}
    name = " ".join(filter(None, (_label(chunk, row, own, meanings) for own in LABELS)))
    title = name or f"{chunk.file}, row {chunk.first + row}"
    return scenario_of(said, facts).model_copy(update={"title": title})


def _label(chunk: Chunk, row: int, own: str, meanings: Meanings) -> str:
    """What a row is called in one of the columns that only name it."""
    columns = (column for name, column in chunk.columns.items() if (m := meanings.of(name)) and m.name == own)
    return next((str(column.labels()[row]) for column in columns), "")
