"""Batches of tables: rows a second and peak memory, the share of each stage, and other engines on the same rules.

Usage: python benchmarks/batch.py [--rows 10000 1000000 10000000] [--distinct 1.0] [--jobs 1 2] [--no-forum]
                                  [--plot FILE.svg] [--files N]

The table is one of Parquet, written for the run: distinct random uses of training under US fair use, 40 columns of
facts, of which 60 % are known. Standings, factors and deciding rules go out, as Parquet. With `--distinct 0.01` one row
in a hundred is new. Each run is a process of its own, so that its peak memory is its own; other engines take turns with
the columns side in this process, and ratios are taken within a round. `--files N` measures N scenario files instead,
those that ship over and over, each with a title of its own, and all in one process.

Processor seconds say what a core does whatever else the machine is doing; seconds, and what more processes gain, only
mean something where nothing else runs.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import engines
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairuse.answer.posed import program_for
from fairuse.batch import files, outputs, run
from fairuse.batch.evaluate import Options, answer_rows
from fairuse.batch.laws import Wanted
from fairuse.knowledge import data_dir, load_kb
from fairuse.scenario import folder

FORUM = "us.9th"
COLUMNS, KNOWN = 40, 0.6
BLOCK = 500_000
ROUNDS = 3
GOAL_RATE, GOAL_RATIO, GOAL_MEMORY = 500_000, 500, 1.5


def write_table(path: Path, rows: int, distinct: float) -> Path:
    """A table of random uses; the same for the same arguments."""
    kb = load_kb()
    program = program_for(kb, "us.fair_use", "training", engines.DAY)
    facts = [kb.facts[f] for f in program.facts if kb.facts[f].options and not kb.facts[f].derived]
    facts = [fact for fact in facts if not fact.id.startswith("place.")][:COLUMNS]
    draw = np.random.default_rng(0)

    def block(count: int) -> pa.Table:
        columns = {}
        for fact in facts:
            codes = draw.integers(0, len(fact.options), count, dtype=np.int32)
            unknown = draw.random(count) > KNOWN
            if fact.type == "boolean":
                columns[fact.id] = pa.array(codes == 1, mask=unknown)
            else:
                named = pa.array(list(fact.options))
                columns[fact.id] = pa.DictionaryArray.from_arrays(pa.array(codes, mask=unknown), named)
        return pa.table(columns)

    base = block(max(1, int(rows * distinct))) if distinct < 1 else None
    writer = None
    for start in range(0, rows, BLOCK):
        count = min(BLOCK, rows - start)
        table = block(count) if base is None else base.take(pa.array(draw.integers(0, len(base), count)))
        table = table.add_column(0, "id", pa.array([f"row-{n}" for n in range(start, start + count)]))
        table = table.add_column(1, "act", pa.array(["training"] * count).dictionary_encode())
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()
    return path


def plan(path: Path, forum: str | None) -> run.Plan:
    options = Options(engines.DAY, forum=forum, wanted=Wanted(claims=False, duties=False, open=False))
    return run.Plan((path,), "parquet", outputs.columns_for(("factors", "rules"), ranges=False), options)


def measured(path: Path, forum: str | None, jobs: int) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak memory (GiB) of one run by the command, start of the program included."""
    where = ["--forum", forum] if forum else []
    words = ["batch", str(path), "-o", str(path.with_suffix(".out.parquet")), "--columns", "factors,rules", "-q"]
    code = (
        "import resource, sys\nfrom fairuse.cli import main\n"
        "if __name__ == '__main__':\n"
        "    try: main()\n"
        "    finally:\n"
        "        whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "        used = [resource.getrusage(one) for one in whose]\n"
        "        print(*(u.ru_maxrss for u in used), sum(u.ru_utime + u.ru_stime for u in used))\n"
    )
    command = [sys.executable, "-c", code, *words, *where, "-j", str(jobs), "--as-of", engines.DAY]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    own, child, used = map(float, done.stdout.split()[-3:])
    return seconds, used, (own + child * (jobs if jobs > 1 else 0)) / 1024**2


def stages(path: Path, forum: str | None) -> dict[str, float]:
    """Processor seconds a row of each stage, of the first chunks but for the one that fills caches."""
    made = plan(path, forum)
    worker = run.Worker(made)
    spent = dict.fromkeys(("reading", "encoding", "rules", "writing parts", "putting together"), 0.0)
    rows = 0
    found = iter(run.items(made, worker.meanings))
    for number in range(5):
        clock = [time.process_time()]
        if (item := next(found, None)) is None:
            break
        clock.append(time.process_time())
        encoded = run.encode(item.what, worker.meanings)
        clock.append(time.process_time())
        answer_rows(item.what, encoded, worker.kb, made.options)
        clock.append(time.process_time())
        data = worker(item).data
        clock.append(time.process_time())
        part = path.with_suffix(".part")
        part.write_bytes(data)
        with path.with_suffix(".whole").open("wb") as out:
            outputs.assembled([part], "parquet", made.columns, out)
        clock.append(time.process_time())
        read, encode, rules, whole, together = np.diff(clock)
        if number or item.rows < run.table.CHUNK:
            rows += item.rows
            for name, part_ in zip(spent, (read, encode, rules, whole - encode - rules, together), strict=True):
                spent[name] += part_
    return {name: seconds / max(1, rows) for name, seconds in spent.items()}


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def against_peers(path: Path) -> float | None:
    """How many times as many uses a second as the best other engine, from table to table; None if there is none."""
    program = program_for(load_kb(), "us.fair_use", "training", engines.DAY)
    sample = engines.situations(program, engines.SAMPLE)
    wanted = [engines.on_chain(program, known) for known in sample]
    others = engines.available(program)
    wrong = engines.check(others, sample, wanted)
    others = [engine for engine in others if not wrong[engine.name]]
    ratios: dict[str, list[float]] = {engine.name: [] for engine in others}
    for _ in range(ROUNDS):
        ours = sum(stages(path, FORUM).values())
        for engine in others:
            theirs = cpu_seconds(lambda e=engine: [e.findings(known) for known in sample]) / len(sample)
            ratios[engine.name].append(theirs / ours)
    for name, found in ratios.items():
        print(f"  {name}: one use takes {statistics.median(found):,.0f} times as long, with one view and no table")
    return min((statistics.median(found) for found in ratios.values()), default=None)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, nargs="+", default=[10_000, 1_000_000, 10_000_000])
    words.add_argument("--distinct", type=float, default=1.0)
    words.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    words.add_argument("--no-forum", action="store_true", help="all views of all courts")
    words.add_argument("--files", type=int, help="scenario files, in place of tables")
    words.add_argument("--plot", type=Path, help="seconds against rows, as SVG")
    given = words.parse_args()
    if given.files:
        scenario_files(given.files)
        return
    forum = None if given.no_forum else FORUM
    found: dict[int, list[tuple[int, float]]] = {jobs: [] for jobs in given.jobs}
    with tempfile.TemporaryDirectory() as name:
        for rows in given.rows:
            path = write_table(Path(name) / f"{rows}.parquet", rows, given.distinct)
            for jobs in given.jobs:
                seconds, used, memory = measured(path, forum, jobs)
                found[jobs].append((rows, seconds))
                rates = f"{rows / seconds:,.0f} rows a second, {rows / used:,.0f} a second of processor time"
                print(f"{rows:>12,} rows, {jobs} processes: {seconds:8.1f} s, {rates}, {memory:.2f} GiB", flush=True)
            spent = {jobs: points[-1][1] for jobs, points in found.items()}
            if len(spent) > 1:
                first = min(spent)
                gains = ", ".join(f"{jobs}: {spent[first] / seconds:.2f}" for jobs, seconds in spent.items())
                print(f"{'':>12} times as quick as with {first} process, by processes: {gains}")
        each = stages(path, forum)
        total = sum(each.values())
        print(f"a second of processor time, start left out: {1 / total:,.0f} rows (goal {GOAL_RATE:,})")
        for stage, seconds in each.items():
            print(f"  {stage:18}{seconds * 1e6:6.2f} us a row{seconds / total:6.0%}")
        ratio = against_peers(path)
        print(f"goal {GOAL_RATIO} times the best other engine: {'none here' if ratio is None else f'{ratio:,.0f}'}")
    print(f"goal for ten million rows: {GOAL_MEMORY} GiB")
    if given.plot:
        plot(given.plot, found, each)


def scenario_files(count: int) -> None:
    """Scenario files a second of processor time, the first hundred (for which laws are compiled) left out."""
    kb, options = load_kb(), Options(engines.DAY)
    shipped = [path for path, _ in folder.scenario_files([data_dir("cases") / "scenarios"])]
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{number:06}.yaml" for number in range(count + 100)]
        for number, path in enumerate(paths):
            text = shipped[number % len(shipped)].read_text()
            path.write_text(text.replace("title: ", f"title: {number} ", 1))
        named = [(path, path.name) for path in paths]
        files.answered(named[:100], 1, kb, options)
        start = time.process_time()
        for at in range(100, len(named), run.FILES):
            files.answered(named[at : at + run.FILES], at, kb, options)
        seconds = time.process_time() - start
    print(f"{count} files, of {len(shipped)} scenarios: {count / seconds:,.0f} a second of processor time (goal 60)")


def plot(path: Path, found: dict[int, list[tuple[int, float]]], each: dict[str, float]) -> None:
    """Seconds against rows for each number of processes, and what a row costs by stages."""
    import matplotlib.figure

    figure = matplotlib.figure.Figure(figsize=(9, 4), layout="constrained")
    against, shares = figure.subplots(1, 2, width_ratios=(2, 1))
    for jobs, points in found.items():
        against.loglog(*zip(*points, strict=True), marker="o", label=f"{jobs} process{'es' if jobs > 1 else ''}")
    against.set(xlabel="rows", ylabel="seconds, start included")
    against.legend()
    names = list(each)
    shares.barh(names, [each[name] * 1e6 for name in names])
    shares.invert_yaxis()
    shares.set(xlabel="µs of processor time a row")
    figure.savefig(path)


if __name__ == "__main__":
    main()
