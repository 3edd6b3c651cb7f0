"""The status report on the small programme of the domain reference: its sections, their cells, and what other plans do not have."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.analyse.lumo import ALL, DAY, OKRS
from tests.analyse.workspaces import BASE, at
from tests.reports.small import cells

from polops.render import Look, terminal, xlsx
from polops.reports import Options, build, status_desk, status_programme
from polops.reports.audience import told
from polops.reports.page import Chart, Column, Page, Row, Table
from polops.source.problem import Problem, Severity, Span
from polops.values.hidden import HIDDEN

UPDATES = """
--- # updates/2026-W32/mh.yaml
kind: update
team: mh
period: 2026-W32
headline: Training is now the critical path.
highlights: [Kappa 0.66]
lowlights: [Training missed its day]
next: [Two live clinics, EU legal wording]
asks:
  - {to: STK-LEGAL, what: Start EU wording review, by: 2026-08-14, ref: I-021}
path_to_green:
  - {on: INI-004, plan: Two clinics recover 10 days, by: 2026-08-28}
override:
  - {on: mh, rag: green, reason: The trainer is booked, until: 2026-08-21, by: ines.duarte}
--- # updates/2026-W31/mh.yaml
kind: update
team: mh
period: 2026-W31
headline: An older one.
asks: [{to: STK-PROD, what: Not asked again, by: 2026-08-12}]
--- # updates/2026-W32/pp.yaml
kind: update
team: pp
period: 2026-W32
headline: Two objectives wait for people.
"""
SOON = """
--- # policies/POL-MH-003.yaml
kind: policy
id: POL-MH-003
title: Crisis panel
type: policy
owner: ines.duarte
status: ready
issues: [mental_health/self_harm]
versions: [{v: "1.0", effective: 2026-08-21, summary: New}]
readiness: {text_final: {done: 2026-07-24}, legal_review: {due: 2026-08-14}}
"""
LATE_FINDING = """
--- # reviews/2026-Q3/QR-010.yaml
kind: review
id: QR-010
policy: POL-MH-002
type: qa_sample
on: 2026-07-20
owner: jo.park
findings:
  - {id: f1, theme: notices, severity: medium, text: Notice missing, owner: jo.park, due: 2026-08-05}
"""


def report(*texts: str, audience: str = "internal", **options: str) -> Page:
    return build("status", at(DAY, ALL, UPDATES, SOON, LATE_FINDING, *texts), Options(audience=audience, **options))  # type: ignore[arg-type]  # by field


def sections(page: Page) -> list[str]:
    return [section.key for section in page.sections]


def test_a_team_has_the_colours_of_its_dimensions_and_an_override_beside_them() -> None:
    """Schedule amber by 10 days; R-012 scores 16; one of three positions is vacant; the override counts until 21 August."""
    (row,) = [
        row for row in cells(report(), "teams", "team", "schedule", "outcome", "risk", "people", "overall", "override") if row[0] == "mh"
    ]
    assert row == ("mh", "amber", "green", "red", "red", "green", "R→G (override, until 21 Aug)")
    assert cells(report(), "overrides", "on", "override", "reason", "by") == [
        ("mh", "R→G (override, until 21 Aug)", "The trainer is booked", "ines.duarte"),
    ]


def test_an_override_that_has_ended_is_not_there() -> None:
    page = build("status", at("2026-08-22", ALL, UPDATES), Options())
    assert cells(page, "overrides", "on") == []
    assert "override" not in {column.key for table in page.tables() if table.key == "teams" for column in table.columns}


def test_each_team_says_its_newest_headline_and_the_root_team_that_of_the_page() -> None:
    page = report()
    assert cells(page, "headlines", "team", "headline", "period") == [
        ("pp", "Two objectives wait for people.", "2026-W32"),
        ("mh", "Training is now the critical path.", "2026-W32"),
    ]
    assert page.headline == "Two objectives wait for people."
    assert report(team="mh").headline == "Training is now the critical path."
    assert report(team="coe").headline == ""


def test_a_period_that_is_over_has_the_last_headline_written_for_it() -> None:
    """2026-W31 ended on 2 August; of July the newest is that of a week that had ended by the 31st, of which there is none."""
    assert report(team="mh", period="2026-W31").headline == "An older one."
    assert report(team="mh", period="2026-07").headline == ""


def test_an_initiative_shows_its_end_and_its_next_milestone() -> None:
    """M3 was stated for 7 August: now today. It moves M4, the next gate, to 25 September, 10 days late."""
    keys = ("initiative", "stage", "rag", "end", "slip", "milestone", "propagated", "gate", "baseline", "owner")
    assert cells(report(), "roadmap", *keys) == [
        (
            "INI-004", "delivery", "amber", date(2026, 9, 25), 10, "M3 Reviewer guidance and training ready", date(2026, 8, 10), "launched",
            date(2026, 7, 31), "ines.duarte",
        ),
    ]  # fmt: skip


def test_an_override_of_an_initiative_stands_beside_its_colour() -> None:
    page = report(UPDATES.replace("on: mh, rag: green", "on: INI-004, rag: green"))
    assert cells(page, "roadmap", "initiative", "rag", "override") == [("INI-004", "green", "A→G (override, until 21 Aug)")]


def test_late_milestones_are_counted() -> None:
    """M3 and M4 are open and both late, one past its day."""
    (tile,) = [
        tile for section in report().sections for block in section.blocks for tile in getattr(block, "tiles", ()) if "late" in tile.label
    ]
    assert (tile.label, tile.value, tile.detail, tile.status) == ("Milestones late", 2, "of 2 open, 1 past their day", "red")


def test_blockers_and_risks() -> None:
    assert cells(report(), "blockers", "issue", "blocks", "severity", "age", "escalated_to", "owner") == [
        ("I-021", "INI-004/M4", "S2", 13, "dana.lee", "ines.duarte"),
    ]
    assert cells(report(), "top", "risk", "score", "zone", "trend", "target", "action", "due") == [
        ("R-012", 16, "red", "better", 8, "Book vendor trainer for Manila", date(2026, 8, 7)),
    ]


def test_a_change_shows_its_barrier() -> None:
    assert cells(report(), "changes", "change", "go_live", "barrier", "adoption") == [("CHG-007", date(2026, 9, 15), "Knowledge", None)]


def test_the_desk_shows_what_is_near_and_what_is_late() -> None:
    """3.0 takes effect in 36 days and is not listed; the transparency report of 28 August is due in 18 days, the risk assessment in 21."""
    page = report()
    ready = cells(page, "launches", "policy", "version", "days", "done", "of", "readiness")
    assert ready == [("POL-MH-003", "1.0", 11, 1, 12, Decimal(1) / 12)]
    assert cells(page, "obligations", "obligation", "due", "days", "status") == [
        ("EU-DSA/art42-transparency", date(2026, 8, 28), 18, "due"),
        ("EU-DSA/art34-risk", date(2026, 8, 31), 21, "due"),
    ]
    assert cells(page, "late_findings", "finding", "due", "theme", "owner") == [("QR-010/f1", date(2026, 8, 5), "notices", "jo.park")]


def test_incidents_are_for_those_who_may_see_them() -> None:
    assert cells(report(), "incidents", "incident") == []
    found = cells(
        report(audience="restricted"), "incidents", "incident", "severity", "detected", "state", "acknowledge", "contain", "resolve"
    )
    assert found == [("INC-2026-003", "S1", date(2026, 7, 21), "resolved", "✔ 11 min", "✖ 95 min", "✔ 10 h 40 min")]


def test_updates_say_what_is_asked_what_is_next_and_how_it_comes_back() -> None:
    """Only what the newest update asks: W31 asked for something else."""
    page = report()
    assert cells(page, "asks", "to", "what", "by", "of") == [("STK-LEGAL", "Start EU wording review", date(2026, 8, 14), "mh")]
    assert cells(page, "coming", "of", "next") == [("mh", "Two live clinics; EU legal wording")]
    assert cells(page, "path_to_green", "on", "status", "plan", "by") == [
        ("INI-004", "amber", "Two clinics recover 10 days", date(2026, 8, 28)),
    ]


def test_a_filter_holds_for_every_section() -> None:
    page = report(team="coe")
    for table in ("roadmap", "blockers", "top", "changes", "launches", "late_findings", "asks", "coming", "overrides"):
        assert cells(page, table) == [], table
    assert cells(page, "obligations", "obligation") == [("EU-DSA/art42-transparency",)]
    assert cells(report(owner="jo.park"), "top", "risk") == [("R-012",)]
    assert cells(report(owner="jo.park"), "blockers", "issue") == []


def test_a_plan_of_the_books_has_the_sections_of_the_books() -> None:
    page = build("status", at(DAY, BASE, OKRS), Options())
    assert sections(page) == ["summary", "okrs"]
    assert cells(page, "teams", "team", "okrs", "kpis", "cost", "people", "overall") == [("mh", "green", "grey", "grey", "grey", "green")]
    assert page.headline == ""


def test_what_is_cut_says_where_the_rest_is() -> None:
    """Eleven initiatives: ten are shown."""
    more = "".join(
        f"--- # roadmap/INI-1{i:02d}.yaml\nkind: initiative\nid: INI-1{i:02d}\nname: N\nowner: jo.park\nstage: idea\n" for i in range(10)
    )
    page = report(more)
    (table,) = [table for table in page.tables() if table.key == "roadmap"]
    assert len(table.rows) == status_programme.MOST
    assert table.note.endswith("1 more: polops report roadmap has all.")


@pytest.mark.parametrize("kind", ["incident", "review", "obligation", "policy", "raid"])
def test_a_plan_without_a_kind_does_not_load_its_analysis(kind: str) -> None:
    """In a new process: what other tests have imported does not count."""
    script = f"""
import sys
from tests.analyse.lumo import OKRS
from tests.analyse.workspaces import BASE, at
from polops.reports import Options, build
build("status", at("2026-08-10", BASE, OKRS), Options())
sys.exit("polops.analyse.{kind}" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_key_results_and_the_heat_map_stand_behind_the_page() -> None:
    """E3: a workbook has them; who reads a page has the objectives and the top risks."""
    page = report()
    assert [table.key for table in page.sheets] == ["key_results", "heat"]
    assert {table.key for table in page.sheets} <= {table.key for table in page.tables()}
    assert not {"key_results", "heat"} & {block.key for found in page.sections for block in found.blocks if isinstance(block, Table)}
    risks = {(row.cells[0], impact): count for row in page.sheets[1].rows for impact, count in enumerate(row.cells[1:6], 1) if count}
    assert risks == {("4", 4): 1}
    assert [row.ref for row in page.sheets[0].rows] == [
        "mh/2026-Q3/O1/KR2",
    ]


def test_no_hidden_amount_leaves_behind_the_page() -> None:
    page = report()
    table = Table("pay", "Pay", (Column("pay", "Pay", "money", "USD", total="sum"),), (Row((HIDDEN,)),))
    found = told(at(DAY, ALL), replace(page, sheets=(table,)))
    assert [row.cells for row in found.sheets[0].rows] == [(None,)]
    assert found.sheets[0].columns[0].total == ""
    assert any(note.startswith("Not shown") for note in found.notes)


def test_windows_are_those_of_the_reference() -> None:
    """E3: launches within 30 days, obligations within 60."""
    assert (status_desk.LAUNCHES, status_desk.DUE) == (30, 60)


def test_teams_are_drawn_against_what_was_expected_and_by_colour_where_there_are_two() -> None:
    other = OKRS.replace("okrs/2026-Q3/mh.yaml", "okrs/2026-Q3/coe.yaml").replace("team: mh", "team: coe")
    drawn = [block for found in report(other).sections if found.key == "okrs" for block in found.blocks if isinstance(block, Chart)]
    assert [(chart.kind, [row.cells[0] for row in chart.table.rows]) for chart in drawn] == [
        ("bullet", ["coe", "mh"]),
        ("stacked_bars", ["coe", "mh"]),
    ]
    assert [block.kind for found in report().sections for block in found.blocks if isinstance(block, Chart)] == ["gantt"]


def test_a_workbook_has_the_sheets_of_the_reference() -> None:
    """E3 names the sheets; the Gantt stands on the schedule's."""
    book = load_workbook(BytesIO(xlsx.render(report(), Look())))
    wanted = {"Read me", "Summary", "Objectives", "Key results", "KPIs", "Roadmap", "Risks", "Blockers", "Decisions", "Findings"}
    assert wanted - set(book.sheetnames) <= {"KPIs", "Decisions", "Findings"}, "the small programme has none of these"
    assert "Money" in book.sheetnames
    assert {rule.type for area in book["Schedule"].conditional_formatting for rule in area.rules} == {"expression"}


def test_a_filter_holds_for_findings_and_for_what_the_head_says_is_fresh() -> None:
    """What another team has to mend is not in a team's report; what concerns a whole file of the team is, and an error that is nobody's."""
    ctx = at(DAY, ALL, OKRS.replace("okrs/2026-Q3/mh.yaml", "okrs/2026-Q3/coe.yaml").replace("team: mh", "team: coe"))

    def finding(ref: str, path: str, severity: Severity = Severity.WARNING) -> Problem:
        return Problem(Span(path, 1, 1, 1, 1), "HC302", severity, f"about {ref or path}", ref=ref)

    mine = next(node for node in ctx.plan.nodes("position") if ctx.plan.team(node) == "mh")
    other = next(node for node in ctx.plan.all_nodes() if ctx.plan.team(node) not in {"", "mh"})
    findings = (
        finding(mine.ref, mine.path),
        finding(other.ref, other.path),
        finding(mine.path, mine.path),
        finding("", "plans/unreadable.yaml", Severity.ERROR),
        finding("", "plans/unreadable.yaml"),
    )
    page = build("status", ctx, Options(findings=findings, team="mh"))
    assert page.findings is not None
    assert [row.cells[3] for row in page.findings.rows] == [
        "about plans/unreadable.yaml",
        *sorted((f"about {mine.ref}", f"about {mine.path}")),
    ]
    assert "Checked in" in dict(page.facts)
    assert "Checked in" not in dict(build("status", ctx, Options(team="pp")).facts), "it has no key result"


def test_what_is_waived_stands_last_and_is_said() -> None:
    waived = Problem(Span("plans/a.yaml", 1, 1, 1, 1), "HC301", Severity.WARNING, "late", waived="known (dana, until 2026-09-01)")
    page = build("status", at(DAY, ALL), Options(findings=(waived, replace(waived, code="HC302", waived=""))))
    assert page.findings is not None
    assert [row.cells[0] for row in page.findings.rows] == ["HC302", "HC301"]
    assert page.findings.note == "Waived, and not counted: the last row."


def test_all_findings_stand_in_the_workbook_and_on_the_page_only_those_that_matter_most() -> None:
    """E3 has no section for them, E0 the last sheet; the page names the severest twelve."""
    many = tuple(Problem(Span("plans/a.yaml", n, 1, n, 1), "HC301", Severity.WARNING, f"late {n:02}") for n in range(1, 21))
    page = build("status", at(DAY, ALL), Options(findings=many))
    shown = terminal.render(page, Look()).decode()
    assert [f"late {n:02}" in shown for n in (1, 12, 13, 20)] == [True, True, False, False]
    assert "8 more findings: polops check lists all." in shown
    book = load_workbook(BytesIO(xlsx.render(page, Look())))
    assert book.sheetnames[-1] == "Findings"
    assert book["Findings"].max_row > len(many)
