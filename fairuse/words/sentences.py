"""Sentences of running text."""

from __future__ import annotations

import re

#: A sentence ends at a full stop after a word of two small letters or more and before a capital: not in "v. Nation".
_ENDS = re.compile(r"(?<=[a-z]{2}|[a-z]\)|\d%)\. (?=[A-Z])")


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return _ENDS.split(text.strip(), maxsplit=1)[0].rstrip(".") + "."
