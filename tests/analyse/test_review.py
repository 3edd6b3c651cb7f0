"""Consistency reviews (domain reference C17): the file of ratings, rates and their intervals, findings."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date

import pytest
from tests.analyse.lumo import ALL, DAY, REVIEW
from tests.analyse.test_quality import FLEISS_1971, KRIPPENDORFF_C
from tests.analyse.workspaces import BASE, at, files, node, places

from polops.analyse.context import Context
from polops.analyse.ratings import MAX_CELLS, Ratings, read
from polops.analyse.review import open_findings, review, reviews_of
from polops.plan.load import load

RATED = REVIEW.replace("labels: [allow, remove]\nmatrix:\n  - [44, 6]\n  - [11, 39]", "ratings: reviews/2026-Q3/QR-011.csv")


def rated(data: str | None) -> Context:
    """The plan with a review of ratings, and the file's text."""
    tables = {} if data is None else {"reviews/2026-Q3/QR-011.csv": data.encode()}
    result = load(files(BASE, ALL, RATED), (), lambda names: {name: tables[name] for name in names if name in tables})
    assert not result.problems
    return Context(result.plan, date.fromisoformat(DAY))


def by_rater(coders: list[str]) -> str:
    """A file with a row a rater; a point is a gap."""
    rows = [["rater", *map(str, range(len(coders[0])))], *([f"r{i}", *row.replace(".", " ")] for i, row in enumerate(coders))]
    return "".join(f"{','.join(row)}\r\n" for row in rows)


def test_ratings_of_four_raters_with_gaps() -> None:
    """Krippendorff's C data: alpha 0.743; gaps, so no Fleiss' kappa."""
    ctx = rated(by_rater(KRIPPENDORFF_C))
    found = review(ctx, node(ctx, "QR-011"))
    assert (places(found.alpha, 3), found.kappa, found.fleiss, found.raters, found.n) == ("0.743", None, None, 4, 11)
    assert (found.consistent, found.problem) == (True, "")


def test_a_row_an_item_says_the_same() -> None:
    """Fleiss 1971: 30 patients by 6 raters, kappa 0.4302445, however the file lies."""
    patients = FLEISS_1971.split()
    lines = ["Item,a,b,c,d,e,f", *(f"p{i},{','.join(patient)}" for i, patient in enumerate(patients)), "", ",,,,,,"]
    turned = by_rater(["".join(patient[i] for patient in patients) for i in range(6)])
    for data in ("\ufeff" + "\n".join(lines), turned):
        ctx = rated(data)
        found = review(ctx, node(ctx, "QR-011"))
        assert (places(found.fleiss, 7), found.raters, found.n, found.consistent) == ("0.4302445", 6, 30, False)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "is no CSV file in UTF-8"),
        (b'rater,i1\nr1,"a', "is no CSV file in UTF-8"),
        (b"", "must begin with `rater` (a row a rater) or `item` (a row an item)"),
        (b"i1,i2\na,b\n", "must begin with `rater` (a row a rater) or `item` (a row an item)"),
        (b"rater,i1,i2\nr1,a\n", "must have as many cells in every row as in the first"),
        (b"rater" + b",i" * MAX_CELLS, "must have at most 200,000 cells"),
        (b"rater,i1\nr1,alow\n", "has a code that is none of the labels: 'alow'"),
    ],
)
def test_files_that_are_refused(data: bytes | None, problem: str) -> None:
    assert read(data, ["allow", "remove"]) == Ratings((), problem)


def test_cells() -> None:
    """Spaces around a code do not count, quotes and line ends are CSV's, an empty cell is a gap."""
    assert read(b'rater, i1 ,i2\r\nr1, allow ,\r\n"r2","re,move",allow\r\n').units == (("allow", "re,move"), (None, "allow"))
    assert read(b"rater\n").units == ()


def test_a_file_that_is_not_there() -> None:
    ctx = rated(None)
    found = review(ctx, node(ctx, "QR-011"))
    assert (found.problem, found.agreement, found.alpha, found.consistent) == ("cannot be read", None, None, None)


def test_a_plan_without_ratings_reads_no_file() -> None:
    """Nothing is asked for where no review names a file."""

    def refuse(names: list[str]) -> dict[str, bytes]:
        raise AssertionError(names)

    assert not load(files(BASE, ALL), (), refuse).problems


def test_accuracy_against_the_wanted_one() -> None:
    """188 of 200 is 94 %, 89.8 to 96.5: the low end is below 95 %; 0 of 50 is 0 to 7.1 % (C19)."""
    for figures, low, high, accurate in (("n: 200\ncorrect: 188", "89.8", "96.5", False), ("n: 50\ncorrect: 0", "0.0", "7.1", False)):
        ctx = at(DAY, ALL, REVIEW.replace("n: 100", figures))
        found = review(ctx, node(ctx, "QR-011"))
        assert [places(share and share * 100, 1) for share in (found.low, found.high)] == [low, high]
        assert found.accurate is accurate
    ctx = at(DAY, ALL, REVIEW.replace("n: 100", "n: 2000\ncorrect: 1980"))
    assert review(ctx, node(ctx, "QR-011")).accurate is True


def test_findings() -> None:
    """Open until done by the date; overdue from the day after."""
    for day, count, overdue in (("2026-08-14", 1, 0), ("2026-08-15", 1, 1), ("2026-08-20", 0, 0)):
        ctx = at(day, ALL, REVIEW.replace("due: 2026-08-14}", "due: 2026-08-14, done: 2026-08-20}"))
        found = review(ctx, node(ctx, "QR-011"))
        assert (found.open_findings, found.overdue_findings) == (count, overdue)
        assert len(open_findings(ctx, node(ctx, "QR-011"))) == count


def test_reviews_of_a_policy() -> None:
    """Those held by the date, the oldest first."""
    later = REVIEW.replace("QR-011", "QR-010").replace("on: 2026-08-03", "on: 2026-05-04")
    ctx = at(DAY, ALL, later, REVIEW.replace("QR-011", "QR-012").replace("on: 2026-08-03", "on: 2026-09-01"))
    assert [found.ref for found in reviews_of(ctx, node(ctx, "POL-MH-002"))] == ["QR-010", "QR-011"]
