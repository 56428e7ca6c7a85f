"""``fairuse serve``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fairuse.cli import common


def serve_command(
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help="The port to listen on.")] = 8500,
    show: Annotated[bool, typer.Option("--open", help="Open the start page in the browser.")] = False,
    rules: common.RulesOption = None,
    house: common.HouseOption = None,
) -> None:
    """Ask the questions in a browser, and answer programs as JSON, on this machine alone.

    Nothing leaves the machine and nothing is kept: the pages carry the answers, and you save them as a scenario file.

    Examples:

      fairuse serve --open

      fairuse serve --port 9000

      fairuse serve --house our-rules/

      curl -s localhost:8500/api/kb/facts/copy.source
    """
    try:
        import uvicorn  # noqa: PLC0415  from an extra

        from fairuse.web.app import application  # noqa: PLC0415
    except ImportError as error:
        reason = f"this needs what is not installed ({error.name}): pip install 'fairuse[web]'"
        raise common.option_problem("serve", reason) from None
    kb = common.knowledge(rules, house)
    address = f"http://127.0.0.1:{port}/"
    print(f"fairuse listens on {address} (Ctrl-C ends it).", file=sys.stderr)
    if show:
        typer.launch(address)
    app = application(kb, [f"127.0.0.1:{port}", f"localhost:{port}"], warm=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", server_header=False, limit_concurrency=100)
