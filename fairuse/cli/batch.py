"""``fairuse batch``."""

from __future__ import annotations

import datetime
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fairuse.cli import common, sources
from fairuse.source.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from fairuse.batch.mapping import MappingFile
    from fairuse.batch.parts import Told
    from fairuse.batch.run import Done, Engine, Item, Plan
    from fairuse.inventory.materials import Inventory
    from fairuse.kb.model import KnowledgeBase


#: So many answers that do not pass a gate are shown.
SHOWN = 20
#: Readers of lists show no more than this.
MOST_LISTED = 5_000
#: What is listed if no gate says what fails.
DEFAULT_LISTED = "likely_not_permitted"


def batch_command(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Tables (.jsonl, .csv, .tsv, .parquet, .arrow; '-' for JSON lines on standard input), scenario files, "
            "folders of those; cards of data sets and manifests, as 'fairuse import' reads them.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="OUT.jsonl, OUT.csv or OUT.parquet; '-' for standard output."),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORMAT", help="jsonl, csv or parquet; default: by OUT's ending."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", "-m", help="A file that says what the columns and cells of tables mean.")
    ] = None,
    init: Annotated[
        Path | None, typer.Option("--init", metavar="FILE", help="Only draft such a mapping for the tables, into FILE.")
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns", metavar="NAMES", help="What to tell beside the standing; default: all. Fewer is quicker."
        ),
    ] = None,
    ranges: Annotated[
        bool,
        typer.Option(
            "--ranges", help="Also the lowest and highest standing that may come of it: some 20 rows a second."
        ),
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="ROW", help="Only print the full report of one row: its id, or its number."),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="STANDING", help="Exit with 1 if any answer stands at this or worse."),
    ] = None,
    sarif: Annotated[
        Path | None,
        typer.Option(
            "--sarif", metavar="FILE", help="List what fails, with file and line of the deciding fact, as SARIF."
        ),
    ] = None,
    junit: Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="The same as JUnit XML.")] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="A summary of all: .md, .html, .docx, .pdf or .txt."),
    ] = None,
    goal: Annotated[
        str, typer.Option("--goal", metavar="STANDING", help="For the summary: what would bring rows to this standing?")
    ] = "likely_permitted",
    act: Annotated[
        str, typer.Option("--act", metavar="ACT", help="What is done with the works that cards and manifests describe.")
    ] = "training",
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the same run was broken off.")] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Processes. More than one pay where cores are idle.")
    ] = 1,
    engine: Annotated[
        str, typer.Option("--engine", metavar="ENGINE", help="local, or ray: the cluster that RAY_ADDRESS names.")
    ] = "local",
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    regime: common.RegimeOption = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: common.ResultOnlyOption = False,
) -> None:
    """Assess many uses: each row of a table is an act on some works, with its facts.

    A table has a column `act`, and may have `id`, `works`, `where`, `forum` and `as_of`; every other column is a fact
    by its name (fairuse facts list). An empty cell is unknown. Other columns need a mapping, and --init drafts one.
    A row or file that is wrong becomes an error row in its place, and the rest is done. The table is written whole or
    not at all. Exit code 1 if any row is an error.

    Examples:

      fairuse batch sources.csv --init mapping.yaml

      fairuse batch sources.csv --mapping mapping.yaml -o standings.csv

      fairuse batch sources.parquet -o standings.parquet --columns factors,rules --forum us.9th

      fairuse batch scenarios/ one.yaml -o standings.jsonl --as-of 2026-01-01

      cat uses.jsonl | fairuse batch - -o -

      fairuse batch sources.csv -o standings.csv --report summary.html --goal permitted

      fairuse batch sources.csv --explain 17

      fairuse batch scenarios/ -o standings.csv --fail-on likely_not_permitted --sarif findings.sarif

      fairuse batch cards/ -o standings.csv --regime us --report summary.html
    """
    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, regime)
    common.check_standing("--fail-on", fail_on or DEFAULT_LISTED)
    common.check_standing("--goal", goal)
    if init is not None:
        _draft(inputs, init, kb, quiet=quiet)
        return
    asked = _Asked(as_of, forum, tuple(regime or ()), mapping)
    if explain is not None:
        _explain(inputs, explain, asked, act, kb)
        return
    if output is None:
        raise common.option_problem("--output", "where to? such as -o standings.csv, or -o - for standard output")
    summary_form = _summary_form(report)
    tables, found = sources.as_tables(inputs, output, act, kb, quiet=quiet)
    plan = _plan(tables, _form(output, form), _columns(columns), asked, kb, ranges=ranges)
    if resume:
        plan = _as_begun(plan, output)
    plan = replace(plan, rules=rules, houses=tuple(house or ()), goal=goal if report else None)  # type: ignore[arg-type]  # it was checked
    if fail_on or sarif or junit:
        plan = replace(plan, listed=fail_on or DEFAULT_LISTED, most=MOST_LISTED if sarif or junit else SHOWN)
    told, warnings = _run(plan, output, kb, engine=_engine(engine, output), jobs=jobs, resume=resume, quiet=quiet)
    if sarif is not None or junit is not None:
        _lists(told, sarif, junit, kb)
    if report is not None:
        title = f"Summary of {', '.join(path.name for path in inputs)}"
        _report(told, report, title, summary_form, plan, found, kb)
    if not quiet:
        common.say(warnings)
    unread = found is not None and any(problem.severity == "error" for problem in found.problems)
    if not _passes(told, fail_on, quiet=quiet) or unread:
        raise typer.Exit(1)


class _Asked(NamedTuple):
    """What is asked of every row."""

    as_of: str | None
    forum: str | None
    regimes: tuple[str, ...]
    mapping: Path | None


def _form(output: Path, form: str | None) -> str:
    """The format of the table. Raises `FairuseError` if it is none, or cannot be written there."""
    from fairuse.batch.outputs import FORMATS  # noqa: PLC0415

    chosen = form or (output.suffix.lstrip(".").lower() if str(output) != "-" else "jsonl")
    if chosen not in FORMATS:
        reason = f"no table format '{chosen}'{did_you_mean(chosen, FORMATS)} (one of {', '.join(FORMATS)})"
        raise common.option_problem("--format" if form else "--output", reason)
    if chosen == "parquet":
        from fairuse.batch.needs import tables  # noqa: PLC0415

        tables()
        if _is_stream(output):
            raise common.option_problem("--output", "Parquet needs a file; a pipe takes jsonl and csv")
    return chosen


def _is_stream(output: Path) -> bool:
    """Whether rows go out as they come: to standard output, a device or a pipe."""
    return str(output) == "-" or (output.exists() and not output.is_file())


def _columns(columns: str | None) -> tuple[str, ...]:
    """What is told beside the standing. Raises `FairuseError` for columns that there are not."""
    from fairuse.batch.outputs import BESIDE  # noqa: PLC0415

    if columns is None:
        return BESIDE
    named = tuple(name.strip() for name in columns.split(",") if name.strip())
    if wrong := [name for name in named if name not in BESIDE]:
        hints = "; ".join(f"no column '{name}'{did_you_mean(name, BESIDE)}" for name in wrong)
        raise common.option_problem("--columns", f"{hints} (any of {', '.join(BESIDE)})")
    return named


def _plan(
    inputs: list[Path], form: str, beside: tuple[str, ...], asked: _Asked, kb: KnowledgeBase, *, ranges: bool
) -> Plan:
    from fairuse.batch import outputs  # noqa: PLC0415
    from fairuse.batch.evaluate import Options  # noqa: PLC0415
    from fairuse.batch.laws import Wanted  # noqa: PLC0415
    from fairuse.batch.run import Plan  # noqa: PLC0415

    wanted = Wanted("claims" in beside, "duties" in beside, "open_facts" in beside, ranges)
    today = datetime.date.today().isoformat()
    return Plan(
        inputs=tuple(inputs),
        form=form,
        columns=outputs.columns_for(beside, ranges=ranges),
        options=Options(today, asked.as_of, asked.forum, asked.regimes, wanted),
        mapping=_mapping(asked, kb),
    )


def _mapping(asked: _Asked, kb: KnowledgeBase) -> MappingFile:
    from fairuse.batch.mapping import MappingFile, load_mapping  # noqa: PLC0415

    return load_mapping(asked.mapping, kb) if asked.mapping else MappingFile()


def _as_begun(plan: Plan, output: Path) -> Plan:
    """The plan for the day on which the run began that is to go on."""
    from fairuse.batch.parts import Parts  # noqa: PLC0415

    today = Parts(output).today() or plan.options.today
    return replace(plan, options=replace(plan.options, today=today))


def _engine(name: str, output: Path) -> Engine | None:
    """What answers; None for processes of this machine. Raises `FairuseError` if there is no such engine."""
    if name == "local":
        return None
    if name != "ray":
        raise common.option_problem(
            "--engine", f"no engine '{name}'{did_you_mean(name, ('local', 'ray'))} (local or ray)"
        )
    if _is_stream(output):
        raise common.option_problem("--engine", "what a cluster answers is put together in a file; name one with -o")
    from fairuse.batch.cluster import on_ray  # noqa: PLC0415

    return on_ray


def _run(
    plan: Plan, output: Path, kb: KnowledgeBase, *, engine: Engine | None, jobs: int, resume: bool, quiet: bool
) -> tuple[Told, list[Problem]]:
    """Write the table; what it tells, and what there is to warn of."""
    from fairuse.batch import run  # noqa: PLC0415

    warnings: list[Problem] = []
    with _progress(len(plan.inputs), quiet=quiet) as advance:

        def step(item: Item, done: Done) -> None:
            warnings.extend(done.warnings)
            advance(item)

        if str(output) == "-":
            return run.stream(plan, sys.stdout.buffer, kb, jobs=jobs, step=step), warnings
        if _is_stream(output):
            with output.open("wb") as stream:
                return run.stream(plan, stream, kb, jobs=jobs, step=step), warnings
        try:
            return run.run(plan, output, kb, jobs=jobs, resume=resume, step=step, engine=engine), warnings
        except KeyboardInterrupt:
            print(f"all that is answered is kept in {output}.parts; go on with --resume", file=sys.stderr)
            raise


@contextmanager
def _progress(inputs: int, *, quiet: bool) -> Iterator[Callable[[Item], None]]:
    """Shows how far a batch is, on a terminal; what it gives is to be told of each part that is done."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    shown = TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} a second"), TimeRemainingColumn()
    hidden = quiet or not sys.stderr.isatty()
    with Progress(TextColumn("Assessing"), BarColumn(), *shown, console=Console(stderr=True), disable=hidden) as bar:
        task = bar.add_task("", total=inputs, rows=0, rate=0.0)

        def advance(item: Item) -> None:
            state = bar.tasks[0]
            rows = state.fields["rows"] + item.rows
            bar.update(task, completed=item.input + item.share, rows=rows, rate=rows / max(0.001, state.elapsed or 0))

        yield advance


def _lists(told: Told, sarif: Path | None, junit: Path | None, kb: KnowledgeBase) -> None:
    from fairuse.batch import lists  # noqa: PLC0415

    if sarif is not None:
        common.emit(lists.sarif(told, kb), sarif)
    if junit is not None:
        common.emit(lists.junit(told), junit)


def _summary_form(report: Path | None) -> str:
    """The format of the summary, by its ending. Raises `FairuseError` if it is none, or what makes it is missing."""
    from fairuse.report import ENDINGS  # noqa: PLC0415
    from fairuse.report.look import check_installed  # noqa: PLC0415

    if report is None:
        return ""
    form = ENDINGS.get(report.suffix.lower(), "json")
    if form == "json":
        raise common.option_problem("--report", "a summary is written as .md, .html, .docx, .pdf or .txt")
    check_installed(form)
    return form


def _report(
    told: Told, report: Path, title: str, form: str, plan: Plan, found: Inventory | None, kb: KnowledgeBase
) -> None:
    from fairuse.batch import summary  # noqa: PLC0415

    assert plan.goal is not None
    page = summary.outline(told, title, plan.goal, kb, found or summary.NO_SOURCES)
    common.emit(common.drawn(page, form, report), report)


def _passes(told: Told, fail_on: str | None, *, quiet: bool) -> bool:
    """Say how the batch came out; whether nothing in it is an error or fails the gate."""
    from fairuse.batch.failures import fails  # noqa: PLC0415

    errors = sum(times for answer, times in told.tally.items() if answer.error)
    failing = sum(t for a, t in told.tally.items() if fail_on and not a.error and fails(a, fail_on))
    if not quiet:
        print(f"{_count(told.tally.total() - errors, 'answer')}, {_count(errors, 'error')}", file=sys.stderr)
    if failing:
        for one in [f for f in told.failures if f.standing][:SHOWN]:
            print(f"{one.file}:{one.line}:{one.column}: {one.name}: {one.message} [{one.rule}]", file=sys.stderr)
        print(f"{_count(failing, 'answer')} at {fail_on} or worse", file=sys.stderr)
    return not errors and not failing


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _explain(inputs: list[Path], row: str, asked: _Asked, act: str, kb: KnowledgeBase) -> None:
    """Print the full report of one row, made as `assess` makes it; of cards and manifests, of the row made of them."""
    from fairuse.batch.explain import explained  # noqa: PLC0415
    from fairuse.precedent.beside import assess  # noqa: PLC0415
    from fairuse.report import render  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        tables, _ = sources.as_tables(inputs, Path(folder) / "inventory", act, kb, quiet=True)
        scenario = explained(tables, row, _mapping(asked, kb).meanings(kb))
    result = assess(scenario, kb, as_of=asked.as_of, forum=asked.forum, regimes=asked.regimes)
    shown = render(result, kb, "terminal", width=common.width(), colour=common.colour(), depth="full")
    common.emit(shown, None)


def _draft(inputs: list[Path], init: Path, kb: KnowledgeBase, *, quiet: bool) -> None:
    """Write a first mapping for the tables among the inputs, and say what it could not place."""
    from fairuse.batch.draft import draft  # noqa: PLC0415

    if init.exists():
        raise common.option_problem("--init", f"{init} is there already; name another file, or delete it")
    drafted = draft(inputs, kb)
    common.emit(drafted.text, init)
    if not quiet:
        left = f"; not placed: {', '.join(drafted.unplaced)}" if drafted.unplaced else ""
        print(f"{len(drafted.placed)} columns placed{left}", file=sys.stderr)
