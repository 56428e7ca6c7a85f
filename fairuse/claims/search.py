"""Finding the claim that somebody means, however it is put and spelt.

Words are compared by their stems, by what is alike in meaning (`alike` of the claims' file) and, where a word is in no
claim, by its spelling. A claim is as near as the nearest of the ways people put it, and as its words taken together.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import snowballstemmer
from rapidfuzz import fuzz, process

from fairuse.claims.model import Claim, load_alike, load_claims

#: A word in no claim stands for those spelt like it from here on: "copyrigth" and "copyright" have 89, "modal" and
#: "modern" 73.
ALIKE = 78
#: So many spellings at most: of more than two one is hardly meant.
SPELLINGS = 2
#: What the numbers below weigh was measured by leaving out one way to put a claim and looking for it by that: 80 in 100
#: are then among the first three. What a word of like meaning counts beside the word itself; 0.4 found two fewer.
LIKE_MEANING = 0.8
#: What the nearest way counts more where it is word for word what is asked; of ways that are not, nearly nothing.
SAME = 2.0
#: What the second nearest way to put a claim adds, so that one chance likeness does not carry it.
SECOND = 0.3
#: What all words of a claim count beside the nearest way to put it, more for those in many ways.
TOGETHER, OFTEN = 1.5, 1.2
#: What words found only in what is said about a claim count: little, for they are those of lawyers.
ABOUT = 0.1
#: The score of words that a claim has in nearly all its ways to be put: as near as anybody comes.
_BEST = 1 + SAME + SECOND + TOGETHER * (1 + OFTEN * math.log(6)) + ABOUT
#: Words that say nothing of what is meant, rare as some of them are among the claims; German ones too, for people mix.
SMALL = frozenset((
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "do",
    "does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it",
    "its", "just", "may", "me", "my", "no", "not", "of", "on", "one", "or", "our", "out", "she", "should", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up", "us", "was",
    "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
    "aber", "als", "auch", "auf", "aus", "bei", "da", "das", "dass", "der", "des", "dem", "den", "denn", "die", "doch",
    "ein", "eine", "einen", "einer", "es", "für", "hat", "haben", "ich", "ihr", "im", "irgendein", "ist", "ja", "kann",
    "man", "mit", "nein", "nicht", "noch", "nur", "ob", "oder", "schon", "sein", "sich", "sie", "sind", "und", "uns",
    "vom", "von", "warum", "was", "weil", "wenn", "wer", "wie", "wir", "wird", "wo", "wurde", "zu", "zum", "zur",
))  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_STEMMER = snowballstemmer.stemmer("english")

#: Words, and marks of groups of words of like meaning, each with its weight.
Terms = dict[str, float]


def search(words: str, claims: Mapping[str, Claim], most: int = 5) -> list[tuple[Claim, float]]:
    """The claims nearest to `words`, best first, with a score of 0 to 100; those that share no word are left out."""
    index = _shipped() if claims is load_claims() else _Index(list(claims.values()))
    asked = index.weighed(index.meant(_words(words)))
    length = _length(asked)
    if not length:
        return []
    near = index.near(asked)
    scores = []
    for number, claim in enumerate(claims.values()):
        nearest = [*sorted((likeness / length for likeness in near[number]), reverse=True), 0.0, 0.0]
        often, about = index.often[number], index.about[number]
        together = sum(w * index.rare[t] * (1 + OFTEN * math.log(often[t])) for t, w in asked.items() if t in often)
        told = sum(w * index.rare[t] for t, w in asked.items() if t in about)
        score = nearest[0] + SAME * nearest[0] ** 8 + SECOND * nearest[1]
        score += (TOGETHER * together + ABOUT * told) / length**2
        if score > 0:
            scores.append((score, claim))
    ranked = sorted(scores, key=lambda one: (-one[0], one[1].id))
    return [(claim, round(min(100.0, 100 * score / _BEST), 1)) for score, claim in ranked[:most]]


class _Index:
    """The words of each way to put each claim, of all of them together, and of what is said about it."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.groups = _groups()
        ways = [
            (number, self._terms(_words(text)))
            for number, claim in enumerate(claims)
            for text in (claim.claim, claim.issue, *claim.said)
        ]
        self.often: list[Counter[str]] = [Counter() for _ in claims]
        for number, terms in ways:
            self.often[number].update(terms.keys())
        self.about = [frozenset(self._terms(_words(" ".join(p.says for p in claim.points)))) for claim in claims]
        told = Counter(term for terms in self.about for term in terms)
        put = Counter(term for terms in self.often for term in terms)
        # how telling a word is: by the claims that are put with it or, if none is, by those told with it
        self.rare = {term: math.log(1 + len(claims) / n) for term, n in {**told, **put}.items()}
        #: for each term the ways that have it, each with its claim and what the term counts there, of a length of 1
        self.having: dict[str, list[tuple[int, int, float]]] = {}
        for way, (number, terms) in enumerate(ways):
            weighed = self.weighed(terms)
            length = _length(weighed)
            for term, weight in weighed.items():
                self.having.setdefault(term, []).append((way, number, weight / length))
        self.known = sorted({t for t in self.rare if not t.startswith("#")} | set(self.groups))

    def near(self, asked: Terms) -> list[list[float]]:
        """How near each way to put each claim is to what is asked: those that share a term with it."""
        ways: dict[tuple[int, int], float] = {}
        for term, weight in asked.items():
            for way, number, part in self.having.get(term, ()):
                ways[way, number] = ways.get((way, number), 0.0) + weight * part
        found: list[list[float]] = [[] for _ in self.often]
        for (_, number), likeness in ways.items():
            found[number].append(likeness)
        return found

    def meant(self, words: Iterable[str]) -> Terms:
        """The terms of what somebody asks: a word that no claim has stands for those spelt like it."""
        found: Terms = {}
        for word in dict.fromkeys(words):
            near = [(word, 1.0)]
            if word not in self.rare and word not in self.groups:
                spelt = process.extract(word, self.known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=SPELLINGS)
                near = [(one, likeness / 100) for one, likeness, _ in spelt]
            for one, likeness in near:
                for term, weight in self._terms([one]).items():
                    found[term] = max(found.get(term, 0.0), weight * likeness)
        return found

    def weighed(self, terms: Terms) -> Terms:
        """Terms with how telling they are; those in no claim are left out."""
        return {term: weight * self.rare[term] for term, weight in terms.items() if term in self.rare}

    def _terms(self, words: Sequence[str]) -> Terms:
        terms: Terms = dict.fromkeys(words, 1.0)
        terms.update((group, LIKE_MEANING) for word in words for group in self.groups.get(word, ()))
        return terms


@lru_cache(maxsize=1)
def _shipped() -> _Index:
    """Of the claims that ship: some 60 ms to make, and searched again and again by a server."""
    return _Index(list(load_claims().values()))


def _length(terms: Terms) -> float:
    return math.sqrt(sum(weight * weight for weight in terms.values()))


def _words(text: str) -> list[str]:
    words = _WORD.findall(text.casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", ""))
    return [_stem(word) for word in words if word not in SMALL]


@lru_cache(maxsize=20_000)  # the claims have some 3,000 words; a search asks for all of them
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    """The groups of like meaning that each word belongs to."""
    found: dict[str, list[str]] = {}
    for number, words in enumerate(load_alike()):
        for word in _words(" ".join(words)):
            found.setdefault(word, []).append(f"#{number}")
    return {word: tuple(dict.fromkeys(groups)) for word, groups in found.items()}
