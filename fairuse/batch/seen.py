"""Rows of facts that were answered before, in an earlier chunk: equal ones are not evaluated again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from fairuse.batch.distinct import Positions, Words, digested

#: So many kinds of rows are kept: of 40 facts, in 60 MB. Where there are more, few come again.
MOST = 1_000_000

K = TypeVar("K", bound=Hashable)


@dataclass
class Seen(Generic[K]):
    """Kinds of rows, sorted by digest, and for each the number of its answer among `said`."""

    said: dict[K, int] = field(default_factory=dict)
    digest: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    words: Words | None = None
    number: Positions = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    def answers(
        self,
        columns: Sequence[npt.NDArray[Any]],
        rows: int,
        evaluate: Callable[[Positions], tuple[Sequence[K], Positions]],
    ) -> Positions:
        """The number of the answer to each of some rows, no two of which are equal.

        `evaluate` gives the answers to some of the rows, and for each of those the place of its own among them.
        """
        parts, digest = digested(columns, rows)
        words = np.stack(parts, axis=1) if parts else np.empty((rows, 0), dtype=np.uint64)
        found = self._find(words, digest)
        if len(new := np.flatnonzero(found < 0)):
            said, own = evaluate(new)
            numbers = np.array([self.said.setdefault(one, len(self.said)) for one in said], dtype=np.intp)
            found[new] = numbers[own]
            if len(self.digest) + len(new) <= MOST:
                self._keep(words[new], digest[new], found[new])
        return found

    def _find(self, words: Words, digest: Words) -> Positions:
        if self.words is None or not len(self.digest):
            return np.full(len(digest), -1, dtype=np.intp)
        at = np.minimum(np.searchsorted(self.digest, digest), len(self.digest) - 1)
        same = (self.digest[at] == digest) & (self.words[at] == words).all(axis=1)
        return np.where(same, self.number[at], -1)

    def _keep(self, words: Words, digest: Words, number: Positions) -> None:
        every = np.concatenate([self.digest, digest])
        order = np.argsort(every, kind="stable")  # of two kinds with one digest the first is found
        self.digest = every[order]
        self.words = (words if self.words is None else np.concatenate([self.words, words]))[order]
        self.number = np.concatenate([self.number, number])[order]
