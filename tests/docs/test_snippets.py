"""What the documentation shows is typed: files are saved as it says, commands run, and what they print is compared.

A page is run from top to bottom in a folder of its own. ``Save this as `NAME` `` names the block that follows. In a
block of `console` each line after `$` is run; the lines below it are what it prints, in order, with a line of `…` where
some are left out, and `…` within a line for what changes from day to day; without such lines only its exit code is
looked at, which is 0 unless `# exit code N` says another.

What a command prints today is put into a page with ``FAIRUSE_ACCEPT=1`` where no line of it is left out.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import fairuse
from fairuse import cli
from fairuse.cli import common
from fairuse.knowledge import over
from tests import installed

ROOT = Path(fairuse.__file__).parent.parent
DOCS = ROOT / "docs"
ACCEPT = os.environ.get("FAIRUSE_ACCEPT") == "1"
#: What is not typed here: it installs, asks a person, serves until it is stopped, or takes long and has tests of its
#: own (the page of a rule runs every decided case; a check looks through all of the law).
ELSEWHERE = re.compile(
    r"(python3 -m venv|\S*pip |pipx |uvx |source |make |git |openssl |which |curl |export "
    r"|FAIRUSE_ACCEPT|\S*python -m |fairuse (ask|serve|mcp|check|backtest|calibrate|compare|migrate|rules show)\b)"
)
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```", re.M | re.S)
SAVED = re.compile(r"[Ss]ave this as\s+`([^`]+)`")

if not DOCS.is_dir():
    pytest.skip("installed without its documentation", allow_module_level=True)


def pages():
    """The pages that a person wrote; the reference is made when the documentation is built."""
    found = [p for p in DOCS.rglob("*.md") if not {"reference", "build"} & set(p.relative_to(DOCS).parts)]
    return [*sorted(found), ROOT / "README.md"]


@dataclass(frozen=True)
class Typed:
    command: str
    code: int
    shown: tuple[str, ...]


def commands(block):
    """The commands of a block of `console`, each with what it is to print."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        line, *shown = part.rstrip("\n").split("\n")
        code = re.search(r"# exit code (\d+)", line)
        command = re.sub(r"\s+#\s.*$", "", line)
        yield Typed(command, int(code[1]) if code else 0, tuple(shown) if any(map(str.strip, shown)) else ())


def run(command, monkeypatch):
    """Type a command. Returns its exit code and what it printed."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        at = words.index(">")
        target, words = words[at + 1], words[:at]
    if words[0] == "mkdir":
        Path(words[1]).mkdir()
        return 0, ""
    if words[0] == "cp":
        shutil.copy(words[1], words[2])
        return 0, ""
    assert words[0] == "fairuse", f"{command}: a test does not know how to type this"
    monkeypatch.setattr(sys, "argv", words)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
        cli.main()
    printed = out.buffer.getvalue().decode()
    if target:
        Path(target).write_text(printed, encoding="utf-8")
        printed = ""
    return ended.value.code or 0, printed or err.getvalue()


def same(line, printed):
    """Whether a line is as a page shows it, but for the blanks; `…` stands for anything."""
    wanted, said = (re.sub(r"\s+", " ", text).strip() for text in (line, printed))
    return re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), said) is not None


def missing(shown, printed):
    """The lines that a page shows and that are not printed in this order; a line of `…` stands for any number."""
    lines, at = printed.splitlines(), 0
    for line in shown:
        if line.strip() in ("…", ""):
            continue
        found = next((n for n in range(at, len(lines)) if same(line, lines[n])), None)
        if found is None:
            yield line
        else:
            at = found + 1


def renewed(shown, printed):
    """All that is printed, put in place of what a page shows; lines that are as it shows them stay as they are."""
    kept = [next((line for line in shown if "…" in line and same(line, new)), new) for new in printed.splitlines()]
    return "\n".join(kept)


def law(rules=None, houses=None):
    """What `fairuse.cli.common.knowledge` gives, with the law loaded once for all tests."""
    assert rules is None, "no page replaces the law"
    return over(installed.law(), houses) if houses else installed.law()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_is_so(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(common, "knowledge", law)
    monkeypatch.setattr("fairuse.batch.run.load_kb", law)
    for folder in ("cases", "rules", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    text = page.read_text(encoding="utf-8")
    new, end = text, 0
    for block in BLOCK.finditer(text):
        before = SAVED.findall(text[end : block.start()])
        end = block.end()
        if before:
            path = Path(before[-1])
            path.parent.mkdir(exist_ok=True)
            path.write_text(block[3], encoding="utf-8")
        if block[2] != "console" or block[1]:
            continue
        for typed in commands(block[3]):
            if ELSEWHERE.match(typed.command):
                continue
            code, printed = run(typed.command, monkeypatch)
            assert code == typed.code, f"{typed.command}\n{printed}"
            whole = typed.shown and "…" not in map(str.strip, typed.shown)
            if whole and ACCEPT:
                new = new.replace("\n".join(typed.shown).rstrip(), renewed(typed.shown, printed).rstrip())
            elif whole:
                assert renewed(typed.shown, printed).rstrip() == "\n".join(typed.shown).rstrip(), typed.command
            else:
                assert list(missing(typed.shown, printed)) == [], f"{typed.command}\n{printed}"
    if new != text:
        page.write_text(new, encoding="utf-8")


def test_a_page_that_shows_what_is_not_printed_is_noticed():
    assert list(missing(["one", "…", "three"], "one\ntwo\nthree\n")) == []
    assert list(missing(["a …  b"], "a x y b")) == []
    assert renewed(["rules …", "one"], "rules 1\ntwo") == "rules …\ntwo"
    assert list(missing(["one", "four"], "one\ntwo\n")) == ["four"]
    assert list(missing(["two", "one"], "one\ntwo\n")) == ["one"]
