"""Cells become values as a scenario gives them. Nothing is guessed: what is not clearly a value is said to be none."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from fairuse.batch.mapping import Meaning
from fairuse.kb.fact import FactDef

_TRUTH = {"true": True, "false": False, "yes": True, "no": False}
_NUMBER = re.compile(r"[-+]?(\d{1,18}(\.\d{1,18})?|\.\d{1,18})([eE][-+]?\d{1,3})?")
#: What may stand between the values of a list in a cell of text.
_BETWEEN = re.compile(r"\s*[;|]\s*")


def value_in(cell: Any, meaning: Meaning, empty: Collection[str]) -> Any:
    """What a cell says, None if nothing: its recoded value, or the cell as the kind of fact is written.

    Text becomes a number, a truth value or a list where the fact is one; whatever else it says is left for the checks
    that every scenario goes through.
    """
    if isinstance(cell, str):
        cell = cell.strip()
    if not isinstance(cell, list | dict) and str(cell) in meaning.values:
        return meaning.values[str(cell)]
    if cell is None or (isinstance(cell, str) and cell in empty):
        return None
    if isinstance(cell, bool) and str(cell).lower() in meaning.values:
        return meaning.values[str(cell).lower()]
    fact = meaning.fact
    if fact is None:
        return cell
    if isinstance(cell, str):
        return _read(cell, fact, meaning)
    if isinstance(cell, list):
        return [meaning.values.get(str(part), part) for part in cell]
    if fact.type == "year" and isinstance(cell, float) and cell.is_integer():
        return int(cell)  # a column of years with gaps comes as floats out of many tools
    return cell


def _read(text: str, fact: FactDef, meaning: Meaning) -> Any:
    if fact.type == "boolean":
        return _TRUTH.get(text.lower(), text)
    if fact.numeric and _NUMBER.fullmatch(text):
        number = float(text)
        return int(number) if number.is_integer() and (fact.type == "year" or "." not in text) else number
    if fact.type == "choices":
        parts = [part for part in _BETWEEN.split(text) if part]
        return [meaning.values.get(part, part) for part in parts] if len(parts) > 1 else text
    return text
