"""A batch from its inputs to its table: read, answered by several processes, kept part by part, put together whole.

A part that is there is whole: whenever a run ends, the next one goes on behind the last part, and the table comes out
byte for byte as if nothing had happened.
"""

from __future__ import annotations

import concurrent.futures
import itertools
import json
import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from fairuse.batch import files, inputs, outputs, table
from fairuse.batch.answer import Answer
from fairuse.batch.crossed import Crossed, crossed
from fairuse.batch.encode import Saying, encode
from fairuse.batch.evaluate import Answers, Options, answer_rows
from fairuse.batch.failures import Failure, fails, in_file, in_table
from fairuse.batch.mapping import LABELS, MappingFile, Meanings
from fairuse.batch.moves import Reach, reach
from fairuse.batch.parts import Parts, Told
from fairuse.batch.table import Chunk, named_twice
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.knowledge import load_kb
from fairuse.release import VERSION
from fairuse.scenario.folder import scenario_files
from fairuse.source.errors import FairuseError, Location, Problem

#: So many scenario files are answered together.
FILES = 500


@dataclass(frozen=True)
class Plan:
    """All that decides what a batch comes to.

    `listed`: answers of this standing or worse are listed by themselves, the first `most` of them. `goal`: it is worked
    out, for a summary, what would bring rows there.
    """

    inputs: tuple[Path, ...]
    form: str
    columns: tuple[str, ...]
    options: Options
    mapping: MappingFile = field(default_factory=MappingFile)
    rules: Path | None = None
    houses: tuple[Path, ...] = ()
    listed: str | None = None
    most: int = 0
    goal: Standing | None = None

    def key(self, kb: KnowledgeBase) -> dict[str, Any]:
        """What must be the same for a run to go on where another one ended."""
        said = {
            "release": VERSION,
            "law": kb.sha256,
            "inputs": [_stamp(path) for path in self.inputs],
            "mapping": self.mapping.model_dump(mode="json"),
            "form": self.form,
            "columns": list(self.columns),
            "listed": [self.listed, self.most],
            "goal": self.goal,
            "options": asdict(self.options),
            "chunk": table.CHUNK,
        }
        found: dict[str, Any] = json.loads(json.dumps(said))  # as it comes back from a file
        return found


def _stamp(path: Path) -> list[Any]:
    if str(path) == "-":
        return ["-"]
    if path.is_dir():
        return [str(path), *(_stamp(file) for file, _ in scenario_files([path]))]
    state = path.stat()
    return [str(path), state.st_size, state.st_mtime_ns]


@dataclass(frozen=True)
class Item:
    """Something to answer: some rows of a table, or some scenario files. `input`, `number`: which part of which input.

    `share`: how much of the input is read with it.
    """

    input: int
    number: int
    what: Chunk | tuple[tuple[Path, str], ...]
    share: float = 1.0

    @property
    def rows(self) -> int:
        """How many rows, or files."""
        return self.what.rows if isinstance(self.what, Chunk) else len(self.what)


@dataclass(frozen=True)
class Done:
    """A part of a table, and what is kept beside it: see `parts.Told`. `warnings`: what may be a mistake."""

    data: bytes | bytearray
    tally: Counter[Answer]
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Problem, ...] = ()
    facts: Crossed = field(default_factory=Counter)
    reach: Reach = field(default_factory=Counter)


class Worker:
    """Answers one item after another for a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.kb = load_kb(plan.rules, plan.houses)
        self.meanings = plan.mapping.meanings(self.kb)

    def __call__(self, item: Item) -> Done:
        """Answer an item."""
        plan = self.plan
        if not isinstance(item.what, Chunk):
            found = files.answered(item.what, item.number * FILES, self.kb, plan.options)
            data = outputs.encoded(found.rows, plan.form, plan.columns)
            return Done(data, found.tally(), self._in_files(item.what, found), found.warnings)
        chunk = item.what
        read = encode(chunk, self.meanings)
        given = answer_rows(chunk, read, self.kb, plan.options)
        labels = self._labels(chunk)
        data = outputs.encoded(self._rows(chunk, given, labels), plan.form, plan.columns)
        listed = self._in_table(chunk, given, labels)
        twice = tuple(named_twice(chunk, labels["id"])) if "id" in labels else ()
        if plan.goal is None:
            return Done(data, given.tally(), listed, twice)
        facts = crossed(chunk, read, given)
        steps = reach(chunk, read, given, plan.goal, self.kb, plan.options)
        return Done(data, given.tally(), listed, twice, facts, steps)

    def rows(self, chunk: Chunk) -> outputs.Rows:
        """The rows that answer a chunk."""
        given = answer_rows(chunk, encode(chunk, self.meanings), self.kb, self.plan.options)
        return self._rows(chunk, given, self._labels(chunk))

    def _rows(self, chunk: Chunk, given: Answers, labels: Mapping[str, Any]) -> outputs.Rows:
        at = (np.zeros_like(given.rows), given.rows + chunk.first, given.rows, given.number)
        return outputs.Rows([chunk.file], *at, given.kinds, labels.get("id", ""), labels.get("works", ""))

    def _in_files(self, paths: Sequence[tuple[Path, str]], found: files.Found) -> tuple[Failure, ...]:
        """What is to be listed of scenario files."""
        if (limit := self.plan.listed) is None:
            return ()
        listed: list[Failure] = []
        for number, (path, name) in enumerate(paths):
            answers = [found.rows.kinds[n] for n in found.rows.number[found.rows.file == number].tolist()]
            failing = [answer for answer in answers if fails(answer, limit)]
            scenario = found.scenarios.get(number)
            listed += in_file(path, name, failing, scenario, self.kb, self.plan.options) if failing else ()
        return tuple(listed[: self.plan.most])

    def _in_table(self, chunk: Chunk, given: Answers, labels: Mapping[str, Any]) -> tuple[Failure, ...]:
        """What is to be listed of a chunk."""
        if (limit := self.plan.listed) is None:
            return ()
        failing = np.array([fails(answer, limit) for answer in given.kinds])
        where = np.flatnonzero(failing[given.number])[: self.plan.most].tolist() if len(failing) else []
        rows = [(int(given.rows[n]), given.kinds[given.number[n]]) for n in where]
        ids = labels.get("id", labels.get("works"))

        def name(row: int) -> str:
            return str(ids[row]) if ids is not None and str(ids[row]) else f"row {chunk.first + row}"

        return tuple(in_table(chunk, rows, name, Saying(chunk, self.meanings), self.kb, self.plan.options))

    def _labels(self, chunk: Chunk) -> dict[str, Any]:
        """What rows and works are called, where a column says it."""
        named = ((self.meanings.of(name), column) for name, column in chunk.columns.items())
        return {meaning.name: column.labels() for meaning, column in named if meaning and meaning.name in LABELS}


def items(plan: Plan, meanings: Meanings, after: tuple[int, int] | None = None) -> Iterator[Item]:
    """All that there is to answer, in order, behind the item `after` (an input and a number)."""
    start, done = after if after is not None else (0, -1)
    for place, group in enumerate(inputs_of(plan.inputs)):
        if place < start:
            continue
        skip = done + 1 if place == start else 0
        if isinstance(group, Path):
            for number, (chunk, share) in enumerate(inputs.chunks(group, meanings, skip=skip), skip):
                yield Item(place, number, chunk, share)
        else:
            parts = [tuple(group[at : at + FILES]) for at in range(0, len(group), FILES)]
            for number, part in enumerate(parts):
                if number >= skip:
                    yield Item(place, number, part, (number + 1) / len(parts))


def inputs_of(paths: Sequence[Path]) -> list[Path | list[tuple[Path, str]]]:
    """The inputs in their order: a table by itself, scenario files that follow each other together."""
    found: list[Path | list[tuple[Path, str]]] = []
    for is_table, some in itertools.groupby(paths, inputs.is_table):
        group = list(some)
        found += group if is_table else [scenario_files(group)]
    return found


def check_inputs(plan: Plan, meanings: Meanings) -> None:
    """Raise `FairuseError` for every input that is not there, and every header that is not understood."""
    problems: list[Problem] = []
    for path in plan.inputs:
        if str(path) != "-" and not path.exists():
            problems.append(Problem(Location(str(path)), "no-such-file", "there is no such file or folder"))
        elif inputs.is_table(path) and str(path) != "-":
            try:
                inputs.check(path, meanings)
            except FairuseError as error:
                problems += error.problems
    if problems:
        raise FairuseError(problems)


def mapped(plan: Plan, todo: Iterable[Item], jobs: int) -> Iterator[tuple[Item, Done]]:
    """Each item with its answers, in order; by `jobs` processes, if there is more than one item."""
    first = list(itertools.islice(todo, 2))
    if jobs == 1 or len(first) < 2:
        worker = Worker(plan)
        yield from ((item, worker(item)) for item in itertools.chain(first, todo))
        return
    context = multiprocessing.get_context("spawn")  # threads of Arrow do not outlive a fork
    with concurrent.futures.ProcessPoolExecutor(jobs, context, _start, (plan,)) as pool:
        waiting: deque[tuple[Item, concurrent.futures.Future[Done]]] = deque()
        for item in itertools.chain(first, todo):
            waiting.append((item, pool.submit(_work, item)))
            if len(waiting) > jobs:  # so that no more than that is held
                yield _when_done(*waiting.popleft())
        while waiting:
            yield _when_done(*waiting.popleft())


def _when_done(item: Item, future: concurrent.futures.Future[Done]) -> tuple[Item, Done]:
    return item, future.result()


_worker: Worker | None = None


def _start(plan: Plan) -> None:
    global _worker  # noqa: PLW0603  # a process of the pool has one worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says that it was stopped
    _worker = Worker(plan)


def _work(item: Item) -> Done:
    assert _worker is not None
    return _worker(item)


#: Answers a plan behind an item of it (an input and a number), in order.
Engine = Callable[[Plan, tuple[int, int]], Iterator[tuple[Item, Done]]]


def run(
    plan: Plan,
    output: Path,
    kb: KnowledgeBase,
    *,
    jobs: int,
    resume: bool,
    step: Callable[[Item, Done], None],
    engine: Engine | None = None,
) -> Told:
    """Write the table of a plan to the file `output`, whole or not at all, and say what it tells.

    With `resume` it goes on where a run of the same plan ended. `step` is told of each part. `engine`: what answers, if
    not `jobs` processes of this machine. Raises `FairuseError`.
    """
    meanings = plan.mapping.meanings(kb)
    check_inputs(plan, meanings)
    parts = Parts(output)
    key = plan.key(kb)
    if not (resume and parts.resumed(key)):
        parts.begin(key)
    count, place, number = parts.last()
    after = place, number
    answered = engine(plan, after) if engine else mapped(plan, items(plan, meanings, after), jobs)
    for n, (item, done) in enumerate(answered, count):
        parts.add(n, done.data, (item.input, item.number), Told(done.tally, done.failures, done.facts, done.reach))
        step(item, done)
    told = parts.told(plan.most)
    _assemble(plan, parts, output)
    parts.end()
    return told


def _assemble(plan: Plan, parts: Parts, output: Path) -> None:
    whole = parts.folder / "whole"
    try:
        with whole.open("wb") as stream:
            outputs.assembled(list(parts.paths()), plan.form, plan.columns, stream)
        target = Path(os.path.realpath(output))
        if target.exists():
            whole.chmod(target.stat().st_mode & 0o777)
        os.replace(whole, target)
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}; all answers are kept, go on with --resume"
        raise FairuseError([Problem(Location(str(output)), "not-written", reason)]) from None


def stream(plan: Plan, out: BinaryIO, kb: KnowledgeBase, *, jobs: int, step: Callable[[Item, Done], None]) -> Told:
    """As `run`, to a stream, as rows are answered."""
    meanings = plan.mapping.meanings(kb)
    check_inputs(plan, meanings)
    out.write(outputs.header(plan.form, plan.columns))
    told = Told()
    for item, done in mapped(plan, items(plan, meanings), jobs):
        out.write(done.data)
        out.flush()
        told = told.with_part(Told(done.tally, done.failures, done.facts, done.reach), plan.most)
        step(item, done)
    return told
