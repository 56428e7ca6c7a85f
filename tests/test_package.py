"""The wheel holds the package, the rules and the cases as git knows them, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = ("fairuse", "rules", "cases")


@pytest.fixture(scope="module")
def listed():
    """The files that git holds or would take up (it knows what to ignore)."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, or git is not installed: nothing to compare the wheel with")
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    return sorted(n for n in names if n and (ROOT / n).is_file())


@pytest.fixture(scope="module")
def wheel(listed, tmp_path_factory):
    """The names in a wheel built from a copy of the checkout, with ignored files lying about as they do."""
    builders = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    copy = tmp_path_factory.mktemp("checkout")
    for name in listed:
        if name.split("/")[0] in SHIPPED or "/" not in name:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    for stray in ("fairuse/__pycache__/cli.cpython-311.pyc", "rules/__pycache__/x.yaml", "cases/dist/x.yaml"):
        (copy / stray).parent.mkdir(parents=True, exist_ok=True)
        (copy / stray).write_text("stray")
    (path,) = builders.WheelBuilder(str(copy)).build(directory=str(copy / "out"), versions=["standard"])
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_what_git_holds(listed, wheel):
    expected = set()
    for name in listed:
        top, _, rest = name.partition("/")
        if top in SHIPPED:
            expected.add(name if top == "fairuse" else f"fairuse/data/{top}/{rest}")
    assert {name for name in wheel if ".dist-info/" not in name} == expected
    assert "fairuse/data/rules/facts.yaml" in expected
    assert "fairuse/cli/__init__.py" in expected


def test_the_metadata_is_complete(wheel):
    meta = {name.split(".dist-info/")[1]: data.decode() for name, data in wheel.items() if ".dist-info/" in name}
    assert set(meta) == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    assert "fairuse = fairuse.cli:main" in meta["entry_points.txt"]
    assert "Requires-Python: >=3.11\n" in meta["METADATA"]
    assert "Requires-Dist: experta==1.9.4\n" in meta["METADATA"]
    assert "py3-none-any" in meta["WHEEL"]


def test_the_package_says_that_it_is_typed(wheel):
    assert "fairuse/py.typed" in wheel
