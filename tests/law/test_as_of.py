"""A report of an earlier day tells what there was on that day: no later authority, date, year or history.

Each scenario is assessed as of one of the days, in turn; all of them on all days with ``FAIRUSE_ALL_DAYS=1``.
"""

from __future__ import annotations

import calendar
import os
import re

import pytest

from fairuse.kb.entry import last_day
from fairuse.pages.assessment import explain
from fairuse.precedent.beside import assess
from fairuse.report import render_outline
from fairuse.scenario.file import load_scenario
from tests import installed
from tests.law.test_scenarios import NAMES

DAYS = ("2022-01-01", "2024-08-01", "2025-07-01", "2025-12-01", "2026-06-01", "2026-11-29")
ALL = os.environ.get("FAIRUSE_ALL_DAYS") == "1"
CHOSEN = [(name, day) for n, name in enumerate(NAMES) for d, day in enumerate(DAYS) if ALL or n % len(DAYS) == d]

MONTHS = list(calendar.month_name)[1:]
DATE = re.compile(
    rf"(?<![\w.,/:])(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{'|'.join(MONTHS)}) )?(?P<year>(?:19|20)\d\d)(?![\w/])"
)
#: What is no date of an event: the version of the rules, what was announced, ends of terms, years tried as answers.
NO_EVENT = re.compile(
    r"(?:announced|set) for|are due|Rules 2\d{3}\.|protected|[Tt]erms?\b|end of 2\d{3}|until \d|for example|have until"
)


def later(text, day):
    """The dates in a text that are after a day, with what stands around them."""
    for found in DATE.finditer(text):
        date = found["year"]
        if found["month"]:
            date += f"-{MONTHS.index(found['month']) + 1:02d}"
            date += f"-{int(found['day']):02d}" if found["day"] else ""
        around = text[max(0, found.start() - 120) : found.end() + 40]
        if date > day[: len(date)] and not NO_EVENT.search(around):
            yield found.group(), around


@pytest.mark.parametrize(("text", "count"), [("of 3 May 2026", 1), ("of May 2025", 0), ("since 2026", 1), ("2024", 0)])
def test_later_dates_are_seen(text, count):
    assert len(list(later(text, "2025-12-01"))) == count


@pytest.mark.parametrize(("name", "day"), CHOSEN)
def test_a_report_tells_of_nothing_later(name, day):
    kb = installed.law()
    path = installed.SCENARIOS / f"{name}.yaml"
    result = assess(load_scenario(path, kb), kb, as_of=day)
    for told in result.authorities:
        authority = kb.authorities[told.id]
        assert authority.exists_on(day), told.id
        assert told.status == authority.status_on(day)
        first = authority.decided or authority.since
        assert first is None or last_day(first) <= day
        assert list(later(told.treatment, day)) == [], told.id
    own = path.read_text()  # what the user wrote is the user's
    text = render_outline(explain(result, kb, "full"), "markdown")
    assert [around for date, around in later(text, day) if date not in own] == []
