"""All fixed wording of reports stands in one place: no page, reason or renderer says anything of its own, and nothing
stands there unused."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

import fairuse.words.en

ROOT = Path(fairuse.words.en.__file__).parents[2]
#: What takes part in saying a report: rooms and modules, but for what has names of formats and of styles alone.
SAYING = (
    *(ROOT / "pages").glob("*.py"),
    *(ROOT / "words").glob("*.py"),
    *(ROOT / "answer").glob("*.py"),
    *(ROOT / "inquiry").glob("*.py"),
    ROOT / "precedent" / "likelihood.py",
    ROOT / "batch" / "summary.py",
    ROOT / "report" / "layout.py",
    ROOT / "report" / "markdown.py",
    ROOT / "report" / "terminal.py",
)
#: The form of a citation is no language's ("Id.", "Case"), and the bibliography has the names of CSL.
APART = ("__init__", "bibliography", "citation")
PAGES = {f"{path.parent.name}/{path.stem}": path for path in SAYING if path.stem not in APART}
#: What no report says: messages to whoever typed something wrong, names of styles and of rules that are made up.
NOT_SAID = re.compile(
    r"'{}' has no say over the law|no regime answers for {}|acts without a place or law|none of {} covers these acts"
    r"|; there are {}| \(one of {}\)|this is not a calibration|bold |held\.{}"
)
HELD = sorted(path.stem for path in Path(fairuse.words.en.__file__).parent.glob("*.py") if path.stem != "__init__")
#: Calls and statements whose texts nobody reads: what is looked for in a text, how a day is written, errors of use.
UNREAD = {"compile", "partition", "rpartition", "split", "startswith", "endswith", "argument_problem", "Problem"}


def is_wording(text):
    """Whether a text reads as words for people: it has a space, a capital first or a stop last; not a Roman number."""
    plain = text.replace("{}", "")
    if re.fullmatch("[IVXAB]+", plain) or re.search(r"%[a-zA-Z]", plain) or not re.search("[A-Za-z]{2}", plain):
        return False
    return " " in plain or plain[:1].isupper() or plain.rstrip()[-1:] in ".:?"


def is_public(node):
    """Whether a statement lists the public names of a module."""
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"


def texts_of(tree):
    """Every text in a module, with `{}` for what is filled in; not its documentation and not what nobody reads."""
    left = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left.add(node.value)
        elif isinstance(node, ast.Raise | ast.Assert | ast.Compare) or is_public(node):
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
    found = [text for text in texts_of(ast.parse(PAGES[page].read_text())) if is_wording(text)]
    assert [text for text in found if not NOT_SAID.match(text)] == []


def test_wording_would_be_found():
    module = 'x = f"could be {a}"\ny = "Act"\nz = "good"\nraise ValueError("no such thing")'
    assert [t for t in texts_of(ast.parse(module)) if is_wording(t)] == ["could be {}", "Act"]


@pytest.mark.parametrize("name", HELD)
def test_all_wording_belongs_to_a_page_that_says_it(name):
    held = {key for key in vars(importlib.import_module(f"fairuse.words.en.{name}")) if key.isupper()}
    by = [
        page.read_text() for page in PAGES.values() if f"from fairuse.words.en import {name} as en" in page.read_text()
    ]
    assert len(by) == 1
    assert held == set(re.findall(r"\ben\.([A-Z0-9_]+)", by[0])) != set()
