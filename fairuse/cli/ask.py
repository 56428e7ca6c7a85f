"""``fairuse ask``."""

from __future__ import annotations

import datetime
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from fairuse.cli import common


def ask_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="The scenario file to write, after each answer.")],
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the scenario in that file.")] = False,
    as_of: common.AsOfOption = None,
    forum: common.ForumOption = None,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No report at the end, and no warnings.")] = False,
) -> None:
    """Ask the questions that matter, keep the answers as a scenario file, and end with the report.

    Enter means "don't know", which is never taken as "no". Answers may also come through a pipe, one a line.

    Examples:

      fairuse ask -o my-scenario.yaml

      fairuse ask -o my-scenario.yaml --resume

      fairuse ask -o my-scenario.yaml < answers.txt

    While it asks, = keeps a version beside the file, as my-scenario.kept.yaml, and later compares the two.
    """
    from fairuse.ask.terminal import Interview, Stopped  # noqa: PLC0415
    from fairuse.precedent.beside import assess  # noqa: PLC0415
    from fairuse.report import render  # noqa: PLC0415
    from fairuse.scenario.model import Scenario, save_scenario  # noqa: PLC0415

    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, None)
    if output.exists() and not resume:
        raise common.option_problem(str(output), "this file exists; use --resume to go on with it, or another name")
    scenario = common.scenario(str(output), kb, quiet=quiet) if resume else None
    day = as_of or (scenario.as_of if scenario else None) or datetime.date.today().isoformat()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte in an answer ends nothing

    def keep(version: Scenario) -> str:
        beside = output.with_name(f"{output.stem}.kept{output.suffix}")
        save_scenario(version, beside)
        return str(beside)

    interview = Interview(
        kb=kb,
        as_of=day,
        forum=forum or (scenario.forum if scenario else None),
        ask=_asker(),
        say=lambda text: print(text, file=sys.stderr),
        save=lambda s: save_scenario(s, output),
        keep=keep,
        width=min(common.width(), 100),
        paint=_painted if _on_terminal() and not os.environ.get("NO_COLOR") else lambda text, look: text,
    )
    try:
        scenario = interview.run(scenario)
    except Stopped:
        print("Stopped before an act was named; nothing to keep.", file=sys.stderr)
        raise typer.Exit(2) from None
    print(f"Saved as {output}.", file=sys.stderr)
    if not quiet:
        result = assess(scenario, kb, as_of=as_of, forum=forum)
        common.emit(render(result, kb, "terminal", width=common.width(), colour=common.colour()), None)


#: Colours that stay apart for every common form of colour blindness, on dark and light ground alike.
_LOOKS: dict[str, dict[str, object]] = {
    "act": {"bold": True, "underline": True},
    "stands": {"fg": "cyan", "bold": True},
    "question": {"bold": True},
    "problem": {"fg": "yellow", "bold": True},
    "soft": {"dim": True},
}
_KEYS = " ? help  < back  > later  / change  /word find  ! how known  = version  q stop "


def _painted(text: str, look: str) -> str:
    return typer.style(text, **_LOOKS[look]) if look in _LOOKS else text  # type: ignore[arg-type]


def _on_terminal() -> bool:
    """Whether a person types on a terminal that can do more than print line after line."""
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _asker() -> Callable[[str], str]:
    """What asks for a line: one that can be edited, with the keys shown below, where a terminal can do that."""
    if not _on_terminal():
        return _ask
    from prompt_toolkit import PromptSession  # noqa: PLC0415  pipes and plain terminals do without
    from prompt_toolkit.output import ColorDepth, create_output  # noqa: PLC0415

    depth = ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None
    session: PromptSession[str] = PromptSession(
        output=create_output(stdout=sys.stderr), color_depth=depth, bottom_toolbar=_KEYS
    )
    return session.prompt


def _ask(prompt: str) -> str:
    """Read a line; the prompt goes to standard error so that standard output holds the report alone."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():  # a terminal echoes what is typed, and the line end with it
        print(file=sys.stderr)
    if not line:
        raise EOFError
    return line
