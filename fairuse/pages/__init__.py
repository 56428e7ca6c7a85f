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


#: Other pages of a kind of result, by their names.
_OTHERS = {("Assessment", "memo"): ("memo", "memo")}


def outline_of(result: BaseModel, kb: KnowledgeBase, **options: int | str) -> Outline:
    """Say in words what `result` holds. `options` are those of its page (such as how many lines it lists).

    Among them `kind`: ``report``, or of an assessment ``memo``. Raises `TypeError` for a value that has no such page.
    """
    name, kind = type(result).__name__, str(options.pop("kind", "report"))
    if name not in _PAGES:
        raise TypeError(f"a {name} has no page; there are pages of {', '.join(_PAGES)}")
    if kind != "report" and (name, kind) not in _OTHERS:
        raise TypeError(f"a {name} has no page '{kind}'")
    module, function = _PAGES[name] if kind == "report" else _OTHERS[name, kind]
    outline: Outline = getattr(import_module(f"{__name__}.{module}"), function)(result, kb, **options)
    return outline
