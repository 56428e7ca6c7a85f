"""Sentences of running text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

#: A sentence ends at a full stop after a word of two small letters or more and before a capital: not in "v. Nation".
_ENDS = re.compile(r"(?<=[a-z]{2}|[a-z]\)|\d%)\. (?=[A-Z])")
#: Embeddings, overrides and isolates of writing direction, other breaks of lines, and what is no character at all.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")

#: Breaks of lines, and separators, that lead a terminal elsewhere than to the next line.
_RETURNS = re.compile("[\r\v\f\x1c-\x1f\x85]")


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    first = _ENDS.split(text.strip(), maxsplit=1)[0]
    return first if first.endswith(".)") else first.rstrip(".") + "."


def legible(text: str) -> str:
    """Running text as a page can show it, its white space as single spaces.

    Control characters and marks that turn the direction of writing become visible: a file format may have no way to
    write them, and a reader could be shown another order of words than stands there.
    """
    return re.sub(r"\s+", " ", visible(text))


def visible(text: str) -> str:
    """A text whose control characters and marks of direction are seen: a terminal would obey them."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _RETURNS.sub(" ", text))


def visible_in(value: Any) -> Any:
    """A frozen value, such as an outline, with every text in it as `visible` shows it."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, tuple):
        return tuple(map(visible_in, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: visible_in(getattr(value, field.name)) for field in fields(value)})
    return value


#: A quotation mark opens where no word stands before it.
_OPENS = re.compile(r"(^|[\s(\[{/\u2013\u2014])(['\"])(?=\S)")
_CURLED = {"'": ("\u2018", "\u2019"), '"': ("\u201c", "\u201d")}


def typeset(text: str) -> str:
    """Running text as it is set on a page: legible, with the quotation marks and apostrophes of print."""
    opened = _OPENS.sub(lambda found: found[1] + _CURLED[found[2]][0], legible(text))
    return opened.replace("'", _CURLED["'"][1]).replace('"', _CURLED['"'][1])
