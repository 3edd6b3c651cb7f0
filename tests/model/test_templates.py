"""The shipped templates: every kind has one that is valid as it is, and all of them together are a workspace without an error."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ROOT

from polops.analyse.context import Context
from polops.model import KINDS
from polops.model.base import File
from polops.model.build import build
from polops.plan.load import Loaded, load
from polops.rules.run import run
from polops.source.problem import Severity
from polops.source.shipped import shipped
from polops.source.yaml import read

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "templates/new"
FILES = sorted(FOLDER.rglob("*.yaml"))
WRITTEN_BY_POLOPS = {"lock"}
CANONICAL = {
    "vvr", "prevalence", "proactive_rate", "zero_view_rate", "within_24h", "tat_p50", "tat_p90", "appeal_rate", "appeal_overturn",
    "qa_accuracy", "irr_kappa", "irr_alpha", "coverage", "guidance_lag", "escalation_sla", "obligation_on_time", "xfn_response",
    "wellbeing_pulse",
}  # fmt: skip
"""Domain reference B2.3."""


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def entity(path: Path) -> File:
    data, problems = read(name(path), path.read_bytes())
    assert data is not None, problems
    found = build(data)
    assert isinstance(found, File), found
    return found


def usual(path: Path) -> str:
    """Where a template's first line says that its file belongs."""
    found = re.match(r"# (plans/[\w./-]+\.yaml): ", path.read_text())
    return found[1] if found else f"plans/{name(path)}"


def workspace(*, samples: bool) -> Loaded:
    return load({usual(path): path.read_bytes() for path in FILES if samples or path.parent.name != "obligations"})


@pytest.mark.parametrize("path", FILES, ids=name)
def test_it_is_valid_as_it_is_and_says_what_it_is_for(path: Path) -> None:
    found = entity(path)
    assert path.parent != FOLDER or path.stem in {found.kind, "protocol"}
    assert path.read_text().startswith("# ")
    assert shipped(f"new/{name(path)}") == path.read_text()


def test_every_kind_that_people_write_has_one() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == (set(KINDS) - WRITTEN_BY_POLOPS) | {"protocol"}


def test_the_canonical_metrics_are_there() -> None:
    assert {path.stem for path in (FOLDER / "metrics").iterdir()} == CANONICAL


def test_obligations_are_for_legal_to_correct() -> None:
    samples = list((FOLDER / "obligations").iterdir())
    assert len(samples) >= 4
    for path in samples:
        assert path.read_text().startswith("# A sample for Legal to correct"), path


def test_together_they_refer_to_each_other() -> None:
    assert workspace(samples=True).problems == ()


def test_check_finds_no_error_in_them() -> None:
    """The samples of obligations are left out: what is overdue there depends on whoever takes them over."""
    loaded = workspace(samples=False)
    found = run(Context(loaded.plan, date(2026, 8, 10)))
    assert [(str(problem.span), problem.code, problem.message) for problem in found if problem.severity is Severity.ERROR] == []
