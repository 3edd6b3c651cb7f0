"""The computed values of the programme and the policy desk, as `polops show --json` gives them (issue: the programme, section 2)."""

from __future__ import annotations

import pytest
from tests.analyse.lumo import ALL, DAY, INCIDENT, INITIATIVE, PROTOCOL, REVIEW
from tests.analyse.workspaces import at, closed_months, node

from polops.analyse.context import Context
from polops.reports.item import Plain, computed

SPEND = closed_months("MH-VEN-01", ["", "", "", "", "", "", "96_000"], more=", for: INI-004")


@pytest.fixture(scope="module")
def lumo() -> Context:
    return at(DAY, ALL, SPEND)


EXPECTED: dict[str, dict[str, Plain]] = {
    "INI-004": {
        "stage": "delivery",
        "slip_days": 10,
        "propagated_end": "2026-09-25",
        "driving_chain": ["INI-004/M3", "INI-004/M4"],
        "rag": "red",
        "rag_by_dimension": {"schedule": "amber", "cost": "red", "outcome": "green", "risk": "green", "people": "green"},
        "bac": "200000.00",
        "pv": "160000.00",
        "ev": "80000.00",
        "ac": "96000.00",
        "sv": "-80000.00",
        "cv": "-16000.00",
        "spi": "0.5",
        "cpi": "0.833333333333",
        "eac_typical": "240000.00",
        "eac_atypical": "216000.00",
        "eac_both": "384000.00",
        "etc": "144000.00",
        "vac": "-40000.00",
        "tcpi": "1.153846153846",
    },
    "INI-004/M4": {"effective": "2026-09-15", "slip_days": 0, "propagated": "2026-09-25"},
    "R-012": {"score": 16, "zone": "red", "age_days": 35, "review_due": "2026-08-10"},
    "I-021": {"age_days": 13, "escalation_due": "2026-07-31"},
    "D-007": {"age_days": 40, "float_days": -7},
    "CHG-007": {"adoption": None, "barrier": "Knowledge", "training": "0.277777777778", "readiness": "1"},
    "OP-03": {"priority": "4"},
    "POL-MH-002": {"readiness": "0.090909090909", "guidance_lag_days": -36, "review_due": "2026-11-18", "coverage": "0"},
    "EU-DSA/art42-transparency": {"next_due": "2026-08-28", "days": 18, "status": "due"},
    "QR-011": {
        "agreement": "0.83",
        "kappa": "0.66",
        "alpha": "0.660852130326",
        "fleiss": None,
        "accuracy": None,
        "low": None,
        "high": None,
    },
    "INC-2026-003": {
        "clocks": {
            "acknowledge": {"elapsed_minutes": 11, "limit_minutes": 15, "result": "met"},
            "contain": {"elapsed_minutes": 95, "limit_minutes": 60, "result": "breached"},
            "resolve": {"elapsed_minutes": 640, "limit_minutes": 1440, "result": "met"},
        }
    },
}


@pytest.mark.parametrize("ref", EXPECTED)
def test_values(lumo: Context, ref: str) -> None:
    values, _ = computed(lumo, node(lumo, ref))
    assert values == EXPECTED[ref]
    assert list(values) == list(EXPECTED[ref])


def test_reasons(lumo: Context) -> None:
    """Why a colour or status is what it is."""
    reasons = {ref: computed(lumo, node(lumo, ref))[1] for ref in EXPECTED}
    assert reasons["INI-004"] == "cost: estimate at completion over budget and tolerance"
    assert reasons["INI-004/M4"] == "slip of 10 days"
    assert reasons["R-012"] == "red from its score of 16"
    assert reasons["I-021"] == "escalated"
    assert reasons["POL-MH-002"] == "1 of 11 items of the launch checklist are done"
    assert reasons["EU-DSA/art42-transparency"] == "due within 30d"


def test_too_little_for_earned_value() -> None:
    """Budget and spend stay, the rest is null, and the reason is told."""
    ctx = at(DAY, ALL, INITIATIVE.replace("budget: 200_000\n", ""))
    values, why = computed(ctx, node(ctx, "INI-004"))
    assert {values[key] for key in ("bac", "pv", "ev", "ac", "spi", "eac_typical", "eac_both", "etc", "vac", "tcpi")} == {None}
    assert why is not None
    assert why.endswith("; no earned value: no budget")


def test_a_budget_that_is_spent_cannot_be_met() -> None:
    ctx = at(DAY, ALL, closed_months("MH-VEN-01", ["", "", "", "", "", "", "200_000"], more=", for: INI-004"))
    assert computed(ctx, node(ctx, "INI-004"))[0]["tcpi"] == "not achievable"


def test_a_targeted_sample_has_no_rate() -> None:
    review = REVIEW.replace("sampling: stratified", "sampling: HOW").replace("n: 100", "n: 200\ncorrect: 188")
    ctx = at(DAY, ALL, review.replace("HOW", "targeted"))
    values, why = computed(ctx, node(ctx, "QR-011"))
    assert (values["accuracy"], values["low"], values["high"], values["kappa"]) == (None, None, None, "0.66")
    assert why == "a targeted sample gives no rate"
    ctx = at(DAY, ALL, review.replace("HOW", "random"))
    values, why = computed(ctx, node(ctx, "QR-011"))
    assert [str(values[key])[:5] for key in ("accuracy", "low", "high")] == ["0.94", "0.898", "0.965"], "C19: Wilson 188/200"
    assert why is None


def test_a_protocol_without_clocks_for_the_severity() -> None:
    ctx = at(DAY, ALL, INCIDENT.replace("severity: S1", "severity: S2"), PROTOCOL.replace("  S2:", "  #"))
    assert computed(ctx, node(ctx, "INC-2026-003")) == ({"clocks": {}}, "its protocol has no clocks for this severity")
