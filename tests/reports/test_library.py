"""The library: freshness, adoption by team and what replaces what, with exact cells."""

from __future__ import annotations

from datetime import date

from tests.analyse.lumo import ALL, DAY
from tests.analyse.workspaces import at
from tests.reports.desk import cells, keys, page_of, table

from polops.reports import Options, build

LIBRARY = """
--- # library.yaml
kind: library
docs:
  - {id: LIB-1, title: Calibration sheet, type: practice, owner: sam.okafor, path: library/old.md, reviewed: 2024-03-11,
     adopted_by: {mh: 2024-05-01, coe: 2024-05-01}}
  - {id: LIB-2, title: How we calibrate, type: practice, owner: sam.okafor, path: library/new.md, reviewed: 2026-04-02,
     supersedes: LIB-1, adopted_by: {mh: 2026-05-01, pp: 2026-08-11}}
  - {id: LIB-3, title: Debrief, type: playbook, owner: jo.park, path: library/debrief.md, reviewed: 2025-07-02}
  - {id: LIB-4, title: Launch list, type: template, owner: jo.park, path: library/launch.md, adopted_by: {coe: 2026-03-01}}
"""


def test_documents_stand_by_the_day_of_their_review() -> None:
    page = page_of("library", at(DAY, ALL, LIBRARY))
    assert cells(page, "documents", "doc", "type", "state", "due", "teams", "owner", "days", "every") == [
        ("LIB-4", "template", "never reviewed", None, 1, "jo.park", None, "12mo"),
        ("LIB-3", "playbook", "overdue", date(2026, 7, 2), 0, "jo.park", -39, "12mo"),
        ("LIB-2", "practice", "fresh", date(2027, 4, 2), 1, "sam.okafor", 235, "12mo"),
        ("LIB-1", "practice", "superseded", date(2025, 3, 11), 2, "sam.okafor", -517, "12mo"),
    ]
    assert page.lead == ("4 documents: 1 fresh, 1 overdue, 1 never reviewed, 1 superseded; 4 adoptions by teams; 1 that no team works by.")


def test_adoption_is_a_grid_of_documents_and_teams() -> None:
    """What a team takes up tomorrow does not count today."""
    page = page_of("library", at(DAY, ALL, LIBRARY))
    found = table(page, "adoption")
    assert [column.label for column in found.columns] == ["Document", "pp", "coe", "mh", "Title", "Teams", "Last adopted"]
    assert [row.cells for row in found.rows] == [
        ("LIB-2", "·", "·", "✔", "How we calibrate", 1, date(2026, 5, 1)),
        ("LIB-3", "·", "·", "·", "Debrief", 0, None),
        ("LIB-4", "·", "✔", "·", "Launch list", 1, date(2026, 3, 1)),
    ]
    assert cells(page_of("library", at("2026-08-11", ALL, LIBRARY)), "adoption", "of_pp")[0] == ("✔",)


def test_who_still_works_by_what_is_replaced() -> None:
    page = page_of("library", at(DAY, ALL, LIBRARY))
    assert cells(page, "superseded", "new", "old", "moved", "behind") == [("LIB-2", "LIB-1", "mh", "coe")]


def test_a_team_has_what_it_keeps_and_works_by() -> None:
    ctx = at(DAY, ALL, LIBRARY)
    page = page_of("library", ctx, Options(team="COE"))
    assert sorted(str(row[0]) for row in cells(page, "documents", "doc")) == ["LIB-1", "LIB-2", "LIB-4"]
    assert [column.label for column in table(page, "adoption").columns][:3] == ["Document", "coe", "Title"]
    assert cells(page_of("library", ctx, Options(owner="jo.park")), "documents", "doc") == [("LIB-4",), ("LIB-3",)]
    assert (page_of("library", at(DAY)).lead, keys(page_of("library", at(DAY)))) == ("No documents in this selection.", [])


def test_a_document_for_fewer_readers_is_left_out() -> None:
    hidden = LIBRARY.replace("path: library/debrief.md", "path: library/debrief.md, audience: team")
    assert ("LIB-3",) not in cells(build("library", at(DAY, ALL, hidden), Options()), "documents", "doc")
