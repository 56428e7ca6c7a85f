"""What came of deriving a saved report again, in words: a few lines rather than a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairuse.receipt.verify import Verification
from fairuse.scenario.redact import REDACTED
from fairuse.words.wording import standing_text

#: Differences that are printed; JSON has all. A report edited by hand differs in a few fields, one made under
#: other rules often in a hundred or two.
LISTED = 12


def lines(verification: Verification, listed: int = LISTED) -> Iterator[str]:
    """Say in words what came of it, one line each."""
    v = verification
    yield from _derived(v, listed)
    if v.redacted:
        yield f"  {REDACTED} What was checked is what is left: the facts, how each is known, and all that follows."
    if v.text is not None:
        yield {
            "same": "  the document shows what its data say, word for word",
            "other": "  the document does not show what its data say: it was changed",
            "unknown": "  whether the document shows what its data say cannot be told here: only its data were checked",
        }[v.text]
    if v.signature is None:
        return
    if v.signature.valid:
        yield f"  signed with the key {v.signature.key}; whose key that is has to be known otherwise"
    else:
        yield "  its signature is not that of this report: it was changed after it was signed"


def _derived(v: Verification, listed: int) -> Iterator[str]:
    """What came of deriving the data again."""
    if v.verdict == "holds" and not v.holds:
        yield "does not hold: its data come out the same again, but the file around them was changed"
        return
    if v.verdict == "holds":
        yield "holds: every field comes out the same again" + ("" if v.same_rules else ", though under other rules")
        return
    yield {
        "other_cases": "every answer comes out the same, but other decided cases are nearest here than it names",
        "other_rules": "does not hold under the rules installed here, which are not those of the report",
        "other_release": "cannot be confirmed: the rules are the same, but another release of the program made it",
        "edited": "does not hold: the rules are the same, but the report is not what they give; it was edited",
    }[v.verdict]
    if v.house is not None:
        yield {
            "not_given": "  it was made with house rules; give their folder with --house to derive it again",
            "other": "  it was made with house rules, and those given here, or the law beneath, are others",
            "not_used": "  it was made without house rules; leave out --house to derive it again",
        }[v.house]
    if v.problems:
        yield "  its scenario cannot be assessed here:"
        yield from (f"  {problem}" for problem in v.problems[:listed])
        return
    if v.verdict == "other_rules":
        for d in v.standings:
            yield f"  {_use(d.field)}: was {standing_text(d.report)}, is {standing_text(d.derived)}"
        if not v.standings:
            yield f"  no standing differs; {len(v.differences)} other fields do, such as {v.differences[0].field}"
        return
    for d in v.differences[:listed]:
        yield f"  {d.field}: the report says {_shown(d.report)}, the rules give {_shown(d.derived)}"
    if len(v.differences) > listed:
        yield f"  and {len(v.differences) - listed} more fields"


def _use(field: str) -> str:
    return field.removeprefix("uses[").removesuffix("].standing")


def _shown(value: Any) -> str:
    """A value of a field, short."""
    if value is None or isinstance(value, dict | list):
        return "nothing" if value is None else f"a {'group' if isinstance(value, dict) else 'list'} of {len(value)}"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
