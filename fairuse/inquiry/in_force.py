"""Why a rule cannot speak to an act on a day: its acts, its dates, or those of its authorities."""

from __future__ import annotations

import datetime

from fairuse.inquiry.comparison import Cause
from fairuse.kb.entry import last_day
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.words.en import in_force as en
from fairuse.words.en import in_text
from fairuse.words.wording import day_text


def why_not_law(rule: Rule, act: str, day: str, kb: KnowledgeBase) -> Cause | None:
    """The reason why `rule` does not apply to `act` on `day`; None if the rule itself gives none."""
    if not kb.rule_covers(rule, act):
        label = in_text(kb.acts[act].label) if act in kb.acts else act
        return Cause(kind="act", subject=act, says=en.DOES_NOT_SPEAK_TO_X.format(label))
    if day < rule.in_force:
        decided = next((c.authority for c in rule.cites if decided_on(c.authority, kb) == rule.in_force), None)
        if decided:
            return _decided(decided, rule.in_force, kb)
        says = en.X_IS_LAW_FROM_X.format(_named(rule, kb), day_text(rule.in_force))
        return Cause(kind="rule_began", subject=rule.id, says=says)
    if rule.until and rule.until < day:
        return _ended(rule, rule.until, kb)
    if rule.cites and not any(_existed(c.authority, day, kb) for c in rule.cites):
        return _unsupported([c.authority for c in rule.cites], day, kb)
    return None


def called(authority: str, kb: KnowledgeBase) -> str:
    """The short name of an authority; its id if the rules do not know it."""
    entry = kb.authorities.get(authority)
    return entry.called if entry else authority


def decided_on(authority: str, kb: KnowledgeBase) -> str | None:
    """The first day on which an authority certainly existed; None if it is not known or undated."""
    entry = kb.authorities.get(authority)
    return last_day(entry.decided) if entry and entry.decided else None


def until(authority: str, kb: KnowledgeBase) -> str | None:
    """The last day of an authority that was displaced as a whole; None if it was not."""
    entry = kb.authorities.get(authority)
    return entry.until if entry else None


def _about(rule: Rule, kb: KnowledgeBase) -> str:
    return kb.issues[rule.issue].label if rule.issue in kb.issues else rule.issue


def _named(rule: Rule, kb: KnowledgeBase) -> str:
    return en.A_RULE_ON_X.format(_about(rule, kb))


def _existed(authority: str, day: str, kb: KnowledgeBase) -> bool:
    return authority in kb.authorities and kb.authorities[authority].exists_on(day)


def _decided(authority: str, day: str, kb: KnowledgeBase) -> Cause:
    made = kb.authority_kinds[kb.authorities[authority].kind].made
    says = en.X_WAS_X_ON_X.format(called(authority, kb), made, day_text(day))
    return Cause(kind="authority_decided", subject=authority, says=says)


def _ended(rule: Rule, last: str, kb: KnowledgeBase) -> Cause:
    """A rule ended; by which decision: one of the next day on which a rule of the same issue rests."""
    following = (datetime.date.fromisoformat(last) + datetime.timedelta(days=1)).isoformat()
    cited = [c.authority for r in kb.rules.values() if r.issue == rule.issue for c in r.cites]
    by = next((n for n in cited if decided_on(n, kb) == following), None)
    says = en.X_WAS_LAW_UNTIL_X.format(_named(rule, kb), day_text(last))
    if by:
        says = en.X_WAS_DECIDED_ON_X.format(called(by, kb), day_text(following), _about(rule, kb))
    return Cause(kind="rule_ended", subject=rule.id, says=says)


def _unsupported(authorities: list[str], day: str, kb: KnowledgeBase) -> Cause:
    """None of the `authorities` on which a rule rests existed on `day`."""
    later = sorted((d, n) for n in authorities if (d := decided_on(n, kb)) and d > day)
    if later:
        return _decided(later[0][1], later[0][0], kb)
    name = authorities[0]
    when = en.AFTER_X.format(day_text(last)) if (last := until(name, kb)) else ""
    says = en.X_IS_NO_AUTHORITY_X.format(called(name, kb), when)
    return Cause(kind="authority_displaced", subject=name, says=says)
