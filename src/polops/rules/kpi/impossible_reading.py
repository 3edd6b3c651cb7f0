"""A reading that cannot be true.

What it checks
Every reading has a value, or a numerator and a denominator. Neither is negative, and where the unit is `%` the numerator is not larger
than the denominator. A value in `%` lies between 0 and 100, a count and a sample size are not negative, and an agreement lies between
−1 and 1. A ratio of 0 over 0 is possible: nothing happened. A metric has one reading for a period, not one in each of two files.

Why it matters
One digit too many in a numerator is enough to turn a metric red, or green, for a month, and by the time it is noticed the report has
been sent.

Example
    vvr-selfharm:
      2026-07: {num: 7600, den: 760}        # ten times more violations than views

How to fix
Look the number up at the metric's source and correct it; say why in `restated` if it was reported before. If the value is right, the
unit of the metric is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.kpi import Read, readings
from polops.analyse.walk import root
from polops.analyse.wording import figure
from polops.model.metrics import Metric
from polops.rules import Finding
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polops.analyse.context import Context
    from polops.model.readings import Reading
    from polops.plan.plan import Node

CODE, NAME, SEVERITY = "KPI103", "impossible-reading", Severity.ERROR
_ALL = 100
_HELP = "look it up at the metric's source"


class Slip(NamedTuple):
    """What is wrong with a reading: the field, what it is, and the help."""

    field: str
    message: str
    help: str = _HELP


def check(ctx: Context) -> Iterator[Finding]:
    """Look at every reading of every metric."""
    for node in ctx.plan.nodes("metric"):
        if isinstance(node.item, Metric):
            yield from _repeated(ctx, node)
            for read in readings(ctx, node):
                for slip in _slips(node.item, read):
                    message = f"{node.ref} of {read.route[-1]}: {slip.message}"
                    yield Finding(root(read.path, ctx.plan.files[read.path]), message, slip.help, (*read.route, slip.field))


def _repeated(ctx: Context, node: Node) -> Iterator[Finding]:
    """Periods that have a reading already: once for each file, at the first of them."""
    first: dict[object, Read] = {}
    again: dict[str, list[Read]] = {}
    for read in readings(ctx, node):
        if first.setdefault(read.period, read) is not read:
            again.setdefault(read.path, []).append(read)
    for path, reads in again.items():
        other = first[reads[0].period].path
        more = f" and {len(reads) - 1} more periods" if len(reads) > 1 else ""
        message = f"{node.ref} of {reads[0].route[-1]}{more} has another reading in {other}"
        yield Finding(root(path, ctx.plan.files[path]), message, "keep the right one of the two", reads[0].route, key=True)


def _slips(metric: Metric, read: Read) -> Iterator[Slip]:
    reading = read.reading
    if (reading.num is None) != (reading.den is None):
        here, missing = ("num", "den") if reading.den is None else ("den", "num")
        yield Slip(here, f"`{here}` stands without `{missing}`", f"add `{missing}: …`")
    elif reading.num is not None and reading.den is not None:
        yield from _ratio(metric, reading)
    elif reading.value is None:
        yield Slip("value", "there is no value", "write the number, or `{num: …, den: …}`")
    else:
        yield from _value(metric, reading)
    if reading.n is not None and reading.n < 0:
        yield Slip("n", f"`n` is {figure(reading.n)}: a sample has at least 0")


def _ratio(metric: Metric, reading: Reading) -> Iterator[Slip]:
    num, den = reading.num, reading.den
    if num is None or den is None:
        return
    for field, value in (("num", num), ("den", den)):
        if value < 0:
            yield Slip(field, f"`{field}` is {figure(value)}: expected 0 or more")
    if 0 <= den < num and metric.unit == "%":
        yield Slip("num", f"`num` is {figure(num)}, more than `den` ({figure(den)})", f"{_HELP}, or exchange the two" if den else _HELP)


def _value(metric: Metric, reading: Reading) -> Iterator[Slip]:
    value = reading.value
    if value is None:
        return
    if metric.unit == "%" and not 0 <= value <= _ALL:
        yield Slip("value", f"{figure(value, '%')} is outside 0 to 100 %")
    elif metric.shape == "agreement" and metric.unit != "%" and not -1 <= value <= 1:
        yield Slip("value", f"an agreement of {figure(value)} is outside −1 to 1")
    elif metric.shape == "count" and value < 0:
        yield Slip("value", f"a count of {figure(value)}: expected 0 or more")
