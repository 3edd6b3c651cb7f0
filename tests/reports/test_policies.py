"""The policy register: exact cells of the reference's policies, and journey 8."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY, POLICY
from tests.analyse.workspaces import at
from tests.reports.desk import cells, keys, page_of, table

from polops.reports import Options, build
from polops.reports.page import Chart
from polops.source.problem import PolopsError

RELATED = POLICY.replace("status: approval\n", "status: approval\nrelated: [INI-004]\n")
NEXT = POLICY.replace("POL-MH-002", "POL-MH-009").replace("2026-09-15", "2026-08-20").split("readiness:")[0] + "team: coe\n"


def test_the_register_has_version_lag_coverage_review_and_what_to_watch() -> None:
    page = page_of("policies", at(DAY, ALL))
    columns = ("policy", "status", "version", "review_due", "watch", "guidance", "lag", "coverage", "kappa", "review", "type", "team")
    (first, second) = cells(page, "register", *columns)
    kappa = first[8]
    assert isinstance(kappa, Decimal)
    assert round(kappa, 2) == Decimal("0.66")
    assert first[:8] == (
        "POL-MH-002", "approval", "3.0", date(2026, 11, 18), "3.0 in 36d", "2.4", -36, Decimal(0),
    )  # fmt: skip
    assert first[9:] == ("QR-011", "policy", "mh")
    assert second == (
        "POL-MH-PRO-01", "enforced", "1.3", date(2026, 8, 10), "", None, None, Decimal(0), None, None, "protocol", "mh",
    )  # fmt: skip


def test_guidance_that_is_behind_what_is_in_force_is_watched() -> None:
    old = POLICY.replace("status: approval", "status: enforced").replace("2026-09-15", "2026-07-01")
    page = page_of("policies", at("2026-12-01", ALL, old))
    assert cells(page, "register", "watch", "lag")[0] == ("guidance 153d behind; review overdue", 153)
    assert "guidance behind in 1; 2 reviews overdue" in page.lead


def test_the_checklist_is_a_grid_of_items_and_launches_the_nearest_first() -> None:
    page = page_of("policies", at(DAY, ALL, NEXT))
    assert cells(page, "launches", "policy", "days", "done", "of", "late", "readiness") == [
        ("POL-MH-009", 10, 0, 12, 0, Decimal(0)),
        ("POL-MH-002", 36, 1, 11, 1, Decimal(1) / 11),
    ]
    grid = table(page, "checklist")
    assert [column.label for column in grid.columns] == ["Item", "POL-MH-009", "POL-MH-002"]
    assert [row.cells for row in grid.rows[:4]] == [
        ("legal review", "○", "○ 14 Aug 2026"),
        ("text final", "○", "✔ 24 Jul 2026"),
        ("guidance ready", "○", "✖ 7 Aug 2026"),
        ("training 95", "○", "○ 28 Aug 2026"),
    ]
    assert grid.rows[-1].cells == ("rollback plan", "○", "– n/a")
    assert [block.kind for section in page.sections for block in section.blocks if isinstance(block, Chart)] == ["bars"]


def test_the_change_log_has_every_version_or_those_of_a_period() -> None:
    ctx = at(DAY, ALL)
    columns = ("effective", "policy", "version", "approvals", "state")
    assert cells(page_of("policies", ctx), "changelog", *columns) == [
        (date(2026, 9, 15), "POL-MH-002", "3.0", None, "to come"),
        (date(2026, 2, 16), "POL-MH-PRO-01", "1.3", "dana.lee 2026-02-10", "in force"),
    ]
    assert cells(page_of("policies", ctx, Options(period="2026-Q1")), "changelog", "version") == [("1.3",)]


def test_a_part_may_be_asked_for() -> None:
    ctx = at(DAY, ALL)
    assert keys(page_of("policies", ctx)) == ["register", "readiness", "changelog"]
    assert keys(page_of("policies", ctx, Options(readiness=True))) == ["readiness"]
    assert keys(page_of("policies", ctx, Options(changelog=True))) == ["changelog"]


def test_one_policy_says_what_its_launch_waits_for() -> None:
    """Journey 8: readiness 1 of 11; old guidance, training 5 of 18, the barrier, and the issue that blocks the initiative's milestone."""
    page = page_of("policies", at(DAY, ALL, RELATED), Options(ref="pol-mh-002", readiness=True))
    assert page.title == "Lumo Product Policy · POL-MH-002 Disordered eating and body image"
    assert page.lead == (
        "Version 3.0 is effective 15 Sep 2026, 36 days ahead; status approval; readiness 1 of 11 = 9.1 %; review due 18 Nov 2026."
    )
    assert keys(page) == ["readiness", "waits"]
    assert cells(page, "checklist", "item", "state", "day", "owner", "reason") == [
        ("guidance ready", "✖ late", date(2026, 8, 7), "jo.park", ""),
        ("legal review", "○ open", date(2026, 8, 14), "ines.duarte", ""),
        ("training 95", "○ open", date(2026, 8, 28), "jo.park", ""),
        ("text final", "✔ done", date(2026, 7, 24), "", ""),
        ("rollback plan", "– n/a", None, "", "Wording-only change"),
    ]
    assert table(page, "checklist").note.startswith("7 items of the checklist not filled in: tooling labels, ")
    assert cells(page, "waits", "item", "what") == [
        ("POL-MH-002", "Reviewer guideline still implements 2.4"),
        ("CHG-007", "training g1 5 of 18; barrier Knowledge"),
        ("I-021", "Legal review of EU market wording not started (13 days, escalated)"),
    ]


def test_a_policy_alone_waits_for_its_guidance_only() -> None:
    page = page_of("policies", at(DAY, ALL), Options(ref="POL-MH-002"))
    assert cells(page, "waits", "item") == [("POL-MH-002",)]
    assert keys(page) == ["readiness", "waits", "changelog", "guidance", "reviews"]


def test_a_policy_in_force_has_no_checklist() -> None:
    page = page_of("policies", at(DAY, ALL), Options(ref="POL-MH-PRO-01"))
    assert page.lead == "Version 1.3 is in force since 16 Feb 2026; status enforced; review due 10 Aug 2026."
    assert keys(page) == ["changelog"]


def test_a_wrong_reference_names_the_nearest() -> None:
    with pytest.raises(PolopsError, match="no policy 'POL-MH-02'") as raised:
        page_of("policies", at(DAY, ALL), Options(ref="POL-MH-02"))
    assert raised.value.help == "did you mean POL-MH-002?"
    with pytest.raises(PolopsError, match="no policy 'zzz'") as raised:
        page_of("policies", at(DAY), Options(ref="zzz"))
    assert raised.value.help == "polops list policy shows them"


def test_filters_by_team_and_owner() -> None:
    ctx = at(DAY, ALL, NEXT)
    assert cells(page_of("policies", ctx, Options(team="COE")), "register", "policy") == [("POL-MH-009",)]
    assert page_of("policies", ctx, Options(owner="li.wei")).lead == "No policies in this selection."


def test_a_restricted_policy_is_in_no_wider_register() -> None:
    hidden = NEXT + "audience: restricted\n"
    page = build("policies", at(DAY, ALL, hidden), Options())
    assert [row[0] for row in cells(page, "register", "policy")] == ["POL-MH-002", "POL-MH-PRO-01"]
    with pytest.raises(PolopsError, match="no policy"):
        build("policies", at(DAY, ALL, hidden), Options(ref="POL-MH-009"))
