"""The same verbs as JSON: assess, what if, the next question, and the law itself."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from fairuse.ask import plan, words
from fairuse.inquiry.whatif import whatif
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.reference import KINDS, Listed, entries, entry_of
from fairuse.precedent.beside import assess
from fairuse.report import published
from fairuse.scenario.model import Scenario
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.web.state import read_scenario

_EXAMPLE = """title: A model trained on scraped stories
works: {stories: {title: Stories on the open web}}
acts: [{act: training, works: stories}]
"""
#: One of the kinds of entries of the law.
Kind = Annotated[str, Path(json_schema_extra={"enum": list(KINDS)})]


class Asked(BaseModel):
    """A scenario as text (YAML or JSON, as in a file), and the day and forum, if not its own."""

    model_config = ConfigDict(extra="forbid")

    scenario: str = Field(examples=[_EXAMPLE])
    as_of: str | None = Field(None, examples=["2026-11-24"])
    forum: str | None = None

    def read(self, kb: KnowledgeBase) -> Scenario:
        """The scenario. Raises `FairuseError`."""
        return read_scenario(self.scenario, kb)


class WhatIfAsked(Asked):
    """Facts to set otherwise, as ``fact=value`` or ``act/works:fact=value``."""

    set: tuple[str, ...] = ()


class QuestionAsked(Asked):
    """Questions that are put off for now."""

    skipped: tuple[str, ...] = ()


def router(kb: KnowledgeBase) -> APIRouter:
    """The addresses under ``/api``."""
    api = APIRouter(prefix="/api", tags=["fairuse"])

    @api.post("/assess", summary="Assess a scenario: the answer for each act, with its reasons and citations")
    def post_assess(asked: Asked) -> Response:
        return _published(assess(asked.read(kb), kb, as_of=asked.as_of, forum=asked.forum))

    @api.post("/whatif", summary="What would move the answers, or what facts set otherwise do move")
    def post_whatif(asked: WhatIfAsked) -> Response:
        return _published(whatif(asked.read(kb), kb, asked.set, as_of=asked.as_of, forum=asked.forum))

    @api.post("/next-question", summary="The question to put next; null if nothing open can change an answer")
    def post_next_question(asked: QuestionAsked) -> Response:
        scenario = asked.read(kb)
        day = asked.as_of or scenario.as_of or datetime.date.today().isoformat()
        question = plan.next_question(scenario, kb, day, asked.forum or scenario.forum, skipped=asked.skipped)
        return JSONResponse({"question": None if question is None else _told(question)})

    @api.get("/kb/{kind}", summary="List the entries of a kind")
    def get_list(kind: Kind) -> Response:
        return _published(Listed.of(_known(kind), entries(kb, kind)))

    @api.get("/kb/{kind}/{name}", summary="One entry of the law whole", responses={404: {}})
    def get_entry(kind: Kind, name: str) -> Response:
        return _published(entry_of(kb, _known(kind), name))

    return api


def _known(kind: str) -> str:
    if kind not in KINDS:
        message = f"there is no list '{kind}'{did_you_mean(kind, KINDS)}"
        raise FairuseError([Problem(Location("kind"), "unknown-id", message)])
    return kind


def _published(result: BaseModel) -> Response:
    return Response(published(result), media_type="application/json")


def _told(question: plan.Question) -> dict[str, Any]:
    seen = question.outlook
    assert seen is not None
    return {
        "fact": question.fact.model_dump(mode="json", exclude={"origin", "asked_when"}),
        "of": {"act": question.act, "work": question.work, "title": question.title},
        "why": words.why(question),
        "left": question.left,
        "standings": seen.standings,
        "lowest": seen.low,
        "highest": seen.high,
    }


def problems(error: FairuseError) -> JSONResponse:
    """What is wrong with a request, each problem with its place."""
    found = [{"place": str(p.location), "code": p.code, "message": p.message} for p in error.problems]
    missing = any(p.code == "unknown-id" for p in error.problems)
    return JSONResponse({"problems": found}, 404 if missing else 422)
