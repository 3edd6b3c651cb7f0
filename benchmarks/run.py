"""Measure polops against its peers, each pair in the same run: `python benchmarks/run.py`.

Prints what was measured, the ratios of medians, and the targets. Nothing here fails because a machine is slow: the exit code is 0 unless
a program could not be run at all. The peers (check-jsonschema, yamllint) come from constraints-bench.txt.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from measure import Cost, Runs, Work, environment, interleaved, run

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-08-10"
KINDS = {"budgets": "budget", "headcount": "headcount", "okrs": "okrs", "metrics": "metrics", "readings": "readings"}
LINT = "{extends: default, rules: {line-length: disable, document-start: disable, braces: disable, comments-indentation: disable}}"
SAMPLE = 100
WORKLOAD = 2000


@dataclass(frozen=True)
class Result:
    """One line of the table. `by_cpu` is the ratio of processor time, which a busy machine disturbs less than the clock."""

    work: str
    ratio: float
    by_cpu: float | None
    inputs: str
    target: float | None = None
    goal: float | None = None
    unit: str = ""

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "goal reached" if self.goal is not None and self.ratio <= self.goal else "reached" if self.ratio <= self.target else "MISSED"


class Bench:
    """What all measurements share: how programs are called, and where the workspaces are."""

    def __init__(self, folder: Path, chosen: argparse.Namespace) -> None:
        self.folder, self.chosen, self.env = folder, chosen, environment(ROOT / "src")
        script = Path(sys.executable).with_name("polops")
        self.polops = [str(script)] if script.exists() else [sys.executable, "-m", "polops"]
        self.bare = [sys.executable, "-c", "pass"]

    def work(self, *command: str) -> Work:
        return lambda: run(command, self.env)

    def peer(self, name: str) -> str | None:
        found = Path(sys.executable).with_name(name)
        return str(found) if found.exists() else None

    def workspace(self, files: int) -> Path:
        out = self.folder / f"w{files}"
        if not out.exists():
            subprocess.run(
                [sys.executable, str(ROOT / "benchmarks" / "generate.py"), str(out), "--files", str(files)], check=True, stdout=sys.stderr
            )
        return out

    def schema(self, kind: str) -> Path:
        """Our schema of a kind; from the models where the command line cannot give it."""
        path = self.folder / f"{kind}.schema.json"
        if not path.exists():
            made = subprocess.run([*self.polops, "schema", kind], env=self.env, capture_output=True, check=False)
            code = "import json, sys; from polops.model import kind; print(json.dumps(kind(sys.argv[1]).model_json_schema()))"
            if made.returncode:
                made = subprocess.run([sys.executable, "-c", code, kind], env=self.env, capture_output=True, check=True)
            path.write_bytes(made.stdout)
        return path

    def check(self, workspace: Path, *files: Path) -> Work:
        return self.work(*self.polops, "-C", str(workspace), "check", *map(str, files), "--as-of", AS_OF)


def start_up(bench: Bench) -> list[Result]:
    works = {
        "bare": bench.work(*bench.bare),
        "version": bench.work(*bench.polops, "--version"),
        "help": bench.work(*bench.polops, "--help"),
    }
    report = bench.work(*bench.polops, "-C", str(ROOT), "report", "status", "--as-of", AS_OF)
    found = interleaved({**works, "report": report}, bench.chosen.repeat)
    return [
        against("`polops --version` ÷ `python -c pass`", found["version"], found["bare"], 1.5, 1.3),
        against("`polops --help` ÷ `python -c pass`", found["help"], found["bare"], 8, 5),
        against("`report status` of the example ÷ `python -c pass`", found["report"], found["bare"], 50, 25),
    ]


def one_file(bench: Bench) -> list[Result]:
    """A file of the example within its workspace, all of which is read for the references; and one that stands alone."""
    peer = bench.peer("check-jsonschema")
    if peer is None:
        return []
    alone = bench.folder / "one"
    (alone / "plans").mkdir(parents=True, exist_ok=True)
    (alone / "plans" / "polops.yaml").write_text("kind: settings\n")
    lone, example = alone / "plans" / "org.yaml", ROOT / "plans" / "budgets" / "FY26" / "coe.yaml"
    lone.write_bytes((ROOT / "plans" / "org.yaml").read_bytes())
    works = {"lone": bench.check(alone, lone), "lone peer": bench.work(peer, "--schemafile", str(bench.schema("org")), str(lone))}
    works |= {"example": bench.check(ROOT, example)}
    works |= {"example peer": bench.work(peer, "--schemafile", str(bench.schema("budget")), str(example))}
    found = interleaved(works, bench.chosen.repeat)
    return [
        against("`check` of one file that stands alone ÷ check-jsonschema on it", found["lone"], found["lone peer"], 0.8, 0.5),
        against("`check` of one file in the example ÷ check-jsonschema on it", found["example"], found["example peer"], 0.8, 0.5),
    ]


def cold(bench: Bench) -> list[Result]:
    """The large workspace against its peers, and against a workspace an eighth of its size."""
    files = bench.chosen.files
    large, small = bench.workspace(files), bench.workspace(max(30, files // 8))
    works = {"large": bench.check(large), "small": bench.check(small)}
    by_kind = {
        kind: sorted((large / "plans").glob(f"{'metrics/' if kind == 'readings' else ''}{folder}/**/*.yaml"))
        for folder, kind in KINDS.items()
    }
    by_kind["metrics"] = [path for path in by_kind["metrics"] if "readings" not in path.parts]
    total = sum(map(len, by_kind.values()))
    share = 1.0 if bench.chosen.full else SAMPLE / total
    picked = {kind: paths if bench.chosen.full else spread(paths, round(len(paths) * share)) for kind, paths in by_kind.items()}
    least = min(picked["okrs"], key=lambda path: path.stat().st_size)
    peers = {}
    if peer := bench.peer("check-jsonschema"):
        peers["check-jsonschema"] = len(picked)  # it takes one schema at a time, so it starts once a kind
        works["check-jsonschema, one file"] = bench.work(peer, "--schemafile", str(bench.schema("okrs")), str(least))
        works["check-jsonschema"] = lambda: added(
            [run([peer, "--schemafile", str(bench.schema(kind)), *map(str, paths)], bench.env) for kind, paths in picked.items()]
        )
    if lint := bench.peer("yamllint"):
        peers["yamllint"] = 1
        works["yamllint, one file"] = bench.work(lint, "-d", LINT, str(least))
        works["yamllint"] = bench.work(lint, "-d", LINT, *(str(path) for paths in picked.values() for path in paths))
    found = interleaved(works, bench.chosen.heavy)
    ours, results = found["large"], []
    sample = sum(map(len, picked.values()))
    how = "all files" if bench.chosen.full else f"{sample} files, without its start-up × {1 / share:.1f}"
    for name, targets in (("check-jsonschema", (0.06, 0.02)), ("yamllint", (None, None))):
        if name in peers:
            start, sampled, starts = found[f"{name}, one file"], found[name], peers[name]
            wall, cpu = (
                starts * one + (some - starts * one) / share for one, some in ((start.wall, sampled.wall), (start.cpu, sampled.cpu))
            )
            inputs = f"{ours.wall:.2f} s ÷ {wall:.0f} s ({how}); processor {ours.cpu:.2f} s ÷ {cpu:.0f} s"
            results.append(Result(f"cold `check`, {files:,} files ÷ {name}", ours.wall / wall, ours.cpu / cpu, inputs, *targets))
    grown = f"{found['small'].wall:.2f} s → {ours.wall:.2f} s"
    wanted = (8.5, 8.2) if files == WORKLOAD else (None, None)
    results += [
        Result("the same, peak memory", ours.memory, None, f"the largest process; exit codes {ours.codes}", 500, None, " MB"),
        Result(
            f"time against size: {max(30, files // 8)} → {files:,} files",
            ours.wall / found["small"].wall,
            ours.cpu / found["small"].cpu,
            grown,
            *wanted,
        ),
    ]
    return results


def spread(paths: list[Path], count: int) -> list[Path]:
    """So many of the paths, evenly; at least one."""
    count = max(1, min(count, len(paths)))
    return [paths[i * len(paths) // count] for i in range(count)]


def added(costs: Sequence[Cost]) -> Cost:
    return sum(costs, Cost(0, 0, 0, 0))


def against(work: str, ours: Runs, peer: Runs, target: float, goal: float) -> Result:
    codes = f", exit {ours.codes}" if ours.codes != [0] else ""
    return Result(
        work, ours.wall / peer.wall, ours.cpu / peer.cpu, f"{ours.wall * 1000:.0f} ms ÷ {peer.wall * 1000:.0f} ms{codes}", target, goal
    )


def machine() -> dict[str, str]:
    found = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
    }
    for name in ("typer", "pydantic", "pyyaml", "check-jsonschema", "yamllint"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def table(results: Sequence[Result]) -> str:
    rows: list[tuple[str, ...]] = [("work", "clock", "processor", "inputs (medians)", "first issue", "goal", "verdict (clock)")]
    for item in results:
        marks = [f"≤ {mark:g}{item.unit}" if mark is not None else "–" for mark in (item.target, item.goal)]
        rows.append((item.work, figure(item.ratio) + item.unit, figure(item.by_cpu), item.inputs, *marks, item.verdict))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def figure(value: float | None) -> str:
    """A figure with three digits that count."""
    if value is None:
        return "–"
    digits = 2 - math.floor(math.log10(value))
    return f"{round(value, digits):.{max(0, digits)}f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=WORKLOAD, help="size of the large workspace")
    parser.add_argument("--repeat", type=int, default=11, help="rounds of the short works")
    parser.add_argument("--heavy", type=int, default=3, help="rounds of the long works")
    parser.add_argument("--full", action="store_true", help="give the peers all files, not a sample: some ten minutes a round")
    parser.add_argument("--only", choices=("start", "one", "cold"), help="only these works")
    parser.add_argument("--json", action="store_true", help="print JSON and no table")
    parser.add_argument("--workspaces", type=Path, help="keep the generated workspaces here, and use those that are there")
    chosen = parser.parse_args()
    works = {"start": start_up, "one": one_file, "cold": cold}
    with tempfile.TemporaryDirectory(prefix="polops-bench-") as scratch:
        folder = chosen.workspaces or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, chosen)
        results = [result for name, measure in works.items() if chosen.only in (None, name) for result in measure(bench)]
    if chosen.json:
        print(
            json.dumps(
                {"machine": machine(), "results": [{**asdict(item), "verdict": item.verdict} for item in results]},
                indent=2,
                ensure_ascii=False,
            )
        )
        return
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print(f"called as: {' '.join(bench.polops)}\n")
    print(table(results))


if __name__ == "__main__":
    main()
