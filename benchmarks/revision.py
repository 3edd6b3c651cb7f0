"""Reading the plans of a git revision: one `cat-file --batch` against one `git show` a file. Both in one run; prints the ratio.

benchmarks/revision.py [FILES [SHOWN]]: 2,000 files of about 12 kB, of which 200 are shown one by one and the time multiplied.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from polops.source.git import find_repository, resolve
from polops.source.revision import list_plans, read_plans


def build(folder: Path, files: int) -> None:
    """Commit and pack a plans folder of that many files."""
    draw = random.Random(1)
    lines = [f"  - {{id: L-{n:05}, plan: {draw.randrange(10**6)}, owner: person.{draw.randrange(99)}}}\n" for n in range(5_000)]
    plans = folder / "plans"
    plans.mkdir(parents=True)
    (plans / "polops.yaml").write_text("kind: settings\n")
    for n in range(files - 1):
        place = plans / f"team{n % 40:02}" / f"budget{n:04}.yaml"
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"kind: budget\nnumber: {n}\nlines:\n" + "".join(draw.sample(lines, 240)))
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=b", "-c", "user.email=b@b", "commit", "-q", "-m", "x"], ["gc", "-q"]):
        subprocess.run(["git", *command], cwd=folder, check=True)  # noqa: S607 - the git in PATH


def main(files: int = 2_000, shown: int = 200) -> None:
    """Measure three times, in turns, and print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, files)
        batch, single = [], []
        for _ in range(3):
            started = time.perf_counter()
            texts, problems = read_plans(list_plans(resolve(find_repository(folder), "HEAD")))
            batch.append(time.perf_counter() - started)
            assert (len(texts), problems) == (files, [])  # noqa: S101 - a figure about nothing would be worse
            started = time.perf_counter()
            for path in list(texts)[:shown]:
                subprocess.run(["git", "show", f"HEAD:{path}"], cwd=folder, check=True, capture_output=True)  # noqa: S607 - as above
            single.append((time.perf_counter() - started) * files / shown)
    one, other = sorted(batch)[1], sorted(single)[1]
    megabytes = sum(map(len, texts.values())) / 1e6
    print(
        f"{files:,} files, {megabytes:.1f} MB: revision {one:.2f} s, git show per file {other:.1f} s (of {shown}), ratio {one / other:.3f}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
