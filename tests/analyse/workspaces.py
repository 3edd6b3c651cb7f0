"""Small workspaces as text: the files of a plan, each after a line `--- # path/of/file.yaml`."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from polops.analyse.context import Context
from polops.plan.load import Loaded, load

if TYPE_CHECKING:
    from decimal import Decimal

    from polops.plan.plan import Node

HEAD = re.compile(r"^--- # (\S+)$", re.MULTILINE)

ORG = """
--- # org.yaml
kind: org
teams:
  - {code: pp, name: Product Policy, lead: dana.lee, cost_center: CC-4400}
  - {code: coe, name: Policy Centre of Excellence, lead: sam.okafor, cost_center: CC-4410}
  - {code: mh, name: Mental Health Policy, lead: ines.duarte, cost_center: CC-4420}
people:
  - {handle: dana.lee, name: Dana Lee, team: pp}
  - {handle: ines.duarte, name: Inês Duarte, team: mh}
  - {handle: sam.okafor, name: Sam Okafor, team: coe}
  - {handle: li.wei, name: Li Wei, team: pp}
  - {handle: jo.park, name: Jo Park, team: mh}
locations:
  - {code: SJC, country: US, currency: USD, timezone: America/Los_Angeles}
  - {code: DUB, country: IE, currency: EUR, timezone: Europe/Dublin}
  - {code: SIN, country: SG, currency: SGD, timezone: Asia/Singapore}
"""
SETTINGS = """
--- # polops.yaml
kind: settings
name: Lumo Product Policy
root_team: pp
"""
RATES = """
--- # restricted/rates.yaml
kind: rates
fiscal_year: FY26
fx:
  EUR: {budget: 1.08, 2026-06: 1.11, 2026-07: 1.12}
  SGD: {budget: 0.75}
loaded_annual:
  P2: {SJC: 164_000, DUB: 112_000 EUR, SIN: 118_000 SGD}
  P3: {SJC: 198_000, DUB: 134_000 EUR}
  M1: {SJC: 246_000}
one_time: {hire: 9_500, equipment: 3_000}
increase: {month: 2026-04, pct: 3%}
"""
BASE = SETTINGS + ORG + RATES


def files(*texts: str) -> dict[str, bytes]:
    """The files of some texts by path; a later text's file replaces an earlier one's."""
    found: dict[str, bytes] = {}
    for text in texts:
        parts = HEAD.split(text)
        found |= {path: part.removeprefix("\n").encode() for path, part in zip(parts[1::2], parts[2::2], strict=True)}
    return found


def loaded(*texts: str) -> Loaded:
    """The plan of some texts, with whatever is wrong in it."""
    return load(files(*texts))


def at(day: str, *texts: str) -> Context:
    """A plan as of a day, nothing wrong in it; `BASE` lies under the texts."""
    result = load(files(BASE, *texts))
    assert not result.problems, [f"{problem.span}: {problem.message}" for problem in result.problems]
    return Context(result.plan, date.fromisoformat(day))


def node(ctx: Context, ref: str, *kinds: str) -> Node:
    """The item that a reference names."""
    found = ctx.plan.find(ref, *kinds)
    assert found is not None, ref
    return found


def places(value: Decimal | None, digits: int) -> str:
    """A number as it prints with so many decimals; None as `None`."""
    return "None" if value is None else f"{value:.{digits}f}"


def closed_months(line: str, amounts: list[str], *, year: int = 2026, first: int = 1, more: str = "") -> str:
    """Actuals files of one line, closed, from a month on."""
    parts = []
    for i, amount in enumerate(amounts):
        name = f"{year + (first + i - 1) // 12}-{(first + i - 1) % 12 + 1:02d}"
        entries = f"entries: [{{line: {line}, amount: {amount}{more}}}]" if amount else ""
        parts.append(f"--- # actuals/{name}.yaml\nkind: actuals\nmonth: {name}\nstatus: closed\nsource: GL\n{entries}\n")
    return "".join(parts)
