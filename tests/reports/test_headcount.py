"""The headcount report: exact cells, and what it does not say about pay."""

from datetime import date
from decimal import Decimal

import pytest

from polops.analyse.audience import for_readers
from polops.analyse.context import Context
from polops.analyse.personnel import costs
from polops.plan.load import load
from polops.reports import Options
from polops.reports.headcount import build
from polops.reports.page import Chart, Page, Table

SETTINGS = "kind: settings\nname: Lumo\n"
RATES = """
kind: rates
fiscal_year: FY26
loaded_annual:
  P1: {SJC: 120_000}
"""
ORG = """
kind: org
teams:
  - {code: pp, name: Programme, lead: dana.lee, headcount_cap: 30}
  - {code: aa, name: A, lead: ann.a, headcount_cap: 8}
  - {code: bb, name: B, lead: ben.b}
  - {code: cc, name: C, lead: cat.c}
people:
  - {handle: dana.lee, name: Dana, team: pp}
  - {handle: ann.a, name: Ann, team: aa}
  - {handle: ben.b, name: Ben, team: bb}
  - {handle: cat.c, name: Cat, team: cc}
locations:
  - {code: SJC, country: US, currency: USD, timezone: America/Los_Angeles}
"""


def filled(code: str, number: int, rest: str = "") -> str:
    return f"  - {{id: HC-{code}-{number}, title: Analyst {number}, band: P1, location: SJC, status: filled, start: 2024-01-01{rest}}}\n"


def team(code: str, count: int, *more: str) -> str:
    return f"kind: headcount\nteam: {code}\npositions:\n" + "".join(filled(code, i) for i in range(count)) + "".join(more)


def context(*texts: str) -> Context:
    plan = load({f"plans/{i}.yaml": text.encode() for i, text in enumerate(texts)}).plan
    return for_readers(Context(plan, date(2026, 8, 10)), "internal")


def report(*texts: str, options: Options | None = None) -> Page:
    return build(context(*texts), options or Options())


def table(page: Page, key: str) -> Table:
    return next(table for table in page.tables() if table.key == key)


def column(source: Table, key: str) -> list[object]:
    index = [column.key for column in source.columns].index(key)
    return [row.cells[index] for row in (*source.rows, *([source.total] if source.total else []))]


def way(source: Table, key: str) -> str:
    return next(column.total for column in source.columns if column.key == key)


OPEN = (
    "  - {id: HC-aa-X, title: Crisis lead, band: P1, location: SJC, status: open, fte: 50%, priority: P0,\n"
    "     approved: 2026-05-04, planned_start: 2026-08-01, start: 2026-10-01, allocation: {aa/2026-Q3/O1: 60%}}\n"
    "  - {id: HC-aa-Y, title: Frozen one, band: P1, location: SJC, status: frozen, planned_start: 2026-06-01}\n"
    "  - {id: HC-aa-Z, title: Closed one, band: P1, location: SJC, status: closed, planned_start: 2024-01-01, end: 2025-06-30}\n"
)


def test_a_team_has_its_counts_its_cap_with_the_teams_below_and_its_cost() -> None:
    page = report(SETTINGS, RATES, ORG, team("aa", 5, OPEN))
    source = table(page, "teams")
    assert [cell.key for cell in source.columns] == [
        "team", "approved", "filled", "vacant", "vacancy_rate", "fte_filled", "fte_vacant", "cap", "room", "frozen", "requested", "cost",
    ]  # fmt: skip
    counts = (6, 5, 1, Decimal(1) / 6, Decimal(5), Decimal("0.5"))
    assert source.rows[0].cells == ("aa", *counts, Decimal(8), Decimal("2.5"), 1, 0, Decimal(615_000))
    assert source.total is not None
    assert source.total.cells == ("Total", *counts, None, None, 1, 0, Decimal(615_000))
    assert way(source, "cost") == "sum"
    assert page.lead == ("5 of 6 approved positions filled (5 FTE), 1 vacant (vacancy rate 16.7 %), 1 frozen; cost in FY26 615,000 USD.")


def test_the_room_of_the_team_above_counts_everybody_below() -> None:
    source = table(report(SETTINGS, ORG, team("pp", 1), team("aa", 5), team("bb", 6)), "teams")
    assert column(source, "room") == [Decimal(18), Decimal(3), None, None]


def test_a_position_has_its_dates_and_no_holder_and_no_cost() -> None:
    source = table(report(SETTINGS, RATES, ORG, team("aa", 1, filled("aa", 9, ", person: ann.a"), OPEN)), "positions")
    assert {"person", "cost", "rate"}.isdisjoint(cell.key for cell in source.columns)
    assert not any("ann.a" in str(cell) for row in source.rows for cell in row.cells)
    assert source.rows[2].cells == (
        "HC-aa-X", "Crisis lead", "aa", "open", "P0", date(2026, 8, 1), date(2026, 10, 1), 61, Decimal("0.5"), "P1", "SJC", "employee",
        "growth", "aa/2026-Q3/O1 60 %",
    )  # fmt: skip
    assert column(source, "position") == ["HC-aa-0", "HC-aa-9", "HC-aa-X", "HC-aa-Y"]
    assert source.note.endswith("1 closed position left out.")


def test_the_cost_of_fewer_than_five_is_not_shown_nor_what_would_leave_it_by_subtraction() -> None:
    page = report(SETTINGS, RATES, ORG, team("aa", 8), team("bb", 5), team("cc", 4))
    source = table(page, "teams")
    assert column(source, "cost") == [Decimal(960_000), None, None, Decimal(2_040_000)]
    assert way(source, "cost") == ""
    assert any(note.startswith("Not shown") for note in page.notes)


def test_two_small_teams_hide_each_other() -> None:
    source = table(report(SETTINGS, RATES, ORG, team("aa", 8), team("bb", 3), team("cc", 2)), "teams")
    assert column(source, "cost") == [Decimal(960_000), None, None, Decimal(1_560_000)]


def test_with_one_small_team_alone_there_is_no_cost_at_all() -> None:
    page = report(SETTINGS, RATES, ORG, team("aa", 4))
    assert column(table(page, "teams"), "cost") == [None, None]
    assert table(page, "months").sheet == "Heads by month"
    assert "cost" not in page.lead


@pytest.mark.parametrize("options", [Options(team="bb"), Options(owner="ben.b")])
def test_a_filter_does_not_show_what_the_full_report_leaves_out(options: Options) -> None:
    page = report(SETTINGS, RATES, ORG, team("aa", 8), team("bb", 5), team("cc", 4), options=options)
    assert column(table(page, "teams"), "cost") == [None, None]
    assert [cell.key for cell in table(page, "months").columns] == ["month", "heads_filled", "heads_vacant"]


def test_a_filter_that_cuts_a_team_shows_no_cost_of_it() -> None:
    own = "".join(filled("aa", i, ", owner: cat.c") for i in range(20, 26))
    page = report(SETTINGS, RATES, ORG, team("aa", 6, own), team("cc", 5), options=Options(owner="cat.c"))
    assert column(table(page, "teams"), "cost") == [None, Decimal(600_000), None]


def test_months_add_up_and_are_drawn_as_heads_while_the_vacant_are_few() -> None:
    page = report(SETTINGS, RATES, ORG, team("aa", 5, OPEN))
    source = table(page, "months")
    assert column(source, "cost") == [Decimal(50_000)] * 9 + [Decimal(55_000)] * 3 + [Decimal(615_000)]
    assert column(source, "heads_vacant") == [0] * 9 + [1] * 3 + [None]
    assert [block.series for section in page.sections for block in section.blocks if isinstance(block, Chart)] == [
        ("heads_filled", "heads_vacant")
    ]


def test_months_are_split_where_five_or_more_are_vacant() -> None:
    vacant = "".join(
        f"  - {{id: HC-aa-V{i}, title: New, band: P1, location: SJC, status: approved, planned_start: 2026-11-01}}\n" for i in range(5)
    )
    page = report(SETTINGS, RATES, ORG, team("aa", 5, vacant))
    source = table(page, "months")
    assert [cells[-1] for cells in (column(source, key) for key in ("filled", "vacant", "cost"))] == [600_000, 100_000, 700_000]
    assert [block.series for section in page.sections for block in section.blocks if isinstance(block, Chart)] == [("filled", "vacant")]


def test_a_month_of_fewer_than_five_hides_the_months_not_the_year() -> None:
    late = "".join(filled("aa", i).replace("2024-01-01", "2026-07-01") for i in (7, 8))
    page = report(SETTINGS, RATES, ORG, team("aa", 3, late))
    assert column(table(page, "teams"), "cost") == [Decimal(480_000), Decimal(480_000)]
    assert "cost" not in [cell.key for cell in table(page, "months").columns]


def test_planned_cost_is_left_out_where_few_positions_moved() -> None:
    ctx = context(SETTINGS, RATES, ORG, team("aa", 5, OPEN), team("bb", 6))
    found = costs(ctx, ctx.year, list(ctx.plan.nodes("position")))
    assert found.teams["aa"].expected == Decimal(615_000)
    assert (found.teams["aa"].planned, found.total.planned, found.total.saving) == (None, None, None)
    assert (found.teams["bb"].planned, found.withheld) == (None, True)


def test_another_year_has_its_own_cost() -> None:
    rates = RATES.replace("FY26", "FY25").replace("120_000", "60_000")
    page = report(SETTINGS, RATES, rates, ORG, team("aa", 5), options=Options(period="FY25"))
    assert column(table(page, "teams"), "cost") == [Decimal(300_000), Decimal(300_000)]


def test_without_a_rate_card_there_is_no_cost_column() -> None:
    page = report(SETTINGS, ORG, team("aa", 5))
    assert "cost" not in [cell.key for cell in table(page, "teams").columns]
    assert not any(note.startswith(("Cost", "Not shown")) for note in page.notes)


def test_without_a_rate_for_whoever_costs_something_there_is_no_cost_and_not_zero() -> None:
    """Who has left costs nothing for sure; that is no sum while nobody knows what the others cost."""
    page = report(SETTINGS, ORG, team("aa", 5, filled("aa", 9, ", end: 2025-06-30")))
    assert "cost" not in [cell.key for cell in table(page, "teams").columns]
    assert "cost in" not in page.lead
    gone = report(SETTINGS, ORG, RATES, team("aa", 0, filled("aa", 9, ", end: 2025-06-30")))
    assert column(table(gone, "teams"), "cost") == [0, 0]


def test_positions_without_a_rate_are_named_in_a_note() -> None:
    page = report(SETTINGS, RATES, ORG, team("aa", 5, filled("aa", 9).replace("band: P1", "band: P9")))
    assert column(table(page, "teams"), "cost") == [Decimal(600_000), Decimal(600_000)]
    assert "1 position without a rate in the rate card: not in the cost." in page.notes


SEATS = """
kind: headcount
team: aa
vendor_seats:
  - {id: VS-1, vendor: Meridian, site: Manila, function: QA, plan: 20, filled: 18, po: PO-1, languages: [en, tl], exposure: regular}
  - {id: VS-2, vendor: Beacon, plan: 3, filled: 3}
"""
ORDERS = """
kind: commitments
fiscal_year: FY26
orders:
  - {id: PO-1, vendor: Meridian, line: X-1, amount: 10, status: open, notice_by: 2026-10-01}
"""


def test_seats_stand_apart_from_headcount() -> None:
    page = report(SETTINGS, ORG, SEATS, ORDERS)
    source = table(page, "seats")
    assert [row.cells for row in source.rows] == [
        ("Meridian", "Manila", "QA", 20, 18, "aa", "regular", "en, tl", "PO-1", date(2026, 10, 1), "VS-1"),
        ("Beacon", "", "", 3, 3, "aa", "", "", "", None, "VS-2"),
    ]
    assert column(source, "planned")[-1] == 23
    assert page.lead == "21 of 23 vendor seats filled."
    assert [section.key for section in page.sections] == ["seats"]


def test_an_empty_workspace_makes_a_page_that_says_so() -> None:
    page = report(SETTINGS)
    assert (page.title, page.lead, page.sections, page.notes) == ("Lumo · Headcount", "No positions in this selection.", (), ())
