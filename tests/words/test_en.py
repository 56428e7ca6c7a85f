"""All fixed wording of pages stands in one place: a page says nothing of its own, and nothing stands there unused."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

import fairuse.words.en

ROOT = Path(fairuse.words.en.__file__).parents[2]
#: Pages by the name of the module of their wording. (What documents and memos say stands in `phrases` and `memo`.)
PAGES = {
    path.stem: path
    for path in (*(ROOT / "pages").glob("*.py"), ROOT / "words" / "wording.py", ROOT / "batch" / "summary.py")
    if path.stem not in ("__init__", "bibliography")
}
HELD = sorted(path.stem for path in Path(fairuse.words.en.__file__).parent.glob("*.py") if path.stem != "__init__")
#: Calls and statements whose texts nobody reads: what is looked for in a text, how a day is written, errors of use.
UNREAD = {"compile", "partition", "rpartition", "split", "startswith", "endswith", "argument_problem"}


def is_wording(text):
    """Whether a text reads as words for people: it has a space, a capital first or a stop last; not a Roman number."""
    plain = text.replace("{}", "")
    if re.fullmatch("[IVXAB]+", plain) or re.search(r"%[a-zA-Z]", plain) or not re.search("[A-Za-z]{2}", plain):
        return False
    return " " in plain or plain[:1].isupper() or plain.rstrip()[-1:] in ".:?"


def texts_of(tree):
    """Every text in a module, with `{}` for what is filled in; not its documentation and not what nobody reads."""
    left = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left.add(node.value)
        elif isinstance(node, ast.Raise | ast.Assert | ast.Compare):
            left |= set(ast.walk(node))
        elif isinstance(node, ast.AnnAssign):
            left |= set(ast.walk(node.annotation))
        elif isinstance(node, ast.Subscript):
            left |= set(ast.walk(node.slice))
        elif isinstance(node, ast.arg | ast.FunctionDef):
            hint = node.annotation if isinstance(node, ast.arg) else node.returns
            left |= set(ast.walk(hint)) if hint else set()
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            left |= {below for arg in node.args for below in ast.walk(arg)} if name in UNREAD else set()
        elif isinstance(node, ast.JoinedStr):
            left |= set(node.values)
    for node in ast.walk(tree):
        if node not in left and isinstance(node, ast.JoinedStr):
            yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        elif node not in left and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_holds_no_wording_of_its_own(page):
    assert [text for text in texts_of(ast.parse(PAGES[page].read_text())) if is_wording(text)] == []


def test_wording_would_be_found():
    module = 'x = f"could be {a}"\ny = "Act"\nz = "good"\nraise ValueError("no such thing")'
    assert [t for t in texts_of(ast.parse(module)) if is_wording(t)] == ["could be {}", "Act"]


@pytest.mark.parametrize("name", HELD)
def test_all_wording_belongs_to_a_page_that_says_it(name):
    held = {key for key in vars(importlib.import_module(f"fairuse.words.en.{name}")) if key.isupper()}
    said = set(re.findall(r"\ben\.([A-Z0-9_]+)", PAGES[name].read_text()))
    assert held == said != set()
