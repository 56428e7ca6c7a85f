"""Where rules fire, and that what is kept of it is what would be found anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import CACHE_VARIABLE, data_dir, load_kb
from fairuse.precedent.coverage import fired_below

_CASES = {"decided": "sony-v-universal-1984", "scenarios": "google-books-scan"}
_DAY = "2026-12-01"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load_kb()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cases = tmp_path / "cases"
    for kind in ("decided", "scenarios"):
        (cases / kind).mkdir(parents=True)
        name = next((data_dir("cases") / kind).rglob(f"{_CASES[kind]}.yaml"))
        shutil.copy(name, cases / kind)
    return cases


def test_what_is_kept_is_what_would_be_found(
    folder: Path, kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    first = fired_below(folder, kb, _DAY)
    assert [rule for rule, names in first.items() if names == list(_CASES.values())]
    assert fired_below(folder, kb, _DAY) == first
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert fired_below(folder, kb, _DAY) == first


def test_another_scenario_is_another_answer(
    folder: Path, kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    first = fired_below(folder, kb, _DAY)
    (folder / "scenarios" / f"{_CASES['scenarios']}.yaml").unlink()
    assert fired_below(folder, kb, _DAY) == {
        rule: [name for name in names if name == _CASES["decided"]] for rule, names in first.items()
    }
