"""A batch on several machines: the same answers, from engines that carry record batches about.

`answer_records` is one function from record batches to record batches, for any engine that has a map over them.
`on_ray` runs a whole plan on a cluster of Ray: each task reads its rows of a Parquet file and answers them, tasks of a
worker that is lost are run again elsewhere, and the parts come back in order: the bytes are those of one machine.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fairuse.batch import inputs, run, table
from fairuse.batch.outputs import record_batch
from fairuse.batch.run import Done, Item, Plan, Worker
from fairuse.batch.table import Chunk
from fairuse.source.errors import FairuseError, Location, Problem


@dataclass(frozen=True)
class Piece:
    """What a task is told: which part of which input, and where it is found; `files`, if it is scenario files."""

    input: int
    number: int
    share: float
    path: str = ""
    start: int = 0
    rows: int = 0
    files: tuple[tuple[Path, str], ...] = ()


def answer_records(batches: Iterable[Any], plan: Plan, file: str = "") -> Iterator[Any]:
    """The answers to record batches of uses, as record batches of plain columns: text, and the number of the row.

    Rows are numbered from 1 through all `batches`, which need not be all there are: what tells rows apart on a cluster
    is their `id`. In names of columns ``__`` stands for a dot, which engines of tables take for a part of a record.
    """
    from fairuse.batch.inputs import arrow  # noqa: PLC0415  # an extra, and slow to import

    worker = _worker(plan)
    first = 1
    for batch in batches:
        named = batch.rename_columns([name.replace("__", ".") for name in batch.schema.names])
        rows = worker.rows(arrow.chunk_of(named, file, first, worker.meanings))
        yield _plain(record_batch(rows, plan.columns))
        first += batch.num_rows


def records_schema(plan: Plan) -> str:
    """The columns that `answer_records` gives, as engines of tables write a schema."""
    return ", ".join(f"`{name}` {'bigint' if name == 'row' else 'string'}" for name in plan.columns)


def _plain(batch: Any) -> Any:
    """A record batch without columns of codes, which not every engine takes."""
    columns = [c.dictionary_decode() if hasattr(c, "dictionary") else c for c in batch.columns]
    return type(batch).from_arrays(columns, names=batch.schema.names)


def pieces(plan: Plan, after: tuple[int, int] = (0, -1)) -> Iterator[Piece]:
    """All parts of a plan behind `after`, as `run.items` has them. Raises `FairuseError` for what has no parts."""
    from fairuse.batch.inputs import arrow  # noqa: PLC0415  # an extra, and slow to import

    for place, group in enumerate(run.inputs_of(plan.inputs)):
        if place < after[0]:
            continue
        skip = after[1] + 1 if place == after[0] else 0
        if not isinstance(group, Path):
            count = math.ceil(len(group) / run.FILES)
            for number in range(skip, count):
                files = tuple(group[number * run.FILES : (number + 1) * run.FILES])
                yield Piece(place, number, (number + 1) / count, files=files)
            continue
        if not inputs.is_parquet(group):
            reason = (
                "a cluster reads Parquet files and scenario files, which it can read in parts; make it one of those"
            )
            raise FairuseError([Problem(Location(str(group)), "not-read", reason)])
        rows = arrow.rows_in(group)
        for number in range(skip, math.ceil(rows / table.CHUNK)):
            start = number * table.CHUNK
            size = min(table.CHUNK, rows - start)
            yield Piece(place, number, (start + size) / rows, str(group), start, size)


_workers: dict[str, Worker] = {}


def _worker(plan: Plan) -> Worker:
    """What answers for a plan in this process; a process of a cluster may serve several."""
    key = repr(plan)
    if key not in _workers:
        _workers.clear()  # of a plan that has ended nothing is needed again
        _workers[key] = Worker(plan)
    return _workers[key]


def answered(piece: Piece, plan: Plan) -> Done:
    """The answers to a piece: what a task does."""
    from fairuse.batch.inputs import arrow  # noqa: PLC0415  # an extra, and slow to import

    worker = _worker(plan)
    what: Chunk | tuple[tuple[Path, str], ...] = piece.files
    if piece.path:
        what = arrow.piece(Path(piece.path), worker.meanings, piece.start, piece.rows)
    return worker(Item(piece.input, piece.number, what, piece.share))


def _task(row: dict[str, Any], plan: Plan) -> dict[str, Any]:
    return {"item": row["item"], "done": answered(row["item"], plan)}


def on_ray(plan: Plan, after: tuple[int, int] = (0, -1)) -> Iterator[tuple[Item, Done]]:
    """Answer a plan on the cluster of Ray that the environment names (RAY_ADDRESS), else on one of this machine.

    Raises `FairuseError` if Ray is not installed, or an input cannot be read in parts.
    """
    ray = _ray()
    todo = list(pieces(plan, after))
    if not todo:
        return
    begun = not ray.is_initialized()
    if begun:
        own = {"address": "auto"} if os.environ.get("RAY_ADDRESS") else {"include_dashboard": False}
        ray.init(log_to_driver=False, logging_level="error", **own)
    try:
        context = ray.data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False
        rows = ray.data.from_items([{"item": piece} for piece in todo], override_num_blocks=len(todo))
        for row in rows.map(partial(_task, plan=plan)).iter_rows():
            piece = row["item"]
            yield Item(piece.input, piece.number, _size(piece), piece.share), row["done"]
    finally:
        if begun:
            ray.shutdown()


def _size(piece: Piece) -> Chunk | tuple[tuple[Path, str], ...]:
    """What stands for the rows of a piece where only their number is asked."""
    return Chunk(piece.path, piece.start + 1, piece.rows, {}) if piece.path else piece.files


def _ray() -> Any:
    try:
        import ray  # noqa: PLC0415  # an extra
        import ray.data  # noqa: PLC0415
    except ImportError:
        reason = "a cluster needs the extra 'cluster': pip install 'fairuse[cluster]'"
        raise FairuseError([Problem(Location("--engine"), "missing-extra", reason)]) from None
    return ray
