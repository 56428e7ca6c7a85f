"""The fixed wording of documents, one entry a language: what stands on a page beside what the outline says."""

from __future__ import annotations

from dataclasses import dataclass

from fairuse.words.outline import TraceStep


@dataclass(frozen=True)
class Phrases:
    """What documents say of their own. `{}` is filled in."""

    contents: str
    notes: str
    back: str
    note: str
    contra: str
    step: str
    proof: str
    rule: str
    rests_on: str
    after: str
    signs: tuple[str, str, str]
    legend: str
    authority: str
    court: str
    day: str
    status: str
    where_cited: str
    not_cited: str
    skip: str
    page: str
    carries: str


ENGLISH = Phrases(
    contents="Contents",
    notes="Notes",
    back="back to the text",
    note="note {}",
    contra="Contra",
    step="step {}",
    proof="Why",
    rule="Rule",
    rests_on="Rests on",
    after="Follows from",
    signs=("for the user", "against the user", "open"),
    legend="▲ for the user   ▼ against   ◆ open",
    authority="Authority",
    court="Made by",
    day="Date",
    status="Status and treatment",
    where_cited="Notes",
    not_cited="no note",
    skip="Skip to the report",
    page="Page {} of {}",
    carries="This file carries the data of the report, which fairuse verify derives again.",
)
_LANGUAGES = {"en": ENGLISH}


def phrases(language: str) -> Phrases:
    """The wording of a language. Raises `KeyError` for one that is not held."""
    return _LANGUAGES[language]


def step_text(step: TraceStep, words: Phrases = ENGLISH) -> str:
    """A step of the reasoning as one paragraph."""
    parts = [f"{step.title}. {step.text}", f"{words.rule}: {step.rule}."]
    parts += [f"{words.rests_on}: {'; '.join(step.rests)}."] if step.rests else []
    parts += [f"{words.after}: {', '.join(words.step.format(n) for n in step.after)}."] if step.after else []
    return " ".join(parts)
