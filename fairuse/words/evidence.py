"""How what a scenario tells is known: counted, so that nobody takes what is only asserted for more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fairuse.scenario.model import UNKNOWN, Basis, Given, Scenario
from fairuse.words.en import evidence as en

_SAID: dict[Basis, str] = {"asserted": en.ONLY_ASSERTED, "documented": en.DOCUMENTED, "measured": en.MEASURED}


@dataclass(frozen=True)
class Counted:
    """How many facts are told, and of them how many in which way; `files`: with a file; `people`: by whom, how many."""

    told: int
    unknown: int
    bases: dict[Basis, int]
    files: int
    people: dict[str, int]

    @property
    def more(self) -> bool:
        """Whether a file or a person is named anywhere."""
        return bool(self.files or self.people)

    @property
    def text(self) -> str:
        """In a sentence."""
        if not self.told:
            return en.NO_FACT_IS_TOLD
        parts = [f"{self.bases[basis]} {word}" for basis, word in _SAID.items() if self.bases.get(basis)]
        parts += [en.X_SHOWN_BY_A_FILE.format(self.files)] if self.files else []
        parts += [en.X_SAID_BY_X.format(count, who) for who, count in sorted(self.people.items())]
        parts += [en.X_SAID_TO_BE_NOT_KNOWN.format(self.unknown)] if self.unknown else []
        return en.HOW_THE_FACTS_ARE_KNOWN.format(self.told, ", ".join(parts))


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


def evidence_text(given: Given) -> str:
    """How one fact is known, in a few words; nothing if it is only asserted and nobody is named."""
    parts: list[str] = [] if given.known == "asserted" else [_SAID[given.known]]
    parts += [en.BY_X.format(given.by)] if given.by else []
    parts += [en.X_SHA_X.format(given.file.name, given.file.sha256[:12])] if given.file else []
    parts += [given.note] if given.note else []
    return "; ".join(parts)
