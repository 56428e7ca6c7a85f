"""Golden texts: what the product says, kept under ``tests/gold`` so that a change is a visible line in a review.

A text that differs is saved beside them, in ``tests/gold/.got``. Accept what is wanted with FAIRUSE_ACCEPT=1.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

GOLD = Path(__file__).parent / "gold"
GOT = GOLD / ".got"
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b|\(([0-9a-f]{8})\)")
_VERSION = re.compile(r"\b(rules|Rules) \d{4}\.\d{2}\.\d{2}\b")


def scrubbed(text):
    """The text without digests and versions of rules, which change with every edit of the law."""
    return _VERSION.sub(r"\1 <version>", _DIGEST.sub("<sha>", text))


def check(name, text):
    """Compare `text` with the golden file `name`."""
    text = scrubbed(text)
    path, got = GOLD / name, GOT / name
    if os.environ.get("FAIRUSE_ACCEPT") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if kept == text:
        got.unlink(missing_ok=True)
        return
    got.parent.mkdir(parents=True, exist_ok=True)
    got.write_text(text, encoding="utf-8", newline="\n")
    lines = list(difflib.unified_diff(kept.splitlines(), text.splitlines(), "gold", "now", lineterm="", n=1))
    shown = "\n".join(lines[:40]) + (f"\n... {len(lines) - 40} more lines" if len(lines) > 40 else "")
    raise AssertionError(
        f"tests/gold/{name} differs; what came is in tests/gold/.got/{name}. If that is wanted, accept it with\n"
        f"FAIRUSE_ACCEPT=1 python -m pytest {os.environ['PYTEST_CURRENT_TEST'].split('::')[0]}\n{shown}"
    )
