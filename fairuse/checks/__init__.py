"""Checks: a knowledge base as it was loaded comes in; problems leave. One module a check, found by name.

A check module has ``check(loaded) -> Iterable[Problem]`` and ``ESSENTIAL``: whether answers could be wrong, or the
engine fail, if the check were skipped. Essential checks run at every first load, the others in ``fairuse check``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from fairuse.kb.load import Loaded
from fairuse.source.errors import Problem


def modules() -> Iterator[ModuleType]:
    """Yield the check modules in alphabetical order."""
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda i: i.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{__name__}.{info.name}")


def run(loaded: Loaded, *, essential_only: bool = False) -> list[Problem]:
    """Run the checks and return all problems in order of place.

    If the essential checks find errors the others are not run: they rely on names and values being right.
    """
    essential = [p for m in modules() if m.ESSENTIAL for p in m.check(loaded)]
    if essential_only or any(p.severity == "error" for p in essential):
        return sorted(set(essential))
    return sorted({*essential, *(p for m in modules() if not m.ESSENTIAL for p in m.check(loaded))})
