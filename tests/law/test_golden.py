"""Golden reports of shipped scenarios, and of the other answers about them, under the law of a day."""

from __future__ import annotations

import pytest

from fairuse.inquiry.whatif import whatif
from fairuse.inquiry.whynot import whynot
from fairuse.knowledge import data_dir
from fairuse.precedent.beside import assess
from fairuse.report import render
from fairuse.scenario.file import load_scenario
from tests import golden, installed

DAY = "2026-11-24"
#: Amounts and claims; an open doctrine by forum; responsibility and a host's shield; code and its notices; laws abroad.
WHOLE = ["pirated-library-training", "hosting-platform", "verbatim-code-assistant", "de-lyrics-output"]


def scenario(name):
    return load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", installed.law())


@pytest.mark.parametrize("name", WHOLE)
def test_report(name):
    kb = installed.law()
    golden.check(f"reports/{name}.md", render(assess(scenario(name), kb, as_of=DAY), kb, "markdown"))


def test_report_on_a_terminal():
    kb = installed.law()
    report = render(assess(scenario("scraped-training"), kb, as_of=DAY), kb, "terminal", width=80)
    golden.check("reports/scraped-training.txt", report)


def test_why_not():
    kb = installed.law()
    answer = whynot(assess(scenario("pirated-library-training"), kb, as_of=DAY), kb, "standing", "permitted")
    golden.check("reports/why-not.md", render(answer, kb, "markdown"))


def test_what_if():
    kb = installed.law()
    answer = whatif(scenario("news-chatbot"), kb, ["market.licensing=none"], as_of=DAY)
    golden.check("reports/what-if.md", render(answer, kb, "markdown"))
