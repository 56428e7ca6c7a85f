"""The command line: words come in; text and an exit code leave. This only wires; each command has its own module."""

from __future__ import annotations

import gc
import importlib
import os
import sys

import typer

from fairuse.cli.common import at_option, say
from fairuse.source.errors import FairuseError

_COMMANDS = (
    "assess",
    "ask",
    "serve",
    "batch",
    "import",
    "compare",
    "watch",
    "verify",
    "migrate",
    "whatif",
    "whynot",
    "backtest",
    "calibrate",
    "check",
    "schema",
    "mcp",
)
_GROUPS = ("claims",)
_LISTS = ("rules", "facts", "authorities", "doctrines", "regimes", "licences")


def command_line(word: str = "") -> typer.Typer:
    """The command line. If `word` names a command, that one alone is imported, so that it starts quickly."""
    app = typer.Typer(
        name="fairuse",
        help="Assess, act by act and law by law, whether an AI training or output scenario needs permission. "
        "Rules decide, every step is cited, unknown facts stay unknown. Not legal advice.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        callback=_root,
    )
    every = (*_COMMANDS, *_GROUPS, *_LISTS)
    wanted = [word] if word in every else every
    for name in wanted:
        if name in _LISTS:
            app.add_typer(importlib.import_module("fairuse.cli.reference").app_for(name), name=name)
        elif name in _GROUPS:
            app.add_typer(importlib.import_module(f"fairuse.cli.{name}").app, name=name)
        else:
            app.command(name)(getattr(importlib.import_module(f"fairuse.cli.{name}"), f"{name}_command"))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from fairuse import __version__  # noqa: PLC0415

        typer.echo(f"fairuse {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Hold options of the program as a whole."""


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 a gate or check said no, 2 the input or usage is wrong."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy's matrices here are small; idle threads take a core
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some reads what is installed, all of it
    gc.set_threshold(500_000)  # nearly all that a short run makes is kept: looking through it takes a tenth of its time
    try:
        command_line(*sys.argv[1:2])(prog_name="fairuse")
    except FairuseError as error:
        say(map(at_option, error.problems))
        sys.exit(2)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("FAIRUSE_DEBUG"):
            raise
        print(f"fairuse: internal error: {type(error).__name__}: {error}", file=sys.stderr)
        print("This is a defect. Run again with FAIRUSE_DEBUG=1 for details to report.", file=sys.stderr)
        sys.exit(70)
