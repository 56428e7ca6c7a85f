"""From a source text to a scenario: each fact with the words it rests on, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz

from fairuse.kb.model import KnowledgeBase
from fairuse.mcp.parts import LONGEST
from fairuse.scenario.file import read_scenario
from fairuse.scenario.model import Basis, Given, Scenario, dump_scenario
from fairuse.scenario.names import fact_problem, value_problem
from fairuse.source.errors import argument_problem, did_you_mean

#: Fewer characters are found in nearly any text by chance, and carry no fact.
SHORTEST = 4
#: Facts taken at once: more than the vocabulary has.
MOST_FACTS = 500
#: From here on, of 100, a passage is shown as the one that may have been meant: one word wrong in ten leaves some 90,
#: a sentence said in other words 60 and less.
NEARLY = 80
#: Signs that typesetters and keyboards write in several ways, each as one sign: which was used says nothing.
_SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
#: Signs that no reader sees.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class Works(BaseModel):
    """A group of works that share their facts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(description="a short name, such as novels")
    title: str = ""


class ActDone(BaseModel):
    """One act on one or more groups of works."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    act: str = Field(description="the kind of act, one of those that `vocabulary` lists")
    works: list[str] = Field(min_length=1, description="the ids of the works")
    id: str = Field("", description="a short name; needed if two acts are of one kind")
    title: str = ""
    by: str = Field("", description="who does it, where several people or firms act")


class FactSaid(BaseModel):
    """A fact, and the words of the source that say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: str = Field(description="the id of the fact, as `vocabulary` lists it")
    value: bool | int | float | str | list[str] = Field(description="a value that `explain` names for the fact")
    quote: str = Field(description="the words of the source text that say so, verbatim")
    of: str = Field("", description="the id of the works or of the act that it is a fact of; empty: of all")
    known: Basis = "asserted"
    note: str = ""


@dataclass(frozen=True)
class Draft:
    """A scenario with the facts that were taken; `refused` says of each of the others why it stays unknown."""

    scenario: Scenario
    taken: tuple[str, ...]
    refused: tuple[str, ...]

    def text(self, missing: Iterable[str] = ()) -> str:
        """The draft as an assistant reads it, with what is still `missing`."""
        lines = [f"{len(self.taken)} facts taken, {len(self.refused)} refused and left unknown."]
        lines += [f"refused: {reason}" for reason in self.refused]
        return "\n".join([*lines, *missing, "", "scenario:", dump_scenario(self.scenario)])


def begin(title: str, works: Sequence[Works], acts: Sequence[ActDone], kb: KnowledgeBase, **about: Any) -> Scenario:
    """A scenario without facts. `about`: its day, forum and laws, if told. Raises `FairuseError`."""
    if both := {w.id for w in works} & {a.id for a in acts}:
        raise argument_problem("acts", f"'{min(both)}' names works and an act; give one of them another id")
    told = {
        "title": title,
        **{name: value for name, value in about.items() if value},
        "works": {w.id: w.model_dump(include={"title"}, exclude_defaults=True) for w in works},
        "acts": [a.model_dump(exclude_defaults=True) for a in acts],
    }
    return checked(_yaml(told), kb)


def _yaml(told: dict[str, Any]) -> str:
    """Raw parts of a scenario as the file they would be written in, for the one reader of scenarios to check."""
    import json  # noqa: PLC0415  JSON is YAML; nothing else here needs it

    return json.dumps(told, indent=1, ensure_ascii=False)


def checked(text: str, kb: KnowledgeBase) -> Scenario:
    """The scenario that a text holds. Raises `FairuseError` with all that is wrong with it."""
    return read_scenario(_bounded("scenario", text).encode(errors="replace"), kb, name="scenario").scenario


def with_facts(scenario: Scenario, source: str, said: Iterable[FactSaid], kb: KnowledgeBase) -> Draft:
    """The scenario with those facts more whose words the `source` has. Raises `FairuseError` if that is too long."""
    said = list(said)
    if len(said) > MOST_FACTS:
        raise argument_problem("facts", f"{len(said):,} facts are too many at once; at most {MOST_FACTS} are taken")
    plain = _plain(_bounded("source_text", source))
    taken: list[str] = []
    refused: list[str] = []
    for one in said:
        name = f"{one.of}:{one.fact}" if one.of else one.fact
        reason = _reason(one, plain, scenario, kb)
        if reason is not None:
            refused.append(f"{name}: {reason}")
            continue
        scenario = _told(scenario, one, _found(_plain(one.quote), plain) or one.quote)
        taken.append(name)
    return Draft(checked(dump_scenario(scenario), kb), tuple(taken), tuple(refused))


def unquoted(scenario: Scenario, source: str) -> list[str]:
    """The facts of a scenario whose words the `source` has not, each with what is wrong."""
    plain = _plain(_bounded("source_text", source))
    holders = [("", scenario.facts), *((n, w.facts) for n, w in scenario.works.items())]
    holders += list(zip(scenario.act_ids(), (a.facts for a in scenario.acts), strict=True))
    found = []
    for holder, facts in holders:
        for name, given in facts.items():
            if reason := quote_problem(given.quote, plain):
                found.append(f"{f'{holder}:' if holder else ''}{name}: {reason}")
    return found


def quote_problem(quote: str, plain: str) -> str | None:
    """Say why a quotation does not stand in a text that `_plain` has made; None if it does."""
    words = _plain(quote)
    if not words:
        return "no words of the source are quoted"
    if len(words) < SHORTEST:
        return f"the quotation '{words}' is too short to say a fact"
    if _found(words, plain) is None:
        return f"the quotation '{words[:80]}' is not in the source, word for word{_nearly(words, plain)}"
    return None


def _plain(text: str) -> str:
    """A text with line ends and runs of blanks as one blank: where lines break says nothing."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())


def _found(words: str, plain: str) -> str | None:
    """A quotation as the text has it, in whole words; quotation marks and dashes may be others."""
    found = re.search(rf"(?<!\w){re.escape(words.translate(_SIGNS))}(?!\w)", plain.translate(_SIGNS))
    return plain[found.start() : found.end()] if found else None


def _nearly(words: str, plain: str) -> str:
    """The passage that may have been meant, for whoever copied it wrong."""
    near = fuzz.partial_ratio_alignment(words, plain, score_cutoff=NEARLY) if len(plain) > len(words) else None
    if near is None:
        return ""
    start = plain.rfind(" ", 0, near.dest_start + 1) + 1
    end = plain.find(" ", near.dest_end)
    return f"; the nearest there is '{plain[start : end if end >= 0 else len(plain)][:160]}'"


def _bounded(argument: str, text: str) -> str:
    if len(text) > LONGEST:
        raise argument_problem(argument, f"{len(text):,} characters are too many; at most {LONGEST:,} are taken")
    return text


def _reason(one: FactSaid, plain: str, scenario: Scenario, kb: KnowledgeBase) -> str | None:
    """Why a fact is not taken; None if it is."""
    if reason := fact_problem(one.fact, kb):
        return reason
    fact = kb.facts[one.fact]
    values = one.value if isinstance(one.value, list) else [one.value]
    if isinstance(one.value, list) and fact.type != "choices":
        return f"{fact.id} takes one value"
    for value in values:
        if reason := value_problem(fact, value):
            return reason
    places = [*scenario.works, *scenario.act_ids()]
    if one.of and one.of not in places:
        return f"no works or act '{one.of}'{did_you_mean(one.of, places) or '; there are ' + ', '.join(places)}"
    if one.fact in _facts_of(scenario, one.of):
        return "it is told already; take it out of the scenario to tell it otherwise"
    return quote_problem(one.quote, plain)


def _facts_of(scenario: Scenario, of: str) -> dict[str, Given]:
    if of in scenario.works:
        return scenario.works[of].facts
    return scenario.acts[scenario.act_ids().index(of)].facts if of else scenario.facts


def _told(scenario: Scenario, one: FactSaid, quote: str) -> Scenario:
    """The scenario with one fact more, and the words of the source that say it."""
    values = one.value if isinstance(one.value, list) else [one.value]
    first, *also = values or ["none"]
    given = Given(value=first, also=tuple(also), known=one.known, note=one.note, quote=quote)
    facts = {"facts": {**_facts_of(scenario, one.of), one.fact: given}}
    if one.of in scenario.works:
        works = {**scenario.works, one.of: scenario.works[one.of].model_copy(update=facts)}
        return scenario.model_copy(update={"works": works})
    if one.of:
        number = scenario.act_ids().index(one.of)
        acts = [a.model_copy(update=facts) if n == number else a for n, a in enumerate(scenario.acts)]
        return scenario.model_copy(update={"acts": tuple(acts)})
    return scenario.model_copy(update=facts)
