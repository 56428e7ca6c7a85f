"""How what a scenario tells is known: counted, so that nobody takes what is only asserted for more."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import BinaryIO

from fairuse.scenario.model import UNKNOWN, Basis, Given, Proof, Scenario

_SAID: dict[Basis, str] = {"asserted": "only asserted", "documented": "documented", "measured": "measured"}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: As long as file names may be.
LONGEST = 255


@dataclass(frozen=True)
class Counted:
    """How many facts are told, and of them how many in which way; `files`: with a file; `people`: by whom, how many."""

    told: int
    unknown: int
    bases: dict[Basis, int]
    files: int
    people: dict[str, int]

    @property
    def text(self) -> str:
        """In a sentence."""
        if not self.told:
            return "No fact is told."
        parts = [f"{self.bases.get(basis, 0)} {word}" for basis, word in _SAID.items() if self.bases.get(basis)]
        more = [f"{self.files} with a file that shows it"] if self.files else []
        more += [f"{count} said by {who}" for who, count in sorted(self.people.items())]
        rest = f" Among them {'; '.join(more)}." if more else ""
        open_ = f" Of {self.unknown} more it is said that they are not known." if self.unknown else ""
        return f"Of {self.told} facts told, {', '.join(parts)}.{rest}{open_}"


def counted(scenario: Scenario) -> Counted:
    """Count how the facts of a scenario are known, each as often as it is told."""
    levels = (scenario.facts, *(w.facts for w in scenario.works.values()), *(a.facts for a in scenario.acts))
    every = [given for facts in levels for given in facts.values()]
    told = [given for given in every if given.value != UNKNOWN]
    return Counted(
        told=len(told),
        unknown=len(every) - len(told),
        bases=dict(Counter(given.known for given in told)),
        files=sum(given.file is not None for given in told),
        people=dict(Counter(given.by for given in told if given.by)),
    )


def proof_of(name: str, content: BinaryIO) -> Proof:
    """A file that shows a fact, by its name and what it holds; nothing else of it is kept."""
    plain = _CONTROL.sub("", name.replace("\\", "/").rpartition("/")[2]).strip()[-LONGEST:]
    digest = hashlib.sha256()
    while piece := content.read(1 << 20):
        digest.update(piece)
    return Proof(name=plain or "file", sha256=digest.hexdigest())


def evidence_text(given: Given) -> str:
    """How one fact is known, in a few words; nothing if it is only asserted and nobody is named."""
    parts: list[str] = [] if given.known == "asserted" else [given.known]
    parts += [f"by {given.by}"] if given.by else []
    parts += [f"{given.file.name}, SHA-256 {given.file.sha256[:12]}…"] if given.file else []
    parts += [given.note] if given.note else []
    return "; ".join(parts)
