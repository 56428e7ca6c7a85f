"""Carrying files of earlier formats over to today's: saved assessments, scenarios and decided cases.

What an earlier format does not say is never made up: a file that lacks it is refused, with each place where it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fairuse.answer.result import FORMAT_VERSION
from fairuse.kb.condition import Value
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.receipt.saved import checked, is_report, parsed, report_problem
from fairuse.scenario.rename import renamed
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean

_JSON = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*["}]')
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?(e[-+]\d{1,2})?")
#: Why a law was not asked, in the words of version 1.
_REASONS = {
    "not named": "not_named",
    "no place points to it": "no_place",
    "covers none of these acts": "no_act",
}
_ANEW = "assess the scenario anew"

Raw = dict[str, Any]
Problems = Iterator[tuple[str, str]]  # a place in a report, as ``uses[0].range``, and why it cannot be carried over


@dataclass(frozen=True)
class Carried:
    """A file as it is written today, whether that differs from how it was, and what was done, in words."""

    data: bytes
    changed: bool
    says: str


def carried(data: bytes, name: str, kb: KnowledgeBase) -> Carried:
    """Carry the content of a file over to the format and the names of today.

    `name` is shown in problems. Raises `FairuseError` with everything that cannot be carried.
    """
    if _JSON.match(data) and not name.endswith((".yaml", ".yml")):
        raw = parsed(data, name)
        if is_report(raw):
            return _report(data, raw, name, kb)
        if not (isinstance(raw, dict) and "acts" in raw):  # JSON is YAML, too
            reason = "this is JSON, but neither an assessment nor a scenario; only those are carried over"
            raise report_problem(name, "not-a-report", reason)
    today = renamed(data, name, kb.migrations)
    changed = today != data
    return Carried(today, changed, "carried over to the names of today" if changed else "nothing to carry over")


def _report(data: bytes, raw: Raw, name: str, kb: KnowledgeBase) -> Carried:
    version = raw.get("format_version")
    if version == FORMAT_VERSION:
        return Carried(data, False, f"of format version {version} already; nothing to carry over")
    if version != 1 or version is True:
        reason = f"this report has format version {version}; 1 is carried over to {FORMAT_VERSION}"
        raise report_problem(name, "other-format", reason)
    problems = [Problem(Location(name), "not-carried", f"{at}: {why}") for at, why in _to_2(raw, kb)]
    if problems:
        raise FairuseError(problems)
    report = checked(raw, name)  # what its release did not say yet stays unsaid
    text = report.model_dump_json(indent=2, by_alias=True, exclude_unset=True) + "\n"
    return Carried(text.encode(), True, f"carried over from format version {version} to {FORMAT_VERSION}")


# --- from version 1 to 2. Each function changes what it is given, and leaves what is no part of a report as it is, so
# --- that the check of the whole names it.


def _to_2(raw: Raw, kb: KnowledgeBase) -> Problems:
    raw["format_version"] = 2
    for at, use in _entries(raw, "uses"):
        yield from _use(at, use, kb)
    for _, law in _entries(raw, "not_asked"):
        law["reason"] = _REASONS.get(str(law.get("reason")), law.get("reason"))
        _pairs(law, "places", ("fact", "value"))


def _use(at: str, use: Raw, kb: KnowledgeBase) -> Problems:
    if isinstance(asked := use.get("asked"), dict):
        _pairs(asked, "places", ("fact", "value"))
        _pairs(asked, "here", ("fact", "value"))
    if use.get("range_is") == "sampled":
        yield f"{at}.range_is", f"the range was sampled, and may be wider than it says; {_ANEW}"
    elif use.get("reached") is None and use.get("range_is") == "exact":
        use["reached"] = use.get("range")
    elif use.get("reached") is None:
        yield f"{at}.reached", f"it does not say which ends of the range can be reached; {_ANEW}"
    for place, finding in _entries(use, "findings", at):
        yield from _finding(place, finding)
    for _, issue in _entries(use, "issues", at):
        _rename(issue, "for_", "for")
    for place, unknown in _entries(use, "unknown", at):
        yield from _effect(place, unknown, kb)
    for place, change in _entries(use, "changes", at):
        yield from _texts(place, change, "steps", lambda label: _step(label, kb))
    if isinstance(near := use.get("analogies"), dict):
        _rename(near, "for_", "for")
        yield from _texts(f"{at}.analogies", near, "forced_by", _act)
    if isinstance(likelihood := use.get("likelihood"), dict) and isinstance(like := likelihood.get("like"), dict):
        yield from _texts(f"{at}.likelihood.like", like, "cases", _act)


def _finding(at: str, finding: Raw) -> Problems:
    if finding.pop("id", finding.get("rule")) != finding.get("rule"):
        yield f"{at}.id", "it is not the rule of the finding; the report was edited"
    _pairs(finding, "rests_on", ("term", "value"))
    yield from _texts(at, finding, "under", _views)


def _effect(at: str, unknown: Raw, kb: KnowledgeBase) -> Problems:
    """The standings under each answer: keys, which are text, become values of the fact's type."""
    effect, name = unknown.get("effect"), str(unknown.get("fact"))
    if not isinstance(effect, dict):
        return
    if name in kb.migrations:  # the report keeps the words of its day
        gone = {text: {"true": True, "false": False}.get(text, text) for text in effect}
        unknown["effect"] = [{"value": gone[text], "standing": standing} for text, standing in effect.items()]
        return
    fact = kb.facts.get(name)
    if effect and fact is None:
        yield f"{at}.fact", f"there is no fact '{name}' in these rules, so its values have no type; {_ANEW}"
        return
    values = {text: _typed(text, fact) for text in effect} if fact else {}
    for text, value in values.items():
        if fact and value is None:
            yield f"{at}.effect", f"{name} takes {fact.expects()} in these rules, not '{text}'; {_ANEW}"
    unknown["effect"] = [{"value": values[text], "standing": standing} for text, standing in effect.items()]


def _typed(text: str, fact: FactDef) -> Value | None:
    if fact.type == "boolean":
        return {"true": True, "false": False}.get(text)
    if not fact.numeric:
        return text
    if not _NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text or "e" in text else int(text)


def _step(label: str, kb: KnowledgeBase) -> Raw | str:
    labels = {step.label: step.id for step in kb.steps.values()}
    if label in labels:
        return {"id": labels[label], "label": label}
    return f"these rules have no step '{label}'{did_you_mean(label, labels)}; {_ANEW}"


def _act(text: str) -> Raw | str:
    case, colon, label = text.partition(": ")
    return {"case": case, "label": label} if colon else f"'{text}' does not name an act of a case"


def _views(text: str) -> list[Raw] | str:
    taken = [part.partition("=") for part in text.split(", ")]
    if all(doctrine and view for doctrine, _, view in taken):
        return [{"doctrine": doctrine, "view": view} for doctrine, _, view in taken]
    return f"'{text}' does not name views of doctrines"


def _texts(at: str, holder: Raw, key: str, read: Callable[[str], Any]) -> Problems:
    """Replace each text of a list by what it says; `read` gives a reason, as text, where it says nothing."""
    items = holder.get(key)
    if not isinstance(items, list):
        return
    for number, item in enumerate(items):
        if not isinstance(item, str):
            continue
        found = read(item)
        if isinstance(found, str):
            yield f"{at}.{key}[{number}]", found
        else:
            items[number] = found


def _pairs(holder: Raw, key: str, names: tuple[str, str]) -> None:
    """Replace each pair of a list by a mapping that says what its two parts are."""
    items = holder.get(key)
    if isinstance(items, list):
        pairs = (isinstance(item, list) and len(item) == len(names) for item in items)
        holder[key] = [
            dict(zip(names, item, strict=True)) if pair else item for item, pair in zip(items, pairs, strict=True)
        ]


def _rename(holder: Raw, old: str, new: str) -> None:
    if old in holder and new not in holder:
        holder[new] = holder.pop(old)


def _entries(holder: Raw, key: str, at: str = "") -> Iterator[tuple[str, Raw]]:
    """The mappings in a list, each with its place."""
    items = holder.get(key)
    for number, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield f"{at}.{key}[{number}]".lstrip("."), item
