"""Obligations: occurrences, the next one, its status."""

from __future__ import annotations

from datetime import date

import pytest
from tests.analyse.lumo import PARTNERS
from tests.analyse.workspaces import at, node

from polops.analyse.obligation import ObligationNumbers, obligation, occurrences
from polops.values.duration import Duration


def text(fields: str, status: str = "in_force") -> str:
    return (
        f"{PARTNERS}--- # o.yaml\nkind: obligations\nregulation: REG\nname: R\njurisdiction: EU\nstatus: {status}\ncontact: ines.duarte\n"
        f"items:\n  - {{id: x, summary: S, type: report, owner: jo.park, {fields}}}\n"
    )


def found(fields: str, day: str = "2026-08-10", status: str = "in_force") -> ObligationNumbers:
    ctx = at(day, text(fields, status))
    return obligation(ctx, node(ctx, "REG/x"))


@pytest.mark.parametrize(
    ("fields", "due", "days", "status"),
    [
        ("due: 2026-09-10", "2026-09-10", 31, "upcoming"),
        ("due: 2026-09-09", "2026-09-09", 30, "due"),
        ("due: 2026-08-10", "2026-08-10", 0, "due"),
        ("due: 2026-08-09", "2026-08-09", -1, "overdue"),
        ("due: 2026-08-09, done: {2026-08-09: {on: 2026-08-01, evidence: e}}", None, None, "done"),
        ("due: 2026-08-09, done: {2026-08-09: {on: 2026-08-11, evidence: e}}", "2026-08-09", -1, "overdue"),
        ("every: 12mo, first_due: 2024-08-31, done: {2024-08-31: {on: 2024-08-30}}", "2025-08-31", -344, "overdue"),
        ("every: 12mo, first_due: 2024-08-31, done: {2025-08-31: {on: 2025-08-30}}", "2024-08-31", -709, "overdue"),
        ("response: 1h", None, None, "undated"),
    ],
)
def test_the_first_day_that_was_not_met(fields: str, due: str | None, days: int | None, status: str) -> None:
    numbers = found(fields)
    assert (numbers.next_due and numbers.next_due.isoformat(), numbers.days, numbers.status) == (due, days, status)


@pytest.mark.parametrize(("status", "said"), [("consultation", "horizon"), ("proposed", "horizon"), ("repealed", "repealed")])
def test_what_is_no_law_is_not_due(status: str, said: str) -> None:
    assert found("due: 2026-08-09", status=status).status == said
    assert found("due: 2026-08-09", status="adopted").status == "overdue"


def test_the_last_one_met() -> None:
    last = found("every: 6mo, first_due: 2025-08-28, done: {2025-08-28: {on: 2025-08-27}, 2026-02-28: {on: 2026-02-26, evidence: e}}").last
    assert last is not None
    assert (last.due, last.done and last.done.evidence) == (date(2026, 2, 28), "e")


def test_occurrences_between_two_days() -> None:
    """Both days included; a single day among those that recur."""
    ctx = at("2026-08-10", text("every: 3mo, first_due: 2025-01-31, due: 2025-06-15, done: {2025-04-30: {on: 2025-04-01}}"))
    seen = occurrences(ctx, node(ctx, "REG/x"), date(2025, 4, 30), date(2025, 10, 31))
    assert [found_.due.isoformat() for found_ in seen] == ["2025-04-30", "2025-06-15", "2025-07-31", "2025-10-31"]
    assert [bool(found_.done) for found_ in seen] == [True, False, False, False]
    assert occurrences(ctx, node(ctx, "REG/x"), date(2024, 1, 1), date(2025, 1, 30)) == ()


def repeated(span: str, first: str, since: str, count: int) -> list[str]:
    days = Duration.read(span).repeats(date.fromisoformat(first), date.fromisoformat(since))
    return [day.isoformat() for day, _ in zip(days, range(count), strict=False)]


@pytest.mark.parametrize(
    ("span", "first", "since", "days"),
    [
        ("1mo", "2026-01-31", "2026-01-01", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("1mo", "1999-12-31", "2026-02-28", ["2026-02-28", "2026-03-31"]),
        ("1mo", "1999-12-31", "2026-03-01", ["2026-03-31"]),
        ("2w", "2026-08-03", "2026-08-10", ["2026-08-17", "2026-08-31"]),
        ("2w", "2026-08-03", "2026-08-17", ["2026-08-17"]),
        ("5bd", "2026-08-07", "2026-08-15", ["2026-08-21", "2026-08-28"]),
        ("1bd", "2026-08-08", "2026-08-01", ["2026-08-08", "2026-08-10"]),
        ("36h", "2026-08-08", "2026-08-01", ["2026-08-08", "2026-08-10"]),
        ("0d", "2026-08-08", "2026-08-01", ["2026-08-08"]),
        ("0d", "2026-08-08", "2026-08-09", []),
        ("9999mo", "2900-01-01", "1900-01-01", ["2900-01-01"]),
    ],
)
def test_days_that_recur(span: str, first: str, since: str, days: list[str]) -> None:
    """Months count from the first day and do not drift; parts of a day count as one; they end with the years that plans may name."""
    assert repeated(span, first, since, max(len(days), 1) if days else 1) == days


@pytest.mark.parametrize("span", ["1d", "3d", "2w", "1mo", "7mo", "1bd", "4bd", "90m"])
def test_starting_late_finds_the_same_days(span: str) -> None:
    all_days = repeated(span, "2024-01-31", "1900-01-01", 400)
    late = [day for day in all_days if day >= "2024-05-05"][:50]
    assert repeated(span, "2024-01-31", "2024-05-05", len(late)) == late
