"""Made-up phrasings, some of them misspelt, find the claim that is meant among the first three."""

from __future__ import annotations

import pytest

from fairuse.claims.model import load_claims
from fairuse.claims.search import search

ASKED = {
    "the AI learns like people do when they read books": "human-learning-analogy",
    "copyrigth doesnt protect an artists style": "style-is-free",
    "it was on the open internet so anybody can use it": "visible-means-usable",
    "OpenAI says ChatGPT is imposible without copyrighted material": "impossible-without",
    "pirated ebooks from libgen were used": "illegally-obtained-database",
    "every picture it makes is just a collage of the training pictures": "every-output-derivative",
    "torrenting and seeding the books": "torrent-vs-download",
    "GPL licensed code shows up in closed products": "gpl-where-it-should-not-be",
    "section 230 shields the site": "distributor-is-liable",
    "is it legal in japan to train": "tdm-carve-outs",
    "Google Boooks case": "google-books-covers-training",
    "the weights are tiny compared with the pictures": "lossy-aggregate",
    "generating pictures of Micky Mouse": "characters-are-protected",
    "only the rich companies could pay for licenses": "licensing-shuts-out-small",
    "the person who wrote the prompt is to blame": "user-prompts-the-copy",
    "distilling from another companys model": "distillation-from-model",
    "abolish copyright": "owning-ideas-by-force",
    "teacher uses generated picture in school": "output-uses-can-be-fair",
    "is Llama truly open source if the data is secret": "open-source-needs-data",
    "my single photo hardly matters among billions": "no-single-work-matters",
}


@pytest.mark.parametrize(("words", "meant"), ASKED.items())
def test_it_is_among_the_first_three(words, meant):
    assert meant in [claim.id for claim, _ in search(words, load_claims(), 3)]


@pytest.mark.parametrize("claim", load_claims().values(), ids=lambda c: c.id)
def test_each_claim_is_found_by_what_people_say(claim):
    for words in (claim.claim, *claim.said):
        assert claim.id in [one.id for one, _ in search(words, load_claims(), 3)], words


def test_words_that_no_claim_has_find_none():
    assert search("zzzz qqqq", load_claims()) == []
    assert search("", load_claims()) == []
