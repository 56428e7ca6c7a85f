"""What came of deriving a saved report again, in words: a few lines rather than a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fairuse.receipt.verify import Verification
from fairuse.scenario.redact import REDACTED
from fairuse.words.en import verification as en
from fairuse.words.wording import standing_text

#: Differences that are printed; JSON has all. A report edited by hand differs in a few fields, one made under
#: other rules often in a hundred or two.
LISTED = 12


def lines(verification: Verification, listed: int = LISTED) -> Iterator[str]:
    """Say in words what came of it, one line each."""
    v = verification
    yield from _derived(v, listed)
    if v.redacted:
        yield en.X_WHAT_WAS_CHECKED_IS.format(REDACTED)
    if v.text is not None:
        yield {
            "same": en.THE_DOCUMENT_SHOWS_WHAT_ITS,
            "other": en.THE_DOCUMENT_DOES_NOT_SHOW,
            "unknown": en.WHETHER_THE_DOCUMENT_SHOWS_WHAT,
        }[v.text]
    if v.signature is None:
        return
    if v.signature.valid:
        yield en.SIGNED_WITH_THE_KEY_X.format(v.signature.key)
    else:
        yield en.ITS_SIGNATURE_IS_NOT_THAT


def _derived(v: Verification, listed: int) -> Iterator[str]:
    """What came of deriving the data again."""
    if v.verdict == "holds" and not v.holds:
        yield en.DOES_NOT_HOLD_ITS_DATA
        return
    if v.verdict == "holds":
        yield en.HOLDS_EVERY_FIELD_COMES_OUT + ("" if v.same_rules else en.THOUGH_UNDER_OTHER_RULES)
        return
    yield {
        "other_cases": en.EVERY_ANSWER_COMES_OUT_THE,
        "other_rules": en.DOES_NOT_HOLD_UNDER_THE,
        "other_release": en.CANNOT_BE_CONFIRMED_THE_RULES,
        "edited": en.DOES_NOT_HOLD_THE_RULES,
    }[v.verdict]
    if v.house is not None:
        yield {
            "not_given": en.IT_WAS_MADE_WITH_HOUSE_RULES,
            "other": en.IT_WAS_MADE_WITH_HOUSE,
            "not_used": en.IT_WAS_MADE_WITHOUT_HOUSE,
        }[v.house]
    if v.problems:
        yield en.ITS_SCENARIO_CANNOT_BE_ASSESSED
        yield from (f"  {problem}" for problem in v.problems[:listed])
        return
    if v.verdict == "other_rules":
        for d in v.standings:
            yield en.X_WAS_X_IS_X.format(_use(d.field), standing_text(d.report), standing_text(d.derived))
        if not v.standings:
            yield en.NO_STANDING_DIFFERS_X_OTHER.format(len(v.differences), v.differences[0].field)
        return
    for d in v.differences[:listed]:
        yield en.X_THE_REPORT_SAYS_X.format(d.field, *_both(d.report, d.derived))
    if len(v.differences) > listed:
        yield en.AND_X_MORE_FIELDS.format(len(v.differences) - listed)


def _use(field: str) -> str:
    return field.removeprefix("uses[").removesuffix("].standing")


#: So much of a text is shown, and of that so much before the place where two begin to differ.
SHOWN, BEFORE = 60, 20


def _both(report: Any, derived: Any) -> tuple[str, str]:
    """Two values of a field, short; of two long texts what stands around the first place in which they differ."""
    at = 0
    if isinstance(report, str) and isinstance(derived, str) and max(len(report), len(derived)) > SHOWN:
        pairs = enumerate(zip(report, derived, strict=False))
        differ = next((n for n, (one, other) in pairs if one != other), min(len(report), len(derived)))
        at = max(differ - BEFORE, 0)
    return _shown(report, at), _shown(derived, at)


def _shown(value: Any, at: int = 0) -> str:
    """A value of a field, short; a text from the place `at` on."""
    if value is None or isinstance(value, dict | list):
        return (
            en.NOTHING
            if value is None
            else en.A_X_OF_X.format(en.GROUP if isinstance(value, dict) else en.LIST, len(value))
        )
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = f"...{text[at:]}" if at else text
    return repr(text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}...")
