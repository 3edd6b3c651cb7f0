"""The alignment matrix (domain reference C10)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY, INITIATIVE, OKRS, PEOPLE
from tests.analyse.workspaces import at, closed_months, node

from polops.analyse.align import of, passed_on
from polops.analyse.allocation import Alignment, Row, alignment, cost

D = Decimal
MORE = OKRS + "  - {id: O2, title: Later, priority: P2}\n  - {id: O3, title: Nobody's, priority: P0}\n"
SPEND = closed_months("MH-VEN-01", ["", "", "", "", "", "", "96_000"], more=", for: INI-004}, {line: MH-VEN-01, amount: 4_000")


def found(*texts: str, team: str = "") -> Alignment:
    ctx = at(DAY, ALL, MORE, SPEND, *texts)
    return alignment(ctx, ctx.quarter, team)


def row(ref: str, *texts: str) -> Row:
    return next(row for row in found(*texts).rows if row.node.ref == ref)


def test_the_example() -> None:
    """C19: O1 has 1.5 of 2.0 filled FTE (75 %); half an FTE is run."""
    whole = found()
    assert [each.node.ref for each in whole.rows] == ["mh/2026-Q3/O1", "mh/2026-Q3/O2", "mh/2026-Q3/O3"]
    first = whole.rows[0]
    assert (first.means.fte_filled, first.fte_share, first.means.fte_vacant) == (D("1.5"), D("0.75"), 1)
    assert (whole.fte, whole.run, whole.focus, whole.over) == (2, D("0.5"), D("0.75"), ())
    assert (found(team="mh").fte, found(team="coe").rows) == (2, ())


def test_cost_is_spend_and_people() -> None:
    """Spend of 100,000; half of a position at 200,000 a year for seven closed months, and one that started on 20 July."""
    first = row("mh/2026-Q3/O1")
    lead, specialist = D(200_000) / 12 * 7, D(203_940) / 12 * D(12) / 31
    assert (first.means.spend, first.heads, first.unpriced) == (100_000, 3, 0)
    assert abs(first.people - (lead * D("0.5") + specialist)) < D("1e-9")
    assert first.spend_share == 1
    assert first.cost_share is not None
    assert abs(first.cost_share - (100_000 + first.people) / (100_000 + lead + specialist)) < D("1e-9")


def test_positions_without_a_rate_are_told_apart() -> None:
    first = row("mh/2026-Q3/O1", PEOPLE.replace("band: P3", "band: P9"))
    assert (first.unpriced, first.heads) == (1, 3)
    assert first.means.fte_filled == D("1.5")


@pytest.mark.parametrize(
    ("ref", "people", "flags"),
    [
        ("mh/2026-Q3/O1", PEOPLE, ("P0 with many vacancies",)),
        ("mh/2026-Q3/O3", PEOPLE, ("P0 without filled FTE", "no people and no money")),
        ("mh/2026-Q3/O2", PEOPLE, ("no people and no money",)),
        ("mh/2026-Q3/O2", PEOPLE.replace("{mh/2026-Q3/O1: 50%}", "{mh/2026-Q3/O2: 50%}"), ("more FTE than a P0",)),
        ("mh/2026-Q3/O1", PEOPLE.replace("status: open", "status: frozen"), ()),
    ],
)
def test_flags(ref: str, people: str, flags: tuple[str, ...]) -> None:
    assert row(ref, people).flags == flags


def test_more_than_all_of_itself() -> None:
    over = found(PEOPLE.replace("O1: 50%", "O1: 100%, mh/2026-Q3/O2: 10%")).over
    assert [(item.ref, share) for item, share in over] == [("HC-MH-001", D("1.1"))]


@pytest.mark.parametrize(
    ("supports", "first", "second"),
    [
        ("[mh/2026-Q3/O1, mh/2026-Q3/O2]", "0.35", "0.35"),
        ("{mh/2026-Q3/O1: 20%, mh/2026-Q3/O2: 60%}", "0.14", "0.42"),
        ("[mh/2026-Q3/O1, mh/2026-Q3/O1/KR2]", "0.70", "0.00"),
        ("[]", "0.00", "0.00"),
    ],
)
def test_the_shares_of_an_initiative_flow_on(supports: str, first: str, second: str) -> None:
    """Equally, or as it says; a key result counts to its objective; what it does not pass on is run."""
    ctx = at(DAY, ALL, MORE, INITIATIVE.replace("[mh/2026-Q3/O1/KR2]", supports), PEOPLE.replace("O1: 30%", "O3: 30%"))
    own = of(ctx, node(ctx, "mh/2026-Q3/O1")).fte_filled - D("0.5")
    assert (own, of(ctx, node(ctx, "mh/2026-Q3/O2")).fte_filled) == (D(first), D(second))
    assert of(ctx, node(ctx, "INI-004")).fte_filled == D("0.7")
    assert passed_on(ctx, node(ctx, "mh/2026-Q3/O1")) == ((node(ctx, "mh/2026-Q3/O1"), 1),)


def test_nothing_costs_nothing() -> None:
    ctx = at(DAY)
    assert (cost(ctx), alignment(ctx, ctx.quarter).focus) == (0, None)
