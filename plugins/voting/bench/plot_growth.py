"""The table of budgets_growth.py as a picture: seconds by voters, both on logarithmic axes.

python bench/budgets_growth.py --read | python bench/plot_growth.py docs/growth.svg     (pip install matplotlib)
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

COLOURS = {"read": "#6b7280", "equal-shares": "#0f6b70", "phragmen": "#c2500a", "greedy": "#0a5fb0"}


def main(target: str) -> None:
    """Reads the table from standard input and writes the picture."""
    lines: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in csv.DictReader(sys.stdin):
        lines[row["rule"]].append((int(row["voters"]), float(row["seconds"])))
    plt.rcParams.update({"font.family": "sans-serif", "font.size": 11, "svg.fonttype": "none", "svg.hashsalt": "osi"})
    figure, axes = plt.subplots(figsize=(7.5, 4.6))
    named: dict[float, Any] = {}
    for rule, points in lines.items():
        voters, seconds = zip(*points, strict=True)
        axes.loglog(voters, seconds, marker="o", color=COLOURS.get(rule, "#444"), linewidth=2)
        near = next((end for end in named if 0.75 < seconds[-1] / end < 1.35), None)
        if near is not None:  # two names in one place are one label
            named[near].set_text(f"{named[near].get_text()}, {rule}")
        else:
            end = (voters[-1], seconds[-1])
            named[seconds[-1]] = axes.annotate(rule, end, xytext=(8, -3), textcoords="offset points")
    first = min(voters for points in lines.values() for voters, _ in points)
    last = max(voters for points in lines.values() for voters, _ in points)
    axes.loglog((first, last), (1e-3, 1e-3 * last / first), color="#bbb", linestyle=":", linewidth=1)
    axes.annotate("linear", (last, 1e-3 * last / first), xytext=(8, -3), textcoords="offset points", color="#777")
    axes.set_xlabel("voters (500 projects, 4.7 approvals each)")
    axes.set_ylabel("seconds")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#eee")
    axes.margins(x=0.16)
    figure.savefig(target, bbox_inches="tight", metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1])
