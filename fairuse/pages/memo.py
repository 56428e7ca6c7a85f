"""An assessment as a legal memorandum: question, answer, facts, the analysis issue by issue, authority on both sides.

For whom it is written sets its terms and how deep it goes; for which side, the order of the argument and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from fairuse.answer.result import Assessment, FindingResult, UseResult
from fairuse.answer.rows import Row, numbers_of
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.analogies import analogy_points
from fairuse.pages.aside import set_aside
from fairuse.pages.assessment import AssessmentPage
from fairuse.pages.brief import against_points, deciding_points, first_screen, held_points, short_answer
from fairuse.pages.by_view import by_view
from fairuse.pages.changes import (
    evidence_points,
    fact_points,
    step_points,
    to_find_points,
    together_points,
    unknown_points,
)
from fairuse.pages.head import at_a_glance, bearing_point, checked_texts, duty_points
from fairuse.pages.irac import analysis_of
from fairuse.pages.laws import law_paragraphs
from fairuse.pages.memo_authority import both_sides, by_question, holdings
from fairuse.pages.memo_facts import assumption_points, counted_text, fact_table, numbers_text
from fairuse.pages.next_steps import next_points
from fairuse.pages.pictures import pictures
from fairuse.pages.rests import relied_on
from fairuse.pages.standard import reason_lines, unpinned
from fairuse.pages.told_once import told_once
from fairuse.pages.trace import StepNumbers
from fairuse.release import VERSION
from fairuse.source.errors import argument_problem, did_you_mean
from fairuse.words.memo import DEPTHS, READERS, SIDES, WORDS, Reader, Side
from fairuse.words.outline import (
    Block,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Proof,
    Tone,
    Trace,
    Verdict,
    lines_of,
    mapped,
)
from fairuse.words.sentences import first_sentence
from fairuse.words.wording import STANDING_LABELS, TONES, standing_text

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
#: In which order statements stand for whom; what leans neither way comes after both.
_ORDER: dict[Side, tuple[Tone, ...]] = {"neutral": (), "user": ("good", "bad"), "owner": ("bad", "good")}


def memo(
    assessment: Assessment, kb: KnowledgeBase, depth: str = "", reader: str = "counsel", side: str = "neutral"
) -> Outline:
    """Put an assessment into words as a memorandum.

    `reader`: one of `READERS`; `depth`, or what is usual for that reader; `side`: one of `SIDES`, whose argument comes
    first. Raises `FairuseError` for another reader or side.
    """
    for name, value, known in (("reader", reader, READERS), ("side", side, SIDES)):
        if value not in known:
            raise argument_problem(name, f"no {name} '{value}'{did_you_mean(value, known)} (one of {', '.join(known)})")
    own_reader = next(r for r in READERS if r == reader)
    own_side = next(s for s in SIDES if s == side)
    return MemoPage(assessment, kb, depth or DEPTHS[own_reader], own_reader, own_side).outline()


class MemoPage(AssessmentPage):
    """The memorandum of an assessment."""

    def __init__(self, assessment: Assessment, kb: KnowledgeBase, depth: str, reader: Reader, side: Side) -> None:
        super().__init__(assessment, kb, depth)
        self.words, self.reader, self.side = WORDS[reader], reader, side
        self.numbers = numbers_of(self.rows)
        self.others = [u for u in assessment.uses if u.id not in self.numbers]
        self.trace = StepNumbers(self.rows, self.others)

    def proof(self, finding: FindingResult) -> Proof:
        """The rule behind a finding, with the step of the reasoning to which notes point where there is one."""
        step = self.trace.of(finding) if self.depth != "brief" else 0
        return replace(super().proof(finding), step=step)

    def ordered(self, points: Iterable[Point]) -> list[Point]:
        """Statements in the order of the side for which the memo is written."""
        order = _ORDER[self.side]
        return (
            sorted(points, key=lambda p: order.index(p.tone) if p.tone in order else len(order)) if order else [*points]
        )

    def outline(self) -> Outline:
        """The whole memo: at the depth ``brief`` what is asked, the answer, what speaks against it and what to do."""
        a, words = self.assessment, self.words
        parts: list[tuple[str, list[Block]]] = [(words.question, self.question()), (words.answer, self.short())]
        if self.depth == "brief":
            parts += [
                (words.why, self.why()),
                (words.contrary, self.points("", against_points(self.rows, self.kb, self.sources))),
            ]
        else:
            parts += [
                (words.facts, self.facts()),
                (words.assumed, self.points("", assumption_points(self.rows, words))),
                (words.unknown, self.unknown()),
                (words.analysis, list(told_once((b for row in self.rows for b in self.analysis(row)), words.issue))),
                (words.contrary, self.contrary()),
                (words.open_law, self.open_law()),
                (words.cases, self.cases()),
                (words.change, self.per_row(self.changes)),
                (words.beside, self.beside_them()),
                (words.places, self.places()),
            ]
        parts.append((words.scope, self.scope()))
        numbers = self.numbered_steps(block for _, blocks in parts for block in blocks)
        parts = [(title, [self.renumbered(b, numbers) for b in blocks]) for title, blocks in parts]
        told = [block for _, blocks in parts for block in blocks]
        listed = self.sources.blocks(folded=self.depth == "brief", told=told)
        listed = [replace(b, level=3) if isinstance(b, Heading) else b for b in listed[1:]]
        behind = [(words.authorities, listed)]
        behind += [] if self.depth == "brief" else [(words.trace, self.reasoning(numbers, told))]
        whole: list[Block] = [Heading(a.scenario.title, 1), Paragraph(self.frame(), quiet=True)]
        for roman, (title, blocks) in zip(_ROMAN, (part for part in parts if part[1]), strict=False):
            whole += [Heading(f"{roman}. {title}", 2), *blocks]
        for letter, (title, blocks) in zip("AB", behind, strict=False):
            whole += [Heading(words.appendix.format(letter, title), 2), *blocks]
        return Outline(a.scenario.title, (*whole, Paragraph(a.disclaimer, quiet=True)))

    def numbered_steps(self, blocks: Iterable[Block]) -> dict[int, int]:
        """The steps that are told, with their numbers: those behind what `blocks` say, at the depth ``full`` all."""
        if self.depth == "full":
            return self.trace.every()
        return self.trace.behind(point.proof.step for point in lines_of(blocks) if point.proof)

    @staticmethod
    def renumbered(block: Block, numbers: Mapping[int, int]) -> Block:
        """A block whose lines name the steps behind them by their new numbers."""

        def change(point: Point) -> Point:
            proof = point.proof
            return replace(point, proof=replace(proof, step=numbers[proof.step])) if proof and proof.step else point

        return mapped(block, change)

    def question(self) -> list[Block]:
        """What is asked of each act, and under which laws."""
        found: dict[str, list[int]] = {}
        for row in self.rows:
            found.setdefault(f"{row.first.act_title} ({row.first.work_title})", []).append(row.number)
        asked = [Point(self.words.asks.format(what), label=numbers_text(own)) for what, own in found.items()]
        return [*self.points("", asked), Paragraph(self.words.under.format(self.frame().partition(". ")[0]))]

    def short(self) -> list[Block]:
        """The answer to the question, a line an answer and why, on what it turns and what to do next.

        At the depth ``brief`` all of the first screen.
        """
        a, rows, kb = self.assessment, self.rows, self.kb
        blocks: list[Block] = [short_answer(a, rows, kb), *at_a_glance(a, rows, kb)]
        blocks += self.points("", self.in_a_line())
        if self.depth == "brief":
            return [*blocks, *first_screen(a, rows, kb, "standard", self.sources)]
        lesson = [*held_points(rows, kb), *deciding_points(rows, kb), *next_points(rows, kb)]
        return [*blocks, *self.points("", lesson)]

    def in_a_line(self) -> list[Point]:
        """How each answer stands and why, those that stand alike for the same reason in one line."""
        found: dict[Point, list[Row]] = {}
        for row in self.rows:
            verdict = next(block for block in self.row(row) if isinstance(block, Verdict))
            said = dict.fromkeys(first_sentence(p.text) if not p.refs else p.text for p in verdict.reasons)
            refs = tuple(dict.fromkeys(ref for p in map(unpinned, verdict.reasons) for ref in p.refs))
            point = Point(" ".join(said), refs, verdict.label, verdict.range, verdict.tone)
            found.setdefault(point, []).append(row)
        return [
            replace(point, label=f"{self.titled(own)}: {standing_text(own[0].standing)}")
            for point, own in found.items()
            if point.text
        ]

    def why(self) -> list[Block]:
        """The reasons for each answer, a line a matter; answers with the same reasons together."""
        found: dict[tuple[Point, ...], list[Row]] = {}
        for row in self.rows:
            use = row.first
            path = relied_on(use, self.kb)
            issues = sorted((i for i in use.issues if i.headline), key=lambda i: i.factor or 0)
            factors = [self.factor(use, issue, path) for issue in issues]
            claims = [*self.by_role(use, ("duty", "claim")), *self.amounts.points(use)]
            conditions = self.by_role(use, ("gate", "defeater", "limit"), settled=True)
            lines = reason_lines(use, factors, claims, conditions, self.bound_lines(use), self.kb, self.sources)
            found.setdefault(tuple(lines), []).append(row)
        return [Points(self.titled(own), lines) for lines, own in found.items() if lines]

    def titled(self, rows: Sequence[Row]) -> str:
        """One answer as later parts call it, or the numbers of several."""
        return self.named(rows[0]) if len(rows) == 1 else numbers_text([row.number for row in rows])

    def facts(self) -> list[Block]:
        """What was told, and how each fact is known."""
        story = " ".join(self.assessment.scenario.description.split())
        told: list[Block] = [Paragraph(self.words.story.format(story))] if story else []
        table = fact_table(self.rows, self.kb, self.words, ids=self.reader == "auditor")
        return [*told, Paragraph(counted_text(table, self.words)), table]

    def unknown(self) -> list[Block]:
        """What is open and could move an answer, and what has to be told before there is one."""
        blocks = self.per_row(lambda use: [*self.waiting(use), *unknown_points(use, self.kb, assumed=False)])
        return blocks or [Paragraph(self.words.all_known)]

    def analysis(self, row: Row) -> list[Block]:
        """One answer: its heading and standing, then each issue by question, rule, application and conclusion."""
        heading, verdict, *rest = self.row(row)
        assert isinstance(heading, Heading)
        blocks: list[Block] = [replace(heading, level=3), verdict]
        if row.place is not None and not row.alone:
            blocks += rest[:1]  # the way through the law of the place
        for use in row.uses if self.depth == "full" else row.uses[:1]:
            if self.depth == "full" and not row.alone:
                blocks.append(Heading(self.kb.regimes[use.regime].label, 4))
            blocks += [*pictures(use, self.kb, self.words), *analysis_of(use, self)]
        return blocks

    def contrary(self) -> list[Block]:
        """The authorities for each side with what they bear on, and what was argued and outweighed.

        At the depth ``full`` each with what it was about and held; else by the questions on which they speak.
        """
        words = self.words
        if self.depth == "full":
            groups = both_sides(self.rows, self.kb, self.sources, words)
            sides = reversed(groups) if self.side == "user" else groups
            told: list[Block] = [Paragraph(words.contrary_lead)]
            told += [Points(title, tuple(points)) for title, points in sides if points]
        else:
            grid = by_question(self.rows, self.kb, self.sources, words, user_first=self.side == "user")
            told = [Paragraph(words.contrary_table), grid]
        aside = self.per_row(lambda use: set_aside(use, self.kb, self.finding))
        return [*told, *([Heading(words.outweighed, 3), *aside] if aside else [])]

    def open_law(self) -> list[Block]:
        """The questions that divide the courts, who holds what, and the answer on each view and before each forum."""
        blocks: list[Block] = []
        for row in self.rows:
            own = [*self.points("", self.ordered(self.views(row.first))), *by_view(row.first, self.kb)]
            blocks += [Heading(self.named(row), 3), *own] if own else []
        return blocks or [Paragraph(self.words.none_open)]

    def cases(self) -> list[Block]:
        """The nearest decided acts, and what those cases and the ones behind open points were about and held."""
        blocks = self.per_row(lambda use: analogy_points(use, self.kb, self.sources.ref))
        if self.depth == "full":
            return blocks  # there each authority is told with what speaks for either side
        open_law = [point for row in self.rows for point in self.views(row.first)]
        numbers = [ref.number for point in (*lines_of(blocks), *open_law) for ref in point.refs]
        held = holdings(numbers, self.kb, self.sources)
        return [*blocks, *self.points(self.words.held, held)]

    def changes(self, use: UseResult) -> list[Point]:
        """What would move one answer: steps, finds, several points together, facts otherwise than told."""
        kb = self.kb
        steps = step_points(use, kb, self.sources)
        finds = to_find_points(use, kb)
        told = [*fact_points(use, kb, worse=False), *fact_points(use, kb, worse=True)]
        evidence = evidence_points(use, kb)
        return [*self.ordered([*steps, *together_points(use, kb), *told]), *finds, *evidence]

    def beside_them(self) -> list[Block]:
        """Duties, claims, amounts, and what the acts mean for each other."""
        a, words = self.assessment, self.words
        blocks = self.points(words.duties, duty_points(a, self.numbers, self.kb, self.sources, "full"))
        roles = ("effect", "responsibility", "claim")
        for row in self.rows:
            claims = [p for use in row.uses for p in self.by_role(use, roles)]
            amounts = [p for use in row.uses for p in self.amounts.points(use)]
            blocks += [Heading(self.named(row), 3)] if claims or amounts else []
            blocks += [*self.points(words.claims, claims), *self.points(words.amounts, amounts)]
        together = [bearing_point(b, self.numbers, self.sources) for b in a.bearings]
        return [*blocks, *self.points(words.together, together)] or [Paragraph(words.nothing_beside)]

    def places(self) -> list[Block]:
        """The answers place by place, each with its reason."""
        words = self.words
        rows = [row for row in self.rows if row.place is not None]
        if not rows:
            return []
        lines = tuple(
            (
                Point(self.kb.place_name(row.place.place)),
                Point(f"{row.number}. {row.first.act_title}"),
                Point(STANDING_LABELS[row.standing], tone=TONES[row.standing]),
                Point(row.place.because),
            )
            for row in rows
            if row.place is not None
        )
        return [Grid((words.place, words.act, words.standing, words.because), lines)]

    def reasoning(self, numbers: Mapping[int, int], told: Iterable[Block]) -> list[Block]:
        """The steps by which the answers were reached; for an auditor how all rules that were considered fared.

        `told`: what stands above; at the depth ``full`` the steps say again what it says.
        """
        full, words = self.depth == "full", self.words
        new = {point.proof.step for point in lines_of(told) if point.proof and point.text}
        said = () if full else {old for old, number in numbers.items() if number in new}
        steps = tuple(self.trace.steps(numbers, self.kb, words, self, said))
        blocks: list[Block] = [Paragraph(words.trace_lead if full else words.trace_named), Trace(steps)]
        if self.reader == "auditor":
            states = ("fired", "defeated", "missing", "failed")
            lines = [
                (Point(use.id), *(Point(str(sum(t.state == s for t in use.trace))) for s in states))
                for use in self.assessment.uses
            ]
            blocks += [Paragraph(f"{self.words.rules_considered}:"), Grid(self.words.considered, tuple(lines))]
        return blocks

    def scope(self) -> list[Block]:
        """Under which law of which day, by which release and rules, for which side; and what this is not."""
        a, words = self.assessment, self.words
        digests = (
            (a.kb.sha256, a.scenario.sha256) if self.reader == "auditor" else (a.kb.sha256[:8], a.scenario.sha256[:8])
        )
        blocks: list[Block] = [Paragraph(text) for text in checked_texts(a, self.kb)]
        blocks += law_paragraphs(a, self.kb)
        blocks.append(Paragraph(words.made_by.format(VERSION, a.kb.version, *digests)))
        if self.side != "neutral":
            blocks.append(Paragraph(words.ordered.format(words.sides[SIDES.index(self.side)])))
        return blocks

    def per_row(self, say: Callable[[UseResult], Iterable[Point]]) -> list[Block]:
        """What is to be said of the deciding use of each answer, under its name."""
        found = [(row, self.ordered(say(row.first))) for row in self.rows]
        return [Points(self.named(row), tuple(points)) for row, points in found if points]

    def named(self, row: Row) -> str:
        """An answer as later parts call it."""
        where = (
            f", {self.kb.place_name(row.place.place)}"
            if row.place and len({self.law(r) for r in self.rows}) > 1
            else ""
        )
        return f"{row.number}. {row.first.act_title}{where}"
