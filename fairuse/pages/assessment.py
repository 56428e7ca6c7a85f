"""From an `Assessment` to an `Outline`: all wording and citations, decided once for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fairuse.answer.place import PlaceResult
from fairuse.answer.result import Assessment, UseResult
from fairuse.answer.rows import Row, rows_of
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.pages.alike import Alike, alike, found_of
from fairuse.pages.amounts import Amounts
from fairuse.pages.analogies import analogy_points
from fairuse.pages.brief import SPARED, short_answer
from fairuse.pages.by_view import by_view
from fairuse.pages.changes import (
    evidence_points,
    fact_points,
    step_points,
    to_find_points,
    together_points,
    unknown_points,
)
from fairuse.pages.cited import named, shortened, sides
from fairuse.pages.claims import arguments_line
from fairuse.pages.findings import Findings
from fairuse.pages.head import MANY, head_blocks
from fairuse.pages.path import path_blocks
from fairuse.pages.rests import relied_on
from fairuse.pages.standard import WIDE, besides, in_short, unpinned
from fairuse.pages.told_once import told_once
from fairuse.words.en import assessment as en
from fairuse.words.en import in_text
from fairuse.words.en.standard import ALSO_AGAINST
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
    STANDING_LABELS,
    TONES,
    day_text,
    likelihood_text,
    range_text,
    reach_text,
)

#: Lines of the depth ``brief``, and as many more for each answer.
SCREEN, ROW = 25, 4
#: Lines of one answer at the depth ``standard``: a page.
MOST = 45
#: Rulings for the user, by the court that binds, of which a short answer says what they hold.
HELD = 1
#: The parts of an answer that are not factors, in the order in which they are read.
_SECTIONS = (
    (en.CONDITIONS, ("gate", "defeater", "limit")),
    (en.WHAT_FOLLOWS, ("effect",)),
    (en.DUTIES, ("duty",)),
    (en.WHO_ANSWERS_FOR_IT, ("responsibility",)),
    (en.OTHER_CLAIMS, ("claim",)),
)


def lines_of(block: Block) -> Sequence[Point]:
    """The lines of a block that can name authorities."""
    return (*getattr(block, "reasons", ()), *getattr(block, "items", ()))


def explain(assessment: Assessment, kb: KnowledgeBase, depth: str = "standard") -> Outline:
    """Say in words what an assessment holds; at the depth ``full``, also each law that was gone through in vain."""
    return AssessmentPage(assessment, kb, depth).outline()


class AssessmentPage(Findings):
    """The report of an assessment at one depth."""

    def __init__(self, assessment: Assessment, kb: KnowledgeBase, depth: str) -> None:
        super().__init__(assessment, kb, depth)
        self.amounts = Amounts(kb, self.sources.ref)
        self.rows = rows_of(assessment, kb)
        self.many = len({r.place.place for r in self.rows if r.place}) > MANY
        self.brief = self.many and depth != "full"

    def outline(self) -> Outline:
        """The whole report."""
        a = self.assessment
        if self.depth == "brief":
            return Outline(a.scenario.title, self.first_page())
        blocks = self.head()
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

    def head(self, spared: int = 0) -> list[Block]:
        """What is said of all answers together, without so many things that a full screen can do without."""
        a = self.assessment
        blocks: list[Block] = [Heading(a.scenario.title, 1), Paragraph(self.frame(), quiet=True)]
        if a.scenario.description and self.depth == "full":
            blocks.append(Paragraph(a.scenario.description.strip()))
        blocks.append(short_answer(a, self.rows, self.kb))
        blocks += head_blocks(a, self.rows, self.kb, self.sources, self.depth, spared)
        if a.receipt is not None and (evidence := counted(a.receipt.scenario)).more:
            blocks.append(Paragraph(evidence.text, quiet=True))
        return blocks

    def first_page(self) -> tuple[Block, ...]:
        """The depth ``brief``, as much of it as fits."""
        most = SCREEN + ROW * len(self.rows)
        page: tuple[Block, ...] = ()
        for spared in range(SPARED + 1):
            page = (*self.head(spared), Paragraph(self.assessment.disclaimer, quiet=True))
            if height(page, WIDE) <= most:
                break
        return page

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
        if short:
            blocks += self.points("", self.claim_lines(row, blocks))
        return blocks

    def claim_lines(self, row: Row, above: Sequence[Block]) -> list[Point]:
        """The claims that stand beside the answer of a place, by name with their authorities, unless told `above`."""
        told = {p.label for block in above for p in getattr(block, "items", ())}
        points = [p for use in row.uses for p in self.by_role(use, ("claim",)) if p.label not in told]
        merged: dict[str, list[Point]] = {}
        for point in points:
            if point.tone == "bad":
                merged.setdefault(point.label, []).append(unpinned(replace(point, text="", detail="")))
        return [replace(own[0], refs=tuple(dict.fromkeys(r for p in own for r in p.refs))) for own in merged.values()]

    def as_told(self, row: Row, like: Alike) -> list[Block]:
        """An answer that differs little from one told before: its standing, and the differences."""
        heading, verdict, *_ = self.row(row)
        assert isinstance(verdict, Verdict)
        points = [
            Point(en.AS_X.format(like.row.number) + (en.BUT_FOR_WHAT_FOLLOWS if like.here or like.there else "."))
        ]
        points += [replace(self.finding(f, brief=True), label=self.kb.issues[f.issue].label) for f in like.here]
        told = found_of(row)  # what is found here too, on another ground, is not missing
        gone = dict.fromkeys(in_text(self.kb.issues[f.issue].label) for f in like.there if f.issue not in told)
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
            known = reach_text(use.within, use.unknown)
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
            asked = [] if self.unweighed(use) else [self.were_it_asked(use, factors)]
            return self.points("", [*map(unpinned, decided), *asked, *self.bound_lines(use), *besides(*beside)])
        aside = [*self.aside(use), *self.barred(use), *self.beneath(use, None, path)]
        if self.dividing(use) or use.waits_for:  # the verdict says what it waits for instead
            aside += self.conclusions(self.live(use, self.kb.regimes[use.regime].conclusion))
        held = [replace(p, tone="good") for p in self.of_the_forum(use, "for")[:HELD]]
        bound = [*self.bound_lines(use), *held]
        return in_short(use, factors, *beside, bound, aside, self.kb, self.sources, room)

    def were_it_asked(self, use: UseResult, factors: Sequence[Question]) -> Point:
        """The factors in one line where nothing that needs weighing was done, with the authorities on them once."""
        results = "; ".join(f"{group.title.partition(':')[0].lower()} {group.result}" for group in factors)
        points = [p for group in factors for p in (*group.reasons, *group.items)]
        line = Point(f"{results}.", label=en.WERE_X_ASKED.format(self.kb.regimes[use.regime].label))
        return shortened(line, (*points, *self.aside(use), *self.barred(use)), self.sources)

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
        if weighed or not self.unweighed(use):
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
        live = self.live(use, self.kb.regimes[use.regime].conclusion) if use.waits_for else []
        named_above = {ref.number for block in blocks for point in lines_of(block) for ref in point.refs}
        against, _ = sides([*self.barred(use), *self.conclusions(live)])
        left = tuple(ref for ref in self.sources.by_weight(against) if ref.number not in named_above)
        return [*blocks, *self.points("", [Point("", left, ALSO_AGAINST, tone="bad")] if left else [])]

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
        beside = (*self.aside(use), *self.barred(use), *self.bound_lines(use))
        aside = [replace(p, refs=tuple(r for r in p.refs if r.number not in said)) for p in beside]
        against, others = sides(aside)
        refs, more = named((), others, self.sources)
        lines = [Point("", tuple(self.sources.by_weight(against)), en.AGAINST_THE_USER, tone="bad")] if against else []
        lines += [Point("", refs, en.BY, more)] if refs else []
        return [*blocks, *self.points(en.ARGUED_THE_OTHER_WAY_AND, lines)]
