"""``fairuse backtest``."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairuse.cli import common

if TYPE_CHECKING:
    from fairuse.kb.model import KnowledgeBase
    from fairuse.precedent.backtest import CaseResult, Scorecard, Tally
    from fairuse.precedent.decided import DecidedCase


def backtest_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Decided cases; default: those that ship.")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="terminal or json.")] = "terminal",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="FILE|REVISION",
            help="Show cases gained and lost since this scorecard, or since the rules of this git revision; "
            "exit with 1 if any is lost.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 unless exactly the acts marked as known misses are missed.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="List the rules that fire in no decided case and no scenario.")
    ] = False,
    as_of: common.AsOfOption = None,
    rules: common.RulesOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Run decided cases as scenarios and compare the answers with what the courts held.

    Each act is run under the law of its day and under today's (or --as-of). Abstentions are counted apart. Exit code
    1 if --against shows a case lost, or --strict a miss that its file does not expect (or expects in vain).

    Examples:

      fairuse backtest

      fairuse backtest my-cases/ --json -o scorecard.json

      fairuse backtest --strict --against scorecard.json

      fairuse backtest --against HEAD~1
    """
    from fairuse.knowledge import data_dir  # noqa: PLC0415
    from fairuse.precedent.backtest import backtest  # noqa: PLC0415
    from fairuse.precedent.decided import load_cases  # noqa: PLC0415
    from fairuse.report import published  # noqa: PLC0415

    kb = common.knowledge(rules)
    common.check_options(kb, as_of, None, None)
    today = as_of or datetime.date.today().isoformat()
    cases = load_cases(folder or data_dir("cases") / "decided", kb)
    card = backtest(kb, cases, today=today)
    earlier = _earlier(against, cases, today) if against else None
    if common.plain_format("json" if as_json else form) == "json":
        common.emit(published(card), output)
        _gate(card, earlier, strict=strict)
        return
    covered = _coverage(cases, kb, today, listed=coverage) if folder is None and rules is None else []
    lines = [*_figures(card), *covered, *_misses(card), *(_difference(earlier, card) if earlier else [])]
    common.emit("\n".join(lines) + "\n", output)
    _gate(card, earlier, strict=strict)


def _gate(card: Scorecard, earlier: Scorecard | None, *, strict: bool) -> None:
    """Exit with 1, saying why, if a case is lost or the misses are not those expected by name."""
    from fairuse.precedent.backtest import changed, surprises  # noqa: PLC0415

    lost = changed(earlier, card)["lost"] if earlier else []
    lines = [f"lost: {name}" for name in lost] + (surprises(card) if strict else [])
    for line in lines:
        print(line, file=sys.stderr)
    if lines:
        raise typer.Exit(1)


def _earlier(against: str, cases: list[DecidedCase], today: str) -> Scorecard:
    """The scorecard in a file, or that of the rules at a git revision."""
    from pydantic import ValidationError  # noqa: PLC0415

    from fairuse.knowledge import data_dir  # noqa: PLC0415
    from fairuse.precedent.backtest import Scorecard, backtest  # noqa: PLC0415

    if Path(against).is_file():
        try:
            return Scorecard.model_validate_json(Path(against).read_bytes())
        except ValidationError:
            raise common.option_problem(
                "--against", f"'{against}' is not a scorecard that this version can read"
            ) from None
    folder = data_dir("rules")
    command = ["git", "-C", str(folder.parent), "archive", against, folder.name]
    try:
        packed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise common.option_problem(
            "--against", f"'{against}' is neither a file nor a revision of these rules"
        ) from None
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(place, filter="data")
        return backtest(common.knowledge(Path(place) / folder.name), cases, today=today)


def _coverage(cases: list[DecidedCase], kb: KnowledgeBase, today: str, *, listed: bool) -> list[str]:
    """How many rules fire undefeated in some decided case or shipped scenario."""
    from fairuse.knowledge import data_dir  # noqa: PLC0415
    from fairuse.precedent.coverage import fired_in, scenarios_in  # noqa: PLC0415

    fired = fired_in(kb, cases, scenarios_in(data_dir("cases") / "scenarios", kb), today)
    idle = [rule for rule, names in fired.items() if not names]
    lines = ["", f"{len(fired) - len(idle)} of {len(fired)} rules decide something in some decided case or scenario"]
    return lines + ([f"  never: {rule}" for rule in idle] if listed else [])


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _figures(card: Scorecard) -> list[str]:
    lines = [
        f"{card.acts} acts; rules {card.kb_version} ({card.kb_sha256[:8]})",
        "",
        f"Outcome right (of acts answered)   {_percent(card.outcome_accuracy):>7}   "
        f"always saying the commoner outcome: {_percent(card.base_rate)}",
        f"Abstained (uncertain)              {_percent(card.abstained_share):>7}",
        f"Directions of factors right        {_percent(card.factor_accuracy):>7}   "
        + "   ".join(
            f"{n} {row['right']}/{sum(row.values())}" + (f" ({row['open']} open)" if row["open"] else "")
            for n, row in card.factors.items()
        ),
        f"Under the law of {card.today_is}: outcome {_percent(card.today.outcome_accuracy)}, "
        f"abstained {_percent(card.today.abstained_share)}",
        "",
        *_sets(card),
        "",
        f"{'held':<14}{'answered allowed':>18}{'not allowed':>14}{'abstained':>12}",
    ]
    for held, row in card.confusion.items():
        answered = f"{row['allowed']:>18}{row['not_allowed']:>14}{row['abstained']:>12}"
        lines.append(f"{held.replace('_', ' '):<14}{answered}")
    for title, groups in (("Forum", card.by_forum), ("Era", card.by_era), ("Domain", card.by_domain)):
        lines += ["", f"{title:<18}{'acts':>6}{'right':>7}{'wrong':>7}{'abst.':>7}{'outcome':>9}{'factors':>9}"]
        lines += [_group(name, tally) for name, tally in groups.items()]
    if card.judgements:
        lines += ["", "Judgement facts on which an outcome turns (acts):"]
        lines += [f"  {name}: {count} ({count / card.acts:.1%})" for name, count in card.judgements.items()]
    return lines


def _sets(card: Scorecard) -> list[str]:
    """A line for each set of cases and one for all, with the Brier score of the likelihoods and each factor."""
    from fairuse.precedent.backtest import Tally  # noqa: PLC0415

    sets = card.by_set.values()
    whole = Tally(
        acts=card.acts,
        right=sum(t.right for t in sets),
        wrong=sum(t.wrong for t in sets),
        abstained=sum(t.abstained for t in sets),
        outcome_accuracy=card.outcome_accuracy,
        abstained_share=card.abstained_share,
        factor_accuracy=card.factor_accuracy,
        factors=card.factors,
        brier=card.brier,
    )
    lines = [f"{'Set':<18}{'acts':>6}{'right':>7}{'wrong':>7}{'abst.':>7}{'outcome':>9}{'factors':>9}{'Brier':>9}"]
    for name, tally in (*card.by_set.items(), ("all", whole)):
        each = "   ".join(f"{n} {row['right']}/{sum(row.values())}" for n, row in tally.factors.items())
        brier = "-" if tally.brier is None else f"{tally.brier:.3f}"
        lines.append(f"{_group(name.replace('_', ' '), tally)}{brier:>9}   {each}".rstrip())
    return lines


def _group(name: str, tally: Tally) -> str:
    return (
        f"{name:<18}{tally.acts:>6}{tally.right:>7}{tally.wrong:>7}{tally.abstained:>7}"
        f"{_percent(tally.outcome_accuracy):>9}{_percent(tally.factor_accuracy):>9}"
    )


def _misses(card: Scorecard) -> list[str]:
    missed = [r for r in card.cases if not r.correct]
    lines = ["", f"{len(missed)} acts not answered as held" + (":" if missed else "")]
    for r in missed:
        lines += _miss(r)
    return lines


def _miss(r: CaseResult) -> list[str]:
    answer = r.law_of_day
    deciding = ", ".join(answer.deciding) or "no conclusion"
    wrong = [
        f"{n} {answer.factors.get(n, 'open')} (held {d})"
        for n, d in r.held_factors.items()
        if answer.factors.get(n) != d
    ]
    held = r.held.replace("_", " ")
    lines = [f"  {r.case} ({r.decided}): {r.label}", f"    held {held}, answered {answer.standing} by {deciding}"]
    if wrong:
        lines.append(f"    {'; '.join(wrong)}")
    if r.known_miss:
        lines.append(f"    known miss: {r.known_miss}")
    return lines


def _difference(old: Scorecard, new: Scorecard) -> list[str]:
    from fairuse.precedent.backtest import changed  # noqa: PLC0415

    lines = [
        "",
        f"Against rules {old.kb_version} ({old.kb_sha256[:8]}): outcome "
        f"{_percent(old.outcome_accuracy)} -> {_percent(new.outcome_accuracy)}",
    ]
    for what, names in changed(old, new).items():
        lines += [f"  {what}: {len(names)}"] + [f"    {name}" for name in names]
    return lines
