"""Earned value against published exercises (domain reference C12). `exact` are figures that the print rounds or misprints.

Sources: fence (studylib 5898152, after a PMP preparation book), ie5411 (homework with solution, coursehero pbt8e), bread (geocities,
projectmanagementquestpond), design-build-test (slides, wnwk 3476926), PRA (cran/PRA @ e857577, test-evm.R, MIT), board (ceboardexam),
tasks (termpaperqueen), Dallas (Lipke's course slides).
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.workspaces import places

from polops.analyse.earned_value import ASSUMPTIONS, EarnedValue, earned_value

D = Decimal


def test_the_initiative_of_the_reference() -> None:
    """C19: INI-004 with 96,000 spent."""
    found = earned_value(D(200_000), D(160_000), D(80_000), D(96_000))
    assert (found.sv, found.cv, found.spi) == (D(-80_000), D(-16_000), D("0.5"))
    assert [places(found.cpi, 4), places(found.tcpi, 3)] == ["0.8333", "1.154"]
    assert [places(value, 2) for value in (found.eac_typical, found.eac_atypical, found.eac_both)] == [
        "240000.00", "216000.00", "384000.00",
    ]  # fmt: skip
    assert [places(value, 2) for value in (found.etc, found.vac)] == ["144000.00", "-40000.00"]
    assert found.achievable


@pytest.mark.parametrize(
    ("amounts", "published"),
    [
        pytest.param(
            "4000 3000 2500 2800",
            {"sv": "-500", "cv": "-300", "spi": "0.833", "cpi": "0.893", "eac_typical": "4480", "etc": "1680", "vac": "-480"},
            id="fence; EAC printed as 4479, of a rounded CPI",
        ),
        pytest.param(
            "248 158 148 210",
            {"sv": "-10", "cv": "-62", "spi": "0.94", "cpi": "0.7048", "eac_typical": "352", "etc": "142", "vac": "-104"},
            id="ie5411 at week 12; CPI printed as .7047",
        ),
        pytest.param(
            "8 2.4 1.6 3",
            {"sv": "-0.8", "cv": "-1.4", "spi": "0.6667", "cpi": "0.53", "tcpi": "1.28"},
            id="bread; SPI printed as 0.6",
        ),
        pytest.param(
            "500 300 200 250",
            {"cv": "-50", "sv": "-100", "cpi": "0.80", "spi": "0.67", "eac_typical": "625", "etc": "375", "vac": "-125"},
            id="design-build-test",
        ),
        pytest.param("100000 40000 35000 36000", {"sv": "-5000", "cv": "-1000", "spi": "0.875", "cpi": "0.9722222"}, id="PRA"),
        pytest.param("5000000 0 1500000 1800000", {"eac_typical": "6000000", "cpi": "0.8333"}, id="board exam, estimate"),
        pytest.param("10000000 0 3000000 3500000", {"cpi": "0.857", "tcpi": "1.077"}, id="board exam, to complete"),
        pytest.param(
            "101000 101000 86571.43 88800", {"sv": "-14428.57", "cv": "-2228.57", "spi": "0.85714", "cpi": "0.97490"},
            id="six of seven tasks; CPI printed as 0.9745",
        ),
        pytest.param(
            "100000 55000 50000 45000",
            {"sv": "-5000", "cv": "5000", "spi": "0.9091", "cpi": "1.1111", "eac_typical": "90000", "vac": "10000"},
            id="Dallas",
        ),
    ],
)  # fmt: skip
def test_published(amounts: str, published: dict[str, str]) -> None:
    """Each published figure, to the digits that it is printed with."""
    found = earned_value(*map(D, amounts.split()))
    for name, figure in published.items():
        value = getattr(found, name)
        assert places(value, len(figure.partition(".")[2])) == figure, name


def test_a_series() -> None:
    """ie5411, weeks 2 to 12, from the whole numbers that reproduce every printed index."""
    planned, earned, spent = (4, 8, 38, 73, 108, 158), (4, 8, 28, 38, 90, 148), (4, 10, 37, 55, 124, 210)
    found = [earned_value(D(248), D(pv), D(ev), D(ac)) for pv, ev, ac in zip(planned, earned, spent, strict=True)]
    assert [places(week.spi, 2) for week in found] == ["1.00", "1.00", "0.74", "0.52", "0.83", "0.94"]
    assert [places(week.cpi, 2) for week in found] == ["1.00", "0.80", "0.76", "0.69", "0.73", "0.70"], "printed .71 for .7048"
    assert [places(week.ev / week.bac, 3) for week in found] == ["0.016", "0.032", "0.113", "0.153", "0.363", "0.597"]


def nones(found: EarnedValue) -> set[str]:
    return {name for name in EarnedValue.__slots__ if getattr(found, name) is None}


def test_what_cannot_be_told_is_none() -> None:
    """No plan yet, nothing spent, nothing earned; budget spent: not achievable."""
    assert nones(earned_value(D(100), D(0), D(10), D(10))) == {"spi", "eac_both"}
    assert nones(earned_value(D(100), D(50), D(10), D(0))) == {"cpi", "eac_typical", "eac_both", "etc", "vac"}
    assert nones(earned_value(D(100), D(50), D(0), D(10))) == {"eac_typical", "eac_atypical", "eac_both", "etc", "vac"}
    spent = earned_value(D(100), D(50), D(50), D(100))
    assert (nones(spent), spent.achievable) == ({"tcpi"}, False)
    assert nones(earned_value(D(0), D(0), D(0), D(0))) >= {"spi", "cpi", "tcpi"}


def test_every_estimate_has_its_assumption() -> None:
    assert set(ASSUMPTIONS) == {name for name in EarnedValue.__slots__ if name.startswith("eac")}
