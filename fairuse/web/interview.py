"""The steps of an interview: each takes what the last page carried, and shows what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from fairuse.answer.result import Assessment
from fairuse.ask import plan, words
from fairuse.ask.answers import read_answers
from fairuse.ask.aside import remark, remarked, sorted_out
from fairuse.ask.case import cases_of
from fairuse.ask.ordinary import told, unusual
from fairuse.ask.outlook import outlook
from fairuse.ask.plan import Question
from fairuse.ask.situations import alike, answers_of, begun, confirmed, places_of, presumed, without
from fairuse.ask.sources import examples, with_card
from fairuse.kb.condition import Value
from fairuse.kb.fact import NOTHING
from fairuse.kb.model import KnowledgeBase
from fairuse.report import FORMATS, document
from fairuse.scenario.model import UNKNOWN, Given, Scenario, dump_scenario
from fairuse.scenario.names import forum_problem
from fairuse.web import versions
from fairuse.web.forms import BASES, LONGEST, Form, evidence, lines, one
from fairuse.web.forms import problem as wrong
from fairuse.web.kept import Assessments
from fairuse.web.results import DEPTHS, answering, report_file
from fairuse.web.state import Spot, State, read_scenario
from fairuse.words.evidence import evidence_text

#: A page: the name of its template, and what it shows. A file: its name, kind and content.
Page = tuple[str, dict[str, Any]]
File = tuple[str, str, bytes]


class Interview:
    """All steps of an interview by one law. What a step needs comes with the form."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.assessments = Assessments(kb)
        self.steps: dict[str, Callable[[Form], Page | File]] = {
            "begin": self.begin,
            "open": self.open,
            "example": self.example,
            "confirm": self.confirm,
            "answer": self.answer,
            "review": self.review,
            "change": self.change,
            "frame": self.frame,
            "result": self.result,
            "try": self.try_,
            "take": self.take,
            "fork": self.fork,
            "swap": self.swap,
            "compare": self.compare,
            "save": self.save,
            "download": self.download,
        }

    def start(self) -> Page:
        """What did you do?"""
        told = {name: scenario.title for name, scenario in examples(self.kb).items()}
        by_title = sorted(told.items(), key=lambda one: one[1])
        return "start.html", {
            "situations": self.kb.situations.values(),
            "acts": self.kb.acts.values(),
            "examples": by_title,
        }

    def begin(self, form: Form) -> Page:
        """Begin with a situation, or with acts that were picked."""
        works = one(form, "works").strip()[:LONGEST]
        name = one(form, "situation")
        if name in self.kb.situations:
            scenario = begun(self.kb.situations[name], works=works)
            card = one(form, "card")
            return self._confirming(State(with_card(scenario, card, self.kb) if card.strip() else scenario))
        acts = [act for act in form.get("act", []) if act in self.kb.acts]
        if not acts:
            raise wrong("please say what you did, or pick an act")
        title = one(form, "title").strip()[:LONGEST] or "My case"
        return self._confirming(State(plan.start(title, acts, works or "The works")))

    def open(self, form: Form) -> Page:
        """Go on with a scenario file."""
        text = one(form, "scenario")
        scenario = read_scenario(text, self.kb)
        state = State(scenario, aside=remarked(text.replace("\r\n", "\n"), scenario, self.kb))
        return self._confirming(state) if presumed(state.scenario, self.kb) else self._next(state)

    def example(self, form: Form) -> Page:
        """Begin with an example, to look at and to change."""
        found = examples(self.kb).get(one(form, "example"))
        if found is None:
            raise wrong("there is no such example")
        return self._reviewing(State(found), "This is the example. Change what is otherwise with you.")

    def confirm(self, form: Form) -> Page:
        """Take what follows from the situation as said, but for what is ticked as wrong, and where it happens."""
        state = self._state(form)
        scenario = state.scenario
        wrong = set(form.get("wrong", []))
        for first, *others in alike(presumed(scenario, self.kb)):
            for answer in (first, *others) if str(Spot.of(first)) in wrong else ():
                scenario = without(scenario, answer)
        for act, fact in tuple(places_of(scenario, self.kb)):
            if (place := one(form, f"place:{fact.id}")) in fact.values:
                scenario = plan.answered(scenario, Question(fact, "", act=act), place)
        law = self.kb, _day(scenario), scenario.forum
        for asked in unusual(scenario, *law):
            if given := form.get(f"unusual:{asked.work}", []):
                scenario = told(scenario, asked, given, *law, known="unknown" not in given)
        return self._next(state.of(confirmed(scenario)))

    def answer(self, form: Form) -> Page:
        """Keep the answers of a page, or go back, or skip; then the next question."""
        state = self._state(form)
        spot = Spot.read(one(form, "spot"), state.scenario, self.kb)
        does = one(form, "do")
        if does == "back":
            return self._back(state)
        if does == "skip":
            return self._next(replace(state, skipped=(*state.skipped, spot.fact)))
        scenario, spots, unknown = state.scenario, list[Spot](), does == "unknown"
        for other in (Spot.read(text, scenario, self.kb) for text in form.get("beside", [])):
            given = any(form.get(f"value:{other}", []))
            if given or unknown:  # one "I don't know" is for all that stand on the page without an answer
                asked, some, reason = self._told(form, other, f"value:{other}", unknown=not given)
                if not reason:
                    scenario = plan.answered(scenario, asked, *some)
                    spots.append(other)
        question, values, reason = self._told(form, spot, "value", unknown=unknown)
        if reason and (any(form.get("value", [])) or not spots):
            return self._asking(state, self._question(state, spot), problem=reason)
        if not reason:
            scenario = self._with(scenario, question, values, form, evidence(form))
            spots.insert(0, spot)
        return self._next(self._sorted(state.of(scenario, *spots)))

    def _told(
        self, form: Form, spot: Spot, name: str, *, unknown: bool = False
    ) -> tuple[Question, tuple[Value | None, ...], str | None]:
        """A question with what a form answers to it, and what is wrong with that."""
        fact = self.kb.facts[spot.fact]
        question = Question(fact, "", work=spot.work, act=spot.act)
        given = form.get(name, [])
        if unknown:
            return question, (None,), None
        if not any(given):
            given = [NOTHING] if fact.type == "choices" else []
        values, reason = read_answers(fact, ",".join(given)) if given else ((), "please choose an answer")
        return question, values, reason

    def _with(
        self,
        scenario: Scenario,
        question: Question,
        values: tuple[Value | None, ...],
        form: Form,
        evidence: Given | None,
    ) -> Scenario:
        """The scenario with an answer, also for the works and acts of which it is said to be the same."""
        same = {one.partition(":")[::2] for one in form.get("alike", [])}
        works = tuple(name for name in scenario.works if ("work", name) in same)
        acts = tuple(n for n in range(len(scenario.acts)) if ("act", str(n)) in same)
        whole = replace(question, alike=works, alike_acts=acts)
        return plan.answered(scenario, whole, *values, alike=bool(same), evidence=evidence)

    def change(self, form: Form) -> Page:
        """Ask a question again."""
        state = self._state(form)
        return self._asking(state, self._question(state, Spot.read(one(form, "spot"), state.scenario, self.kb)))

    def frame(self, form: Form) -> Page:
        """Take another day or court."""
        state = self._state(form)
        day, forum = one(form, "as_of").strip(), one(form, "forum")
        if day:
            try:
                datetime.date.fromisoformat(day)
            except ValueError:
                raise wrong("a day is written as 2026-11-30") from None
        if forum and (reason := forum_problem(forum, self.kb)):
            raise wrong(reason)
        scenario = state.scenario.model_copy(update={"as_of": day or None, "forum": forum or None})
        return self._reviewing(self._sorted(state.of(scenario)), "Day and court are taken over.")

    def review(self, form: Form) -> Page:
        """All that is told."""
        return self._reviewing(self._state(form))

    def result(self, form: Form) -> Page:
        """The answer, and its report at one of three depths."""
        state = self._state(form)
        depth = one(form, "depth") if one(form, "depth") in DEPTHS else "brief"
        return self._answering(state, depth)

    def try_(self, form: Form) -> Page:
        """A change tried, which changes nothing yet."""
        state = self._state(form)
        day, of_use = _day(state.scenario), self.assessments.of_use()
        made = versions.tried(state.scenario, self.kb, lines(form, "set"), day, of_use)
        return "try.html", {"state": state, **made}

    def take(self, form: Form) -> Page:
        """Take over what was tried; the version before is kept beside it."""
        state = self._state(form)
        scenario = versions.changed(state.scenario, self.kb, lines(form, "set"))
        return self._comparing(self._sorted(replace(state, scenario=scenario, kept=state.scenario)))

    def fork(self, form: Form) -> Page:
        """Keep this version, and go on with a copy."""
        state = self._state(form)
        said = "This version is kept. Change answers below, then compare the two."
        return self._reviewing(replace(state, kept=state.scenario), said)

    def swap(self, form: Form) -> Page:
        """Go on with the version that was kept; the other one is kept instead."""
        state = self._state(form)
        if state.kept is None:
            raise wrong("no other version is kept")
        return self._comparing(State(state.kept, kept=state.scenario))

    def compare(self, form: Form) -> Page:
        """The two versions side by side."""
        return self._comparing(self._state(form))

    def save(self, form: Form) -> File:
        """The scenario file; what was kept aside stands in it as a remark."""
        state = self._state(form)
        text = dump_scenario(state.scenario) + remark(state.aside)
        return "scenario.yaml", "application/yaml", text.encode(errors="backslashreplace")

    def download(self, form: Form) -> File:
        """The report as a file of some format."""
        form_ = one(form, "format") if one(form, "format") in FORMATS else "markdown"
        return report_file(document(self._assessed(self._state(form)), self.kb, form_), form_)

    def _state(self, form: Form) -> State:
        return State.read({name: values[0] for name, values in form.items() if values}, self.kb)

    def _sorted(self, state: State) -> State:
        """The state with answers that do not apply any more kept aside, and those back that do again."""
        day = _day(state.scenario)
        scenario, aside = sorted_out(state.scenario, state.aside, self.kb, day, state.scenario.forum)
        return replace(state, scenario=scenario, aside=aside)

    def _assessed(self, state: State) -> Assessment:
        return self.assessments.of(state.scenario, _day(state.scenario))

    def _answering(self, state: State, depth: str) -> Page:
        made = answering(state.scenario, self.kb, _day(state.scenario), depth, self.assessments)
        return "result.html", {"state": state, **made}

    def _comparing(self, state: State) -> Page:
        if state.kept is None:
            raise wrong("no other version is kept; keep one first, then change an answer")
        old = self.assessments.of(state.kept, _day(state.kept))
        made = versions.compared(old, self._assessed(state), state.kept, state.scenario, self.kb)
        return "compare.html", {"state": state, **made}

    def _reviewing(self, state: State, said: str = "") -> Page:
        answers = [
            {
                "spot": Spot.of(a),
                "fact": a.fact,
                "text": words.told_text(a, self.kb),
                "of": self._whose(Spot.of(a), state),
                "evidence": evidence_text(a.given),
            }
            for a in answers_of(state.scenario, self.kb)
        ]
        aside = [(a.fact.label, self._whose(Spot.of(a), state), words.told_text(a, self.kb)) for a in state.aside]
        forums = sorted(self.kb.all_forums.items(), key=lambda one: one[1])
        self.assessments.ahead(state.scenario, _day(state.scenario))
        open_ = plan.open_questions(state.scenario, self.kb, _day(state.scenario), state.scenario.forum)
        return "review.html", {
            "state": state,
            "told": [one for one in answers if one["text"] != words.NOT_KNOWN],
            "not_known": [one for one in answers if one["text"] == words.NOT_KNOWN],
            "open": [(Spot.of(q), q.fact, self._whose(Spot.of(q), state)) for q in open_],
            "aside": aside,
            "said": said,
            "forums": forums,
        }

    def _confirming(self, state: State) -> Page:
        implied = [
            {
                "spot": Spot.of(some[0]),
                "fact": some[0].fact,
                "text": words.told_text(some[0], self.kb),
                "of": "; ".join(self._whose(Spot.of(a), state) for a in some),
            }
            for some in alike(presumed(state.scenario, self.kb))
        ]
        places = {fact.id: fact for _, fact in places_of(state.scenario, self.kb)}
        default = dict.fromkeys(self.kb.place_name(r.jurisdiction) for r in self.kb.regimes.values() if r.by_default)
        asked = ", ".join(default)
        rare = unusual(state.scenario, self.kb, _day(state.scenario), state.scenario.forum)
        return "confirm.html", {
            "state": state,
            "told": implied,
            "places": places.values(),
            "default": asked,
            "unusual": rare,
        }

    def _next(self, state: State) -> Page:
        scenario, day = state.scenario, _day(state.scenario)
        question = plan.next_question(scenario, self.kb, day, scenario.forum, skipped=state.skipped)
        if question is None and state.skipped:
            state = replace(state, skipped=())
            question = plan.next_question(scenario, self.kb, day, scenario.forum)
        if question is None:
            return self._answering(state, "brief")
        self.assessments.ahead(scenario, day, settled=True)
        return self._asking(state, question)

    def _back(self, state: State) -> Page:
        if not state.asked:
            return self._confirming(state)
        *earlier, last = state.asked
        scenario = state.scenario
        for answer in answers_of(state.scenario, self.kb):
            if Spot.of(answer) in last:
                scenario = without(scenario, answer)
        before = replace(state, scenario=scenario, asked=tuple(earlier))
        return self._asking(before, self._question(state, last[0]), given=self._given(state, last[0]))

    def _question(self, state: State, spot: Spot) -> Question:
        """A question that the user chose, or that has to be put again."""
        return Question(self.kb.facts[spot.fact], self._whose(spot, state), work=spot.work, act=spot.act)

    def _whose(self, spot: Spot, state: State) -> str:
        if spot.act is not None:
            entry = state.scenario.acts[spot.act]
            return entry.title or self.kb.acts[entry.act].label
        return state.scenario.works[spot.work].title or spot.work if spot.work else ""

    def _given(self, state: State, spot: Spot) -> Given | None:
        return next((a.given for a in answers_of(state.scenario, self.kb) if Spot.of(a) == spot), None)

    def _asking(self, state: State, question: Question, *, problem: str = "", given: Given | None = None) -> Page:
        """A question; `given`: the answer it had until now."""
        chosen = question.outlook is None
        seen = question.outlook or self._seen(state.scenario)
        given = given or self._given(state, Spot.of(question))
        listed = (given.listed or (given.value,)) if given and given.value != UNKNOWN else ()
        return "question.html", {
            "state": state,
            "question": question,
            "spot": Spot.of(question),
            "answers": words.meanings(question.fact),
            "typed": not question.fact.options,
            "given": given,
            "ticked": [words.value_text(v) if isinstance(v, bool) else str(v) for v in listed],
            "bases": BASES,
            "cases": tuple(words.cases(question.fact, self.kb)),
            "beside": [
                (Spot.of(one), one.fact, words.meanings(one.fact))
                for one in plan.beside(question, skipped=state.skipped)
            ],
            "why": "" if chosen else words.why(question),
            "remaining": "" if chosen else words.remaining(question),
            "stands": words.stands(seen) if seen else "",
            "alike": words.others(question, state.scenario, self.kb),
            "expects": "" if question.fact.options else question.fact.expects(),
            "plainly": partial(words.plainly, kb=self.kb),
            "apart": words.apart(question.fact, self.kb),
            "names": sorted(one.name for one in self.kb.licences.values()) if question.fact.tells else (),
            "problem": problem,
        }

    def _seen(self, scenario: Scenario) -> Any:
        day = _day(scenario)
        cases = cases_of(scenario, self.kb, day, scenario.forum)
        return outlook(cases[0], self.kb, day, scenario.forum) if cases else None


def _day(scenario: Scenario) -> str:
    return scenario.as_of or datetime.date.today().isoformat()
