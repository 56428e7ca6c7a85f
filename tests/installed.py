"""The shipped law and its scenarios as the tests use them: loaded and assessed once in a process."""

from __future__ import annotations

import functools

from fairuse.knowledge import data_dir, load_kb
from fairuse.precedent.beside import assess
from fairuse.scenario.file import load_scenario

SCENARIOS = data_dir("cases") / "scenarios"


@functools.cache
def law():
    return load_kb()


@functools.cache
def assessed(name):
    return assess(load_scenario(SCENARIOS / f"{name}.yaml", law()), law())
