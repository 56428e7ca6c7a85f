"""The same verbs as JSON: assess, what if, the next question, and the law itself."""

from __future__ import annotations

import datetime
import json
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from fairuse.answer.result import Assessment
from fairuse.ask import plan, words
from fairuse.inquiry.whatif import WhatIf, whatif
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.pages.reference import KINDS, Listed, entries, entry_of
from fairuse.precedent.beside import assess
from fairuse.report import published
from fairuse.scenario.model import Scenario
from fairuse.scenario.names import forum_problem
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.web.state import read_scenario

#: Examples of requests: they name facts, and so are no code.
_EXAMPLES = json.loads(files("fairuse.web").joinpath("static/examples.json").read_text(encoding="utf-8"))
#: One of the kinds of entries of the law.
Kind = Annotated[str, Path(json_schema_extra={"enum": list(KINDS)}, examples=[_EXAMPLES["kind"]])]
Name = Annotated[str, Path(examples=[_EXAMPLES["name"]], description="The id of an entry.")]


class Asked(BaseModel):
    """A scenario as text (YAML or JSON, as in a file), and the day and forum, if not its own."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": _EXAMPLES["assess"]})

    scenario: str = Field(description="What `fairuse schema scenario` describes, as YAML or JSON.")
    as_of: datetime.date | None = Field(None, description="The law of which day; by default that of the scenario.")
    forum: str | None = Field(None, description="Before which court; its id, or the name of a court.")

    def read(self, kb: KnowledgeBase) -> Scenario:
        """The scenario. Raises `FairuseError`."""
        if self.forum is not None and (reason := forum_problem(self.forum, kb)):
            raise FairuseError([Problem(Location("forum"), "unknown-forum", reason)])
        return read_scenario(self.scenario, kb)

    @property
    def day(self) -> str | None:
        """The day as text."""
        return self.as_of.isoformat() if self.as_of else None


class WhatIfAsked(Asked):
    """A scenario, and facts to set otherwise; without any, what would move the answers is told."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": _EXAMPLES["whatif"]},
    )

    set: tuple[str, ...] = Field((), description="Each as `fact=value` or `act/works:fact=value`.")


class QuestionAsked(Asked):
    """A scenario as far as it is told, and questions that are put off for now."""

    skipped: tuple[str, ...] = Field((), description="Facts that are not to be asked for now.")


class Place(BaseModel):
    """Whose fact is asked for: of an act (by its number), of a group of works, or, with neither, of the scenario."""

    act: int | None
    work: str | None
    title: str


class QuestionTold(BaseModel):
    """The question to put next. `left`: how many like it may remain. `lowest`, `highest`: what could still come."""

    fact: dict[str, Any]
    of: Place
    why: str
    left: int
    standings: tuple[Standing, ...]
    lowest: tuple[Standing, ...]
    highest: tuple[Standing, ...]


class Next(BaseModel):
    """The question to put next; null if nothing that is open was found to change an answer."""

    question: QuestionTold | None


class Wrong(BaseModel):
    """One thing that is wrong with a request, and where."""

    place: str
    code: str
    message: str


class Problems(BaseModel):
    """All that is wrong with a request."""

    problems: tuple[Wrong, ...]


_WRONG: dict[int | str, dict[str, Any]] = {422: {"model": Problems, "description": "What is wrong with the request"}}
_MISSING: dict[int | str, dict[str, Any]] = {
    **_WRONG,
    404: {"model": Problems, "description": "There is none such; the nearest right spelling"},
}


def _as(model: type[BaseModel], about: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model, "description": about}, **_WRONG}


def router(kb: KnowledgeBase) -> APIRouter:
    """The addresses under ``/api``."""
    api = APIRouter(prefix="/api", tags=["fairuse"])

    @api.post("/assess", responses=_as(Assessment, "What `fairuse assess -f json` prints"))
    def post_assess(asked: Asked) -> Response:
        """Assess a scenario: the answer for each act, with its reasons and citations."""
        return _published(assess(asked.read(kb), kb, as_of=asked.day, forum=asked.forum))

    @api.post("/whatif", responses=_as(WhatIf, "What `fairuse whatif -f json` prints"))
    def post_whatif(asked: WhatIfAsked) -> Response:
        """Say what would move the answers, or what facts set otherwise do move."""
        return _published(whatif(asked.read(kb), kb, asked.set, as_of=asked.day, forum=asked.forum))

    @api.post("/next-question", responses=_as(Next, "The question, or null"))
    def post_next_question(asked: QuestionAsked) -> Response:
        """Say which question to put next: the one whose answer tells most, and why it is asked."""
        scenario = asked.read(kb)
        day = asked.day or scenario.as_of or datetime.date.today().isoformat()
        question = plan.next_question(scenario, kb, day, asked.forum or scenario.forum, skipped=asked.skipped)
        return _published(Next(question=None if question is None else _told(question)))

    @api.get("/kb/{kind}", responses={200: {"model": Listed}, **_MISSING})
    def get_list(kind: Kind) -> Response:
        """List the entries of a kind: rules, facts, authorities, doctrines, laws or licences."""
        return _published(Listed.of(_known(kind), entries(kb, kind)))

    @api.get("/kb/{kind}/{name}", responses={200: {"model": dict[str, Any]}, **_MISSING})
    def get_entry(kind: Kind, name: Name) -> Response:
        """One entry of the law whole."""
        return _published(entry_of(kb, _known(kind), name))

    return api


def _known(kind: str) -> str:
    if kind not in KINDS:
        message = f"there is no list '{kind}'{did_you_mean(kind, KINDS)}"
        raise FairuseError([Problem(Location("kind"), "unknown-id", message)])
    return kind


def _published(result: BaseModel) -> Response:
    return Response(published(result), media_type="application/json")


def _told(question: plan.Question) -> QuestionTold:
    seen = question.outlook
    assert seen is not None
    return QuestionTold(
        fact=question.fact.model_dump(mode="json", exclude={"origin", "asked_when"}),
        of=Place(act=question.act, work=question.work, title=question.title),
        why=words.why(question),
        left=question.left,
        standings=seen.standings,
        lowest=seen.low,
        highest=seen.high,
    )


def problems(error: FairuseError) -> JSONResponse:
    """What is wrong with a request, each problem with its place."""
    found = [{"place": str(p.location), "code": p.code, "message": p.message} for p in error.problems]
    missing = any(p.code == "unknown-id" for p in error.problems)
    return JSONResponse({"problems": found}, 404 if missing else 422)


def refused(status: int, message: str) -> JSONResponse:
    """Why a request is refused as it stands."""
    return JSONResponse({"problems": [{"place": "request", "code": "refused", "message": message}]}, status)


#: What is said of the shape of a request in the words of the library that reads it, in ours.
_SHAPES = {
    "json_invalid": "this is not JSON",
    "model_attributes_type": "a JSON object is needed, sent as application/json",
    "extra_forbidden": "there is no such field",
    "missing": "this field is needed",
    "string_type": "text is needed",
}


def misshapen(error: RequestValidationError) -> JSONResponse:
    """What is wrong with the shape of a request, told alike."""
    found = [
        {
            "place": ".".join(map(str, one["loc"])),
            "code": "bad-request",
            "message": _SHAPES.get(one["type"], one["msg"]),
        }
        for one in error.errors()
    ]
    return JSONResponse({"problems": found}, 422)
