"""From a `Comparison` to an `Outline` that leads with what moved and through which rule and authority."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.inquiry.comparison import (
    Assessed,
    Comparison,
    FactChange,
    FindingChange,
    FindingMove,
    IssueChange,
    LoneUse,
    UseChange,
)
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import comparison as en
from fairuse.words.en import in_text
from fairuse.words.outline import Block, Grid, Heading, Outline, Paragraph, Point, Points, Verdict
from fairuse.words.wording import (
    LEAN_TONES,
    STANDING_LABELS,
    TONES,
    References,
    court_text,
    day_text,
    factor_text,
    range_text,
    term_label,
    use_title,
    value_text,
)

_TITLES: dict[FindingMove, str] = {
    "gained": en.NEW_FINDINGS,
    "lost": en.FINDINGS_THAT_ARE_GONE,
    "defeated": en.FINDINGS_NOW_DEFEATED,
    "revived": en.FINDINGS_NO_LONGER_DEFEATED,
    "views": en.FINDINGS_THAT_STAND_ON_OTHER,
}
_VERBS: dict[FindingMove, str] = {
    "gained": "new",
    "lost": "gone",
    "defeated": en.NOW_DEFEATED,
    "revived": en.NO_LONGER_DEFEATED,
    "views": en.STANDS_ON_OTHER_VIEWS,
}
#: Reasons named at once for what moved; a JSON comparison has all. Of 183 uses that moved between 2010 or 2025 and
#: 2026, 176 have no more.
LISTED = 8


def explain_comparison(comparison: Comparison, kb: KnowledgeBase) -> Outline:
    """Say in words what moved."""
    return _ComparisonPage(comparison, kb).outline()


def one_line(comparison: Comparison) -> str:
    """One sentence: how many uses moved."""
    standings = sum(u.standing[0] != u.standing[1] for u in comparison.uses)
    others = sum(u.moved for u in comparison.uses) - standings
    came, went = len(comparison.only_new), len(comparison.only_old)
    parts = [
        en.X_MOVED.format(_count(standings, en.STANDING)) if standings else en.NO_STANDING_MOVED,
        en.X_MOVED_IN_RANGE_OR.format(_count(others, en.USE)) if others else "",
        en.X_CAME.format(_count(came, en.USE)) if came else "",
        en.X_WENT.format(_count(went, en.USE)) if went else "",
    ]
    if comparison.moved:
        return "; ".join(filter(None, parts)) + "."
    if comparison.differs:
        return en.NOTHING_MOVED_EVERY_STANDING_RANGE
    return en.NOTHING_MOVED_STANDINGS_RANGES_ISSUES


def title_of(use: UseChange | LoneUse, comparison: Comparison, kb: KnowledgeBase) -> str:
    """How a use is called in a comparison."""
    lone = (*comparison.only_old, *comparison.only_new)
    regimes = {u.regime for u in comparison.uses} | {u.regime for u in lone}
    return use_title(use.act_title, use.work_title, use.regime, kb, several=len(regimes) > 1)


def events(use: UseChange) -> list[str]:
    """What lies at the bottom of the changes of a use, nearest to the answer first."""
    by_rule = {f.rule: f for f in use.findings}
    causes = [c for rule in use.through for c in by_rule[rule].why if c.kind not in ("issue", "finding")]
    return list(dict.fromkeys(c.says for c in causes))


def changed_issues(use: UseChange, kb: KnowledgeBase) -> str:
    """What moved though the standing did not, in few words."""
    parts = [moved_ends(use)] if use.range_before != use.range_after else []
    parts += [in_text(factor_text(i.factor, use.regime, kb) or i.label) for i in use.issues if i.headline]
    return ", ".join(parts) or ", ".join(in_text(i.label) for i in use.issues[:2])


def moved_ends(use: UseChange) -> str:
    """Which end of a range moved."""
    low, high = (old != new for old, new in zip(use.range_before, use.range_after, strict=True))
    return en.BOTH_ENDS_OF_THE_RANGE if low and high else en.THE_X_END_OF_THE.format(en.LOWER if low else en.UPPER)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


class _ComparisonPage:
    def __init__(self, comparison: Comparison, kb: KnowledgeBase) -> None:
        self.comparison, self.kb = comparison, kb
        self.sources = References(kb, comparison.new.as_of, comparison.authorities)

    def outline(self) -> Outline:
        c = self.comparison
        title = en.WHAT_MOVED_X.format(c.new.scenario.title)
        blocks: list[Block] = [
            Heading(title, 1),
            Paragraph(self.frame(), quiet=True),
            Paragraph(one_line(c)),
        ]
        if c.uses:
            blocks.append(self.summary())
        blocks += self.lone(en.ONLY_IN_THE_NEW_ASSESSMENT, c.only_new)
        blocks += self.lone(en.ONLY_IN_THE_OLD_ASSESSMENT, c.only_old)
        for number, use in enumerate(c.uses, 1):
            if use.differs:
                blocks += self.use(use, number)
        if self.sources.numbers:
            blocks += self.sources.blocks()
        return Outline(title, tuple(blocks))

    def frame(self) -> str:
        old, new = self.comparison.old, self.comparison.new
        law = self.both(en.AS_OF_X.format(day_text(old.as_of)), en.AS_OF_X.format(day_text(new.as_of)))
        court = self.both(court_text(old.forum, self.kb), court_text(new.forum, self.kb))
        same = old.kb.sha256 == new.kb.sha256
        rules = en.X_BOTH_TIMES.format(self.rules(old)) if same else self.both(self.rules(old), self.rules(new))
        text = en.LAW_X_X_RULES_X.format(law, court, rules)
        if old.scenario.sha256 != new.scenario.sha256:
            called = en.IT_WAS_CALLED_X.format(old.scenario.title) if old.scenario.title != new.scenario.title else ""
            text += en.THE_SCENARIO_ITSELF_WAS_CHANGED.format(called)
        return text

    @staticmethod
    def both(old: str, new: str) -> str:
        return old if old == new else en.X_THEN_X.format(old, new)

    @staticmethod
    def rules(side: Assessed) -> str:
        return f"{side.kb.version} ({side.kb.sha256[:8]})"

    def summary(self) -> Grid:
        several = len({u.regime for u in self.comparison.uses}) > 1
        rows = []
        for number, use in enumerate(self.comparison.uses, 1):
            old, new = use.standing
            moved = en.THE_SAME if not use.moved else en.STANDING if old != new else changed_issues(use, self.kb)
            known = self.kb.regimes.get(use.regime)
            law = (Point(known.label if known else use.regime),) if several else ()
            rows.append(
                (
                    Point(str(number)),
                    Point(use.act_title),
                    Point(use.work_title),
                    *law,
                    Point(STANDING_LABELS[old], tone=TONES[old]),
                    Point(STANDING_LABELS[new], tone=TONES[new]),
                    Point(moved),
                )
            )
        return Grid(("", en.ACT, en.WORKS, *((en.LAW,) if several else ()), en.BEFORE, en.AFTER, en.MOVED), tuple(rows))

    def lone(self, title: str, uses: Sequence[LoneUse]) -> list[Block]:
        items = tuple(
            Point(STANDING_LABELS[u.standing], label=title_of(u, self.comparison, self.kb), tone=TONES[u.standing])
            for u in uses
        )
        return [Points(title, items)] if items else []

    def use(self, use: UseChange, number: int) -> list[Block]:
        by_rule = {f.rule: f for f in use.findings}
        through = [by_rule[rule] for rule in use.through]
        blocks: list[Block] = [Heading(f"{number}. {title_of(use, self.comparison, self.kb)}", 2), self.verdict(use)]
        blocks += self.points(en.WHAT_MOVED, [self.issue(i, use.regime) for i in sorted(use.issues, key=_order)])
        blocks += self.points(en.THROUGH_THESE_RULES, [self.root(f) for f in through])
        blocks += self.points(en.FACTS_GIVEN_OTHERWISE, [self.fact(f) for f in use.facts])
        rest = [f for f in use.findings if f.rule not in use.through]
        for move, title in _TITLES.items():
            chosen = [f for f in rest if f.move == move]
            blocks += self.points(title, [self.finding(f) for f in chosen if f.effective])
            blocks += self.points(
                en.X_BUT_WITHOUT_EFFECT.format(title), [self.finding(f) for f in chosen if not f.effective]
            )
        blocks += self.points(en.OTHER_AUTHORITIES_FOR_THE_SAME, self.other_sources(use))
        return blocks

    def verdict(self, use: UseChange) -> Verdict:
        old, new = use.standing
        label = STANDING_LABELS[new]
        label = f"{STANDING_LABELS[old]} → {label}" if old != new else en.X_AS_BEFORE.format(label)
        before, after = range_text(*use.range_before), range_text(*use.range_after)
        span = en.COULD_BE_X_ONCE_ALL.format(after) if use.range_after[0] != use.range_after[1] else ""
        if before != after:
            span = en.X_MOVED_IT_WAS_X.format(moved_ends(use), before, after)
        happened = events(use)
        reasons = [Point(text) for text in happened[:LISTED]]
        if len(happened) > LISTED:
            reasons.append(Point(en.X_MORE_THINGS_DIFFER.format(len(happened) - LISTED)))
        return Verdict(new, label, span, tuple(reasons or [Point(self.without_reason(use))]), TONES[new])

    def without_reason(self, use: UseChange) -> str:
        if not use.moved:
            return en.THE_ANSWER_IS_THE_SAME
        if use.range_before != use.range_after and use.facts:
            named = ", ".join(term_label(f.fact, self.kb) for f in use.facts[:LISTED])
            return en.NO_FINDING_MOVED_IT_BUT.format(named)
        if use.range_before != use.range_after and (use.entered or use.left):
            parts = [en.X_CAN_NOW_APPLY.format(self.rules_named(use.entered))] if use.entered else []
            parts += [en.X_NO_LONGER_CAN.format(self.rules_named(use.left))] if use.left else []
            return en.NO_FINDING_MOVED_IT_X.format(en.AND.join(parts))
        return en.THE_TWO_REPORTS_DO_NOT

    @staticmethod
    def rules_named(names: Sequence[str]) -> str:
        more = len(names) - LISTED
        return ", ".join(names[:LISTED]) + (en.AND_X.format(_count(more, en.MORE_RULE)) if more > 0 else "")

    def issue(self, change: IssueChange, regime: str) -> Point:
        was, now = (value_text(change.issue, v, self.kb) if v else en.OPEN for v in (change.old, change.new))
        factor = factor_text(change.factor, regime, self.kb) if change.headline else ""
        label = f"{factor}: {change.label}" if factor else change.label
        return Point(en.WAS_X_IS_X.format(was, now), label=label, tone=LEAN_TONES[change.lean])

    def fact(self, change: FactChange) -> Point:
        was, now = (
            en.NOT_KNOWN if v is None else value_text(change.fact, v, self.kb) for v in (change.old, change.new)
        )
        label = term_label(change.fact, self.kb)
        return Point(en.WAS_X_IS_X.format(was, now), label=label[:1].upper() + label[1:])

    def root(self, change: FindingChange) -> Point:
        """A rule that changed for a reason of its own."""
        point = self.finding(change)
        return Point(point.text, point.refs, f"{change.label}, {_VERBS[change.move]}", point.detail, point.tone)

    def finding(self, change: FindingChange) -> Point:
        refs = [self.sources.ref(c.authority, c.at) for c in change.cites]
        refs += [self.sources.ref(name, contrary=True) for name in change.contrary]
        why = " ".join(c.says for c in change.why).rstrip(".") or en.THE_REPORTS_DO_NOT_SHOW
        return Point(change.because.strip(), tuple(refs), change.label, why, LEAN_TONES[change.lean])

    def other_sources(self, use: UseChange) -> list[Point]:
        """For each authority that came or went, the issues of the findings it bears on."""
        found: dict[tuple[str, str], list[str]] = {}
        for change in use.findings:
            for cause in change.why if change.move == "sources" else ():
                found.setdefault((cause.subject, cause.says), []).append(in_text(change.label))
        return [
            Point(f"{says}: {'; '.join(dict.fromkeys(labels))}.", (self.sources.ref(name),))
            for (name, says), labels in found.items()
        ]

    @staticmethod
    def points(title: str, items: Sequence[Point]) -> list[Block]:
        return [Points(title, tuple(items))] if items else []


def _order(change: IssueChange) -> tuple[bool, int]:
    """Headline issues by factor, then the rest as they are."""
    return not change.headline, (change.factor or 0) if change.headline else 0
