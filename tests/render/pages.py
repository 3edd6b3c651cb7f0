"""Pages for the tests of every format: one calm, one hostile.

`sample_page()` uses every block kind, every column kind, every chart kind, and *no data* in every kind of cell.
`hostile_page()` is the same page (same keys, same numbers) with an attack in every text that data can reach.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import cycle
from typing import TYPE_CHECKING

from polops.reports.page import Chart, Column, Listing, Measure, Page, Row, Section, Table, Text, Tile, Tiles
from polops.source.problem import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from polops.reports.page import Cell

    Say = Callable[[str], str]

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x9b2J\x00\x08\x7f",
    "[red]x[/red] [/red] [link=https://evil.example]y[/link] :smile:",
    "abc\u202ecba\u2066x\u2069",
    "=cmd|'/c calc'!A1",
    "\uff1d1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\tTab",
    "\rReturn",
    "::error file=x::owned",
    "##[error]owned",
    "line\nbreak\r\n::warning::x\u2028y",
    "x" * 10_000,
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "Z\u0351\u036b\u0343a\u0334\u0321l\u0325g\u034bo\u0300",
    "日本語の方針 ポリシー 👩\u200d👩\u200d👧 \uff41\uff42\uff43",
    "zero\u200bwidth\ufeff\u00ad\U000e0041",
    "lone \ud800 surrogate",
    "<script>alert(1)</script><img src=https://evil.example/x.png>",
    "</td></table><!-- -->&amp;&#x3c;",
    "![i](https://evil.example/i.png) [l](javascript:alert(1)) `code` **b** | pipe \\| @lumo/everyone #12 /close",
    "{{ 7*7 }}{% raw %}",
    "'\"><svg onload=alert(1)>",
)
"""Texts that attack: terminals, markup, spreadsheets, CI commands, HTML, Markdown, templates."""

_D = Decimal


def sample_page() -> Page:
    """A page with every kind of block, column, chart and cell."""
    return _page(lambda text: text)


def hostile_page() -> Page:
    """The sample page with an attack in every text; structure, keys and numbers are unchanged."""
    before, after = cycle(HOSTILE), cycle(reversed(HOSTILE))
    return _page(lambda text: next(before) + text + next(after))


def empty_page() -> Page:
    """A page with nothing on it but its title."""
    return Page(name="empty", title="Nothing yet", facts=(), lead="", sections=(Section("none", "Left out", ()),))


def heat_table(say: Say = str) -> Table:
    """Counts that a status colours."""
    columns = (Column("row", say("Probability")), Column("low", say("Low"), "integer"), Column("high", say("High"), "integer"))
    rows = (Row(("5", 4, 3), tints=(None, "amber", "red")), Row(("1", 2, 1), tints=(None, "green")))
    return Table("heat", say("Heat map"), columns, rows)


def all_kinds_table(say: Say = str) -> Table:
    """A table with a column of every kind; its second row has no data at all, its third is a child of the first."""
    columns = (
        Column("id", say("Id"), "id"),
        Column("title", say("Title"), "text"),
        Column("plan", say("Plan"), "money", "EUR", total="sum"),
        Column("variance", say("Variance"), "variance", "EUR", total="sum"),
        Column("share", say("Share"), "ratio", total="variance/plan"),
        Column("gap", say("Gap"), "points", rank=2),
        Column("score", say("Score"), "score"),
        Column("fte", say("FTE"), "number", "FTE", total="sum", rank=2),
        Column("count", say("Count"), "integer", total="sum", rank=2),
        Column("value", say("Value"), "measure", rank=3),
        Column("trend", say("Trend"), "trend", rank=3),
        Column("due", say("Due"), "date", rank=2),
        Column("period", say("Period"), "period", rank=3),
        Column("rag", say("Status"), "status"),
    )
    first: tuple[Cell, ...] = (
        "O1",
        say("People in distress on Lumo find help, not harm"),
        _D("1053100.00"),
        _D("-53100.00"),
        _D("-0.0504225619"),
        _D("-0.04"),
        _D("0.346"),
        _D("3.25"),
        4,
        Measure(_D("0.38"), say("%"), _D("0.30"), _D("0.48"), unsure=True),
        (_D("0.42"), None, _D("0.40"), _D("0.38")),
        date(2026, 8, 10),
        "2026-Q3",
        "amber",
    )
    child: tuple[Cell, ...] = (
        "KR1",
        say("Violative view rate"),
        _D("-250.5"),
        _D("42.10"),
        _D("0.25"),
        _D("0.11"),
        _D("0.665"),
        _D("0.5"),
        1200,
        Measure(_D("12"), say("markets")),
        (_D("1"), _D("2"), _D("3"), _D("3")),
        date(2026, 12, 31),
        "FY26",
        "green",
    )
    rows = (
        Row(first, Span("plans/okrs/2026-Q3/mh.yaml", 12, 5, 12, 9), ref="mh/2026-Q3/O1"),
        Row((None,) * len(columns)),
        Row(child, Span(say("plans/okrs/x.yaml"), 30), ref=say("mh/2026-Q3/O1/KR1"), level=1),
    )
    empty: tuple[Cell, ...] = (None,) * 7
    total = Row((say("Total"), None, _D("1052849.50"), _D("-53057.90"), _D("-0.0503946"), None, None, _D("3.75"), 1204, *empty[:5]))
    return Table(
        "objectives", say("Objectives"), columns, rows, total, note=say("Score: progress towards the target, 0 to 1."), sheet="Objectives"
    )


def money_table(say: Say = str) -> Table:
    """A narrow table as finance reads it."""
    columns = (
        Column("line", say("Line"), "id"),
        Column("budget", say("YTD budget"), "money", "EUR", total="sum"),
        Column("actual", say("YTD actual"), "money", "EUR", total="sum"),
        Column("v", say("Variance"), "variance", "EUR", total="sum"),
        Column("share", say("%"), "ratio", total="v/budget"),
        Column("status", say("Status"), "status"),
    )
    data: tuple[tuple[Cell, ...], ...] = (
        (say("COE-VEN-01"), _D(580000), _D(595100), _D(-15100), _D("-0.026034"), "amber"),
        (say("COE-TRV-01"), _D(20000), _D("12500.50"), _D("7499.50"), _D("0.374975"), "green"),
        (say("COE-CON-01"), _D(50000), None, None, None, "grey"),
        (say("COE-RES-01"), _D(90000), _D(131000), _D(-41000), _D("-0.4555556"), "red"),
        (say("COE-TRN-01"), _D(15000), _D(15000), _D(0), _D(0), "complete"),
    )
    total = Row((say("Total"), _D(755000), _D("753600.50"), _D("-48600.50"), _D("-0.0643715"), "amber"))
    return Table("lines", say("Budget lines"), columns, tuple(Row(cells, level=0) for cells in data), total)


def _chart_tables(say: Say) -> dict[str, Table]:
    """The tables behind the charts."""
    month = Column("month", say("Month"), "period")
    money = [Column(key, say(key.title()), "money", "EUR") for key in ("budget", "actual", "outlook")]
    months: tuple[tuple[Cell, ...], ...] = (
        ("2026-05", _D(100000), _D(98000), _D(98000)),
        ("2026-06", _D(200000), _D(205000), _D(205000)),
        ("2026-07", _D(300000), None, _D(318000)),
        ("2026-08", _D(400000), None, _D(430500)),
    )
    steps: tuple[tuple[Cell, ...], ...] = (
        (say("Original"), _D(1000000)),
        (say("Transfers"), _D(50000)),
        (say("Overrun"), _D(-103100)),
        (say("Outlook"), _D(946900)),
    )
    bars: tuple[tuple[Cell, ...], ...] = ((say("MH"), 4, 2, 1), (say("COE"), 1, None, 3))
    bullets: tuple[tuple[Cell, ...], ...] = (("O1", _D("0.346"), _D("0.39")), ("O2", _D("1"), _D("0.39")), ("O3", None, _D("0.39")))
    gates: tuple[tuple[Cell, ...], ...] = (
        (say("Design"), date(2026, 7, 1), date(2026, 8, 15)),
        (say("Launch"), date(2026, 8, 15), date(2026, 10, 31)),
        (say("Review"), None, None),
    )
    teams = (Column("team", say("Team"), "text"), *(Column(key, say(key.title()), "integer") for key in ("green", "amber", "red")))
    scores = (
        Column("objective", say("Objective"), "id"),
        Column("score", say("Score"), "score"),
        Column("expected", say("Expected"), "score"),
    )
    planned = (
        Column("name", say("Initiative"), "text"),
        *(Column(key, say(key.title()), "date") for key in ("start", "end", "agreed", "next")),
        Column("rag", say("RAG"), "status"),
    )
    plan: tuple[tuple[Cell, ...], ...] = (
        (say("Refresh"), date(2026, 5, 6), date(2026, 9, 25), date(2026, 9, 15), date(2026, 8, 10), "amber"),
        (say("Panel"), date(2026, 2, 18), date(2026, 7, 31), None, None, "complete"),
        (say("Idea"), None, None, None, date(2026, 12, 1), "grey"),
    )
    dates = (Column("stage", say("Stage"), "text"), Column("start", say("Start"), "date"), Column("end", say("End"), "date"))
    return {
        "months": Table("months", say("By month"), (month, *money), tuple(Row(cells) for cells in months)),
        "steps": Table(
            "steps",
            say("Bridge"),
            (Column("step", say("Step"), "text"), Column("amount", say("Amount"), "money", "EUR")),
            tuple(Row(cells) for cells in steps),
        ),
        "teams": Table("teams", say("Status by team"), teams, tuple(Row(cells) for cells in bars)),
        "scores": Table("scores", say("Scores"), scores, tuple(Row(cells) for cells in bullets)),
        "gates": Table("gates", say("Roadmap"), dates, tuple(Row(cells) for cells in gates)),
        "plan": Table("plan", say("Plan"), planned, tuple(Row(cells) for cells in plan)),
    }


def _tiles(say: Say) -> Tiles:
    """Six tiles of different kinds, one without data."""
    return Tiles(
        (
            Tile(
                say("OKR score"),
                _D("0.346"),
                "score",
                detail=say("expected 0.39"),
                status="amber",
                trend=(_D("0.1"), _D("0.2"), None, _D("0.35")),
            ),
            Tile(say("KPIs red"), 2, "integer", detail=say("of 14"), status="red"),
            Tile(say("Outlook vs budget"), _D(-53100), "variance", "EUR", say("1,053.1k of 1,000.0k"), "amber"),
            Tile(say("Vacancy"), _D("0.125"), "ratio", detail=say("7 of 8 filled"), status="green"),
            Tile(say("Milestones late"), None, "integer"),
            Tile(say("Violative views"), Measure(_D("0.38"), "%", _D("0.30"), _D("0.48"), unsure=True), "measure", status="amber"),
        )
    )


def _page(say: Say) -> Page:
    """The page, every text passed through `say`."""
    tables = _chart_tables(say)
    objectives = all_kinds_table(say)
    findings = (
        Column("code", say("Code"), "id"),
        Column("severity", say("Severity"), "text"),
        Column("message", say("Message"), "text"),
    )
    return Page(
        name="status",
        title=say("Programme status: Mental health"),
        facts=(
            (say("As of"), say("10 Aug 2026")),
            (say("Period"), say("2026-Q3")),
            (say("Data through"), say("2026-07")),
            ("Commit", "0a1b2c3"),
        ),
        lead=say("The score is 0.35 against 0.39 expected; the outlook is 53.1k over budget."),
        headline=say("Detection works; the vendor ramp-up costs more than planned."),
        draft=True,
        sections=(
            Section(
                "summary",
                say("Summary"),
                (_tiles(say), Text(say("One paragraph that says what matters, long enough to be wrapped by a terminal of 80 columns."))),
            ),
            Section(
                "okrs",
                say("OKRs"),
                (objectives, Chart("bullet", say("Score and expected"), tables["scores"], "objective", ("score", "expected"), shown=False)),
            ),
            Section(
                "money",
                say("Money"),
                (
                    money_table(say),
                    Chart("bridge", say("From original to outlook"), tables["steps"], "step", ("amount",)),
                    Chart("lines", say("Cumulative"), tables["months"], "month", ("budget", "actual", "outlook")),
                    Chart("bars", say("Budget and outlook"), tables["months"], "month", ("budget", "outlook"), shown=False),
                ),
            ),
            Section(
                "road",
                say("Roadmap"),
                (
                    Chart("stacked_bars", say("Key results by status"), tables["teams"], "team", ("green", "amber", "red"), shown=False),
                    Chart("gantt", say("Stages"), tables["gates"], "stage", ("start", "end")),
                    Chart("gantt", say("Against the baseline"), tables["plan"], "name", ("start", "end", "agreed", "next"), status="rag"),
                    heat_table(say),
                    Listing(say("kind: decision\nid: DEC-1\n")),
                    Text(bullets=(say("Ask: decide on the vendor by 14 Aug."), say("Path to green: second calibration round."))),
                    Table(
                        "risks",
                        say("Risks"),
                        (Column("id", say("Id"), "id"), Column("risk", say("Risk"), "text")),
                        (),
                        note=say("No open risks."),
                    ),
                ),
            ),
            Section("none", say("Left out"), ()),
        ),
        notes=(say("Variance = budget − actual; F favourable, U unfavourable."), say("1 finding waived.")),
        findings=Table(
            "findings",
            say("Findings"),
            findings,
            (
                Row(
                    ("BUD301", "warning", say("material unfavourable variance")),
                    Span("plans/budgets/FY26/coe.yaml", 10, 14, 10, 21),
                    ref="COE-VEN-01",
                ),
            ),
        ),
    )
