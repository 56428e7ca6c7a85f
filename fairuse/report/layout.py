"""An outline laid out for a page: a few kinds of parts, with the references gathered into numbered notes.

Every document format draws these parts and nothing else, so that all of them say the same in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from fairuse.report.parts import Answer, Bullets, Document, Inline, Line, Mark, Part, Picture, Steps, Table, Title
from fairuse.words.citation import Span, joined
from fairuse.words.outline import (
    Bars,
    Block,
    Counts,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Point,
    Points,
    Question,
    Ref,
    SourceEntry,
    SourceList,
    Trace,
    Tree,
    Verdict,
)
from fairuse.words.phrases import in_words, phrases
from fairuse.words.sentences import typeset

#: A table with more columns that may be turned is: more do not fit the width of a page.
COLUMNS = 5
#: So many authorities that are only named still have a note: it takes a few lines of small print.
NAMED = 6


def laid_out(outline: Outline) -> Document:
    """Lay out an outline. Characters that no format can show are replaced by their names."""
    return _Layout(outline).document()


class _Layout:
    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.words = phrases(outline.language)
        lists = [b for b in outline.blocks if isinstance(b, SourceList)]
        self.sources = {s.number: s for block in lists for s in block.items}
        self.notes: list[tuple[Span, ...]] = []
        self.first: dict[int, int] = {}
        self.cited: dict[int, list[int]] = {}
        self.before: int | None = None
        self.titles = 0

    def document(self) -> Document:
        parts = tuple(part for block in self.outline.blocks for part in self.block(block))
        return Document(typeset(self.outline.title), self.outline.language, _closed(parts), tuple(self.notes))

    def block(self, block: Block) -> Iterator[Part]:
        if isinstance(block, Heading):
            self.titles += 1
            yield Title(typeset(block.text), block.level, f"part-{self.titles}")
        elif isinstance(block, Paragraph):
            yield Line((self.span(block.text),), quiet=block.quiet)
        elif isinstance(block, Verdict):
            yield Answer(typeset(block.label), typeset(block.range), block.tone)
            yield from map(self.line, block.reasons)
        elif isinstance(block, Question):
            head = self.span(f"{block.title}: {block.result}.", strong=True)
            reasons = [i for point in block.reasons for i in (Span(" "), *self.line(point).inlines)]
            proof = block.reasons[0].proof if len(block.reasons) == 1 else None
            yield Bullets(Line((head, *reasons), block.tone, proof=proof), tuple(map(self.line, block.items)))
        elif isinstance(block, Points):
            title = Line((self.span(block.title, strong=True),)) if block.title else None
            yield Bullets(title, tuple(map(self.line, block.items)))
        elif isinstance(block, Grid):
            block = block.turned() if block.turns and len(block.header) > COLUMNS else block
            rows = tuple(tuple(map(self.line, row)) for row in block.rows)
            yield Table(tuple(map(typeset, block.header)), rows)
        elif isinstance(block, Bars | Counts | Tree):
            yield self.picture(block)
        elif isinstance(block, Trace):
            yield Steps(tuple(self.steps(block)))
        elif block.items:
            yield self.table_of(sorted(block.items, key=lambda s: s.text.lower().lstrip("§ ")))

    @staticmethod
    def span(text: str, *, strong: bool = False, quiet: bool = False) -> Span:
        return Span(typeset(text), strong=strong, quiet=quiet)

    def line(self, point: Point) -> Line:
        """A statement: its label, its text, the sign of its note, and in brackets what follows in smaller voice."""
        names = "" if point.text or not point.refs else "; ".join(self.named(point.refs)) + "."
        noted = point.proof.step if point.proof else 0
        noted = noted or (bool(point.refs) and not (names and self.is_long(point.refs)))
        mark = [Mark(self.note(point))] if noted else []
        inlines: list[Inline] = [self.span(f"{point.label}: ", strong=True)] if point.label else []
        inlines += [self.span(point.text or names), *mark]
        inlines += [self.span(f" ({point.detail})", quiet=True)] if point.detail else []
        return Line(tuple(i for i in inlines if not isinstance(i, Span) or i.text), point.tone, proof=point.proof)

    def is_long(self, refs: Sequence[Ref]) -> bool:
        """Whether a list of names says enough: a note would be half a page of what the list of sources has."""
        return len(refs) > NAMED and all(ref.number in self.sources for ref in refs)

    def named(self, refs: Iterable[Ref]) -> Iterator[str]:
        """The authorities of a line that is nothing but a list of them."""
        ordered = sorted(refs, key=lambda ref: ref.contrary)
        first = next((ref for ref in ordered if ref.contrary), None)
        for ref in ordered:
            yield f"{self.words.contra.lower()} {ref.name}" if ref is first else ref.name

    def note(self, point: Point) -> int:
        """Write the note of a statement: the step behind it, what supports it, what speaks against it. Its number."""
        number = len(self.notes) + 1
        step = point.proof.step if point.proof else 0
        sides = [[r for r in point.refs if not r.contrary], [r for r in point.refs if r.contrary]]
        spans: list[Span] = []
        alone = len(point.refs) == 1 and not step
        for side, refs in zip(("", self.words.contra), sides, strict=True):
            if refs:
                spans += [Span(" ")] if spans else []
                spans += [Span(side, italic=True), Span(" ")] if side else []
                spans += [*joined(self.cite(ref, number, alone and not side) for ref in refs), Span(".")]
        if step:
            spans += [Span(" ")] if spans else []
            spans.append(Span(self.words.step.format(step).capitalize() + ".", link=f"#step-{step}"))
        self.before = point.refs[0].number if len(point.refs) == 1 else None
        self.notes.append(_stopped(spans))
        return number

    def cite(self, ref: Ref, note: int, alone: bool) -> tuple[Span, ...]:
        """One authority in a note, in full where it is first named."""
        own = self.cited.setdefault(ref.number, [])
        if note not in own:
            own.append(note)
        source = self.sources.get(ref.number)
        cite = source.cite if source else None
        if cite is None:
            text = source.text if source else ref.name
            return (self.span(f"{text}, {ref.at}" if ref.at else text),)
        first = self.first.get(ref.number)
        if first is None:
            self.first[ref.number] = note
            return cite.full(ref.at)
        if alone and self.before == ref.number and cite.form != "neutral":
            return cite.same(ref.at)
        return cite.later(ref.at, first)

    def table_of(self, sources: Sequence[SourceEntry]) -> Table:
        """The authorities with what is known of them, and the notes that cite them."""
        words = self.words
        known = any(s.cite for s in sources)
        header = (words.authority, *((words.court, words.day) if known else ()), words.status, words.where_cited)
        rows = []
        for source in sources:
            cite = source.cite
            name = cite.full(None) if cite else (self.span(source.text),)
            notes: list[Inline] = []
            for n in self.cited.get(source.number, []):
                notes += [Span(", ")] if notes else []
                notes.append(Span(str(n), link=f"#note-{n}"))
            notes = notes or [Span(words.not_cited, quiet=True)]
            cells = [Line(name), *([self.plain(source.court), self.plain(source.day)] if known else [])]
            cells += [self.plain(source.status or source.note), Line(tuple(notes))]
            rows.append(tuple(cells))
        return Table(header, tuple(rows), tuple(f"source-{s.number}" for s in sources))

    def picture(self, block: Bars | Counts | Tree) -> Picture:
        words = " ".join(f"{p.label}: {p.text}" if p.label else p.text for p in in_words(block, self.words))
        drawn = {"kind": type(block).__name__.lower(), **_typeset(asdict(block))}
        if isinstance(block, Counts):
            for count in drawn["items"]:
                count["said"] = f"{count['number']:,}"
        return Picture(typeset(block.title), drawn, typeset(words))

    def plain(self, text: str) -> Line:
        return Line((self.span(text),))

    def steps(self, block: Trace) -> Iterator[tuple[int, Line, tuple[Line, ...]]]:
        for step in block.items:
            head = [self.span(f"{step.title}." + (" " if step.text else ""), strong=True)]
            head += [self.span(step.text)] if step.text else []
            below: list[Inline] = [self.span(f"{self.words.rule}: {step.rule}.")]
            below += [self.span(f" {self.words.rests_on}: {'; '.join(step.rests)}.")] if step.rests else []
            if step.after:
                below.append(self.span(f" {self.words.after}: "))
                for place, n in enumerate(step.after):
                    below += [Span(", ")] if place else []
                    below.append(Span(self.words.step.format(n), link=f"#step-{n}"))
                below.append(Span("."))
            yield step.number, Line(tuple(head)), (Line(tuple(below), quiet=True),)


def _typeset(value: Any) -> Any:
    """Data that are drawn, every text in them as it is set on a page."""
    if isinstance(value, dict):
        return {name: _typeset(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return list(map(_typeset, value))
    return typeset(value) if isinstance(value, str) else value


def _closed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts with what closes the report before the lists at its end: behind them it may stand alone on a page.

    As they are if nothing in a smaller voice closes them, or if no list of authorities or steps stands at the end.
    """
    *rest, last = parts or (None,)
    if not (isinstance(last, Line) and last.quiet):
        return parts
    end = len(rest)
    for start in reversed([n for n, part in enumerate(rest) if isinstance(part, Title) and part.level == 2]):
        if not any(isinstance(p, Steps) or (isinstance(p, Table) and p.anchors) for p in rest[start:end]):
            break
        end = start
    return (*parts[:end], last, *parts[end:-1])


def _stopped(spans: Sequence[Span]) -> tuple[Span, ...]:
    """A note with one full stop where an abbreviation or a place ends a citation, not two."""
    found: list[Span] = []
    for span in spans:
        if span.text.startswith(".") and found and found[-1].text.endswith("."):
            span = replace(span, text=span.text[1:])  # noqa: PLW2901  the same piece, shorter
        if span.text:
            found.append(span)
    return tuple(found)
