"""The result of a use as far as a table tells it: what is not asked of many rows is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairuse.answer.result import FindingResult, IssueResult, Taken, UnknownFact, UseResult, Waits
from fairuse.engine.program import Program
from fairuse.kb.model import STANDINGS, Issue, KnowledgeBase, Rule

#: What is found out of a kind of answer: by its sort and the name of what it is about.
Said = Mapping[tuple[str, str], Any]


def use_of(program: Program, kb: KnowledgeBase, said: Said) -> UseResult:
    """The result for a kind of answer.

    `said`: ``standing``, ``low`` and ``high`` as ranks; of each ``issue`` the place of its value, -1 for none; and
    whether each ``rule`` of the conclusion stands, each ``claim`` rule stands on some views only, the answer ``wait``s
    for a need, an ``open`` fact would move it.
    """
    low, high = said.get(("low", ""), 0), said.get(("high", ""), len(STANDINGS) - 1)
    rules = {compiled.rule.id: compiled.rule for compiled in program.rules}
    stand = [rules[name] for (sort, name), so in said.items() if sort in ("rule", "claim") and so]
    scales = {issue.id: issue.scale for issue in program.issues}
    whole: dict[str, Any] = {
        "id": program.regime,
        "act_id": program.act,
        "act": program.act,
        "act_title": kb.acts[program.act].label,
        "work": "",
        "work_title": "",
        "regime": program.regime,
        "jurisdiction": kb.regimes[program.regime].jurisdiction,
        "standing": STANDINGS[said["standing", ""]],
        "range": (STANDINGS[low], STANDINGS[high]),
        "issues": tuple(_issue(i, said["issue", i.id]) for i in program.issues if ("issue", i.id) in said),
        "findings": tuple(
            _finding(rule, scales[rule.issue], divided=rule.issue != program.conclusion)
            for rule in sorted(stand, key=lambda rule: program.place[rule.id])
        ),
        "unknown": tuple(
            UnknownFact(fact=fact, matters=True, effect=()) for fact in program.facts if said.get(("open", fact))
        ),
        "waits_for": tuple(
            Waits(need=need.id, fact=need.facts[0], says=need.says.strip(), effect=())
            for need in program.needs
            if said.get(("wait", need.id))
        ),
        "open_views": (),
        "planned": False,  # the same claims stand for a plan
    }
    return UseResult.model_construct(**whole)


def _finding(rule: Rule, scale: Mapping[str, Any], *, divided: bool) -> FindingResult:
    under = ((Taken(doctrine="", view=""),),) if divided else ()
    whole: dict[str, Any] = {
        "rule": rule.id,
        "issue": rule.issue,
        "value": rule.value,
        "lean": scale[rule.value],
        "because": rule.because,
        "under": under,
        "defeated_by": (),
    }
    return FindingResult.model_construct(**whole)


def _issue(issue: Issue, code: int) -> IssueResult:
    value = list(issue.scale)[code] if code >= 0 else None
    whole: dict[str, Any] = {
        "id": issue.id,
        "label": issue.label,
        "factor": issue.factor,
        "headline": issue.headline,
        "role": issue.role,
        "value": value,
        "lean": issue.scale[value] if value else None,
    }
    return IssueResult.model_construct(**whole)
