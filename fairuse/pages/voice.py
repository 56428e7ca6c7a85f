"""How findings and views are put into words, with the authorities behind them."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.answer.beside import only_argued
from fairuse.answer.result import Assessment, BoundView, FindingResult, Taken, UseResult
from fairuse.engine.clauses import VIEW
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.pages.changes import options_text
from fairuse.pages.rests import bound_against
from fairuse.words.en import voice as en
from fairuse.words.outline import Point, Proof
from fairuse.words.sentences import first_sentence
from fairuse.words.wording import LEAN_TONES, References, standing_text, term_label, value_text


class Voice:
    """Says what was found of the uses of one assessment; `sources` numbers the authorities as they are named."""

    def __init__(self, assessment: Assessment, kb: KnowledgeBase) -> None:
        self.assessment, self.kb = assessment, kb
        self.sources = References(kb, assessment.as_of)

    def finding(self, finding: FindingResult, *, brief: bool = False) -> Point:
        """A finding with its authorities on both sides; unless `brief`, with its issue and what it rests on."""
        refs = [self.sources.ref(c.authority, c.at) for c in finding.cites]
        refs += [self.sources.ref(name, contrary=True) for name in finding.contrary]
        text = finding.because.strip()
        if finding.under:
            text = en.IF_X_X.format(self.under(finding), text)
        notes: list[str] = []
        if brief and finding.status == "untested":
            text += en.UNTESTED
        elif finding.status != "settled":
            notes.append(finding.status)
        if finding.presumption:
            notes.append("presumed")
        basis = "" if brief else self.basis(finding)
        detail = "; ".join(filter(None, [basis, ", ".join(notes)]))
        label = self.kb.issues[finding.issue].label
        return Point(text, tuple(refs), "" if brief else label, detail, LEAN_TONES[finding.lean], self.proof(finding))

    def proof(self, finding: FindingResult) -> Proof:
        """The rule behind a finding and what it rests on, for formats that can open to it."""
        return Proof(finding.rule, self.grounds_of(finding))

    def under(self, finding: FindingResult) -> str:
        """Name the views on which a finding depends."""
        return en.OR.join(en.AND.join(self.view_label(t.doctrine, t.view) for t in views) for views in finding.under)

    def view_label(self, doctrine: str, view: str) -> str:
        """A view as it is called after "if"."""
        return next(v.label for v in self.kb.doctrines[doctrine].views if v.id == view)

    def basis(self, finding: FindingResult) -> str:
        """The grounds of a finding in a line."""
        return "; ".join(self.grounds_of(finding))

    def grounds_of(self, finding: FindingResult) -> tuple[str, ...]:
        """The facts and issues a finding rests on, in words, and those that are not known and have to be so."""
        parts = [
            f"{term_label(ground.term, self.kb)}: {value_text(ground.term, ground.value, self.kb)}"
            for ground in finding.rests_on
        ]
        return (*parts, *(en.X_NOT_KNOWN.format(term_label(term, self.kb)) for term in finding.rests_on_absence))

    def views(self, use: UseResult) -> list[Point]:
        """Each view of the open doctrines with who holds it, then the views that bind here."""
        items = []
        for view in use.open_views:
            doctrine = self.kb.doctrines[view.doctrine]
            same = len(set(view.standings.values())) == 1
            if same and use.standing == STANDINGS[-1]:
                continue  # where no permission is needed, a dispute that leaves it so is no news
            for position in doctrine.views:
                if position.id not in view.standings:
                    continue
                holders = (*position.held_by, *position.persuasive)
                refs = tuple(self.sources.ref(n) for n in holders if self.sources.existed(n))
                notes = [en.NO_COURT_HAS_SO_HELD] if position.id in view.argued else []
                notes += [en.THE_ANSWER_IS_THE_SAME] if same else []
                items.append(Point(position.says.strip(), refs, doctrine.label, "; ".join(notes)))
        for bound in use.bound_views:
            doctrine = self.kb.doctrines[bound.doctrine]
            usual = doctrine.usual if not bound.bound_by and doctrine.usual else None
            taken = usual is not None and bound.reason == usual.because.strip()
            if (bound.bound_by or taken) and self.bears(bound, use):
                says = next(v.says for v in doctrine.views if v.id == bound.view).strip()
                text = en.X_THIS_BINDS_HERE.format(says) if bound.bound_by else f"{says} {bound.reason}"
                names = (bound.bound_by,) if bound.bound_by else usual.cites if usual else ()
                refs = tuple(self.sources.ref(n) for n in names if self.sources.existed(n))
                items.append(Point(text, refs, doctrine.label))
        return items

    def bound_lines(self, use: UseResult) -> list[Point]:
        """What binds the forum and keeps a rule for the user from applying, a line a question."""
        points = []
        for bound in bound_against(use, self.kb):
            doctrine = self.kb.doctrines[bound.doctrine]
            held = next(v.label for v in doctrine.views if v.id == bound.view)
            text = en.X_THIS_BINDS_HERE.format(f"{held[0].upper()}{held[1:]}.")
            refs = (self.sources.ref(bound.bound_by),) if bound.bound_by else ()
            points.append(Point(text, refs, doctrine.label, tone="bad"))
        return points

    @staticmethod
    def bears(bound: BoundView, use: UseResult) -> bool:
        """Whether some rule fired, or failed, only because of the view that is taken here."""
        term = VIEW + bound.doctrine
        turned = any(t.failed == (term,) and not t.missing for t in use.trace)
        return turned or any(bound.doctrine in f.view for f in use.findings)

    def live(self, use: UseResult, issue: str) -> list[FindingResult]:
        """The undefeated findings on an issue under views that some court has taken."""
        own = [f for f in use.findings if f.issue == issue and not f.defeated_by]
        return [f for f in own if not only_argued(use, f)]

    def conclusions(self, live: Sequence[FindingResult], *, brief: bool = False) -> list[Point]:
        """The reasons for the conclusion; those that hold on some views only, with the standing they lead to there.

        `brief`: of a reason on some views, the first sentence.
        """
        groups: dict[tuple[tuple[tuple[Taken, ...], ...], str], list[FindingResult]] = {}
        for finding in live:
            groups.setdefault((finding.under, finding.value), []).append(finding)
        points: list[Point] = []
        for (under, value), own in groups.items():
            said = [self.finding(f, brief=True) for f in own]
            if under:
                reasons = " ".join(first_sentence(f.because) if brief else f.because.strip() for f in own)
                refs = tuple(dict.fromkeys(ref for point in said for ref in point.refs))
                text = en.IF_X_X_X.format(self.under(own[0]), standing_text(value), reasons)
                said = [Point(text, refs, tone=said[0].tone)]
            points += said
        return points

    def waiting(self, use: UseResult) -> list[Point]:
        """What has to be told before there is an answer, and what each answer to it would give."""
        points = []
        for need in use.waits_for:
            effect: dict[str, list[Value]] = {}
            for e in need.effect:
                effect.setdefault(e.standing, []).append(e.value)
            ways = ((options_text(need.fact, values, self.kb), s) for s, values in effect.items())
            gives = "; ".join(f"{text}: {standing_text(s)}" for text, s in ways)
            asks = f"{term_label(need.fact, self.kb)}" + (f" ({gives})" if gives else "")
            points.append(Point(en.IT_IS_NOT_TOLD_X.format(need.says, asks)))
        return points
