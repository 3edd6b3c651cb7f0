"""Well-being: the safeguard matrix, assessments, seats and debriefs, with exact cells; nobody is counted alone who is not a position."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.analyse.lumo import ALL, DAY, INCIDENT, PEOPLE
from tests.analyse.workspaces import ORG, at
from tests.reports.desk import cells, keys, page_of, table

from polops.reports import Options, build
from polops.reports.page import Text

EXPOSED = ORG.replace(
    "lead: ines.duarte, cost_center: CC-4420}",
    "lead: ines.duarte, cost_center: CC-4420, exposure: {level: regular, safeguards: [informed_consent, opt_out, debrief, rotation],"
    " assessed: 2025-07-22, next_assessment: 2026-09-01, consulted: [2026-02-26, 2026-06-17, 2026-12-01]}}",
).replace(
    "lead: sam.okafor, cost_center: CC-4410}",
    "lead: sam.okafor, cost_center: CC-4410, exposure: {level: core, safeguards: [debrief]}}",
).replace(
    "lead: dana.lee, cost_center: CC-4400}",
    "lead: dana.lee, cost_center: CC-4400, exposure: {level: none, assessed: 2026-02-24}}",
)  # fmt: skip
SEATS = PEOPLE + """vendor_seats:
  - {id: VS-1, vendor: Meridian, site: Manila, function: policy QA, plan: 20, filled: 18, exposure: regular}
  - {id: VS-2, vendor: Halyard, site: Amman, plan: 3, filled: 3, exposure: core}
  - {id: VS-3, vendor: Other, plan: 2, filled: 1}
"""  # fmt: skip
ALL_EXPOSED = (ALL, EXPOSED, SEATS)


def test_the_matrix_has_a_sign_for_each_safeguard_and_team_the_most_exposed_first() -> None:
    page = page_of("wellbeing", at(DAY, *ALL_EXPOSED))
    found = table(page, "safeguards")
    assert [column.label for column in found.columns] == ["Safeguard", "coe", "mh"]
    assert [row.cells for row in found.rows] == [
        ("exposure", "core", "regular"),
        ("informed consent", "✖", "✔"),
        ("opt out", "✖", "✔"),
        ("rotation", "✖", "✔"),
        ("breaks 2h", "✖", "·"),
        ("viewing tools", "✖", "✖"),
        ("debrief", "✔", "✔"),
        ("counselling", "✖", "✖"),
        ("manager training", "✖", "·"),
        ("post role support", "✖", "·"),
    ]
    assert page.lead == (
        "3 teams: 1 core, 1 regular exposure; 21 vendor seats with regular or core exposure; safeguards missing in coe and mh; "
        "assessment overdue in coe and mh."
    )


def test_an_assessment_is_due_on_the_planned_day_or_a_year_after_the_last() -> None:
    page = page_of("wellbeing", at(DAY, *ALL_EXPOSED))
    assert cells(page, "assessments", "team", "level", "assessed", "due", "state", "consulted", "missing") == [
        ("mh", "regular", date(2025, 7, 22), date(2026, 7, 22), "✖ overdue", date(2026, 6, 17), "viewing tools, counselling"),
        (
            "coe", "core", None, None, "✖ never", None,
            "informed consent, opt out, viewing tools, counselling, rotation, breaks 2h, manager training, post role support",
        ),
        ("pp", "none", date(2026, 2, 24), None, "", None, ""),
    ]  # fmt: skip
    earlier = at(
        DAY, ALL, EXPOSED.replace("assessed: 2025-07-22, next_assessment: 2026-09-01", "assessed: 2026-06-01, next_assessment: 2026-09-01")
    )
    assert cells(page_of("wellbeing", earlier), "assessments", "due", "state")[0] == (date(2026, 9, 1), "✔ in time")


def test_levels_count_filled_positions_and_seats() -> None:
    page = page_of("wellbeing", at(DAY, *ALL_EXPOSED))
    assert cells(page, "levels", "level", "teams", "positions", "fte", "seats") == [
        ("core", 1, 0, Decimal(0), 3),
        ("regular", 1, 2, Decimal(2), 18),
        ("none", 1, 0, Decimal(0), 0),
    ]
    total = table(page, "levels").total
    assert total is not None
    assert total.cells == ("Total", 3, 2, Decimal(2), 21)


def test_sites_stand_by_exposure() -> None:
    page = page_of("wellbeing", at(DAY, *ALL_EXPOSED))
    assert cells(page, "seats", "seats", "site", "exposure", "plan", "filled", "team") == [
        ("VS-2", "Amman", "core", 3, 3, "mh"),
        ("VS-1", "Manila", "regular", 20, 18, "mh"),
        ("VS-3", "", "not said", 2, 1, "mh"),
    ]


def test_debriefs_are_counted_for_those_who_may_see_them() -> None:
    ctx = at(DAY, *ALL_EXPOSED, INCIDENT + "people_exposed: 7\n")
    (said,) = next(section for section in page_of("wellbeing", ctx).sections if section.key == "debriefs").blocks
    assert said == Text("1 incident exposed people of ours; debriefs: 1 overdue.")
    assert "debriefs" not in keys(build("wellbeing", ctx, Options()))
    assert "debriefs" not in keys(page_of("wellbeing", ctx, Options(team="mh")))
    assert "debriefs" not in keys(
        build("wellbeing", at(DAY, *ALL_EXPOSED, INCIDENT + "people_exposed: 7\naudience: internal\n"), Options())
    )


def test_filters_by_team_and_lead() -> None:
    ctx = at(DAY, *ALL_EXPOSED)
    assert cells(page_of("wellbeing", ctx, Options(team="COE")), "assessments", "team") == [("coe",)]
    assert cells(page_of("wellbeing", ctx, Options(owner="ines.duarte")), "assessments", "team") == [("mh",)]
    assert page_of("wellbeing", at(DAY)).lead == "No exposure is written down in this selection."
