"""Reading an answer that was typed."""

from __future__ import annotations

import math
import re

from fairuse.kb.condition import Value
from fairuse.kb.fact import NOTHING, FactDef
from fairuse.source.errors import did_you_mean

#: So many letters of an answer are enough where no other begins so.
BEGUN = 3
#: What people type who do not know, beside nothing.
UNSURE = ("", "unknown", "don't know", "dont know", "do not know", "d", "not sure", "unsure", "idk", "no idea")


def read_answers(fact: FactDef, text: str) -> tuple[tuple[Value | None, ...], str | None]:
    """As `read_answer`, of a list of choices: several values or numbers between commas, or ``none``."""
    if fact.type != "choices" or text.strip().lower() == NOTHING:
        value, reason = (NOTHING, None) if fact.type == "choices" else read_answer(fact, text)
        return (value,), reason
    spaced = re.fullmatch(r"\s*\d+(\s+\d+)+\s*", text)  # numbers of the list need no commas
    read = [read_answer(fact, word) for word in (text.split() if spaced else text.split(","))]
    reasons = [reason for _, reason in read if reason]
    values = tuple(dict.fromkeys(value for value, _ in read))
    if not reasons and len(values) > 1 and None in values:
        reasons = [f"please give {fact.expects()}"]
    return values, reasons[0] if reasons else None


def read_answer(fact: FactDef, text: str) -> tuple[Value | None, str | None]:
    """Read a typed answer: a value, its number in the list, yes/no, or nothing for "don't know".

    Returns the value (None: not known) and a reason if it cannot be read.
    """
    text = text.strip()
    if re.sub(r"^i (really )?", "", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")) in UNSURE:
        return None, None
    if fact.numeric:
        try:
            number = float(text)
        except ValueError:
            return None, f"please give {fact.expects()}, or press Enter if you don't know"
        if not math.isfinite(number) or not fact.accepts(number):
            return None, f"please give {fact.expects()}"
        return (int(number) if number.is_integer() and abs(number) < 1e15 else number), None
    if fact.type == "boolean":
        word = {"y": True, "yes": True, "true": True, "1": True, "n": False, "no": False, "false": False, "2": False}
        if text.lower() in word:
            return word[text.lower()], None
        return None, "please answer yes or no, or press Enter if you don't know"
    options = list(fact.values)
    if text.isdecimal() and 1 <= int(text) <= len(options):
        return options[int(text) - 1], None
    names = {_folded(meaning): value for value, meaning in fact.values.items()} | {_folded(o): o for o in options}
    said = _folded(text)
    begin = {value for name, value in names.items() if len(said) >= BEGUN and name.startswith(said)}
    if said in names or len(begin) == 1:
        return names[said] if said in names else begin.pop(), None
    nearest = did_you_mean(said, names).replace("_", " ")
    return None, f"please give a number from 1 to {len(options)}, or press Enter if you don't know{nearest}"


def _folded(text: str) -> str:
    """A name, or what it means, as it is compared with what is typed."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower().removeprefix("the "))
