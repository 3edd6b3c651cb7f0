"""OKR arithmetic at its edges (domain reference C2 to C5)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import SETTINGS, at, node, places

from polops.analyse.context import Context
from polops.analyse.okr import ObjectiveNumbers, aligned, grade, objective, objectives, parent, roll_up
from polops.analyse.progress import KeyResultNumbers, key_result
from polops.analyse.status import at_most_one_better, not_better, worst

D = Decimal
METRIC = """
--- # metrics.yaml
kind: metrics
team: mh
metrics:
  - {id: qa, name: QA accuracy, unit: "%", direction: up, target: 95, red: 90}
  - {id: bad, name: Bad, direction: down, target: 5, red: 8}
"""
DECISION = """
--- # DEC-1.yaml
{kind: decision, id: DEC-1, title: Stop, status: deferred, driver: jo.park, approver: dana.lee}
"""


def okrs(*objectives_: str, period: str = "2026-Q3", status: str = "active", team: str = "mh", path: str = "okrs.yaml") -> str:
    """An OKR file of objectives, each in flow style."""
    lines = "\n".join(f"  - {{title: T, {each}}}" for each in objectives_)
    return f"--- # {path}\nkind: okrs\nteam: {team}\nperiod: {period}\nstatus: {status}\nobjectives:\n{lines}\n"


def results(*fields: str) -> str:
    """Key results KR1, KR2, … from their fields."""
    return "key_results: [" + ", ".join(f"{{id: KR{i}, title: K, {each}}}" for i, each in enumerate(fields, 1)) + "]"


def readings(values: str) -> str:
    return f"--- # readings.yaml\nkind: readings\nteam: mh\nreadings: {{qa: {{{values}}}}}\n"


def first(day: str, fields: str, *more: str, **about: str) -> KeyResultNumbers:
    """The numbers of one key result of one objective."""
    ctx = at(day, okrs(f"id: O1, {results(fields)}", **about), *more)
    return key_result(ctx, next(ctx.plan.nodes("key_result")))


def one(day: str, text: str, *more: str, **about: str) -> ObjectiveNumbers:
    """The numbers of the first objective."""
    ctx = at(day, okrs(text, **about), *more)
    return objective(ctx, node(ctx, "mh/2026-Q3/O1"))


SCORE = "baseline: 0, target: 100, checkins: [{{on: 2026-08-01, value: {}}}]"


# --- progress: C2


@pytest.mark.parametrize(
    ("fields", "day", "progress", "score", "status"),
    [
        ("baseline: 5, target: 5, checkins: [{on: 2026-08-01, value: 5}]", "2026-08-10", None, None, "amber"),
        ("baseline: 5, target: 10", "2026-07-05", "0", "0", "green"),
        ("baseline: 5, target: 10", "2026-07-14", "0", "0", "amber"),
        ("baseline: 5, target: 10, checkins: [{on: 2026-07-04, confidence: 3}]", "2026-07-05", "0", "0", "red"),
        ("baseline: 5, target: 10", "2026-07-15", "0", "0", "amber"),
        ("baseline: 5, target: 10, checkins: [{on: 2026-08-11, value: 9}]", "2026-08-10", "0", "0", "amber"),
        ("baseline: 5, target: 10, checkins: [{on: 2026-08-10, value: 9}]", "2026-08-10", "0.8", "0.8", "green"),
        (
            "baseline: 5, target: 10, checkins: [{on: 2026-08-10, value: 9}, {on: 2026-08-03, value: 6}]",
            "2026-08-10",
            "0.8",
            "0.8",
            "green",
        ),
        (
            "baseline: 5, target: 10, checkins: [{on: 2026-08-03, value: 9}, {on: 2026-08-09, confidence: 5}]",
            "2026-08-10",
            "0.8",
            "0.8",
            "amber",
        ),
        (
            "baseline: 5, target: 10, checkins: [{on: 2026-08-03, value: 10}, {on: 2026-08-09, confidence: 1}]",
            "2026-08-10",
            "1",
            "1",
            "complete",
        ),
        ("baseline: 5, target: 10, checkins: [{on: 2026-08-03, value: 4}]", "2026-08-10", "-0.2", "0", "red"),
        ("done: 2026-08-10", "2026-08-10", "1", "1", "complete"),
        ("done: 2026-08-11", "2026-08-10", "0", "0", "green"),
        ("due: 2026-08-10", "2026-08-10", "0", "0", "red"),
        ("checkins: [{on: 2026-08-01, value: 40%}]", "2026-08-10", "0.4", "0.4", "green"),
        ("checkins: [{on: 2026-08-01, value: 0.4}]", "2026-08-10", "0.4", "0.4", "green"),
        ("type: manual", "2026-08-10", "0", "0", "amber"),
        ("type: manual, checkins: [{on: 2026-08-01, value: 1}]", "2026-08-10", "1", "1", "complete"),
        ("type: manual, checkins: [{on: 2026-08-01, value: 60}]", "2026-08-10", None, None, "grey"),
    ],
)
def test_progress_and_status(fields: str, day: str, progress: str | None, score: str | None, status: str) -> None:
    """None is not 0: t = b has no progress; without any value c = b, and *no data* shows once more than 15 % is expected."""
    found = first(day, fields)
    assert (found.progress, found.score) == (None if progress is None else D(progress), None if score is None else D(score))
    assert found.status == status


def test_no_data_is_judged_by_what_is_expected() -> None:
    """C5: amber if there is no data and e > 0.15, before that its pace. Back-loaded, 27 of 91 days expect 0.09, 33 0.13, 40 0.19."""
    fields = "baseline: 5, target: 10, expected: back_loaded"
    found = [first(day, fields) for day in ("2026-07-28", "2026-08-03", "2026-08-10")]
    assert [(each.status, each.why) for each in found] == [
        ("green", "pace; no data yet"),
        ("amber", "pace; no data yet"),
        ("amber", "no data, and more than 15 % expected by now"),
    ]


def test_a_metric_gives_the_value_and_checkins_only_words() -> None:
    found = first(
        "2026-08-10",
        "metric: qa, baseline: 90, target: 95, checkins: [{on: 2026-08-03, confidence: 8}]",
        METRIC,
        readings("2026-06: 91, 2026-07: 92, 2026-08: 99"),
    )
    assert (found.current, found.progress, found.confidence) == (92, D("0.4"), 8), "August has not ended"


def test_a_closed_quarter_keeps_its_score_when_the_metric_moves_on() -> None:
    fields, values = "metric: qa, baseline: 90, target: 95", "2026-07: 92, 2026-09: 93, 2026-11: 99"
    assert first("2026-12-31", fields, METRIC, readings(values)).current == 93
    assert first("2026-12-31", f"{fields}, due: 2026-11-30", METRIC, readings(values)).current == 99


@pytest.mark.parametrize(
    ("fields", "values", "day", "progress"),
    [
        ("floor: 95", "2026-07: 96, 2026-08: 94", "2026-08-31", "0.5"),
        ("floor: 95, ceiling: 97", "2026-07: 96, 2026-08: 98", "2026-08-31", "0.5"),
        ("ceiling: 97", "2026-07: 97, 2026-08: 97.1, 2026-09: 50", "2026-09-30", "0.6667"),
        ("floor: 95", "2026-08: 96", "2026-08-31", "0.5000"),
        ("floor: 95", "2026-07: 96", "2026-09-30", "1.0000"),
        ("floor: 95", "2026-06: 96, 2026-07: 94", "2026-08-31", "0.0000"),
        ("floor: 95", "2026-08: 96", "2026-08-10", "None"),
        ("floor: 95", "", "2026-09-30", "None"),
        ("floor: 95, starts: 2026-08-15", "2026-07: 96, 2026-08: 94", "2026-08-31", "0.5000"),
        ("floor: 95", "2026-W28: 96", "2026-07-31", "1.0000"),
        ("floor: 95", "2026-W28: 96, 2026-W30: 96", "2026-07-31", "0.6667"),
        ("floor: 95", "2026-W27: 96, 2026-W28: 94", "2026-07-31", "0.0000"),
    ],
)
def test_maintain(fields: str, values: str, day: str, progress: str) -> None:
    """Met periods over periods up to the latest with a value; a missing one before it is not met; after it nothing counts.

    A `starts` moves the expected line only; a week counts where all of it lies in the quarter (W28 is the first of 2026-Q3).
    """
    more = (METRIC, readings(values)) if values else (METRIC,)
    found = first(day, f"metric: qa, {fields}", *more)
    assert places(found.progress, len(progress) - 2 if "." in progress else 0) == progress
    assert found.expected == 1


@pytest.mark.parametrize(("value", "progress"), [("95", 1), ("94.9", 0)])
def test_maintain_with_only_a_current_value(value: str, progress: int) -> None:
    found = first("2026-08-10", f"floor: 95, checkins: [{{on: 2026-08-01, value: {value}}}]")
    assert (found.progress, found.has_data) == (progress, True)


def test_maintain_by_checkins_counts_each_that_has_a_value() -> None:
    """Without a metric there is no cadence, and no period that could be missing."""
    told = "floor: 95, checkins: [{on: 2026-07-06, value: 96}, {on: 2026-07-20, value: 94}, {on: 2026-08-03, value: 97}, "
    told += "{on: 2026-08-05, confidence: 8}, {on: 2026-08-11, value: 90}]"
    assert places(first("2026-08-10", told).progress, 4) == "0.6667"
    assert (first("2026-08-11", told).progress, first("2026-07-06", told).progress) == (D("0.5"), 1)
    assert first("2026-08-10", told).current == 97


def test_maintain_meets_its_floor_within_the_tolerance() -> None:
    """Statistics compare with a tolerance of 1e-9 (C0)."""
    ratio = readings("2026-07: {num: 1, den: 3}")
    metric = METRIC.replace('unit: "%", direction: up, target: 95, red: 90', "direction: up")
    assert first("2026-07-31", "metric: qa, floor: 0.333333333", metric, ratio).progress == 1
    assert first("2026-07-31", "metric: qa, floor: 0.33333334", metric, ratio).progress == 0


def test_milestones_weigh_and_drop() -> None:
    """0/100 rule; dropped with a decision leaves both sums, without one it stays."""
    marks = "milestones: [{{id: a, title: A, due: 2026-07-31, done: 2026-08-01}}, "
    marks += "{{id: b, title: B, due: 2026-08-05, weight: 3, dropped: {{on: 2026-08-02{}}}}}]"
    kept, left = first("2026-08-10", marks.format("")), first("2026-08-10", marks.format(", decision: DEC-1"), DECISION)
    assert (kept.progress, kept.expected) == (D("0.25"), 1)
    assert (left.progress, left.expected) == (1, 1)
    assert first("2026-08-01", marks.format(", decision: DEC-1"), DECISION).progress == D("0.25"), "not dropped yet"


def test_the_upper_clamp_may_be_raised_but_never_for_committed() -> None:
    settings = SETTINGS + "okr: {cap: 1.2}\n"
    fields = "baseline: 0, target: 10, checkins: [{on: 2026-08-01, value: 15}]"
    assert first("2026-08-10", fields, settings).score == D("1.2")
    assert first("2026-08-10", fields).score == 1
    ctx = at("2026-08-10", settings, okrs(f"id: O1, type: committed, {results(fields)}"))
    assert key_result(ctx, node(ctx, "mh/2026-Q3/O1/KR1")).score == 1


# --- expected, pace, confidence and projection: C5


@pytest.mark.parametrize(
    ("day", "fields", "expected"),
    [
        ("2026-07-01", "baseline: 0, target: 1", "0.0000"),
        ("2026-09-30", "baseline: 0, target: 1", "1.0000"),
        ("2026-06-30", "baseline: 0, target: 1", "0.0000"),
        ("2026-10-15", "baseline: 0, target: 1", "1.0000"),
        ("2026-08-10", "baseline: 0, target: 1, starts: 2026-08-01", "0.1500"),
        ("2026-08-10", "baseline: 0, target: 1, due: 2026-08-10", "1.0000"),
        ("2026-08-10", "baseline: 0, target: 1, starts: 2026-08-10, due: 2026-08-10", "1.0000"),
        ("2026-08-10", "baseline: 0, target: 1, expected: {2026-07: 10%, 2026-08: 40%}", "0.1968"),
        ("2026-07-31", "baseline: 0, target: 1, expected: {2026-07: 10%, 2026-08: 40%}", "0.1000"),
        ("2026-07-16", "baseline: 0, target: 1, expected: {2026-07: 10%, 2026-08: 40%}", "0.0500"),
        ("2026-09-15", "baseline: 0, target: 1, expected: {2026-07: 10%, 2026-08: 40%}", "0.7000"),
        ("2026-10-15", "baseline: 0, target: 1, expected: {2026-09: 80%}", "0.8000"),
        ("2026-06-15", "baseline: 0, target: 1, expected: {2026-07: 10%}", "0.0000"),
        ("2026-09-29", "unit: x", "0.0000"),
        ("2026-09-30", "unit: x", "1.0000"),
        ("2026-08-10", "unit: x, due: 2026-08-10", "1.0000"),
    ],
)
def test_expected(day: str, fields: str, expected: str) -> None:
    """First day 0, last day 1; an explicit map is linear between its month ends; a binary result is expected on its due date."""
    assert places(first(day, fields).expected, 4) == expected


@pytest.mark.parametrize(
    ("value", "confidence", "status", "why"),
    [
        ("34", None, "green", "pace"),
        ("33.95", None, "amber", "pace"),
        ("18.95604396", None, "amber", "pace"),
        ("18.9", None, "red", "pace"),
        ("50", 7, "green", "pace"),
        ("50", 6, "amber", "confidence"),
        ("50", 4, "amber", "confidence"),
        ("50", 3, "red", "confidence"),
        ("50", 0, "red", "confidence"),
        ("18", 10, "red", "pace"),
        ("30", 6, "amber", "pace"),
    ],
)
def test_pace_and_confidence(value: str, confidence: int | None, status: str, why: str) -> None:
    """On 10 August 43.956 % is expected: 10 points behind is green, 25 amber; the worse of pace and confidence counts."""
    told = "" if confidence is None else f", confidence: {confidence}"
    found = first("2026-08-10", f"baseline: 0, target: 100, checkins: [{{on: 2026-08-01, value: {value}{told}}}]")
    assert (found.status, found.why) == (status, why)


@pytest.mark.parametrize(("value", "status"), [("42", "green"), ("41", "amber"), ("33", "amber"), ("32", "red")])
def test_pace_as_a_ratio(value: str, status: str) -> None:
    """`pace: ratio`: 95 % of what is expected is green, 75 % amber."""
    assert first("2026-08-10", SCORE.format(value), SETTINGS + "okr: {pace: ratio}\n").pace == status


def test_thresholds_are_settings() -> None:
    limits = SETTINGS + "thresholds: {okr: {on_track_gap: 1%, off_track_gap: 2%}}\n"
    assert first("2026-08-10", SCORE.format(42), limits).pace == "amber"
    assert first("2026-08-10", SCORE.format(41), limits).pace == "red"


def test_projection_from_a_fifth_on() -> None:
    """`s / e`, shown once e ≥ 0.2."""
    assert places(first("2026-08-10", SCORE.format(50)).heading_for, 4) == "1.1375"
    assert first("2026-07-10", "baseline: 0, target: 100, checkins: [{on: 2026-07-05, value: 50}]").heading_for is None


@pytest.mark.parametrize(
    ("day", "on", "stale"),
    [
        ("2026-08-15", "2026-08-01", False),
        ("2026-08-16", "2026-08-01", True),
        ("2026-07-15", "2026-08-01", False),
        ("2026-07-16", "2026-08-01", True),
    ],
)
def test_stale_after_fourteen_days(day: str, on: str, stale: bool) -> None:  # noqa: FBT001 - the value under test
    """More than 14 days after the last check-in, or after the first day where there is none yet. The colour stays."""
    found = first(day, f"baseline: 0, target: 100, checkins: [{{on: {on}, value: 60}}]")
    assert found.stale is stale
    assert first(day, f"baseline: 0, target: 100, checkins: [{{on: {on}, value: 60}}]", status="closed").stale is False


# --- objectives, teams, programme: C3


def test_weights_are_normalised_and_coverage_told() -> None:
    text = f"id: O1, {results(SCORE.format(80) + ', weight: 3', 'baseline: 0, target: 1, weight: 1')}"
    found = one("2026-08-10", text)
    assert (found.score, found.coverage) == (D("0.6"), D("0.75"))


def test_all_weights_zero_has_no_score() -> None:
    found = one("2026-08-10", f"id: O1, {results(SCORE.format(80) + ', weight: 0')}")
    assert (found.score, found.expected, found.gap, found.coverage) == (None, None, None, None)


def test_an_objective_without_key_results() -> None:
    found = one("2026-08-10", "id: O1")
    assert (found.score, found.status, found.why) == (None, "grey", "no data")


def test_maintain_without_data_is_left_out_in_flight_and_zero_at_close() -> None:
    text = f"id: O1, {results(SCORE.format(80), 'metric: qa, floor: 95')}"
    assert one("2026-08-10", text, METRIC).score == D("0.8")
    closed = one("2026-10-05", text, METRIC, status="closed")
    assert (closed.score, closed.coverage) == (D("0.4"), D("0.5"))


def test_dropped_leaves_the_denominator_only_with_a_decision() -> None:
    """From the drop date on; without a decision it stays and scores what it has."""
    dropped = "baseline: 0, target: 1, dropped: {{on: 2026-08-05{}}}"
    told = f"id: O1, {results(SCORE.format(80), dropped.format(', decision: DEC-1'))}"
    assert one("2026-08-10", told, DECISION).score == D("0.8")
    assert one("2026-08-04", told, DECISION).score == D("0.4")
    assert one("2026-08-10", f"id: O1, {results(SCORE.format(80), dropped.format(''))}").score == D("0.4")
    ctx = at("2026-08-10", okrs(told), DECISION)
    left = key_result(ctx, node(ctx, "mh/2026-Q3/O1/KR2"))
    assert (left.status, left.dropped) == ("grey", True)


def test_dropped_without_a_decision_scores_zero_at_close() -> None:
    """C2: while the quarter runs it keeps what it has; a score that was typed at close stands."""
    dropped = "baseline: 0, target: 100, checkins: [{on: 2026-08-01, value: 60}], dropped: {on: 2026-08-05}"
    text = f"id: O1, {results(SCORE.format(80), dropped)}"
    assert one("2026-08-10", text).score == D("0.7")
    assert one("2026-10-05", text, status="closed").score == D("0.4")
    found = first("2026-10-05", dropped, status="closed")
    assert (found.progress, found.score, found.status) == (D("0.6"), 0, "red")
    assert first("2026-08-04", dropped, status="closed").score == D("0.6"), "not dropped yet"
    typed = f"id: O1, {results(SCORE.format(80), dropped + ', closing: {score: 0.5, reason: R}')}"
    assert one("2026-10-05", typed, status="closed").score == D("0.65")


FAMILY = okrs(
    f"id: O1, rollup: {{}}, {results(SCORE.format(80))}".replace("{}", "ROLLUP"),
    f"id: O2, aligns_to: O1, weight: 3, {results(SCORE.format(40))}",
    f"id: O3, aligns_to: O1/KR1, {results(SCORE.format(20))}",
)


@pytest.mark.parametrize(("rollup", "score"), [("own", "0.8"), ("children", "0.35"), ("mixed", "0.44")])
def test_roll_up_to_a_parent(rollup: str, score: str) -> None:
    """Own ignores children; children is their weighted mean (3 × 0.4 + 0.2) ÷ 4; mixed adds each as one key result more."""
    ctx = at("2026-08-10", FAMILY.replace("ROLLUP", rollup))
    above = node(ctx, "mh/2026-Q3/O1")
    found = objective(ctx, above)
    assert (found.score, found.children) == (D(score), D("0.35")), "the children's mean is always told beside it"
    assert [child.ref for child in aligned(ctx, above)] == ["mh/2026-Q3/O2", "mh/2026-Q3/O3"]
    assert parent(ctx, node(ctx, "mh/2026-Q3/O3")) is above


def test_a_cycle_of_alignments_ends() -> None:
    ring = okrs(
        f"id: O1, rollup: mixed, aligns_to: O3, {results(SCORE.format(80))}",
        f"id: O2, rollup: children, aligns_to: O1, {results(SCORE.format(40))}",
        f"id: O3, rollup: mixed, aligns_to: O2, {results(SCORE.format(20))}",
        f"id: O4, rollup: mixed, aligns_to: O4, {results(SCORE.format(50))}",
    )
    ctx = at("2026-08-10", ring)
    for found in (objective(ctx, each) for each in ctx.plan.nodes("objective")):
        assert found.score is not None
        assert 0 <= found.score <= 1
    assert objective(ctx, node(ctx, "mh/2026-Q3/O4")).score == D("0.5")


def test_a_dropped_child_does_not_count() -> None:
    text = FAMILY.replace("ROLLUP", "children").replace("id: O3,", "id: O3, dropped: {on: 2026-08-01, decision: DEC-1},")
    ctx = at("2026-08-10", text, DECISION)
    found = objective(ctx, node(ctx, "mh/2026-Q3/O1"))
    assert (found.score, found.children) == (D("0.4"), D("0.4"))
    assert objective(ctx, node(ctx, "mh/2026-Q3/O3")).status == "grey"


def test_a_child_counts_above_with_its_own_score() -> None:
    """At close its key results without data are 0 there too."""
    text = okrs(
        f"id: O1, rollup: children, {results(SCORE.format(10))}",
        f"id: O2, aligns_to: O1, {results(SCORE.format(80), 'metric: qa, floor: 95')}",
        status="closed",
    )
    ctx = at("2026-10-05", text, METRIC)
    above, child = (objective(ctx, node(ctx, f"mh/2026-Q3/O{i}")) for i in (1, 2))
    assert (child.score, above.score, above.children) == (D("0.4"), D("0.4"), D("0.4"))


def test_team_and_programme_are_means_of_objectives_not_of_means() -> None:
    ctx = at(
        "2026-08-10",
        okrs(f"id: O1, weight: 2, {results(SCORE.format(90))}", f"id: O2, {results(SCORE.format(30))}"),
        okrs(f"id: O1, {results(SCORE.format(10))}", team="coe", path="coe.yaml"),
        okrs(f"id: O1, {results('baseline: 0, target: 1')}", period="2026-Q4", path="q4.yaml"),
    )
    quarter = ctx.calendar.months("2026-Q3")
    assert roll_up(ctx, objectives(ctx, quarter, team="MH"))[0] == D("0.7")
    assert roll_up(ctx, objectives(ctx, quarter))[0] == D("0.55"), "(2 × 0.9 + 0.3 + 0.1) ÷ 4"
    assert places(roll_up(ctx, objectives(ctx, quarter))[1], 4) == "0.4396"
    assert roll_up(ctx, []) == (None, None)


# --- status of an objective: C5


@pytest.mark.parametrize(
    ("type_", "values", "status", "why"),
    [
        ("aspirational", (50, 50), "green", "weighted gap"),
        ("aspirational", (90, 0), "amber", "at most one step better than the worst key result"),
        ("aspirational", (90, 30), "green", "weighted gap"),
        ("aspirational", (20, 20), "amber", "weighted gap"),
        ("aspirational", (0, 0), "red", "weighted gap"),
        ("aspirational", (100, 100), "complete", "the worst key result"),
        ("aspirational", (100, 30), "green", "weighted gap"),
        ("committed", (90, 0), "red", "the worst key result"),
        ("committed", (90, 30), "amber", "the worst key result"),
        ("committed", (100, 50), "green", "the worst key result"),
        ("committed", (100, 100), "complete", "the worst key result"),
        ("learning", (90, 0), "amber", "at most one step better than the worst key result"),
    ],
)
def test_status_of_an_objective(type_: str, values: tuple[int, int], status: str, why: str) -> None:
    """Committed: as bad as its worst key result. Else the colour of the weighted gap, at most one step better than the worst."""
    found = one("2026-08-10", f"id: O1, type: {type_}, {results(*(SCORE.format(value) for value in values))}")
    assert (found.status, found.why) == (status, why)


@pytest.mark.parametrize(
    ("value", "guard", "status"),
    [("60", "9", "amber"), ("60", "8", "green"), ("100", "9", "amber"), ("0", "9", "red"), ("60", "7", "green")],
)
def test_a_red_guardrail_caps_at_amber(value: str, guard: str, status: str) -> None:
    """Red lies beyond 8: a breached guardrail makes green and complete amber, and never better."""
    bad = f"--- # readings.yaml\nkind: readings\nteam: mh\nreadings: {{bad: {{2026-07: {guard}}}}}\n"
    text = f"id: O1, guardrails: [bad], {results(SCORE.format(value))}"
    assert one("2026-08-10", text, METRIC, bad).status == status


def test_order_of_colours() -> None:
    assert worst(["green", "red", "amber"]) == "red"
    assert worst(["complete", "green"]) == "green"
    assert worst(["grey", None, "complete"]) == "complete"
    assert worst([]) == worst(["grey"]) == "grey"
    assert at_most_one_better("green", "red") == "amber"
    assert at_most_one_better("green", "grey") == "green"
    assert not_better("complete", "amber") == "amber"
    assert not_better("grey", "amber") == "grey"


# --- grades: C4


def graded(about: str, value: str) -> str:
    ctx = at("2026-10-05", okrs(f"id: O1, {about}, {results(SCORE.format(value))}", status="closed"))
    return objective(ctx, node(ctx, "mh/2026-Q3/O1")).grade


@pytest.mark.parametrize(
    ("about", "value", "said"),
    [
        ("type: aspirational", "70", "green"),
        ("type: aspirational", "69.4", "amber"),
        ("type: aspirational", "39.5", "amber"),
        ("type: aspirational", "39.49", "red"),
        ("type: aspirational", "0", "red"),
        ("type: committed", "100", "green"),
        ("type: committed", "99.5", "green"),
        ("type: committed", "99.4", "missed, close"),
        ("type: committed", "89.5", "missed, close"),
        ("type: committed", "89.4", "missed"),
        ("type: learning", "100", "not answered"),
        ("type: learning, closing: {learned: People ask twice}", "0", "answered"),
        ("type: aspirational, closing: {score: 0.7, reason: Counted by hand}", "10", "green"),
    ],
)
def test_grades(about: str, value: str, said: str) -> None:
    """Of the score rounded half-up to two decimals; an overriding closing score counts, the computed one stays."""
    assert graded(about, value) == said


def test_only_a_closed_objective_has_a_grade() -> None:
    ctx: Context = at("2026-10-05", okrs(f"id: O1, {results(SCORE.format(80))}"))
    found = node(ctx, "mh/2026-Q3/O1")
    assert objective(ctx, found).grade == ""
    assert grade(found.item, None) == ""  # type: ignore[arg-type]  # an objective
