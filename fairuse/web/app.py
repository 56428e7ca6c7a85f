"""The application: addresses, templates, and what happens when something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware

from fairuse.kb.model import KnowledgeBase
from fairuse.pages.reference import KINDS, entries, page
from fairuse.release import VERSION
from fairuse.source.errors import FairuseError
from fairuse.web import api
from fairuse.web.guard import MOST_BYTES, Guard, Token
from fairuse.web.interview import File, Form, Interview, Page, set_out

#: A form of a long interview has some ten fields; a list of choices at most thirty.
MOST_FIELDS = 100
#: What a tone looks like, and what is heard in its place.
SIGNS = {"good": ("+", "for"), "bad": ("-", "against"), "open": ("?", "open")}


def application(kb: KnowledgeBase, hosts: Iterable[str]) -> FastAPI:
    """The application for one law, which answers to `hosts` (names with their port) alone."""
    app = FastAPI(
        title="fairuse",
        version=VERSION,
        summary="Assess a described AI training or output scenario. Not legal advice.",
        docs_url=None,  # those pages would fetch scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        middleware=[Middleware(Guard, hosts=frozenset(hosts))],
    )
    app.include_router(api.router(kb))
    pages = _Pages(kb)
    app.add_api_route("/", pages.start, include_in_schema=False)
    app.add_api_route("/style.css", style, include_in_schema=False)
    app.add_api_route("/kb", pages.kinds, include_in_schema=False)
    app.add_api_route("/kb/{kind}", pages.listed, include_in_schema=False)
    app.add_api_route("/kb/{kind}/{name}", pages.entry, include_in_schema=False)
    app.add_api_route("/{step}", pages.step, methods=["POST"], include_in_schema=False)
    app.add_exception_handler(FairuseError, pages.wrong)
    return app


def style() -> Response:
    """The one style sheet."""
    sheet = files("fairuse.web").joinpath("static/style.css").read_bytes()
    return Response(sheet, media_type="text/css", headers={"cache-control": "max-age=600"})


class _Pages:
    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb, self.token, self.interview = kb, Token(), Interview(kb)
        self.templates = Environment(
            loader=PackageLoader("fairuse.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def start(self) -> HTMLResponse:
        return self._shown(self.interview.start())

    async def step(self, step: str, request: Request) -> Response:
        """One step of an interview. It is worked out on a thread, so that others need not wait."""
        from starlette.concurrency import run_in_threadpool  # noqa: PLC0415  beside its only use

        if step not in self.interview.steps:
            return self._shown(_trouble("There is no such page."), 404)
        form = await _form(request)
        if not self.token.fits(next(iter(form.get("token", [])), "")):
            return self._shown(_trouble("This form is of an earlier run. Please go to the start page."), 403)
        made = await run_in_threadpool(self.interview.steps[step], form)
        return _sent(made) if len(made) == 3 else self._shown(made)

    def kinds(self) -> HTMLResponse:
        return self._shown(("kinds.html", {"kinds": [(kind, len(getattr(self.kb, kind))) for kind in KINDS]}))

    def listed(self, kind: str, words: str = "") -> HTMLResponse:
        if kind not in KINDS:
            return self._shown(_trouble("There is no such list."), 404)
        wanted = words.lower().split()
        found = [e for e in entries(self.kb, kind) if all(word in " ".join(e).lower() for word in wanted)]
        return self._shown(("list.html", {"kind": kind, "entries": found, "words": words}))

    def entry(self, kind: str, name: str) -> HTMLResponse:
        if kind not in KINDS:
            return self._shown(_trouble("There is no such list."), 404)
        outline = page(self.kb, kind, name, {})
        return self._shown(("entry.html", {"kind": kind, "name": name, **set_out(outline)}))

    async def wrong(self, request: Request, error: Exception) -> Response:
        """Say everything that is wrong: to a program as JSON, to a person as a page."""
        assert isinstance(error, FairuseError)
        if request.url.path.startswith("/api/"):
            return api.problems(error)
        return self._shown(_trouble(*(f"{p.location}: {p.message}" for p in error.problems)), 422)

    def _shown(self, made: Page, status: int = 200) -> HTMLResponse:
        template, values = made
        shown = {**values, "token": self.token.value, "release": VERSION, "law": self.kb.version, "signs": SIGNS}
        return HTMLResponse(self.templates.get_template(template).render(shown), status)


def _trouble(*lines: str) -> Page:
    return "trouble.html", {"lines": lines}


def _sent(made: File) -> Response:
    name, kind, content = made
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


async def _form(request: Request) -> Form:
    """What a form carries: texts, and of a file its content as text."""
    found: dict[str, list[str]] = {}
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
        for name, value in form.multi_items():
            text = (await value.read()).decode(errors="replace") if isinstance(value, UploadFile) else value
            if text or not isinstance(value, UploadFile):
                found.setdefault(name, []).append(text)
    return found
