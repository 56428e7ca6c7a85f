"""Only what is needed is imported, every public name is documented, and no module grows too long."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import fairuse

PACKAGE = Path(fairuse.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in MODULES]
HEAVY = ["experta", "numpy", "eyecite", "rich.progress", "rich.console", "yaml", "pydantic", "jsonschema"]


def imported_by(code):
    code += f"\nimport json, sys; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


def test_importing_the_package_loads_nothing_heavy():
    assert imported_by("import fairuse") == []


def test_importing_the_command_line_loads_nothing_heavy():
    assert set(imported_by("import fairuse.cli")) <= {"pydantic", "yaml"}


def test_reading_a_scenario_needs_no_engine(kb_dir, scenarios):
    code = (
        "import os; os.environ['FAIRUSE_CACHE_DIR'] = ''\n"
        "import fairuse\n"
        f"kb = fairuse.load_kb({str(kb_dir)!r})\n"
        f"fairuse.load_scenario({str(scenarios / 'novel.yaml')!r}, kb)"
    )
    assert set(imported_by(code)) == {"pydantic", "yaml"}


def test_assessing_needs_no_citation_parser(kb_dir, scenarios):
    code = (
        "import os; os.environ['FAIRUSE_CACHE_DIR'] = ''\n"
        "import fairuse\n"
        f"kb = fairuse.load_kb({str(kb_dir)!r})\n"
        f"fairuse.assess(fairuse.load_scenario({str(scenarios / 'novel.yaml')!r}, kb), kb)"
    )
    found = imported_by(code)
    assert {"experta", "numpy"} <= set(found)
    assert "eyecite" not in found


def test_experta_leaves_the_root_logger_alone(kb_dir, scenarios):
    code = (
        "import logging; before = list(logging.getLogger().handlers)\n"
        "import collections, fairuse.engine.chain\n"
        "assert logging.getLogger().handlers == before\n"
        "assert not hasattr(collections, 'Mapping')"
    )
    assert "experta" in imported_by(code)


def test_every_name_that_is_exported_is_there():
    for name in fairuse.__all__:
        assert getattr(fairuse, name) is not None
    assert set(fairuse.__all__) <= set(dir(fairuse))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = fairuse.nothing


def test_no_room_or_module_bears_the_name_of_a_verb():
    children = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert children & {name for name in fairuse.__all__ if name.islower()} == set()


def test_importing_every_module_takes_no_verb_away():
    code = (
        "import fairuse, importlib, pkgutil\n"
        "for found in pkgutil.walk_packages(fairuse.__path__, 'fairuse.'):\n"
        "    if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        "assert all(callable(getattr(fairuse, n)) for n in fairuse.__all__ if n.islower() and n[0] != '_')"
    )
    imported_by(code)


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_public_name_is_documented(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), f"{path.name} says nothing about itself"
    assert [name for name, node in public(tree) if not ast.get_docstring(node)] == []


def public(tree, prefix=""):
    """Yield the public classes, functions and methods of a module; a private class has no public methods."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public(node, f"{node.name}.")


def test_no_module_is_longer_than_400_lines():
    lengths = {name: len(path.read_text().splitlines()) for name, path in zip(NAMES, MODULES, strict=True)}
    assert len(lengths) > 40
    assert {name: n for name, n in lengths.items() if n > 400} == {}
