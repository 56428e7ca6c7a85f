"""`fairuse`: cited, act-by-act assessment of AI training and output scenarios under copyright law.

>>> import fairuse
>>> kb = fairuse.load_kb()
>>> scenario = fairuse.load_scenario("scenario.yaml", kb)      # doctest: +SKIP
>>> print(fairuse.render(fairuse.assess(scenario, kb), kb, "markdown"))      # doctest: +SKIP

The public verbs are those of `__all__`; every command of the program uses them. What is wrong with an input is raised
as `FairuseError`, which holds every problem found; what may be a mistake is warned of as `FairuseWarning`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairuse.release import VERSION as __version__

if TYPE_CHECKING:
    from fairuse.answer.result import Assessment
    from fairuse.inquiry.compare import compare
    from fairuse.inquiry.comparison import Comparison
    from fairuse.inquiry.whatif import WhatIf, whatif
    from fairuse.inquiry.whynot import WhyNot, whynot
    from fairuse.kb.model import KnowledgeBase
    from fairuse.knowledge import load_kb
    from fairuse.precedent.backtest import Scorecard, backtest
    from fairuse.precedent.beside import assess
    from fairuse.receipt.saved import load_report
    from fairuse.receipt.verify import Verification, verify
    from fairuse.report import document, render
    from fairuse.scenario.file import load_scenario, parse_scenario
    from fairuse.scenario.model import Scenario
    from fairuse.source.errors import FairuseError, FairuseWarning, Problem

#: Where each public name lives. Nothing is imported before it is used, so that ``import fairuse`` stays quick.
_HOMES = {
    "load_kb": "knowledge",
    "load_scenario": "scenario.file",
    "parse_scenario": "scenario.file",
    "assess": "precedent.beside",
    "compare": "inquiry.compare",
    "whatif": "inquiry.whatif",
    "whynot": "inquiry.whynot",
    "verify": "receipt.verify",
    "backtest": "precedent.backtest",
    "load_report": "receipt.saved",
    "render": "report",
    "document": "report",
    "KnowledgeBase": "kb.model",
    "Scenario": "scenario.model",
    "Assessment": "answer.result",
    "Comparison": "inquiry.comparison",
    "WhatIf": "inquiry.whatif",
    "WhyNot": "inquiry.whynot",
    "Verification": "receipt.verify",
    "Scorecard": "precedent.backtest",
    "FairuseError": "source.errors",
    "FairuseWarning": "source.errors",
    "Problem": "source.errors",
}

__all__ = [
    "Assessment",
    "Comparison",
    "FairuseError",
    "FairuseWarning",
    "KnowledgeBase",
    "Problem",
    "Scenario",
    "Scorecard",
    "Verification",
    "WhatIf",
    "WhyNot",
    "__version__",
    "assess",
    "backtest",
    "compare",
    "document",
    "load_kb",
    "load_report",
    "load_scenario",
    "parse_scenario",
    "render",
    "verify",
    "whatif",
    "whynot",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'fairuse' has no attribute {name!r}")
    import importlib  # noqa: PLC0415

    value = getattr(importlib.import_module(f"fairuse.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, whether or not they have been used."""
    return sorted({*globals(), *__all__})
