"""What a browser sends: the fields of a page, and the first steps of an interview."""

from __future__ import annotations

import html
import re

HOST = "127.0.0.1:8500"


def carried(page):
    """The hidden fields of the first form of a page, as a browser sends them."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea name="(\w+)" hidden aria-hidden="true">\n(.*?)</textarea>', page, re.S))
    return {name: html.unescape(value) for name, value in fields.items()}


def begun(browser, situation="work-in-a-lesson", **more):
    page = browser.post("/begin", data={**carried(browser.get("/").text), "situation": situation, **more})
    return browser.post("/confirm", data=carried(page.text))
