"""Where a batch keeps the parts of a table until all are there: a folder beside the output.

A part is written before it counts, and counts only when it stands under its own name; so whatever stops a run, those
that are there are whole, and the next run goes on behind them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairuse.batch.answer import Answer
from fairuse.batch.failures import MOST, Failure
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.source.files import write_whole


@dataclass(frozen=True)
class Told:
    """What a batch tells: how often it gives each answer, and the answers that are listed, `MOST` of them at most."""

    tally: Counter[Answer]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Parts:
    """The parts of the table `output`."""

    output: Path

    @property
    def folder(self) -> Path:
        """Where they are."""
        whole = Path(os.path.realpath(self.output))
        return whole.with_name(f"{whole.name}.parts")

    def begin(self, key: Mapping[str, Any]) -> None:
        """Start anew for a plan of that `key`; what an earlier run left is deleted."""
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.mkdir()
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error}"
            raise FairuseError([Problem(Location(str(self.output)), "not-written", reason)]) from None
        write_whole(self.folder / "plan.json", json.dumps(key).encode())

    def resumed(self, key: Mapping[str, Any]) -> bool:
        """Whether there is something to go on with. Raises `FairuseError` if that is of another plan than `key`."""
        try:
            kept = json.loads((self.folder / "plan.json").read_bytes())
        except (OSError, ValueError):
            return False
        if other := [name for name in key if kept.get(name) != key[name]]:
            reason = f"cannot go on: {', '.join(other)} changed since it was begun; run again without --resume"
            raise FairuseError([Problem(Location(str(self.output)), "not-resumed", reason)])
        return True

    def today(self) -> str | None:
        """The day on which the run that is kept began."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            return str(json.loads((self.folder / "plan.json").read_bytes())["options"]["today"])
        return None

    def last(self) -> tuple[int, int, int]:
        """How many parts there are; the input and the number within it of the last one (0 and -1 if there is none)."""
        count = sum(1 for _ in self.paths())
        if not count:
            return 0, 0, -1
        kept = json.loads(self._beside(count - 1).read_bytes())
        return count, kept["input"], kept["number"]

    def add(
        self, number: int, data: bytes, at: tuple[int, int], tally: Counter[Answer], failures: Sequence[Failure]
    ) -> None:
        """Keep a part, and beside it where it comes from, how often it gives each answer, and what is listed."""
        kept = {
            "input": at[0],
            "number": at[1],
            "tally": [[list(answer), times] for answer, times in sorted(tally.items())],
            "failures": failures,
        }
        write_whole(self._beside(number), json.dumps(kept).encode(errors="backslashreplace"))
        write_whole(self._path(number), data)

    def told(self) -> Told:
        """What all parts tell."""
        tally: Counter[Answer] = Counter()
        failures: list[Failure] = []
        for number, _ in enumerate(self.paths()):
            kept = json.loads(self._beside(number).read_bytes())
            for answer, times in kept["tally"]:
                tally[Answer(*map(_frozen, answer))] += times
            failures += [Failure(*one) for one in kept["failures"][: MOST - len(failures)]]
        return Told(tally, tuple(failures))

    def paths(self) -> Iterator[Path]:
        """The parts in their order."""
        number = 0
        while (path := self._path(number)).exists():
            yield path
            number += 1

    def end(self) -> None:
        """Delete what was kept, once the table is there."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.part"

    def _beside(self, number: int) -> Path:
        return self.folder / f"{number:08}.json"


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
