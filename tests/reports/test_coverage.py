"""Coverage of the taxonomy, issue by issue: exact cells of the reference's policies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.analyse.lumo import ALL, DAY, PROTOCOL
from tests.analyse.workspaces import at
from tests.reports.desk import cells, keys, page_of, table

from polops.reports import Options, build

GUIDED = PROTOCOL + """guidance:
  - {title: Run sheet, path: library/run-sheet.md, version: "1.3", updated: 2026-02-12}
metrics: [reach]
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics:
  - {id: reach, name: Reach, direction: up}
"""  # fmt: skip


def test_an_issue_has_its_policies_guidance_metric_review_and_gaps() -> None:
    page = page_of("coverage", at(DAY, ALL, GUIDED))
    found = cells(page, "issues", "issue", "covered", "policy", "guidance", "metric", "review", "reviewed_on", "gaps")
    assert found[:4] == [
        (
            "mental health: disordered eating",
            "✖",
            "POL-MH-002",
            "behind",
            "none",
            "✔ QR-011",
            date(2026, 8, 3),
            "enforcement, guidance, metric",
        ),
        ("mental health: self harm", "✔", "POL-MH-PRO-01", "current", "✔", "none", None, "review"),
        ("mental health: suicide", "✔", "POL-MH-PRO-01", "current", "✔", "none", None, "review"),
        ("mental health: emotionally vulnerable", "✖", "", "none", "none", "none", None, "policy"),
    ]
    row = table(page, "issues").rows[1]
    assert (row.ref, str(row.span)) == ("mental_health/self_harm", "policies/POL-MH-PRO-01.yaml:1:1")
    assert page.lead == (
        "2 of 7 issues covered (28.6 %); 3 without any policy; 2 not enforced; 2 without current guidance; "
        "2 without a metric; 2 without a review."
    )


def test_areas_add_up_and_gaps_name_what_is_there() -> None:
    page = page_of("coverage", at(DAY, ALL, GUIDED))
    columns = ("area", "issues", "covered", "share", "policy", "guidance", "metric", "review")
    assert cells(page, "areas", *columns) == [("mental health", 7, 2, Decimal(2) / 7, 4, 2, 2, 2)]
    assert cells(page, "gaps", "issue", "missing", "policies", "owner")[:2] == [
        ("mental health: disordered eating", "enforcement, guidance, metric", "POL-MH-002 (approval)", "ines.duarte"),
        ("mental health: emotionally vulnerable", "policy", "", ""),
    ]


def test_an_old_review_is_a_gap() -> None:
    page = page_of("coverage", at("2027-02-04", ALL))
    assert cells(page, "issues", "review")[0] == ("✖ QR-011",)
    assert cells(page_of("coverage", at("2027-02-03", ALL)), "issues", "review")[0] == ("✔ QR-011",)


def test_a_retired_policy_covers_nothing() -> None:
    page = page_of("coverage", at(DAY, ALL, GUIDED.replace("status: enforced", "status: retired")))
    assert cells(page, "issues", "policy", "gaps")[1] == ("", "policy")


def test_filters_keep_the_issues_of_a_team() -> None:
    ctx = at(DAY, ALL, GUIDED.replace("type: protocol", "type: protocol\nteam: coe"))
    assert cells(page_of("coverage", ctx, Options(team="coe")), "issues", "issue") == [
        ("mental health: self harm",),
        ("mental health: suicide",),
    ]
    assert page_of("coverage", ctx, Options(owner="li.wei")).lead == "No issues in this selection."
    assert page_of("coverage", at(DAY)).sections == ()


def test_a_policy_for_fewer_readers_does_not_count() -> None:
    page = build("coverage", at(DAY, ALL, GUIDED.replace("status: enforced", "status: enforced\naudience: restricted")), Options())
    assert cells(page, "issues", "covered", "policy")[1] == ("✖", "")
    assert keys(page) == ["areas", "gaps", "issues"]
    assert "for fewer readers than this report, do not count" in page.notes[0]
