"""Milestones and initiatives against their baseline (domain reference C11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.analyse.workspaces import at, node

from polops.analyse.context import Context
from polops.analyse.schedule import Schedule, milestone, schedule

# Wizedu 717873: 14 activities with three-point estimates; published mean durations (a + 4m + b)/6 in sixths of a day, and predecessors.
# Published: earliest finish of A to F, no slack on A, C and E; the critical path A-C-E-H-I-K-M-N of 50.83 days follows from them.
NETWORK = {
    "A": (32, ""), "B": (14, ""), "C": (30, "A"), "D": (49, "A"), "E": (58, "BC"), "F": (28, "D"), "G": (35, "D"), "H": (26, "EF"),
    "I": (40, "GH"), "J": (25, "I"), "K": (59, "I"), "L": (32, "J"), "M": (13, "K"), "N": (47, "LM"),
}  # fmt: skip
START = date(2027, 1, 1)


def initiative(marks: str, *, ref: str = "INI-1", more: str = "", stage: str = "delivery") -> str:
    lines = "".join(f"  - {{{line}}}\n" for line in marks.strip().splitlines())
    return f"--- # roadmap/{ref}.yaml\nkind: initiative\nid: {ref}\nname: N\nowner: jo.park\nstage: {stage}\n{more}milestones:\n{lines}"


def found(day: str, marks: str, more: str = "") -> Schedule:
    ctx = at(day, initiative(marks, more=more))
    return schedule(ctx, node(ctx, "INI-1"))


def finishes() -> dict[str, int]:
    """Earliest finish of each activity, in sixths of a day, by the textbook's forward pass."""
    known: dict[str, int] = {}
    for name, (length, before) in NETWORK.items():
        known[name] = length + max((known[earlier] for earlier in before), default=0)
    return known


def test_the_network_is_the_published_one() -> None:
    """A 5.33, B 2.33, C 10.33, D 13.50, E 20.00, F 18.17; the whole 50.83 days."""
    known = finishes()
    assert [round(known[name] / 6, 2) for name in "ABCDEF"] == [5.33, 2.33, 10.33, 13.5, 20.0, 18.17]
    assert round(known["N"] / 6, 2) == 50.83


def network(more: str = "") -> Context:
    """The network as milestones, a sixth of a day to a day; what `more` has replaces a line."""
    lines = []
    for name, length in finishes().items():
        after = f", after: [{', '.join(NETWORK[name][1])}]" if NETWORK[name][1] else ""
        lines.append(f"id: {name}, name: N, baseline: {START + timedelta(days=length)}{more if name == 'A' else ''}{after}")
    return at("2026-08-10", initiative("\n".join(lines)))


def test_on_plan_the_driving_chain_is_the_critical_path() -> None:
    ctx = network()
    plan = schedule(ctx, node(ctx, "INI-1"))
    assert "-".join(mark.ref[-1] for mark in plan.driving_chain) == "A-C-E-H-I-K-M-N"
    assert (plan.slip_days, plan.status, plan.propagated_end) == (0, "green", START + timedelta(days=305))


def test_a_delay_moves_all_that_follows_by_the_planned_gaps() -> None:
    """A is 9 days late: so is everything but B, which does not wait for it."""
    ctx = network(more=f", forecast: {START + timedelta(days=41)}")
    late = {name: milestone(ctx, node(ctx, f"INI-1/{name}")).late_days for name in NETWORK}
    assert late == {name: 0 if name == "B" else 9 for name in NETWORK}
    assert schedule(ctx, node(ctx, "INI-1")).status == "amber"


@pytest.mark.parametrize(
    ("fields", "effective", "slip"),
    [
        ("baseline: 2026-09-01", date(2026, 9, 1), 0),
        ("baseline: 2026-08-01", date(2026, 8, 10), 9),
        ("baseline: 2026-08-01, forecast: 2026-08-20", date(2026, 8, 20), 19),
        ("baseline: 2026-08-01, forecast: 2026-08-05", date(2026, 8, 10), 9),
        ("baseline: 2026-08-01, forecast: 2026-08-05, done: 2026-07-30", date(2026, 7, 30), -2),
        ("baseline: 2026-09-01, forecast: 2026-08-20", date(2026, 8, 20), -12),
        ("baseline: 2026-08-01, done: 2026-08-11", date(2026, 8, 10), 9),
        ("forecast: 2026-09-01", date(2026, 9, 1), None),
        ("name: N", None, None),
    ],
)
def test_which_date_counts(fields: str, effective: date | None, slip: int | None) -> None:
    """Done, then the later of forecast and the as-of date, then the baseline. What is done after the date is not done yet."""
    ctx = at("2026-08-10", initiative(f"id: M1, {fields}" if "name" in fields else f"id: M1, name: N, {fields}"))
    mark = milestone(ctx, node(ctx, "INI-1/M1"))
    assert (mark.effective, mark.slip_days, mark.propagated) == (effective, slip, effective)


@pytest.mark.parametrize(
    ("forecast", "more", "status", "why"),
    [
        ("2026-09-08", "", "green", "slip of 7 days"),
        ("2026-09-09", "", "amber", "slip of 8 days"),
        ("2026-09-22", "", "amber", "slip of 21 days"),
        ("2026-09-23", "", "red", "slip of 22 days"),
        ("2026-09-02", "", "green", "slip of 1 day"),
        ("2026-09-15", "tolerance: {time: 14d}\n", "amber", "slip of 14 days"),
        ("2026-09-16", "tolerance: {time: 14d}\n", "red", "slip of 15 days, past the tolerance of 14d"),
    ],
)
def test_the_colour_of_a_slip(forecast: str, more: str, status: str, why: str) -> None:
    plan = found("2026-08-10", f"id: M1, name: N, baseline: 2026-09-01, forecast: {forecast}", more)
    assert (plan.status, plan.why) == (status, why)


def test_a_hard_date_has_no_slack() -> None:
    """Any predicted lateness is red; also when a predecessor brings it, and not once it is done."""
    marks = """id: M1, name: N, baseline: 2026-09-01, forecast: 2026-09-02
        id: M2, name: N, baseline: 2026-10-01, hard: true, after: [M1]
        id: M3, name: N, baseline: 2026-11-01"""
    plan = found("2026-08-10", marks)
    assert (plan.status, plan.why) == ("red", "INI-1/M2: hard date predicted late: slip of 1 day")
    done = found("2026-10-12", marks.replace("hard: true", "hard: true, done: 2026-10-03").replace("forecast", "done"))
    assert done.status == "green"


def test_predecessors_in_other_initiatives() -> None:
    other = initiative("id: M1, name: N, baseline: 2026-09-01, forecast: 2026-10-01", ref="INI-2")
    ctx = at("2026-08-10", other, initiative("id: M1, name: N, baseline: 2026-09-11, after: [INI-2/M1]"))
    plan = schedule(ctx, node(ctx, "INI-1"))
    assert (plan.propagated_end, [mark.ref for mark in plan.driving_chain]) == (date(2026, 10, 11), ["INI-2/M1", "INI-1/M1"])


def test_a_predecessor_that_is_done_drives_only_what_it_delays() -> None:
    marks = "id: M1, name: N, baseline: 2026-08-01, done: {}\nid: M2, name: N, baseline: 2026-09-01, after: [M1]"
    late, on_time = found("2026-08-10", marks.format("2026-08-05")), found("2026-08-10", marks.format("2026-08-01"))
    assert ([mark.ref for mark in late.driving_chain], late.slip_days) == (["INI-1/M1", "INI-1/M2"], 4)
    assert ([mark.ref for mark in on_time.driving_chain], on_time.slip_days) == (["INI-1/M2"], 0)


def test_without_baselines_there_is_no_gap_to_keep() -> None:
    marks = "id: M1, name: N, forecast: 2026-09-20\nid: M2, name: N, forecast: 2026-09-01, after: [M1]"
    ctx = at("2026-08-10", initiative(marks, stage="discovery"))
    plan = schedule(ctx, node(ctx, "INI-1"))
    assert (plan.propagated_end, plan.slip_days, plan.status) == (date(2026, 9, 20), None, "grey")


def test_a_circle_ends() -> None:
    """GEN205 reports it; the dates are those of the milestones as far as they can be known."""
    marks = "id: M1, name: N, baseline: 2026-09-01, after: [M2]\nid: M2, name: N, baseline: 2026-09-11, after: [M1]"
    plan = found("2026-08-10", marks)
    assert plan.propagated_end == date(2026, 9, 11)
    assert len(plan.driving_chain) <= 2
    alone = found("2026-08-10", "id: M1, name: N, baseline: 2026-09-01, after: [M1]")
    assert [mark.ref for mark in alone.driving_chain] == ["INI-1/M1"]


def test_a_long_chain_and_far_dates() -> None:
    """No recursion, and no date beyond the calendar's end."""
    marks = "\n".join(f"id: M{i}, name: N, baseline: 2026-09-01" + (f", after: [M{i - 1}]" if i else "") for i in range(3000))
    assert len(found("2026-08-10", marks).driving_chain) == 3000
    far = "\n".join(
        f"id: M{i}, name: N{'' if i % 3 == 1 else ', baseline: 1900-01-01' if i % 3 else ', baseline: 2999-12-31'}"
        + (f", after: [M{i - 1}]" if i else "")
        for i in range(60)
    )
    assert found("2026-08-10", far).propagated_end == date.max


def test_gates_and_empty_initiatives() -> None:
    """The next gate is the earliest open milestone that opens a stage."""
    marks = """id: M1, name: N, baseline: 2026-07-01, done: 2026-07-01, gate: approved
        id: M2, name: N, baseline: 2026-10-01, gate: closed
        id: M3, name: N, baseline: 2026-09-01, gate: launched"""
    gate = found("2026-08-10", marks).gate
    assert gate is not None
    assert gate.ref == "INI-1/M3"
    empty = at("2026-08-10", "--- # i.yaml\nkind: initiative\nid: INI-1\nname: N\nowner: jo.park\nstage: idea\n")
    assert schedule(empty, node(empty, "INI-1")) == Schedule(None, None, None, None, (), None, None, "grey", "no milestones")
