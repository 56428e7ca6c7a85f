"""Works with known dates, in each place and on a day: protected, free or open, and by which rules."""

from __future__ import annotations

import pytest

from fairuse.engine import compile_program, infer
from fairuse.source.yamlsource import read_file
from tests import installed
from tests.conftest import TESTS

TABLE = read_file(TESTS / "law" / "dated-works.yaml").value
#: The fixed words of the table in those of the vocabulary.
KINDS = {
    "book": "book_or_story", "letter": "private_papers", "speech": "speech", "song": "music",
    "newspaper": "article_or_news", "software": "software", "government text": "legal_or_standard",
    "painting": "visual_art", "sculpture": "visual_art", "photograph": "photograph",
    "film": "film_or_broadcast", "recording": "sound_recording",
}  # fmt: skip
COUNTRIES = {
    "us": "us", "de": "germany", "fr": "france", "nl": "netherlands", "uk": "uk", "ch": "switzerland", "ca": "canada",
    "br": "brazil", "il": "israel", "jp": "japan", "sg": "singapore", "kr": "korea", "cn": "china", "hk": "hong_kong",
    "tw": "taiwan", "in": "india", "au": "australia",
}  # fmt: skip
UNION = {
    *[
        "at",
        "be",
        "bg",
        "cy",
        "cz",
        "dk",
        "ee",
        "es",
        "fi",
        "gr",
        "hr",
        "hu",
        "ie",
        "is",
        "it",
        "li",
        "lt",
        "lu",
        "lv",
        "mt",
        "no",
        "pl",
        "pt",
        "ro",
        "se",
        "si",
        "sk",
    ]
}
OFFICIAL = {"edict": "law_or_ruling", "us_officer": "us_federal", "crown": "crown", "government": "government"}
NATIONAL = {"us": "us", "uk": "uk", "jp": "japan"}
YES = {"yes": True, "no": False, True: True, False: False}


def origin(code):
    return COUNTRIES.get(code) or ("other_eu" if code in UNION else "elsewhere")


def nationality(code):
    return NATIONAL.get(code) or ("eea" if code in UNION | {"de", "fr", "nl"} else "elsewhere")


def facts_of(row):
    """A row of the table in facts of the vocabulary."""
    author, formalities, beyond = row.get("author", {}), row.get("us_formalities", {}), row.get("beyond", {})
    published = row.get("published")
    never = published in ("no", False)
    notice = {"yes": "carried", "no": "missing"}.get(formalities.get("notice"))
    if notice == "missing" and 1978 <= (published or 0) <= 1989:  # then only a cure that failed shows it to be lost
        notice = {"yes": "missing_cured", "no": "missing"}.get(formalities.get("cured"))
    own = beyond.get("own_creation")
    found = {
        "work.kind": KINDS[row["kind"]],
        "work.origin": origin(row["country"]) if "country" in row else None,
        "work.created": row.get("created"),
        "work.first_published": None if never else published,
        "work.published": False if never else (True if published else None),
        "work.author_known": YES.get(author.get("known")),
        "work.author_died": author.get("died"),
        "work.for_hire": YES.get(author.get("work_for_hire")),
        "work.notice": notice,
        "work.renewed": YES.get(formalities.get("renewed")),
        "work.official": OFFICIAL.get(row.get("official"), "none"),
        "work.author_from": nationality(beyond["national"]) if "national" in beyond else None,
        "work.died_for_france": YES.get(beyond.get("died_for_france")),
        "work.originality": None if own is None else ("clear" if YES.get(own) else "none"),
    }
    return {name: value for name, value in found.items() if value is not None}


def rows():
    found = [*TABLE["works"], *TABLE.get("classes", [])]
    return [pytest.param(row, id=row["id"]) for row in found]


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.mark.parametrize("row", rows())
def test_a_dated_work(row, kb):
    place, day = row["place"], str(row["as_of"])
    law = "us.fair_use" if place == "us" else f"{place}.copyright"
    result = infer(facts_of(row), compile_program(kb, law, "reproduction", day))
    free = result.values.get(f"{place}.protected") == "unprotected"
    term = result.values.get(f"{place}.term")
    answer = "free" if free else {"running": "protected", "over": "free"}.get(term, "open")
    fired = sorted(f.rule for f in result.findings if not f.defeated_by and _decides(f.rule, place))
    assert answer == row["expected"], (facts_of(row), term, fired)
    assert fired == row["decided_by"]


def _decides(rule, place):
    official = any(word in rule for word in ("official", "federal"))
    return rule.startswith(f"{place}.term.") or (rule.startswith(f"{place}.protected.") and official)


def test_the_table_is_wide_enough():
    places = {row["place"] for row in TABLE["works"]}
    assert len(TABLE["works"]) >= 60
    assert len(places) >= 12
