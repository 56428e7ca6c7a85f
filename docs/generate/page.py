"""What the makers of pages share: where each entry stands, links to it, and blocks of HTML within Markdown."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape

from babel import Locale  # Sphinx has it

from fairuse.claims.model import Claim
from fairuse.kb.condition import Value
from fairuse.kb.model import Cite, KnowledgeBase

_TERM = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_FENCE = "`" * 8


class Site:
    """The knowledge base with an index of what points to what, and the page on which each entry stands."""

    def __init__(self, kb: KnowledgeBase, claims: Mapping[str, Claim]) -> None:
        """Index the law once: who reads a term, which rules rest on an authority or hold a view."""
        self.kb, self.claims = kb, claims
        self.of_issue: dict[str, list[str]] = defaultdict(list)
        self.readers: dict[str, list[str]] = defaultdict(list)
        self.resting: dict[str, list[str]] = defaultdict(list)
        self.opposed: dict[str, list[str]] = defaultdict(list)
        self.viewed: dict[tuple[str, str], list[str]] = defaultdict(list)
        for rule in kb.rules.values():
            self.of_issue[rule.issue].append(rule.id)
            for term in rule.terms:
                self.readers[term].append(rule.id)
            for name in dict.fromkeys(c.authority for c in rule.cites):
                self.resting[name].append(rule.id)
            for name in rule.contrary:
                self.opposed[name].append(rule.id)
            for pair in rule.view.items():
                self.viewed[pair].append(rule.id)
        self.issues_of: dict[str, list[str]] = defaultdict(list)
        for issue in kb.issues.values():
            self.issues_of[issue.regime].append(issue.id)

    def land(self, name: str) -> str:
        """A place whose law or authorities are held, by its name; of some countries there are authorities alone."""
        if name in self.kb.jurisdictions:
            return self.kb.jurisdictions[name].name
        return str(Locale("en").territories.get(name.upper(), name))

    def where(self, kind: str, name: str) -> str:
        """The page of an entry, from the folder of the reference. Raises KeyError where there is no such entry."""
        if kind == "rule":
            return self.where("issue", self.kb.rules[name].issue)
        if kind == "issue":
            return self.where("law", self.kb.issues[name].regime)
        if kind == "law":
            law = self.kb.regimes.get(name)
            return f"laws/{law.jurisdiction}/{law.kind}" if law else "laws/parts"
        if kind == "authority":
            return f"authorities/{self.kb.authorities[name].jurisdiction}"
        if kind == "fact":
            return f"facts/{slug(self.kb.facts[name].group)}"
        table: Mapping[str, object] = {"claim": self.claims}.get(kind) or getattr(self.kb, f"{kind}s")
        _ = table[name]
        return f"{kind}s"

    def link(self, here: str, kind: str, name: str, text: str = "") -> str:
        """A link in HTML from the page `here` to an entry."""
        target = os.path.relpath(self.where(kind, name), os.path.dirname(here) or ".")
        return f'<a href="{escape(target)}.html#{anchor(kind, name)}">{text or f"<code>{escape(name)}</code>"}</a>'

    def links(self, here: str, kind: str, names: Iterable[str]) -> str:
        """Links to entries, with commas between."""
        return ", ".join(self.link(here, kind, name) for name in names)

    def said(self, here: str, text: str) -> str:
        """Text in which each term of the vocabulary and each issue is a link."""

        def linked(match: re.Match[str]) -> str:
            name = match.group()
            for kind, table in (("fact", self.kb.facts), ("issue", self.kb.issues)):
                if name in table:
                    return self.link(here, kind, name)
            return name

        return _TERM.sub(linked, escape(text, quote=False))

    def cite(self, here: str, cite: Cite | str) -> str:
        """An authority by its name, with the place in it."""
        name, at = (cite, None) if isinstance(cite, str) else (cite.authority, cite.at)
        entry = self.kb.authorities[name]
        text = self.link(here, "authority", name, escape(self.kb.cited_as(entry), quote=False))
        return text + (f", {escape(at, quote=False)}" if at else "") + ("" if entry.verified else " (not confirmed)")


def anchor(kind: str, name: str) -> str:
    """The id of an entry within its page: kinds that share a page have a letter before it."""
    return f"{kind}-{name}"


def slug(text: str) -> str:
    """A title as the name of a file."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def plain(value: Value) -> str:
    """A value as it is read."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).replace("_", " ")


def esc(text: str) -> str:
    """Text for HTML."""
    return escape(text.strip(), quote=False)


def para(html: str, kind: str = "") -> str:
    """A paragraph, or nothing if it is empty."""
    return f"<p{f' class={kind}' if kind else ''}>{html}</p>" if html else ""


def rows(*pairs: tuple[str, str]) -> str:
    """A list of what is said under each word; pairs that say nothing are left out."""
    said = "".join(f"<dt>{esc(word)}</dt><dd>{html}</dd>" for word, html in pairs if html)
    return f'<dl class="entry-rows">{said}</dl>' if said else ""


def items(lines: Iterable[str]) -> str:
    """A list, or nothing if it is empty."""
    found = "".join(f"<li>{line}</li>" for line in lines)
    return f"<ul>{found}</ul>" if found else ""


def entry(kind: str, name: str, title: str, *blocks: str, level: int = 2) -> str:
    """An entry with its anchor. `title` is HTML."""
    head = f"<h{level}>{title}</h{level}>" if title else ""
    return f'<section class="entry" id="{escape(anchor(kind, name))}">{head}{"".join(blocks)}</section>'


def raw(*blocks: str) -> str:
    """HTML within a page of Markdown."""
    return f"{_FENCE}{{raw}} html\n{chr(10).join(b for b in blocks if b)}\n{_FENCE}\n"


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """A table; cells are HTML."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f'<table class="table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def page(title: str, *parts: str) -> str:
    """A page of Markdown."""
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"


def toc(names: Iterable[str], depth: int = 1) -> str:
    """The pages below this one, for the side of the page."""
    return "\n".join(["```{toctree}", f":maxdepth: {depth}", ":hidden:", "", *names, "```"])
