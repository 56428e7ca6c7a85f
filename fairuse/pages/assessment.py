"""From an `Assessment` to an `Outline`: all wording and citations, decided once for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fairuse.answer.place import PlaceResult
from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import Assessment, FindingResult, IssueResult, UseResult
from fairuse.answer.rows import Row, rows_of
from fairuse.kb.model import REPORTED, STANDINGS, KnowledgeBase
from fairuse.pages.alike import Alike, alike
from fairuse.pages.amounts import Amounts
from fairuse.pages.analogies import analogy_points
from fairuse.pages.aside import set_aside
from fairuse.pages.brief import short_answer
from fairuse.pages.by_view import by_view
from fairuse.pages.changes import (
    evidence_points,
    fact_points,
    step_points,
    to_find_points,
    together_points,
    unknown_points,
)
from fairuse.pages.cited import shortened
from fairuse.pages.claims import arguments_line
from fairuse.pages.head import MANY, head_blocks
from fairuse.pages.path import path_blocks
from fairuse.pages.rests import read_below, relied_on, waited_for
from fairuse.pages.standard import WIDE, besides, in_short, unpinned
from fairuse.pages.told_once import told_once
from fairuse.pages.voice import Voice
from fairuse.words.en import assessment as en
from fairuse.words.evidence import counted
from fairuse.words.lines import height
from fairuse.words.outline import (
    Block,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Question,
    Verdict,
)
from fairuse.words.sentences import first_sentence
from fairuse.words.wording import (
    LEAN_TONES,
    STANDING_LABELS,
    TONES,
    day_text,
    factor_text,
    in_text,
    likelihood_text,
    once_known,
    range_text,
    reach_text,
    term_label,
    value_text,
)

#: Lines of one answer at the depth ``standard``: a page.
MOST = 45
#: The parts of an answer that are not factors, in the order in which they are read.
_SECTIONS = (
    (en.CONDITIONS, ("gate", "defeater", "limit")),
    (en.WHAT_FOLLOWS, ("effect",)),
    (en.DUTIES, ("duty",)),
    (en.WHO_ANSWERS_FOR_IT, ("responsibility",)),
    (en.OTHER_CLAIMS, ("claim",)),
)


def explain(assessment: Assessment, kb: KnowledgeBase, depth: str = "standard") -> Outline:
    """Say in words what an assessment holds; at the depth ``full``, also each law that was gone through in vain."""
    return AssessmentPage(assessment, kb, depth).outline()


class AssessmentPage(Voice):
    """The report of an assessment at one depth."""

    def __init__(self, assessment: Assessment, kb: KnowledgeBase, depth: str) -> None:
        super().__init__(assessment, kb)
        self.depth = depth
        self.amounts = Amounts(kb, self.sources.ref)
        self.rows = rows_of(assessment, kb)
        self.many = len({r.place.place for r in self.rows if r.place}) > MANY
        self.brief = self.many and depth != "full"

    def outline(self) -> Outline:
        """The whole report."""
        a = self.assessment
        blocks: list[Block] = [Heading(a.scenario.title, 1), Paragraph(self.frame(), quiet=True)]
        if a.scenario.description and self.depth == "full":
            blocks.append(Paragraph(a.scenario.description.strip()))
        blocks += [short_answer(a, self.rows, self.kb), *head_blocks(a, self.rows, self.kb, self.sources, self.depth)]
        if a.receipt is not None and (evidence := counted(a.receipt.scenario)).more:
            blocks.append(Paragraph(evidence.text, quiet=True))
        if self.depth == "brief":
            return Outline(a.scenario.title, (*blocks, Paragraph(a.disclaimer, quiet=True)))
        if self.brief:
            blocks.append(Heading(en.PLACE_BY_PLACE, 2))
        told: list[Row] = []
        for row in self.rows:
            like = alike(row, told) if self.depth != "full" else None
            blocks += self.row(row) if like is None else self.as_told(row, like)
            told += [] if like else [row]
        if self.depth == "full":
            for use in (u for u in a.uses if self.kb.regimes[u.regime].kind == "duties"):
                blocks += [Heading(f"{use.act_title}: {self.kb.regimes[use.regime].label}", 2), *self.body(use)]
        else:
            blocks = list(told_once(blocks))
        blocks += arguments_line(a, self.kb, None if self.depth == "full" else 1)
        blocks += [*self.sources.blocks(folded=self.depth != "full", told=blocks), Paragraph(a.disclaimer, quiet=True)]
        return Outline(a.scenario.title, tuple(blocks))

    def frame(self) -> str:
        """Which laws, of which day, before which court, by which rules."""
        a = self.assessment
        regimes = dict.fromkeys(self.kb.regimes[u.regime].label for u in a.uses)
        places = dict.fromkeys(self.kb.place_name(u.jurisdiction) for u in a.uses)
        whole = en.X_LAWS.format(len(regimes)) + (en.OF_X.format(", ".join(places)) if len(places) <= MANY else "")
        named = ", ".join(regimes) if len(regimes) <= MANY else whole
        court = f", {self.kb.all_forums.get(a.forum, a.forum).partition(' (')[0]}" if a.forum else ""
        return en.X_LAW_AS_OF_X.format(named, day_text(a.as_of), court, a.kb.version, a.kb.sha256[:8])

    def row(self, row: Row) -> list[Block]:
        """One answer: what it is and why, the way to it through the law of its place, and the law that decides."""
        use = row.first
        level = 3 if self.brief else 2
        kind = in_text(self.kb.acts[use.act].label)
        notes = [*([] if kind in use.act_title.lower() else [kind]), *(["planned"] if use.planned else [])]
        title = f"{row.number}. {use.act_title}" + (f" ({', '.join(notes)})" if notes else "")
        if row.place is None or (row.alone and not self.brief):
            law = self.kb.regimes[use.regime].label if row.place is None else self.kb.place_name(row.place.place)
            where = f", {law}" if len(self.rows) > 1 and len({self.law(r) for r in self.rows}) > 1 else ""
            head: list[Block] = [Heading(f"{title}: {use.work_title}{where}", level)]
            head.append(self.verdict(use, self.grounds(use)))
            return [*head, *self.body(use, head)]
        works = f": {use.work_title}" if len({r.first.work for r in self.rows}) > 1 else ""
        name = f"{row.number}. {self.kb.place_name(row.place.place)}: {use.act_title}{works}"
        named = name if self.many else f"{title}: {use.work_title}, {self.kb.place_name(row.place.place)}"
        if row.alone:
            return [Heading(named, level), self.verdict(use, self.grounds(use)), *self.in_lines(use)]
        blocks: list[Block] = [Heading(named, level), self.answer(row.place, use)]
        short = self.depth != "full"
        blocks += path_blocks(row, self.kb, self.finding, self.live, self.sources, brief=short)
        if self.depth == "full":
            for part in row.uses:
                heading = Heading(self.kb.regimes[part.regime].label, 3)
                blocks += [heading, self.verdict(part, self.grounds(part)), *self.body(part)]
        elif not self.brief and row.place.use and row.place.step in ("exception", "law"):
            blocks.append(Heading(self.kb.regimes[use.regime].label, 3))
            blocks += self.body(use, blocks)
        return blocks

    def as_told(self, row: Row, like: Alike) -> list[Block]:
        """An answer that differs little from one told before: its standing, and the differences."""
        heading, verdict, *_ = self.row(row)
        assert isinstance(verdict, Verdict)
        points = [
            Point(en.AS_X.format(like.row.number) + (en.BUT_FOR_WHAT_FOLLOWS if like.here or like.there else "."))
        ]
        points += [replace(self.finding(f, brief=True), label=self.kb.issues[f.issue].label) for f in like.here]
        gone = dict.fromkeys(in_text(self.kb.issues[f.issue].label) for f in like.there)
        if gone:
            points.append(Point(en.WHAT_IS_FOUND_THERE_ON.format(", ".join(gone)), tone="open"))
        return [heading, replace(verdict, reasons=()), Points("", tuple(points))]

    def law(self, row: Row) -> str:
        """The place of an answer, or the one law that was asked by itself."""
        return row.place.place if row.place else row.first.regime

    def answer(self, place: PlaceResult, use: UseResult) -> Verdict:
        """The standing of a place, in a sentence and by the reasons of the law that decides."""
        short = self.depth != "full"
        below = short and place.use is not None and place.step in ("exception", "law")  # it has a line there
        reasons = [] if below else [Point(f"{place.because[0].upper()}{place.because[1:]}.")]
        if place.not_researched:
            reasons.append(Point(en.NOT_RESEARCHED_FOR_THIS_PLACE.format(place.not_researched)))
        if use.waits_for:
            reasons = self.waiting(use)
        elif not below and place.use is not None and place.step not in ("none_covers", "not_researched"):
            reasons += self.conclusions(self.live(use, self.kb.regimes[use.regime].conclusion))
        low, high = place.range
        known = "" if low == high else en.COULD_BE_X_ONCE_ALL.format(range_text(low, high))
        if self.depth != "full" and use.within is not None and use.standing == place.standing:
            known = reach_text(use.within)
        return Verdict(place.standing, STANDING_LABELS[place.standing], known, tuple(reasons), TONES[place.standing])

    def body(self, use: UseResult, above: Sequence[Block] = ()) -> list[Block]:
        """What is said of one use beside its conclusion: at the depth ``full`` all there is, else what fits a page.

        `above`: what stands on that page already.
        """
        return self.whole(use) if self.depth == "full" else self.in_short(use, MOST - height(above, WIDE))

    def in_short(self, use: UseResult, room: int) -> list[Block]:
        """What is said of one use, a line a matter, in so many lines."""
        path = relied_on(use, self.kb)
        issues = sorted((i for i in use.issues if i.headline), key=lambda i: i.factor or 0)
        factors = [self.factor(use, issue, path) for issue in issues]
        claims = [*self.by_role(use, ("duty", "claim")), *self.amounts.points(use)]
        conditions = self.by_role(use, ("gate", "defeater", "limit"), settled=True)
        beside = claims, conditions, self.by_role(use, ("effect", "responsibility"), settled=True)
        if use.standing == STANDINGS[-1] and factors:
            decided = [replace(p, text=first_sentence(p.text), detail="") for p in self.beneath(use, None, path)]
            return self.points("", [*map(unpinned, decided), self.were_it_asked(use, factors), *besides(*beside)])
        aside = [*self.aside(use), *self.beneath(use, None, path)]
        if self.dividing(use):
            aside += self.conclusions(self.live(use, self.kb.regimes[use.regime].conclusion))
        return in_short(use, factors, *beside, aside, self.kb, self.sources, room)

    def were_it_asked(self, use: UseResult, factors: Sequence[Question]) -> Point:
        """The factors in one line where nothing that needs weighing was done, with the authorities on them once."""
        results = "; ".join(f"{group.title.partition(':')[0].lower()} {group.result}" for group in factors)
        points = [p for group in factors for p in (*group.reasons, *group.items)]
        line = Point(f"{results}.", label=en.WERE_X_ASKED.format(self.kb.regimes[use.regime].label))
        return shortened(line, (*points, *self.aside(use)), self.sources)

    def whole(self, use: UseResult) -> list[Block]:
        """All there is to say of one use beside its conclusion."""
        path = relied_on(use, self.kb)
        grounds = self.grounds(use)
        blocks: list[Block] = []
        if use.likelihood is not None:
            blocks.append(Paragraph(likelihood_text(use.likelihood, use.regime, self.kb), quiet=True))
        issues = sorted((i for i in use.issues if i.headline), key=lambda i: i.factor or 0)
        factors = [self.factor(use, issue, path) for issue in issues]
        weighed = use.standing != STANDINGS[-1] or not factors
        blocks += factors if weighed else [self.not_the_question(use, factors)]
        for title, roles in _SECTIONS:
            blocks += self.points(title, self.by_role(use, roles))
        blocks += self.points(en.AMOUNTS_THE_LAW_SETS_ARITHMETIC, self.amounts.points(use))
        said = {f.rule for f in grounds}
        blocks += self.points(en.ALSO_DECIDED, self.beneath(use, None, path - said))
        blocks += self.points(en.ALSO_FOUND_WITHOUT_WEIGHT_IN, self.beside(use, path))
        blocks += self.points(en.WHERE_THE_LAW_IS_OPEN, self.views(use))
        blocks += by_view(use, self.kb)
        blocks += self.points(en.NEAREST_DECIDED_CASES, analogy_points(use, self.kb, self.sources.ref))
        blocks += self.points(en.NOT_KNOWN_AND_WOULD_CHANGE, unknown_points(use, self.kb))
        blocks += self.points(en.WHAT_SEVERAL_OPEN_POINTS_COULD, together_points(use, self.kb))
        blocks += self.points(en.WHAT_YOU_COULD_DO, step_points(use, self.kb, self.sources))
        blocks += self.points(en.WHAT_YOU_COULD_FIND_OUT, to_find_points(use, self.kb))
        blocks += self.points(en.FACTS_THAT_WOULD_HAVE_RAISED, fact_points(use, self.kb, worse=False))
        blocks += self.points(en.WHAT_WOULD_LOWER_IT, fact_points(use, self.kb, worse=True))
        blocks += self.points(en.HOW_THE_DECIDING_FACTS_ARE, evidence_points(use, self.kb))
        blocks += self.points(en.ARGUED_THE_OTHER_WAY_AND, self.aside(use))
        return blocks

    def in_lines(self, use: UseResult) -> list[Block]:
        """One use beside its conclusion where many answers are told: a line a factor, then what the answer turns on."""
        path = relied_on(use, self.kb)
        factors = []
        for issue in sorted((i for i in use.issues if i.headline), key=lambda i: i.factor or 0):
            told = self.factor(use, issue, path)
            text = " ".join([f"{told.result}.", *(point.text for point in told.reasons)])
            line = Point(text, label=told.title, tone=told.tone)
            factors.append(shortened(line, (*told.reasons, *told.items), self.sources))
        blocks = self.points("", factors)
        blocks += self.points(en.WHERE_THE_LAW_IS_OPEN, self.views(use))
        said = {ref.number for point in factors for ref in point.refs}
        aside = [replace(p, refs=tuple(r for r in p.refs if r.number not in said)) for p in self.aside(use)]
        if any(p.refs for p in aside):
            line = shortened(Point("", label=en.BY), aside, self.sources)
            blocks.append(Points(en.ARGUED_THE_OTHER_WAY_AND, (line,)))
        return blocks

    def aside(self, use: UseResult) -> list[Point]:
        """What spoke the other way and was outweighed."""
        return set_aside(use, self.kb, self.finding)

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
                items += [replace(self.finding(f, brief=True), label=valued(issue, f.value)) for f in found]
                continue
            reasons = [self.finding(f, brief=True) for f in found]
            text = " ".join(r.text for r in reasons) or self.kb.issues[issue.id].question.strip()
            refs = tuple(dict.fromkeys(ref for r in reasons for ref in r.refs))
            items.append(Point(text, refs, valued(issue, issue.value), tone=LEAN_TONES[issue.lean]))
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
        known = once_known(use) if self.depth == "full" or use.within is None else reach_text(use.within)
        if self.depth != "full":
            reasons = list(map(unpinned, reasons))
        return Verdict(use.standing, label, known, tuple(reasons), TONES[use.standing])
