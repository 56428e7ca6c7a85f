"""Why an issue did not come out otherwise: the rules that could have given a value, and what each of them lacked.

``fairuse schema whynot`` prints the JSON Schema of `WhyNot`.
"""

from __future__ import annotations

from typing import Literal

from fairuse.answer.posed import program_for
from fairuse.answer.result import Assessment, FindingResult, Frozen, UseResult
from fairuse.inquiry.in_force import why_not_law
from fairuse.inquiry.lacks import RuleShort, Search, excluded
from fairuse.kb.model import STANDINGS, KnowledgeBase, Standing
from fairuse.scenario.model import Held
from fairuse.source.errors import argument_problem, did_you_mean

#: How a question names the conclusion of whatever law answers the use.
STANDING = "standing"

#: How far down the rules for what is lacking are looked for, to tell near from far; one level down is shown. To look
#: deeper changes the order of no rule in the scenarios that ship; one level less does in one question of forty.
DEPTH = 3


class UseWhyNot(Frozen):
    """The answer for one use. `given_by`: the findings that give the value, if it is the value already."""

    id: str
    act_title: str
    work_title: str
    regime: str
    standing: Standing
    issue: str
    label: str
    asked: str
    now: str | None
    holds: bool
    given_by: tuple[str, ...]
    rules: tuple[RuleShort, ...]
    findings: tuple[FindingResult, ...]


class WhyNot(Frozen):
    """Why an issue has not another value, for each use of a scenario that the question can be put for."""

    format_version: Literal[2] = 2
    title: str
    as_of: str
    forum: str | None
    issue: str
    value: str
    uses: tuple[UseWhyNot, ...]


def whynot(assessment: Assessment, kb: KnowledgeBase, issue: str, value: str, use: str | None = None) -> WhyNot:
    """Say why `issue` (an id, or ``standing``) has not `value`, in each use or in the one with id `use`.

    `kb` must be the knowledge base of the assessment. Raises `FairuseError` naming what is not known.
    """
    ids = [u.id for u in assessment.uses]
    if use is not None and use not in ids:
        raise argument_problem(
            "use", f"there is no use '{use}'{did_you_mean(use, ids) or '; the uses are ' + ', '.join(ids)}"
        )
    _check(kb, issue, value)
    chosen = [u for u in assessment.uses if use in (None, u.id)]
    answers = [a for u in chosen if (a := _answer(u, assessment, kb, issue, value)) is not None]
    if not answers:
        laws = ", ".join(dict.fromkeys(u.regime for u in chosen))
        raise argument_problem("issue", f"'{issue}' belongs to {kb.issues[issue].regime}; these uses are under {laws}")
    return WhyNot(
        title=assessment.scenario.title,
        as_of=assessment.as_of,
        forum=assessment.forum,
        issue=issue,
        value=value,
        uses=tuple(answers),
    )


def _check(kb: KnowledgeBase, issue: str, value: str) -> None:
    names = [STANDING, *kb.issues]
    if issue not in names:
        raise argument_problem("issue", f"there is no issue '{issue}'{did_you_mean(issue, names)}")
    values = STANDINGS if issue == STANDING else tuple(kb.issues[issue].scale)
    if value not in values:
        known = f" (one of {', '.join(values)})"
        raise argument_problem("value", f"{issue} has no value '{value}'{did_you_mean(value, values)}{known}")


def _answer(use: UseResult, assessment: Assessment, kb: KnowledgeBase, issue: str, value: str) -> UseWhyNot | None:
    name = kb.regimes[use.regime].conclusion if issue == STANDING else issue
    by_hand = tuple((one.issue, Held(value=one.value, by=one.by, because=one.because)) for one in use.held)
    program = program_for(kb, use.regime, use.act, assessment.as_of, by_hand)
    asked = kb.issues[name]
    if asked.regime != use.regime:
        return None
    results = {i.id: i.value for i in use.issues}
    now = use.standing if issue == STANDING else results.get(name)
    own = [f for f in use.findings if f.issue == name and not f.defeated_by]
    rules = Search(program, use, kb).rules(asked, (value,), DEPTH)
    spoke = {c.rule.id for c in program.rules}
    others = [
        excluded(r.id, cause, kb)
        for r in kb.rules.values()
        if r.issue == name and r.value == value and r.id not in spoke
        if (cause := why_not_law(r, use.act, assessment.as_of, kb)) is not None
    ]
    return UseWhyNot(
        id=use.id,
        act_title=use.act_title,
        work_title=use.work_title,
        regime=use.regime,
        standing=use.standing,
        issue=name,
        label=asked.label,
        asked=value,
        now=now,
        holds=now == value,
        given_by=tuple(f.rule for f in own if now == value == f.value),
        rules=(*rules, *others),
        findings=tuple(own),
    )
