"""Agreement between raters, and how many cases a sample needs (domain reference C17).

Pure functions over counts and labels, in Decimal, so that a kappa of 0.66 is 0.66 and not 0.6599…. None where a statistic is not defined:
no data, or only one label in use. Raw agreement always stands beside it, because with skewed labels 91 % agreement can be a kappa of 0.13.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from polops.analyse.context import ONE, ZERO, ratio
from polops.analyse.interval import Z95
from polops.values.record import dataclass

PAIR = 2
"""Raters that Cohen's kappa compares, and ratings that a unit needs to be compared at all."""

Tally = Mapping[tuple[str, ...], int]
"""How often each combination of labels was given to a unit, labels sorted, gaps left out: `{("allow", "remove"): 17}`."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far raters agree. `n` units were compared, of `raters` raters.

    `agreement` is the share of pairs of ratings that agree; `kappa` is Cohen's (two raters), `fleiss` Fleiss' (three or more, no gaps),
    `alpha` Krippendorff's for nominal labels (any number of raters, gaps too).
    """

    n: int
    raters: int
    agreement: Decimal | None
    kappa: Decimal | None
    alpha: Decimal | None
    fleiss: Decimal | None


def of_matrix(matrix: Sequence[Sequence[int]]) -> Agreement:
    """The agreement of two raters, from a square table of counts: a row a label of the first, a column one of the second.

    44, 6 / 11, 39: agreement 83 %, kappa 0.66.
    """
    tally: Counter[tuple[str, ...]] = Counter()
    for row, counts in enumerate(matrix):
        for column, count in enumerate(counts):
            tally[tuple(sorted((str(row), str(column))))] += count
    return Agreement(sum(tally.values()), PAIR, observed(tally), cohen(matrix), krippendorff(tally), None)


def of_ratings(units: Iterable[Sequence[str | None]]) -> Agreement:
    """The agreement of any number of raters: a row a unit, a column a rater, None where a rater gave nothing."""
    rows = [tuple(unit) for unit in units]
    raters = max(map(len, rows), default=0)
    tally = Counter(tuple(sorted(label for label in row if label is not None)) for row in rows)
    compared = {labels: count for labels, count in tally.items() if len(labels) >= PAIR}
    return Agreement(
        n=sum(compared.values()),
        raters=raters,
        agreement=observed(compared),
        kappa=cohen(crossed(rows)) if raters == PAIR else None,
        alpha=krippendorff(compared),
        fleiss=fleiss(tally) if raters > PAIR else None,
    )


def crossed(rows: Iterable[Sequence[str | None]]) -> list[list[int]]:
    """The square table of counts of two raters; units with a gap are left out."""
    both = [tuple(label for label in row if label is not None) for row in rows]
    pairs = Counter(labels for labels in both if len(labels) == PAIR)
    labels = sorted({label for pair in pairs for label in pair})
    return [[pairs[row, column] for column in labels] for row in labels]


def cohen(matrix: Sequence[Sequence[int]]) -> Decimal | None:
    """Cohen's kappa, (p_o − p_e)/(1 − p_e), of a square table of counts; None where only one label was used.

    Source: Cohen 1960. 45, 5 / 10, 40: 0.70; 90, 4 / 5, 1: 0.1346; 50, 0 / 0, 0: None.
    """
    total = Decimal(sum(map(sum, matrix)))
    if not total:
        return None
    same = sum(row[i] for i, row in enumerate(matrix))
    chance = sum(sum(row) * sum(other[i] for other in matrix) for i, row in enumerate(matrix))
    return _beyond_chance(same / total, chance / (total * total))


def fleiss(tally: Tally) -> Decimal | None:
    """Fleiss' kappa, (P − P_e)/(1 − P_e), for one number of raters over all units; None with gaps, which it does not cover.

    P is the mean share of agreeing pairs in a unit, P_e the sum of squared label shares. Source: Fleiss 1971 (30 patients, 6 raters:
    0.430).
    """
    sizes = {len(labels) for labels in tally}
    if len(sizes) != 1 or sizes.pop() < PAIR:
        return None
    given = _given(tally)
    total = Decimal(sum(given.values()))
    agreed = observed(tally)
    return None if agreed is None else _beyond_chance(agreed, sum(count * count for count in given.values()) / (total * total))


def krippendorff(tally: Tally) -> Decimal | None:
    """Krippendorff's alpha for nominal labels, any number of raters, gaps allowed; None where no disagreement is possible.

    alpha = 1 − (n − 1)·Σ_{c≠k} o_ck ÷ Σ_{c≠k} n_c·n_k over the coincidences o_ck of units with two ratings or more. Source: Krippendorff,
    Computing Krippendorff's alpha-reliability (4 raters, 12 units: 0.743).
    """
    compared = {labels: count for labels, count in tally.items() if len(labels) >= PAIR}
    given = _given(compared)
    n = sum(given.values())
    expected = n * n - sum(count * count for count in given.values())
    agreed = observed(compared)
    return None if agreed is None or not expected else ONE - (n - 1) * n * (ONE - agreed) / expected


def observed(tally: Tally) -> Decimal | None:
    """The share of coinciding ratings that agree: each unit's agreeing pairs over its raters but one, summed, over all ratings."""
    same, total = ZERO, 0
    for labels, count in tally.items():
        if len(labels) >= PAIR:
            pairs = sum(uses * (uses - 1) for uses in Counter(labels).values())
            same += Decimal(pairs * count) / (len(labels) - 1)
            total += len(labels) * count
    return ratio(same, Decimal(total))


def sample_size(rate: Decimal, margin: Decimal, population: int | None = None) -> int | None:
    """How many cases estimate a rate within a margin at 95 %, rounded up: n₀ = z²p(1 − p)/e², of a finite population n₀/(1 + (n₀ − 1)/N).

    95 % ± 3 %: 203; of 4,000: 194. None without a margin, or for a rate that is none.
    """
    if margin <= 0 or not 0 <= rate <= 1 or (population is not None and population <= 0):
        return None
    n = Z95 * Z95 * rate * (1 - rate) / (margin * margin)
    if population is not None:
        n /= 1 + (n - 1) / population
    return max(1, int(n.to_integral_value(ROUND_CEILING)))


def _given(tally: Tally) -> Counter[str]:
    """How often each label was given."""
    given: Counter[str] = Counter()
    for labels, count in tally.items():
        for label in labels:
            given[label] += count
    return given


def _beyond_chance(agreed: Decimal, chance: Decimal) -> Decimal | None:
    return None if chance == 1 else (agreed - chance) / (1 - chance)
