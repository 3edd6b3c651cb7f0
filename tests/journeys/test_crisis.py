"""Journey 7, a crisis: the record is typed from a checklist, the clocks run, and what was not learnt is asked for.

Source: domain reference F7, as far as the commands exist (`new incident` and `stamp` come with the commands that write plans).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.runner import polops

if TYPE_CHECKING:
    from pathlib import Path

FILE = "plans/incidents/INC-2026-005.yaml"
DECLARED = """kind: incident
id: INC-2026-005
title: Live-stream event, re-uploads
severity: S1
protocol: POL-MH-PRO-01
detected: 2026-08-10T09:30Z
"""
STAMPED = "acknowledged: 2026-08-10T09:41Z\ncontained: 2026-08-10T11:05Z\n"
OVER = "resolved: 2026-08-10T20:10Z\npeople_exposed: 7\n"


def codes(folder: Path, day: str) -> list[str]:
    ran = polops("check", FILE, "--as-of", day, "--format", "json", cwd=folder)
    return [problem["code"] for problem in json.loads(ran.out)["problems"]]


def clocks(folder: Path, day: str) -> dict[str, tuple[object, ...]]:
    """Elapsed and allowed minutes and the result, by clock."""
    ran = polops("show", "INC-2026-005", "--as-of", day, "--json", cwd=folder)
    found = json.loads(ran.out)["computed"]["clocks"]
    return {name: (each["elapsed_minutes"], each["limit_minutes"], each["result"]) for name, each in found.items()}


def test_the_clocks_of_the_protocol_run_and_are_judged(workspace: Path) -> None:
    """Acknowledged after 11 of 15 minutes: met. Contained after 95 of 60: breached by 35. Source: domain reference F7."""
    (workspace / FILE).write_text(DECLARED)
    assert {result for *_, result in clocks(workspace, "2026-08-10").values()} == {"running"}
    (workspace / FILE).write_text(DECLARED + STAMPED)
    found = clocks(workspace, "2026-08-10")
    assert found["acknowledge"] == (11, 15, "met")
    assert found["contain"] == (95, 60, "breached")
    assert found["resolve"][2] == "running"
    assert codes(workspace, "2026-08-10") == ["INC301"]


def test_what_was_not_learnt_is_asked_for_after_ten_days(workspace: Path) -> None:
    (workspace / FILE).write_text(DECLARED + STAMPED + OVER)
    assert codes(workspace, "2026-08-20") == ["INC301"]
    assert codes(workspace, "2026-08-21") == ["INC301", "INC302", "INC302"], "neither review nor debrief"
    learnt = "debrief_on: 2026-08-12\naar: {on: 2026-08-17, summary: Variants evaded the first hash, causes: [No perceptual hash]}\n"
    (workspace / FILE).write_text(DECLARED + STAMPED + OVER + learnt + "closed: 2026-08-18T09:00Z\n")
    assert codes(workspace, "2026-08-21") == []


def test_the_report_is_for_those_who_may_read_it(workspace: Path) -> None:
    (workspace / FILE).write_text(DECLARED + STAMPED)
    restricted = polops("report", "incidents", "--audience", "restricted", "--as-of", "2026-08-10", cwd=workspace)
    assert "INC-2026-005" in restricted.out
    for audience in ("team", "internal", "public"):
        assert "INC-2026-005" not in polops("report", "incidents", "--audience", audience, "--as-of", "2026-08-10", cwd=workspace).out


def test_content_links_and_handles_never_enter_the_record(workspace: Path) -> None:
    slip = DECLARED.replace("Live-stream event, re-uploads", '"Re-uploads of @user_1234, see https://video.example/v/77"')
    (workspace / FILE).write_text(slip)
    assert "SEC101" in codes(workspace, "2026-08-10")
