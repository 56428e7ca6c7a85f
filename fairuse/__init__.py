"""`fairuse`: cited, act-by-act assessment of AI training and output scenarios under copyright law.

>>> import fairuse
>>> kb = fairuse.load_kb()
>>> scenario = fairuse.load_scenario("scenario.yaml", kb)      # doctest: +SKIP
>>> print(fairuse.render(fairuse.assess(scenario, kb), kb, "markdown"))      # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairuse.release import VERSION as __version__

__all__ = ["FairuseError", "__version__", "assess", "load_kb", "load_scenario", "render"]

if TYPE_CHECKING:
    from fairuse.answer.assess import assess
    from fairuse.knowledge import load_kb
    from fairuse.report import render
    from fairuse.scenario.file import load_scenario
    from fairuse.source.errors import FairuseError

_HOMES = {
    "FairuseError": "fairuse.source.errors",
    "assess": "fairuse.answer.assess",
    "load_kb": "fairuse.knowledge",
    "load_scenario": "fairuse.scenario.file",
    "render": "fairuse.report",
}


def __getattr__(name: str) -> Any:
    """Import a public verb when it is first used, so that ``import fairuse`` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'fairuse' has no attribute {name!r}")
    import importlib  # noqa: PLC0415

    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
