"""The pages of an interview: each takes what the last one carried, and shows what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from fairuse.ask import plan, words
from fairuse.ask.answers import read_answers
from fairuse.ask.case import cases_of
from fairuse.ask.outlook import outlook
from fairuse.ask.plan import Question
from fairuse.ask.situations import answers_of, begun, confirmed, places_of, presumed, without
from fairuse.kb.condition import Value
from fairuse.kb.fact import NOTHING, FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.pages import outline_of
from fairuse.precedent.beside import assess
from fairuse.report import FORMATS, render
from fairuse.scenario.model import Scenario, dump_scenario
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.web.state import Spot, State, read_scenario
from fairuse.words.outline import Outline, SourceList

#: A page: the name of its template, and what it shows. A file: its name, kind and content.
Page = tuple[str, dict[str, Any]]
File = tuple[str, str, bytes]
Form = Mapping[str, list[str]]
DEPTHS = ("brief", "standard", "full")
_KINDS = {
    "json": "application/json",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_ENDINGS = {"markdown": "md", "terminal": "txt"}


class Interview:
    """All steps of an interview by one law. It keeps nothing: what a step needs comes with the form."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.steps: dict[str, Callable[[Form], Page | File]] = {
            "begin": self.begin,
            "open": self.open,
            "confirm": self.confirm,
            "answer": self.answer,
            "review": self.review,
            "change": self.change,
            "result": self.result,
            "save": self.save,
            "download": self.download,
        }

    def start(self) -> Page:
        """What did you do?"""
        return "start.html", {"situations": self.kb.situations.values(), "acts": self.kb.acts.values()}

    def begin(self, form: Form) -> Page:
        """Begin with a situation, or with acts that were picked."""
        works = _one(form, "works").strip()[:200]
        name = _one(form, "situation")
        if name in self.kb.situations:
            return self._confirming(State(begun(self.kb.situations[name], works=works)))
        acts = [act for act in form.get("act", []) if act in self.kb.acts]
        if not acts:
            raise _problem("please say what you did, or pick an act")
        return self._confirming(
            State(plan.start(_one(form, "title").strip()[:200] or "My case", acts, works or "The works"))
        )

    def open(self, form: Form) -> Page:
        """Go on with a scenario file."""
        state = State(read_scenario(_one(form, "scenario"), self.kb))
        return self._confirming(state) if presumed(state.scenario, self.kb) else self._next(state)

    def confirm(self, form: Form) -> Page:
        """Take what follows from the situation as said, but for what is ticked as wrong, and where it happens."""
        state = self._state(form)
        scenario = state.scenario
        wrong = set(form.get("wrong", []))
        for answer in presumed(scenario, self.kb):
            if str(Spot.of(answer)) in wrong:
                scenario = without(scenario, answer)
        for act, fact in tuple(places_of(scenario, self.kb)):
            if (place := _one(form, f"place:{fact.id}")) in fact.values:
                scenario = plan.answered(scenario, Question(fact, "", act=act), place)
        return self._next(state.of(confirmed(scenario)))

    def answer(self, form: Form) -> Page:
        """Keep an answer, or go back, or skip; then the next question."""
        state = self._state(form)
        spot = Spot.read(_one(form, "spot"), state.scenario, self.kb)
        fact = self.kb.facts[spot.fact]
        does = _one(form, "do")
        if does == "back":
            return self._back(state)
        if does == "skip":
            return self._next(State(state.scenario, state.asked, (*state.skipped, fact.id)))
        if does == "unknown":
            values: tuple[Value | None, ...] = (None,)
        else:
            told = form.get("value", [])
            if not any(told):
                told = [NOTHING] if fact.type == "choices" else []
            values, reason = read_answers(fact, ",".join(told)) if told else ((), "please choose an answer")
            if reason:
                return self._asking(state, self._question(state, spot), problem=reason)
        alike = tuple(name for name in form.get("alike", []) if name in state.scenario.works)
        question = Question(fact, "", work=spot.work, act=spot.act, alike=alike)
        scenario = plan.answered(state.scenario, question, *values, alike=bool(alike))
        return self._next(state.of(scenario, asked=spot))

    def change(self, form: Form) -> Page:
        """Ask a question again."""
        state = self._state(form)
        return self._asking(state, self._question(state, Spot.read(_one(form, "spot"), state.scenario, self.kb)))

    def review(self, form: Form) -> Page:
        """All that is told."""
        state = self._state(form)
        told = [
            {
                "spot": Spot.of(a),
                "fact": a.fact,
                "text": words.given_text(a.given),
                "of": self._whose(Spot.of(a), state),
            }
            for a in answers_of(state.scenario, self.kb)
        ]
        return "review.html", {"state": state, "told": told}

    def result(self, form: Form) -> Page:
        """The report at one of three depths."""
        state = self._state(form)
        depth = _one(form, "depth") if _one(form, "depth") in DEPTHS else "brief"
        outline = outline_of(assess(state.scenario, self.kb), self.kb, depth=depth)
        shown = {"state": state, **set_out(outline), "depth": depth, "depths": DEPTHS}
        return "result.html", {**shown, "formats": [f for f in FORMATS if f != "terminal"]}

    def save(self, form: Form) -> File:
        """The scenario file."""
        return "scenario.yaml", "application/yaml", dump_scenario(self._state(form).scenario).encode()

    def download(self, form: Form) -> File:
        """The report as a file of some format."""
        form_ = _one(form, "format") if _one(form, "format") in FORMATS else "markdown"
        made: str | bytes = render(assess(self._state(form).scenario, self.kb), self.kb, form_)
        content = made if isinstance(made, bytes) else made.encode()
        return f"report.{_ENDINGS.get(form_, form_)}", _KINDS.get(form_, "text/plain; charset=utf-8"), content

    def _state(self, form: Form) -> State:
        return State.read({name: values[0] for name, values in form.items() if values}, self.kb)

    def _confirming(self, state: State) -> Page:
        told = [
            {"spot": Spot.of(a), "fact": a.fact, "text": words.given_text(a.given)}
            for a in presumed(state.scenario, self.kb)
        ]
        places = {fact.id: fact for _, fact in places_of(state.scenario, self.kb)}
        return "confirm.html", {"state": state, "told": told, "places": places.values()}

    def _next(self, state: State) -> Page:
        scenario, day = state.scenario, _day(state.scenario)
        question = plan.next_question(scenario, self.kb, day, scenario.forum, skipped=state.skipped)
        if question is None and state.skipped:
            state = State(scenario, state.asked)
            question = plan.next_question(scenario, self.kb, day, scenario.forum)
        if question is None:
            return self.result({name: [value] for name, value in state.fields.items()})
        return self._asking(state, question)

    def _back(self, state: State) -> Page:
        if not state.asked:
            return self._next(state)
        *earlier, last = state.asked
        found = (a for a in answers_of(state.scenario, self.kb) if Spot.of(a) == last)
        scenario = next((without(state.scenario, answer) for answer in found), state.scenario)
        return self._asking(State(scenario, tuple(earlier), state.skipped), self._question(state, last))

    def _question(self, state: State, spot: Spot) -> Question:
        """A question that the user chose, or that has to be put again."""
        return Question(self.kb.facts[spot.fact], self._whose(spot, state), work=spot.work, act=spot.act)

    def _whose(self, spot: Spot, state: State) -> str:
        if spot.act is not None:
            entry = state.scenario.acts[spot.act]
            return entry.title or self.kb.acts[entry.act].label
        return state.scenario.works[spot.work].title or spot.work if spot.work else ""

    def _asking(self, state: State, question: Question, *, problem: str = "") -> Page:
        chosen = question.outlook is None
        seen = question.outlook or self._seen(state.scenario)
        return "question.html", {
            "state": state,
            "question": question,
            "spot": Spot.of(question),
            "answers": words.meanings(question.fact),
            "typed": not question.fact.options,
            "cases": tuple(words.cases(question.fact, self.kb)),
            "why": "" if chosen else words.why(question),
            "remaining": "" if chosen else words.remaining(question),
            "stands": words.stands(seen) if seen else "",
            "alike": [(name, state.scenario.works[name].title or name) for name in question.alike],
            "expects": _expects(question.fact),
            "problem": problem,
        }

    def _seen(self, scenario: Scenario) -> Any:
        day = _day(scenario)
        cases = cases_of(scenario, self.kb, day, scenario.forum)
        return outlook(cases[0], self.kb, day, scenario.forum) if cases else None


def set_out(outline: Outline) -> dict[str, Any]:
    """An outline as the templates take it: blocks with the names of their kinds, and the sources that are listed."""
    listed = (block.items for block in outline.blocks if isinstance(block, SourceList))
    return {
        "report": [(type(block).__name__, block) for block in outline.blocks],
        "sources": {source.number for some in listed for source in some},
    }


def _expects(fact: FactDef) -> str:
    return "" if fact.options else fact.expects()


def _day(scenario: Scenario) -> str:
    return scenario.as_of or datetime.date.today().isoformat()


def _one(form: Form, name: str) -> str:
    return next(iter(form.get(name, [])), "")


def _problem(reason: str) -> FairuseError:
    return FairuseError([Problem(Location("form"), "bad-form", reason)])
