"""``fairuse mcp``."""

from __future__ import annotations

from typing import Annotated

import typer

from fairuse.cli import common


def mcp_command(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP on 127.0.0.1, not standard input.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=1, max=65535, help="With --http, the port.")
    ] = 8765,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
) -> None:
    """Serve assistants over the Model Context Protocol: from what a user tells to a cited report.

    On standard input and output, as an assistant on this machine starts it, or over HTTP on this machine alone. How to
    add it to common assistants: docs/assistants.md. Needs the extra: pip install 'fairuse[mcp]'.

    Examples:

      fairuse mcp

      fairuse mcp --http --port 8765

      fairuse mcp --house our-rules/
    """
    try:
        from fairuse.mcp.server import run  # noqa: PLC0415  the SDK is an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "anyio"):
            raise
        raise common.option_problem("mcp", "this needs an extra; install it with: pip install 'fairuse[mcp]'") from None
    run(lambda: common.knowledge(rules, house), port if http else None)
