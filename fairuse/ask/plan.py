"""Which question comes next. Pure: the scenario so far in, a question or a new scenario out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.engine.program import truth
from fairuse.kb.condition import Value, terms_of
from fairuse.kb.fact import NOTHING, FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import UNKNOWN, ActEntry, Given, Scenario, Work
from fairuse.scenario.uses import Use, uses_of


@dataclass(frozen=True)
class Question:
    """A fact to ask for, and where its answer belongs: the scenario, a group of works, or an act (by number)."""

    fact: FactDef
    use: Use
    work: str | None = None
    act: int | None = None


def start(title: str, acts: list[str], works: str) -> Scenario:
    """A new scenario with one group of works and no facts yet."""
    return Scenario(
        title=title,
        works={"works": Work(title=works)},
        acts=tuple(ActEntry(act=a, works=("works",)) for a in acts),
    )


def next_question(scenario: Scenario, kb: KnowledgeBase, as_of: str) -> Question | None:
    """The first question, in the order of the vocabulary, whose answer could still bear on some use.

    Facts already answered, also with ``unknown``, are not asked again. A fact whose ``asked_when`` waits for another
    question is asked once that is known to hold; one that is on a list of choices is asked with the list.
    """
    listed = {part for fact in kb.facts.values() for some in fact.parts.values() for part in some}
    ids = scenario.act_ids()
    for use in uses_of(scenario, kb):
        act = ids.index(use.act_id)
        program = program_for(kb, use.regime, use.act, as_of, use.held)
        open_ = set(ranges.open_facts(program, use.values))
        asked = {*scenario.facts, *scenario.works[use.work].facts, *scenario.acts[act].facts}
        for fact in kb.facts.values():
            names = {*fact.tells, *(part for some in fact.parts.values() for part in some)} or {fact.id}
            if fact.id in asked | listed or not names & (open_ - asked) or not _arises(fact, use, open_ | asked, kb):
                continue
            if fact.about == "scenario":
                return Question(fact, use)
            if fact.about == "work":
                return Question(fact, use, work=use.work)
            return Question(fact, use, act=act)
    return None


def _arises(fact: FactDef, use: Use, questions: set[str], kb: KnowledgeBase) -> bool:
    """Whether a question is to be put: its condition holds, or is not known and rests on none of the `questions`."""
    holds = truth(fact.asked_when, use.values, kb)
    return bool(holds) if holds is not None else questions.isdisjoint(terms_of(fact.asked_when))


def answered(scenario: Scenario, question: Question, *values: Value | None) -> Scenario:
    """The scenario with one answer more, of a list with all that is on it; None records that the fact is not known."""
    value, *also = values
    given = {question.fact.id: Given(value=UNKNOWN if value is None else value, also=tuple(v for v in also if v))}
    if question.work is not None:
        work = scenario.works[question.work]
        changed = work.model_copy(update={"facts": {**work.facts, **given}})
        return scenario.model_copy(update={"works": {**scenario.works, question.work: changed}})
    if question.act is not None:
        acts = list(scenario.acts)
        acts[question.act] = acts[question.act].model_copy(update={"facts": {**acts[question.act].facts, **given}})
        return scenario.model_copy(update={"acts": tuple(acts)})
    return scenario.model_copy(update={"facts": {**scenario.facts, **given}})


def read_answers(fact: FactDef, text: str) -> tuple[tuple[Value | None, ...], str | None]:
    """As `read_answer`, of a list of choices: several values or numbers between commas, or ``none``."""
    if fact.type != "choices" or text.strip().lower() == NOTHING:
        value, reason = (NOTHING, None) if fact.type == "choices" else read_answer(fact, text)
        return (value,), reason
    read = [read_answer(fact, word) for word in text.split(",")]
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
    if text.lower() in ("", "unknown", "don't know", "dont know", "d"):
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
    folded = text.lower().replace(" ", "_").replace("-", "_")
    if folded in options:
        return folded, None
    return None, f"please give a number from 1 to {len(options)}, or press Enter if you don't know"
