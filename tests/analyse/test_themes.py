"""Themes across reviews, and the statistic that a month ends with."""

from __future__ import annotations

from tests.analyse.lumo import ALL, DAY, REVIEW
from tests.analyse.workspaces import at, node, places

from polops.analyse.review import reviews_of
from polops.analyse.themes import by_month, themes

LATER = REVIEW.replace("QR-011", "QR-012").replace("2026-08-03", "2026-08-05").replace("[44, 6]", "[50, 0]")
DONE = LATER.replace("due: 2026-08-14}", "due: 2026-08-14, done: 2026-08-09}").replace("recovery", "Recovery")
NO_STATISTIC = REVIEW.replace("QR-011", "QR-013").replace("2026-08-03", "2026-08-06").split("labels:")[0]


def test_the_last_statistic_of_a_month_counts() -> None:
    ctx = at(DAY, ALL, LATER, NO_STATISTIC)
    held = reviews_of(ctx, node(ctx, "POL-MH-002", "policy"))
    assert {month: places(value, 2) for month, value in by_month(ctx, held).items()} == {"2026-08": "0.78"}


def test_a_theme_is_the_same_in_any_case_and_counts_open_findings_only() -> None:
    ctx = at(DAY, ALL, DONE)
    (theme,) = themes(ctx, reviews_of(ctx, node(ctx, "POL-MH-002", "policy")))
    assert (theme.name, [one.ref for one in theme.reviews], theme.open) == ("recovery narratives", ["QR-011", "QR-012"], 1)
