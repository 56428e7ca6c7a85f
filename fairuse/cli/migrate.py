"""``fairuse migrate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, Problem


def migrate_command(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Saved assessments, scenarios or decided cases; '-' reads standard input."),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file. Default: standard output.")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write each file over itself.")] = False,
    rules: common.RulesOption = None,
) -> None:
    """Carry files of earlier formats over to today's.

    A saved assessment keeps what it says and the rules it names; 'fairuse verify' then says whether it holds. Of a
    scenario or a decided case only the names change that are others today; comments and layout stay. A file is written
    whole or not at all, and one that is of today already is left as it is.

    Exit code 2 if a file cannot be carried over; each place that stands in the way is named, and the other files are
    done.

    Examples:

      fairuse migrate report.json -o report-2.json

      fairuse migrate scenarios/*.report.json --in-place

      fairuse migrate - < report.json > report-2.json
    """
    from fairuse.receipt.migrate import carried  # noqa: PLC0415

    if in_place and output is not None:
        raise common.option_problem("--in-place", "leave out --output; the files themselves are written")
    if in_place and "-" in files:
        raise common.option_problem("--in-place", "standard input has no place to be written to; leave out '-'")
    if len(files) > 1 and not in_place:
        raise common.option_problem("FILE", "several files are carried over with --in-place; without it, name one")
    kb = common.knowledge(rules)
    problems: list[Problem] = []
    for file in files:
        name = "<stdin>" if file == "-" else file
        try:
            result = carried(_content(file), name, kb)
            if result.changed or not in_place:
                common.emit(result.data.decode(), Path(file) if in_place else output)
        except FairuseError as error:
            problems += error.problems
            continue
        print(f"{name}: {result.says}", file=sys.stderr)
    if problems:
        raise FairuseError(problems)


def _content(file: str) -> bytes:
    from fairuse.receipt.saved import MAX_BYTES  # noqa: PLC0415
    from fairuse.source.yamlsource import read_bytes  # noqa: PLC0415

    return sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else read_bytes(Path(file), file, MAX_BYTES)
