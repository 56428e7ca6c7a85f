"""The pages as they were built are looked through: each link within them leads somewhere, and nothing comes from "
"elsewhere.

The links that Markdown makes are held to their targets by the generator; those within entries of the reference are HTML
of our own, and so is the promise that a page loads nothing but its own files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TAG = re.compile(r"<(a|link|script|img|iframe|source|video|audio|object|embed)\b([^>]*)>", re.I)
_ATTRIBUTE = re.compile(r"""\b(href|src|data|srcset)\s*=\s*("[^"]*"|'[^']*')""", re.I)
_ID = re.compile(r"""\bid\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_IMPORT = re.compile(r"""(?:@import\s+|url\()\s*["']?((?:https?:)?//[^"')\s]+)""", re.I)
#: Relations of a `link` that fetch nothing by themselves.
_NOT_LOADED = re.compile(r"""\brel\s*=\s*["']?(?:next|prev|author|canonical|license|index|search)\b""", re.I)


def problems(folder: Path) -> Iterator[str]:
    """What is wrong with the pages of a built site, each with the page that it is on."""
    pages = {
        path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html")) if "_static" not in path.parts
    }
    ids = {path: {a or b for a, b in _ID.findall(text)} for path, text in pages.items()}
    for path, text in pages.items():
        here = path.relative_to(folder).as_posix()
        for tag, attributes in _TAG.findall(text):
            for name, quoted in _ATTRIBUTE.findall(attributes):
                if wrong := _wrong(folder, path, ids, tag.lower(), attributes, quoted[1:-1]):
                    yield f"{here}: {name}={quoted} {wrong}"
    for path in sorted(folder.rglob("*.css")):
        for address in _IMPORT.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(folder).as_posix()}: {address} is loaded from elsewhere"


def _wrong(folder: Path, page: Path, ids: dict[Path, set[str]], tag: str, attributes: str, address: str) -> str:
    parts = urlsplit(address.replace("&amp;", "&"))
    if parts.scheme == "data" or address.startswith(("mailto:", "javascript:")):
        return ""
    if parts.scheme or parts.netloc:
        shown = tag == "a" or (tag == "link" and _NOT_LOADED.search(attributes))
        return "" if shown else "is loaded from elsewhere"
    target = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.exists() or not target.is_relative_to(folder.resolve()):
        return "leads nowhere"
    if parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
        return "leads to no place on its page"
    return ""
