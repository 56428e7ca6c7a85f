"""How a report is to look, and what every renderer offers."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.words.outline import Outline, Tone

#: What stands before a statement for the user, against, or open, where no colour may carry it.
SIGNS: dict[Tone, str] = {"good": "▲ ", "bad": "▼ ", "open": "◆ ", "plain": ""}


@dataclass(frozen=True)
class Look:
    """How a report is to look, and what it carries.

    `width` (in columns) and `colour` are for the terminal, `template` (a .docx file whose styles are taken) for docx.
    `receipt`: JSON that html, docx and pdf carry, so that the report can be verified. `key`: a file with the private
    key that signs it.
    """

    width: int = 100
    colour: bool = False
    template: Path | None = None
    receipt: str = ""
    key: Path | None = None


class Renderer(Protocol):
    """What each module of a format offers as ``render``."""

    def __call__(self, outline: Outline, look: Look) -> bytes:
        """The report in the format. Raises `FairuseError` if what makes it is not installed."""


#: What makes the formats that need more than this package, by the module to look for.
MAKERS = {"docx": "pypandoc", "pdf": "typst"}


def is_installed(form: str) -> bool:
    """Whether what makes a format is there."""
    return form not in MAKERS or importlib.util.find_spec(MAKERS[form]) is not None


def check_installed(form: str) -> None:
    """Raise `FairuseError` naming the extra if what makes a format is not installed."""
    if not is_installed(form):
        reason = f"what makes {form} is not installed; get it with: pip install 'fairuse[documents]'"
        raise FairuseError([Problem(Location("--format"), "missing-extra", reason)])
