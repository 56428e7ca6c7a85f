"""Which question comes next. Pure: the scenario so far in, a question or a new scenario out.

First what has to be told before there is an answer; then the question whose answer is expected to tell most of what
stands, over likely completions of all that is open, so that what only matters together with other things is asked too.
It ends when no completion that is tried gives another answer.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from fairuse.ask.case import Case, Open, cases_of
from fairuse.ask.outlook import Outlook, outlook
from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.model import UNKNOWN, ActEntry, Given, Scenario, Work

#: How much more it costs to answer: a judgement has to be thought about, a year or a licence has to be looked up, a
#: list has to be read, and mostly nothing on it is so.
JUDGEMENT, LOOKED_UP, LISTED = 1.5, 1.25, 2.5
#: Beside a question stand at most so many others of its kind, with at most so many answers each, that tell at least
#: this share of what it tells: a screen is filled by no more, and what tells much less may not be needed at all.
BESIDE, SHORT, NEARLY = 3, 4, 0.5
#: Questions whose answer tells less than this share of a bit are not counted among those that may remain.
LITTLE = 0.01


@dataclass(frozen=True)
class Question:
    """A fact to ask for, where its answer belongs, and why it is asked.

    `work` and `act` (by number): the group of works or the act; neither: the scenario. `alike`: other groups of works,
    and `alike_acts` other acts, of which it is open, too, and of which one answer may be true. `because`: what is not
    told without it, if nothing can be said before. `moves`: the standings that an answer gives by itself; empty if it
    matters with others only. `left`: how many questions like it may remain, itself among them. `outlook`: what could
    still come of the act; None if the user chose the question.
    """

    fact: FactDef
    title: str
    work: str | None = None
    act: int | None = None
    outlook: Outlook | None = None
    alike: tuple[str, ...] = ()
    alike_acts: tuple[int, ...] = ()
    because: str = ""
    moves: tuple[Standing, ...] = ()
    left: int = 1


def start(title: str, acts: list[str], works: str) -> Scenario:
    """A new scenario with one group of works and no facts yet."""
    return Scenario(
        title=title,
        works={"works": Work(title=works)},
        acts=tuple(ActEntry(act=a, works=("works",)) for a in acts),
    )


def next_question(
    scenario: Scenario, kb: KnowledgeBase, as_of: str, forum: str | None = None, *, skipped: Iterable[str] = ()
) -> Question | None:
    """The question to put next, or None if nothing that is open can change an answer.

    Facts already answered, also with ``unknown``, are not asked again, nor are those `skipped` for now.
    """
    cases = cases_of(scenario, kb, as_of, forum)
    for case in cases:
        seen = outlook(case, kb, as_of, forum)
        open_ = [q for q in seen.questions if q.fact.id not in skipped]
        if not seen.settled and open_:
            return _question(_best(open_, seen), case, seen, cases, kb)
    return None


def questions(
    scenario: Scenario,
    kb: KnowledgeBase,
    as_of: str,
    forum: str | None = None,
    *,
    skipped: Iterable[tuple[str, str]] = (),
    each: int = 1,
) -> Iterator[Question]:
    """The questions that tell most, `each` at most of every act on its works: for who can answer several at once.

    `skipped`: facts that nobody knows, each with the works or act it is of; with nothing: of whatever it is.
    """
    gone, put = set(skipped), set[tuple[str, str]]()
    cases = cases_of(scenario, kb, as_of, forum)
    for case in cases:
        seen = outlook(case, kb, as_of, forum)
        open_ = {q.fact.id: q for q in seen.questions}
        taken = 0
        while not seen.settled and open_ and taken < each:
            best = _best(tuple(open_.values()), seen)
            del open_[best.fact.id]
            question = _question(best, case, seen, cases, kb)
            of = holder(question, scenario)
            if gone & {(best.fact.id, of), (best.fact.id, "")} or not (
                best.fact.id in seen.needs or seen.tells.get(best.fact.id)
            ):
                continue
            taken += 1
            if (best.fact.id, of) not in put:
                put.add((best.fact.id, of))
                yield question


def open_questions(scenario: Scenario, kb: KnowledgeBase, as_of: str, forum: str | None = None) -> Iterator[Question]:
    """All questions about the act that is asked about now, for who wants another one of them."""
    cases = cases_of(scenario, kb, as_of, forum)
    for case in cases:
        seen = outlook(case, kb, as_of, forum)
        if not seen.settled:
            yield from (_question(one, case, seen, cases, kb) for one in seen.questions)
            return


def holder(question: Question, scenario: Scenario) -> str:
    """The id of the works or of the act that a question is about; nothing if it is about the scenario."""
    return question.work or (scenario.act_ids()[question.act] if question.act is not None else "")


def _best(questions: Sequence[Open], seen: Outlook) -> Open:
    """The question that tells most for what it costs to answer; the first of the vocabulary where several do."""
    first = [q for q in questions if q.fact.id in seen.needs] or questions
    best = max(first, key=lambda q: seen.tells.get(q.fact.id, 0.0) / _cost(q.fact))
    telling = {name: q for q in reversed(questions) for name in q.tells}
    while before := next((telling.pop(name) for name in best.waits if name in telling), None):
        best = before
    return best


def _cost(fact: FactDef) -> float:
    if fact.type == "choices":
        return LISTED
    return JUDGEMENT if fact.judgement else LOOKED_UP if fact.numeric or fact.tells else 1.0


def beside(question: Question, *, skipped: Container[str] = ()) -> tuple[Question, ...]:
    """Short questions of the same kind, whose answers tell nearly as much, so that all may stand on one screen."""
    seen, fact = question.outlook, question.fact
    if seen is None or not _short(fact):
        return ()
    least = seen.tells.get(fact.id, 0.0) * NEARLY
    found = [
        q.fact
        for q in seen.questions
        if q.fact.id != fact.id and q.fact.id not in skipped and not q.waits and _short(q.fact)
        if (q.fact.group, q.fact.about) == (fact.group, fact.about)
        and seen.tells.get(q.fact.id, 0.0) > max(least, LITTLE)
    ]
    found.sort(key=lambda one: -seen.tells[one.id])
    return tuple(Question(one, question.title, question.work, question.act) for one in found[:BESIDE])


def _short(fact: FactDef) -> bool:
    return 0 < len(fact.options) <= SHORT and fact.type != "choices" and not fact.judgement


def _question(best: Open, case: Case, seen: Outlook, cases: Sequence[Case], kb: KnowledgeBase) -> Question:
    fact = best.fact
    others = [c for c in cases if fact.id not in c.told]
    works = dict.fromkeys(c.work for c in others if c.work != case.work)
    acts = dict.fromkeys(c.act for c in others if c.act != case.act and kb.covers(fact.acts, c.uses[0].act))
    return Question(
        fact=fact,
        title=case.title,
        outlook=seen,
        work=case.work if fact.about == "work" else None,
        act=case.act if fact.about == "act" else None,
        alike=tuple(works) if fact.about == "work" else (),
        alike_acts=tuple(acts) if fact.about == "act" else (),
        because=seen.needs.get(fact.id, ""),
        moves=seen.alone.get(fact.id, ()),
        left=max(1, len([bits for bits in seen.tells.values() if bits > LITTLE])),
    )


def answered(
    scenario: Scenario, question: Question, *values: Value | None, alike: bool = False, evidence: Given | None = None
) -> Scenario:
    """The scenario with one answer more, of a list with all that is on it; None records that the fact is not known.

    `alike`: it is true of the other groups of works and acts of which it is open, too. `evidence`: how it is known.
    """
    value, *also = values
    told = {"value": UNKNOWN if value is None else value, "also": tuple(v for v in also if v)}
    given = {question.fact.id: (evidence or Given(value=UNKNOWN)).model_copy(update=told)}
    if question.work is not None:
        works = dict(scenario.works)
        for name in (question.work, *(question.alike if alike else ())):
            works[name] = works[name].model_copy(update={"facts": {**works[name].facts, **given}})
        return scenario.model_copy(update={"works": works})
    if question.act is not None:
        acts = list(scenario.acts)
        for number in (question.act, *(question.alike_acts if alike else ())):
            acts[number] = acts[number].model_copy(update={"facts": {**acts[number].facts, **given}})
        return scenario.model_copy(update={"acts": tuple(acts)})
    return scenario.model_copy(update={"facts": {**scenario.facts, **given}})


def copied(scenario: Scenario, fact: str, act: int, other: int) -> Scenario:
    """The scenario with what one act tells of a fact told of another act, too."""
    acts = list(scenario.acts)
    if fact in acts[act].facts:
        acts[other] = acts[other].model_copy(update={"facts": {**acts[other].facts, fact: acts[act].facts[fact]}})
    return scenario.model_copy(update={"acts": tuple(acts)})
