"""Lines out and lines in: text as wide as the terminal, and lists in pages that fit its height."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: Below a page stand the line to type in and the bar with the keys.
BELOW = 2
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # arrow keys and the like, typed where they mean nothing


class Stopped(Exception):
    """The user, or the end of the input, ended the questions early."""


def plain(text: str, look: str) -> str:
    """Text without colour, whatever its `look`."""
    del look
    return text


@dataclass(frozen=True)
class Screen:
    """`ask` returns a line typed, `say` shows text. `height`: in lines; None where nobody looks (a pipe)."""

    ask: Callable[[str], str]
    say: Callable[[str], None]
    width: int = 80
    height: int | None = None
    paint: Callable[[str, str], str] = plain

    @property
    def room(self) -> int | None:
        """How many lines are seen at once, above the line to type in."""
        return None if self.height is None else max(6, self.height - BELOW)

    def line(self, prompt: str) -> str:
        """A line that is typed. Raises `Stopped` at the end of the input."""
        try:
            return _CONTROL.sub("", self.ask(f"{prompt} ")).strip()
        except EOFError:
            raise Stopped from None

    def wrapped(self, text: str, indent: str = "", look: str = "") -> list[str]:
        """The lines of a text, as wide as the screen, in a look."""
        lead = text[: len(text) - len(text.lstrip())]
        whole = lead + " ".join(text.split())
        filled = textwrap.wrap(whole, self.width, initial_indent=indent, subsequent_indent=indent + "   ")
        return [self.paint(line, look) for line in filled]

    def tell(self, text: str, indent: str = "", look: str = "") -> None:
        """Show a text."""
        self.say("\n".join(self.wrapped(text, indent, look)))

    def pages(self, lines: Sequence[str]) -> None:
        """Show lines, and wait before what does not fit."""
        some = self.room or len(lines) or 1
        for first in range(0, len(lines), some):
            if first and self.line("(Enter shows more, any letter goes on.)"):
                return
            self.say("\n".join(lines[first : first + some]))

    def short(self, text: str, width: int | None = None) -> str:
        """A text in one line, cut where it is longer."""
        return textwrap.shorten(text, width or self.width - 2, placeholder=" …")

    def side_by_side(self, texts: Sequence[str], indent: str = "  ") -> list[str]:
        """Texts in two columns, read downwards, each cut to its column."""
        wide = (self.width - len(indent) - 2) // 2
        rows = -(-len(texts) // 2)
        cells = [self.short(text, wide) for text in texts]
        return [
            f"{indent}{left:<{wide}}  {right}".rstrip()
            for left, right in zip(cells[:rows], [*cells[rows:], *[""] * (2 * rows - len(cells))], strict=True)
        ]
