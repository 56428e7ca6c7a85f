"""Fixtures for all tests: the little knowledge base of `tests/data/kb`, and the command line run in this process."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from fairuse import cli
from fairuse.knowledge import load_kb

os.environ["FAIRUSE_CACHE_DIR"] = ""  # neither read nor write the cache of whoever runs the tests
os.environ["COLUMNS"] = "100"
for name in ("FAIRUSE_RULES", "FAIRUSE_DEBUG", "NO_COLOR"):
    os.environ.pop(name, None)

TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def kb_dir():
    return TESTS / "data/kb"


@pytest.fixture(scope="session")
def scenarios():
    return TESTS / "data/scenarios"


@pytest.fixture(scope="session")
def kb(kb_dir):
    return load_kb(kb_dir)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def fairuse(monkeypatch, capsys, kb_dir):
    """Run the command line as `main` does, with the rules of `tests/data/kb`: ``fairuse("assess", path)``.

    `ships`: with the rules that ship.
    """

    def run(*words, stdin=b"", ships=False):
        monkeypatch.setenv("FAIRUSE_RULES", "" if ships else str(kb_dir))
        monkeypatch.setattr(sys, "argv", ["fairuse", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Ran(ended.value.code or 0, *capsys.readouterr())

    return run
