"""The report as one HTML file: no script, nothing fetched, readable by eye, by ear and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from fairuse.receipt.inside import ELEMENT
from fairuse.report.drawing import DRAWN_BY, figure
from fairuse.report.layout import laid_out
from fairuse.report.look import Look, is_installed
from fairuse.report.parts import Answer, Bullets, Document, Inline, Line, Mark, Part, Picture, Steps, Table, Title
from fairuse.words.citation import Span
from fairuse.words.outline import Outline, Proof, Tone
from fairuse.words.sentences import typeset

_SIDES: dict[Tone, str] = {"good": "for", "bad": "against", "open": "unsettled", "plain": ""}
_NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(outline: Outline, look: Look) -> bytes:
    """Return the outline as HTML that carries the look's receipt."""
    return ("\n".join(_Page(laid_out(outline)).whole(look.receipt)) + "\n").encode()


class _Page:
    def __init__(self, document: Document) -> None:
        self.document, self.words = document, document.words
        self.marked: set[int] = set()

    def whole(self, receipt: str) -> Iterator[str]:
        document, words = self.document, self.words
        style = files("fairuse.report").joinpath("styles/report.css").read_text(encoding="utf-8")
        first = next((p for p in document.parts if isinstance(p, Title) and p.level == 1), None)
        yield f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_NO_SCRIPT}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(document.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>"
        yield f'<a class="skip" href="#report">{escape(words.skip)}</a>'
        yield f"<header><h1>{escape(first.text if first else document.title)}</h1></header>"
        yield from self.contents()
        yield '<main id="report" tabindex="-1">'
        yield f'<p class="legend" aria-hidden="true">{escape(words.legend)}</p>'
        for part in document.parts:
            if part is not first:
                yield from self.part(part)
        yield from self.notes()
        yield f"</main>\n<footer><p>{escape(words.carries)}</p></footer>" if receipt else "</main>"
        if receipt:  # a browser does not run it: it is data, and no "<" in it can end the element
            data = receipt.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
            yield f'<script type="application/json" id="{ELEMENT}">{data}</script>'
        yield "</body>\n</html>"

    def contents(self) -> Iterator[str]:
        titles = self.document.contents
        if len(titles) > 1:
            label = escape(self.words.contents)
            yield f'<nav aria-label="{label}"><details><summary>{label}</summary><ol>'
            for title in titles:
                sub = ' class="sub"' if title.level > 2 else ""
                yield f'<li{sub}><a href="#{title.anchor}">{escape(title.text)}</a></li>'
            yield "</ol></details></nav>"

    def part(self, part: Part) -> Iterator[str]:
        if isinstance(part, Title):
            yield f'<h{part.level} id="{part.anchor}">{escape(part.text)}</h{part.level}>'
        elif isinstance(part, Line):
            quiet = ' class="quiet"' if part.quiet else ""
            yield f"<p{quiet}>{self.inlines(part.inlines)}</p>{self.proof(part.proof)}"
        elif isinstance(part, Answer):
            span = f" <span>({escape(part.range)})</span>" if part.range else ""
            yield f'<p class="answer {part.tone}"><strong>{escape(part.label)}</strong>{span}</p>'
        elif isinstance(part, Bullets):
            if part.title:
                tone = f" {part.title.tone}" if part.title.tone != "plain" else ""
                yield f'<p class="lead{tone}">{self.inlines(part.title.inlines)}</p>{self.proof(part.title.proof)}'
            if part.items:
                yield f'<ul class="points">{"".join(map(self.item, part.items))}</ul>'
        elif isinstance(part, Table):
            yield from self.table(part)
        elif isinstance(part, Picture):
            yield from self.picture(part)
        else:
            yield from self.steps(part)

    def item(self, line: Line) -> str:
        side = f' class="{_SIDES[line.tone]}"' if line.tone != "plain" else ""
        return f"<li{side}>{self.said(line.tone)}{self.inlines(line.inlines)}{self.proof(line.proof)}</li>"

    def said(self, tone: Tone) -> str:
        """Whose side a sign is on, for who does not see it."""
        if tone == "plain":
            return ""
        side = self.words.signs[("good", "bad", "open").index(tone)]
        return f'<span class="unseen">{escape(side)}: </span>'

    def proof(self, proof: Proof | None) -> str:
        if proof is None:
            return ""
        words = self.words
        step = escape(words.step.format(proof.step))
        link = f' (<a href="#step-{proof.step}">{step}</a>)' if proof.step else ""
        rests = "".join(f"<li>{escape(typeset(one))}</li>" for one in proof.rests)
        below = f"<p>{escape(words.rests_on)}:</p><ul>{rests}</ul>" if rests else ""
        rule = f"<p>{escape(words.rule)}: <code>{escape(typeset(proof.rule))}</code>{link}</p>"
        return f'<details class="why"><summary>{escape(words.proof)}</summary>{rule}{below}</details>'

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline) -> str:
        if isinstance(inline, Mark):
            n, label = inline.number, escape(self.words.note.format(inline.number))
            return f'<sup id="mark-{n}"><a href="#note-{n}" role="doc-noteref" aria-label="{label}">{n}</a></sup>'
        return _text(inline)

    def table(self, table: Table) -> Iterator[str]:
        head = "".join(f'<th scope="col">{escape(name)}</th>' if name else "<td></td>" for name in table.header)
        label = escape(next((name for name in table.header if name), ""))
        yield f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">'
        yield f"<table><thead><tr>{head}</tr></thead><tbody>"
        for n, row in enumerate(table.rows):
            anchor = f' id="{table.anchors[n]}"' if table.anchors else ""
            cells = (self.cell(cell) for cell in row)
            first, *rest = cells
            yield f'<tr{anchor}><th scope="row">{first}</th>' + "".join(f"<td>{c}</td>" for c in rest) + "</tr>"
        yield "</tbody></table></div>"

    def cell(self, line: Line) -> str:
        text = self.inlines(line.inlines)
        return text if line.tone == "plain" else f'<span class="{line.tone}">{text}</span>'

    def picture(self, part: Picture) -> Iterator[str]:
        """A picture, for who sees it, and in words for who does not; in words alone if what draws it is missing."""
        yield f'<p class="lead"><strong>{escape(part.title)}</strong></p>'
        if is_installed(DRAWN_BY):
            yield f'<figure role="img" aria-label="{escape(part.words)}">{figure(part.drawn, "svg").decode()}</figure>'
        else:
            yield f"<p>{escape(part.words)}</p>"

    def steps(self, part: Steps) -> Iterator[str]:
        yield '<ol class="steps">'
        for number, head, below in part.items:
            lines = "".join(f'<p class="quiet">{self.inlines(line.inlines)}</p>' for line in below)
            yield f'<li id="step-{number}" value="{number}"><p>{self.inlines(head.inlines)}</p>{lines}</li>'
        yield "</ol>"

    def notes(self) -> Iterator[str]:
        if not self.document.notes:
            return
        yield f'<section role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">{escape(self.words.notes)}</h2>'
        yield '<ol class="notes">'
        for n, spans in enumerate(self.document.notes, 1):
            label = escape(f"{self.words.back}, {self.words.note.format(n)}")
            back = f'<a class="back" href="#mark-{n}" role="doc-backlink" aria-label="{label}">↩</a>'
            yield f'<li id="note-{n}">{"".join(map(_text, spans))} {back}</li>'
        yield "</ol></section>"


def _text(span: Span) -> str:
    text = escape(span.text)
    if span.link:
        text = f'<a href="{escape(span.link)}">{text}</a>'
    if span.italic:
        text = f"<cite>{text}</cite>"
    if span.quiet:
        text = f'<span class="quiet">{text}</span>'
    return f"<strong>{text}</strong>" if span.strong else text
