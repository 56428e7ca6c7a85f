"""The data by which foreign files are read: every fact, value and licence that it names is there."""

from __future__ import annotations

from collections import Counter

import pytest

from fairuse.inventory.foreign import foreign, plain
from tests import installed


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def readings():
    return [(name, reading) for name, form in foreign().formats.items() for reading in form.says]


def test_every_fact_and_value_is_one_of_the_law(kb):
    wrong = []
    for name, reading in readings():
        values = [*reading.values.values(), reading.any, *(value for _, value in reading.at_least)]
        given = [(reading.fact, value) for value in values if value is not None]
        given += list(reading.also.items())
        wrong += [(name, fact, value) for fact, value in given if not kb.facts[fact].accepts(value)]
        assert reading.fact in kb.facts
        assert not reading.named or kb.facts[reading.fact].type == "licence"
    assert wrong == []
    assert len(readings()) > 40


def test_no_two_licences_are_called_alike_once_marks_are_left_out(kb):
    called = {(plain(name), licence.id) for licence in kb.licences.values() for name in (*licence.names, licence.id)}
    assert [name for name, times in Counter(name for name, _ in called).items() if times > 1] == []


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("cc-by-sa-4.0", "cc-by-sa-4.0"),
        ("CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://www.creativecommons.org/licenses/by-nc/4.0/legalcode.en", "cc-by-nc-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "cc-by-4.0"),
        ("https://spdx.org/licenses/MIT.html", "mit"),
        ("https://www.apache.org/licenses/LICENSE-2.0.txt", "apache-2.0"),
        ("Apache License 2.0", "apache-2.0"),
        ("openai", "openai-terms"),
        ("bigcode-openrail", None),
        ("https://example.com/licenses/own-words", None),
    ],
)
def test_licences_are_known_by_any_name_that_people_give_them(written, id_, kb):
    assert foreign().terms_of(written, kb) == id_


@pytest.mark.parametrize("word", ["other", "Unknown", "NOASSERTION", "see notes", "?"])
def test_words_that_say_nothing_are_known_as_such(word):
    assert foreign().is_unclear(word)
