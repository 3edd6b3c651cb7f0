"""`polops diff` of 2,000 files with 20 changed, against a cold check, and against `git show` per file for both revisions.

benchmarks/diff.py [FILES [SHOWN [ROUNDS]]]: the workload of `generate.py`, committed; then ten budgets, six headcount files and four OKR
files with one value changed in each. Of `git show` 100 runs are timed and multiplied. All in turns; prints seconds and ratios.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measure import Cost, Runs, environment, interleaved, run

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-08-10"
EDITS: tuple[tuple[str, int, str, Callable[[re.Match[str]], str]], ...] = (
    ("budgets", 10, r"2026-11: (\d+)", lambda found: f"2026-11: {int(found[1]) + 10}"),
    ("headcount", 6, r"planned_start: (\d{4}-\d\d)-01", lambda found: f"planned_start: {found[1]}-02"),
    ("okrs", 4, r"target: (\d+)", lambda found: f"target: {int(found[1]) + 1}"),
)


def build(folder: Path, files: int) -> list[str]:
    """Commit the workload on `main` and change twenty files; returns the paths of all."""
    subprocess.run([sys.executable, ROOT / "benchmarks/generate.py", folder, "--files", str(files)], check=True, stdout=subprocess.DEVNULL)
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=b", "-c", "user.email=b@b", "commit", "-q", "-m", "x"],
        ["gc", "-q"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)  # noqa: S607 - the git in PATH
    draw = random.Random(1)
    for kind, count, pattern, other in EDITS:
        left = count
        places = sorted((folder / "plans" / kind).rglob("*.yaml"))
        for place in draw.sample(places, len(places)):
            text, changed = re.subn(pattern, other, place.read_text(), count=1)
            if changed and left:
                place.write_text(text)
                left -= 1
        assert not left, f"no {count} files of {kind} to change"  # noqa: S101 - a figure about nothing would be worse
    return sorted(str(place.relative_to(folder)) for place in (folder / "plans").rglob("*.yaml"))


def main(files: int = 2_000, shown: int = 100, rounds: int = 3) -> None:
    """Measure in turns and print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "work"
        paths = build(folder, files)
        env = environment(ROOT / "src")

        def polops(*words: str) -> Cost:
            return run([sys.executable, "-m", "polops", "-C", str(folder), *words, "--as-of", AS_OF], env)

        def show() -> Cost:
            costs = [run(["git", "-C", str(folder), "show", f"HEAD:{path}"], env) for path in paths[:shown]]
            return sum(costs, Cost(0, 0, 0, 0))

        runs = interleaved(
            {
                "check": lambda: polops("check"),
                "changes": lambda: polops("diff", "--no-effects"),
                "diff": lambda: polops("diff"),
                "show": show,
            },
            rounds,
        )
        report(runs, 2 * len(paths) / shown)


def report(runs: dict[str, Runs], times: float) -> None:
    """Seconds on the clock and of processor, each as a ratio of the cold check and of `git show` for both revisions."""
    check, shown = runs["check"], runs["show"].wall * times
    print(f"cold check {check.wall:.2f} s, processor {check.cpu:.2f} s; git show per file, both revisions, {shown:.1f} s")
    for name, label in (("changes", "diff --no-effects"), ("diff", "diff")):
        found = runs[name]
        print(f"{label}: {found.wall:.2f} s, processor {found.cpu:.2f} s, {found.memory:.0f} MB, exit codes {found.codes}")
        print(f"  ÷ check {found.wall / check.wall:.2f} (processor {found.cpu / check.cpu:.2f}), ÷ git show {found.wall / shown:.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
