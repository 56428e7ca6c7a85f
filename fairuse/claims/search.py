"""Finding the claim that somebody means, however it is put and spelt."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from fairuse.claims.model import Claim

#: Two words count as one from this likeness on: "copyrigth" and "copyright" have 89, "model" and "modern" 73.
ALIKE = 76
#: What a word found only in what is said about the claim counts, beside one in the claim as people put it.
ABOUT = 0.4
#: Words that say nothing of what is meant, rare as some of them are among the claims.
SMALL = frozenset((
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "do",
    "does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it",
    "its", "just", "may", "me", "my", "no", "not", "of", "on", "one", "or", "our", "out", "she", "should", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up", "us", "was",
    "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
))  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
#: Endings that change the form of a word and not what it is about, where at least four letters stay.
_ENDING = re.compile(r"(?<=\w{4})(?:ations?|ings?|ions?|able|ers?|ed|es|ly|s|e)$")


def search(words: str, claims: Mapping[str, Claim], most: int = 5) -> list[tuple[Claim, float]]:
    """The claims nearest to `words`, best first, with a score of 0 to 100; those that share no word are left out."""
    asked = Counter(_words(words))
    index = _Index(tuple(claims.values()))
    known = {word: _nearest(word, index) for word in asked}
    scores = []
    for number, claim in enumerate(claims.values()):
        put, about = index.put[number], index.about[number]
        shared = sum(
            index.weight[near] * likeness / 100 * (1.0 if near in put else ABOUT)
            for word in asked
            for near, likeness in _best(known[word], put, about)
        )
        whole = sum(max((index.weight[near] for near, _ in known[word]), default=index.rarest) for word in asked)
        phrase = max(fuzz.token_set_ratio(words.casefold(), text.casefold()) for text in (claim.claim, *claim.said))
        if shared:
            scores.append((0.75 * 100 * shared / whole + 0.25 * phrase, claim))
    ranked = sorted(scores, key=lambda one: (-one[0], one[1].id))
    return [(claim, round(score, 1)) for score, claim in ranked[:most]]


class _Index:
    """The words of each claim as people put it, and of what is said about it and by whom; how telling each word is."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.put = [frozenset(_words(" ".join((c.claim, c.issue, *c.said)))) for c in claims]
        self.about = [frozenset(_words(" ".join((*(p.says for p in c.points), *c.authorities)))) for c in claims]
        held = Counter(word for words in self.put for word in words)
        held.update(word for put, about in zip(self.put, self.about, strict=True) for word in about - put)
        self.rarest = math.log(1 + len(claims))
        self.weight = {word: math.log(1 + len(claims) / count) for word, count in held.items()}
        self.words = sorted(self.weight)


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.casefold().replace("'", ""))
    return [_ENDING.sub("", word) for word in words if word not in SMALL]


def _nearest(word: str, index: _Index) -> list[tuple[str, float]]:
    """The words of claims that are this one, or are spelt nearly so, best first."""
    found = process.extract(word, index.words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8)
    return [(near, likeness) for near, likeness, _ in found]


def _best(near: Sequence[tuple[str, float]], put: frozenset[str], about: frozenset[str]) -> Sequence[tuple[str, float]]:
    """The nearest word that a claim has, if it has one: among those as people put it before the others."""
    for words in (put, about):
        if own := [one for one in near if one[0] in words]:
            return own[:1]
    return ()
