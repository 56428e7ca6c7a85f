"""What a page carries from one request to the next: the scenario as text, and the questions answered or skipped."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import ValidationError

from fairuse.ask.aside import Aside
from fairuse.ask.plan import Question
from fairuse.ask.situations import Answer
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.file import parse_scenario
from fairuse.scenario.model import Given, Scenario, dump_scenario
from fairuse.source.errors import FairuseError, FairuseWarning, Location, Problem

#: The largest scenario that ships has 17 acts on works; a hundred under one law take a minute.
MOST_ACTS = 100


@dataclass(frozen=True)
class Spot:
    """A fact and whose it is, written ``fact|work|act`` in a form."""

    fact: str
    work: str | None = None
    act: int | None = None

    def __str__(self) -> str:
        return f"{self.fact}|{self.work or ''}|{'' if self.act is None else self.act}"

    @classmethod
    def read(cls, text: str, scenario: Scenario, kb: KnowledgeBase) -> Spot:
        """Read a spot. Raises `FairuseError` if the scenario has none such."""
        fact, _, rest = text.partition("|")
        work, _, act = rest.partition("|")
        acts = {str(number): number for number in range(len(scenario.acts))}
        if fact not in kb.facts or (work and work not in scenario.works) or (act and act not in acts):
            raise FairuseError([Problem(Location("form"), "no-such-question", "there is no such question here")])
        return cls(fact, work or None, acts.get(act))

    @classmethod
    def of(cls, asked: Question | Answer) -> Spot:
        """The spot of a question or an answer."""
        return cls(asked.fact.id, asked.work, asked.act)


@dataclass(frozen=True)
class State:
    """The scenario so far; `asked`: the questions answered, those of a page together; `skipped`: facts put off.

    `kept`: another version of the scenario, to compare with. `aside`: answers whose question does not arise any more.
    """

    scenario: Scenario
    asked: tuple[tuple[Spot, ...], ...] = ()
    skipped: tuple[str, ...] = ()
    kept: Scenario | None = None
    aside: Aside = ()

    @cached_property
    def fields(self) -> dict[str, str]:
        """What a form carries in hidden fields: made once, for a page has many forms."""
        return {
            "scenario": dump_scenario(self.scenario),
            "asked": "\n".join("\t".join(map(str, page)) for page in self.asked),
            "skipped": "\n".join(self.skipped),
            "kept": dump_scenario(self.kept) if self.kept else "",
            "aside": json.dumps([[str(Spot.of(a)), a.given.model_dump(exclude_defaults=True)] for a in self.aside])
            if self.aside
            else "",
        }

    @classmethod
    def read(cls, form: Mapping[str, str], kb: KnowledgeBase) -> State:
        """Read what a form carries. Raises `FairuseError` with every problem of the scenario."""
        scenario = read_scenario(form.get("scenario", ""), kb)
        pages = (line.split("\t") for line in form.get("asked", "").splitlines() if line)
        asked = tuple(tuple(Spot.read(spot, scenario, kb) for spot in page) for page in pages)
        skipped = tuple(name for name in form.get("skipped", "").splitlines() if name in kb.facts)
        kept = form.get("kept", "").strip()
        return cls(
            scenario,
            asked,
            skipped,
            read_scenario(kept, kb) if kept else None,
            _aside(form.get("aside", ""), scenario, kb),
        )

    def of(self, scenario: Scenario, *asked: Spot) -> State:
        """The state with another scenario, and a page more of questions that were answered."""
        return replace(self, scenario=scenario, asked=(*self.asked, asked) if asked else self.asked)


def _aside(text: str, scenario: Scenario, kb: KnowledgeBase) -> Aside:
    """The answers kept aside, as a form carries them. Raises `FairuseError`."""
    if not text.strip():
        return ()
    try:
        read = [(str(spot), Given.model_validate(given)) for spot, given in json.loads(text)]
    except (ValueError, TypeError, RecursionError, ValidationError):
        raise FairuseError([Problem(Location("form"), "bad-form", "the answers kept aside cannot be read")]) from None
    spots = [(Spot.read(spot, scenario, kb), given) for spot, given in read]
    return tuple(Answer(kb.facts[spot.fact], given, spot.act, spot.work) for spot, given in spots)


def read_scenario(text: str, kb: KnowledgeBase) -> Scenario:
    """A scenario from text of a form, of a size that is answered in time. Raises `FairuseError`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FairuseWarning)  # the report tells what has no effect
        scenario = parse_scenario(text.encode(errors="surrogatepass"), kb, name="scenario")
    if sum(len(act.works) for act in scenario.acts) > MOST_ACTS:
        reason = f"more than {MOST_ACTS} acts on works; 'fairuse assess' and 'fairuse batch' take as many as there are"
        raise FairuseError([Problem(Location("scenario"), "too-large", reason)])
    return scenario
