"""The command line. This module only wires; each family of commands has a module of its own."""

from __future__ import annotations

import os
import sys

import typer

from fairuse.cli import ask as ask_command
from fairuse.cli import (
    assess,
    backtest,
    batch,
    calibrate,
    check,
    compare,
    reference,
    schema,
    verify,
    watch,
    whatif,
    whynot,
)
from fairuse.errors import FairuseError

app = typer.Typer(
    name="fairuse",
    help="Assess, act by act and law by law, whether an AI training or output scenario needs permission. "
    "Rules decide, every step is cited, unknown facts stay unknown. Not legal advice.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("assess")(assess.assess_command)
app.command("ask")(ask_command.ask_command)
app.command("batch")(batch.batch_command)
app.command("compare")(compare.compare_command)
app.command("watch")(watch.watch_command)
app.command("verify")(verify.verify_command)
app.command("whatif")(whatif.whatif_command)
app.command("whynot")(whynot.whynot_command)
app.command("backtest")(backtest.backtest_command)
app.command("calibrate")(calibrate.calibrate_command)
app.command("check")(check.check_command)
app.command("schema")(schema.schema_command)
for kind in ("rules", "facts", "authorities", "doctrines", "regimes"):
    app.add_typer(reference.app_for(kind), name=kind)


def _version(wanted: bool) -> None:
    if wanted:
        from fairuse import __version__  # noqa: PLC0415

        typer.echo(f"fairuse {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Hold options of the program as a whole."""


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 a gate or check said no, 2 the input or usage is wrong."""
    try:
        app()
    except FairuseError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
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
