"""``fairuse schema``."""

from __future__ import annotations

from typing import Annotated

import typer

from fairuse.cli import common
from fairuse.source.errors import did_you_mean


def schema_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="scenario, case, rules, assessment, comparison …")],
) -> None:
    """Print the JSON Schema of a file format.

    Examples:

      fairuse schema scenario > scenario.schema.json

      fairuse schema assessment
    """
    import json  # noqa: PLC0415

    from fairuse.schemas import NAMES, schema  # noqa: PLC0415

    if name not in NAMES:
        raise common.option_problem(
            "NAME", f"no schema '{name}'{did_you_mean(name, NAMES)} (one of {', '.join(NAMES)})"
        )
    common.emit(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", None)
