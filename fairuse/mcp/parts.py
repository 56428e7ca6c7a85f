"""What every answer to an assistant has in common: its size, what it rests on, and how anybody finds it again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fairuse.kb.model import KnowledgeBase
from fairuse.release import VERSION
from fairuse.source.errors import argument_problem

#: The longest answer, in characters: some 4,000 tokens, so that a dozen fit beside a conversation.
MOST = 16_000
#: The longest text that is taken in, in characters: a book chapter; the longest scenario that ships has 9,000.
LONGEST = 200_000
#: Ids of a kind that an answer names below its text; a list of all would push the text out.
NAMED = 40


@dataclass(frozen=True)
class Found:
    """What was found: the text, the rules and authorities it rests on, and the day whose law was asked.

    `record`: what the receipt is over, if more than the text. `again`: the command that writes that record.
    """

    text: str
    rules: Sequence[str] = ()
    authorities: Sequence[str] = ()
    as_of: str = ""
    record: str = ""
    again: str = ""


def answer(found: Found, kb: KnowledgeBase, offset: int = 0) -> str:
    """The part of an answer that begins at `offset`, of at most `MOST` characters, with what it rests on below.

    Raises `FairuseError` if there is no such part.
    """
    if offset < 0 or (offset > 0 and offset >= len(found.text)):
        raise argument_problem("offset", f"this answer has {len(found.text)} characters; there is none at {offset}")
    below = "\n".join(_below(found, kb))
    whole = len(found.text)
    longest = max(len(_more(whole, whole, whole)), len(_more(whole, whole, whole + 1)))
    end = _end(found.text, offset, MOST - len(below) - longest - len("\n\n---\n\n"))
    part = found.text[offset:end].rstrip("\n")
    more = [_more(offset, end, whole)] if offset or end < whole else []
    return "\n".join([part, "", "---", below, *more])


def _end(text: str, start: int, room: int) -> int:
    """Where a part ends: after the last whole line that fits, or within a line that fits nowhere."""
    if len(text) - start <= room:
        return len(text)
    line = text.rfind("\n", start, start + room)
    return line + 1 if line > start else start + room


def _more(start: int, end: int, whole: int) -> str:
    follow = f"; go on with offset={end}" if end < whole else "; this is the last part"
    return f"characters {start} to {end} of {whole}{follow}"


def _below(found: Found, kb: KnowledgeBase) -> list[str]:
    record = found.record or found.text
    day = f"law as of {found.as_of}; " if found.as_of else ""
    lines = [
        f"rules: {_some(found.rules)}",
        f"authorities: {_some(found.authorities)}",
        f"{day}rules {kb.version} ({kb.sha256[:16]}{', with house rules' if kb.house else ''}); fairuse {VERSION}",
        f"receipt: sha256 {hashlib.sha256(record.encode()).hexdigest()}",
    ]
    if found.again:
        under = " under the same --house" if kb.house else ""
        lines.append(f"the receipt is over what this prints, run on the scenario{under}: {found.again}")
    return lines


def _some(names: Sequence[str]) -> str:
    once = list(dict.fromkeys(names))
    more = len(once) - NAMED
    return ", ".join(once[:NAMED]) + (f" and {more} more" if more > 0 else "") or "none"
