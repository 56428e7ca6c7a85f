"""Likely completions of what is not known: each answer by itself, then many answers at random."""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairuse.answer import ranges
from fairuse.answer.assumed import assumption_for
from fairuse.ask.case import Law, Open
from fairuse.engine import columns
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.licence import Licence
from fairuse.kb.model import KnowledgeBase

#: Of one who does not know, in place of the number of an answer.
NOT_KNOWN = -1
#: How likely an answer is to stay unknown, from row to row: some users know nearly all, some hardly anything.
SILENT = (0.1, 0.9)
#: Of users who know nearly all, so that answers that matter together alone are among those drawn.
KNOWING = (0.0, 0.3)
#: What is assumed, or was heard of another act, is so in most rows: so much less often is something else told.
ASSUMED = 0.25
#: Of a list, up to so many values are named.
NAMED = 3

Picks = npt.NDArray[np.intp]
_NOTHING = np.array([NOT_KNOWN])


@dataclass(frozen=True)
class Drawn:
    """Completions, a row each: for each fact that rules read its values, and which of them each row has.

    `answers`: for each question, which answer each row gives; of a list, so for each of its values. In the first
    `alone` rows one question has one answer and nothing else is told; every answer to every question is among them.
    In the last row nothing is told. `told_by`: for each fact the questions that tell it.
    """

    facts: Mapping[str, tuple[Sequence[Value], Picks]]
    answers: Mapping[str, tuple[Picks, ...]]
    told_by: Mapping[str, tuple[str, ...]]
    alone: int
    count: int

    def table(self, program: Program, law: Law, heard: Container[str]) -> dict[str, columns.Column]:
        """The columns of those facts that a program reads and that are not known, or only `heard` of another act.

        With them those of what follows of acts that are served.
        """
        known = dict(law.known)

        def column(name: str, values: Iterable[Value | None], picks: Picks) -> columns.Column:
            return columns.encode(program, name, [*(_read(v, name, program) for v in values), known.get(name)])[picks]

        found = {
            name: column(name, values, picks)
            for name, (values, picks) in self.facts.items()
            if name in program.facts and (name not in known or name in heard)
        }
        for one in law.follows:
            if one.fact in self.facts and one.then in program.facts:
                values, picks = self.facts[one.fact]
                gives = dict(zip(one.values, one.gives, strict=True))
                found[one.then] = column(one.then, map(gives.get, values), picks)
        return found

    def only(self, rows: Picks, kept: npt.NDArray[np.bool_]) -> Drawn:
        """Some of the rows, with those answers alone that are `kept` (a row each, of as many as there are questions).

        The last row, in which nothing is told, is added.
        """
        place = {fact: number for number, fact in enumerate(self.answers)}
        rows = np.append(rows, self.count - 1)
        kept = np.vstack([kept, np.ones((1, kept.shape[1]), dtype=np.bool_)])

        def left(picks: Picks, by: Iterable[str]) -> Picks:
            gone = np.any([~kept[:, place[q]] & (self.answers[q][0][rows] != NOT_KNOWN) for q in by], axis=0)
            return np.where(gone, NOT_KNOWN, picks[rows])

        facts = {name: (values, left(picks, self.told_by[name])) for name, (values, picks) in self.facts.items()}
        return Drawn(facts, {}, self.told_by, 0, len(rows))


def _read(value: Value | None, name: str, program: Program) -> Value | None:
    """A value as a program reads it: as unknown, if none of its rules knows it."""
    return value if not program.domains[name] or value in program.domains[name] else None


class Drawer:
    """Draws completions, the same ones every time and on every machine."""

    def __init__(
        self,
        programs: Sequence[Program],
        kb: KnowledgeBase,
        heard: Container[str],
        rows: int,
        silent: tuple[float, float] = SILENT,
    ) -> None:
        least, most = silent
        self.programs, self.kb, self.heard, self.rows = programs, kb, heard, rows
        self.random = random.Random(0)
        self.silence = least + (most - least) * self.drawn()

    def drawn(self, width: int = 1) -> npt.NDArray[np.float64]:
        """Random numbers from 0 to 1: a row of `width` for each completion; of one, no row."""
        found = np.frombuffer(self.random.randbytes(4 * self.rows * width), dtype="<u4") / 2.0**32
        return found.reshape(self.rows, width) if width > 1 else found

    def complete(self, questions: Sequence[Open]) -> Drawn:
        """Complete what `questions` leave open."""
        options = {q.fact.id: self._answers(q) for q in questions}
        alone = sum(map(len, options.values()))
        facts: dict[str, tuple[Sequence[Value], Picks]] = {}
        answers: dict[str, tuple[Picks, ...]] = {}
        first = 0
        for question in questions:
            some = options[question.fact.id]
            told = self._told(question)
            single = np.full(alone, NOT_KNOWN)
            single[first : first + len(some)] = np.arange(len(some))
            first += len(some)
            if question.fact.parts:
                answers[question.fact.id] = self._listed(question, single, told, facts)
                continue
            drawn = np.where(told, (self.drawn() * len(some)).astype(np.intp), NOT_KNOWN)
            picks = np.concatenate([single, drawn, _NOTHING])
            answers[question.fact.id] = (picks,)
            for name in question.tells:
                values = [_said(one, question.fact.tells[name]) if isinstance(one, Licence) else one for one in some]
                known = tuple(dict.fromkeys(v for v in values if v is not None))
                place = np.array([*(known.index(v) if v is not None else NOT_KNOWN for v in values), NOT_KNOWN])
                facts[name] = known, place[picks]
        told_by: dict[str, tuple[str, ...]] = {}
        for question in questions:
            parts = (name for some in question.fact.parts.values() for name in some)
            for name in parts if question.fact.parts else question.tells:
                told_by[name] = (*told_by.get(name, ()), question.fact.id)
        return Drawn(facts, answers, told_by, alone, alone + self.rows + 1)

    def _answers(self, question: Open) -> Sequence[Value | Licence]:
        fact = question.fact
        if fact.parts:
            return tuple(fact.values)
        if fact.tells:
            return tuple(self.kb.licences.values())
        read = (ranges.candidates(p, fact.id) for p in self.programs if fact.id in p.facts)
        return tuple(dict.fromkeys(value for some in read for value in some))

    def _told(self, question: Open) -> npt.NDArray[np.bool_]:
        """In which rows a question has an answer, or another one than what is assumed or was heard."""
        name = question.tells[0]
        assumed = not question.fact.parts and assumption_for(name, self.programs[0].regime, self.kb)
        return self.drawn() < (1 - self.silence) * (ASSUMED if assumed or name in self.heard else 1)

    def _listed(
        self,
        question: Open,
        single: Picks,
        told: npt.NDArray[np.bool_],
        facts: dict[str, tuple[Sequence[Value], Picks]],
    ) -> tuple[Picks, ...]:
        """Name some values of a list in each row, and say so in the yes/no facts that rules read."""
        values = list(question.fact.values)
        order = self.drawn(len(values)).argsort(axis=1).argsort(axis=1) if len(values) > 1 else np.zeros((self.rows, 1))
        named = order < (self.drawn() * (NAMED + 1)).astype(np.intp)[:, None]
        on_it = tuple(
            np.concatenate(
                [
                    np.where(single == NOT_KNOWN, NOT_KNOWN, single == n),
                    np.where(told, named[:, n], NOT_KNOWN),
                    _NOTHING,
                ]
            )
            for n in range(len(values))
        )
        for value, picks in zip(values, on_it, strict=True):
            for name in question.fact.parts[value]:
                before = facts[name][1] if name in facts else NOT_KNOWN
                facts[name] = (False, True), np.maximum(picks, before)
        return on_it


def _said(licence: Licence, path: str) -> Value | None:
    """What a licence says of one of its attributes, as rules read it; None if that is not clear."""
    said = licence.attribute(path)
    return {"yes": True, "no": False, "unclear": None}.get(str(said), said)
