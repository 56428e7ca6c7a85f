"""How a question stands on a terminal: with as much beside it and as much of each answer as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairuse.ask import words
from fairuse.ask.ordinary import Unusual
from fairuse.ask.plan import Question
from fairuse.ask.screen import Screen
from fairuse.ask.situations import Answer, answers_of
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Scenario

#: More answers than this stand in a line each, so that the question is still seen in 24 lines.
LONG = 8
#: Typed for an answer that is not known.
NOT_KNOWN = "d"
#: At the end of an answer: it is the same for the other works or acts that are named.
SAME = "*"


def given(scenario: Scenario, question: Question, kb: KnowledgeBase) -> Answer | None:
    """The answer that a question has."""
    of = (question.fact, question.work, question.act)
    return next((a for a in answers_of(scenario, kb) if (a.fact, a.work, a.act) == of), None)


@dataclass(frozen=True)
class Sheet:
    """Lays out questions, and help on them, for a screen."""

    kb: KnowledgeBase
    screen: Screen

    def question(
        self, scenario: Scenario, question: Question, also: Sequence[Question], number: int, taken: int
    ) -> tuple[tuple[Question, ...], list[str]]:
        """The lines of a question, and those beside it for which there is room where so many lines are `taken`."""
        room = self.screen.room
        found: tuple[tuple[Question, ...], list[str]] = ((), [])
        for found in self._layouts(scenario, question, also, number):
            if room is None or taken + len(found[1]) <= room:
                break
        return found

    def unusual(self, asked: Unusual) -> list[str]:
        """The lines of the one question for what hardly any works are."""
        wrapped = self.screen.wrapped
        lines = [
            "",
            *wrapped(f"Of the works ({self.screen.short(asked.title, 50)}): is any of this so?", look="question"),
        ]
        for number, fact in enumerate(asked.facts, 1):
            if fact.ordinarily:
                lines += wrapped(f"{number}. {fact.ordinarily.unless}", "  ")
        note = (
            "All that are so, with commas; each is then asked about. none if nothing is; the rest is not asked then. "
            "Enter: don't know. > asks one by one."
        )
        lines += wrapped(f"({note})", "  ", "soft")
        return lines + wrapped("(Each of these could end the case, and of most works none is so.)", "  ", "soft")

    def _layouts(
        self, scenario: Scenario, question: Question, also: Sequence[Question], number: int
    ) -> Iterator[tuple[tuple[Question, ...], list[str]]]:
        """A question as it may be shown: with ever less beside it, and in ever fewer lines."""
        for count in range(len(also), -1, -1):
            some = tuple(also[:count])
            yield some, self._laid_out(scenario, question, some, number)
        for way in ("line", "columns", "bare"):
            yield (), self._laid_out(scenario, question, (), number, way)

    def _laid_out(
        self, scenario: Scenario, question: Question, also: Sequence[Question], number: int, way: str = "whole"
    ) -> list[str]:
        """The lines of one. `way`: answers ``whole``, in a ``line`` each, in ``columns``, all but ``bare``."""
        wrapped = self.screen.wrapped
        lines = [""]
        cut = False
        for letter, one in zip(("", "b", "c", "d"), (question, *also), strict=False):
            lines += wrapped(f"{number}{letter}. {one.fact.question.strip()}", look="question")
            options, short = self._options(one.fact, way)
            lines += options
            cut = cut or short
            if (told := given(scenario, one, self.kb)) is not None:
                said = words.told_text(told, self.kb)
                lines += wrapped(f"(So far: {said}. Enter keeps it, {NOT_KNOWN}: don't know.)", "  ", "soft")
        return lines + [line for text in self._notes(scenario, question, also, way, cut) for line in text]

    def _notes(
        self, scenario: Scenario, question: Question, also: Sequence[Question], way: str, cut: bool
    ) -> Iterator[list[str]]:
        """What is said below the answers of a question."""
        fact, wrapped = question.fact, self.screen.wrapped
        said = []
        if fact.type == "choices":
            said.append("All that apply, with commas; none if nothing does.")
        elif not fact.options:
            said.append(f"Give {fact.expects()}.")
        if also:
            sample = " ".join(["1", *("2" for _ in also)])
            said.append(f"Up to {len(also) + 1} answers on a line: {sample}. Enter: none known.")
        if cut:
            said.append("? shows each answer whole.")
        if others := words.others(question, scenario, self.kb):
            titles = self.screen.short("; ".join(title for _, title in others), self.screen.width * 2 - 40)
            said.append(f"End with {SAME} if it is the same for: {titles}.")
        if said:
            yield wrapped(f"({' '.join(said)})", "  ", "soft")
        if fact.judgement and way != "bare":
            yield wrapped(f"(A judgement.) {words.plainly(fact.guidance, self.kb)}", "  ")
        elif fact.judgement:
            yield wrapped("(A judgement.)", "  ")
        if way == "bare":
            yield wrapped("(? says why it is asked.)", "  ", "soft")
        elif question.outlook is not None:
            yield wrapped(f"({words.why(question)} {words.remaining(question).capitalize()}.)", "  ", "soft")
        elif way == "whole":
            yield wrapped(f"(Why it is asked: {fact.why.strip()})", "  ", "soft")

    def _options(self, fact: FactDef, way: str) -> tuple[list[str], bool]:
        """The answers of a question, and whether some are cut."""
        if fact.type == "boolean":
            return ["  1. yes   2. no"], False
        said = [_numbered(number, name, meaning) for number, (_, name, meaning) in enumerate(words.meanings(fact), 1)]
        if way == "whole" and len(said) <= LONG:
            return [line for one in said for line in self.screen.wrapped(one, "  ")], False
        if way in ("columns", "bare"):
            shown = self.screen.side_by_side(said)
        else:
            shown = [f"  {self.screen.short(one)}" for one in said]
        return shown, any("…" in line for line in shown)

    def help(self, questions: Sequence[Question]) -> list[str]:
        """What is meant by each question, why it matters, and how decided cases answered it."""
        lines: list[str] = []
        for fact in (one.fact for one in questions):
            lines += self.screen.wrapped(f"{fact.label}:", look="question")
            lines += self.screen.wrapped(words.plainly(fact.help, self.kb), "  ")
            answers = words.meanings(fact)
            for number, (_, name, meaning) in enumerate(answers if fact.type != "boolean" else (), 1):
                lines += self.screen.wrapped(_numbered(number, name, meaning), "  ")
            if fact.judgement:
                lines += self.screen.wrapped(f"How to tell: {words.plainly(fact.guidance, self.kb)}", "  ")
            lines += self.screen.wrapped(f"Why it matters: {fact.why.strip()}", "  ")
            for name, value, note in words.cases(fact, self.kb):
                lines += self.screen.wrapped(f"In {name}: {value}. {note}", "  ", "soft")
        return lines


def _numbered(number: int, name: str, meaning: str) -> str:
    """An answer that can be picked, with what it means where its name does not say so."""
    return f"{number}. {meaning if words.same(name, meaning) else f'{name}: {meaning}' if meaning else name}"
