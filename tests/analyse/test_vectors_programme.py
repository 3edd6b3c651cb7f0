"""The test vectors of the domain reference, C19, for the programme and the policy desk: each figure through the whole way, from YAML text.

Source of every figure here: domain reference C19, on the files of its part B (`lumo.py`), as of 10 August 2026.
"""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY, STRATEGY
from tests.analyse.workspaces import at, closed_months, node, places

from polops.analyse.adoption import change
from polops.analyse.align import of as means_of
from polops.analyse.clocks import attainment
from polops.analyse.context import Context
from polops.analyse.headcount import team
from polops.analyse.incident import incident
from polops.analyse.initiative import costs, earned
from polops.analyse.obligation import obligation
from polops.analyse.opportunity import priority, ranked
from polops.analyse.policy import policy
from polops.analyse.raid import dependency, issue, risk
from polops.analyse.review import review
from polops.analyse.schedule import milestone, schedule

D = Decimal


@pytest.fixture(scope="module")
def lumo() -> Context:
    """96,000 were spent for the initiative by July, and 4,000 for anything else."""
    spend = closed_months("MH-VEN-01", ["", "", "", "", "30_000", "30_000", "36_000"], more=", for: INI-004")
    other = spend.replace("amount: 36_000, for: INI-004}", "amount: 36_000, for: INI-004}, {line: MH-VEN-01, amount: 4_000}")
    return at(DAY, ALL, other)


def test_alignment_with_the_initiative(lumo: Context) -> None:
    """O1 incl. INI-004: 1.5 of 2.0 filled FTE (75 %), 1.0 FTE vacant. The initiative's spend flows on to it."""
    found = means_of(lumo, node(lumo, "mh/2026-Q3/O1"))
    assert (found.fte_filled, found.fte_vacant, team(lumo, "mh").fte_filled) == (D("1.5"), 1, 2)
    assert found.spend == 96_000 + 4_000
    assert means_of(lumo, node(lumo, "INI-004")).fte_filled == D("0.7")


def test_milestones(lumo: Context) -> None:
    """M1 +8, M2 0, M3 effective 10 August +10, M4 stated 15 September, propagated 25 September (+10)."""
    found = [milestone(lumo, node(lumo, f"INI-004/{mark}")) for mark in ("M1", "M2", "M3", "M4")]
    assert [mark.effective for mark in found] == [date(2026, 7, 8), date(2026, 7, 24), date(2026, 8, 10), date(2026, 9, 15)]
    assert [mark.slip_days for mark in found] == [8, 0, 10, 0]
    assert found[3].propagated == date(2026, 9, 25)
    assert [mark.late_days for mark in found] == [8, 0, 10, 10]


def test_schedule(lumo: Context) -> None:
    """Amber, inside the tolerance of 14 days; M3 drives M4."""
    found = schedule(lumo, node(lumo, "INI-004"))
    assert (found.slip_days, found.propagated_end, found.status, found.tolerated) == (10, date(2026, 9, 25), "amber", True)
    assert [item.ref for item in found.driving_chain] == ["INI-004/M3", "INI-004/M4"]
    assert found.gate is node(lumo, "INI-004/M4")


def test_earned_value(lumo: Context) -> None:
    """AC 96 000: PV 160 000, EV 80 000, SV −80 000, CV −16 000, SPI 0.50, CPI 0.8333, VAC −40 000, TCPI 1.154, and three EACs."""
    found = earned(lumo, node(lumo, "INI-004")).value
    assert found is not None
    assert (found.bac, found.pv, found.ev, found.ac, found.sv, found.cv) == (200_000, 160_000, 80_000, 96_000, -80_000, -16_000)
    assert [places(found.spi, 2), places(found.cpi, 4), places(found.tcpi, 3)] == ["0.50", "0.8333", "1.154"]
    assert [places(value, 0) for value in (found.eac_typical, found.eac_atypical, found.eac_both)] == ["240000", "216000", "384000"]
    assert places(found.vac, 0) == "-40000"
    assert costs(lumo, node(lumo, "INI-004")).method == "estimate at completion"


def test_a_risk(lumo: Context) -> None:
    """R-012 4 × 4: 16 red; reviewed 7 d ago, due today."""
    found = risk(lumo, node(lumo, "R-012"))
    assert (found.score, found.zone, found.review_due, found.review_overdue) == (16, "red", date(2026, 8, 10), False)
    assert (found.inherent, found.target, found.age_days) == (20, 8, 35)


def test_a_blocker_and_a_dependency(lumo: Context) -> None:
    """Journey 8: I-021, 13 d, escalated. D-007 is promised a week after it is needed."""
    found = issue(lumo, node(lumo, "I-021"))
    assert (found.age_days, found.escalation_due, found.escalated, found.late) == (13, date(2026, 7, 31), True, False)
    assert dependency(lumo, node(lumo, "D-007")).float_days == -7


def test_a_review(lumo: Context) -> None:
    """QR-011: agreement 83 %, kappa 0.66 < 0.70."""
    found = review(lumo, node(lumo, "QR-011"))
    assert (found.agreement, found.kappa, found.consistent, found.n) == (D("0.83"), D("0.66"), False, 100)
    assert (found.accuracy, found.low, found.high, found.fleiss) == (None, None, None, None)


def test_incident_clocks(lumo: Context) -> None:
    """INC-2026-003: 11 min met, 95 min breached, 10 h 40 met; 2/3."""
    clocks = incident(lumo, node(lumo, "INC-2026-003")).clocks
    assert {name: (clock.elapsed_minutes, clock.limit_minutes, clock.result) for name, clock in clocks.items()} == {
        "acknowledge": (11, 15, "met"), "contain": (95, 60, "breached"), "resolve": (640, 1440, "met"),
    }  # fmt: skip
    assert places(attainment([clock.result for clock in clocks.values()]), 4) == "0.6667"


def test_a_change(lumo: Context) -> None:
    """CHG-007 g1 a4 d4 k2: barrier Knowledge. Journey 8: training g1 5 of 18."""
    found = change(lumo, node(lumo, "CHG-007"))
    assert (found.barrier, found.adoption, found.readiness) == ("Knowledge", None, 1)
    assert found.training == D(5) / 18
    assert [group.barrier for group in found.groups] == ["Knowledge", None]


def test_an_opportunity(lumo: Context) -> None:
    """(5 + 4 + 3) / 3 is 4.0; the highest priority comes first, of equal ones by id."""
    assert priority(lumo, node(lumo, "OP-03")) == 4
    later = STRATEGY.replace(
        "opportunities:\n",
        "opportunities:\n"
        + "".join(
            f"  - {{id: {ref}, title: T, owner: jo.park, value: {value}, urgency: 1, risk_reduction: 1, effort: 1}}\n"
            for ref, value in (("OP-05", 2), ("OP-04", 2), ("OP-06", 5))
        ),
    )
    ctx = at(DAY, ALL, later)
    assert [found.ref for found in ranked(ctx)] == ["OP-06", "OP-03", "OP-04", "OP-05"]


def test_readiness_of_a_launch(lumo: Context) -> None:
    """Journey 8: v3.0 effective in 36 days, readiness 1/11 = 9 %."""
    found = policy(lumo, node(lumo, "POL-MH-002"))
    assert (found.done, found.applicable, found.launch_days) == (1, 11, 36)
    assert places(found.readiness, 4) == "0.0909"
    assert found.review_due == date(2026, 11, 18)


def test_obligations(lumo: Context) -> None:
    """The half-yearly report was met in February and is due again; the yearly assessment is due for the first time."""
    report, assessment = (obligation(lumo, node(lumo, f"EU-DSA/{name}")) for name in ("art42-transparency", "art34-risk"))
    assert (report.next_due, report.days, report.status) == (date(2026, 8, 28), 18, "due")
    assert (assessment.next_due, assessment.days, assessment.status) == (date(2026, 8, 31), 21, "due")
