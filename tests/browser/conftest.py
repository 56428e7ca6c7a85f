"""A server on a free port of this machine, and headless Chromium: both started once."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from dataclasses import dataclass

import pytest
import uvicorn

from fairuse.web.app import application
from tests.installed import law

#: Without these Chromium looks for hosts of its own, or does not start as root.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Longer than any step takes on a busy machine; reached only if something is wrong.
PATIENCE = 60_000  # milliseconds


@dataclass(frozen=True)
class Server:
    address: str
    port: int


@pytest.fixture(scope="session")
def server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = application(law(), [f"127.0.0.1:{port}"])
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.05)
    yield Server(f"http://127.0.0.1:{port}", port)
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test-web does")
    path = os.environ.get("FAIRUSE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium is installed (apt-get install chromium), so no page is tried in a browser")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, server):
    """`tab(width, scripts=…)` opens one of its own. No page may ask for anything from elsewhere or log an error."""
    opened, wrong = [], []

    def new(width=1280, *, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, base_url=server.address
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda r: r.url.startswith(server.address) or wrong.append(r.url))
        page.on("console", lambda m: m.type != "error" or wrong.append(m.text))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        opened.append(context)
        return page

    yield new
    for context in opened:
        context.close()
    assert wrong == []
