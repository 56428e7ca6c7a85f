"""The application: addresses, templates, and what happens when something is wrong."""

from __future__ import annotations

import datetime
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
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
from fairuse.web.results import capital
from fairuse.web.state import State

#: The field of a form with a file that shows a fact.
PROOF = "proof"
#: A form of a long interview has some ten fields; a list of choices at most thirty.
MOST_FIELDS = 100
#: A browser goes back to a page that a form brought only if it may keep it.
_PAGE = {"cache-control": "private, no-cache"}
#: Methods that ask for a page.
READ = ["GET", "HEAD"]
_NO_PAGE = "There is no such page."
_LOG = logging.getLogger(__name__)
#: Stands in a page where what comes next has to be found first.
_MORE = Markup("<!-- more follows -->")
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
        middleware=[Middleware(Guard, hosts=frozenset(hosts), refuse=pages.refused)],
    )
    app.include_router(api.router(kb))
    app.add_api_route("/", pages.start, methods=READ, include_in_schema=False)
    app.add_api_route("/style.css", style, methods=READ, include_in_schema=False)
    app.add_api_route("/kb", pages.kinds, methods=READ, include_in_schema=False)
    app.add_api_route("/kb/{kind}", pages.listed, methods=READ, include_in_schema=False)
    app.add_api_route("/kb/{kind}/{name}", pages.entry, methods=READ, include_in_schema=False)
    app.add_api_route("/kb/cases/{name}/replay", pages.replay, methods=READ, include_in_schema=False)
    app.add_api_route("/{step}", pages.step, methods=["POST"], include_in_schema=False)
    app.add_exception_handler(HTTPException, pages.failed)
    app.add_exception_handler(FairuseError, pages.wrong)
    app.add_exception_handler(RequestValidationError, pages.misshapen)
    return app


def style() -> Response:
    """The one style sheet."""
    sheet = files("fairuse.web").joinpath("static/style.css").read_bytes()
    return Response(sheet, media_type="text/css", headers={"cache-control": "max-age=600"})


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """The templates, which are the same for every application and take long to compile."""
    made = Environment(
        loader=PackageLoader("fairuse.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["begun"] = capital
    return made


class _Pages:
    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb, self.token, self.interview, self.library = kb, Token(), Interview(kb), Library(kb)
        self.templates = _templates()

    def start(self) -> Response:
        return self._shown(self.interview.start())

    async def step(self, step: str, request: Request) -> Response:
        """One step of an interview. It is worked out on a thread, so that others need not wait."""
        if step not in self.interview.steps:
            return self._shown(_trouble(_NO_PAGE), 404)
        form = await _form(request)
        if not self.token.fits(next(iter(form.get("token", [])), "")):
            return await run_in_threadpool(self._earlier, form)

        def answered() -> Response:
            made = self.interview.steps[step](form)
            return _sent(made) if len(made) == 3 else self._shown(made)

        return await run_in_threadpool(answered)

    def _earlier(self, form: Form) -> Response:
        """A form of an earlier run, whose answers somebody may go on with who asks for it."""
        try:
            state = State.read({name: values[0] for name, values in form.items() if values}, self.kb)
        except FairuseError:
            return self._shown(_trouble("This form is of an earlier run. Please go to the start page."), 403)
        return self._shown(("earlier.html", {"state": state}), 403)

    def kinds(self) -> Response:
        return self._shown(("kinds.html", {"lists": self.library.lists()}))

    def listed(self, kind: str, words: str = "") -> Response:
        found = self.library.entries(kind, words)
        return self._shown(("list.html", {"kind": kind, "entries": found, "words": words}))

    def entry(self, kind: str, name: str) -> Response:
        return self._shown(self.library.entry(kind, name))

    def replay(self, name: str) -> Response:
        return self._shown(self.library.replay(name))

    async def failed(self, request: Request, error: Exception) -> Response:
        """An address that brings nothing by itself, or a request that it does not take."""
        assert isinstance(error, HTTPException)
        path, status = request.url.path, error.status_code
        text = {404: _NO_PAGE, 405: "This address takes no such request."}.get(status, error.detail)
        if status == 405 and request.method in READ and not path.startswith("/api/"):  # what a form leads to
            known = path[1:] in self.interview.steps
            text = "This page shows what a form has told, and no form came with its address." if known else _NO_PAGE
            status = 404
        answer = self.refused(path, status, text)
        answer.headers.update(error.headers or {})
        return answer

    def refused(self, path: str, status: int, text: str) -> Response:
        """Say why a request is refused: to a program as JSON, to a person as a page."""
        if path.startswith("/api/"):
            return api.refused(status, text)
        return self._shown(_trouble(text), status)

    async def wrong(self, request: Request, error: Exception) -> Response:
        """Say everything that is wrong: to a program as JSON, to a person as a page."""
        assert isinstance(error, FairuseError)
        if request.url.path.startswith("/api/"):
            return api.problems(error)
        missing = any(p.code == "unknown-id" for p in error.problems)
        lines = (
            f"Line {at.line}, column {at.column}: {p.message}" if (at := p.location).line else p.message
            for p in error.problems
        )
        return self._shown(_trouble(*lines), 404 if missing else 422)

    async def misshapen(self, request: Request, error: Exception) -> Response:
        """Say what is wrong with the shape of a request."""
        assert isinstance(error, RequestValidationError)
        return api.misshapen(error)

    def _shown(self, made: Page, status: int = 200) -> Response:
        """A page; each part that `rest` finds of it is sent as soon as it is found, after what stands above it."""
        values = self._values(made)
        if "rest" not in values:
            return HTMLResponse(self._rendered(made[0], values), status, _PAGE)
        parts = _parts(self.templates.get_template(made[0]).generate(values))
        return StreamingResponse(chain([next(parts)], parts), status, _PAGE, "text/html")

    def _values(self, made: Page) -> dict[str, Any]:
        """What a template is given."""
        values = {**made[1], "token": self.token.value, "release": VERSION, "law": self.kb.version, "signs": SIGNS}
        if find := values.get("rest"):
            values |= {"more": _MORE, "rest": lambda: self._rest(find, values)}
        return values

    def _rest(self, find: Callable[[], Iterator[Page]], values: dict[str, Any]) -> Iterator[Markup]:
        """What stands below an answer, part by part.

        Without all of it the answer counts for nothing, as when the engine's sides differ.
        """
        try:
            for template, found in find():
                yield Markup(self._rendered(template, {**values, **found}))
        except Exception:
            _LOG.exception("the rest of a page cannot be made")
            yield Markup(self._rendered("withdrawn.html", {}))

    def _rendered(self, template: str, values: Mapping[str, Any]) -> str:
        return self.templates.get_template(template).render(values)


def _parts(pieces: Iterable[str]) -> Iterator[str]:
    """A page in as few parts as it can be sent in, where some of it is found later."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if piece == _MORE:
            yield "".join(held)
            held.clear()
    yield "".join(held)


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
