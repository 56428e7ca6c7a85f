"""What the documentation shows is typed: files are saved as it says, commands run, and what they print is compared.

A page is run from top to bottom in a folder of its own. ``Save this as `NAME` `` names the block that follows. In a
block of `console` each line after `$` is run; the lines below it are what it prints, in order, with a line of `…` where
some are left out, and `…` within a line for what changes from day to day; without such lines only its exit code is
looked at, which is 0 unless `# exit code N` says another.

What takes long, serves until it is stopped, or asks a person is typed apart, as a program (`make test-docs`): it is
given answers that were prepared, and stopped once it serves. What would install something or change the
repository is held to what it names: targets, files, modules and extras have to be there.

What a command prints today is put into a page with ``FAIRUSE_ACCEPT=1`` where no line of it is left out.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import io
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import textwrap
import time
import tomllib
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
#: What looks through all of the law or every decided case, asks a person, or serves until it is stopped.
SLOW = re.compile(r"fairuse (ask|serve|mcp|check|backtest|rules show)\b")
#: What installs something, or is about the repository.
ABOUT = re.compile(r"(\w+=\S* )?(python3 -m venv|\S*pip |pipx |source |make |git |openssl |\S*python -m )")
#: Answers to the questions: a situation, and then what is not known.
ANSWERS = "3\n" + "\n" * 200
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
    words = words[: words.index("|")] if "|" in words else words
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


def not_there(command):
    """What a command is about that is not there: targets of make, files, modules, extras of the package."""
    words = [word for word in shlex.split(command) if not re.match(r"\w+=", word)]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {extra for word in words for extra in re.findall(r"\[(.*)\]$", word)}
    yield from extras - project["optional-dependencies"].keys()
    if words[0] == "make":
        targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
        yield from set(words[1:]) - targets
    if "-m" in words:
        module = words[words.index("-m") + 1]
        yield from [] if importlib.util.find_spec(module) else [module]
    yield from (
        w for w in words[1:] if re.match(r"(tests|docs|rules|cases|benchmarks)/", w) and not (ROOT / w).exists()
    )


def law(rules=None, houses=None):
    """What `fairuse.cli.common.knowledge` gives, with the law loaded once for all tests."""
    assert rules is None, "no page replaces the law"
    return over(installed.law(), houses) if houses else installed.law()


def all_typed(text):
    """Every command of a page, in order; the files that it has saved are written before."""
    end = 0
    for block in BLOCK.finditer(text):
        before = SAVED.findall(text[end : block.start()])
        end = block.end()
        if before:
            path = Path(before[-1])
            path.parent.mkdir(exist_ok=True)
            path.write_text(block[3], encoding="utf-8")
        if block[2] == "console":
            yield from commands(textwrap.dedent(block[3]))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to type in, with what a copy of the repository holds."""
    monkeypatch.chdir(tmp_path)
    for name in ("cases", "rules", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "our-rules").symlink_to(ROOT / "cases/house")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (scenario,) = (block[3] for block in BLOCK.finditer(readme) if block[2] == "yaml")
    (tmp_path / "scenario.yaml").write_text(
        scenario, encoding="utf-8"
    )  # pages speak of it, and may save one of their own
    return tmp_path


def named(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", pages(), ids=named)
def test_what_a_page_shows_is_so(page, folder, monkeypatch):
    monkeypatch.setattr(common, "knowledge", law)
    monkeypatch.setattr("fairuse.batch.run.load_kb", law)
    text = page.read_text(encoding="utf-8")
    new = text
    for typed in all_typed(text):
        if ABOUT.match(typed.command):
            assert list(not_there(typed.command)) == [], typed.command
        elif not SLOW.match(typed.command):
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


def begun(command, folder):
    """Type a command that may wait for somebody: its exit code, and what it said; what serves gives 0."""
    words = [sys.executable, "-m", *shlex.split(command)]
    if not re.match(r"fairuse (serve|mcp --http)", command):
        told = ANSWERS if "ask" in words else ""
        done = subprocess.run(words, check=False, input=told, capture_output=True, text=True, cwd=folder)
        return done.returncode, done.stdout + done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [word for word in words if word != "--open"]
    words = [*words[: words.index("--port")], *words[words.index("--port") + 2 :]] if "--port" in words else words
    with subprocess.Popen(
        [*words, "--port", port], stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
    ) as served:
        while served.poll() is None and not listens(int(port)):
            time.sleep(0.1)
        ended = served.poll()
        served.terminate()
        said, _ = served.communicate()
    return 0 if ended is None else ended or 1, said


@functools.cache
def has_history():
    """Whether the commit before this one is at hand."""
    asked = ["git", "-C", str(ROOT), "cat-file", "-e", "HEAD~1:rules/VERSION"]
    try:
        return subprocess.run(asked, check=False, capture_output=True).returncode == 0
    except OSError:  # no git here
        return False


def listens(port):
    """Whether somebody on this machine takes calls at a port."""
    with socket.socket() as call:
        return call.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in pages() if "$ fairuse " in p.read_text(encoding="utf-8")], ids=named)
def test_what_takes_long_works_too(page, folder):
    """What compares with an earlier commit is typed only where there is one: a copy may come without its history."""
    for typed in all_typed(page.read_text(encoding="utf-8")):
        if SLOW.match(typed.command) and ("HEAD" not in typed.command or has_history()):
            code, said = begun(typed.command, folder)
            assert code == typed.code, f"{typed.command}\n{said}"
            assert list(missing(typed.shown, said)) == [], f"{typed.command}\n{said}"


def test_what_is_not_there_is_noticed():
    assert list(not_there("make demo")) == list(not_there("pip install 'fairuse[mcp]'")) == []
    assert list(not_there("make tea")) == ["tea"]
    assert list(not_there("pip install 'fairuse[tea]'")) == ["tea"]
    assert list(not_there("A=1 .venv/bin/python -m pytest tests/law")) == []
    assert list(not_there("python -m no_such_module tests/tea")) == ["no_such_module", "tests/tea"]


def test_a_page_that_shows_what_is_not_printed_is_noticed():
    assert list(missing(["one", "…", "three"], "one\ntwo\nthree\n")) == []
    assert list(missing(["a …  b"], "a x y b")) == []
    assert renewed(["rules …", "one"], "rules 1\ntwo") == "rules …\ntwo"
    assert list(missing(["one", "four"], "one\ntwo\n")) == ["four"]
    assert list(missing(["two", "one"], "one\ntwo\n")) == ["one"]
