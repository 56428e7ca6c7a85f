"""Draw docs/reliability.png: predicted likelihood against the share of decided acts that were allowed.

Usage: python benchmarks/reliability.py [CALIBRATION] [PNG]    (needs matplotlib)
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

from fairuse.precedent.likelihood import load_calibration

mpl.use("Agg")
ROOT = Path(__file__).parent.parent


def main() -> None:
    import matplotlib.pyplot as plt

    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "cases" / "calibration.json"
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "reliability.png"
    calibration = load_calibration(source)
    if calibration is None:
        sys.exit(f"there is no calibration at {source}; make one with: fairuse calibrate -o {source}")
    figure, axes = plt.subplots(figsize=(5.2, 5.2), dpi=120)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, label="perfect")
    for regime, fit in calibration.regimes.items():
        predicted = [b.predicted for b in fit.reliability]
        seen = [b.allowed / b.acts for b in fit.reliability]
        size = [12 * b.acts + 20 for b in fit.reliability]
        axes.scatter(predicted, seen, s=size, alpha=0.7, label=f"{regime}, {fit.acts} acts (area: acts)")
        for b, x, y in zip(fit.reliability, predicted, seen, strict=True):
            side = (14, -4) if x < 0.5 else (-14, -16)
            axes.annotate(
                f"{b.allowed} of {b.acts}",
                (x, y),
                xytext=side,
                textcoords="offset points",
                fontsize=8,
                ha="left" if x < 0.5 else "right",
            )
        axes.set_title(
            f"Brier {fit.left_out.brier:.3f} (base rate {fit.base_rate_left_out.brier:.3f}), "
            f"log loss {fit.left_out.log_loss:.3f} ({fit.base_rate_left_out.log_loss:.3f})",
            fontsize=9,
        )
    axes.set(xlabel="predicted without the act's own case", ylabel="share held fair", xlim=(0, 1), ylim=(-0.03, 1.03))
    axes.legend(fontsize=8, loc="lower right")
    figure.tight_layout()
    target.parent.mkdir(exist_ok=True)
    figure.savefig(target, metadata={"Software": None})
    print(f"{target}: {', '.join(calibration.regimes)}")


if __name__ == "__main__":
    main()
