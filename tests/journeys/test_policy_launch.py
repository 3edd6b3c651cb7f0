"""Journey 8, a policy is launched: what is left to do, who holds it up, and a status that cannot be claimed too early.

Source: domain reference F8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.runner import AS_OF, polops

if TYPE_CHECKING:
    from pathlib import Path

FILE = "plans/policies/POL-MH-002.yaml"


def test_the_report_says_what_is_left(workspace: Path) -> None:
    """1 of 11 items, 36 days to go; guidance implements 2.4; training 5 of 18; the barrier is Knowledge; Legal blocked by I-021."""
    ran = polops("report", "policies", "POL-MH-002", "--as-of", AS_OF, "--format", "json", cwd=workspace)
    assert ran.code == 0
    said = " ".join(ran.out.split())
    assert "36 days ahead; status approval; readiness 1 of 11 = 9.1 %" in said
    assert "7 items of the checklist not filled in" in said
    assert "still implements 2.4" in said
    assert "training g1 5 of 18" in said
    assert "barrier Knowledge" in said
    assert "I-021" in said
    assert "13 days, escalated" in said


def test_a_policy_is_not_ready_because_somebody_says_so(workspace: Path) -> None:
    text = (workspace / FILE).read_text()
    (workspace / FILE).write_text(text.replace("status: approval", "status: ready", 1))
    ran = polops("check", FILE, "--as-of", AS_OF, cwd=workspace)
    assert ran.code == 1
    assert "error[POL202] POL-MH-002 is ready with 10 open readiness items" in ran.out


def test_the_launch_grid_has_every_item_of_every_launch(workspace: Path) -> None:
    ran = polops("report", "policies", "--readiness", "--as-of", AS_OF, "--format", "json", cwd=workspace)
    assert ran.code == 0
    for item in ("legal review", "training 95", "rollback plan"):
        assert item in ran.out


def test_a_wrong_policy_gets_a_suggestion(workspace: Path) -> None:
    ran = polops("report", "policies", "POL-MH-0002", "--as-of", AS_OF, cwd=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean POL-MH-002?" in ran.err
