"""The application: addresses, templates, and what happens when something is wrong."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware

from fairuse.ask.evidence import proof_of
from fairuse.kb.model import KnowledgeBase
from fairuse.release import VERSION
from fairuse.source.errors import FairuseError
from fairuse.web import api
from fairuse.web.forms import Form
from fairuse.web.guard import MOST_BYTES, Guard, Token
from fairuse.web.interview import File, Interview, Page
from fairuse.web.library import Library

#: The field of a form with a file that shows a fact.
PROOF = "proof"
#: A form of a long interview has some ten fields; a list of choices at most thirty.
MOST_FIELDS = 100
#: A browser goes back to a page that a form brought only if it may keep it; it asks for nothing anew, and shows no other.
_PAGE = {"cache-control": "private, no-cache"}
#: What a tone looks like, and what is heard in its place.
SIGNS = {"good": ("▲", "for"), "bad": ("▼", "against"), "open": ("◆", "open")}


def application(kb: KnowledgeBase, hosts: Iterable[str], *, warm: bool = False) -> FastAPI:
    """The application for one law, which answers to `hosts` (names with their port) alone.

    `warm`: what the first pages need is made ready when it starts, for a server that runs for long.
    """
    pages = _Pages(kb)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        """While the server runs."""
        if warm:
            pages.interview.assessments.warm(datetime.date.today().isoformat())
        yield
        if warm:
            pages.interview.assessments.close()

    app = FastAPI(
        lifespan=running,
        title="fairuse",
        version=VERSION,
        summary="Assess a described AI training or output scenario. Not legal advice.",
        docs_url=None,  # those pages would fetch scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[Middleware(Guard, hosts=frozenset(hosts))],
    )
    app.include_router(api.router(kb))
    app.add_api_route("/", pages.start, include_in_schema=False)
    app.add_api_route("/style.css", style, include_in_schema=False)
    app.add_api_route("/kb", pages.kinds, include_in_schema=False)
    app.add_api_route("/kb/{kind}", pages.listed, include_in_schema=False)
    app.add_api_route("/kb/{kind}/{name}", pages.entry, include_in_schema=False)
    app.add_api_route("/kb/cases/{name}/replay", pages.replay, include_in_schema=False)
    app.add_api_route("/{step}", pages.step, methods=["POST"], include_in_schema=False)
    app.add_exception_handler(FairuseError, pages.wrong)
    app.add_exception_handler(RequestValidationError, pages.misshapen)
    return app


def style() -> Response:
    """The one style sheet."""
    sheet = files("fairuse.web").joinpath("static/style.css").read_bytes()
    return Response(sheet, media_type="text/css", headers={"cache-control": "max-age=600"})


class _Pages:
    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb, self.token, self.interview, self.library = kb, Token(), Interview(kb), Library(kb)
        self.templates = Environment(
            loader=PackageLoader("fairuse.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def start(self) -> HTMLResponse:
        return self._shown(self.interview.start())

    async def step(self, step: str, request: Request) -> Response:
        """One step of an interview. It is worked out on a thread, so that others need not wait."""
        if step not in self.interview.steps:
            return self._shown(_trouble("There is no such page."), 404)
        form = await _form(request)
        if not self.token.fits(next(iter(form.get("token", [])), "")):
            return self._shown(_trouble("This form is of an earlier run. Please go to the start page."), 403)
        made = await run_in_threadpool(self.interview.steps[step], form)
        return _sent(made) if len(made) == 3 else self._shown(made)

    def kinds(self) -> HTMLResponse:
        return self._shown(("kinds.html", {"lists": self.library.lists()}))

    def listed(self, kind: str, words: str = "") -> HTMLResponse:
        found = self.library.entries(kind, words)
        return self._shown(("list.html", {"kind": kind, "entries": found, "words": words}))

    def entry(self, kind: str, name: str) -> HTMLResponse:
        return self._shown(self.library.entry(kind, name))

    def replay(self, name: str) -> HTMLResponse:
        return self._shown(self.library.replay(name))

    async def wrong(self, request: Request, error: Exception) -> Response:
        """Say everything that is wrong: to a program as JSON, to a person as a page."""
        assert isinstance(error, FairuseError)
        if request.url.path.startswith("/api/"):
            return api.problems(error)
        missing = any(p.code == "unknown-id" for p in error.problems)
        lines = (f"{p.location}: {p.message}" if p.location.line else p.message for p in error.problems)
        return self._shown(_trouble(*lines), 404 if missing else 422)

    async def misshapen(self, request: Request, error: Exception) -> Response:
        """Say what is wrong with the shape of a request."""
        assert isinstance(error, RequestValidationError)
        return api.misshapen(error)

    def _shown(self, made: Page, status: int = 200) -> HTMLResponse:
        template, values = made
        shown = {**values, "token": self.token.value, "release": VERSION, "law": self.kb.version, "signs": SIGNS}
        return HTMLResponse(self.templates.get_template(template).render(shown), status, _PAGE)


def _trouble(*lines: str) -> Page:
    return "trouble.html", {"lines": lines}


def _sent(made: File) -> Response:
    name, kind, content = made
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


async def _form(request: Request) -> Form:
    """What a form carries: texts; of a file its content as text, or of one that shows a fact its name and digest."""
    found: dict[str, list[str]] = {}
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                found.setdefault(name, []).append(value)
            elif name == PROOF and value.filename:
                proof = await run_in_threadpool(proof_of, value.filename, value.file)
                found |= {f"{PROOF}.name": [proof.name], f"{PROOF}.sha256": [proof.sha256]}
            elif value.filename:
                found.setdefault(name, []).append((await value.read(MOST_BYTES)).decode(errors="replace"))
    return found
