"""A result of any kind comes in; an `Outline` leaves, all that its report says in words. One module a page."""

from __future__ import annotations

from importlib import import_module

from pydantic import BaseModel

from fairuse.kb.model import KnowledgeBase
from fairuse.words.outline import Outline

#: The module and function behind the page of each kind of result, by the name of its type; loaded when first used.
_PAGES = {
    "Assessment": ("assessment", "explain"),
    "Comparison": ("comparison", "explain_comparison"),
    "WhatIf": ("whatif", "explain_whatif"),
    "WhyNot": ("whynot", "explain_whynot"),
    "ClaimTest": ("claims", "explain_claim_test"),
    "WatchList": ("watch", "explain_watch"),
}


def outline_of(result: BaseModel, kb: KnowledgeBase, **options: int | str) -> Outline:
    """Say in words what `result` holds. `options` are those of its page (such as how many lines it lists).

    Raises `TypeError` for a value that has no page.
    """
    if type(result).__name__ not in _PAGES:
        raise TypeError(f"a {type(result).__name__} has no page; there are pages of {', '.join(_PAGES)}")
    module, function = _PAGES[type(result).__name__]
    outline: Outline = getattr(import_module(f"{__name__}.{module}"), function)(result, kb, **options)
    return outline
