"""Write docs/evaluation.md and its picture: how well the rules answer decided cases, in the manner of a paper.

Usage: python benchmarks/evaluation.py    (`make scorecard` first measures anew; `make evaluation` only writes)
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import plots

from fairuse.precedent.backtest import CaseResult, Scorecard
from fairuse.precedent.likelihood import Calibration, interval, load_calibration

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
SETS = {"open": "open", "second": "second", "retold": "retold", "set_aside": "set aside"}
LAW = "us.fair_use"

#: What a method answers of an act: allowed, not allowed, or nothing.
Method = Callable[[CaseResult], str | None]
Counted = tuple[int, int, int]  # right, answered, asked


def main() -> None:
    card = Scorecard.model_validate_json((ROOT / "benchmarks" / "scorecard.json").read_bytes())
    calibration = load_calibration(ROOT / "cases" / "calibration.json")
    assert calibration is not None
    PAGE.write_text(page(card, calibration, faults()), encoding="utf-8")
    for name, drawn in pictures(card, calibration).items():
        (PAGE.parent / name).write_text(drawn, encoding="utf-8")


def kept(name: str) -> dict[str, Any]:
    """Numbers that another benchmark measured and wrote."""
    found: dict[str, Any] = json.loads((ROOT / "benchmarks" / f"{name}.json").read_bytes())
    return found


def pictures(card: Scorecard, calibration: Calibration) -> dict[str, str]:
    """The plots of the page, by the names of their files."""
    return {
        "evaluation.svg": plots.methods(list(shares(card))),
        "calibration.svg": plots.calibration(calibration.regimes[LAW]),
        "engines.svg": plots.engines(kept("engines")),
    }


def faults() -> tuple[int, int, int]:
    """Rules into which faults were put, faults that tests notice, and all of them."""
    scores = json.loads((ROOT / "tests" / "net" / "scores.json").read_bytes())
    return len(scores), sum(row[1] for row in scores.values()), sum(row[2] for row in scores.values())


def acts(card: Scorecard, name: str | None = None) -> list[CaseResult]:
    """The acts under the law that weighs factors whose outcome is known, of one set or of all."""
    found = [r for r in card.cases if r.regime == LAW and r.held in ("allowed", "not_allowed")]
    return [r for r in found if name is None or r.set == name]


def by_count(factors: Mapping[str, str]) -> str | None:
    """The outcome to which most factors point; nothing where as many point either way."""
    points = sum((way == "favors") - (way == "disfavors") for way in factors.values())
    return "allowed" if points > 0 else "not_allowed" if points < 0 else None


def by_one(factor: str) -> Method:
    """The outcome to which the court's finding on one factor points."""
    return lambda r: {"favors": "allowed", "disfavors": "not_allowed"}.get(r.held_factors.get(factor, ""))


def methods(card: Scorecard) -> dict[str, Method]:
    """The rules and what they are compared with, best known first."""
    known = acts(card, "open")
    allowed = sum(r.held == "allowed" for r in known)
    common = "allowed" if 2 * allowed >= len(known) else "not_allowed"
    return {
        "the rules": lambda r: r.law_of_day.outcome if r.law_of_day.outcome in ("allowed", "not_allowed") else None,
        "the commoner outcome of the open cases": lambda _: common,
        "most of the factors as the rules find them": lambda r: by_count(r.law_of_day.factors),
        "most of the factors as the court found them": lambda r: by_count(r.held_factors) if r.held_factors else None,
        "the court's factor 1 alone": by_one("f1"),
        "the court's factor 4 alone": by_one("f4"),
    }


def counted(method: Method, found: Sequence[CaseResult]) -> Counted:
    """How many acts a method answers right, how many it answers, and how many it was asked."""
    answers = [(method(r), r.held) for r in found]
    said = [(answer, held) for answer, held in answers if answer is not None]
    return sum(answer == held for answer, held in said), len(said), len(found)


def shown(count: Counted) -> str:
    """Right of answered, the share, and its interval in nine of ten."""
    right, answered, asked = count
    if not answered:
        return "-"
    _, low, high = interval(right, answered)
    left = f", {asked - answered} left open" if answered < asked else ""
    return f"{right}/{answered}: {right / answered:.0%} ({low:.0%}-{high:.0%}){left}"


def page(card: Scorecard, calibration: Calibration, net: tuple[int, int, int]) -> str:
    """The whole page."""
    fit = calibration.regimes[LAW]
    every = acts(card)
    cases = len({r.case for r in card.cases})
    allowed = sum(r.held == "allowed" for r in every)
    others = sum(r.regime != LAW for r in card.cases)
    aside = counted(methods(card)["the rules"], acts(card, "set_aside"))
    rules, noticed, tried = net
    parts = [
        "# Evaluation",
        _text(
            "Made by `make evaluation` from `benchmarks/scorecard.json`, `cases/calibration.json`, "
            "`tests/net/scores.json`, `benchmarks/encodings.json` and `benchmarks/engines.json`; not written by hand. "
            f"Rules {card.kb_version} ({card.kb_sha256[:8]})."
        ),
        "## In short",
        _text(
            "On acts of decided cases that are set aside (picked by chance, and not looked into) the rules give the "
            f"court's outcome in {shown(aside)}. On cases that the rules were written knowing the figure is higher, "
            "and "
            "says little. The sample is small, and whoever encoded it had read the outcomes: what that does to the "
            "figures stands under *threats*."
        ),
        "## Task",
        _text(
            "Given the facts of an act as a court found them, say whether the court held it to be allowed, and which "
            "way it "
            "held each factor to point, under the law as it stood on the day of the decision. The rules may leave an "
            "act "
            "open; that is counted apart, as neither right nor wrong. It is not the task of predicting a case from a "
            "complaint: "
            "facts that a trial settles are given."
        ),
        "## Data",
        _text(
            f"{len(card.cases)} acts of {cases} decided cases: {len(every)} under US fair use with a known outcome "
            f"({allowed} allowed, {len(every) - allowed} not), {others} under other laws. Each fact quotes "
            "the words of a neutral description on which it rests. Three sets:"
        ),
        "\n".join(
            [
                "- **open**: the rules were written knowing these cases.",
                "- **second**: entered when the rules had been measured on them; learnt from since.",
                "- **set aside**: a third of those entered second, picked by chance and never looked into; neither "
                "rules nor "
                "likelihood learn from them, and a test holds the choice to chance.",
            ]
        ),
        "## Protocol",
        _text(
            "`make scorecard` runs each act under the law of its day, which includes the decision itself and nothing "
            "later, "
            "and compares the standing with what was held: *permitted* and *likely permitted* count as allowed, *not "
            "permitted* and *likely not permitted* as not allowed, *uncertain* as left open. Intervals are Wilson's, "
            "in nine of "
            "ten. Methods that read the court's own findings on the factors are given what the rules are not, and "
            "show how far "
            "the outcome follows from those findings alone."
        ),
        "## Results: outcomes under US fair use",
        "![Share of acts answered as held, by method and set](evaluation.svg)",
        _results(card),
        _text(
            "Over all laws, and factor by factor: [what was measured](measured.md). Two things are to be read off. "
            "Given the court's own findings on the factors, counting them nearly gives the outcome: finding the "
            "factors "
            "is the hard part, not weighing them. And counting the factors that the rules find comes out about as "
            "often "
            "as the rules over issues do: by this measure those show no gain in outcomes. What they give is a reason "
            "and "
            "an authority for each step, and an open answer where law or facts leave it open."
        ),
        "### Factors",
        _factors(card),
        "### By the time and the place of the decision",
        _tallies(card),
        "### The likelihood beside the answer",
        _text(
            f"Brier score over the {fit.acts} acts that may be counted, each without its own case: "
            f"{fit.left_out.brier:.3f}; always saying "
            f"the share that is allowed: {fit.base_rate_left_out.brier:.3f}. Over the acts set aside: "
            f"{_brier(card)}. How far each stated band holds: [what was measured](measured.md)."
        ),
        "![Share of acts allowed, by how many of the acts most like them were](calibration.svg)",
        _text(
            "Each disc is a group of decided acts, the larger the more; its bar is the interval in nine of ten. On the "
            "dashed line the share allowed is that among the acts most like it."
        ),
        "### Do two people encode alike?",
        _text(_agreement(kept("encodings"))),
        "### Questions that were not seen before",
        _text(UNSEEN),
        "### Would a mistake in a rule be noticed?",
        _text(
            "Faults are put into rules one at a time (a condition negated, a value changed, a rule dropped): of "
            f"{tried:,} faults in "
            f"{rules:,} rules the tests notice {noticed:,} ({noticed / tried:.0%})."
        ),
        "### How quick it is",
        "![Microseconds for one evaluation, by engine](engines.svg)",
        _text(_speed(kept("engines"))),
        "## Compared with chatbots",
        _text(
            "No published measurement of a chatbot on this task, with these cases or others, was found. The nearest "
            "is of "
            "another one: in a preregistered test of legal research questions, commercial research tools built on "
            "language models each gave false or unsupported answers to between 17% and 33% of them (Magesh and others, "
            "*Hallucination-Free?*, Journal of Empirical Legal Studies 2025, doi:10.1111/jels.12413, as its abstract "
            "says). The two figures must not be compared: that test asks for law in free text, this one for an outcome "
            "from given facts. What can be said without a figure: no authority is made up while answering, as each is "
            "an "
            "entry with the day on which it was checked, or with the mark that it is not confirmed."
        ),
        "## Errors",
        _errors(card),
        "## Threats",
        "\n".join(f"- {line}" for line in THREATS),
        "## Do it again",
        "```console\n$ make scorecard      # measures: the back-test, the likelihood, and these pages\n"
        "$ make evaluation     # only writes this page from what was measured\n```",
    ]
    return "\n\n".join(parts) + "\n"


#: A figure of its day, which no command makes anew: the stories are those of people and are not shipped.
UNSEEN = (
    "Cases are told by courts; people ask otherwise. In November 2026 real questions, restated as stories, were "
    "encoded from the story alone and answered, after it had been written down for each act which standings a careful "
    "lawyer could defend. On the first batch the answers were among those in 64%. After the kinds of fault that this "
    "showed had been mended, ten fresh stories were read: 87%. These are figures of their day: the stories are not "
    "shipped, so that no command makes them anew, and what was read once is unseen no longer."
)

THREATS = (
    "**Reading the outcome first.** Whoever encodes a case knows how it ended, and opinions tell facts so as to bear "
    "out "
    "their result. Quoting the words of a neutral description for each fact limits this and does not remove it.",
    "**Authorities among the cases.** Some rulings set aside, or those that they affirm, were authorities of a rule "
    "before "
    "they were entered ([measured](measured.md) says how many).",
    "**Which cases.** Reported decisions are not a sample of disputes: clear cases settle. Cases were taken for their "
    "facts "
    "being told and for variety, not by chance.",
    "**Small numbers.** The interval of the set-aside figure is wide; a difference of a few acts between methods or "
    "years "
    "says nothing.",
    "**The law of the day includes the decision.** A rule that cites a case may decide it. The set aside is the guard "
    "against "
    "that, and the only one.",
    "**New technology.** Few decisions on training exist. What rules say of it rests on a handful of trial courts, "
    "and reports "
    "mark it as contested.",
)


def _results(card: Scorecard) -> str:
    head = ["method", *SETS.values()]
    lines = [
        [name, *(shown(counted(method, acts(card, part))) for part in SETS)] for name, method in methods(card).items()
    ]
    return _table(head, lines)


def _factors(card: Scorecard) -> str:
    names = sorted({f for tally in card.by_set.values() for f in tally.factors})
    lines = []
    for name in names:
        cells = []
        for part in SETS:
            row = card.by_set[part].factors.get(name, {})
            answered = row.get("right", 0) + row.get("wrong", 0)
            cells.append(shown((row.get("right", 0), answered, answered + row.get("open", 0))))
        lines.append([name, *cells])
    return _table(["factor", *SETS.values()], lines)


def _tallies(card: Scorecard) -> str:
    groups = {**card.by_era, **{f"law {name}": tally for name, tally in card.by_regime.items()}}
    lines = [[name, shown((t.right, t.right + t.wrong, t.right + t.wrong + t.abstained))] for name, t in groups.items()]
    return _table(["decisions of", "answered as held"], [line for line in lines if line[1] != "-"])


def _agreement(found: Mapping[str, Any]) -> str:
    both, alike, alone, acts_ = (found[key] for key in ("told_in_both", "alike", "told_in_one", "acts"))
    one, other = found["right"]
    return (
        f"{acts_} acts of {found['cases']} cases of the second set were encoded twice, by two who did not know the "
        f"outcome, each from a description of its own. Of {both:,} facts that both told they told {alike:,} alike "
        f"({alike / both:.1%}); {alone} more were told by one alone. Many facts are plain, so the share flatters. What "
        f"counts is the answer: the rules answered {found['answered_alike']} of the {acts_} alike, and as held "
        f"{one} of {found['scored']} from the one encoding and {other} from the other."
    )


def _speed(found: Mapping[str, Any]) -> str:
    return (
        f"The rules for {found['act']} under one law ({found['rules']} rules, {found['facts']} facts, "
        f"{found['issues']} issues) on each engine, microseconds for one evaluation, each mark ten times the last. "
        "Measured by `make bench-engines` on a busy machine: compare ratios. What each other engine was given is the "
        "quickest encoding that was found."
    )


def _brier(card: Scorecard) -> str:
    value = card.by_set["set_aside"].brier
    return "not measured" if value is None else f"{value:.3f}"


def found_so(result: CaseResult, factor: str) -> str:
    """Which way the rules find a factor to point."""
    return result.law_of_day.factors.get(factor, "")


def _errors(card: Scorecard) -> str:
    found = tuple(r for name in SETS if name != "set_aside" for r in acts(card, name))  # those are not looked into
    wrong = [r for r in found if r.law_of_day.outcome in ("allowed", "not_allowed") and r.law_of_day.outcome != r.held]
    too_kind = sum(r.law_of_day.outcome == "allowed" for r in wrong)
    factors = sorted({f for r in wrong for f in r.held_factors})
    turned = {
        f: sum(f in r.held_factors and r.held_factors[f] != r.law_of_day.factors.get(f) for r in wrong) for f in factors
    }
    parts = ", ".join(f"{f} in {n}" for f, n in turned.items())
    facts = ", ".join(f"`{name}` ({n})" for name, n in list(card.judgements.items())[:5])
    said = (
        f"Of {len(wrong)} open and second acts under US fair use answered otherwise than held, the rules allowed "
        f"{too_kind} that the court did not, and the other way round in {len(wrong) - too_kind}. In those the rules "
        f"differ from the court on {parts or 'no factor'}. Each has its reason on [the page of what was "
        "measured](measured.md). Those set aside are counted above and not looked into."
    )
    judged = (
        f"Answers also turn on judgements that two readers may make otherwise; most often on {facts}. How often two "
        "who encode the same act agree stands above."
    )
    return f"{_text(said)}\n\n{_text(judged)}"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _text(words: str) -> str:
    return "\n".join(textwrap.wrap(words, 120, break_long_words=False, break_on_hyphens=False))


def shares(card: Scorecard) -> Iterator[tuple[str, list[plots.Share]]]:
    """Each method with the share that it answers as held on each set, and its interval; none if it answers nothing."""
    for name, method in methods(card).items():
        row: list[plots.Share] = []
        for part, label in SETS.items():
            right, answered, _ = counted(method, acts(card, part))
            if answered:
                _, low, most = interval(right, answered)
                row.append((label, (low, right / answered, most)))
            else:
                row.append((label, None))
        yield name, row


if __name__ == "__main__":
    main()
