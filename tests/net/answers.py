"""What the rules find in every shipped scenario and decided case, as text: pinned under ``tests/gold/answers``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fairuse.answer import ranges
from fairuse.answer.assess import exposures
from fairuse.answer.posed import posed
from fairuse.engine import columns
from fairuse.engine.clauses import VIEW
from fairuse.engine.program import Program
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.uses import Use


def text_of(found: Iterable[tuple[str, str | None, Use]], kb: KnowledgeBase) -> str:
    """The findings of some uses, each with its day and forum, a line each: issues, then rules, then amounts."""
    return "\n".join(line for day, forum, use in found for line in _use(day, forum, use, kb)) + "\n"


def _use(day: str, forum: str | None, use: Use, kb: KnowledgeBase) -> Iterable[str]:
    asked = posed(use, kb, day, forum)
    views = ranges.one_by_one(asked.choices)
    rows = [{**asked.known, **view} for view in views]
    result = ranges.run_rows(asked.program, rows)
    yield f"# {use.id} ({day})"
    for number, view in enumerate(views[1:], 1):
        (changed,) = view.items() - views[0].items()
        yield f"# @{number}: {changed[0].removeprefix(VIEW)}={changed[1]}"
    everywhere = (1 << len(rows)) - 1
    for issue in asked.program.issues:
        scale = list(issue.scale)
        for code, bits in sorted(result.planes[issue.id].items()):
            if bits:
                yield f"{issue.id} = {scale[code]}{_rows(bits, everywhere)}"
    for compiled in asked.program.rules:
        name = compiled.rule.id
        if live := result.hits[name] & ~result.beaten[name]:
            yield f"+ {name}{_rows(live, everywhere)}"
        if beaten := result.beaten[name]:
            yield f"- {name}{_rows(beaten, everywhere)}"
    for amount in exposures(use, terms(asked.program, result, {**use.values, **rows[0]}), kb, day):
        yield f"$ {amount.id}: {amount.low:g} to {amount.high:g} {amount.unit}, {amount.per}: {amount.count}"
    yield ""


def terms(program: Program, result: columns.Columns, known: Mapping[str, object]) -> dict[str, object]:
    """What is known in the first row, with the issues settled in it."""
    scales = {i.id: list(i.scale) for i in program.issues}
    settled = {i: scales[i][c] for i, planes in result.planes.items() for c, bits in planes.items() if bits & 1}
    return {**known, **settled}


def _rows(bits: int, everywhere: int) -> str:
    """Under which combinations of views, where not under all."""
    if bits == everywhere:
        return ""
    return " @" + ",".join(str(n) for n in range(everywhere.bit_length()) if bits >> n & 1)
