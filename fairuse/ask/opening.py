"""How an interview on a terminal begins: what was done, on which works, and whether what follows from it is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from fairuse.ask import plan, words
from fairuse.ask.screen import Screen, Stopped
from fairuse.ask.situations import Answer, alike, begun, confirmed, presumed, without
from fairuse.ask.sources import LONGEST, with_card
from fairuse.kb.model import KnowledgeBase
from fairuse.kb.situation import Situation
from fairuse.scenario.model import Scenario

T = TypeVar("T")
#: What can be typed before the first question, for the bar below it and for ``?``.
KEYS = ("? help", "< back", "q stop")
#: Words shorter than this say nothing of what was done.
SAYS_LITTLE = 3
_PICK = "A number, or words to look for"


class Back(Exception):
    """The user wants the step before."""


@dataclass(frozen=True)
class Opening:
    """Asks what was done. `card`: of a data set, whose name and licence are taken over."""

    kb: KnowledgeBase
    screen: Screen
    card: str = ""

    def begin(self) -> Scenario:
        """A scenario with acts and works, in which what follows from the situation is presumed. May raise `Stopped`."""
        while True:
            try:
                situation = self._situation() if self.kb.situations else None
                if situation is None:
                    return self._with_card(self._by_acts())
                works = self._line(
                    f"Which works, in a few words? (Enter: {situation.works.title})",
                    "What the report calls them, such as 'two novels by one author'. It changes no answer.",
                )
                return self._with_card(begun(situation, works=works[:LONGEST]))
            except Back:
                self.screen.say("")

    def _with_card(self, scenario: Scenario) -> Scenario:
        return with_card(scenario, self.card, self.kb) if self.card else scenario

    def _line(self, prompt: str, help_: str) -> str:
        """A line; ``?`` gives help on it, ``<`` goes back a step and ``q`` stops."""
        while True:
            text = self.screen.line(prompt)
            if text.lower() == "q":
                raise Stopped
            if text == "<":
                raise Back
            if text != "?":
                return text
            self.screen.tell(help_, "  ")
            self.screen.tell(f"Keys: {'; '.join(KEYS)}.", "  ", "soft")

    def _by_acts(self) -> Scenario:
        title = self._line("What shall the assessment be called?", "A title for the report; it changes no answer.")
        lines = ["", "Which acts are to be assessed? Courts judge each on its own."]
        for number, act in enumerate(self.kb.acts.values(), 1):
            lines += self.screen.wrapped(f"{number}. {act.label}: {act.help.strip()}", "  ")
        self.screen.pages(lines)
        chosen: list[str] = []
        while not chosen:
            chosen, wrong = self._acts(
                self._line(
                    "Numbers or names, separated by commas:",
                    "Name each thing that was done: getting the copies, training on them, offering the model …",
                )
            )
            if wrong:
                self.screen.say(f"There is no act '{wrong[0]}'.")
                chosen = []
        works = self._line("Which works are used? (a few words)", "What the report calls them; it changes no answer.")
        return plan.start(title[:LONGEST] or "Untitled scenario", chosen, works[:LONGEST] or "the works")

    def _acts(self, text: str) -> tuple[list[str], list[str]]:
        ids = list(self.kb.acts)
        named = [w.strip().lower().replace(" ", "_") for w in text.split(",") if w.strip()]
        picked = [ids[int(w) - 1] if w.isdecimal() and 0 < int(w) <= len(ids) else w for w in named]
        return [p for p in dict.fromkeys(picked) if p in ids], [p for p in picked if p not in ids]

    def _situation(self) -> Situation | None:
        """What the user did; None if it is none of the situations known."""
        every = tuple(self.kb.situations.values())
        shown, first = every, 0
        self.screen.say("What did you do, or what do you plan?")
        while True:
            last = self._list(shown, first)
            more = last < len(shown)
            text = self._line(
                f"{_PICK}{'; Enter shows more' if more else '; Enter shows all' if shown != every or first else ''}:",
                "Pick the sentence that comes nearest; what follows from it is shown, and can be put right. Words such "
                "as 'lesson' or 'chatbot' find sentences that have them. 0: none of these, or several.",
            )
            if text.isdecimal() and int(text) <= len(shown):
                return shown[int(text) - 1] if int(text) else None
            if not text:
                shown, first = (shown, last) if more else (every, 0)
            elif found := _nearest(text, every):
                shown, first = found, 0
            else:
                self.screen.say(f"Nothing here has '{self.screen.short(text, 40)}'.\n")

    def _list(self, shown: Sequence[Situation], first: int) -> int:
        """Show situations from the `first` on, as many as fit; the number of the one after the last."""
        room = self.screen.room
        lines: list[str] = []
        last = first
        while last < len(shown):
            one = self.screen.wrapped(f"{last + 1:2}. {shown[last].label}", "  ")
            if room is not None and lines and len(lines) + len(one) > room - 2:  # its heading, and the line below
                break
            lines += one
            last += 1
        none = " 0. something else, or several of these: choose the acts yourself"
        self.screen.say("\n".join([*lines, *self.screen.wrapped(none, "  ")]))
        return last

    def confirm(self, scenario: Scenario) -> Scenario:
        """The scenario with what is presumed confirmed, but for what the user says is wrong."""
        told = alike(presumed(scenario, self.kb))
        self.screen.pages(
            ["", "From that it follows, unless you say otherwise:", *self.told([first for first, *_ in told])]
        )
        for answers in self.picked("Numbers of what is wrong, with commas; Enter if all of it is right:", told):
            for answer in answers:
                scenario = without(scenario, answer)
        return confirmed(scenario)

    def picked(self, prompt: str, told: Sequence[T]) -> list[T]:
        """Those that the user picks by their numbers."""
        while True:
            try:
                text = self._line(
                    prompt, "Give the numbers that stand before them, such as 1,3. What you pick is asked again."
                )
            except Back:
                return []
            numbers = [word for word in re.split(r"[,\s]+", text) if word]
            if all(n.isdecimal() and 0 < int(n) <= len(told) for n in numbers):
                return [told[int(n) - 1] for n in dict.fromkeys(numbers)]
            self.screen.say(f"Please give numbers from 1 to {len(told)}.")

    def told(self, some: Sequence[Answer], scenario: Scenario | None = None) -> list[str]:
        """Lines with answers and their numbers; of a scenario, each says whose it is where there are several."""
        lines: list[str] = []
        for number, answer in enumerate(some, 1):
            whose = words.whose(answer, scenario, self.kb) if scenario else ""
            said = f"{number:2}. {answer.fact.label}{f' ({whose})' if whose else ''}"
            lines += self.screen.wrapped(f"{said}: {words.told_text(answer, self.kb)}", "  ")
        return lines


def _nearest(text: str, every: Sequence[Situation]) -> tuple[Situation, ...]:
    """The situations that have most of the words of a text."""
    looked_for = [word for word in re.findall(r"\w+", text.lower()) if len(word) >= SAYS_LITTLE]
    has = [sum(word in f"{s.label} {s.works.title}".lower() for word in looked_for) for s in every]
    most = max(has, default=0)
    return tuple(s for s, count in zip(every, has, strict=True) if most and count == most)
