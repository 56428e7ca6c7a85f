"""What documents say beside the outline, an entry a language; the words themselves stand with those of the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairuse.words.en import phrases as en
from fairuse.words.outline import Bars, Counts, Node, Point, TraceStep, Tree


@dataclass(frozen=True)
class Phrases:
    """What documents say of their own. `{}` is filled in."""

    contents: str
    notes: str
    back: str
    note: str
    contra: str
    step: str
    proof: str
    rule: str
    rests_on: str
    after: str
    as_those: str
    signs: tuple[str, str, str]
    legend: str
    authority: str
    court: str
    day: str
    status: str
    where_cited: str
    not_cited: str
    skip: str
    page: str
    carries: str


ENGLISH = Phrases(**en.PHRASES)
_LANGUAGES = {"en": ENGLISH}


def phrases(language: str) -> Phrases:
    """The wording of a language. Raises `KeyError` for one that is not held."""
    return _LANGUAGES[language]


def step_text(step: TraceStep, words: Phrases = ENGLISH) -> str:
    """A step of the reasoning as one paragraph."""
    parts = [f"{step.title}.", *([step.text] if step.text else []), f"{words.rule}: {step.rule}."]
    parts += [f"{words.rests_on}: {'; '.join(step.rests)}."] if step.rests else []
    parts += [f"{words.after}: {', '.join(words.step.format(n) for n in step.after)}."] if step.after else []
    return " ".join(parts)


def in_words(picture: Bars | Counts | Tree, words: Phrases = ENGLISH) -> tuple[Point, ...]:
    """What a picture shows, a line a matter, for who does not see it."""
    if isinstance(picture, Bars):
        return tuple(Point(f"{bar.said}.", label=bar.label, tone=bar.tone) for bar in picture.items)
    if isinstance(picture, Counts):
        return tuple(Point(f"{count.number:,}.", label=count.label, tone=count.tone) for count in picture.items)
    below = ((node, "; ".join(child.label for child in node.children)) for node in _over(picture.root))
    return tuple(Point(words.as_those.format(node.label, rests)) for node, rests in below)


def _over(node: Node) -> Iterator[Node]:
    """A node and all below it that rest on others, from the top."""
    if node.children:
        yield node
        for child in node.children:
            yield from _over(child)
