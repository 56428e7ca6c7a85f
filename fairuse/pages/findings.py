"""What was found of one use, put into words: its factors and conditions, what lies beneath, the standing with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fairuse.answer.beside import only_argued
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Assessment, FindingResult, IssueResult, UseResult
from fairuse.kb.model import REPORTED, STANDINGS, KnowledgeBase
from fairuse.pages.aside import set_aside
from fairuse.pages.rests import barring, last_year, read_below, waited_for
from fairuse.pages.standard import unpinned
from fairuse.pages.voice import Voice
from fairuse.words.en import findings as en
from fairuse.words.en import in_text
from fairuse.words.outline import (
    Block,
    Point,
    Points,
    Question,
    Verdict,
)
from fairuse.words.wording import (
    LEAN_TONES,
    STANDING_LABELS,
    TONES,
    factor_text,
    once_known,
    reach_text,
    term_label,
    value_text,
)


class Findings(Voice):
    """The parts of an answer. `depth`: how much is said of each."""

    def __init__(self, assessment: Assessment, kb: KnowledgeBase, depth: str) -> None:
        super().__init__(assessment, kb)
        self.depth = depth

    def aside(self, use: UseResult) -> list[Point]:
        """What spoke the other way and was outweighed."""
        return set_aside(use, self.kb, self.finding)

    def barred(self, use: UseResult) -> list[Point]:
        """What rests against the user beside the way to the answer.

        What leans to neither side and beats a finding for them; on a factor that is against them, what is so less
        strongly than what decides it; and what a court that binds the forum has held against them.
        """
        neutral = barring(use, self.kb)
        against = {issue.id for issue in use.issues if issue.headline and issue.lean == "against"}
        weaker = [f for f in use.findings if f.issue in against and f.lean == "against" and not f.presumption]
        found = [self.finding(f, brief=True) for f in (*neutral, *weaker)]
        return [replace(p, tone="bad") for p in (*found, *self.of_the_forum(use, "against"))]

    def of_the_forum(self, use: UseResult, lean: str) -> list[Point]:
        """What the court that binds the forum has held to one side, a line a ruling, on questions that come out so."""
        forum, came_out = self.assessment.forum, {issue.id: issue.lean for issue in use.issues}
        names: dict[str, None] = {}
        for f in use.findings:
            weighs = self.kb.issues[f.issue].role in (None, "factor") and not (f.presumption or only_argued(use, f))
            if weighs and f.lean == lean == came_out.get(f.issue):
                names |= dict.fromkeys(c.authority for c in f.cites)
        own = [self.kb.authorities[name] for name in names if forum and self.kb.authorities[name].forum == forum]
        return [
            Point("".join(one.principles[:1]).strip(), (self.sources.ref(one.id),), en.ALSO_OF_THIS_COURT)
            for one in own
            if self.kb.levels[one.level].binds == "forum"
        ]

    def factor(self, use: UseResult, issue: IssueResult, path: set[str]) -> Question:
        """A factor with its result, the reasons for it, and what lies beneath on the path of the answer."""
        live = self.live(use, issue.id)
        reasons = tuple(self.finding(f, brief=True) for f in live)
        if issue.value:
            result, tone = value_text(issue.id, issue.value, self.kb), LEAN_TONES[issue.lean]
        else:
            result, tone = (en.DEPENDS_ON_THE_VIEW_TAKEN if live else en.OPEN), "open"
        if not reasons:
            reasons = (Point(self.undecided(use, issue)),)
        name = factor_text(issue.factor, use.regime, self.kb)
        title = f"{name}: {issue.label}" if name else issue.label
        return Question(title, result, tone, reasons, tuple(self.beneath(use, issue.factor, path)))

    def undecided(self, use: UseResult, issue: IssueResult) -> str:
        """Why a factor is open: the facts given that bear on it leave it so, or none was given."""
        read = read_below(issue.id, self.kb)
        known = [term_label(f.fact, self.kb) for f in use.facts if f.fact in read]
        if not known:
            return en.NOTHING_GIVEN_BEARS_ON_THIS
        return en.WHAT_IS_GIVEN_BEARS_ON.format(", ".join(known))

    def unweighed(self, use: UseResult) -> bool:
        """Whether a use stands on a rule that leaves nothing to weigh, not even for argument's sake."""
        return any(self.kb.rules[f.rule].unweighed for f in self.live(use, self.kb.regimes[use.regime].conclusion))

    def not_the_question(self, use: UseResult, factors: Sequence[Question]) -> Points:
        """A line a factor, with its authorities, where nothing that needs weighing was done."""
        items = []
        for group in factors:
            refs = dict.fromkeys(ref for point in (*group.reasons, *group.items) for ref in point.refs)
            items.append(Point(f"{group.result}.", tuple(refs), group.title, tone=group.tone))
        return Points(en.WERE_X_ASKED.format(self.kb.regimes[use.regime].label), tuple(items))

    def beneath(self, use: UseResult, factor: int | None, path: set[str]) -> list[Point]:
        """The findings on the path under one factor, those against the user first."""
        order = {"against": 0, "for": 1, "neutral": 2}
        own = [
            f
            for f in use.findings
            if f.rule in path and not self.on_top(use, f) and self.kb.issues[f.issue].factor == factor
            if self.kb.issues[f.issue].role in (None, "factor")
            if not (f.presumption and f.lean == "neutral")  # an assumption that changes nothing is not worth a line
        ]
        return [self.finding(f) for f in sorted(own, key=lambda f: order[f.lean])]

    def by_role(self, use: UseResult, roles: tuple[str, ...], *, settled: bool = False) -> list[Point]:
        """The issues of some roles, each with its value and reasons; what is at rest on its scale is left out.

        `settled`: what is open is left out, too.
        """
        items = []
        if_done = use.planned and set(roles) <= {"claim", "duty", "effect", "responsibility"}

        def valued(issue: IssueResult, value: str | None) -> str:
            said = f"{issue.label}, {value_text(issue.id, value, self.kb) if value else en.OPEN}"
            return en.X_IF_DONE.format(said) if if_done else said

        open_ones = waited_for(use, self.kb) if use.standing == UNDECIDED else set()
        for issue in sorted(use.issues, key=lambda i: self.kb.issues[i.id].written):
            if issue.role not in roles or issue.headline:
                continue
            lowest = next(iter(self.kb.issues[issue.id].scale))
            found = [f for f in self.live(use, issue.id) if f.value == (issue.value or f.value)]
            by_view = issue.value is None and any(f.under and f.value != lowest for f in found)
            if issue.role in REPORTED and issue.value in (None, lowest) and not by_view:
                continue
            if issue.value is None and (settled or issue.id not in open_ones) and not by_view:
                continue  # an open condition that the answer does not wait for
            if by_view:
                views = [(f, en.X_ON_ONE_VIEW.format(valued(issue, f.value))) for f in found]
                items += [replace(self.finding(f, brief=True), label=label) for f, label in views]
                continue
            reasons = [self.finding(f, brief=True) for f in found]
            text = " ".join(r.text for r in reasons) or en.THE_FACTS_GIVEN_DO_NOT
            refs = tuple(dict.fromkeys(ref for r in reasons for ref in r.refs))
            label = valued(issue, issue.value)
            if issue.role == "gate" and (year := last_year(use, found, self.kb)) is not None:
                label = en.X_TO_THE_END_OF_X.format(label, year)
            items.append(Point(text, refs, label, tone=LEAN_TONES[issue.lean]))
        return list(dict.fromkeys(items))  # a law that includes another may find the same

    def beside(self, use: UseResult, path: set[str]) -> list[Point]:
        """What was found for or against the user though the answer does not rest on it."""
        if use.standing == STANDINGS[-1]:
            return []  # nothing was weighed
        values = {i.id: i.value for i in use.issues}
        return [
            self.finding(f)
            for f in use.findings
            if f.rule not in path and f.lean != "neutral" and not (f.presumption or f.defeated_by or f.under)
            if self.kb.issues[f.issue].role in (None, "factor") and not self.on_top(use, f)
            if values.get(f.issue) == f.value
        ]

    def on_top(self, use: UseResult, finding: FindingResult) -> bool:
        """Whether a finding is of a factor as a whole or of the conclusion."""
        issue = self.kb.issues[finding.issue]
        return issue.headline or finding.issue == self.kb.regimes[use.regime].conclusion

    @staticmethod
    def points(title: str, items: Sequence[Point]) -> list[Block]:
        """A list, unless nothing would stand in it."""
        return [Points(title, tuple(items))] if items else []

    def grounds(self, use: UseResult) -> list[FindingResult]:
        """What the conclusion rests on beside the factors and conditions, which have parts of their own."""
        values = {i.id: i.value for i in use.issues}
        read = {g.term for f in self.live(use, self.kb.regimes[use.regime].conclusion) for g in f.rests_on}
        own = [
            i
            for i in read & self.kb.issues.keys()
            if self.kb.issues[i].role is None and self.kb.issues[i].factor is None
        ]
        return [f for f in use.findings if f.issue in own and not f.defeated_by and f.value == values.get(f.issue)]

    def dividing(self, use: UseResult) -> list[str]:
        """The open questions of law that leave a use undecided."""
        if use.standing != UNDECIDED:
            return []
        return [in_text(self.kb.doctrines[v.doctrine].label) for v in use.open_views if v.divides]

    def verdict(self, use: UseResult, grounds: Sequence[FindingResult]) -> Verdict:
        """The standing of one use with the reasons for it, or what it waits for."""
        conclusion = self.kb.regimes[use.regime].conclusion
        reasons = self.waiting(use) or self.conclusions(self.live(use, conclusion), brief=self.depth != "full")
        reasons += [] if use.waits_for else [self.finding(f, brief=True) for f in grounds]
        dividing = self.dividing(use)
        if dividing:
            reasons = reasons if self.depth == "full" else []  # a line for each open question says what follows
            reasons.insert(0, Point(en.COURTS_DIVIDE_ON_X_AND.format(en.AND_ON.join(dividing))))
        elif not reasons:
            missing = ", ".join(term_label(u.fact, self.kb) for u in use.unknown if u.matters)
            text = en.THE_FACTS_GIVEN_DO_NOT + (en.MOST_TELLING_WOULD_BE_X.format(missing) if missing else "")
            reasons.append(Point(text))
        label = STANDING_LABELS[use.standing]
        known = once_known(use) if self.depth == "full" or use.within is None else reach_text(use.within, use.unknown)
        if self.depth != "full":
            reasons = list(map(unpinned, reasons))
        return Verdict(use.standing, label, known, tuple(reasons), TONES[use.standing])
