"""What a form carries, read and checked."""

from __future__ import annotations

from collections.abc import Mapping

from fairuse.scenario.model import UNKNOWN, Given, Proof
from fairuse.source.errors import FairuseError, Location, Problem

#: The texts of a form, by the names of its fields.
Form = Mapping[str, list[str]]
#: What people call things is cut after so much.
LONGEST = 200
#: Facts that a change sets at most: the largest that is proposed sets some ten.
MOST_SET = 100
BASES = (
    ("asserted", "somebody says so"),
    ("documented", "a document shows it"),
    ("measured", "it was measured or tested"),
)


def evidence(form: Form) -> Given | None:
    """How an answer is known, if that is said. Raises `FairuseError`."""
    known, note, by = one(form, "known"), one(form, "note").strip(), one(form, "by").strip()
    name, sha256 = one(form, "proof.name"), one(form, "proof.sha256")
    said = {"note": note[:2000], "by": by[:LONGEST], "known": known if known in dict(BASES) else "asserted"}
    file = Proof(name=name, sha256=sha256) if name and sha256 else None
    if not (note or by or file) and said["known"] == "asserted":
        return None
    return Given.model_validate({"value": UNKNOWN, **said, "file": file})


def one(form: Form, name: str) -> str:
    """The first text of a field; empty if there is none."""
    return next(iter(form.get(name, [])), "")


def lines(form: Form, name: str) -> list[str]:
    """The lines of a field. Raises `FairuseError` if they are more than facts that may be set at once."""
    found = [line for value in form.get(name, []) for line in value.splitlines() if line.strip()]
    if len(found) > MOST_SET:
        raise problem(f"no more than {MOST_SET} facts may be set at once")
    return found


def problem(reason: str) -> FairuseError:
    """What is wrong with a form, as an error to raise."""
    return FairuseError([Problem(Location("form"), "bad-form", reason)])
