"""Write docs/measured.md: what was measured on decided cases, each set apart, from the files that say so.

Usage: python benchmarks/measured.py    (`make scorecard` first makes benchmarks/scorecard.json and
cases/calibration.json anew)
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from fairuse.precedent.backtest import CaseResult, Scorecard, Tally
from fairuse.precedent.likelihood import COUNTED, Calibration, Fit, band, interval, load_calibration

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "measured.md"
#: The order of columns, and what each set is.
SETS = {
    "open": "rules were written knowing them",
    "second": "entered when the rules had been measured on them; rules and calibration may learn from them since",
    "retold": "known rulings, most of them authorities of the rules, told without their outcome and encoded anew",
    "set_aside": "picked by chance; nothing is learnt from them, so that they say what to expect of new ones",
}
#: What was predicted of an act is one of these, by how many allowed ones were among those most like it.
COUNT = {round(interval(near, COUNTED)[0], 4): near for near in range(COUNTED + 1)}


def main() -> None:
    card = Scorecard.model_validate_json((ROOT / "benchmarks" / "scorecard.json").read_bytes())
    calibration = load_calibration(ROOT / "cases" / "calibration.json")
    assert calibration is not None
    PAGE.write_text(page(card, calibration), encoding="utf-8")


def page(card: Scorecard, calibration: Calibration) -> str:
    """The whole page."""
    lines = [
        "# What was measured",
        "",
        "Made by `make scorecard` from `benchmarks/scorecard.json` and `cases/calibration.json`; not written by hand.",
        f"Rules {card.kb_version} ({card.kb_sha256[:8]}). Each act of a decided case is run under the law of its day.",
        "",
        "## Outcomes and factors",
        "",
        *_sets(card),
        "",
        *(f"- {name.replace('_', ' ')}: {said}." for name, said in SETS.items()),
        "",
        *_text(
            "Accuracy is of the acts that are answered; an answer of uncertain is an abstention and counted apart. "
            "Factors are counted where the court's direction is confirmed. Brier is of the likelihood, each act "
            "counted without its own case: 0 is perfect, and always saying the share that is allowed gives about 0.25. "
            "Five of the 25 rulings set aside, or the rulings that they affirm, were authorities of some rule before."
        ),
    ]
    for regime, fit in calibration.regimes.items():
        lines += ["", "## How far the stated bands hold", "", *_bands(card, regime, fit)]
    lines += ["", "## Acts not answered as held", "", *_misses(card)]
    return "\n".join(lines) + "\n"


def _sets(card: Scorecard) -> Iterator[str]:
    sets = [(name, card.by_set[name]) for name in SETS if name in card.by_set]
    factors = sorted({factor for _, tally in sets for factor in tally.factors})
    yield from _head(["figure", *(name.replace("_", " ") for name, _ in sets)])
    rows = {
        "acts": [str(t.acts) for _, t in sets],
        "right": [str(t.right) for _, t in sets],
        "wrong": [str(t.wrong) for _, t in sets],
        "abstained": [str(t.abstained) for _, t in sets],
        "outcome accuracy": [_percent(t.outcome_accuracy) for _, t in sets],
        "factor accuracy": [_percent(t.factor_accuracy) for _, t in sets],
        **{factor: [_right(t, factor) for _, t in sets] for factor in factors},
        "Brier": ["-" if t.brier is None else f"{t.brier:.3f}" for _, t in sets],
    }
    yield from (_row([name, *cells]) for name, cells in rows.items())


def _right(tally: Tally, factor: str) -> str:
    row = tally.factors.get(factor, {})
    return f"{row.get('right', 0)}/{sum(row.values())}"


def _bands(card: Scorecard, regime: str, fit: Fit) -> Iterator[str]:
    acts = [r for r in card.cases if r.regime == regime and r.held and r.likelihood in COUNT]
    yield from _text(
        f"A report says of the {COUNTED} decided acts most like a use how many were allowed, and a band for that: the "
        "share that would come in nine of ten such counts, widened to what came of the acts counted below, each "
        "without its own case. Rows are the groups to which bands are widened; the last column takes the same bands to "
        "the acts set aside."
    )
    yield ""
    yield from _head(
        ["of those most like it, allowed", "bands stated", "acts", "allowed", "in nine of ten", "set aside"]
    )
    for group in fit.groups:
        inside = range(group.least, group.most + 1)
        stated = dict.fromkeys(f"{low:.0%}-{high:.0%}" for low, high in (band(near, fit) for near in inside))
        aside = [r.held == "allowed" for r in acts if r.set == "set_aside" and COUNT[r.likelihood or 0] in inside]
        yield _row(
            [
                f"{group.least}" if len(inside) == 1 else f"{group.least} to {group.most}",
                ", ".join(stated),
                str(group.acts),
                f"{group.allowed} ({group.allowed / group.acts:.0%})",
                f"{group.low:.0%}-{group.high:.0%}",
                f"{sum(aside)} of {len(aside)}",
            ]
        )
    used = {band(COUNT[r.likelihood or 0], fit) for r in acts}
    yield ""
    yield from _text(
        f"Over the decided cases {len(used)} different bands are stated. Brier over the acts that may be counted: "
        f"{fit.left_out.brier:.3f} (always saying the share that is allowed: {fit.base_rate_left_out.brier:.3f})."
    )


def _misses(card: Scorecard) -> Iterator[str]:
    missed = [r for r in card.cases if not r.correct]
    yield from _head(["case", "set", "act", "held", "answered", "why"])
    yield from (_row(_miss(r)) for name in SETS for r in missed if r.set == name and name != "set_aside")
    aside = sorted({r.case for r in missed if r.set == "set_aside"})
    yield ""
    yield f"Set aside, and not looked into: {', '.join(aside) or 'none'}."


def _miss(result: CaseResult) -> list[str]:
    answered = result.law_of_day.standing.replace("_", " ")
    held = result.held.replace("_", " ") or ", ".join(f"{n}: {v}" for n, v in result.held_issues.items())
    return [result.case, result.set, result.label, held, answered, result.known_miss or "not expected"]


def _head(header: Sequence[str]) -> Iterator[str]:
    yield _row(header)
    yield _row(["---"] * len(header))


def _text(words: str) -> list[str]:
    return textwrap.wrap(words, 120)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


if __name__ == "__main__":
    main()
