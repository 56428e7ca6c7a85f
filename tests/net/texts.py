"""Faults of text and of amounts: what a reader of the law, not the engine, would notice."""

from __future__ import annotations

from collections.abc import Iterator

from fairuse.kb.model import Exposure, KnowledgeBase, Rule
from fairuse.pages.reference import page
from fairuse.report import render_outline
from tests import golden
from tests.net.corpus import amounts, situations


def text_faults(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """A rule with one thing otherwise that no evaluation reads: a cite, a page, contrary authority, the status."""
    for number, cite in enumerate(rule.cites):
        yield "cite", rule.model_copy(update={"cites": rule.cites[:number] + rule.cites[number + 1 :]})
        other = cite.model_copy(update={"at": f"{cite.at or ''}9"})
        yield "pinpoint", rule.model_copy(update={"cites": (*rule.cites[:number], other, *rule.cites[number + 1 :])})
    for name in rule.contrary:
        yield "contrary", rule.model_copy(update={"contrary": tuple(n for n in rule.contrary if n != name)})
    for status in ("settled", "contested", "untested"):
        if status != rule.status:
            yield "status", rule.model_copy(update={"status": status})
    yield "because", rule.model_copy(update={"because": f"It is not so that {rule.because}"})


def page_is_pinned(rule: Rule, kb: KnowledgeBase, pinned: dict[str, str]) -> bool:
    """Whether the page of a rule stands word for word in the golden file of its topic."""
    topic = rule.origin.split(":")[0].removeprefix("rules/").removesuffix(".yaml")
    if topic not in pinned:
        pinned[topic] = (golden.GOLD / f"rules/{topic}.md").read_text(encoding="utf-8")
    changed = kb.model_copy(update={"rules": {**kb.rules, rule.id: rule}, "sha256": kb.sha256})
    return golden.scrubbed(render_outline(page(changed, "rules", rule.id), "markdown")) in pinned[topic]


def amount_faults(exposure: Exposure, kb: KnowledgeBase) -> Iterator[tuple[str, Exposure]]:
    """An exposure with another amount, or counted by another number."""
    for name in ("low", "high"):
        yield f"{name} times ten", exposure.model_copy(update={name: getattr(exposure, name) * 10})
    numbers = [f.id for f in kb.facts.values() if f.type == "number" and f.id != exposure.per]
    yield f"per {numbers[0]}", exposure.model_copy(update={"per": numbers[0]})


def amounts_noticed(kb: KnowledgeBase) -> Iterator[tuple[str, str, bool]]:
    """For each fault of an exposure, whether a situation that says what the law sets comes out otherwise."""
    told = [s for s in situations() if s.amounts is not None]
    before = [amounts(s, kb) for s in told]
    for exposure in kb.exposures.values():
        for what, changed in amount_faults(exposure, kb):
            other = kb.model_copy(update={"exposures": {**kb.exposures, exposure.id: changed}})
            yield exposure.id, what, [amounts(s, other) for s in told] != before
