"""Agreement and sample sizes against published tables (domain reference C17). Each case names its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analyse.workspaces import places

from polops.analyse.quality import Agreement, cohen, fleiss, krippendorff, of_matrix, of_ratings, sample_size

D = Decimal
NEAR = D("1e-9")

# Fleiss 1971: 30 patients, 6 raters, 5 diagnoses (R irr::diagnoses; statsmodels test_inter_rater.py, BSD-3).
FLEISS_1971 = """444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 111455
111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"""

# Wikipedia, Fleiss' kappa: 10 subjects, 14 raters, counts by category (statsmodels test).
FLEISS_WIKIPEDIA = [
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
]  # fmt: skip

# Krippendorff, Computing Krippendorff's alpha-reliability, the "C" data: 4 coders, 12 units (R irr::kripp.alpha; irrCAC raw_4raters).
KRIPPENDORFF_C = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]

# Wikipedia, Krippendorff's alpha: 3 coders, 15 units (grrrr/krippendorff-alpha @ ff2d04da).
KRIPPENDORFF_WIKIPEDIA = [".....34121133.3", "1.213343.......", "..21344.21133.4"]


def units(coders: list[str]) -> list[tuple[str | None, ...]]:
    """A row a unit, from a line a coder; a point is a gap."""
    return [tuple(None if label == "." else label for label in column) for column in zip(*coders, strict=True)]


def by_counts(rows: Sequence[tuple[int, ...]]) -> Counter[tuple[str, ...]]:
    """A tally from counts by category."""
    return Counter(tuple(str(label) for label, count in enumerate(row) for _ in range(count)) for row in rows)


@pytest.mark.parametrize(
    ("matrix", "kappa", "digits", "agreement"),
    [
        pytest.param([[44, 6], [11, 39]], "0.66", 9, "0.83", id="domain reference C19, QR-011"),
        pytest.param([[45, 5], [10, 40]], "0.70", 9, "0.85", id="domain reference C19"),
        pytest.param([[90, 4], [5, 1]], "0.1346", 4, "0.91", id="domain reference C19: 91 % agreement"),
        pytest.param([[20, 5], [10, 15]], "0.40", 9, "0.70", id="50 grants (Wikipedia, Cohen's kappa)"),
        pytest.param([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "0.4842", 4, None, id="SAS print in statsmodels test_inter_rater.py"),
        pytest.param([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "0.79641", 5, "0.89", id="Gwet 2014, 3 x 3 (irrCAC)"),
        pytest.param(
            [[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]], "0.43150", 5, None, id="Fennig 1994 after Gwet, 4 x 4"
        ),
    ],
)
def test_cohens_kappa(matrix: list[list[int]], kappa: str, digits: int, agreement: str | None) -> None:
    """Exact where the published figure is, and the same for the table turned over."""
    found = of_matrix(matrix)
    assert places(found.kappa, digits) == places(D(kappa), digits)
    assert agreement is None or found.agreement == D(agreement)
    turned = [list(row) for row in zip(*matrix, strict=True)]
    assert cohen(turned) == found.kappa
    assert (found.raters, found.n, found.fleiss) == (2, sum(map(sum, matrix)), None)


def test_krippendorffs_alpha_of_two_raters() -> None:
    """Gwet's tables by irrCAC: 0.79726 and 0.43162."""
    assert places(of_matrix([[13, 0, 0], [0, 20, 7], [0, 4, 56]]).alpha, 5) == "0.79726"
    assert places(of_matrix([[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]]).alpha, 5) == "0.43162"


@pytest.mark.parametrize("matrix", [[[50, 0], [0, 0]], [[0, 0], [0, 7]], [[0]], [[0, 0], [0, 0]], []])
def test_one_label_or_none_has_no_kappa(matrix: list[list[int]]) -> None:
    """Raw agreement is still told, where there is anything."""
    found = of_matrix(matrix)
    assert (found.kappa, found.alpha) == (None, None)
    assert found.agreement == (1 if found.n else None)


def test_less_than_chance_is_negative() -> None:
    """R irr::anxiety, raters 2 and 3, unweighted: −0.006289308 (statsmodels test)."""
    pairs = "32 61 44 64 23 42 21 46 31 31 21 32 33 33 21 21 13 33 32 42"
    found = of_ratings([tuple(pair) for pair in pairs.split()])
    assert places(found.kappa, 6) == "-0.006289"


@pytest.mark.parametrize(
    ("coders", "alpha"), [(KRIPPENDORFF_C, "0.743421"), (KRIPPENDORFF_WIKIPEDIA, "0.691")], ids=["C data", "Wikipedia"]
)
def test_krippendorffs_alpha(coders: list[str], alpha: str) -> None:
    found = of_ratings(units(coders))
    assert places(found.alpha, len(alpha) - 2) == alpha
    assert found.fleiss is None, "it does not cover gaps"


def test_units_with_one_rating_count_nowhere() -> None:
    """The C data hold one: its unit 12 is rated by one coder only."""
    found = of_ratings(units(KRIPPENDORFF_C))
    assert (found.raters, found.n, found.kappa) == (4, 11, None)


def test_fleiss_kappa() -> None:
    patients = [tuple(patient) for patient in FLEISS_1971.split()]
    found = of_ratings(patients)
    assert (places(found.fleiss, 7), found.raters, found.n) == ("0.4302445", 6, 30)
    assert places(fleiss(by_counts(FLEISS_WIKIPEDIA)), 3) == "0.210"


@pytest.mark.parametrize(
    ("counts", "agreement", "kappa"),
    [
        ([(7, 1), (3, 5)], "0.607143", "0.161905"),
        ([(7, 0), (0, 7)], "1.000000", "1.000000"),
        ([(6, 1, 0), (0, 7, 0)], "0.857143", "0.708333"),
        ([(7, 0), (7, 0)], "1.000000", "None"),
    ],
)
def test_fleiss_of_randolphs_tables(counts: list[tuple[int, ...]], agreement: str, kappa: str) -> None:
    """Randolph's calculator, fixed-marginal kappa (statsmodels test); all in one category: undefined."""
    tally = by_counts(counts)
    assert places(of_ratings(labels for labels in tally.elements()).agreement, 6) == agreement
    assert places(fleiss(tally), 6) == kappa


def test_two_raters_of_a_list_are_a_table() -> None:
    """With a gap kappa is that of the units that both rated."""
    rows = list(Counter({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}).elements())
    assert of_ratings(rows).kappa == D("0.4")
    assert of_ratings([*rows, ("a", None), (None, None)]).kappa == D("0.4")
    assert of_ratings(rows) == of_matrix([[20, 5], [10, 15]])


def test_nothing_rated() -> None:
    assert of_ratings([]) == Agreement(0, 0, None, None, None, None)
    assert of_ratings([("a", None, None)]) == Agreement(0, 3, None, None, None, None)
    assert krippendorff({}) is None


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=1, max_size=12))
def test_alpha_approaches_fleiss(rows: list[tuple[str, ...]]) -> None:
    """Without gaps alpha is Fleiss' kappa corrected for small samples: 1 − alpha = (1 − kappa)(n − 1)/n (Krippendorff 2004)."""
    found = of_ratings(rows)
    assert (found.alpha is None) == (found.fleiss is None)
    if found.alpha is not None and found.fleiss is not None:
        n = 3 * len(rows)
        assert abs((1 - found.alpha) - (1 - found.fleiss) * (n - 1) / n) < NEAR


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_is_at_most_one_and_blind_to_the_order_of_labels(matrix: list[list[int]]) -> None:
    kappa = cohen(matrix)
    turned = [row[::-1] for row in matrix[::-1]]
    assert cohen(turned) == kappa
    assert kappa is None or kappa <= 1


@pytest.mark.parametrize(
    ("rate", "margin", "population", "size"),
    [
        ("0.95", "0.03", None, 203),
        ("0.95", "0.03", 4_000, 194),
        ("0.5", "0.05", None, 385),
        ("0.5", "0.05", 10, 10),
        ("1", "0.05", None, 1),
        ("0.5", "0", None, None),
        ("1.1", "0.05", None, None),
        ("0.5", "0.05", 0, None),
    ],
)
def test_sample_size(rate: str, margin: str, population: int | None, size: int | None) -> None:
    """C19: 95 % ± 3 % needs 203 cases, of 4,000 only 194. 385 is the textbook figure for 50 % ± 5 %."""
    assert sample_size(D(rate), D(margin), population) == size
