"""``fairuse ask``."""

from __future__ import annotations

import datetime
import io
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import FairuseError, did_you_mean

if TYPE_CHECKING:
    from fairuse.kb.model import KnowledgeBase
    from fairuse.scenario.model import Scenario


def ask_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="The scenario file to write, after each answer.")],
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the scenario in that file.")] = False,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="WHAT",
            help="Start from a scenario file, the card of a data set (.md) or the name of an example that ships.",
        ),
    ] = None,
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

      fairuse ask -o my-scenario.yaml --from pirated-library-training

      fairuse ask -o my-scenario.yaml --from README.md

      fairuse ask -o my-scenario.yaml < answers.txt

    While it asks, = keeps a version beside the file, as my-scenario.kept.yaml, and later compares the two.
    """
    from fairuse.ask.aside import remark, remarked  # noqa: PLC0415
    from fairuse.ask.terminal import Interview, Stopped  # noqa: PLC0415
    from fairuse.precedent.beside import assess  # noqa: PLC0415
    from fairuse.report import render  # noqa: PLC0415
    from fairuse.scenario.model import dump_scenario, save_scenario  # noqa: PLC0415
    from fairuse.source.files import check_writable, write_whole  # noqa: PLC0415

    kb = common.knowledge(rules, house)
    common.check_options(kb, as_of, forum, None)
    if output.exists() and not resume:
        raise common.option_problem(str(output), "this file exists; use --resume to go on with it, or another name")
    if resume and source:
        raise common.option_problem("--from", "either this or --resume: the file has what it was begun from")
    beside = output.with_name(f"{output.stem}.kept{output.suffix}")
    scenario = common.scenario(str(output), kb, quiet=quiet) if resume else None
    kept = common.scenario(str(beside), kb, quiet=quiet) if resume and beside.exists() else None
    card = ""
    if source:
        scenario, card = _begun(source, kb, quiet=quiet)
    check_writable(output)
    day = as_of or (scenario.as_of if scenario else None) or datetime.date.today().isoformat()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte in an answer ends nothing

    def keep(version: Scenario) -> str:
        save_scenario(version, beside)
        return str(beside)

    def save(version: Scenario) -> None:
        write_whole(output, (dump_scenario(version) + remark(interview.aside)).encode())

    interview = Interview(
        kb=kb,
        as_of=day,
        forum=forum or (scenario.forum if scenario else None),
        ask=_asker(lambda: interview.keys),
        say=lambda text: print(text, file=sys.stderr),
        save=save,
        keep=keep,
        kept=kept,
        aside=remarked(output.read_text(encoding="utf-8"), scenario, kb) if resume and scenario else (),
        card=card,
        width=min(common.width(), 100),
        height=shutil.get_terminal_size((100, 24)).lines if sys.stdin.isatty() and sys.stderr.isatty() else None,
        bar=_on_terminal(),
        paint=_painted if _on_terminal() and not os.environ.get("NO_COLOR") else lambda text, look: text,
    )
    if source and scenario:
        save(scenario)
    try:
        scenario = interview.run(scenario)
    except Stopped:
        print("Stopped before an act was named; nothing to keep.", file=sys.stderr)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        if output.exists():
            print(f"\nStopped; what was answered is in {output}, and --resume goes on with it.", file=sys.stderr)
        raise typer.Exit(130) from None
    if not forum and (elsewhere := _out_of_reach(scenario, kb)):
        scenario = scenario.model_copy(update={"forum": None})
        save(scenario)
        print(f"'{elsewhere}' has no say where the acts happen now; no court is asked.", file=sys.stderr)
    print(f"Saved as {output}.", file=sys.stderr)
    if not quiet:
        result = assess(scenario, kb, as_of=as_of, forum=forum)
        common.emit(render(result, kb, "terminal", width=common.width(), colour=common.colour()), None)


def _out_of_reach(scenario: Scenario, kb: KnowledgeBase) -> str | None:
    """The court that a scenario names, if it has no say over any law that is asked of it now."""
    from fairuse.answer.asked import court_of  # noqa: PLC0415

    try:
        court_of(scenario, kb, None)
    except FairuseError:
        return scenario.forum
    return None


def _begun(source: str, kb: KnowledgeBase, *, quiet: bool) -> tuple[Scenario | None, str]:
    """What an interview starts from: a scenario (that of an example or of a file), or the text of a card."""
    from fairuse.ask.situations import begun  # noqa: PLC0415
    from fairuse.ask.sources import examples, with_card  # noqa: PLC0415

    if (found := examples(kb).get(source)) is not None:
        return found, ""
    path = Path(source)
    if path.suffix.lower() not in (".md", ".markdown", ".txt"):
        if not path.exists() and not path.suffix:
            near = did_you_mean(source, examples(kb))
            raise common.option_problem("--from", f"there is no file and no example '{source}'{near}")
        return common.scenario(source, kb, quiet=quiet), ""
    try:
        card = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise common.option_problem("--from", f"{source} cannot be read: {error.strerror or error}") from None
    for situation in tuple(kb.situations.values())[:1]:
        with_card(begun(situation), card, kb)  # what is wrong with it is said before anything is asked
    return None, card


#: Colours that stay apart for every common form of colour blindness, on dark and light ground alike.
_LOOKS: dict[str, dict[str, object]] = {
    "act": {"bold": True, "underline": True},
    "stands": {"fg": "cyan", "bold": True},
    "question": {"bold": True},
    "problem": {"fg": "yellow", "bold": True},
    "soft": {"dim": True},
}


def _painted(text: str, look: str) -> str:
    return typer.style(text, **_LOOKS[look]) if look in _LOOKS else text  # type: ignore[arg-type]


def _on_terminal() -> bool:
    """Whether a person types on a terminal that can do more than print line after line."""
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _asker(keys: Callable[[], Sequence[str]]) -> Callable[[str], str]:
    """What asks for a line: one that can be edited, with the keys shown below, where a terminal can do that."""
    if not _on_terminal():
        return _ask
    from prompt_toolkit import PromptSession  # noqa: PLC0415  pipes and plain terminals do without
    from prompt_toolkit.output import ColorDepth, create_output  # noqa: PLC0415

    def bar() -> str:
        """As many keys as there is room for."""
        text = ""
        for key in keys():
            if len(text) + len(key) + 3 > common.width():
                break
            text += f"  {key}" if text else f" {key}"
        return text

    depth = ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None
    session: PromptSession[str] = PromptSession(
        output=create_output(stdout=sys.stderr), color_depth=depth, bottom_toolbar=bar
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
