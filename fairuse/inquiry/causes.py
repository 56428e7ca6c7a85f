"""Why a finding stands in one assessment of a use and not in another, derived from both and the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from fairuse.answer.result import Assessment, FindingResult, UseResult
from fairuse.answer.views import Choice, choose
from fairuse.engine.clauses import VIEW
from fairuse.inquiry.comparison import Cause
from fairuse.inquiry.in_force import called, decided_on, until, why_not_law
from fairuse.kb.condition import Value, terms_of
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import causes as en
from fairuse.words.en import in_text
from fairuse.words.wording import court_text, day_text, term_label, value_text

_ROLES = {
    ("cites", False): en.NOW_ALSO_SUPPORTS,
    ("cites", True): en.NO_LONGER_SUPPORTS,
    ("contrary", False): en.NOW_ALSO_SPEAKS_AGAINST,
    ("contrary", True): en.NO_LONGER_SPEAKS_AGAINST,
}


@dataclass(frozen=True)
class Seen:
    """One use as one assessment saw it."""

    report: Assessment
    use: UseResult
    kb: KnowledgeBase

    @cached_property
    def facts(self) -> dict[str, Value]:
        """The known facts."""
        return {f.fact: f.value for f in self.use.facts}

    @cached_property
    def issues(self) -> dict[str, str | None]:
        """The issues with their values."""
        return {i.id: i.value for i in self.use.issues}

    @cached_property
    def findings(self) -> dict[str, FindingResult]:
        """The findings by rule."""
        return {f.rule: f for f in self.use.findings}

    def live(self, issue: str) -> tuple[str, ...]:
        """The values that undefeated findings give an issue, on one view or another."""
        return tuple(sorted({f.value for f in self.use.findings if f.issue == issue and not f.defeated_by}))

    @cached_property
    def considered(self) -> dict[str, tuple[str, ...]]:
        """Every rule that could speak to the use, with the terms that it lacked or that were otherwise."""
        return {t.rule: (*t.failed, *t.missing) for t in self.use.trace}

    def choice(self, doctrine: str) -> Choice | None:
        """The views open to the use: the one the report says is bound, else those of the knowledge base."""
        for bound in self.use.bound_views:
            if bound.doctrine == doctrine:
                return Choice(doctrine, (bound.view,), bound_by=bound.bound_by, reason=bound.reason)
        known = self.kb.doctrines.get(doctrine)
        return choose(known, self.kb, self.report.forum, self.report.as_of) if known else None


@dataclass(frozen=True)
class Pair:
    """One use as the `old` and the `new` assessment saw it, and how to say what differs between them."""

    old: Seen
    new: Seen
    kb: KnowledgeBase

    @property
    def same_rules(self) -> bool:
        """Whether both assessments applied the same knowledge base."""
        return self.old.report.kb.sha256 == self.new.report.kb.sha256

    def absence(self, finding: FindingResult, *, gained: bool) -> tuple[Cause, ...]:
        """Why the side without `finding` lacks it (the old one if it was `gained`, else the new one)."""
        lacking = self.old if gained else self.new
        if finding.rule not in lacking.considered:
            return self._not_law(finding.rule, lacking)
        views = tuple(self.view_causes(finding.view))
        terms = tuple(self.term_causes(g.term for g in finding.rests_on))
        if views or terms:
            return views + terms
        lacked = lacking.considered[finding.rule]
        causes = (
            *self.view_causes(name.removeprefix(VIEW) for name in lacked if name.startswith(VIEW)),
            *self.term_causes(name for name in lacked if not name.startswith(VIEW)),
        )
        if causes:
            return causes
        rule = self.kb.rules.get(finding.rule)  # a term that had to be unknown is not among those it rests on
        rest = tuple(self.term_causes(terms_of(rule.when))) if rule else ()
        return rest or tuple(self.view_causes(_doctrines(finding))) or self.rules_changed(finding.rule)

    def conflict(self, before: FindingResult, after: FindingResult) -> tuple[Cause, ...]:
        """Why a finding is defeated on one side only."""
        on_both = (after, self.old, en.DEFEATED) if after.defeated_by else (before, self.new, en.NOT_DEFEATED)
        beaten, other, verb = on_both
        causes = []
        for rule in beaten.defeated_by:
            rival = other.findings.get(rule)
            if rival is None or rival.defeated_by:
                winner = (self.new if after.defeated_by else self.old).findings[rule]
                text = winner.because.strip().rstrip(".")
                causes.append(Cause(kind="finding", subject=rule, says=en.X_BY_THIS_X.format(verb, text)))
        return tuple(causes) or self.rules_changed(after.rule)

    def other_views(self, before: FindingResult, after: FindingResult) -> tuple[Cause, ...]:
        """Why a finding stands on other views than before."""
        named = sorted({*_doctrines(before), *_doctrines(after)})
        causes = (*self.view_causes(named), *self.term_causes(g.term for g in after.rests_on))
        return causes or self.rules_changed(after.rule)

    def other_sources(self, before: FindingResult, after: FindingResult) -> Iterator[Cause]:
        """The authorities that speak for or against a finding on one side only."""
        old, new = authorities_of(before), authorities_of(after)
        first, last = sorted((self.old.report.as_of, self.new.report.as_of))
        for name, role in sorted(old ^ new):
            gone = (name, role) in old
            says = _ROLES[role, gone].format(called(name, self.kb))
            decided = decided_on(name, self.kb)
            if decided and first < decided <= last:
                says = en.DECIDED_ON_X.format(says, day_text(decided))
                yield Cause(kind="authority_decided", subject=name, says=says)
            elif gone and until(name, self.kb):
                yield Cause(kind="authority_displaced", subject=name, says=says)
            elif not self.same_rules:
                yield Cause(kind="rules_changed", subject=name, says=en.RULES_CHANGED.format(says))

    def rules_changed(self, rule: str) -> tuple[Cause, ...]:
        """The last resort: the two assessments applied different rules."""
        if self.same_rules:
            return ()
        versions = en.X_NOW_X.format(_kb_name(self.old.report), _kb_name(self.new.report))
        return (Cause(kind="rules_changed", subject=rule, says=en.THE_RULES_WERE_CHANGED_X.format(versions)),)

    def term_causes(self, names: Iterable[str]) -> Iterator[Cause]:
        """The facts and issues among `names` that the two sides have otherwise."""
        for name in dict.fromkeys(names):
            old = self.old.facts.get(name, self.old.issues.get(name))
            new = self.new.facts.get(name, self.new.issues.get(name))
            is_issue = name in {*self.old.issues, *self.new.issues, *self.kb.issues}
            was, now = self._value(name, old, is_issue), self._value(name, new, is_issue)
            label = self._label(name)
            if old == new and type(old) is type(new):
                before, after = self.old.live(name), self.new.live(name)
                if old is not None or not is_issue or before == after:
                    continue
                label = en.TURNS_ON_THE_VIEW.format(label)
                was, now = (self._values(name, found) for found in (before, after))
            says = en.X_WAS_X_IS_X.format(f"{label[:1].upper()}{label[1:]}", was, now)
            yield Cause(kind="issue" if is_issue else "fact", subject=name, says=says)

    def _values(self, name: str, values: Iterable[str]) -> str:
        return en.OR.join(value_text(name, v, self.kb) for v in values) or en.OPEN

    def _label(self, name: str) -> str:
        told = {i.id: in_text(i.label) for seen in (self.old, self.new) for i in seen.use.issues}
        return told.get(name) or term_label(name, self.kb)

    def _value(self, name: str, value: Value | None, is_issue: bool) -> str:
        if value is None:
            return en.OPEN if is_issue else en.NOT_KNOWN
        return value_text(name, value, self.kb)

    def view_causes(self, doctrines: Iterable[str]) -> Iterator[Cause]:
        """The doctrines among those named whose open views differ."""
        for name in dict.fromkeys(doctrines):
            before, after = self.old.choice(name), self.new.choice(name)
            if before is None or after is None or (before.shown, before.live) == (after.shown, after.live):
                continue
            yield Cause(kind="view", subject=name, says=self._view_text(before, after))

    def _view_text(self, before: Choice, after: Choice) -> str:
        doctrine = self.kb.doctrines.get(after.doctrine)
        labels = {v.id: v.label for v in doctrine.views} if doctrine else {}
        label = doctrine.label if doctrine else after.doctrine
        if len(after.shown) == 1:
            taken = labels.get(after.live[0], after.live[0])
            if after.bound_by:
                return en.X_BINDS_X.format(label, called(after.bound_by, self.kb), self._court(self.new), taken)
            return en.X_NOT_DISPUTED_X.format(label, self._on(self.new), taken)
        since = self._voices(after.doctrine)
        if len(before.shown) == 1:
            was = labels.get(before.live[0], before.live[0])
            by = before.bound_by
            bound = en.BOUND_X.format(called(by, self.kb), self._court(self.old)) if by else ""
            return en.X_OPEN_X.format(label, self._on(self.new), since, was, bound)
        return en.X_OTHER_VIEWS.format(label, since)

    def _voices(self, doctrine: str) -> str:
        """The authorities that took a view between the two days."""
        first, last = sorted((self.old.report.as_of, self.new.report.as_of))
        names = [n for v in self.kb.doctrines[doctrine].views for n in (*v.held_by, *v.persuasive)]
        new = [n for n in dict.fromkeys(names) if (day := decided_on(n, self.kb)) and first < day <= last]
        if not new or first != self.old.report.as_of:
            return ""
        *others, final = (called(n, self.kb) for n in new)
        return en.SINCE_X_AND_X.format(", ".join(others), final) if others else en.SINCE_X.format(final)

    def _court(self, seen: Seen) -> str:
        return court_text(seen.report.forum, self.kb) if seen.report.forum else en.EVERYWHERE

    def _on(self, seen: Seen) -> str:
        if self.old.report.as_of == self.new.report.as_of:
            return court_text(seen.report.forum, self.kb)
        return en.ON_X.format(day_text(seen.report.as_of))

    def _not_law(self, name: str, lacking: Seen) -> tuple[Cause, ...]:
        """Why a rule could not speak on the lacking side: its acts and dates, or else the rules were others."""
        rule = self.kb.rules.get(name)
        if rule is None and self.same_rules:
            return (Cause(kind="rules_changed", subject=name, says=en.NOT_INSTALLED),)
        cause = why_not_law(rule, lacking.use.act, lacking.report.as_of, self.kb) if rule else None
        return (cause,) if cause else self.rules_changed(name)


def authorities_of(finding: FindingResult) -> set[tuple[str, str]]:
    """The authorities a finding names, each with its role."""
    return {(c.authority, "cites") for c in finding.cites} | {(name, "contrary") for name in finding.contrary}


def _doctrines(finding: FindingResult) -> list[str]:
    """The doctrines on whose views a finding depends."""
    return sorted({taken.doctrine for views in finding.under for taken in views})


def _kb_name(report: Assessment) -> str:
    return f"{report.kb.version} ({report.kb.sha256[:8]})"
