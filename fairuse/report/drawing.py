"""The pictures of documents, drawn by typst from data: the same drawing for pdf, html and docx."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Literal

#: The format whose maker also draws the pictures of the others.
DRAWN_BY = "pdf"
#: Dots to the inch of pictures that are no drawings: sharp in print.
PPI = 220.0


def figure(drawn: dict[str, Any], form: Literal["svg", "png"]) -> bytes:
    """Draw one picture, as wide as the text of a page. The package of `DRAWN_BY` has to be installed."""
    import typst  # noqa: PLC0415  an extra of 80 MB

    made: bytes = typst.compile(template("figure"), format=form, ppi=PPI, sys_inputs={"figure": json.dumps(drawn)})
    return made


def template(name: str) -> bytes:
    """A template after what draws the pictures, which all have in common."""
    styles = files("fairuse.report").joinpath("styles")
    return b"\n".join(styles.joinpath(f"{part}.typ").read_bytes() for part in ("drawing", name))
