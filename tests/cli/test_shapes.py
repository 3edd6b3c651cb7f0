"""What scripts rely on: the keys of `show --json` (issue 2, section 4), of `list`, `check`, `explain` and reports; the same bytes again."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runner import AS_OF, lay, polops, program
from tests.cli.workspaces import FULL
from tests.conftest import ROOT

from polops.cli.session import open_session
from polops.render import PAGE_FORMATS
from polops.reports import COMPARING, REPORTS

if TYPE_CHECKING:
    from pathlib import Path

COMPUTED = {
    "key_result": "progress score expected gap confidence pace status",
    "objective": "score expected gap coverage status",
    "metric": "value low high n target status period",
    "line": "plan transfers current ytd_budget ytd_actual variance variance_pct favourable outlook outlook_method outlook_methods "
    "full_year_variance committed soft available ytd_through",
    "position": "cost_fy one_time_fy cost_by_month time_to_fill time_to_start open_age start_slip",
    "team": "approved filled vacant fte_filled fte_vacant vacancy_rate frozen requested",
    "order": "drawn open",
    "initiative": "stage slip_days propagated_end driving_chain rag rag_by_dimension bac pv ev ac sv cv spi cpi eac_typical eac_atypical "
    "eac_both etc vac tcpi",
    "milestone": "effective slip_days propagated",
    "risk": "score zone age_days review_due",
    "issue": "age_days escalation_due",
    "change": "adoption barrier training readiness",
    "policy": "readiness guidance_lag_days review_due coverage",
    "obligation": "next_due days status",
    "review": "agreement kappa alpha fleiss accuracy low high",
    "incident": "clocks",
}
"""The documented keys, by kind."""


def show(ref: str, folder: Path = ROOT) -> dict[str, Any]:
    ran = polops("-C", folder, "show", ref, "--as-of", AS_OF, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("kind", COMPUTED)
def test_documented_keys_of_every_kind(kind: str) -> None:
    plan = open_session(ROOT, AS_OF).plan
    for node in list(plan.nodes(kind))[::7]:
        found = show(node.ref)
        assert set(found) >= {"ref", "kind", "as_of", "at", "team", "owner", "fields", "computed", "why", "used_by"}
        assert (found["ref"], found["kind"], found["as_of"]) == (node.ref, kind, AS_OF)
        assert set(found["computed"]) >= set(COMPUTED[kind].split())
        assert_plain(found["computed"])


def assert_plain(value: Any) -> None:  # noqa: ANN401 - JSON
    """Numbers with a fraction are decimal strings; no floats, no exponents."""
    if isinstance(value, dict):
        for item in value.values():
            assert_plain(item)
    elif isinstance(value, list):
        for item in value:
            assert_plain(item)
    else:
        assert value is None or isinstance(value, str | int)
        assert not isinstance(value, str) or "E+" not in value


@pytest.mark.parametrize("ref", ["mh/2026-Q3/O1/KR2", "COE-VEN-01", "HC-MH-004", "vvr-selfharm", "mh", "PO-88121"])
def test_the_references_of_the_issue(ref: str) -> None:
    found = show(ref)
    assert found["ref"] == ref
    assert found["at"].startswith("plans/")
    assert found["computed"]
    assert polops("-C", ROOT, "show", ref, "--as-of", AS_OF).out.startswith(ref)
    assert show(ref.swapcase())["ref"] == ref, "names compare without regard to case"


@pytest.mark.parametrize(
    ("ref", "key", "value"),
    [
        ("mh/2026-Q3/O1/KR1", "progress", "0.333333333333"),
        ("mh/2026-Q3/O1/KR1", "status", "amber"),
        ("mh/2026-Q3/O1/KR2", "score", "0.470588235294"),
        ("mh/2026-Q3/O1/KR2", "status", "green"),
        ("mh/2026-Q3/O1", "status", "amber"),
        ("COE-VEN-01", "ytd_budget", "580000.00"),
        ("COE-VEN-01", "ytd_actual", "595100.00"),
        ("COE-VEN-01", "variance", "-15100.00"),
        ("COE-VEN-01", "favourable", False),
        ("COE-VEN-01", "outlook", "1053100.00"),
        ("HC-MH-004", "cost_fy", "91553.71"),
        ("HC-MH-004", "time_to_fill", 98),
        ("HC-MH-006", "open_age", 98),
        ("PO-88121", "drawn", "595100.00"),
    ],
)
def test_vectors_through_the_command(ref: str, key: str, value: object) -> None:
    """C19 of the domain reference, as the example organisation has it."""
    assert show(ref)["computed"][key] == value


def test_list(tmp_path: Path) -> None:
    folder = lay(tmp_path, FULL)
    kinds = json.loads(polops("-C", folder, "list", "--json").out)
    assert all(set(row) == {"kind", "count"} for row in kinds)
    for row in kinds:
        items = json.loads(polops("-C", folder, "list", row["kind"], "--json").out)
        assert len(items) == row["count"]
        assert all(set(item) == {"ref", "title", "status", "team", "owner", "at"} for item in items)
    mine = json.loads(polops("-C", folder, "list", "position", "--team", "MH", "--json").out)
    assert mine
    assert {item["team"] for item in mine} == {"mh"}


def test_check() -> None:
    found = json.loads(polops("-C", ROOT, "check", "--as-of", AS_OF, "--format", "json").out)
    assert set(found) == {"problems", "summary"}
    assert set(found["summary"]) == {"errors", "warnings", "infos", "waived", "elsewhere", "shown", "total"}
    keys = {"code", "severity", "path", "line", "col", "end_line", "end_col", "message", "help", "ref", "waived", "elsewhere", "related"}
    assert all(set(problem) == keys for problem in found["problems"])


def test_explain() -> None:
    pages = json.loads(polops("explain", "--json").out)
    assert all(set(page) == {"code", "name", "severity", "title", "text"} for page in pages)
    assert json.loads(polops("explain", "BUD301", "--json").out) in pages


@pytest.mark.parametrize("name", sorted(REPORTS.keys() - COMPARING))
def test_report(name: str) -> None:
    found = json.loads(polops("-C", ROOT, "report", name, "--as-of", AS_OF, "--format", "json").out)
    assert isinstance(found, dict)
    assert found["name"] == name
    assert "title" in found


# --- the same bytes --------------------------------------------------------------------------------------------------------------------

ALL = """
import os, sys
from tests.cli.runner import polops
from tests.cli.workspaces import outputs, shown
from decimal import localcontext
from pathlib import Path
import hashlib
folder = Path(sys.argv[1])
with localcontext(prec=100):
    for name, kind, data in outputs(folder):
        print(name, kind, hashlib.sha256(data).hexdigest())
    print(hashlib.sha256(b"".join(data + text for _, data, text in list(shown(folder))[::5])).hexdigest())
check = ("check", "--as-of", "2026-08-10")
for arguments in (check, (*check, "--format", "json"), ("list", "--json"), ("schema", "--all", "--workspace")):
    print(arguments, hashlib.sha256(polops("-C", folder, *arguments).data).hexdigest())
"""


def every_byte(folder: Path, **environment: str) -> str:
    """A digest of everything that the commands print, made in a process of its own."""
    import subprocess  # noqa: PLC0415 - only here
    import sys  # noqa: PLC0415 - only here

    ran = subprocess.run(
        [sys.executable, "-c", ALL, str(folder)], capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **environment},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == len(REPORTS.keys() - COMPARING) * (len(PAGE_FORMATS) - 1) + 1 + 5, (
        "every report in every format; one of them as ics"
    )
    return ran.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example outside the checkout, so that no commit comes in."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "plans", folder / "plans")
    return folder


def test_same_bytes_whatever_the_environment_and_the_order_of_files(copy: Path, tmp_path: Path) -> None:
    files = sorted(path for path in (copy / "plans").rglob("*") if path.is_file())
    random.Random(1).shuffle(files)  # noqa: S311 - an order, no secret
    for path in files:
        there = tmp_path / "shuffled" / path.relative_to(copy)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(path.read_bytes())
    shuffled = every_byte(tmp_path / "shuffled", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C", LANG="de_DE")
    assert shuffled == every_byte(copy, PYTHONHASHSEED="2", TZ="America/St_Johns", LC_ALL="tr_TR.UTF-8")


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file with a digest of its bytes and the time it was changed."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files}


def test_reading_writes_nothing(tmp_path: Path) -> None:
    folder = lay(tmp_path, FULL)
    before = tree(folder)
    dated = (("check", "--as-of", AS_OF), ("report",), ("show", "mh"))
    for arguments in (*dated, ("list",), ("schema", "--all", "--workspace"), ("explain",)):
        assert polops("-C", folder, *arguments).code in {0, 1}
    for name in REPORTS:
        polops("-C", folder, "report", name, "--as-of", AS_OF)
    assert tree(folder) == before


def test_only_the_output_is_written(tmp_path: Path) -> None:
    folder = lay(tmp_path, FULL)
    before = tree(folder)
    for ending in ("md", "html", "xlsx", "json", "csv"):
        ran = polops("-C", folder, "report", "budget", "--as-of", AS_OF, "-o", tmp_path / f"budget.{ending}")
        assert (ran.code, ran.data, ran.err) == (0, b"", "")
    after = tree(folder)
    assert set(after) - set(before) == {str(tmp_path / f"budget.{ending}") for ending in ("md", "html", "xlsx", "json", "csv")}
    assert {path: after[path] for path in before} == before
    wanted = {ending: (tmp_path / f"budget.{ending}").read_bytes() for ending in ("md", "html", "xlsx", "json", "csv")}
    for ending, data in wanted.items():
        assert polops("-C", folder, "report", "budget", "--as-of", AS_OF, "-o", tmp_path / f"budget.{ending}").code == 0
        assert (tmp_path / f"budget.{ending}").read_bytes() == data


def test_without_git_nothing_is_different(copy: Path) -> None:
    usual = program("-C", copy, "report", "--as-of", AS_OF)
    bare = program("-C", copy, "report", "--as-of", AS_OF, PATH="/nonexistent")
    assert (bare.code, bare.data, bare.err) == (0, usual.data, "")
