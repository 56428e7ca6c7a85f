"""One command makes a release: the version wherever it stands, and the changelog."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import fairuse

ROOT = Path(fairuse.__file__).parent.parent
SCRIPT = ROOT / "benchmarks" / "release.py"

if not SCRIPT.is_file():
    pytest.skip("installed without its repository", allow_module_level=True)


@pytest.fixture
def release():
    spec = importlib.util.spec_from_file_location("release", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def texts(release):
    found = {name: (ROOT / name).read_text(encoding="utf-8") for name in release.PLACES}
    changes = "# Changes\n\n## Next\n\n### Program\n\n- Faster.\n\n### Law\n\n- Nothing yet.\n\n## 0.2.0\n\nFirst.\n"
    return {**found, "CHANGES.md": changes}


def test_the_version_is_put_wherever_it_stands(release, texts):
    new = release.prepared("99.0.1", "2030-01-02", texts)
    assert 'version = "99.0.1"' in new["pyproject.toml"]
    assert new["fairuse/release.py"].endswith('VERSION = "99.0.1"\n')
    assert "\nversion: 99.0.1\n" in new["CITATION.cff"]
    assert "cff-version: 1.2.0" in new["CITATION.cff"]


def test_what_stood_under_next_becomes_the_release(release, texts):
    said = release.prepared("99.0.1", "2030-01-02", texts)["CHANGES.md"]
    head, rest = said.split("## 99.0.1")
    assert "- Faster." not in head
    assert head.count("- Nothing yet.") == 2
    assert "Released on 2030-01-02.\n\n### Program\n\n- Faster.\n\n## 0.2.0\n\nFirst.\n" in rest
    assert "### Law" not in rest


@pytest.mark.parametrize(
    ("version", "changes", "said"),
    [
        ("1.2", None, "no version"),
        ("0.0.1", None, "already"),
        ("99.0.1", "# Changes\n\n## Next\n\n### Law\n\n- Nothing yet.\n\n## 0.2.0\n", "nothing stands"),
    ],
)
def test_what_forbids_it_is_said(release, texts, version, changes, said):
    given = texts if changes is None else {**texts, "CHANGES.md": changes}
    with pytest.raises(SystemExit, match=said):
        release.prepared(version, "2030-01-02", given)
