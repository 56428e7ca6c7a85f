"""Putting the questions on a terminal or a pipe: plain lines out, plain lines in.

Plain lines, and no library that paints the screen, because they work alike over ssh, on a dumb terminal, with a screen
reader and from a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fairuse.ask import plan, words
from fairuse.ask.answers import UNSURE, read_answers
from fairuse.ask.aside import Aside, sorted_out
from fairuse.ask.evidence import proof_of
from fairuse.ask.opening import KEYS as AT_FIRST
from fairuse.ask.opening import Opening
from fairuse.ask.ordinary import Unusual, told, unusual
from fairuse.ask.plan import Question
from fairuse.ask.screen import Screen, Stopped, plain
from fairuse.ask.sheet import NOT_KNOWN, SAME, Sheet, given
from fairuse.ask.situations import (
    Answer,
    answers_of,
    places_of,
    presumed,
    with_answer,
)
from fairuse.kb.fact import NOTHING
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Given, Scenario

__all__ = ["Interview", "Stopped"]

#: What can be typed at a question.
KEYS = {
    "Enter": "don't know",
    "?": "help",
    "<": "back",
    ">": "later",
    "q": "stop",
    "/": "answers",
    "/word": "find",
    "!": "source",
    "=": "version",
}
#: Typed for what was said before and is to be taken away.
GONE = "-"
_BASES = {"1": "asserted", "2": "documented", "3": "measured"}


@dataclass
class Interview:
    """One run of the questionnaire. `ask` returns a line typed, `say` shows text, `save` keeps each state.

    `keep` writes another version beside it and says where; `kept`: one from an earlier run. `aside`: answers whose
    question does not arise any more. `paint` gives text a look (``act``, ``stands``, ``question``, ``soft``,
    ``problem``), which repeats what it says. `height`: of the screen; None where there is none, and nothing waits.
    `bar`: the keys are shown below, from `keys`. `card`: of the data set that the works are.
    """

    kb: KnowledgeBase
    as_of: str
    ask: Callable[[str], str]
    say: Callable[[str], None]
    save: Callable[[Scenario], None]
    forum: str | None = None
    width: int = 80
    paint: Callable[[str, str], str] = plain
    history: list[tuple[Question, tuple[Question, ...]]] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    keep: Callable[[Scenario], str] | None = None
    kept: Scenario | None = None
    aside: Aside = ()
    last: tuple[Answer, ...] = ()
    height: int | None = None
    bar: bool = False
    card: str = ""
    keys: tuple[str, ...] = AT_FIRST

    def __post_init__(self) -> None:
        """Have the screen and the opening."""
        self.screen = Screen(self.ask, self.say, self.width, self.height, self.paint)
        self.now: Scenario | None = None  # as it was saved last
        self.sheet = Sheet(self.kb, self.screen)
        self.opening = Opening(self.kb, self.screen, self.card)

    def run(self, scenario: Scenario | None) -> Scenario:
        """Ask until nothing more could matter; returns the scenario (also if stopped early, once it has acts)."""
        self.now = scenario
        try:
            for begun in self._begin(scenario):
                scenario = self._kept(begun)
            assert scenario is not None
            while True:
                scenario = self._questions(scenario)
                self.say("\nNothing that is still open was found to change an answer.")
                changed = self._after(scenario) if self.height is not None else None
                if changed is None:
                    return scenario
                scenario = changed
        except Stopped:
            if self.now is None:
                raise
            self.say("\nStopped; what was answered is kept.")
        return self.now

    def _begin(self, scenario: Scenario | None) -> Iterator[Scenario]:
        """The scenario to ask about, as it grows: what was done, whether that is right, and where it happens."""
        if scenario is None:
            scenario = self.opening.begin()
            yield scenario
        if presumed(scenario, self.kb):
            scenario = self.opening.confirm(scenario)
            yield scenario
        self.keys = tuple(f"{key} {does}" for key, does in KEYS.items())
        if not self.bar:
            self.screen.tell("Type a number or a word; press Enter if you don't know.")
            self.screen.pages(self._key_lines())
        for number, fact in dict((f.id, (number, f)) for number, f in places_of(scenario, self.kb)).values():
            scenario = self._question(scenario, Question(fact, scenario.acts[number].title, act=number))
            for other, same in tuple(places_of(scenario, self.kb)):
                if same.id == fact.id:
                    scenario = plan.copied(scenario, fact.id, number, other)
            yield scenario
        for asked in unusual(scenario, self.kb, self.as_of, self.forum):
            scenario = self._unusual(scenario, asked)
            yield scenario

    def _unusual(self, scenario: Scenario, asked: Unusual) -> Scenario:
        """Ask at once what hardly any works are; what is so, or is put off, is asked by itself."""
        self.say("\n".join(self.sheet.unusual(asked)))
        while True:
            text = self.screen.line("[Anything unusual]").lower()
            if text == "q":
                raise Stopped
            if text == ">":
                return scenario
            if text in UNSURE:
                return told(scenario, asked, (), self.kb, self.as_of, self.forum, known=False)
            words_ = [word for word in re.split(r"[,\s]+", text) if word]
            if text == NOTHING or all(word.isdecimal() and 0 < int(word) <= len(asked.facts) for word in words_):
                so = () if text == NOTHING else tuple(asked.facts[int(word) - 1].id for word in words_)
                return told(scenario, asked, so, self.kb, self.as_of, self.forum)
            if text == "?":
                self.screen.pages(
                    self.sheet.help([Question(fact, asked.title, work=asked.work) for fact in asked.facts])
                )
            else:
                self.screen.say(f"Please give numbers from 1 to {len(asked.facts)}, or {NOTHING}.")

    def _questions(self, scenario: Scenario) -> Scenario:
        """Ask until nothing that is open could matter."""
        place = stood = ""
        while (question := self._next(scenario)) is not None:
            lead: list[str] = []
            if question.title != place:
                place, stood = question.title, ""
                lead += ["", self.paint(f"== {self.screen.short(place, self.width - 6)} ==", "act")]
            if question.outlook is not None and (stands := words.stands(question.outlook)) != stood:
                moved = f"{'It moved' if stood else 'So far'}: {stands}."
                lead += self.screen.wrapped(moved, look="stands")
                stood = stands
            scenario = self._question(scenario, question, lead)
        return scenario

    def _next(self, scenario: Scenario) -> Question | None:
        """The next question; those that were skipped come when no other is left, and once more only."""
        question = plan.next_question(scenario, self.kb, self.as_of, self.forum, skipped=self.skipped)
        if question is None and self.skipped:
            self.skipped.clear()
            question = plan.next_question(scenario, self.kb, self.as_of, self.forum)
        return question

    def _after(self, scenario: Scenario) -> Scenario | None:
        """What the user changes when all is answered; None if nothing."""
        while True:
            text = self.screen.line("Enter shows the answer with its reasons; < goes back, / changes answers:")
            if not text or text.lower() == "q":
                return None
            if (made := self._command(scenario, text)) is not None:
                return made
            if text == "?":
                self.screen.pages(self._key_lines())

    def _command(self, scenario: Scenario, text: str) -> Scenario | None:
        """The scenario after what can be typed at any question; None if it is nothing of that, or not possible."""
        if text in (commands := {"/": self._change, "!": self._evidence, "=": self._versions}):
            return commands[text](scenario)
        if text == "<" and self.history:
            question, _ = self.history.pop()
            return self._question(scenario, question)
        if text == "<":
            self.say("This is the first question; / shows what was told before.")
        elif text.startswith("/") and (chosen := self._found(scenario, text[1:].strip())):
            return self._question(scenario, chosen)
        return None

    def _key_lines(self) -> list[str]:
        return self.screen.wrapped(f"Keys: {'; '.join(self.keys)}.", "  ", "soft")

    def _question(self, scenario: Scenario, question: Question, lead: Sequence[str] = ()) -> Scenario:
        """Ask one question, and those beside it, until it has an answer or the user goes elsewhere."""
        beside = plan.beside(question, skipped=self.skipped)
        also, lines = self.sheet.question(scenario, question, beside, len(self.history) + 1, len(lead))
        self.say("\n".join([*lead, *lines]))
        while True:
            text = self.screen.line(f"[{question.fact.label}]")
            if text.lower() == "q":
                raise Stopped
            if text == ">":
                self.skipped.add(question.fact.id)
                return scenario
            if text == "?":
                self.screen.pages([*self.sheet.help((question, *also)), *self._key_lines()])
            elif text[:1] in ("/", "!", "=", "<") and text[1:2] != "=":
                if (made := self._command(scenario, text)) is not None:
                    return made
            elif not text and given(scenario, question, self.kb) is not None:
                self.history.append((question, also))
                return scenario
            else:
                told, reason = self._told(scenario, question, also, text)
                if reason is None:
                    self.history.append((question, also))
                    before = answers_of(scenario, self.kb)
                    self.last = tuple(a for a in answers_of(told, self.kb) if a not in before)
                    return self._kept(self._sorted(told))
                end = "" if reason[-1] in ".?" else "."
                self.screen.tell(f"{reason[:1].upper()}{reason[1:]}{end}", look="problem")

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
        lines = (
            self.screen.wrapped(f"{number:2}. {one.fact.label}: {one.fact.question.strip()}", "  ")
            for number, one in enumerate(found, 1)
        )
        self.screen.pages([line for some in lines for line in some])
        picked = self.screen.line("The number of one; Enter goes back to the question before:")
        return found[int(picked) - 1] if picked.isdecimal() and 0 < int(picked) <= len(found) else None

    def _change(self, scenario: Scenario) -> Scenario:
        """Show what is told; what is picked is asked again."""
        told = answers_of(scenario, self.kb)
        lines = self.opening.told(told, scenario)
        for one in self.aside:
            lines += self.screen.wrapped(self._aside_text(one), "  ")
        self.screen.pages(lines)
        for answer in self.opening.picked("Numbers of the answers to change; Enter to go on:", told):
            title = scenario.acts[answer.act].title if answer.act is not None else ""
            asked = Question(answer.fact, title, work=answer.work, act=answer.act)
            scenario = self._question(scenario, asked)
        return scenario

    def _aside_text(self, one: Answer) -> str:
        return f"Kept aside, as it is not asked any more: {one.fact.label}: {words.told_text(one, self.kb)}"

    def _sorted(self, scenario: Scenario) -> Scenario:
        """The scenario without the answers whose questions do not arise any more, and with those that do again."""
        before = {(a.fact.id, a.work, a.act) for a in self.aside}
        scenario, self.aside = sorted_out(scenario, self.aside, self.kb, self.as_of, self.forum)
        for one in self.aside:
            if (one.fact.id, one.work, one.act) not in before:
                self.screen.tell(self._aside_text(one))
        return scenario

    def _evidence(self, scenario: Scenario) -> Scenario:
        """Ask how the last answer is known, for all of which it was given; what was said before stays."""
        last = [(a.fact, a.work, a.act) for a in self.last]
        found = [a for a in answers_of(scenario, self.kb) if (a.fact, a.work, a.act) in last]
        if not found:
            self.say("There is no answer yet of which to say that.")
            return scenario
        labels = dict.fromkeys(f"{a.fact.label}: {words.told_text(a, self.kb)}" for a in found)
        self.screen.tell(f"{'; '.join(labels)}. How is it known?")
        said = self._evidence_of(found[0].given)
        for one in found:
            scenario = with_answer(scenario, replace(one, given=one.given.model_copy(update=said)))
        self.last = tuple(a for a in answers_of(scenario, self.kb) if (a.fact, a.work, a.act) in last)
        return self._kept(scenario)

    def _evidence_of(self, told: Given) -> dict[str, object]:
        now = next(number for number, known in _BASES.items() if known == told.known)
        while True:
            known = self.screen.line(f"1 somebody says so, 2 a document shows it, 3 it was measured (Enter: {now}):")
            if (known or now) in _BASES:
                break
            self.say("Please give 1, 2 or 3.")
        said: dict[str, object] = {"known": _BASES[known or now]}
        for name, prompt, none in (("by", "Who said so?", "nobody is named"), ("note", "A note", "none")):
            before = getattr(told, name)
            text = self.screen.line(f"{prompt} (Enter: {f'{before}; {GONE}: {none}' if before else none})")
            said[name] = before if not text else "" if text == GONE else text
        before = f"{told.file.name}; {GONE}: none" if told.file else "none"
        while name := self.screen.line(f"A file that shows it; its name and SHA-256 are kept (Enter: {before}):"):
            if name == GONE:
                return {**said, "file": None}
            try:
                with Path(name).expanduser().open("rb") as content:
                    return {**said, "file": proof_of(name, content)}
            except OSError as error:
                self.say(f"That file cannot be read: {error.strerror or error}.")
        return said

    def _versions(self, scenario: Scenario) -> Scenario:
        """Keep a version, or compare with the one that is kept."""
        if self.kept is None:
            self.kept = scenario
            where = f" as {self.keep(scenario)}" if self.keep else ""
            self.screen.tell(f"Kept{where}. Go on, or change answers with /; = then compares the two.")
            return scenario
        told = words.difference(self.kept, scenario, self.kb, self.as_of, self.forum)
        self.screen.pages([line for text in told for line in self.screen.wrapped(text, "  ")])
        then = self.screen.line("Enter goes on; b goes back to the kept version; k keeps this one instead:").lower()
        if then == "b":
            scenario, self.kept = self.kept, scenario
        elif then == "k":
            self.kept = scenario
        if then in ("b", "k") and self.keep:
            self.keep(self.kept)
        return self._kept(scenario)

    def _kept(self, scenario: Scenario) -> Scenario:
        self.now = scenario
        self.save(scenario)
        return scenario
