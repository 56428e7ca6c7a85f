"""What one act means for another: for each bearing a story in which it is said, and a change that silences it."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.knowledge import data_dir
from fairuse.scenario.file import load_scenario
from fairuse.scenario.model import Given
from tests import installed

FOLDER = data_dir("cases") / "scenarios"
LIBRARY, NEWS, TORRENT = "library-kept-after-training", "news-chatbot", "torrent-with-seeding"
STRAY, HOOK = "stray-verbatim-output", "verbatim-extractable-model"
RIVAL = {"purpose.model_kind": "non_generative", "purpose.use_compared": "same", "market.replaces": "fully"}
BROKEN = {"copy.source": "protection_bypassed"}
EXPIRED = {"work.undisputed": "out_of_copyright"}

#: Bearing: the scenario, the acts joined (first, second), the facts to change so that it is said, and then not.
STORIES = {
    "fair-training-does-not-cure-taking": (
        ("pirated-library-training", "training", "pirate-library"),
        {},
        {"pirate-library": {"copy.source": "bought"}},
    ),
    "lawful-copies-do-not-decide-training": (
        (LIBRARY, "buying", "training"),
        {"training": RIVAL, "buying": {"purpose.for_training": "none", "purpose.finding": True}},
        {},
    ),
    "copies-handed-on-without-right": (
        ("research-to-product", "handing-on", "product-training"),
        {},
        {"product-training": {"copy.source": "open_web"}},
    ),
    "lock-broken-in-the-getting": (
        ("pirated-library-training", "pirate-library", "training"),
        {"pirate-library": BROKEN, "training": BROKEN},
        {"pirate-library": BROKEN, "training": {"copy.source": "bought"}},
    ),
    "fair-training-does-not-cover-keeping": ((LIBRARY, "training", "kept-for-whatever"), {}, {"training": RIVAL}),
    "copies-that-serve-more": (
        (LIBRARY, "training", "kept-for-whatever"),
        {},
        {"kept-for-whatever": {"copy.kept_as_library": False, "copy.shared_on": False, "copy.seeded": False}},
    ),
    "deleting-ends-keeping": (
        (LIBRARY, "training", "kept-for-whatever"),
        {"training": {"copy.deleted_when_done": True}},
        {"training": {"copy.deleted_when_done": False}},
    ),
    "uploading-is-apart": ((TORRENT, "seeding", "download"), {}, {"seeding": {"copy.seeded": False}}),
    "regular-repetition-taints-training": (
        (HOOK, "chapters", "training"),
        {"chapters": {"output.frequency": "systematic"}},
        {"chapters": {"output.frequency": "stray"}},
    ),
    "stray-repetition-does-not-taint-training": (
        (STRAY, "passages", "training"),
        {},
        {"passages": {"output.frequency": "regular"}},
    ),
    "fair-training-does-not-cover-outputs": (
        (STRAY, "training", "passages"),
        {"passages": {"market.licensing": "active"}},
        {"training": RIVAL},
    ),
    "clean-outputs-do-not-decide-training": (
        (NEWS, "bullets", "training"),
        {"training": RIVAL},
        {"training": EXPIRED},
    ),
    "outputs-are-free-though-training-is-not": (
        (NEWS, "training", "bullets"),
        {"training": RIVAL},
        {"training": EXPIRED},
    ),
    "training-does-not-decide-weights": (
        (HOOK, "training", "model"),
        {},
        {"model": {"model.extraction": "none_found"}},
    ),
    "weights-without-works": (
        ("image-model-rare-memorisation", "training", "model"),
        {"training": RIVAL},
        {"training": EXPIRED},
    ),
    "users-outputs-and-the-offer": (
        ("general-purpose-tool", "near-copy", "offering"),
        {},
        {"near-copy": EXPIRED},
    ),
    "users-uploads-and-the-host": (
        ("hosting-platform", "posting-novels", "hosting"),
        {},
        {"posting-novels": EXPIRED},
    ),
    "offer-built-for-copies": (("paid-closed-character-service", "pictures", "service"), {}, {"pictures": EXPIRED}),
    "search-does-not-cover-showing": ((LIBRARY, "index", "chapters-shown"), {}, {"chapters-shown": EXPIRED}),
    "an-index-serves-the-answers": (
        (LIBRARY, "chapters-shown", "index"),
        {"chapters-shown": {"model.retrieval": True}, "index": {"model.retrieval": True}},
        {"chapters-shown": {"model.retrieval": True}, "index": {"model.retrieval": False}},
    ),
    "limited-showing-supports-search": (
        (LIBRARY, "lines-shown", "index"),
        {},
        {"lines-shown": {"amount.public_reach": "most_or_all"}},
    ),
}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def said(name, pair, changes, kb):
    """The bearings of a changed scenario of which only a pair of acts is kept: (id, first act, second act)."""
    scenario = load_scenario(FOLDER / f"{name}.yaml", kb)
    acts = [
        entry.model_copy(
            update={"id": act, "facts": {**entry.facts, **{f: Given(value=v) for f, v in changes.get(act, {}).items()}}}
        )
        for act, entry in zip(scenario.act_ids(), scenario.acts, strict=True)
        if act in pair
    ]
    assert len(acts) == len(set(pair))
    result = assess(scenario.model_copy(update={"acts": tuple(acts)}), kb, regimes=("us",))
    return {
        (b.id.removeprefix("us.bearing."), first.split("/")[0], second.split("/")[0])
        for b in result.bearings
        for first, second in b.between
    }


def test_every_bearing_has_a_story(kb):
    elsewhere = {"fair-piece-does-not-cover-other-uses", "users-private-copies-and-the-means"}  # in test_stories
    assert {f"us.bearing.{name}" for name in elsewhere | STORIES.keys()} == {
        b for b in kb.bearings if b.startswith("us.")
    }


@pytest.mark.parametrize("bearing", STORIES)
def test_said_where_it_holds_and_not_elsewhere(bearing, kb):
    (name, first, second), telling, silencing = STORIES[bearing]
    assert (bearing, first, second) in said(name, (first, second), telling, kb)
    assert (bearing, first, second) not in said(name, (first, second), silencing, kb)
