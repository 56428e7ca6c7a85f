"""From an `Assessment` to an `Outline`: all wording and citations, decided once for every format."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from fairuse.assessment import Assessment, FindingResult, IssueResult, UseResult
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.outline import (
    Block,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Ref,
    SourceEntry,
    SourceList,
    Tone,
    Verdict,
)

STANDING_LABELS = {
    "not_permitted": "Not permitted",
    "likely_not_permitted": "Likely not permitted",
    "uncertain": "Uncertain",
    "likely_permitted": "Likely permitted",
    "permitted": "Permitted",
    "no_permission_needed": "No permission needed",
}
_TONES: dict[str, Tone] = {
    "not_permitted": "bad",
    "likely_not_permitted": "bad",
    "uncertain": "open",
    "likely_permitted": "good",
    "permitted": "good",
    "no_permission_needed": "good",
}
_LEAN_TONES: dict[str | None, Tone] = {"for": "good", "against": "bad", "neutral": "plain", None: "open"}
_STATUS_WORDS = {
    "good_law": "",
    "good_law_in_part": "good law in part",
    "settled": "case settled after this ruling",
    "on_appeal": "on appeal",
    "pending": "pending",
    "superseded_in_part": "superseded in part",
    "agency_guidance": "guidance, not law",
    "executive_statement": "statement of the executive, not law",
    "statute": "",
}
#: At most this many unknown facts, and changes, are written out for one use; the JSON has them all.
LISTED = 6


def explain(assessment: Assessment, kb: KnowledgeBase) -> Outline:
    """Say in words what an assessment holds."""
    return _Writer(assessment, kb).outline()


def standing_label(standing: str) -> str:
    """A standing as words."""
    return STANDING_LABELS[standing]


def range_text(low: str, high: str) -> str:
    """A range of standings as words."""
    if low == high:
        return STANDING_LABELS[low].lower()
    return f"{STANDING_LABELS[low].lower()} to {STANDING_LABELS[high].lower()}"


class _Writer:
    def __init__(self, assessment: Assessment, kb: KnowledgeBase) -> None:
        self.assessment, self.kb = assessment, kb
        self.numbers: dict[str, int] = {}

    def outline(self) -> Outline:
        a = self.assessment
        blocks: list[Block] = [Heading(a.scenario.title, 1), Paragraph(self.frame(), quiet=True)]
        if a.scenario.description:
            blocks.append(Paragraph(a.scenario.description.strip()))
        blocks.append(self.summary())
        for number, use in enumerate(a.uses, 1):
            blocks += self.use(use, number)
        blocks += [Heading("Authorities", 2), self.sources(), Paragraph(a.disclaimer, quiet=True)]
        return Outline(a.scenario.title, tuple(blocks))

    def frame(self) -> str:
        a = self.assessment
        day = datetime.date.fromisoformat(a.as_of)
        regimes = dict.fromkeys(self.kb.regimes[u.regime].label for u in a.uses)
        forums = {f: label for r in self.kb.regimes.values() for f, label in r.forums.items()}
        court = f"before a court of the {forums[a.forum]}" if a.forum else "no particular court"
        return f"As of {day:%d %B %Y}".replace("of 0", "of ") + (
            f" · {', '.join(regimes)} · {court} · rules {a.kb.version} ({a.kb.sha256[:8]})"
        )

    def summary(self) -> Grid:
        several = len({u.regime for u in self.assessment.uses}) > 1
        header = ("", "Act", "Works", *(("Law",) if several else ()), "Standing", "Could range over")
        rows = []
        for number, use in enumerate(self.assessment.uses, 1):
            law = (Point(self.kb.regimes[use.regime].label),) if several else ()
            standing = Point(STANDING_LABELS[use.standing], tone=_TONES[use.standing])
            rows.append(
                (
                    Point(str(number)),
                    Point(use.act_title),
                    Point(use.work_title),
                    *law,
                    standing,
                    Point(range_text(*use.range)),
                )
            )
        return Grid(header, tuple(rows))

    def use(self, use: UseResult, number: int) -> list[Block]:
        kind = self.kb.acts[use.act].label.lower()
        regime = self.kb.regimes[use.regime].label
        title = f"{number}. {use.act_title}" + ("" if kind == use.act_title.lower() else f" ({kind})")
        blocks: list[Block] = [Heading(f"{title}: {use.work_title} · {regime}", 2), self.verdict(use)]
        factors = [i for i in use.issues if i.headline]
        if factors:
            rows = [self.factor_row(use, issue) for issue in sorted(factors, key=lambda i: i.factor or 0)]
            blocks.append(Grid(("Factor", "Leans", "Why"), tuple(rows)))
        under = [f for f in use.findings if not f.defeated_by and not self.is_headline(use, f)]
        blocks += self.points("Against the use", [self.finding(f) for f in under if f.lean == "against"])
        blocks += self.points("For the use", [self.finding(f) for f in under if f.lean == "for"])
        blocks += self.points("Where the law is open", self.views(use))
        blocks += self.points("Not known, and would change the answer", self.unknown(use))
        blocks += self.points("What would change it", self.changes(use))
        blocks += self.points("Considered and set aside", self.set_aside(use))
        return blocks

    def is_headline(self, use: UseResult, finding: FindingResult) -> bool:
        issue = self.kb.issues[finding.issue]
        return issue.headline or finding.issue == self.kb.regimes[use.regime].conclusion

    @staticmethod
    def points(title: str, items: Sequence[Point]) -> list[Block]:
        return [Points(title, tuple(items))] if items else []

    def verdict(self, use: UseResult) -> Verdict:
        conclusion = self.kb.regimes[use.regime].conclusion
        reasons = [self.finding(f) for f in use.findings if f.issue == conclusion and not f.defeated_by]
        if any(v.divides for v in use.open_views):
            first = next(v for v in use.open_views if v.divides)
            question = self.kb.doctrines[first.doctrine].label.lower()
            reasons.insert(0, Point(f"Courts that take different views on {question} would answer differently."))
        elif not reasons:
            missing = ", ".join(self.kb.facts[u.fact].label.lower() for u in use.unknown if u.matters)
            text = "The facts given do not decide it." + (f" Most telling would be: {missing}." if missing else "")
            reasons.append(Point(text))
        span = "" if use.range[0] == use.range[1] else f"could range from {range_text(*use.range)}"
        if span and use.range_is == "sampled":
            span += " (by a sample of what the unknown facts could be)"
        return Verdict(use.standing, STANDING_LABELS[use.standing], span, tuple(reasons), _TONES[use.standing])

    def factor_row(self, use: UseResult, issue: IssueResult) -> tuple[Point, ...]:
        live = [f for f in use.findings if f.issue == issue.id and not f.defeated_by]
        if issue.value:
            leans = Point(issue.value.replace("_", " "), tone=_LEAN_TONES[issue.lean])
        else:
            leans = Point("depends on the view taken" if live else "open", tone="open")
        reasons = [self.finding(f, brief=True) for f in live]
        text = " ".join(r.text for r in reasons) or "Nothing given decides this factor."
        refs = tuple(dict.fromkeys(r for reason in reasons for r in reason.refs))
        return (Point(f"{issue.factor} {issue.label}"), leans, Point(text, refs))

    def finding(self, finding: FindingResult, *, brief: bool = False) -> Point:
        refs = [Ref(self.number(c.authority), c.at) for c in finding.cites]
        refs += [Ref(self.number(name), contrary=True) for name in finding.contrary]
        text = finding.because.strip()
        if finding.under:
            text = f"If {self.under(finding)}: {text}"
        notes: list[str] = []
        if finding.status != "settled":
            notes.append(finding.status)
        if finding.presumption:
            notes.append("a presumption")
        basis = "" if brief else self.basis(finding.rests_on)
        detail = "; ".join(filter(None, [basis, ", ".join(notes)]))
        label = self.kb.issues[finding.issue].label
        return Point(text, tuple(refs), "" if brief else label, detail, _LEAN_TONES[finding.lean])

    def under(self, finding: FindingResult) -> str:
        """Name the views on which a finding depends."""
        parts = []
        for name in finding.under:
            pairs = [pair.split("=") for pair in name.split(", ")]
            parts.append(" and ".join(f"{self.kb.doctrines[d].label.lower()} {self.view_word(d, v)}" for d, v in pairs))
        return ", or ".join(parts)

    def view_word(self, doctrine: str, view: str) -> str:
        return f"is taken as '{view.replace('-', ' ')}'"

    def basis(self, rests_on: Iterable[tuple[str, Value]]) -> str:
        """The facts and issues a finding rests on, in words."""
        parts = []
        for term, value in rests_on:
            label = self.kb.facts[term].label if term in self.kb.facts else self.kb.issues[term].label
            parts.append(f"{label.lower()}: {self.value(term, value)}")
        return "; ".join(parts)

    def value(self, term: str, value: Value) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            unit = self.kb.facts[term].unit if term in self.kb.facts else None
            return f"{value:g}" + (f" {unit}" if unit else "")
        return value.replace("_", " ")

    def views(self, use: UseResult) -> list[Point]:
        items = []
        for view in use.open_views:
            doctrine = self.kb.doctrines[view.doctrine]
            for position in doctrine.views:
                if position.id not in view.standings:
                    continue
                holders = (*position.held_by, *position.persuasive)
                refs = tuple(Ref(self.number(n)) for n in holders if self.existed(n))
                result = STANDING_LABELS[view.standings[position.id]].lower()
                outcome = f"Then: {result}." if view.divides else "The answer here is the same."
                items.append(Point(f"{position.says.strip()} {outcome}", refs, doctrine.label))
        for bound in use.bound_views:
            if bound.bound_by:
                doctrine = self.kb.doctrines[bound.doctrine]
                says = next(v.says for v in doctrine.views if v.id == bound.view)
                items.append(
                    Point(f"{says.strip()} This binds here.", (Ref(self.number(bound.bound_by)),), doctrine.label)
                )
        return items

    def existed(self, name: str) -> bool:
        return name in self.kb.authorities and self.kb.authorities[name].exists_on(self.assessment.as_of)

    def unknown(self, use: UseResult) -> list[Point]:
        telling = [u for u in use.unknown if u.matters]
        items = []
        for item in telling[:LISTED]:
            fact = self.kb.facts[item.fact]
            effects: dict[str, list[str]] = {}
            for value, standing in item.effect.items():
                shown = {"true": "yes", "false": "no"}.get(value, value.replace("_", " "))
                effects.setdefault(standing, []).append(shown)
            text = "; ".join(f"{' or '.join(v)}: {STANDING_LABELS[s].lower()}" for s, v in effects.items())
            items.append(Point(f"{fact.question.strip()} If {text}."))
        rest = [self.kb.facts[u.fact].label.lower() for u in telling[LISTED:]]
        if rest:
            items.append(Point(f"Also: {', '.join(rest)}."))
        others = len(use.unknown) - len(telling)
        if others:
            items.append(Point(f"{others} more facts are not known; none of them alone would move the standing."))
        return items

    def changes(self, use: UseResult) -> list[Point]:
        wanted = [c for c in use.changes if c.controllable]
        items = []
        for change in wanted[:LISTED]:
            (fact, value), *_ = change.set.items()
            label = self.kb.facts[fact].label
            items.append(
                Point(f"If '{label}' were '{self.value(fact, value)}': {STANDING_LABELS[change.standing].lower()}.")
            )
        return items

    def set_aside(self, use: UseResult) -> list[Point]:
        items = []
        for finding in use.findings:
            if not finding.defeated_by or finding.presumption:
                continue
            winners = [f for f in use.findings if f.id in finding.defeated_by]
            point = self.finding(finding, brief=True)
            over = "; ".join(w.because.strip() for w in winners)
            items.append(Point(f"{point.text} Outweighed: {over}", point.refs, self.kb.issues[finding.issue].label))
        return items

    def number(self, authority: str) -> int:
        return self.numbers.setdefault(authority, len(self.numbers) + 1)

    def sources(self) -> SourceList:
        items = []
        for name, number in self.numbers.items():
            authority = self.kb.authorities[name]
            note = "; ".join(
                filter(None, [_STATUS_WORDS[authority.status], "" if authority.verified else "not confirmed"])
            )
            cite = authority.citation
            text = cite if authority.kind == "statute" else f"{authority.name}, {cite}"
            items.append(SourceEntry(number, text, note))
        return SourceList(tuple(items))
