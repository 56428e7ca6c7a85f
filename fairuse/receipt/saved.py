"""Reading assessments that were saved as JSON, with every problem that would make them useless."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fairuse.answer.result import FORMAT_VERSION, Assessment, Receipt
from fairuse.kb.model import KnowledgeBase
from fairuse.receipt.envelope import Signature, opened
from fairuse.receipt.inside import json_in
from fairuse.scenario.model import Scenario
from fairuse.scenario.names import check_names, day_problem, forum_problem, where_problem
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.source.validation import message_of
from fairuse.source.yamlsource import Source, read_bytes

#: A report is larger than the scenario it is made from: of those that ship, up to 1.3 MB (which takes 0.14 s to read).
MAX_BYTES = 100_000_000
_HINT = "a report is an assessment that was saved as JSON"
_SHOWN = 5  # places that are not as they should be; a file of another kind has them everywhere


@dataclass(frozen=True)
class Saved:
    """A saved assessment with what goes with it.

    `data`: the file as it stands; `shown`: of a document, the options of the page that it shows; `signature`, checked.
    """

    report: Assessment
    data: bytes
    shown: dict[str, int | str] | None
    signature: Signature | None


def load_report(path: Path | str, *, shown: str | None = None) -> Assessment:
    """Read the assessment in file `path`: JSON, or an html, docx or pdf that carries it.

    Raises `FairuseError` saying why it cannot be read as one.
    """
    return load_saved(path, shown=shown).report


def load_saved(path: Path | str, *, shown: str | None = None) -> Saved:
    """Read a saved assessment as `load_report` does, with what goes with it."""
    name = shown or str(path)
    data = read_bytes(Path(path), name, MAX_BYTES)
    raw = parsed(json_in(data, name, MAX_BYTES), name)
    if not is_report(raw):
        raise report_problem(name, "not-a-report", f"this is JSON, but not an assessment; {_HINT}")
    if raw.get("format_version") != FORMAT_VERSION:
        reason = f"this report has format version {raw.get('format_version')}; this release reads {FORMAT_VERSION}"
        reason += f"; 'fairuse migrate {name} --in-place' carries it over" if raw.get("format_version") == 1 else ""
        raise report_problem(name, "other-format", reason)
    report, options, signature = opened(raw)
    return Saved(checked(report, name), data, options, signature)


def is_report(raw: Any) -> bool:
    """Whether a JSON value is an assessment, of whatever format, rather than another file."""
    return isinstance(raw, dict) and "uses" in raw and "kb" in raw


def checked(raw: dict[str, Any], name: str) -> Assessment:
    """The assessment that a JSON value of today's format holds. Raises `FairuseError` with what cannot stand in it."""
    try:
        report = Assessment.model_validate(raw)
    except ValidationError as error:
        found = [f"{_place(e['loc'])}: {_reason(e)}" for e in error.errors(include_url=False)]
        found = [*_impossible(raw), *found]
        more = [f"and {len(found) - _SHOWN} more places are not as they should be"] if len(found) > _SHOWN else []
        raise FairuseError(
            Problem(Location(name), "not-a-report", reason) for reason in found[:_SHOWN] + more
        ) from None
    if problems := [Problem(Location(name), "not-a-report", reason) for reason in _impossible(raw)]:
        raise FairuseError(problems)
    return report


def with_checked_scenario(report: Assessment, kb: KnowledgeBase, name: str) -> tuple[Scenario, Receipt]:
    """The scenario in the receipt of `report`, checked against `kb`, and the receipt. Raises `FairuseError`."""
    receipt = report.receipt
    if receipt is None:
        reason = "this report carries no receipt, so that it cannot be derived again; assess the scenario anew"
        raise report_problem(name, "no-receipt", reason)
    source = Source(name, receipt.scenario.model_dump(mode="json", exclude_defaults=True))
    check_names(source, kb)
    problems = [Problem(Location(name), p.code, p.message) for p in source.problems]  # it has no lines of its own
    if report.forum and (unknown := forum_problem(report.forum, kb)):
        problems.append(Problem(Location(name), "unknown-forum", unknown))
    problems += [
        Problem(Location(name), "unknown-regime", why) for r in receipt.regimes if (why := where_problem(r, kb))
    ]
    if problems:
        raise FairuseError(problems)
    return receipt.scenario, receipt


def report_problem(name: str, code: str, reason: str) -> FairuseError:
    """A problem with a report as a whole."""
    return FairuseError([Problem(Location(name), code, reason)])


def parsed(data: bytes, name: str) -> Any:
    """The JSON value in `data`, of at most `MAX_BYTES`. Raises `FairuseError`."""
    if len(data) > MAX_BYTES:
        raise report_problem(name, "too-large", f"larger than {MAX_BYTES // 1_000_000} MB; is this the right file?")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and data.lstrip()[:1] == b"{":
            raise report_problem(name, "not-a-report", "this file holds more than one report; one is needed") from None
        where = Location(name, error.lineno, error.colno)
        raise FairuseError([Problem(where, "not-json", f"this is not JSON ({error.msg.lower()}); {_HINT}")]) from None
    except _Repeated as error:
        raise report_problem(name, "duplicate-key", f"the key '{error}' stands twice in one object") from None
    except UnicodeDecodeError:
        raise report_problem(name, "not-json", f"this is not text in UTF-8; {_HINT}") from None
    except (ValueError, RecursionError):
        raise report_problem(name, "not-json", f"this cannot be read as JSON; {_HINT}") from None


class _Repeated(Exception):
    """A key that stands twice: two readers could take different values from the same file."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        raise _Repeated(next(name for name in names if names.count(name) > 1))
    return found


def _place(steps: tuple[str | int, ...]) -> str:
    """Where in the report, as ``uses[0].range``."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".") or "the report"


def _reason(error: Any) -> str:
    """What is wrong with a field, with the nearest right spelling of a value from a list."""
    if error["type"] == "literal_error":
        return message_of(error)
    return f"{error['msg'][:1].lower()}{error['msg'][1:]}"


def _impossible(raw: Any) -> Iterator[str]:
    """Say which values have the right type and still cannot stand in a report."""
    if isinstance(raw.get("as_of"), str) and (reason := day_problem(raw["as_of"])):
        yield f"as_of: {reason}"
    uses = raw["uses"] if isinstance(raw["uses"], list) else []
    ids = [use.get("id") if isinstance(use, dict) else None for use in uses]
    for number, name in enumerate(ids):
        if isinstance(name, str) and name in ids[:number]:
            yield f"uses[{number}].id: '{name}' stands twice"
