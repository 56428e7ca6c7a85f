"""What every request has to pass, and what every answer carries, so that a page open elsewhere can do nothing here."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A scenario of a hundred acts with all their facts has some 200,000 bytes.
MOST_BYTES = 1_000_000
#: A file that shows a fact may be a scan of some pages; it is hashed, and not kept.
MOST_FILE = 25_000_000
#: Where such a file may come with a form.
WITH_FILES = ("/answer",)
#: A report of forty laws takes some ten seconds on a slow machine.
MOST_SECONDS = 60.0

Refuse = Callable[[str, int, str], Response]
_TOO_LONG = "That takes too long."
_NO_MORE = f'<p class="problem" role="alert">{_TOO_LONG}</p>'.encode()
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with "no-referrer" browsers would send our own forms as from "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def plainly(path: str, status: int, text: str) -> Response:
    """A refusal in a line."""
    del path
    return PlainTextResponse(f"{text}\n", status)


class Guard:
    """Lets requests through that name this host, come from its pages, are not too large and do not last too long.

    `refuse`: makes the answer to others from the path, a status and why.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], refuse: Refuse = plainly) -> None:
        self.app, self.hosts, self.refuse = app, hosts, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent = more = False

        async def guarded(message: Message) -> None:
            nonlocal sent, more
            if message["type"] == "http.response.start":
                sent = True
                _add(message, _HEADERS)
            more = message.get("more_body", False)
            await send(message)

        if refused := self._refused(scope, headers):
            await self.refuse(scope["path"], *refused)(scope, receive, guarded)
            return
        try:
            async with asyncio.timeout(MOST_SECONDS):
                await self.app(scope, _limited(receive, _most(scope, headers)), guarded)
        except TimeoutError:
            if not sent:
                await self.refuse(scope["path"], 503, _TOO_LONG)(scope, receive, guarded)
            elif more:  # a page of which the top was sent
                await send({"type": "http.response.body", "body": _NO_MORE, "more_body": False})

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if headers.get("host", "") not in self.hosts:
            return 421, "This server answers to its own name only."
        origin = headers.get("origin")
        foreign = origin is not None and origin.removeprefix("http://") not in self.hosts
        if scope["method"] not in ("GET", "HEAD") and (foreign or headers.get("sec-fetch-site") == "cross-site"):
            return 403, "This request comes from another site."
        length, most = headers.get("content-length", "0"), _most(scope, headers)
        return None if length.isdecimal() and int(length) <= most else (413, _too_large(most))


def _too_large(most: int) -> str:
    return f"That is too large: up to {most / 1_000_000:g} MB are taken here."


def _most(scope: Scope, headers: Headers) -> int:
    """How many bytes a request may have."""
    files = scope["path"] in WITH_FILES and headers.get("content-type", "").startswith("multipart/form-data")
    return MOST_FILE if files else MOST_BYTES


def _limited(receive: Receive, most: int) -> Receive:
    """Count what comes in, for a request need not say how long it is."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413, _too_large(most))
        return message

    return limited


def _add(message: MutableMapping[str, Any], headers: dict[str, str]) -> None:
    own = {name.lower() for name, _ in message["headers"]}
    message["headers"] = [
        *message["headers"],
        *((n.encode(), v.encode()) for n, v in headers.items() if n.encode() not in own),
    ]


class Token:
    """A secret of this run that every form carries: a page of another site cannot know it."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)

    def fits(self, given: str) -> bool:
        """Whether a form was made by this run."""
        return secrets.compare_digest(given.encode(), self.value.encode())
