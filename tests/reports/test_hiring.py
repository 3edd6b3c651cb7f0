"""The hiring review: exact cells of a small workspace, as of 10 August 2026."""

from datetime import date
from decimal import Decimal

from polops.analyse.audience import for_readers
from polops.analyse.context import Context
from polops.analyse.hiring import times
from polops.plan.load import load
from polops.reports import Options
from polops.reports.hiring import build
from polops.reports.page import Cell, Chart, Page, Table

SETTINGS = "kind: settings\nname: Lumo\nthresholds: {headcount: {span: [2, 3]}}\n"
RATES = """
kind: rates
fiscal_year: FY26
loaded_annual:
  P1: {SJC: 120_000}
one_time: {hire: 1_000}
"""
ORG = """
kind: org
teams:
  - {code: pp, name: Programme, lead: ann.a}
  - {code: aa, name: A, lead: ann.a, headcount_cap: 7}
  - {code: bb, name: B, lead: ben.b}
people:
  - {handle: ann.a, name: Ann, team: aa}
  - {handle: ben.b, name: Ben, team: bb}
locations:
  - {code: SJC, country: US, currency: USD, timezone: America/Los_Angeles}
"""
OKRS = """
kind: okrs
team: aa
period: 2026-Q3
objectives:
  - {id: O1, title: First, priority: P0}
  - {id: O2, title: Second, priority: P2}
"""
AA = """
kind: headcount
team: aa
positions:
  - {id: AA-1, title: Lead, band: P1, location: SJC, status: filled, start: 2024-01-01, person: ann.a}
  - {id: AA-2, title: Hired, band: P1, location: SJC, status: filled, manager: AA-1, approved: 2026-03-16, accepted: 2026-06-22,
     planned_start: 2026-07-01, start: 2026-07-20}
  - {id: AA-3, title: Leaves, band: P1, location: SJC, status: filled, manager: AA-1, approved: 2025-10-01, accepted: 2025-12-01,
     planned_start: 2026-02-01, start: 2026-02-01, end: 2026-09-30}
  - {id: AA-4, title: Late, band: P1, location: SJC, status: open, approved: 2026-05-04, planned_start: 2026-08-01, start: 2026-10-05,
     allocation: {aa/2026-Q3/O1: 60%, aa/2026-Q3/O2: 40%}}
  - {id: AA-5, title: In time, band: P1, location: SJC, status: offered, approved: 2026-07-01, planned_start: 2026-09-01, fte: 50%}
  - {id: AA-6, title: Overdue, band: P1, location: SJC, status: approved, approved: 2026-07-01, planned_start: 2026-07-20, priority: P0}
  - {id: AA-7, title: Asked for, band: P1, location: SJC, status: requested, planned_start: 2026-11-02}
  - {id: AA-8, title: Gone, band: P1, location: SJC, status: closed, planned_start: 2024-01-01, start: 2024-01-01, end: 2026-03-31}
vendor_seats:
  - {id: VS-1, vendor: Meridian, plan: 20, filled: 18, po: PO-1}
"""
BB = """
kind: headcount
team: bb
positions:
  - {id: BB-1, title: Alone, band: P1, location: SJC, status: filled, start: 2023-01-01, manager: AA-1}
  - {id: BB-2, title: Fourth, band: P1, location: SJC, status: filled, start: 2023-01-01, manager: AA-1}
"""
ORDERS = """
kind: commitments
fiscal_year: FY26
orders:
  - {id: PO-1, vendor: Meridian, line: X-1, amount: 10, status: open, notice_by: 2026-10-01, end: 2026-12-31}
"""
ALL = (SETTINGS, RATES, ORG, OKRS, AA, BB, ORDERS)


def context(*texts: str) -> Context:
    plan = load({f"plans/{i}.yaml": text.encode() for i, text in enumerate(texts)}).plan
    return for_readers(Context(plan, date(2026, 8, 10)), "internal")


def report(*texts: str, options: Options | None = None) -> Page:
    return build(context(*texts), options or Options())


def table(page: Page, key: str) -> Table:
    return next(table for table in page.tables() if table.key == key)


def rows(source: Table, *keys: str) -> list[tuple[Cell, ...]]:
    """The cells of some columns (default: all), the total row included."""
    known = [column.key for column in source.columns]
    picked = [known.index(key) for key in keys or known]
    return [tuple(row.cells[i] for i in picked) for row in (*source.rows, *([source.total] if source.total else []))]


def test_the_sections_stand_in_the_order_of_a_review() -> None:
    page = report(*ALL)
    assert [section.key for section in page.sections] == [
        "counts", "discuss", "funnel", "starts", "bridge", "cost", "span", "next", "positions",
    ]  # fmt: skip
    sheets = [found.sheet or found.title for found in page.tables()]
    assert {"Positions", "Plan vs actual", "Bridge", "Vendor seats", "Span"} <= set(sheets)
    assert "ann.a" not in str(page.tables())


def test_the_sentence_has_counts_discussion_starts_and_time() -> None:
    assert report(*ALL).lead == (
        "5 of 8 approved positions filled (5 FTE), 3 vacant (vacancy rate 37.5 %), 1 requested; 2 to discuss; "
        "2 actual against 4 planned starts to date; median time to fill 79.5 days (n = 2)."
    )


def test_counts_by_team_with_attainment() -> None:
    source = table(report(*ALL), "counts")
    keys = (
        "team",
        "approved",
        "filled",
        "vacant",
        "open",
        "offered",
        "frozen",
        "requested",
        "actual_starts",
        "planned_starts",
        "attainment",
    )
    assert rows(source, *keys) == [
        ("aa", 6, 3, 3, 1, 1, 0, 1, 2, 4, Decimal("0.5")),
        ("bb", 2, 2, 0, 0, 0, 0, 0, 0, 0, None),
        ("Total", 8, 5, 3, 1, 1, 0, 1, 2, 4, Decimal("0.5")),
    ]


def test_attainment_is_of_this_year_only() -> None:
    source = table(report(*ALL, options=Options(period="FY25")), "counts")
    assert rows(source, "actual_starts", "attainment") == [(None, None)] * 3


def test_positions_to_discuss_are_late_old_or_p0_by_what_they_serve() -> None:
    source = table(report(*ALL), "discuss")
    keys = ("position", "why", "status", "priority", "age", "planned_start", "expected_start", "slip", "serves")
    assert rows(source, *keys) == [
        ("AA-4", "late, old, P0", "open", "P0", 98, date(2026, 8, 1), date(2026, 10, 5), 65, "aa/2026-Q3/O1 60 %, aa/2026-Q3/O2 40 %"),
        ("AA-6", "P0", "approved", "P0", 40, date(2026, 7, 20), date(2026, 8, 10), 21, ""),
    ]
    assert source.note == "Late: expected more than 30d after the plan. Old: approved more than 90 days ago. Age and slip are in days."


def test_the_funnel_shows_the_stages_that_hold_positions() -> None:
    assert rows(table(report(*ALL), "funnel")) == [
        ("Requested", 1, Decimal(1), None),
        ("Approved", 1, Decimal(1), 40),
        ("Open", 1, Decimal(1), 98),
        ("Offered", 1, Decimal("0.5"), 40),
    ]


def test_times_are_medians_with_the_values_while_they_are_few() -> None:
    assert rows(table(report(*ALL), "times")) == [("To fill", Decimal("79.5"), 2, "61, 98"), ("To start", Decimal("124.5"), 2, "123, 126")]


def test_times_look_back_twelve_months() -> None:
    old = "kind: headcount\nteam: aa\npositions:\n" + "".join(
        f"  - {{id: T-{day}, title: T, band: P1, location: SJC, status: filled, approved: 2025-08-01, accepted: {day}, start: {day}}}\n"
        for day in ("2025-08-10", "2025-08-11", "2026-08-10")
    )
    ctx = context(SETTINGS, ORG, old)
    fill, start = times(ctx, ctx.plan.nodes("position"))
    assert fill.days == start.days == (10, 374)


def test_many_times_are_not_listed() -> None:
    many = "kind: headcount\nteam: aa\npositions:\n" + "".join(
        f"  - {{id: T-{i}, title: T, band: P1, location: SJC, status: filled, "
        f"approved: 2026-01-01, accepted: 2026-02-{i:02}, start: 2026-03-01}}\n"
        for i in range(1, 11)
    )
    assert rows(table(report(SETTINGS, ORG, many), "times"), "n", "days") == [(10, ""), (10, "")]


def test_plan_against_actual_and_expected_adds_up_by_month() -> None:
    page = report(*ALL)
    found = rows(table(page, "starts"))
    assert found[0] == ("2026-01", 0, 0, None)
    assert found[5:11] == [
        ("2026-06", 1, 1, None),
        ("2026-07", 3, 2, None),
        ("2026-08", 4, 2, 3),
        ("2026-09", 5, None, 4),
        ("2026-10", 5, None, 5),
        ("2026-11", 5, None, 5),
    ]
    charts = [block for section in page.sections for block in section.blocks if isinstance(block, Chart)]
    assert (charts[0].kind, charts[0].series) == ("lines", ("planned", "actual", "expected"))


def test_plan_against_actual_counts_the_starts_of_the_attainment() -> None:
    """A frozen position plans nothing; one without a planned start was planned as it started (Amendment 2)."""
    more = """
kind: headcount
team: bb
positions:
  - {id: BB-3, title: Frozen, band: P1, location: SJC, status: frozen, planned_start: 2026-06-01}
  - {id: BB-4, title: Moved in, band: P1, location: SJC, status: filled, start: 2026-05-04}
  - {id: BB-5, title: Moved in, band: P1, location: SJC, status: filled, start: 2026-05-04}
"""
    page = report(*ALL, more)
    assert rows(table(page, "starts"))[7] == ("2026-08", 6, 4, 5)
    assert rows(table(page, "counts"), "team", "actual_starts", "planned_starts")[-1] == ("Total", 4, 6)


def test_movements_open_and_close_each_team() -> None:
    assert rows(table(report(*ALL), "bridge")) == [("aa", 2, 2, 1, 3), ("bb", 2, 0, 0, 2), ("Total", 4, 2, 1, 5)]


def test_movements_that_do_not_add_up_are_named() -> None:
    twice = AA.replace("person: ann.a", "history: [{from: 2023-01-01}]")
    assert table(report(SETTINGS, ORG, twice), "bridge").note.endswith("closing. It does not add up for aa.")


def test_a_year_ahead_has_no_movements() -> None:
    assert "bridge" not in [section.key for section in report(*ALL, options=Options(period="FY27")).sections]


def test_cost_is_shown_as_far_as_it_may_be() -> None:
    page = report(*ALL)
    *teams, total = rows(table(page, "cost"))
    assert teams == [("aa", None, None, None, Decimal("5.5"), Decimal(7), Decimal("1.5")), ("bb", None, None, None, Decimal(2), None, None)]
    expected = Decimal(575_000) + Decimal(10_000) * (12 + 27 + 22) / 31  # whole months and starts; then days of July, October, August
    assert isinstance(total[2], Decimal)
    assert round(total[2] - expected, 9) == 0
    assert (*total[:2], *total[3:]) == ("Total", None, None, None, None, None)
    assert {column.key: column.total for column in table(page, "cost").columns}["expected"] == ""


def test_saving_is_planned_less_expected_cost_one_time_cost_included() -> None:
    late = "kind: headcount\nteam: aa\npositions:\n" + "".join(
        f"  - {{id: L-{i}, title: L, band: P1, location: SJC, status: open, planned_start: 2026-10-01, start: {start}}}\n"
        for i, start in enumerate(("2026-11-01",) * 4 + ("2027-01-01",) + ("2026-10-01",) * 3)
    )
    page = report(SETTINGS, RATES, ORG, late)
    # four a month late, one not in the year at all, three as planned
    assert rows(table(page, "cost"), "planned", "expected", "saving") == [(Decimal(248_000), Decimal(177_000), Decimal(71_000))] * 2
    assert page.lead.endswith("start dates save 71,000 USD this year.")
    assert {column.key: column.total for column in table(page, "cost").columns}["saving"] == "sum"


def test_spans_outside_the_limits_come_first() -> None:
    more = BB + "  - {id: BB-3, title: Report, band: P1, location: SJC, status: filled, start: 2023-01-01, manager: BB-1}\n"
    assert rows(table(report(SETTINGS, ORG, AA, more), "span")) == [("AA-1", "Lead", "aa", 4, "above"), ("BB-1", "Alone", "bb", 1, "below")]


def test_the_next_sixty_days_have_starts_last_days_and_notices() -> None:
    assert rows(table(report(*ALL), "next")) == [
        (date(2026, 8, 10), "start", "AA-6", "Overdue", "aa"),
        (date(2026, 9, 1), "start", "AA-5", "In time", "aa"),
        (date(2026, 9, 30), "last day", "AA-3", "Leaves", "aa"),
        (date(2026, 10, 1), "notice by", "PO-1", "Meridian", "aa"),
        (date(2026, 10, 5), "start", "AA-4", "Late", "aa"),
    ]


def test_positions_are_those_that_move_this_year_or_are_not_held() -> None:
    source = table(report(*ALL), "positions")
    assert rows(source, "position") == [("AA-2",), ("AA-3",), ("AA-4",), ("AA-5",), ("AA-6",), ("AA-7",)]


def test_a_team_filter_narrows_every_table() -> None:
    page = report(*ALL, options=Options(team="bb"))
    assert [section.key for section in page.sections] == ["counts", "bridge", "cost"]
    assert page.lead == "2 of 2 approved positions filled (2 FTE), 0 vacant (vacancy rate 0.0 %); 0 to discuss."


def test_an_empty_workspace_makes_a_page_that_says_so() -> None:
    page = report(SETTINGS)
    assert (page.title, page.lead, page.sections, page.notes) == ("Lumo · Hiring review", "No positions in this selection.", (), ())
