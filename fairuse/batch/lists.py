"""Lists of failures as programs read them: SARIF for code hosts and editors, JUnit for builds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from fairuse.batch.failures import UNANSWERED, Failure
from fairuse.batch.parts import Told
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.release import VERSION

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: How grave a standing is; what is no answer at all is an error.
_LEVELS = {STANDINGS[0]: "error", STANDINGS[1]: "warning"}


def sarif(told: Told, kb: KnowledgeBase) -> str:
    """The failures as a SARIF 2.1.0 log: a result each, under the rule that decides it."""
    rules = sorted({failure.rule for failure in told.failures})
    places = {rule: place for place, rule in enumerate(rules)}
    driver = {"name": "fairuse", "version": VERSION, "rules": [_rule(rule, kb) for rule in rules]}
    results = [_result(failure, places[failure.rule]) for failure in told.failures]
    properties = {"rules": kb.version, "answers": told.tally.total(), "listed": len(told.failures)}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results, "properties": properties}
    text = json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False)
    return text.encode(errors="replace").decode() + "\n"  # half a character is not read everywhere


def _rule(name: str, kb: KnowledgeBase) -> dict[str, Any]:
    rule = kb.rules.get(name)
    if rule is None:
        words = {UNANSWERED: "No law held here answers the act."}.get(name, name.replace("-", " "))
        return {"id": name, "shortDescription": {"text": words}}
    cited = [kb.authorities[cite.authority] for cite in rule.cites if cite.authority in kb.authorities]
    sources = "; ".join(kb.cited_as(authority) for authority in cited)
    help_ = {"help": {"text": sources}} if sources else {}
    return {
        "id": name,
        "shortDescription": {"text": rule.short or name},
        "fullDescription": {"text": rule.because.strip()},
    } | help_


def _result(failure: Failure, rule: int) -> dict[str, Any]:
    return {
        "ruleId": failure.rule,
        "ruleIndex": rule,
        "level": _LEVELS.get(failure.standing, "note" if failure.standing else "error"),  # type: ignore[call-overload]
        "message": {"text": f"{failure.name}: {failure.message}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(PurePath(failure.file).as_posix(), safe="/", errors="replace")},
                    "region": {"startLine": failure.line, "startColumn": failure.column},
                }
            }
        ],
        "partialFingerprints": {"answer/v1": f"{failure.name}/{failure.place}/{failure.rule}"},
    }


def junit(told: Told) -> str:
    """The failures as JUnit XML: a suite a file, a test case a failure, and one for all that passes."""
    passing = told.tally.total() - len(told.failures)
    root = ElementTree.Element("testsuites", name="fairuse")
    by_file: dict[str, list[Failure]] = {}
    for failure in told.failures:
        by_file.setdefault(failure.file, []).append(failure)
    for file, failures in by_file.items():
        root.append(_suite(file, failures))
    if passing or not by_file:
        suite = ElementTree.SubElement(root, "testsuite", name="other answers", tests="1", failures="0", errors="0")
        ElementTree.SubElement(suite, "testcase", classname="fairuse", name=f"{passing} answers that are not listed")
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(file: str, failures: Sequence[Failure]) -> ElementTree.Element:
    errors = sum(not failure.standing for failure in failures)
    suite = ElementTree.Element("testsuite", name=_text(file), tests=str(len(failures)))
    suite.attrib |= {"failures": str(len(failures) - errors), "errors": str(errors)}
    for failure in failures:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=_text(failure.place or failure.file),
            name=_text(failure.name),
            file=_text(file),
            line=str(failure.line),
        )
        kind = "failure" if failure.standing else "error"
        said = ElementTree.SubElement(case, kind, type=failure.rule, message=_text(failure.message))
        said.text = _text(f"{file}:{failure.line}:{failure.column}: {failure.message}")
    return suite


def _text(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(_allowed(text))


def _allowed(text: str) -> Iterator[str]:
    for letter in text:
        odd = (letter < " " and letter not in "\t\n\r") or "\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff"
        yield "\ufffd" if odd else letter
