"""What is said about a wrong file: every kind of error, word for word, with its place and the text to type.

A table's text stands for a part of a file; `…` is left out. The place is the way to the value, joined by `/`.
"""

from __future__ import annotations

import pytest

from polops.model import KINDS
from polops.model.base import File
from polops.model.build import build
from polops.source.yaml import read

ALL_KINDS = ", ".join(KINDS)
LABEL = "a period (a month 2026-07, a quarter 2026-Q3 or FY26-Q3, a half 2026-H2 or a year FY26)"
DURATION = "a duration (30m, 4h, 5d, 5bd (business days), 2w or 6mo)"
LINE = "{{kind: budget, cost_center: CC-1, team: coe, fiscal_year: FY26, lines: [{{id: A-1, name: N, category: other, {}}}]}}"
POSITION = "{{kind: headcount, team: mh, positions: [{{id: HC-1, title: T, band: P1, location: SJC, {}}}]}}"
FILLED = POSITION.replace("{}", "status: filled, start: 2026-01-05, {}")
RESULT = "{{kind: okrs, team: mh, period: 2026-Q3, objectives: [{{id: O1, title: O, key_results: [{{id: KR1, title: K, {}}}]}}]}}"
METRIC = "{{kind: metrics, team: mh, metrics: [{{id: m, name: M, {}}}]}}"
RATES = "{{kind: rates, fiscal_year: FY26, {}}}"
Error = tuple[str, str, str, str]


def errors(text: str) -> list[Error]:
    data, problems = read("plan.yaml", text.encode())
    assert data is not None, problems
    found = build(data)
    return [] if isinstance(found, File) else [("/".join(map(str, error.route)), error.code, error.message, error.help) for error in found]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{}", ("", "GEN103", "missing field `kind`: what this file holds", f"write one of: {ALL_KINDS}")),
        ("kind: ~", ("kind", "GEN103", "missing field `kind`: what this file holds", f"write one of: {ALL_KINDS}")),
        ("kind: okr", ("kind", "GEN102", "unknown kind 'okr'", "did you mean `okrs`?")),
        ("kind: zzzzzz", ("kind", "GEN102", "unknown kind 'zzzzzz'", f"write one of: {ALL_KINDS}")),
        ("kind: [okrs]", ("kind", "GEN102", "unknown kind a list", f"write one of: {ALL_KINDS}")),
        ("kind: Okrs", ("kind", "GEN102", "unknown kind 'Okrs'", "did you mean `okrs`?")),
    ],
)
def test_kind(text: str, error: Error) -> None:
    assert errors(text) == [error]


def test_missing_and_unknown_fields() -> None:
    """All errors of a file come in one go; an unknown field gets the nearest known name, or the fields there are.

    What has the wrong name is not missing as well.
    """
    assert errors("{kind: budget, cost_centre: CC-1, lines: [{id: A-1, name: N, category: other, plan: 1, driver: {unit: h}}]}") == [
        ("team", "GEN103", "missing field `team`: the team that answers for it", "add `team: …`"),
        ("fiscal_year", "GEN103", "missing field `fiscal_year`: the year: FY26", "add `fiscal_year: …`"),
        ("lines/0/driver/volume", "GEN103", "missing field `volume`: how many a year", "add `volume: …`"),
        ("lines/0/driver/rate", "GEN103", "missing field `rate`: the price of one", "add `rate: …`"),
        ("cost_centre", "GEN102", "unknown field `cost_centre`", "did you mean `cost_center`?"),
    ]
    fields = (
        "fields here: owner, notes, links, tags, audience, approvals, decision, waive, renamed_from, kind, version, "
        "team, period, status, objectives"
    )
    assert errors("{kind: okrs, team: mh, period: 2026-Q3, zzz: 1}") == [("zzz", "GEN102", "unknown field `zzz`", fields)]
    assert errors("{kind: okrs, team: mh, period: 2026-Q3, onwer: a.b}") == [
        ("onwer", "GEN102", "unknown field `onwer`", "did you mean `owner`?")
    ]
    history = errors(FILLED.format("history: [{to: 2026-01-01}]"))
    assert history == [("positions/0/history/0/from", "GEN103", "missing field `from`: first day", "add `from: …`")], (
        "the name as written, not as kept"
    )


def test_an_unknown_field_is_marked_at_its_key() -> None:
    data, _ = read("plan.yaml", b"{kind: okrs, team: mh, period: 2026-Q3, onwer: a.b}")
    assert data is not None
    found = build(data)
    assert isinstance(found, list)
    assert found[0].at_key


@pytest.mark.parametrize(
    ("written", "code", "message", "fix"),
    [
        ("plan: '120,000'", "GEN105", "`plan` must be a plain number, got '120,000'", "write 120_000"),
        ("plan: 120k", "GEN105", "`plan` must be a plain number, got '120k'", "write 120_000"),
        ("plan: 120_000 USD", "GEN105", "`plan` must be a plain number, got '120_000 USD'", "write 120_000"),
        ("plan: 1e400", "GEN105", "`plan` must be a plain number (exponents are not accepted), got '1e400'", ""),
        ("plan: NaN", "GEN105", "`plan` must be a plain number (not a finite number), got 'NaN'", ""),
        ("plan: ''", "GEN105", "`plan` must be a plain number, got ''", ""),
        (
            f"plan: {'9' * 5000}",
            "GEN105",
            f"`plan` must be a plain number (a number of 5,000 characters), got '{'9' * 60}…' (5,000 characters)",
            "",
        ),
        ("plan: \uff11\uff12", "GEN105", "`plan` must be a plain number, got '\uff11\uff12'", "write 12"),
        ("plan: 960_000., notes: x", "GEN105", "`plan` must be a plain number, got '960_000.'", "write 960_000"),
        ("plan: .5", "GEN105", "`plan` must be a plain number, got '.5'", "write 0.5"),
        ("plan: 9.6e5", "GEN105", "`plan` must be a plain number (exponents are not accepted), got '9.6e5'", "write 960_000"),
        ("plan: tbd", "GEN103", "`plan` must be a plain number, got 'tbd'", "write the value"),
        (
            "plan: 1, supports: {mh/2026-Q3/O1: 60,5%}",
            "GEN105",
            "`mh/2026-Q3/O1` must be a plain number: a comma ends it here, got '60,5%'",
            "write 60.5%",
        ),
        (
            "plan: 1, supports: {mh/2026-Q3/O1: 0,6}",
            "GEN105",
            "`mh/2026-Q3/O1` must be a plain number: a comma ends it here, got '0,6'",
            "write 0.6",
        ),
        (
            "plan: 1, supports: [mh / 2026-Q3 / O1]",
            "GEN105",
            "item 1 of `supports` must be a reference such as COE-VEN-01 or mh/2026-Q3/O1/KR2, got 'mh / 2026-Q3 / O1'",
            "write mh/2026-Q3/O1",
        ),
        (
            "plan: 1, supports: 'INI-4, INI-5'",
            "GEN103",
            "`supports` must be a list (one `- ` a line), got 'INI-4, INI-5'",
            "write [INI-4, INI-5]",
        ),
        (
            "plan: 1, notes: From A, B and C",
            "GEN102",
            "unknown field `B and C`",
            'a comma within braces ends a text; write notes: "From A, B and C"',
        ),
        (
            "plan: 1, approvals: dana.lee",
            "GEN103",
            "`approvals` must be a list (one `- ` a line), got 'dana.lee'",
            "write - {by: …, on: …}",
        ),
        (
            "plan: 1, owner: ana, driver: {unit: h, volume: 1, rate: 1,5}",
            "GEN105",
            "`rate` must be a plain number: a comma ends it here, got '1,5'",
            "write 1.5",
        ),
        ("plan: 1, currency: $", "GEN105", "`currency` must be a currency code such as USD, got '$'", ""),
        ("plan: 1, currency: Dollar", "GEN105", "`currency` must be a currency code such as USD, got 'Dollar'", ""),
        ("plan: 1, currency: €", "GEN105", "`currency` must be a currency code such as USD, got '€'", "write EUR"),
        (
            "plan: 1, owner: ana@lumo.example",
            "GEN105",
            "`owner` must be a bare handle such as ines.duarte, got 'ana@lumo.example'",
            "write ana",
        ),
        ("plan: 1, owner: 'ana, bo'", "GEN105", "`owner` must be a bare handle such as ines.duarte, got 'ana, bo'", ""),
        ("plan: 1, owner: André.B", "GEN105", "`owner` must be a bare handle such as ines.duarte, got 'André.B'", "write andre.b"),
        ("plan: 1, owner: [ana]", "GEN103", "`owner` must be a bare handle such as ines.duarte, got a list", "write ana"),
        (
            f"plan: {'1' * 19}",
            "GEN105",
            f"`plan` must be a plain number (at most 18 digits before the point and 9 after it), got '{'1' * 19}'",
            "",
        ),
        ("plan: [1]", "GEN103", "`plan` must be a mapping (fields under it, indented), got a list", ""),
        ("plan: {2026-13: 5}", "GEN105", f"`2026-13` must be {LABEL}, got '2026-13'", ""),
        ("plan: {Q3 2026: 5}", "GEN105", f"`Q3 2026` must be {LABEL}, got 'Q3 2026'", "write 2026-Q3"),
        ("plan: {2026-Q3: x}", "GEN105", "`2026-Q3` must be a plain number, got 'x'", ""),
        ("plan: 1, phase: evn", "GEN102", "`phase` must be even, quarterly or none, got 'evn'", "did you mean `even`?"),
        ("plan: 1, phase: [1, b]", "GEN105", "item 2 of `phase` must be a plain number, got 'b'", ""),
        ("plan: 1, phase: {a: 1}", "GEN103", "`phase` must be a list (one `- ` a line), got a mapping", ""),
        (
            "plan: 1, driver: 5",
            "GEN103",
            "`driver` must be a mapping (fields under it, indented), got '5'",
            "write {unit: …, volume: …, rate: …}",
        ),
        ("plan: 1, supports: {O1: 60}", "GEN105", "`O1` must be a share with %, or a number from 0 to 1, got '60'", "write 60%"),
        ("plan: 1, supports: O1", "GEN103", "`supports` must be a list (one `- ` a line), got 'O1'", "write [O1]"),
        (
            "plan: 1, supports: {'@x': 5%}",
            "GEN105",
            "`@x` must be a reference such as COE-VEN-01 or mh/2026-Q3/O1/KR2, got '@x'",
            "write x",
        ),
        (
            "plan: 1, forecast: runrate",
            "GEN102",
            "`forecast` must be bottom_up, budget_remaining, run_rate, performance, committed, headcount or none, got 'runrate'",
            "did you mean `run_rate`?",
        ),
        ("plan: 1, currency: usd", "GEN105", "`currency` must be a currency code such as USD, got 'usd'", "write USD"),
        ("plan: 1, owner: '@ana'", "GEN105", "`owner` must be a bare handle such as ines.duarte, got '@ana'", "write ana"),
        ("plan: 1, owner: Ana Ruiz", "GEN105", "`owner` must be a bare handle such as ines.duarte, got 'Ana Ruiz'", "write ana.ruiz"),
        ("plan: 1, owner: ~", "GEN103", "", ""),
        ("plan: 1, links: x", "GEN103", "`links` must be a list (one `- ` a line), got 'x'", "write [x]"),
        ("plan: 1, tags: [[a]]", "GEN103", "item 1 of `tags` must be a text, got a list", "write a"),
        ("plan: 1, notes: ''", "GEN103", "`notes` must be a text, got ''", ""),
        (f"plan: 1, notes: {'x' * 10_001}", "GEN103", "`notes` must be at most 10,000 characters, is 10,001", ""),
        (f"plan: 1, tags: [{'x' * 201}]", "GEN103", "item 1 of `tags` must be at most 200 characters, is 201", ""),
        (
            "plan: 1, waive: [x]",
            "GEN103",
            "item 1 of `waive` must be a mapping (fields under it, indented), got 'x'",
            "write {code: …, reason: …, until: …, by: …}",
        ),
        ("plan: 1, driver: ~", "GEN103", "", ""),
    ],
)
def test_a_budget_line(written: str, code: str, message: str, fix: str) -> None:
    """One wrong field each. Where no message stands, `~` is the same as leaving the field out."""
    found = errors(LINE.format(written))
    assert [error[1:] for error in found] == ([(code, message, fix)] if message else [])
    assert all(error[0].startswith("lines/0/") for error in found)


def test_the_route_leads_to_the_value_as_it_is_written() -> None:
    """No step of the model's own (a union's tag, a short form) shows in it."""
    assert errors(LINE.format("plan: {2026-Q3: x}"))[0][0] == "lines/0/plan/2026-Q3"
    assert errors(LINE.format("plan: 1, phase: [1, b]"))[0][0] == "lines/0/phase/1"
    assert errors("{kind: readings, team: mh, readings: {m: {2026-08: '1,000'}}}")[0][0] == "readings/m/2026-08"
    assert errors("{kind: forecast, fiscal_year: FY26, through: 2026-07, lines: {A-4: {2026-09: x}}}")[0][0] == "lines/A-4/2026-09"


@pytest.mark.parametrize(
    ("written", "code", "message", "fix"),
    [
        ("fte: 60", "GEN105", "`fte` must be a share with %, or a number from 0 to 1, got '60'", "write 60%"),
        ("fte: half", "GEN105", "`fte` must be a share with %, or a number from 0 to 1, got 'half'", ""),
        ("end: 2026-02-30", "GEN101", "`end` is no day of the calendar, got '2026-02-30'", "check the day and the month"),
        ("end: 21.08.2026", "GEN105", "`end` must be a date such as 2026-08-21, got '21.08.2026'", "write 2026-08-21 (the year first)"),
        ("end: 2026/8/21", "GEN105", "`end` must be a date such as 2026-08-21, got '2026/8/21'", "write 2026-08-21"),
        ("end: 86400", "GEN105", "`end` must be a date such as 2026-08-21, got '86400'", ""),
        ("end: '2026-08-21T10:00Z'", "GEN105", "`end` must be a date such as 2026-08-21, got '2026-08-21T10:00Z'", "write 2026-08-21"),
        ("priority: P4", "GEN102", "`priority` must be P0, P1, P2 or P3, got 'P4'", ""),
        ("priority: p0", "GEN102", "`priority` must be P0, P1, P2 or P3, got 'p0'", "did you mean `P0`?"),
        ("allocation: [a]", "GEN103", "`allocation` must be a mapping (fields under it, indented), got a list", ""),
        (
            "type: employe",
            "GEN102",
            "`type` must be employee, fixed_term, contractor, intern or secondee, got 'employe'",
            "did you mean `employee`?",
        ),
    ],
)
def test_a_position(written: str, code: str, message: str, fix: str) -> None:
    assert [error[1:] for error in errors(FILLED.format(written))] == [(code, message, fix)]


@pytest.mark.parametrize(
    ("written", "code", "message", "fix"),
    [
        ("checkins: [{on: 2026-08-01, confidence: 11}]", "GEN105", "`confidence` must be a whole number from 0 to 10, got '11'", ""),
        ("checkins: [{on: 2026-08-01, confidence: 7.5}]", "GEN105", "`confidence` must be a whole number from 0 to 10, got '7.5'", ""),
        (
            "checkins: [{on: 2026-08-01, confidence: 70%}]",
            "GEN105",
            "`confidence` must be a whole number from 0 to 10, got '70%'",
            "write 7",
        ),
        (
            "checkins: [{on: 2026-08-01, confidence: 7/10}]",
            "GEN105",
            "`confidence` must be a whole number from 0 to 10, got '7/10'",
            "write 7",
        ),
        ("checkins: [{on: 'Aug 3, 2026'}]", "GEN105", "`on` must be a date such as 2026-08-21, got 'Aug 3, 2026'", "write 2026-08-03"),
        ("checkins: [{value: 1}]", "GEN103", "missing field `on`: the day", "add `on: …`"),
        ("expected: linar", "GEN102", "`expected` must be linear or back_loaded, got 'linar'", "did you mean `linear`?"),
        ("expected: {2026-07: 50}", "GEN105", "`2026-07` must be a share with %, or a number from 0 to 1, got '50'", "write 50%"),
        ("expected: {2026-Q3: 50%}", "GEN105", "`2026-Q3` must be a month such as 2026-07, got '2026-Q3'", ""),
        ("baseline: 0.4 percent", "GEN105", "`baseline` must be a plain number, got '0.4 percent'", ""),
        ("weight: 50%", "GEN105", "`weight` must be a plain number, got '50%'", ""),
        ("dropped: 2026-08-01", "GEN103", "`dropped` must be a mapping (fields under it, indented), got '2026-08-01'", "write {on: …}"),
        ("milestones: [{id: a, title: A}]", "GEN103", "missing field `due`: the day it is due", "add `due: …`"),
        ("done: yes", "GEN105", "`done` must be a date such as 2026-08-21, got 'yes'", ""),
        ("baseline: 0, target: 1, status: dropped", "GEN102", "unknown field `status`", "`dropped` is a field here: write `dropped: …`"),
    ],
)
def test_a_key_result(written: str, code: str, message: str, fix: str) -> None:
    assert [error[1:] for error in errors(RESULT.format(written))] == [(code, message, fix)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            METRIC.format("direction: sideways, cadence: monthly, lag: 5"),
            [
                ("metrics/0/direction", "GEN102", "`direction` must be up, down or band, got 'sideways'", ""),
                ("metrics/0/cadence", "GEN105", f"`cadence` must be {DURATION}, got 'monthly'", ""),
                ("metrics/0/lag", "GEN105", f"`lag` must be {DURATION}, got '5'", "write 5d"),
            ],
        ),
        (
            METRIC.format("direction: band, target: [1], red: [1, 2, 3]"),
            [
                ("metrics/0/target", "GEN103", "`target` has too few entries (1)", ""),
                ("metrics/0/red", "GEN103", "`red` must have 2 entries, has 3", ""),
            ],
        ),
        (METRIC.format("direction: band, target: []"), [("metrics/0/target", "GEN103", "`target` has too few entries (0)", "")]),
        (
            "{kind: readings, team: mh, readings: {m: {2026-07: {num: 1, dem: 2}, 2026-7: 5}, k: 5, l: {2026-07: [1]}}}",
            [
                ("readings/m/2026-07/dem", "GEN102", "unknown field `dem`", "did you mean `den`?"),
                ("readings/m/2026-7", "GEN105", f"`2026-7` must be {LABEL}, got '2026-7'", "write 2026-07"),
                ("readings/k", "GEN103", "`k` must be a mapping (fields under it, indented), got '5'", ""),
                ("readings/l/2026-07", "GEN103", "`2026-07` must be a number, got a list", "write 1"),
            ],
        ),
        (
            "{kind: actuals, month: 2026-07-01, status: shut, entries: [{line: A 1, amount: x, accrual: maybe}]}",
            [
                ("month", "GEN105", "`month` must be a month such as 2026-07, got '2026-07-01'", "write 2026-07"),
                ("status", "GEN102", "`status` must be open or closed, got 'shut'", ""),
                ("source", "GEN103", "missing field `source`: the ledger extract and its date", "add `source: …`"),
                ("entries/0/line", "GEN105", "`line` must be a reference such as COE-VEN-01 or mh/2026-Q3/O1/KR2, got 'A 1'", ""),
                ("entries/0/amount", "GEN105", "`amount` must be a plain number, got 'x'", ""),
                ("entries/0/accrual", "GEN103", "`accrual` must be true or false, got 'maybe'", ""),
            ],
        ),
        (
            "{kind: forecast, fiscal_year: FY26, through: 2026-07, lines: {A-1: run_rate, A-2: {nte: a}, A-3: {2026-13: 1}}}",
            [
                ("lines/A-1", "GEN103", "`A-1` must be a mapping (fields under it, indented), got 'run_rate'", ""),
                ("lines/A-2/nte", "GEN102", "unknown field `nte`", "did you mean `note`?"),
                ("lines/A-3/2026-13", "GEN105", "`2026-13` must be a month such as 2026-07, got '2026-13'", ""),
            ],
        ),
        (
            "{kind: settings, fiscal_year: {starts: 13}, thresholds: {okr: {on_track_gap: 10}, budget: []}, holidays: [x], roles: {a: b}}",
            [
                ("fiscal_year/starts", "GEN105", "`starts` must be a whole number from 1 to 12, got '13'", ""),
                (
                    "thresholds/okr/on_track_gap",
                    "GEN105",
                    "`on_track_gap` must be a share with %, or a number from 0 to 1, got '10'",
                    "write 10%",
                ),
                ("thresholds/budget", "GEN103", "`budget` must be a mapping (fields under it, indented), got a list", ""),
                ("roles/a", "GEN103", "`a` must be a list (one `- ` a line), got 'b'", "write [b]"),
                ("holidays/0", "GEN105", "item 1 of `holidays` must be a date such as 2026-08-21, got 'x'", ""),
            ],
        ),
        (
            "{kind: org, teams: [{code: mh, name: M, lead: Ana, exposure: {level: high}}]}",
            [
                ("teams/0/lead", "GEN105", "`lead` must be a bare handle such as ines.duarte, got 'Ana'", "write ana"),
                ("teams/0/exposure/level", "GEN102", "`level` must be none, incidental, regular or core, got 'high'", ""),
            ],
        ),
        (
            "{kind: commitments, fiscal_year: FY2026, orders: [{id: P_1, vendor: V, line: L-1, amount: 1, status: opne}]}",
            [
                ("fiscal_year", "GEN105", "`fiscal_year` must be a fiscal year such as FY26, got 'FY2026'", "write FY26"),
                ("orders/0/id", "GEN105", "`id` must be an id such as COE-VEN-01, got 'P_1'", "write P-1"),
                (
                    "orders/0/status",
                    "GEN102",
                    "`status` must be requested, approved, open, closed or cancelled, got 'opne'",
                    "did you mean `open`?",
                ),
            ],
        ),
        ("{kind: okrs, team: mh, period: Q3 2026}", [("period", "GEN105", f"`period` must be {LABEL}, got 'Q3 2026'", "write 2026-Q3")]),
        (
            "{kind: okrs, team: mh, period: 2026-Q3, objectives: [a]}",
            [
                (
                    "objectives/0",
                    "GEN103",
                    "item 1 of `objectives` must be a mapping (fields under it, indented), got 'a'",
                    "write {id: …, title: …}",
                )
            ],
        ),
        (
            "{kind: okrs, team: mh, period: 2026-Q3, objectives: {O1: a}}",
            [("objectives", "GEN103", "`objectives` must be a list (one `- ` a line), got a mapping", "")],
        ),
        (
            "{kind: okrs, team: mh, period: 2026-Q3, version: 2}",
            [("version", "GEN105", "`version` must be a whole number from 1 to 1, got '2'", "")],
        ),
        (
            RATES.format("fx: {EUR: {budgt: 1.08, 2026-13: 1.1}}"),
            [
                ("fx/EUR/budgt", "GEN105", "`fx` must be `budget` or a month such as 2026-07", "did you mean `budget`?"),
                ("fx/EUR/2026-13", "GEN105", "`fx` must be `budget` or a month such as 2026-07", ""),
            ],
        ),
    ],
)
def test_other_kinds(text: str, found: list[Error]) -> None:
    assert errors(text) == found


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (LINE.format("nature: opex"), {"lines/0/plan": "the year's amount; or write `source: headcount`"}),
        (LINE.format("source: headcount"), {}),
        (POSITION.format("status: filled"), {"positions/0/start": "required once a position is filled"}),
        (POSITION.format("status: filled, start: 2026-01-05"), {}),
        (POSITION.format("status: open, start: 2026-10-05"), {"positions/0/planned_start": "required until a position is filled"}),
        (POSITION.format("status: requested"), {"positions/0/planned_start": "required until a position is filled"}),
        (
            "{kind: decision, id: D-1, title: T, status: proposed, driver: a.b, approver: c.d}",
            {"needed_by": "required while status is proposed"},
        ),
        (
            "{kind: decision, id: D-1, title: T, status: decided, driver: a.b, approver: c.d, choice: A}",
            {"decided": "required while status is decided", "why": "required while status is decided"},
        ),
        ("{kind: decision, id: D-1, title: T, status: deferred, driver: a.b, approver: c.d}", {}),
    ],
)
def test_fields_required_because_of_others(text: str, missing: dict[str, str]) -> None:
    expected = []
    for place, why in missing.items():
        field = place.rsplit("/", 1)[-1]
        expected.append((place, "GEN103", f"missing field `{field}`: {why}", f"add `{field}: …`"))
    assert errors(text) == expected


def test_exactly_one_approver() -> None:
    found = errors("{kind: decision, id: D-1, title: T, status: deferred, driver: a.b, approver: [c.d, e.f]}")
    assert found == [("approver", "GEN103", "`approver` must be a bare handle such as ines.duarte, got a list", "")]


CANARY = "87654321"


@pytest.mark.parametrize(
    "written",
    [
        f"loaded_annual: {{P2: {{SJC: {CANARY}k}}}}",
        f"loaded_annual: {{P2: {{SJC: '{CANARY},000'}}}}",
        f"loaded_annual: {{P2: {{SJC: {CANARY} euros}}}}",
        f"loaded_annual: {{P2: {{SJC: [{CANARY}]}}}}",
        f"loaded_annual: {{P2: {{SJC: {{amount: {CANARY}}}}}}}",
        f"loaded_annual: {{P2: {CANARY}}}",
        f"loaded_annual: {{P2: [{CANARY}]}}",
        f"loaded_annual: [{CANARY}]",
        f"loaded_annual: {CANARY}",
        f"one_time: {{hire: '{CANARY},5'}}",
        f"one_time: {{hire: 1e{CANARY}}}",
        f"one_time: {{hire: {CANARY * 9}}}",
        f"one_time: {CANARY}",
        f"one_time: {{hiring: {CANARY}}}",
        f"increase: {{month: {CANARY}, pct: {CANARY}}}",
        f"increase: {CANARY}",
        f"fx: {{EUR: {CANARY}, SGD: {{budget: {CANARY}x}}}}",
        f"fx: {CANARY}",
        f"currency: {CANARY}",
        f"audience: {CANARY}",
        f"owner: '@{CANARY}'",
        f"version: {CANARY}",
        f"approvals: [{{by: '@{CANARY}', on: {CANARY}}}]",
        f"tags: {CANARY}",
        f"decision: '@{CANARY}'",
    ],
)
def test_a_restricted_kind_never_shows_a_value(written: str) -> None:
    """Pay must not reach a log: neither the message nor the fix quotes what stands in the rate card."""
    found = errors(RATES.format(written))
    assert found
    assert CANARY not in repr(found)
    assert all("write" not in error[3] for error in found)


def test_a_wrong_fiscal_year_of_a_restricted_kind_is_not_shown_either() -> None:
    assert errors(f"{{kind: rates, fiscal_year: {CANARY}}}") == [
        ("fiscal_year", "GEN105", "`fiscal_year` must be a fiscal year such as FY26", "")
    ]


RISK = "{{kind: raid, team: mh, items: [{{id: R-1, title: T, owner: jo.park, raised: 2026-07-06, {}}}]}}"
INCIDENT = "{{kind: incident, id: INC-1, title: T, severity: S1, protocol: POL-1, detected: {}}}"
TYPE = "risk, assumption, issue or dependency"
TIME = "a time with its zone, such as 2026-07-21T09:30Z"
POLICY = "{{kind: policy, id: POL-1, title: T, type: {}, owner: jo.park, status: draft, {}}}"
REVIEW = "{{kind: review, id: QR-1, policy: POL-1, on: 2026-08-03, type: audit, owner: jo.park, {}}}"
INSIDE = "must stay inside the plans' folder: names with / between them, no .. and no drive, got"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            RISK.format("type: risc, probability: 4"),
            ("items/0/type", "GEN102", f"`type` must be {TYPE}, got 'risc'", "did you mean `risk`?"),
        ),
        (RISK.format("probability: 4"), ("items/0/type", "GEN103", f"missing field `type`: {TYPE}", "add `type: …`")),
        (
            RISK.format("type: issue, severity: S2, blocs: [X]"),
            ("items/0/blocs", "GEN102", "unknown field `blocs`", "did you mean `blocks`?"),
        ),
        (RISK.format("type: issue"), ("items/0/severity", "GEN103", "missing field `severity`: S1 (worst) to S4", "add `severity: …`")),
        (
            RISK.format("type: risk, probability: 4, impact: 7"),
            ("items/0/impact", "GEN105", "`impact` must be a whole number from 1 to 5, got '7'", ""),
        ),
        (
            RISK.format("type: risk, probability: 4, impact: 3, inherent: [5]"),
            ("items/0/inherent", "GEN103", "`inherent` has too few entries (1)", ""),
        ),
        (
            "{kind: raid, team: mh, items: [hello]}",
            (
                "items/0",
                "GEN103",
                "item 1 of `items` must be a mapping (fields under it, indented), got 'hello'",
                "write {owner: …, id: …, title: …, raised: …, type: …, probability: …, impact: …}",
            ),
        ),
        ("kind: raid", ("team", "GEN103", "missing field `team`: whose register it is; or write `initiative`", "add `team: …`")),
        (
            "{kind: update, period: 2026-W32, headline: H}",
            ("team", "GEN103", "missing field `team`: whose update it is; or write `initiative`", "add `team: …`"),
        ),
        (
            "{kind: update, team: mh, period: 2026-Q3, headline: H}",
            ("period", "GEN105", "`period` must be a week such as 2026-W32, or a month, got '2026-Q3'", ""),
        ),
        (
            "{kind: update, team: mh, period: 2026W32, headline: H}",
            ("period", "GEN105", "`period` must be a week such as 2026-W32, or a month, got '2026W32'", "write 2026-W32"),
        ),
        (
            f"{{kind: update, team: mh, period: 2026-W32, headline: {'h' * 141}}}",
            ("headline", "GEN103", "`headline` must be at most 140 characters, is 141", ""),
        ),
        (
            "{kind: change, id: CHG-1, title: T, owner: jo.park, sponsor: dana.lee, go_live: 2026-09-15, groups: []}",
            ("groups", "GEN103", "`groups` must have at least 1 entry", ""),
        ),
        (
            INCIDENT.format('"2026-07-21T09:30"'),
            (
                "detected",
                "GEN105",
                f"`detected` must be {TIME}, got '2026-07-21T09:30'",
                "write 2026-07-21T09:30Z if it is UTC, or its offset: 2026-07-21T09:30+02:00",
            ),
        ),
        (
            INCIDENT.format('"2026-07-21 9:30 UTC"'),
            ("detected", "GEN105", f"`detected` must be {TIME}, got '2026-07-21 9:30 UTC'", "write 2026-07-21T09:30Z"),
        ),
        (
            INCIDENT.format("2026-07-21"),
            (
                "detected",
                "GEN105",
                f"`detected` must be {TIME}, got '2026-07-21'",
                "write the day, the time and Z (or the offset): 2026-07-21T09:30Z",
            ),
        ),
        (
            INCIDENT.format('"2026-07-21T25:30Z"'),
            (
                "detected",
                "GEN101",
                "`detected` is no time of a day, got '2026-07-21T25:30Z'",
                "check the hours, the minutes and the offset",
            ),
        ),
        (
            POLICY.format("policy", "issues: [Mental Health/Self harm]"),
            (
                "issues/0",
                "GEN105",
                "item 1 of `issues` must be an issue of the taxonomy such as mental_health/self_harm, got 'Mental Health/Self harm'",
                "write mental_health/self_harm",
            ),
        ),
        (
            POLICY.format("policy", "markets: all"),
            ("markets", "GEN105", "`markets` must be global, or a list of codes such as [US, IE], got 'all'", "write global"),
        ),
        (
            POLICY.format("policy", "markets: ie"),
            ("markets", "GEN105", "`markets` must be global, or a list of codes such as [US, IE], got 'ie'", "write [IE]"),
        ),
        (
            POLICY.format("policy", "markets: [US, ie]"),
            ("markets/1", "GEN105", "item 2 of `markets` must be a market's code such as US or EU, got 'ie'", "write IE"),
        ),
        (
            POLICY.format("protocol", "markets: global"),
            ("severities", "GEN103", "missing field `severities`: the clocks of a protocol", "add `severities: …`"),
        ),
        (
            POLICY.format("protocol", "severities: {S5: {resolve: 1d}}"),
            ("severities/S5", "GEN102", "`S5` must be S1, S2, S3 or S4, got 'S5'", ""),
        ),
        (
            POLICY.format("protocol", "severities: {S1: {resolve: 15 minutes}}"),
            ("severities/S1/resolve", "GEN105", f"`resolve` must be {DURATION}, got '15 minutes'", "write 15m"),
        ),
        (
            (
                "{kind: obligations, regulation: R, name: N, jurisdiction: EU, status: in_force, contact: jo.park, "
                "items: [{id: a, summary: S, type: report, owner: jo.park, every: 6mo}]}"
            ),
            (
                "items/0/first_due",
                "GEN103",
                "missing field `first_due`: the first day it is due, as `every` says how often",
                "add `first_due: …`",
            ),
        ),
        (REVIEW.format("n: 3, correct: 4"), ("correct", "GEN103", "`correct` must be at most n (3), is 4", "")),
        (
            REVIEW.format("matrix: [[1, 2], [1]]"),
            ("matrix", "GEN103", "`matrix` must be square: as many counts in each row as there are rows", ""),
        ),
        (
            REVIEW.format("labels: [allow], matrix: [[1, 2], [1, 4]]"),
            ("labels", "GEN103", "`labels` must have one label for each row of the matrix (2), has 1", ""),
        ),
        (
            REVIEW.format("ratings: ratings.txt"),
            ("ratings", "GEN105", "`ratings` must be the path of a .csv file in the plans' folder, got 'ratings.txt'", ""),
        ),
        *(
            (REVIEW.format(f'ratings: "{path}"'), ("ratings", "GEN105", f"`ratings` {INSIDE} '{path}'", ""))
            for path in ("../out.csv", "/etc/out.csv", "C:/out.csv", "a//b.csv", "a/./b.csv", "reviews/../../b.csv", "~x:y.csv")
        ),
    ],
)
def test_kinds_of_the_programme_and_the_policy_desk(text: str, error: Error) -> None:
    assert errors(text) == [error]


def test_a_currency_sign_and_a_comma_are_one_mistake() -> None:
    """Within braces the comma cuts the amount in two; writing 24, as the first half would suggest, is a thousandth of it."""
    lines = b"lines: [{id: A-01, name: A, category: other, plan: $24,000}]"
    data, _ = read("plan.yaml", b"kind: budget\ncost_center: CC-1\nteam: pp\nfiscal_year: FY26\n" + lines)
    assert data is not None
    found = build(data)
    assert isinstance(found, list)
    assert [(each.message, each.help) for each in found] == [
        ("`plan` must be a plain number: a comma ends it here, got '$24,000'", "write 24_000")
    ]
