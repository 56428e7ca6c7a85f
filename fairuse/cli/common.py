"""What several commands share: options, output, the terminal's properties."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.source.errors import BAD_ARGUMENT, FairuseError, Location, Problem, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel

    from fairuse.kb.model import KnowledgeBase
    from fairuse.scenario.model import Scenario

RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", envvar="FAIRUSE_RULES", help="Use the rules in DIR, not those that ship."),
]
HouseOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--house", metavar="DIR", help="Lay the house rules in DIR over the law (may be repeated); reports say so."
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Apply the law of this day. Default: the scenario's, or today."),
]
ForumOption = Annotated[
    str | None,
    typer.Option("--forum", metavar="FORUM", help="Assess as a court there would, e.g. us.9th or us.3d."),
]
DepthOption = Annotated[
    str, typer.Option("--depth", metavar="DEPTH", help="brief (one screen), standard, or full (every finding and law).")
]
RegimeOption = Annotated[
    list[str] | None,
    typer.Option("--regime", metavar="LAW", help="Only this regime or jurisdiction (may be repeated), e.g. us."),
]
FormatOption = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal, markdown or json.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="Print no report; JSON and files are still written. Warnings are left out, too."
    ),
]
#: For commands whose result is a table or figures: those are written all the same.
ResultOnlyOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the result.")]
#: With ``--all`` so many lines of a kind are listed: more than there can be.
ALL = 10_000


#: The option behind each argument of the public verbs, for problems with it.
OPTIONS = {
    "as_of": "--as-of",
    "forum": "--forum",
    "regimes": "--regime",
    "selectors": "--use",
    "settings": "--set",
    "use": "--use",
    "issue": "ISSUE=VALUE",
    "value": "ISSUE=VALUE",
}


def option_problem(option: str, reason: str) -> FairuseError:
    """A problem with a command-line option, in the same form as one in a file."""
    return FairuseError([Problem(Location(option), "bad-option", reason)])


def at_option(problem: Problem) -> Problem:
    """A problem with an argument of a public verb as one with the option that gave it."""
    if problem.code != BAD_ARGUMENT:
        return problem
    name = problem.location.path
    return replace(problem, location=Location(OPTIONS.get(name, name)), code="bad-option")


def knowledge(rules: Path | None, houses: Sequence[Path] | None = None) -> KnowledgeBase:
    """Load the knowledge base a command works with."""
    from fairuse.knowledge import load_kb, over  # noqa: PLC0415

    kb = load_kb(rules)
    return over(kb, houses) if houses else kb


def scenario(name: str, kb: KnowledgeBase, *, quiet: bool = False) -> Scenario:
    """Load the scenario in file `name`, or from standard input if it is ``-``; warn of what has no effect in it."""
    from fairuse.scenario.file import read_scenario  # noqa: PLC0415
    from fairuse.source.yamlsource import MAX_BYTES  # noqa: PLC0415

    if name == "-":
        read = read_scenario(sys.stdin.buffer.read(MAX_BYTES + 1), kb, name="<stdin>")
    else:
        read = read_scenario(Path(name), kb, name=name)
    if not quiet:
        say(read.warnings)
    return read.scenario


def say(problems: Iterable[Problem]) -> None:
    """Print problems and warnings to standard error, one a line."""
    for problem in problems:
        print(problem, file=sys.stderr)


def colour() -> bool:
    """Whether standard output should be coloured (a terminal, and NO_COLOR is not set)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """The width to lay out for: the terminal's, COLUMNS, or 100; in fewer than 40 columns a table has no room."""
    return max(40, shutil.get_terminal_size((100, 24)).columns)


def layout(form: str, output: Path | None) -> tuple[int, bool]:
    """Width and colour for a report of format `form`: the terminal's own only if it is shown there."""
    shown = output is None and form == "terminal"
    return (width(), colour()) if shown else (100, False)


def is_silent(form: str, output: Path | None, *, quiet: bool) -> bool:
    """Whether ``--quiet`` keeps a report of format `form` back: text, unless it was asked for in a file."""
    return quiet and output is None and form != "json"


def show(result: BaseModel, kb: KnowledgeBase, form: str, output: Path | None, *, quiet: bool, **options: int) -> None:
    """Write the report of a result, unless ``--quiet`` keeps it back; `options` are those of its page."""
    from fairuse.report import render  # noqa: PLC0415

    if not is_silent(form, output, quiet=quiet):
        width, colour = layout(form, output)
        emit(render(result, kb, form, width=width, colour=colour, **options), output)


def emit(text: str, output: Path | None) -> None:
    """Write `text` to the file `output`, whole or not at all, or to standard output.

    A reader of standard output that has seen enough (``| head``) is no error, and a gate still gives its answer.
    """
    data = text.encode(errors="backslashreplace")  # the name of a file need not be text
    if output is not None and str(output) != "-":
        from fairuse.source.files import write_whole  # noqa: PLC0415

        write_whole(output, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def check_format(form: str) -> None:
    """Raise `FairuseError` if `form` is no report format."""
    from fairuse.report import FORMATS  # noqa: PLC0415

    if form not in FORMATS:
        raise option_problem("--format", f"no report format '{form}'{did_you_mean(form, FORMATS)}")


def check_depth(depth: str) -> None:
    """Raise `FairuseError` if `depth` is no depth of reports."""
    depths = ("brief", "standard", "full")
    if depth not in depths:
        raise option_problem("--depth", f"no depth '{depth}'{did_you_mean(depth, depths)} (one of {', '.join(depths)})")


def plain_format(form: str) -> str:
    """`form` if it is one of those of commands that print lines rather than a report. Raises `FairuseError`."""
    forms = ("terminal", "json")
    if form not in forms:
        raise option_problem("--format", f"no format '{form}' here{did_you_mean(form, forms)} (terminal or json)")
    return form


def check_options(
    kb: KnowledgeBase, as_of: str | None, forum: str | None, regimes: list[str] | None, against: str | None = None
) -> None:
    """Raise `FairuseError` naming every option whose value is not known."""
    from fairuse.scenario.names import day_problem, forum_problem, where_problem  # noqa: PLC0415

    errors = []
    if as_of is not None and (reason := day_problem(as_of)):
        errors.append(option_problem("--as-of", reason))
    if against is not None and (reason := day_problem(against)):
        errors.append(option_problem("--against", reason))
    if forum is not None and (reason := forum_problem(forum, kb)):
        errors.append(option_problem("--forum", reason))
    errors += [option_problem("--regime", r) for name in regimes or () if (r := where_problem(name, kb))]
    if errors:
        raise FairuseError([p for e in errors for p in e.problems])
