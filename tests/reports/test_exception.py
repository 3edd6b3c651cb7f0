"""Exceptions: what is beyond its tolerance, and a draft that polops itself accepts; as of 10 August 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.analyse.lumo import ALL, DAY, INITIATIVE
from tests.analyse.workspaces import at, closed_months
from tests.reports.pages import cells, keys

from polops.analyse.context import Context
from polops.plan.load import load
from polops.reports import Options, build
from polops.reports.exception_draft import WIDE, said
from polops.reports.page import Listing, Page, Text
from polops.rules.run import run
from polops.source.problem import Severity

if TYPE_CHECKING:
    from polops.source.problem import Problem

SPEND = closed_months("MH-VEN-01", ["", "", "", "", "", "", "96_000"], more=", for: INI-004")
LATE = INITIATIVE.replace("forecast: 2026-08-07", "forecast: 2026-08-20")
TAKEN = """
--- # decisions/DEC-2026-009.yaml
kind: decision
id: DEC-2026-009
title: Go on
status: {status}
driver: ines.duarte
approver: dana.lee
needed_by: 2026-08-14
tags: [exception]
affects: [INI-004]
{more}
"""
DECIDED = TAKEN.format(status="decided", more="decided: 2026-08-07\nreview_on: 2026-10-01\nchoice: A\nwhy: It is worth it")


def page(ctx: Context, **options: str) -> Page:
    return build("exception", ctx, Options(audience="restricted", **options))  # type: ignore[arg-type]  # by field


def listing(made: Page) -> str:
    (found,) = [block.text for section in made.sections for block in section.blocks if isinstance(block, Listing)]
    return found


def bullets(made: Page) -> list[str]:
    return [bullet for section in made.sections for block in section.blocks if isinstance(block, Text) for bullet in block.bullets]


@pytest.fixture(scope="module")
def beyond() -> Context:
    """INI-004 ends on 5 October, 6 days beyond 29 September, and costs 20,000 more than 220,000."""
    return at(DAY, ALL, LATE, SPEND)


def test_how_far_it_is_beyond_its_tolerance(beyond: Context) -> None:
    made = page(beyond)
    columns = ("initiative", "allowed_end", "end", "days", "over", "allowed_cost", "cost", "decision", "state", "sponsor")
    assert cells(made, "exceptions", *columns) == [
        ("INI-004", date(2026, 9, 29), date(2026, 10, 5), 6, 20_000, 220_000, 240_000, "", "to decide", "dana.lee")
    ]
    assert made.lead == "1 of 1 initiative with a tolerance is beyond it; to decide: INI-004."


def test_what_happened_is_facts(beyond: Context) -> None:
    assert bullets(page(beyond)) == [
        (
            "INI-004/M4 Enforced in all markets was agreed for 15 Sep 2026 and is now expected on 5 Oct 2026: 6 days beyond the 14d agreed "
            "(29 Sep 2026)."
        ),
        "What sets that date: INI-004/M3 (20 days late), then INI-004/M4 (20 days late).",
        "It will cost 240,000 USD (estimate at completion) against a budget of 200,000 USD: 20,000 USD beyond the tolerance (220,000 USD).",
        "In the way: I-021 Legal review of EU market wording not started.",
    ]


def test_the_draft_is_yaml_to_paste(beyond: Context) -> None:
    assert listing(page(beyond)) == (
        """kind: decision
id: DEC-2026-001
title: "INI-004 is beyond its tolerance: how it goes on"
status: proposed
driver: ines.duarte
approver: dana.lee
needed_by: 2026-08-24
tags: [exception]
options:
  - id: A
    text: "Go on as expected now: to 2026-10-05 at 240,000 USD"
    con: "It stays beyond what was agreed"
  - id: B
    text: "Bring it back within its tolerance: end by 2026-09-29, 6 days
      sooner at INI-004/M3, cost 220,000 USD at the most; say what is left
      out"
    con: "Less is delivered, or others wait"
  - id: C
    text: "Stop it"
    con: "96,000 USD are spent; mh/2026-Q3/O1/KR2 lose what it brings"
affects: [INI-004, mh/2026-Q3/O1/KR2]
review_on: 2026-10-05
# Once decided: status: decided, decided: <day>, choice: <A, B or C>, why: <…>,
# approvals: [{by: dana.lee, on: <day>}]"""
    )


def test_the_pasted_draft_has_no_errors_and_waits_for_the_sponsor(beyond: Context) -> None:
    """Decided as it says, it is the exception that MAP303 asks for."""
    draft = f"--- # decisions/DEC-2026-001.yaml\n{listing(page(beyond))}\n"
    proposed = at(DAY, ALL, LATE, SPEND, draft)
    assert [problem.message for problem in _errors(proposed)] == [
        (
            "INI-004 ends on 2026-10-05, 6 days beyond its tolerance (2026-09-29) and costs 20,000 USD more than its tolerance "
            "(220,000 USD), and no exception is decided"
        )
    ]
    made = page(proposed)
    assert cells(made, "exceptions", "decision", "state") == [("DEC-2026-001", "proposed, needed by 24 Aug 2026")]
    assert not [block for section in made.sections for block in section.blocks if isinstance(block, Listing)]
    done = draft.replace("status: proposed", "status: decided\ndecided: 2026-08-10\nchoice: A\nwhy: Worth it").replace(
        "# approvals", "approvals"
    )
    assert _errors(at(DAY, ALL, LATE, SPEND, done.replace("<day>", "2026-08-10"))) == []


def _errors(ctx: Context) -> list[Problem]:
    return [found for found in run(ctx) if found.code == "MAP303" or (found.severity is Severity.ERROR and "DEC-2026-001" in found.ref)]


def test_what_is_decided_needs_no_draft() -> None:
    made = page(at(DAY, ALL, LATE, SPEND, DECIDED))
    assert keys(made) == ["exceptions", "tolerances"]
    assert cells(made, "exceptions", "decision", "state") == [("DEC-2026-009", "decided 7 Aug 2026, counts until 1 Oct 2026")]
    assert made.lead == "1 of 1 initiative with a tolerance is beyond it; decided: INI-004 (DEC-2026-009)."


def test_the_next_number_is_free() -> None:
    made = page(at("2026-12-01", ALL, LATE, SPEND, DECIDED))
    assert "id: DEC-2026-010" in listing(made)


def test_tolerances_tell_the_room_that_is_left() -> None:
    made = page(at(DAY, ALL))
    assert cells(made, "tolerances", "initiative", "time", "slip", "room", "cost", "bac", "outlook", "over_budget", "cost_room") == [
        ("INI-004", "14d", 10, 4, "10 %", 200_000, None, None, None)
    ]
    assert made.lead == "All of 1 initiative with a tolerance is within it."
    spent = cells(page(at(DAY, ALL, SPEND)), "tolerances", "outlook", "over_budget", "cost_room", "method")
    assert spent == [(240_000, Decimal("0.2"), -20_000, "estimate at completion")]


def test_filters(beyond: Context) -> None:
    assert keys(page(beyond, team="mh")) == ["exceptions", "draft_INI-004", "tolerances"]
    nothing = page(beyond, team="coe")
    assert (nothing.lead, keys(nothing), nothing.notes) == ("No live initiative with a tolerance in this selection.", [], ())


@pytest.mark.parametrize(
    "text", ['He said "no"', "a: b # c", "- {x: [y", "back\\slash \\", "tab\tand\nline", "é ü 日本語", "x" * 200, "# a " * 60]
)
def test_any_text_stays_one_text(text: str) -> None:
    """The plan's own reader reads back what was written, folded or not."""
    name = " ".join(text.split())
    lines = said("title: ", name, 2)
    assert all(len(line) <= WIDE or " " not in line.strip() for line in lines) or len(lines) == 1
    body = "\n".join(lines)
    told = load(
        {"d.yaml": f"kind: decision\nid: DEC-1\n{body}\nstatus: proposed\ndriver: a.b\napprover: a.b\nneeded_by: 2026-01-01\n".encode()}
    )
    titles = [getattr(file, "title", None) for file in told.plan.files.values()]
    assert titles == [name] or len(name) > 200  # longer titles are refused, not read otherwise
