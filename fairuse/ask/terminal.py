"""Putting the questions on a terminal or a pipe: plain lines out, plain lines in."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from fairuse.ask import plan
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Scenario

HELP_WORDS = "Answer with a number or a word; ? for help; Enter if you don't know; < goes back; q saves and stops."

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # arrow keys and the like, typed where they mean nothing


class Stopped(Exception):
    """The user, or the end of the input, ended the questions early."""


@dataclass
class Interview:
    """One run of the questionnaire. `ask` returns a line typed, `say` shows text, `save` keeps each state."""

    kb: KnowledgeBase
    as_of: str
    ask: Callable[[str], str]
    say: Callable[[str], None]
    save: Callable[[Scenario], None]
    width: int = 80
    history: list[Scenario] = field(default_factory=list)

    def run(self, scenario: Scenario | None) -> Scenario:
        """Ask until nothing more could matter; returns the scenario (also if stopped early, once it has acts)."""
        if scenario is None:
            scenario = self._begin()
            self.save(scenario)
        self.say(HELP_WORDS)
        place = ""
        try:
            while (question := plan.next_question(scenario, self.kb, self.as_of)) is not None:
                where = f"{question.use.act_title}: {question.use.work_title}"
                if where != place:
                    place = where
                    self.say(f"\n== {where} ==")
                scenario = self._question(scenario, question, len(self.history) + 1)
        except Stopped:
            self.say("\nStopped; what was answered is kept.")
        return scenario

    def _begin(self) -> Scenario:
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

    def _acts(self, text: str) -> tuple[list[str], list[str]]:
        ids = list(self.kb.acts)
        words = [w.strip().lower().replace(" ", "_") for w in text.split(",") if w.strip()]
        picked = [ids[int(w) - 1] if w.isdecimal() and 0 < int(w) <= len(ids) else w for w in words]
        return [p for p in dict.fromkeys(picked) if p in ids], [p for p in picked if p not in ids]

    def _question(self, scenario: Scenario, question: plan.Question, count: int) -> Scenario:
        fact = question.fact
        self.say("")
        self._say(f"{count}. {fact.question.strip()}", "")
        if fact.type == "boolean":
            self.say("  1. yes\n  2. no")
        for number, (name, meaning) in enumerate(fact.values.items(), 1):
            self._say(f"{number}. {name.replace('_', ' ')}: {meaning.strip()}", "  ")
        if fact.type == "choices":
            self._say("(All that apply, with commas between them; none if nothing does.)", "  ")
        if fact.judgement:
            self._say(f"(A judgement.) {fact.guidance.strip()}", "  ")
        while True:
            text = self._line(f"[{fact.label}]")
            if text == "?":
                self._help(question)
                continue
            if text == "<":
                if self.history:
                    previous = self.history.pop()
                    self.save(previous)
                    return previous
                self.say("This is the first question.")
                continue
            if text.lower() == "q":
                raise Stopped
            values, reason = plan.read_answers(fact, text)
            if reason:
                self.say(reason)
                continue
            self.history.append(scenario)
            changed = plan.answered(scenario, question, *values)
            self.save(changed)
            return changed

    def _help(self, question: plan.Question) -> None:
        fact = question.fact
        self._say(fact.help.strip(), "  ")
        self._say(f"Why it matters: {fact.why.strip()}", "  ")
        for example in fact.examples:
            authority = self.kb.authorities.get(example.authority)
            shown = {True: "yes", False: "no"}[example.value] if isinstance(example.value, bool) else example.value
            name = authority.name if authority else example.authority
            self._say(f"In {name}: {shown}. {example.note}", "  ")

    def _line(self, prompt: str) -> str:
        try:
            return _CONTROL.sub("", self.ask(f"{prompt} ")).strip()
        except EOFError:
            raise Stopped from None

    def _say(self, text: str, indent: str) -> None:
        self.say(
            textwrap.fill(" ".join(text.split()), self.width, initial_indent=indent, subsequent_indent=indent + "   ")
        )
