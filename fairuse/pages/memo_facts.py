"""The facts of a memo: each with how it is known, and what is taken for granted as long as nothing else is told."""

from __future__ import annotations

from collections.abc import Sequence

from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import memo_facts as en
from fairuse.words.memo import BASES, MemoWords
from fairuse.words.outline import Grid, Point
from fairuse.words.wording import range_text, value_text


def fact_table(rows: Sequence[Row], kb: KnowledgeBase, words: MemoWords, *, ids: bool) -> Grid:
    """Every fact that was told, how it is known, and for which answers; with its id where `ids`."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        for use in row.uses:
            for fact in use.facts:
                if fact.fact in kb.facts and kb.facts[fact.fact].derived:
                    continue
                note = f" ({fact.note.strip().rstrip('.')})" if fact.note.strip() else ""
                known = f"{words.bases[BASES.index(fact.known)]}{note}"
                own = found.setdefault((fact.fact, value_text(fact.fact, fact.value, kb), known), [])
                own += [row.number] if fact.read and row.number not in own else []
    lines = []
    order = {name: n for n, name in enumerate(kb.facts)}
    for (name, value, known), own in sorted(found.items(), key=lambda item: order.get(item[0][0], len(order))):
        label = kb.facts[name].label if name in kb.facts else name
        title = f"{label} ({name})" if ids else label
        lines.append((Point(title), Point(value), Point(known), Point(numbers_text(own) if own else words.unread)))
    return Grid((words.fact, words.told, words.known, words.answers), tuple(lines))


def counted_text(table: Grid, words: MemoWords) -> str:
    """How many of the facts of a table are known in which way."""
    found = [sum(row[2].text.split(" (")[0] == basis for row in table.rows) for basis in words.bases]
    said = [way.format(count) for way, count in zip(words.counts, found, strict=True) if count]
    return words.counted.format(len(table.rows), ", ".join(said)) if said else ""


def numbers_text(numbers: Sequence[int]) -> str:
    """The numbers of answers, three or more in a row as a span: ``1, 3 to 7 and 9``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [p for run in runs for p in ([en.X_TO_X.format(run[0], run[-1])] if len(run) > 2 else map(str, run))]
    return en.AND.join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def assumption_points(rows: Sequence[Row], words: MemoWords) -> list[Point]:
    """Each assumption, for which answers it is made, and how far leaving it could lead."""
    made: dict[tuple[str, str], dict[str, list[int]]] = {}
    for row in rows:
        for one in row.first.assumed:
            ends = list(one.leads_to)
            span = range_text(ends[-1], ends[0])
            made.setdefault((one.says, one.otherwise), {}).setdefault(span, []).append(row.number)
    points = []
    for (says, otherwise), spans in made.items():
        leads = "; ".join(f"{span} ({numbers_text(own)})" for span, own in spans.items())
        points.append(Point(f"{says[0].upper()}{says[1:]}: {words.otherwise.format(otherwise, leads)}."))
    return points
