"""``fairuse batch``."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem, did_you_mean

if TYPE_CHECKING:
    from fairuse.batch.run import Done, Item, Plan
    from fairuse.kb.model import KnowledgeBase


#: What is listed if no gate says what fails.
DEFAULT_LISTED = "likely_not_permitted"


def batch_command(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Tables (.jsonl, .csv, .tsv, .parquet, .arrow; '-' for JSON lines on standard input), scenario files, "
            "folders of those.",
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
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the same run was broken off.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; default: as many as cores.")] = 0,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    regime: common.RegimeOption = None,
    rules: common.RulesOption = None,
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

      fairuse batch sources.csv --explain 17

      fairuse batch scenarios/ -o standings.csv --fail-on likely_not_permitted --sarif findings.sarif
    """
    from fairuse.batch import lists, run  # noqa: PLC0415
    from fairuse.batch.failures import fails  # noqa: PLC0415

    kb = common.knowledge(rules)
    common.check_options(kb, as_of, forum, regime)
    common.check_standing("--fail-on", fail_on or DEFAULT_LISTED)
    if init is not None:
        _draft(inputs, init, kb, quiet=quiet)
        return
    if explain is not None:
        _explain(inputs, explain, mapping, kb, (as_of, forum, regime))
        return
    if output is None:
        raise common.option_problem("--output", "where to? such as -o standings.csv, or -o - for standard output")
    plan = _plan(
        inputs,
        output,
        form,
        mapping,
        columns,
        kb,
        ranges=ranges,
        rules=rules,
        resume=resume,
        options=(as_of, forum, regime),
    )
    plan = replace(plan, listed=(fail_on or DEFAULT_LISTED) if sarif or junit else None)
    warnings: list[Problem] = []
    with _progress(len(plan.inputs), quiet=quiet) as advance:

        def step(item: Item, done: Done) -> None:
            warnings.extend(done.warnings)
            advance(item)

        cores = jobs or os.cpu_count() or 1
        try:
            if str(output) == "-":
                told = run.stream(plan, sys.stdout.buffer, kb, jobs=cores, step=step)
            else:
                told = run.run(plan, output, kb, jobs=cores, resume=resume, step=step)
        except KeyboardInterrupt:
            if str(output) != "-":
                print(f"all that is answered is kept in {output}.parts; go on with --resume", file=sys.stderr)
            raise
    if sarif is not None:
        common.emit(lists.sarif(told, kb), sarif)
    if junit is not None:
        common.emit(lists.junit(told), junit)
    errors = sum(times for answer, times in told.tally.items() if answer.error)
    failing = sum(t for a, t in told.tally.items() if fail_on and not a.error and fails(a, fail_on))
    if not quiet:
        common.say(warnings)
        print(f"{told.tally.total() - errors:,} answers, {errors:,} errors", file=sys.stderr)
    if failing:
        print(f"{failing:,} answers stand at {fail_on} or worse", file=sys.stderr)
    if errors or failing:
        raise typer.Exit(1)


def _explain(
    inputs: list[Path],
    row: str,
    mapping: Path | None,
    kb: KnowledgeBase,
    options: tuple[str | None, str | None, list[str] | None],
) -> None:
    """Print the full report of one row, made as `assess` makes it."""
    from fairuse.batch.explain import explained  # noqa: PLC0415
    from fairuse.batch.mapping import MappingFile, load_mapping  # noqa: PLC0415
    from fairuse.precedent.beside import assess  # noqa: PLC0415
    from fairuse.report import render  # noqa: PLC0415

    meanings = (load_mapping(mapping, kb) if mapping else MappingFile()).meanings(kb)
    as_of, forum, regime = options
    result = assess(explained(inputs, row, meanings), kb, as_of=as_of, forum=forum, regimes=tuple(regime or ()))
    width, colour = common.layout("terminal", None)
    common.emit(render(result, kb, "terminal", width=width, colour=colour, depth="full"), None)


def _plan(
    inputs: list[Path],
    output: Path,
    form: str | None,
    mapping: Path | None,
    columns: str | None,
    kb: KnowledgeBase,
    *,
    ranges: bool,
    rules: Path | None,
    resume: bool,
    options: tuple[str | None, str | None, list[str] | None],
) -> Plan:
    """What is asked for, with every option checked."""
    from fairuse.batch import outputs  # noqa: PLC0415
    from fairuse.batch.evaluate import Options  # noqa: PLC0415
    from fairuse.batch.laws import Wanted  # noqa: PLC0415
    from fairuse.batch.mapping import MappingFile, load_mapping  # noqa: PLC0415
    from fairuse.batch.parts import Parts  # noqa: PLC0415
    from fairuse.batch.run import Plan  # noqa: PLC0415

    chosen = form or (output.suffix.lstrip(".").lower() if str(output) != "-" else "jsonl")
    if chosen not in outputs.FORMATS:
        known = ", ".join(outputs.FORMATS)
        reason = f"no table format '{chosen}'{did_you_mean(chosen, outputs.FORMATS)} (one of {known})"
        raise common.option_problem("--format" if form else "--output", reason)
    if chosen == "parquet":
        from fairuse.batch.needs import tables  # noqa: PLC0415

        tables()
        if str(output) == "-":
            raise common.option_problem("--output", "Parquet needs a file; standard output takes jsonl and csv")
    beside = outputs.BESIDE if columns is None else tuple(name.strip() for name in columns.split(",") if name.strip())
    if wrong := [name for name in beside if name not in outputs.BESIDE]:
        hints = "; ".join(f"no column '{name}'{did_you_mean(name, outputs.BESIDE)}" for name in wrong)
        raise common.option_problem("--columns", f"{hints} (any of {', '.join(outputs.BESIDE)})")
    wanted = Wanted(claims="claims" in beside, duties="duties" in beside, open="open_facts" in beside, ranges=ranges)
    as_of, forum, regime = options
    today = (Parts(output).today() if resume else None) or datetime.date.today().isoformat()
    return Plan(
        inputs=tuple(inputs),
        form=chosen,
        columns=outputs.columns_for(beside, ranges=ranges),
        options=Options(today, as_of, forum, tuple(regime or ()), wanted),
        mapping=load_mapping(mapping, kb) if mapping else MappingFile(),
        rules=rules,
    )


@contextmanager
def _progress(inputs: int, *, quiet: bool) -> Iterator[Any]:
    """Shows how far a batch is, on a terminal; what it gives is to be told of each part that is done."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    shown = TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} a second"), TimeRemainingColumn()
    with Progress(
        TextColumn("Assessing"),
        BarColumn(),
        *shown,
        console=Console(stderr=True),
        disable=quiet or not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("", total=inputs, rows=0, rate=0.0)

        def advance(item: Item) -> None:
            state = bar.tasks[0]
            rows = state.fields["rows"] + item.rows
            bar.update(task, completed=item.input + item.share, rows=rows, rate=rows / max(0.001, state.elapsed or 0))

        yield advance


def _draft(inputs: list[Path], init: Path, kb: KnowledgeBase, *, quiet: bool) -> None:
    raise FairuseError([])
