"""How questions and what stands meanwhile are said, alike on the terminal and in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairuse.answer.result import standing_rank
from fairuse.ask.case import cases_of
from fairuse.ask.outlook import Outlook, outlook
from fairuse.ask.plan import Question
from fairuse.ask.situations import Answer, answers_of
from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.model import UNKNOWN, Scenario
from fairuse.words import wording
from fairuse.words.wording import STANDING_LABELS, range_text

_FACT = re.compile(r"\b[a-z][a-z_]*\.[a-z][a-z_]*\b")
#: A command that a remark in brackets names.
_COMMAND = re.compile(r"\s*\([`']?fairuse [^)]*\)")
#: A sentence for people who write files; it may have a fact with its value in brackets.
_FOR_FILES = re.compile(r"\s*\bIn a file,(?:\([^)]*\)|[^.(]|\.(?=\w))*\.")
#: Names of places and of unions that are written in capitals.
_SHORT = re.compile(r"\b(?:us|uk|eu)\b")
_VALUE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def why(question: Question) -> str:
    """Why a question is asked."""
    if question.because:
        return f"Without this there is no answer: it is not told {question.because}."
    if question.moves:
        some = sorted(question.moves, key=standing_rank)
        return f"By itself it could make the answer {' or '.join(STANDING_LABELS[s].lower() for s in some)}."
    return "Together with other answers it could change the answer."


def others(question: Question, scenario: Scenario, kb: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """The other works and acts of which one answer may be true: what names each in a form, and what it is called."""
    works = ((f"work:{name}", scenario.works[name].title or name) for name in question.alike)
    acts = ((n, scenario.acts[n]) for n in question.alike_acts)
    return (*works, *((f"act:{n}", entry.title or kb.acts[entry.act].label) for n, entry in acts))


def difference(old: Scenario, new: Scenario, kb: KnowledgeBase, as_of: str, forum: str | None) -> Iterator[str]:
    """What differs between two versions of a scenario: the answers, then what each makes of each act."""
    told = [{(a.fact.id, a.work, a.act): told_text(a, kb) for a in answers_of(s, kb)} for s in (old, new)]
    for key in dict.fromkeys((*told[0], *told[1])):
        before, after = (some.get(key, "not told") for some in told)
        if before != after:
            yield f"{kb.facts[key[0]].label}: {before} in the kept version, {after} in this one"
    if told[0] == told[1]:
        yield "Nothing is told otherwise yet."
    sides = [
        {c.title: outlook(c, kb, as_of, forum).standings for c in cases_of(s, kb, as_of, forum)} for s in (old, new)
    ]
    for title in dict.fromkeys((*sides[0], *sides[1])):
        before, after = (_spread(side[title]) if title in side else "not asked" for side in sides)
        yield f"{title}: {before if before == after else f'{before} in the kept version, {after} in this one'}"


#: What is told of a fact that the user was asked for and does not know.
NOT_KNOWN = "not known"
#: Over the shipped scenarios so large a share of the questions that could still matter is put in the end.
USUAL = 0.25


def remaining(question: Question) -> str:
    """How many questions may remain."""
    if question.left == 1:
        return "it may be the last question"
    usual = max(2, round(question.left * USUAL))
    return f"some {usual} questions are usual from here, and up to {max(usual, question.left)} may remain"


def stands(seen: Outlook) -> str:
    """What stands now, and what the open questions could make of it."""
    now = _spread(seen.standings)
    low, high = min(seen.low, key=standing_rank), max(seen.high, key=standing_rank)
    places = f" in {len(seen.standings)} places or laws" if len(seen.standings) > 1 else ""
    if seen.settled:
        return f"{now.capitalize()}{places}; nothing that is open was found to change it"
    return f"{now.capitalize()}{places}; what is open could make it {reach_text(low, high)}"


def reach_text(low: Standing, high: Standing) -> str:
    """What an answer could become, after "could make it"."""
    return range_text(low, high) if low == high else f"anything from {range_text(low, high)}"


def _spread(standings: tuple[Standing, ...]) -> str:
    ranked = sorted(standings, key=standing_rank)
    return range_text(ranked[0], ranked[-1])


def value_text(value: Value) -> str:
    """A value as people read it."""
    said = {"True": "yes", "False": "no"}.get(str(value), str(value).replace("_", " "))
    return _SHORT.sub(lambda name: name[0].upper(), said)


def told_text(answer: Answer, kb: KnowledgeBase) -> str:
    """What is told of a fact, as people read it."""
    if answer.given.value == UNKNOWN:
        return NOT_KNOWN
    return ", ".join(wording.value_text(answer.fact.id, value, kb) for value in answer.given.listed) or "none"


def whose(answer: Answer, scenario: Scenario, kb: KnowledgeBase) -> str:
    """Which act or works an answer is about; nothing where there is no other."""
    if answer.act is not None and len(scenario.acts) > 1:
        entry = scenario.acts[answer.act]
        return entry.title or kb.acts[entry.act].label
    if answer.work and len(scenario.works) > 1:
        return scenario.works[answer.work].title or answer.work
    return ""


def plainly(text: str, kb: KnowledgeBase) -> str:
    """Help as it reads to somebody who writes no file: facts by their labels, values as shown, and nothing of files."""
    text = _FOR_FILES.sub("", _COMMAND.sub("", text))
    said = _FACT.sub(lambda name: f"'{kb.facts[name[0]].label}'" if name[0] in kb.facts else name[0], text.strip())
    return _VALUE.sub(lambda name: name[0].replace("_", " "), said)


def named(fact: FactDef, text: str) -> bool:
    """Whether a question has all words of a text."""
    said = f"{fact.label} {fact.question} {fact.group} {' '.join(fact.synonyms)}".lower()
    return all(word in said for word in text.lower().split())


def meanings(fact: FactDef) -> tuple[tuple[Value, str, str], ...]:
    """The answers a question offers: the value, its name, and what it means."""
    if fact.type == "boolean":
        return (True, "yes", ""), (False, "no", "")
    return tuple((value, value_text(value), meaning.strip()) for value, meaning in fact.values.items())


def apart(fact: FactDef, kb: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """The guidance to a question in parts, each with the answer that it speaks of; nothing before the first one."""
    text = plainly(fact.guidance, kb)
    names = "|".join(re.escape(said) for _, said, _ in meanings(fact))
    parts = re.split(rf"(?:^|(?<=[.;] ))({names}): ", text, flags=re.IGNORECASE) if names else [text]
    return (("", parts[0].strip()), *zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def same(name: str, meaning: str) -> bool:
    """Whether what an answer means says the same as its name, or its name whole ("South Korea")."""
    said = meaning.lower().removeprefix("the ").split()
    return " ".join(said) == name.lower() or (len(said) == len(name.split()) + 1 and said[-1] == name.lower())


def cases(fact: FactDef, kb: KnowledgeBase) -> Iterator[tuple[str, str, str]]:
    """How decided cases answered a question: the case, its answer, and why."""
    for example in fact.examples:
        authority = kb.authorities.get(example.authority)
        yield authority.name if authority else example.authority, value_text(example.value), example.note
