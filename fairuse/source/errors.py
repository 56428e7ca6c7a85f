"""What went wrong, where, and how it is said to a person."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
#: The code of a problem with an argument of a call rather than with a file.
BAD_ARGUMENT = "bad-argument"


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1; 0 means the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with an input, said so that its author can mend it."""

    location: Location
    code: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.location}: {self.severity} {self.message} [{self.code}]"


class FairuseError(Exception):
    """An input could not be used. `problems` holds every reason found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class FairuseWarning(UserWarning):
    """Something in an input that can be used and still may be a mistake; `problem` says what and where."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def argument_problem(argument: str, reason: str) -> FairuseError:
    """A problem with an `argument` of a call, in the same form as one in a file. (Commands name their own options.)"""
    return FairuseError([Problem(Location(argument), BAD_ARGUMENT, reason)])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known name closest to `name`, or an empty string.

    A name that is right but for its prefix (``source`` for ``copy.source``) is found too.
    """
    candidates = sorted(set(known))
    cutoff = 0.6 if len(name) < 5 else 0.7  # two letters swapped in a short name are a larger share of it
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=cutoff)
    if not close:
        # stricter, as tails are short: of 1,006 words that name no fact 9 % come as near as this to one, at 0.7 16 %;
        # of tails with one slip of the hand 99 % are found at either
        tails = {candidate.rsplit(".", 1)[-1]: candidate for candidate in reversed(candidates)}
        close = [tails[t] for t in difflib.get_close_matches(name.rsplit(".", 1)[-1], tails, n=1, cutoff=0.75)]
    return f"; did you mean '{close[0]}'?" if close else ""
