"""Putting the questions on a terminal or a pipe: plain lines out, plain lines in.

Plain lines, and no library that paints the screen, because they work alike over ssh, on a dumb terminal, with a screen
reader and from a file.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from fairuse.ask import plan, words
from fairuse.ask.answers import read_answers
from fairuse.ask.aside import Aside, sorted_out
from fairuse.ask.evidence import proof_of
from fairuse.ask.plan import Question
from fairuse.ask.situations import (
    Answer,
    alike,
    answers_of,
    begun,
    confirmed,
    places_of,
    presumed,
    with_answer,
    without,
)
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.kb.situation import Situation
from fairuse.scenario.model import Scenario

#: Lines for 80 columns and fewer.
HELP_LINES = (
    "Type a number or a word; press Enter if you don't know. At any question:",
    "  ?  help, and decided cases         /  show and change answers",
    "  <  go back                         /word  go to a question with that word",
    "  >  skip it for now                 !  say how the last answer is known",
    "  q  save and stop                   =  keep this version, later compare",
)

#: More answers than this stand in a line each, so that the question is still seen in 24 lines.
LONG = 8
#: Typed for one answer of several that is not known.
NOT_KNOWN = "d"
#: At the end of an answer: it is the same for the other works or acts that are named.
SAME = "*"
T = TypeVar("T")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # arrow keys and the like, typed where they mean nothing


def _plain(text: str, look: str) -> str:
    """Text without colour, whatever its `look`."""
    del look
    return text


class Stopped(Exception):
    """The user, or the end of the input, ended the questions early."""


@dataclass
class Interview:
    """One run of the questionnaire. `ask` returns a line typed, `say` shows text, `save` keeps each state.

    `keep` writes another version beside it and says where. `aside`: answers whose question does not arise any more.
    `paint` gives text a look (``act``, ``stands``, ``question``, ``soft``, ``problem``), which repeats what it says.
    """

    kb: KnowledgeBase
    as_of: str
    ask: Callable[[str], str]
    say: Callable[[str], None]
    save: Callable[[Scenario], None]
    forum: str | None = None
    width: int = 80
    paint: Callable[[str, str], str] = _plain
    history: list[Scenario] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    keep: Callable[[Scenario], str] | None = None
    kept: Scenario | None = None
    aside: Aside = ()
    last: Question | None = None

    def run(self, scenario: Scenario | None) -> Scenario:
        """Ask until nothing more could matter; returns the scenario (also if stopped early, once it has acts)."""
        try:
            if scenario is None:
                scenario = self._begin()
                self.save(scenario)
                for changed in self._settle(scenario):
                    scenario = changed
                    self.save(scenario)
            elif presumed(scenario, self.kb):
                scenario = self._confirm(scenario)
                self.save(scenario)
            self.say("\n" + "\n".join(HELP_LINES))
            place = stood = ""
            while (question := self._next(scenario)) is not None:
                if question.title != place:
                    place, stood = question.title, ""
                    self.say("\n" + self.paint(f"== {place} ==", "act"))
                if question.outlook is not None and (stands := words.stands(question.outlook)) != stood:
                    self._say(f"{'It moved' if stood else 'So far'}: {stands}.", look="stands")
                    stood = stands
                scenario = self._question(scenario, question)
            self.say("\nNothing that is still open was found to change an answer.")
        except Stopped:
            if scenario is None:
                raise
            self.say("\nStopped; what was answered is kept.")
        return scenario

    def _next(self, scenario: Scenario) -> Question | None:
        """The next question; those that were skipped come when no other is left, and once more only."""
        question = plan.next_question(scenario, self.kb, self.as_of, self.forum, skipped=self.skipped)
        if question is None and self.skipped:
            self.skipped.clear()
            question = plan.next_question(scenario, self.kb, self.as_of, self.forum)
        return question

    def _begin(self) -> Scenario:
        if self.kb.situations and (situation := self._situation()) is not None:
            works = self._line(f"Which works, in a few words? (Enter: {situation.works.title})")
            return begun(situation, works=works)
        title = self._line("What shall the assessment be called?") or "Untitled scenario"
        acts = list(self.kb.acts.values())
        self.say("\nWhich acts are to be assessed? Courts judge each on its own.")
        for number, act in enumerate(acts, 1):
            self._say(f"{number}. {act.label}: {act.help.strip()}", "  ")
        chosen: list[str] = []
        while not chosen:
            text = self._line("Numbers or names, separated by commas:")
            if text.lower() == "q":
                raise Stopped
            chosen, wrong = self._acts(text)
            if wrong:
                self.say(f"There is no act '{wrong[0]}'.")
                chosen = []
        works = self._line("Which works are used? (a few words)") or "the works"
        return plan.start(title, chosen, works)

    def _situation(self) -> Situation | None:
        """What the user did; None if it is none of the situations known."""
        shown = tuple(self.kb.situations.values())
        while True:
            self.say("What did you do, or what do you plan?")
            for number, situation in enumerate(shown, 1):
                self._say(f"{number:2}. {situation.label}", "  ")
            self.say("   0. something else, or several of these: choose the acts yourself")
            text = self._line("A number, or words to look for:").lower()
            if text == "q":
                raise Stopped
            if text.isdecimal() and int(text) <= len(shown):
                return shown[int(text) - 1] if int(text) else None
            found = tuple(s for s in self.kb.situations.values() if all(w in s.label.lower() for w in text.split()))
            if not found:
                self.say(f"Nothing here has '{text}'.\n")
            shown = found or tuple(self.kb.situations.values())

    def _settle(self, scenario: Scenario) -> Iterator[Scenario]:
        """Have what follows from the situation confirmed, then ask where it happens."""
        if presumed(scenario, self.kb):
            scenario = self._confirm(scenario)
            yield scenario
        for number, fact in dict((fact.id, (number, fact)) for number, fact in places_of(scenario, self.kb)).values():
            asked = Question(fact, scenario.acts[number].title, act=number)
            scenario = self._question(scenario, asked)
            for other, same in tuple(places_of(scenario, self.kb)):
                if same.id == fact.id:
                    scenario = plan.copied(scenario, fact.id, number, other)
            yield scenario

    def _confirm(self, scenario: Scenario) -> Scenario:
        told = alike(presumed(scenario, self.kb))
        self.say("\nFrom that it follows, unless you say otherwise:")
        self._list([first for first, *_ in told])
        for answers in self._picked("Numbers of what is wrong, with commas; Enter if all of it is right:", told):
            for answer in answers:
                scenario = without(scenario, answer)
        return confirmed(scenario)

    def _picked(self, prompt: str, told: Sequence[T]) -> list[T]:
        while True:
            text = self._line(prompt)
            if text.lower() == "q":
                raise Stopped
            numbers = [word.strip() for word in text.split(",") if word.strip()]
            if all(n.isdecimal() and 0 < int(n) <= len(told) for n in numbers):
                return [told[int(n) - 1] for n in numbers]
            self.say(f"Please give numbers from 1 to {len(told)}.")

    def _list(self, told: Sequence[Answer]) -> None:
        for number, answer in enumerate(told, 1):
            self._say(f"{number:2}. {answer.fact.label}: {words.told_text(answer, self.kb)}", "  ")

    def _acts(self, text: str) -> tuple[list[str], list[str]]:
        ids = list(self.kb.acts)
        named = [w.strip().lower().replace(" ", "_") for w in text.split(",") if w.strip()]
        picked = [ids[int(w) - 1] if w.isdecimal() and 0 < int(w) <= len(ids) else w for w in named]
        return [p for p in dict.fromkeys(picked) if p in ids], [p for p in picked if p not in ids]

    def _put(self, scenario: Scenario, question: Question, also: Sequence[Question] = ()) -> None:
        """Show a question, and short ones of its kind that can be answered on the same line."""
        fact = question.fact
        self.say("")
        for letter, one in zip(("", "b", "c", "d"), (question, *also), strict=False):
            self._say(f"{len(self.history) + 1}{letter}. {one.fact.question.strip()}", look="question")
            self._options(one.fact)
        if also:
            self._say(f"(Up to {len(also) + 1} answers on a line: {_sample(also)}. Enter: none known.)", "  ", "soft")
        if others := words.others(question, scenario, self.kb):
            titles = "; ".join(title for _, title in others)
            self._say(f"(End with {SAME} if it is the same for: {titles}.)", "  ", "soft")
        if fact.judgement:
            self._say(f"(A judgement.) {words.plainly(fact.guidance, self.kb)}", "  ")
        if question.outlook is not None:
            self._say(f"({words.why(question)} {words.remaining(question).capitalize()}.)", "  ", "soft")

    def _options(self, fact: FactDef) -> None:
        if fact.type == "boolean":
            self._say("1. yes   2. no", "  ")
            return
        answers = words.meanings(fact)
        for number, (_, name, meaning) in enumerate(answers, 1):
            said = f"{number}. {meaning if words.same(name, meaning) else f'{name}: {meaning}' if meaning else name}"
            self._say(textwrap.shorten(said, self.width - 2, placeholder=" …") if len(answers) > LONG else said, "  ")
        if fact.type == "choices":
            self._say("(All that apply, with commas between them; none if nothing does.)", "  ", "soft")
        if len(answers) > LONG:
            self._say("(? shows each answer whole.)", "  ", "soft")
        if not fact.options:
            self._say(f"(Give {fact.expects()}.)", "  ", "soft")

    def _question(self, scenario: Scenario, question: Question) -> Scenario:
        also = plan.beside(question, skipped=self.skipped)
        self._put(scenario, question, also)
        elsewhere = {"/": self._change, "!": self._evidence, "=": self._versions}
        while True:
            text = self._line(f"[{question.fact.label}]")
            if text in elsewhere:
                return elsewhere[text](scenario)
            if text.lower() == "q":
                raise Stopped
            if text == ">":
                self.skipped.add(question.fact.id)
                return scenario
            if text == "<" and self.history:
                return self._kept(self.history.pop())
            if text.startswith("/") and (chosen := self._found(scenario, text[1:].strip())):
                return self._question(scenario, chosen)
            if text == "?":
                for one in (question, *also):
                    self._help(one)
            elif text == "<":
                self.say("This is the first question.")
            elif not text.startswith("/"):
                told, reason = self._told(scenario, question, also, text)
                if reason is None:
                    self.history.append(scenario)
                    self.last = question
                    return self._kept(self._sorted(told))
                self._say(f"{reason[:1].upper()}{reason[1:]}.", look="problem")

    def _told(
        self, scenario: Scenario, question: Question, also: Sequence[Question], text: str
    ) -> tuple[Scenario, str | None]:
        """The scenario with the answers of a line: of one question, or in their order of those shown with it."""
        alike = text.endswith(SAME) and bool(question.alike or question.alike_acts)
        text = text.removesuffix(SAME) if alike else text
        values, reason = read_answers(question.fact, text)
        several = text.split() if text.strip() else [NOT_KNOWN] * (len(also) + 1)
        if not also or not 1 < len(several) <= len(also) + 1 or (reason is None and text.strip()):
            return (scenario if reason else plan.answered(scenario, question, *values, alike=alike)), reason
        for number, (one, word) in enumerate(zip((question, *also), several, strict=False)):
            values, reason = read_answers(one.fact, word)
            if reason is not None:
                return scenario, f"{one.fact.label}: {reason}"
            scenario = plan.answered(scenario, one, *values, alike=alike and not number)
        return scenario, None

    def _found(self, scenario: Scenario, text: str) -> Question | None:
        """A question with some words, open or answered, that the user picks."""
        told = (
            Question(a.fact, scenario.acts[a.act].title if a.act is not None else "", work=a.work, act=a.act)
            for a in answers_of(scenario, self.kb)
        )
        every = (*told, *plan.open_questions(scenario, self.kb, self.as_of, self.forum))
        found = [one for one in every if words.named(one.fact, text)]
        if not found:
            self.say(f"No question here has '{text}'.")
            return None
        for number, one in enumerate(found, 1):
            self._say(f"{number:2}. {one.fact.label}: {one.fact.question.strip()}", "  ")
        picked = self._line("The number of one; Enter goes back to the question before:")
        return found[int(picked) - 1] if picked.isdecimal() and 0 < int(picked) <= len(found) else None

    def _change(self, scenario: Scenario) -> Scenario:
        """Show what is told; what is picked is asked again."""
        told = answers_of(scenario, self.kb)
        self._list(told)
        for one in self.aside:
            self._say(
                f"Kept aside, as it is not asked any more: {one.fact.label}: {words.told_text(one, self.kb)}", "  "
            )
        for answer in self._picked("Numbers of the answers to change; Enter to go on:", told):
            title = scenario.acts[answer.act].title if answer.act is not None else ""
            asked = Question(answer.fact, title, work=answer.work, act=answer.act)
            scenario = self._question(scenario, asked)
        return scenario

    def _sorted(self, scenario: Scenario) -> Scenario:
        """The scenario without the answers whose questions do not arise any more, and with those that do again."""
        before = {(a.fact.id, a.work, a.act) for a in self.aside}
        scenario, self.aside = sorted_out(scenario, self.aside, self.kb, self.as_of, self.forum)
        for one in self.aside:
            if (one.fact.id, one.work, one.act) not in before:
                self._say(f"Kept aside, as it is not asked any more: {one.fact.label}: {words.told_text(one, self.kb)}")
        return scenario

    def _evidence(self, scenario: Scenario) -> Scenario:
        """Ask how the last answer is known."""
        last = self.last
        found = [
            a
            for a in answers_of(scenario, self.kb)
            if last and (a.fact, a.work, a.act) == (last.fact, last.work, last.act)
        ]
        if not found:
            self.say("There is no answer yet of which to say that.")
            return scenario
        self._say(f"{found[0].fact.label}: {words.told_text(found[0], self.kb)}. How is it known?")
        known = self._line("1 somebody says so, 2 a document shows it, 3 it was measured (Enter: 1):")
        said: dict[str, object] = {"known": {"2": "documented", "3": "measured"}.get(known, "asserted")}
        said["by"] = self._line("Who said so? (Enter: nobody is named)")
        said["note"] = self._line("A note (Enter: none):")
        if name := self._line("A file that shows it; its name and SHA-256 are kept (Enter: none):"):
            try:
                with Path(name).expanduser().open("rb") as content:
                    said["file"] = proof_of(name, content)
            except OSError as error:
                self.say(f"That file cannot be read: {error.strerror or error}.")
        answer = replace(found[0], given=found[0].given.model_copy(update=said))
        return self._kept(with_answer(scenario, answer))

    def _versions(self, scenario: Scenario) -> Scenario:
        """Keep a version, or compare with the one that is kept."""
        if self.kept is None:
            self.kept = scenario
            where = f" as {self.keep(scenario)}" if self.keep else ""
            self._say(f"Kept{where}. Go on, or change answers with /; = then compares the two.")
            return scenario
        for line in words.difference(self.kept, scenario, self.kb, self.as_of, self.forum):
            self._say(line, "  ")
        then = self._line("Enter goes on; b goes back to the kept version; k keeps this one instead:").lower()
        if then == "b":
            self.history.append(scenario)
            scenario, self.kept = self.kept, scenario
        elif then == "k":
            self.kept = scenario
        if then in ("b", "k") and self.keep:
            self.keep(self.kept)
        return self._kept(scenario)

    def _kept(self, scenario: Scenario) -> Scenario:
        self.save(scenario)
        return scenario

    def _help(self, question: Question) -> None:
        fact = question.fact
        self._say(f"{fact.label}:", look="question")
        self._say(words.plainly(fact.help, self.kb), "  ")
        answers = words.meanings(fact)
        for number, (_, name, meaning) in enumerate(answers if len(answers) > LONG else (), 1):
            self._say(f"{number}. {name}: {meaning}", "  ")
        self._say(f"Why it matters: {fact.why.strip()}", "  ")
        for name, value, note in words.cases(fact, self.kb):
            self._say(f"In {name}: {value}. {note}", "  ", "soft")

    def _line(self, prompt: str) -> str:
        try:
            return _CONTROL.sub("", self.ask(f"{prompt} ")).strip()
        except EOFError:
            raise Stopped from None

    def _say(self, text: str, indent: str = "", look: str = "") -> None:
        lead = text[: len(text) - len(text.lstrip())]
        whole = lead + " ".join(text.split())
        filled = textwrap.wrap(whole, self.width, initial_indent=indent, subsequent_indent=indent + "   ")
        self.say("\n".join(self.paint(line, look) for line in filled))


def _sample(also: Sequence[Question]) -> str:
    """How a line with several answers may look."""
    return " ".join(["1", *("2" for _ in also)])
