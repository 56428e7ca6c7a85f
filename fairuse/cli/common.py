"""What several commands share: options, output, the terminal's properties."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.source.errors import BAD_ARGUMENT, FairuseError, FairuseWarning, Location, Problem, did_you_mean

if TYPE_CHECKING:
    from pydantic import BaseModel

    from fairuse.kb.model import KnowledgeBase
    from fairuse.report.look import Look
    from fairuse.scenario.model import Scenario
    from fairuse.words.outline import Outline

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
    str,
    typer.Option(
        "--depth", metavar="DEPTH", help="brief (one screen), standard (the default), or full (every finding and law)."
    ),
]
RegimeOption = Annotated[
    list[str] | None,
    typer.Option("--regime", metavar="LAW", help="Only this regime or jurisdiction (may be repeated), e.g. us."),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="terminal, markdown, html, docx, pdf or json. Default: what the ending of -o says, else terminal.",
    ),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file; its ending chooses the format.")
]
TemplateOption = Annotated[
    Path | None,
    typer.Option(
        "--template", metavar="FIRM.docx", help="Of a docx: take its styles, header and footer from this file."
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="Print no report; JSON and files are still written. Warnings are left out, too."
    ),
]
SignOption = Annotated[
    Path | None,
    typer.Option("--sign", metavar="KEY", help="Sign it with this private Ed25519 key (json, html, docx, pdf)."),
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
    "explain": "--explain",
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


def look(form: str, output: Path | None, template: Path | None = None, key: Path | None = None) -> Look:
    """How a report of format `form` is to look: as wide and coloured as the terminal only if it is shown there.

    `key` signs what can be verified.
    """
    from fairuse.report.look import Look  # noqa: PLC0415

    shown = output is None and form == "terminal"
    return Look(width(), colour()) if shown else Look(template=template, key=key)


def is_silent(form: str, output: Path | None, *, quiet: bool) -> bool:
    """Whether ``--quiet`` keeps a report of format `form` back: text, unless it was asked for in a file."""
    return quiet and output is None and form != "json"


def show(
    result: BaseModel,
    kb: KnowledgeBase,
    form: str,
    output: Path | None,
    *,
    quiet: bool,
    template: Path | None = None,
    **options: int,
) -> None:
    """Write the report of a result, unless ``--quiet`` keeps it back; `options` are those of its page."""
    if not is_silent(form, output, quiet=quiet):
        emit(made(result, kb, form, look(form, output, template), **options), output)


def made(result: BaseModel, kb: KnowledgeBase, form: str, look: Look, **options: int | str) -> bytes:
    """The report of a result in a format; what there is to warn of is printed to standard error."""
    from fairuse.report import document  # noqa: PLC0415

    return _warned(lambda: document(result, kb, form, look, **options))


def drawn(outline: Outline, form: str, output: Path | None) -> bytes:
    """An outline in a format; what there is to warn of is printed to standard error."""
    from fairuse import report  # noqa: PLC0415

    return _warned(lambda: report.drawn(outline, form, look(form, output)))


def _warned(make: Callable[[], bytes]) -> bytes:
    with warnings.catch_warnings(record=True) as caught:
        data = make()
    say(w.message.problem for w in caught if isinstance(w.message, FairuseWarning))
    return data


def emit(report: str | bytes, output: Path | None) -> None:
    """Write `report` to the file `output`, whole or not at all, or to standard output.

    A reader of standard output that has seen enough (``| head``) is no error, and a gate still gives its answer.
    """
    data = report if isinstance(report, bytes) else report.encode(errors="backslashreplace")
    if output is not None and str(output) != "-":
        from fairuse.source.files import write_whole  # noqa: PLC0415

        write_whole(output, data)
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def report_format(form: str, output: Path | None, template: Path | None = None, *, reports: int = 1) -> str:
    """The format of so many `reports`: the one named, else what the ending of `output` says, else ``terminal``.

    Raises `FairuseError` if it is none, if what makes it is missing, or if it cannot be written where it is to go.
    """
    from fairuse.report import DOCUMENTS, ENDINGS, FILES, FORMATS  # noqa: PLC0415
    from fairuse.report.look import check_installed  # noqa: PLC0415

    ending = ENDINGS.get(output.suffix.lower()) if output is not None else None
    form = form or ending or "terminal"
    if form not in FORMATS:
        raise option_problem("--format", f"no report format '{form}'{did_you_mean(form, FORMATS)}")
    check_installed(form)
    if form in FILES and output is None and sys.stdout.isatty():
        raise option_problem("--format", f"{form} is no text to be shown on a terminal; name a file with -o")
    if form in DOCUMENTS and reports > 1:
        raise option_problem("--format", f"a {form} holds one report; name one scenario, or use 'fairuse batch'")
    if template is not None and form != "docx":
        raise option_problem("--template", f"only a docx takes its styles from a file, and this is {form}")
    if template is not None and not template.is_file():
        raise option_problem("--template", f"there is no file '{template}'")
    return form


def check_signed(key: Path | None, form: str, against: str | None = None) -> None:
    """Raise `FairuseError` if what is to be signed with `key` is not a report that can be verified."""
    from fairuse.report import DOCUMENTS  # noqa: PLC0415

    if key is not None and (against is not None or form not in ("json", *DOCUMENTS)):
        reason = "a comparison" if against is not None else f"a report as {form}"
        raise option_problem("--sign", f"{reason} is not verified; sign an assessment as json, html, docx or pdf")


def page_options(
    depth: str, kind: str, reader: str | None, side: str | None, against: str | None
) -> dict[str, int | str]:
    """The options of the page of an assessment. Raises `FairuseError` for one that is not known or does not belong."""
    from fairuse.words.memo import DEPTHS, READERS, SIDES  # noqa: PLC0415

    for option, value, known in (
        ("--depth", depth or "standard", ("brief", "standard", "full")),
        ("--as", kind, ("report", "memo")),
        ("--for", reader or READERS[0], READERS),
        ("--side", side or SIDES[0], SIDES),
    ):
        if value not in known:
            reason = f"no {option[2:]} '{value}'{did_you_mean(value, known)} (one of {', '.join(known)})"
            raise option_problem(option, reason)
    if kind == "report":
        for option, given in (("--for", reader), ("--side", side)):
            if given is not None:
                raise option_problem(option, "a report is the same for everybody; add --as memo")
        return {"depth": depth or "standard"}
    if against is not None:
        raise option_problem("--as", "a comparison is no memo; leave out --against")
    own = next(r for r in READERS if r == (reader or "counsel"))
    return {"kind": kind, "depth": depth or DEPTHS[own], "reader": own, "side": side or SIDES[0]}


def check_standing(option: str, standing: str) -> None:
    """Raise `FairuseError` if the value of an option is no standing."""
    from fairuse.kb.model import STANDINGS  # noqa: PLC0415

    if standing not in STANDINGS:
        known = ", ".join(STANDINGS)
        raise option_problem(option, f"no standing '{standing}'{did_you_mean(standing, STANDINGS)} (one of {known})")


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
