"""What became of an authority is told from its day on, and not before."""

import pytest

from fairuse.kb.authority import Authority


@pytest.fixture(scope="module")
def ruling():
    return Authority(
        id="mu-v-nu",
        kind="decision",
        name="Mu v. Nu",
        citation="9994 F.3d 30",
        level="circuit",
        jurisdiction="us",
        decided="2016",
        status="good_law",
        history=[
            {"known_from": "2026-11-22", "says": "No petition was found."},
            {"on": "2020-02", "says": "An appeal is pending.", "status": "on_appeal"},
            {"on": "2021", "says": "Affirmed in part.", "status": "good_law_in_part"},
            {"says": "Somewhen quoted."},
        ],
        summary="Nothing of note.",
        checked_on="2026-11-22",
        verified=True,
    )


@pytest.mark.parametrize(
    ("day", "status", "told"),
    [
        ("2019-06-01", "good_law", 0),
        ("2020-02-28", "good_law", 0),  # a month counts from its last day
        ("2020-02-29", "on_appeal", 1),
        ("2021-12-30", "on_appeal", 1),
        ("2021-12-31", "good_law_in_part", 2),
        ("2026-11-22", "good_law_in_part", 3),  # what changes no status leaves it as it was
        ("2099-01-01", "good_law_in_part", 3),  # what has no date is never told
    ],
)
def test_history_is_that_of_the_day(ruling, day, status, told):
    assert ruling.status_on(day) == status
    assert len(ruling.history_on(day)) == told


def test_what_is_told_is_in_the_order_of_time(ruling):
    days = [event.day for event in ruling.history_on("2026-12-01")]
    assert days == sorted(days)
