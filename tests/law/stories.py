"""Stories told in few facts: the answers to acts on one group of works under the law of the United States."""

from __future__ import annotations

from fairuse.answer.rows import rows_of
from fairuse.pages.next_steps import next_points
from fairuse.precedent.beside import assess
from fairuse.scenario.model import Scenario

FIRM = {"who.kind": "company", "who.for_profit": True, "purpose.commerciality": "direct"}
WORK = {"work.published": True, "work.offered": "for_payment", "work.undisputed": "in_copyright"}

#: Works given to people just as they are.
AS_IT_IS = {
    "purpose": ["delivers_content"],
    "change.kind": "exact",
    "amount.share": "whole",
    "amount.public_reach": "most_or_all",
}
TAGGER = {"purpose": ["computation"], "purpose.model_kind": "non_generative", "amount.public_reach": "none"}


def bare(kb, acts, work, by=None, as_of="2026-11-24"):
    """The answers to acts (id: act, facts) on one group of works, of which nothing else is told."""
    told = [{"id": name, "act": act, "works": "w", "facts": facts} for name, (act, facts) in acts.items()]
    data = {"title": "T", "as_of": as_of, "where": ["us"], "facts": by or {}, "works": {"w": {"facts": work}}}
    return assess(Scenario.model_validate({**data, "acts": told}), kb)


def story(kb, acts, work, by=FIRM, as_of="2026-11-24"):
    """As `bare`, of a firm and of works that are sold."""
    return bare(kb, acts, {**WORK, **work}, by, as_of)


def of(result, name):
    return next(use for use in result.uses if use.act_id == name)


def to_do(result, kb):
    return [point.text for point in next_points(rows_of(result, kb), kb) if point.label == "To do"]


def claims(use):
    return {issue.id: issue.value for issue in use.issues if issue.role == "claim"}
