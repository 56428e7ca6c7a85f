"""How much processor time the pages of the browser take at the server, over every shipped scenario.

Each scenario is opened as a file; then its answers and its result are asked for, the result at another depth, a change
that it offers, a download, and its next question. No answer is at hand from before, nor found ahead beside the
questions: only the law is compiled, as at a server that somebody comes to. Of the result also what is sent first, how
each act stands, and the longest wait for any of its parts, of which each is sent as soon as it is found; of a change,
what it moves. The change is the first that the page offers.

    python benchmarks/pages.py [--match TEXT] [--slow MILLISECONDS]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import html
import re
import statistics
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI

import fairuse
from fairuse.ask.outlook import outlook
from fairuse.web.app import application
from fairuse.web.kept import Assessments

SCENARIOS = Path(__file__).parent.parent / "cases" / "scenarios"
HOST = "127.0.0.1:8500"
READ = ("/", "/kb", "/kb/rules", "/kb/authorities", "/kb/facts/copy.source", "/kb/cases", "/kb/claims")


def asked(app: FastAPI, path: str, fields: Mapping[str, str] | None = None) -> tuple[str, list[float]]:
    """A page, and after how many milliseconds of processor time each of its parts had been sent."""
    body = urlencode(fields or {}).encode()
    headers = {"host": HOST, "content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))}
    scope = {
        "type": "http",
        "method": "GET" if fields is None else "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8500),
    }
    parts: list[bytes] = []
    at: list[float] = []
    status = []

    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        if not messages:
            await asyncio.Event().wait()  # the browser stays
        return messages.pop()

    async def send(message):
        if message["type"] == "http.response.start":
            status.append(message["status"])
        elif message.get("body"):
            parts.append(message["body"])
            at.append(time.process_time())

    async def whole():
        start = time.process_time()
        await app(scope, receive, send)
        return start

    start = asyncio.run(whole())
    assert status == [200], (path, status, b"".join(parts)[:2000])
    return b"".join(parts).decode(errors="replace"), [(one - start) * 1000 for one in at]


def carried(page: str) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea name="(\w+)" hidden aria-hidden="true">\n(.*?)</textarea>', page, re.S))
    return {name: html.unescape(value) for name, value in fields.items()}


def gone_through(app: FastAPI, scenario: str) -> dict[str, float]:
    """The pages of a scenario, with their processor time."""
    outlook.cache_clear()
    token = carried(asked(app, "/")[0])
    took: dict[str, float] = {}

    def page(name: str, path: str, fields: Mapping[str, str]) -> str:
        text, at = asked(app, path, fields)
        took[name] = at[-1]
        return text

    form = carried(page("opened, with its next question", "/example", {**token, "example": scenario}))
    page("answers", "/review", form)
    result, at = asked(app, "/result", form)
    took["result, how each act stands"] = at[0]
    took["result, the longest wait for a part"] = max(later - one for one, later in pairwise([0.0, *at]))
    took["result, whole"] = at[-1]
    page("result at another depth", "/result", {**form, "depth": "standard"})
    if change := re.search(r'name="set" value="([^"]*)"', result):
        _, at = asked(app, "/try", {**form, "set": html.unescape(change[1])})
        took["change tried, what it moves"], took["change tried, whole"] = at[0], at[-1]
    page("download", "/download", {**form, "format": "markdown"})
    outlook.cache_clear()  # as for somebody who opened the page before the program was started anew
    name = "next question"
    text, at = asked(app, "/confirm", form)
    if "<title>The answer" in text:  # nothing is left to ask
        name = "how each act stands, where nothing is left to ask"
    took[name] = at[0]
    return took


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--match", default="")
    options.add_argument("--slow", type=float, default=200, help="which pages are named one by one")
    given = options.parse_args()
    Assessments.ahead = lambda *_, **__: None
    kb = fairuse.load_kb()
    names = [f.stem for f in sorted(SCENARIOS.glob("*.yaml")) if given.match in f.name and ".expected" not in f.name]
    warm = application(kb, [HOST])
    for name in names:
        gone_through(warm, name)
    times: dict[str, list[float]] = {path: [asked(warm, path)[1][-1] for _ in range(3)] for path in READ}
    slow: list[str] = []
    for name in names:
        fresh = application(kb, [HOST])
        gc.collect()
        gc.freeze()  # as a server does when it has started
        for page, took in gone_through(fresh, name).items():
            times.setdefault(page, []).append(took)
            if took > given.slow:
                slow.append(f"{name}, {page}: {took:.0f} ms")
    print("| page | median, ms | nine in ten | worst |\n|---|---|---|---|")
    for page, some in times.items():
        ninth = sorted(some)[int(0.9 * (len(some) - 1))]
        print(f"| {page} | {statistics.median(some):.0f} | {ninth:.0f} | {max(some):.0f} |")
    print(f"\nAbove {given.slow:g} ms:", *slow, sep="\n")


if __name__ == "__main__":
    main()
