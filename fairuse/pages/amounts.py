"""The amounts that the law sets, in words: each with its count, and what is still to be shown for it."""

from __future__ import annotations

from collections.abc import Callable

from fairuse.answer.result import ExposureResult, UseResult
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import amounts as en
from fairuse.words.outline import Point, Ref
from fairuse.words.wording import term_label


class Amounts:
    """The amounts of one report: what is set once for some works is told once."""

    def __init__(self, kb: KnowledgeBase, ref: Callable[[str, str | None], Ref]) -> None:
        """For a report under `kb`, whose sources `ref` names."""
        self.kb, self.ref = kb, ref
        self._told: dict[tuple[str, str, float | None, str], str] = {}

    def points(self, use: UseResult) -> list[Point]:
        """The amounts set for one use."""
        items = []
        for e in use.exposure:
            refs = tuple(self.ref(c.authority, c.at) for c in e.cites)
            text = f"{self._amount(e)}. {e.basis.strip()}"
            if e.once:
                before = [
                    self._told[key] for p in ("", e.provided) if (key := (use.work, e.id, e.count, p)) in self._told
                ]
                self._told.setdefault((use.work, e.id, e.count, e.provided), use.act_title)
                if before:
                    text = en.AS_UNDER_X_SET_FOR.format(before[0])
            items.append(Point(text, refs, e.label))
        return items

    def _amount(self, e: ExposureResult) -> str:
        """An amount with its count; what is owed only if something is shown first is said so, and not added up."""
        per = term_label(e.per, self.kb)
        units = en.EACH_X_NOT_KNOWN.format(per) if e.count is None else en.EACH_OF_X_X.format(e.count, per)
        total = en.X_X_TO_X.format(e.unit, e.low, e.high)
        if e.provided:
            return en.IF_X_X_FOR_X.format(e.provided, total, units)
        if e.count is None or e.count == 1:
            return en.X_FOR_X.format(total, units)
        return en.X_X_TO_X_FOR.format(e.unit, e.low / e.count, e.high / e.count, units, total)
