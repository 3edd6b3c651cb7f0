"""Write a large, valid workspace in polops' own format: seeded, so that the same arguments give the same bytes.

    python benchmarks/generate.py OUT --files 2000 --positions 40 --months 12 --seed 1

Half of the files are budgets (30 lines, each with `--months` monthly amounts), 38 % headcount (`--positions` each), 8 % OKRs, 4 % metrics
and their readings. The rest of a real workspace (settings, org, rates, seven months of actuals, orders, a forecast, decisions) is counted
in `--files` too. It is the workload of the targets: at the defaults about 25 MB and a million lines. The story is dull on purpose: as of
2026-08-10 `polops check` finds no error and hardly a warning. Standard library only; files are written one by one.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from words import AREAS, BANDS, FIRST, FIXED, LAST, LOCATIONS, METRICS, OBJECTIVES, RESULTS, ROLES, SPENDING, VENDORS

YEAR, CLOSED = 2026, 7
LINES = 30
SMALLEST = 30
BIG = 4
"""Of a budget's lines so many are above 25,000: these have actuals, and an objective."""

MONTHS = [f"{YEAR}-{month:02d}" for month in range(1, 13)]
REPORTS, LEADS, LAST_RESULT = 8, 5, 3
FX = {"USD": 1.0, "EUR": 1.08, "SGD": 0.75}
RAISE_MONTH, RAISE = 4, 1.03
HIRE = 12_500


@dataclass
class Team:
    """A team with what its files need to know of each other."""

    code: str
    name: str
    center: str
    lead: str
    parent: str
    goals: str  # the references of its objectives begin with this
    payroll: list[float] = field(default_factory=lambda: [0.0] * 12)


@dataclass
class Posting:
    """A line that is spent on: its actuals by month."""

    line: str
    months: list[float]
    order: str = ""
    ordered: float = 0


class Workspace:
    """One workspace on its way to disk."""

    def __init__(self, out: Path, files: int, positions: int, months: int, seed: int) -> None:
        self.out, self.positions, self.months = out, positions, months
        self.random = random.Random(seed)
        rest = max(files, SMALLEST) - FIXED
        self.metric_files = max(1, rest * 4 // 200)
        self.okr_files = max(2, rest * 8 // 100)
        self.headcounts = max(1, rest * 38 // 100)
        self.budgets = rest - 2 * self.metric_files - self.okr_files - self.headcounts
        self.teams = [self._team(i) for i in range(self.headcounts)]
        self.postings: list[Posting] = []
        self.transfers: list[tuple[str, str]] = []
        self.files = self.bytes = self.lines = 0

    def _team(self, i: int) -> Team:
        """Each team has up to eight below it; one without OKRs of its own works for the nearest above that has some."""
        first, last, again = FIRST[i % len(FIRST)], LAST[i // len(FIRST) % len(LAST)], i // (len(FIRST) * len(LAST))
        lead = f"{first}.{last}{again or ''}".lower()
        area = AREAS[i % len(AREAS)][1]
        goals = i
        while goals >= self.okr_files - 1:
            goals = (goals - 1) // 8
        name = f"{area} {i // len(AREAS) + 1}" if i else "Product Policy"
        return Team(_code(i), name, f"CC-{10_000 + i}", lead, _code((i - 1) // 8) if i else "", f"{_code(goals)}/{YEAR}-Q3")

    def write(self) -> None:
        """Write everything; budgets and headcount first, because the actuals are about them."""
        for i, team in enumerate(self.teams):
            self._save(f"headcount/{team.code}.yaml", self._headcount(i, team))
        for i in range(self.budgets):
            self._save(f"budgets/FY26/{10_000 + i}.yaml", self._budget(i))
        self._save(f"okrs/FY26/{self.teams[0].code}.yaml", self._year())
        for i, team in enumerate(self.teams[: self.okr_files - 1]):
            self._save(f"okrs/{YEAR}-Q3/{team.code}.yaml", self._okrs(i, team))
        for i in range(self.metric_files):
            team = self.teams[i % len(self.teams)]
            self._save(f"metrics/{10_000 + i}-{team.code}.yaml", self._metrics(i, team))
            self._save(f"metrics/readings/FY26/{10_000 + i}-{team.code}.yaml", self._readings(i, team))
        self._books()
        self._save("org.yaml", self._org())
        self._save("restricted/rates.yaml", self._rates())
        self._save("polops.yaml", self._settings())

    def _save(self, name: str, lines: list[str]) -> None:
        path = self.out / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = ("\n".join(lines) + "\n").encode()
        path.write_bytes(data)
        self.files, self.bytes, self.lines = self.files + 1, self.bytes + len(data), self.lines + len(lines)

    def _headcount(self, number: int, team: Team) -> list[str]:
        """A head, leads with seven reports each, and one position in ten still to be filled, in time."""
        lines = ["kind: headcount", f"team: {team.code}", "positions:"]
        leads = max(1, (self.positions - 1) // REPORTS) if self.positions > REPORTS else 0
        vacant = self.positions // 10
        for i in range(self.positions):
            manager = "" if i == 0 else _position(number, 0) if i <= leads or not leads else _position(number, 1 + (i - leads - 1) % leads)
            lines += self._one_position(number, i, team, manager, vacant=i >= self.positions - vacant)
        return lines

    def _one_position(self, number: int, i: int, team: Team, manager: str, *, vacant: bool) -> list[str]:
        location = LOCATIONS[(number + i) % len(LOCATIONS)]
        band = "M1" if i == 0 or (manager == _position(number, 0) and i <= LEADS) else self.random.choice(("P2", "P3", "P3", "P4"))
        lines = [
            f"  - id: {_position(number, i)}",
            f"    title: {self.random.choice(ROLES)}, {team.name}" if i else f"    title: Head of {team.name}",
            f"    band: {band}",
            f"    location: {location[0]}",
        ]
        if vacant:
            planned = date(YEAR, 9, 1) + timedelta(days=14 * (i % 5))
            approved = date(YEAR, 5, 25) + timedelta(days=i % 20)
            lines += ["    status: open", f"    reason: {self.random.choice(('growth', 'backfill'))}", f"    priority: P{i % 3}"]
            lines += [f"    approved: {approved}", f"    opened: {approved + timedelta(days=9)}"]
            lines += [f"    planned_start: {planned}", f"    start: {planned + timedelta(days=self.random.randrange(3) * 7)}"]
        else:
            recent = i % REPORTS == LEADS
            planned = date(YEAR, 1 + i % 6, 1) if recent else date(self.random.randrange(2019, 2025), self.random.randrange(1, 13), 1)
            approved = planned - timedelta(days=self.random.randrange(90, 140))
            lines += ["    status: filled", f"    reason: {'growth' if recent else 'backfill'}", f"    approved: {approved}"]
            lines += [f"    opened: {approved + timedelta(days=6)}", f"    offered: {planned - timedelta(days=52)}"]
            lines += [f"    accepted: {planned - timedelta(days=45)}", f"    planned_start: {planned}"]
            lines += [f"    start: {planned + timedelta(days=self.random.choice((0, 0, 0, 7)) if recent else 0)}"]
        if manager:
            lines.append(f"    manager: {manager}")
        lines.append(f"    allocation: {{{team.goals}/O1: {self.random.randrange(4, 8) * 10}%, {team.goals}/O{2 + i % 2}: 20%}}")
        self._pay(team, band, location[0], planned)
        return lines

    def _pay(self, team: Team, band: str, location: str, planned: date) -> None:
        amount, currency = BANDS[band][location]
        for month in range(12):
            if (planned.year, planned.month) <= (YEAR, month + 1):
                team.payroll[month] += amount * FX[currency] * (RAISE if month + 1 >= RAISE_MONTH else 1) / 12
            if (planned.year, planned.month) == (YEAR, month + 1):
                team.payroll[month] += HIRE

    def _budget(self, i: int) -> list[str]:
        """A team's cost centre with its personnel, or a programme's without."""
        team = self.teams[i % len(self.teams)]
        with_people, center = i < len(self.teams), f"CC-{10_000 + i}"
        lines = [
            "kind: budget",
            f"cost_center: {center}",
            f"team: {team.code}",
            "fiscal_year: FY26",
            "status: approved",
            f"owner: {team.lead}",
            "lines:",
        ]
        if with_people:
            lines.append(f"  - {{id: L{10_000 + i}-PEO-01, name: Salaries and on-costs, category: personnel, source: headcount}}")
            self.postings.append(
                Posting(f"L{10_000 + i}-PEO-01", [amount * self.random.uniform(0.988, 0.996) for amount in team.payroll[:CLOSED]])
            )
        for n in range(with_people, LINES):
            lines += self._line(i, n, team)
        if i % 50 == CLOSED:
            lines += self._transfer(i)
        return lines

    def _line(self, i: int, n: int, team: Team) -> list[str]:
        category, short, name = SPENDING[n % len(SPENDING)]
        ref, big = f"L{10_000 + i}-{short}-{n + 1:02d}", n <= BIG and category not in {"contingency", "capex"}
        year = self.random.randrange(60, 400) * 1_000 if big else self.random.randrange(24, 90) * 100
        lines = [f"  - id: {ref}", f"    name: {name} {VENDORS[(i + n) % len(VENDORS)]}", f"    category: {category}"]
        if big:
            lines.append(f"    supports: [{team.goals}/O{1 + n % 3}]")
        plan = [year / 12 * (1 if big else self.random.choice((0.8, 1, 1.2))) for _ in range(self.months)]
        lines += ["    plan:", *(f"      {month}: {_amount(amount)}" for month, amount in zip(MONTHS, plan, strict=False))]
        if big:
            order = f"PO-{i:05d}{n:02d}" if n == 1 and i % 2 == 0 else ""
            spent = [round(amount * self.random.uniform(0.965, 0.995), 2) for amount in plan[:CLOSED]]
            self.postings.append(Posting(ref, spent, order, sum(plan) * 0.96))
        return lines

    def _transfer(self, i: int) -> list[str]:
        prefix, decision = f"L{10_000 + i}", f"DEC-{YEAR}-{len(self.transfers) % 2 + 1:03d}"
        giver, taker = (f"{prefix}-{SPENDING[n][1]}-{n + 1:02d}" for n in (2, 1))
        self.transfers.append((giver, taker))
        return [
            "transfers:",
            f"  - id: TR-{YEAR}-{i:04d}",
            "    on: 2026-06-12",
            f"    from: {giver}",
            f"    to: {taker}",
            "    amount: 500",
            f"    months: {{{YEAR}-{min(self.months, 11):02d}: 500}}",
            "    reason: A late invoice of the second calibration wave",
            f"    decision: {decision}",
        ]

    def _year(self) -> list[str]:
        lines = ["kind: okrs", "team: pp", "period: FY26", "status: active", "objectives:"]
        for n in range(3):
            lines += [f"  - id: O{n + 1}", f"    title: {OBJECTIVES[n]}", f"    owner: {self.teams[0].lead}", "    key_results:"]
            for k in range(3):
                lines += [
                    f"      - id: KR{k + 1}",
                    f"        title: {RESULTS[(3 * n + k) % len(RESULTS)]}",
                    "        baseline: 10",
                    "        target: 60",
                ]
                lines += [
                    "        checkins:",
                    "          - {on: 2026-04-08, value: 24, confidence: 6}",
                    "          - {on: 2026-08-05, value: 42, confidence: 6}",
                ]
        return lines

    def _okrs(self, i: int, team: Team) -> list[str]:
        lines = ["kind: okrs", f"team: {team.code}", f"period: {YEAR}-Q3", "status: active", "objectives:"]
        for n in range(3):
            lines += [f"  - id: O{n + 1}", f"    title: {OBJECTIVES[(i + n) % len(OBJECTIVES)]}", f"    owner: {team.lead}"]
            lines += [
                f"    type: {'committed' if n == 0 else 'aspirational'}",
                f"    priority: P{n}",
                f"    aligns_to: pp/FY26/O{n + 1}",
                "    key_results:",
            ]
            for k in range(LAST_RESULT + 1):
                lines += self._key_result(i, n, k)
        return lines

    def _key_result(self, i: int, n: int, k: int) -> list[str]:
        base = self.random.randrange(20, 60)
        target, step = base + self.random.choice((20, 30, 40)), 0.09
        lines = [f"      - id: KR{k + 1}", f"        title: {RESULTS[(i + 4 * n + k) % len(RESULTS)]}", f"        weight: {1 + k % 2}"]
        if k == LAST_RESULT:
            steps = (
                ("Draft agreed", "2026-07-24", ", done: 2026-07-23"),
                ("Training held", "2026-08-28", ""),
                ("In force", "2026-09-25", ""),
            )
            lines += [
                "        milestones:",
                *(f"          - {{id: {'abc'[m]}, title: {t}, due: {due}{done}}}" for m, (t, due, done) in enumerate(steps)),
            ]
            return [*lines, "        checkins:", "          - {on: 2026-08-05, confidence: 6}"]
        lines += [f"        baseline: {base}", f"        target: {target}", '        unit: "%"', "        checkins:"]
        for week in range(5):
            value = base + (target - base) * min(1.0, step * (week + 1) + self.random.uniform(-0.02, 0.02))
            day = date(YEAR, 7, 8) + timedelta(days=7 * week)
            lines.append(f"          - {{on: {day}, value: {value:.1f}, confidence: {self.random.randrange(5, 7)}, note: Week {week + 1}}}")
        return lines

    def _metrics(self, i: int, team: Team) -> list[str]:
        lines = ["kind: metrics", f"team: {team.code}", "metrics:"]
        for n, (short, name, unit, direction, shape, (base, target, red)) in enumerate(METRICS):
            lines += [
                f"  - id: {short}-{i + 1:03d}",
                f"    name: {name}, {team.name} {i + 1}",
                f"    definition: {name} of {team.name}, counted over all markets in the month.",
                "    source: Integrity Data Science, monthly random sample",
                f"    owner: {team.lead}",
                f'    unit: "{unit}"',
                f"    shape: {shape}",
                f"    direction: {direction}",
                f"    role: {('kpi', 'success', 'health')[n % 3]}",
                f"    baseline: {base}",
                f"    target: {target}",
                f"    red: {red}",
            ]
        return lines

    def _readings(self, i: int, team: Team) -> list[str]:
        lines = ["kind: readings", f"team: {team.code}", "fiscal_year: FY26", "readings:"]
        for short, _, unit, _, shape, (base, target, _) in METRICS:
            lines.append(f"  {short}-{i + 1:03d}:")
            for month in range(CLOSED):
                value = base + (target - base) * (0.2 + 0.12 * month) * self.random.uniform(0.98, 1.02)
                den = 20_000
                num = round(value * den / (100 if unit == "%" else 1))
                lines.append(f"    {MONTHS[month]}: " + (f"{{num: {num}, den: 20_000}}" if shape == "ratio" else f"{value:.2f}"))
        return lines

    def _books(self) -> None:
        """Seven closed months, the orders behind them, a forecast, and the decisions that the transfers rest on."""
        for month in range(CLOSED):
            lines = ["kind: actuals", f"month: {MONTHS[month]}", "status: closed", "source: GL extract, eighth business day", "entries:"]
            for post in self.postings:
                if month < len(post.months) and post.months[month]:
                    order = f", po: {post.order}" if post.order else ""
                    lines.append(f"  - {{line: {post.line}, amount: {post.months[month]:_.2f}{order}}}")
            self._save(f"actuals/FY26/{MONTHS[month]}.yaml", lines)
        lines = ["kind: commitments", "fiscal_year: FY26", "orders:"]
        for n, post in enumerate(post for post in self.postings if post.order):
            lines += [
                f"  - id: {post.order}",
                f"    vendor: {VENDORS[n % len(VENDORS)]}",
                f"    line: {post.line}",
                f"    amount: {post.ordered:_.0f}",
            ]
            lines += ["    status: open", "    start: 2026-01-01", "    end: 2026-12-31"]
        self._save("commitments/FY26.yaml", lines)
        lines = ["kind: forecast", "fiscal_year: FY26", "through: 2026-07", "status: submitted", f"owner: {self.teams[0].lead}", "lines:"]
        chosen = [post for post in self.postings if "PEO" not in post.line][::20]
        self._save("forecasts/FY26/2026-07.yaml", [*lines, *(f"  {post.line}: {{method: budget_remaining}}" for post in chosen)])
        for n in (1, 2):
            self._save(f"decisions/DEC-{YEAR}-{n:03d}.yaml", self._decision(n))

    def _decision(self, n: int) -> list[str]:
        affected = ", ".join(line for pair in self.transfers[n - 1 :: 2] for line in pair)
        return [
            "kind: decision",
            f"id: DEC-{YEAR}-{n:03d}",
            "title: Move small sums to late calibration invoices",
            "status: decided",
            f"driver: {self.teams[-1].lead}",
            f"approver: {self.teams[0].lead}",
            "decided: 2026-06-11",
            "amount: 250_000",
            "options:",
            "  - {id: A, text: Move the sums now}",
            "  - {id: B, text: Wait for the fourth quarter}",
            "choice: A",
            "why: The invoices are due this month.",
            *([f"affects: [{affected}]"] if affected else []),
            "approvals:",
            f"  - {{by: {self.teams[0].lead}, on: 2026-06-11, role: director}}",
        ]

    def _org(self) -> list[str]:
        lines = ["kind: org", "teams:"]
        for team in self.teams:
            lines += [f"  - code: {team.code}", f"    name: {team.name}", f"    lead: {team.lead}"]
            lines += [f"    parent: {team.parent}"] * bool(team.parent)
            lines += [f"    cost_center: {team.center}"]
            if team.parent:  # the cap of the first would hold for all below it
                lines += ["    exposure: {level: incidental, safeguards: [debrief], assessed: 2026-03-12, next_assessment: 2027-03-12}"]
        lines.append("people:")
        for team in self.teams:
            name = " ".join(part.capitalize() for part in team.lead.split("."))
            lines.append(f"  - {{handle: {team.lead}, name: {name}, team: {team.code}}}")
        lines.append("locations:")
        lines += [
            f"  - {{code: {code}, country: {country}, currency: {currency}, timezone: {zone}}}"
            for code, country, currency, zone in LOCATIONS
        ]
        return lines

    def _rates(self) -> list[str]:
        lines = ["kind: rates", "fiscal_year: FY26", "fx:"]
        lines += [f"  {currency}: {{budget: {rate}}}" for currency, rate in FX.items() if rate != 1]
        lines.append("loaded_annual:")
        for band, cells in BANDS.items():
            card = ", ".join(
                f"{place}: {amount:_}" + ("" if currency == "USD" else f" {currency}") for place, (amount, currency) in cells.items()
            )
            lines.append(f"  {band}: {{{card}}}")
        return [*lines, "one_time: {hire: 9_500, equipment: 3_000}", f"increase: {{month: {MONTHS[RAISE_MONTH - 1]}, pct: 3%}}"]

    def _settings(self) -> list[str]:
        return [
            "kind: settings",
            "name: Benchmark Programme",
            "root_team: pp",
            "currency: USD",
            "authority:",
            "  - {action: transfer, up_to: 25_000, role: team_lead}",
            "  - {action: transfer, up_to: 250_000, role: director}",
            "  - {action: headcount, role: director}",
            "roles:",
            f"  director: [{self.teams[0].lead}]",
        ]


def _code(i: int) -> str:
    return f"{AREAS[i % len(AREAS)][0]}{i // len(AREAS) + 1}" if i else "pp"


def _position(team: int, i: int) -> str:
    return f"HC-{10_000 + team}-{i + 1:03d}"


def _amount(amount: float) -> str:
    """As people write them: mostly whole, grouped, now and then with cents."""
    whole = round(amount)
    return f"{amount:_.2f}" if whole % 10 == CLOSED else f"{whole:_}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, help="the folder to write `plans/` into")
    parser.add_argument("--files", type=int, default=2000, help=f"how many files, at least {SMALLEST}")
    parser.add_argument("--positions", type=int, default=40, help="positions in each headcount file")
    parser.add_argument("--months", type=int, default=12, choices=range(1, 13), metavar="1..12", help="monthly amounts of each budget line")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    workspace = Workspace(chosen.out, chosen.files, chosen.positions, chosen.months, chosen.seed)
    workspace.write()
    print(f"{workspace.files:,} files, {workspace.bytes / 1e6:.1f} MB, {workspace.lines:,} lines in {chosen.out / 'plans'}")


if __name__ == "__main__":
    main()
