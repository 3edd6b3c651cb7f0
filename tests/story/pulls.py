"""The pull requests of the story: what each does to the example's plans, and whether CI lets it pass.

An edit is text against text, as somebody at an editor makes it; one whose old text is not there exactly once is an error of the story.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

OKRS = "plans/okrs/2026-Q3/mh.yaml"
BUDGET = "plans/budgets/FY26/coe.yaml"
JULY = "plans/actuals/FY26/2026-07.yaml"
HEADCOUNT = "plans/headcount/mh.yaml"
READINGS = "plans/metrics/readings/FY26/mh.yaml"
RATES = "plans/restricted/rates.yaml"
FORECAST = "plans/forecasts/FY26/2026-07.yaml"
SETTINGS = "plans/polops.yaml"


@dataclass(frozen=True)
class Pull:
    """One pull request: its name, who does what, and the codes that `polops check --since main` blocks it with.

    A `cosmetic` one changes no value, and nothing is said about it. `before` is how main differs from the example.
    """

    name: str
    story: str
    edit: Callable[[Path], None]
    blocked: tuple[str, ...] = ()
    cosmetic: bool = False
    before: Callable[[Path], None] = lambda _: None


def git(folder: Path, *command: str) -> str:
    """Run git in a repository; a refusal fails the test."""
    return subprocess.run(["git", "-C", folder, *command], check=True, capture_output=True, text=True).stdout.strip()


def replace(folder: Path, path: str, *pairs: tuple[str, str]) -> None:
    """Put new texts in the places of old ones, each of which stands there once."""
    text = (folder / path).read_text()
    for old, new in pairs:
        assert text.count(old) == 1, f"{path}: {old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    (folder / path).write_text(text)


def write(folder: Path, path: str, text: str) -> None:
    """A new file."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)


def decision(number: int, title: str, *more: str, by: str = "dana.lee", driver: str = "ines.duarte", on: str = "2026-08-10") -> str:
    """A decision that was taken and approved."""
    lines = (
        "kind: decision", f"id: DEC-2026-{number:03d}", f"title: {title}", "status: decided", f"driver: {driver}", f"approver: {by}",
        f"decided: {on}", "choice: as proposed", "why: See the minutes of the operations review.", *more,
        "approvals:", f"  - {{by: {by}, on: {on}, ref: PR 250}}", "",
    )  # fmt: skip
    return "\n".join(lines)


def check_in(folder: Path) -> None:
    last = "          - {on: 2026-08-03, value: 0.66, confidence: 7, note: After calibration round 2}\n"
    replace(folder, OKRS, (last, f"{last}          - {{on: 2026-08-10, value: 0.70, confidence: 8, note: Third round done}}\n"))


def lowered_target(folder: Path) -> None:
    replace(folder, OKRS, ("        target: 0.75\n", "        target: 0.68\n"))


def lowered_target_decided(folder: Path) -> None:
    lowered_target(folder)
    replace(folder, OKRS, ("guideline\n        baseline: 0.58", "guideline\n        decision: DEC-2026-040\n        baseline: 0.58"))
    values = ("affects: [mh/2026-Q3/O1/KR2]", "values:", "  mh/2026-Q3/O1/KR2: {target: 0.68}")
    write(folder, "plans/decisions/DEC-2026-040.yaml", decision(40, "Lower the agreement target for this quarter", *values))


def new_position(folder: Path) -> None:
    replace(folder, HEADCOUNT, (
        "\nvendor_seats:",
        """
  - id: HC-MH-008
    title: Policy Specialist, crisis escalation (night shift)
    band: P2
    location: DUB
    fte: 80%
    status: approved
    approved: 2026-08-10
    planned_start: 2026-10-01
    manager: HC-MH-001
    allocation: {mh/2026-Q3/O3: 100%}

vendor_seats:""",
    ))  # fmt: skip


def new_position_approved(folder: Path) -> None:
    new_position(folder)
    replace(folder, HEADCOUNT, (
        "    planned_start: 2026-10-01\n",
        "    planned_start: 2026-10-01\n    approvals:\n      - {by: dana.lee, on: 2026-08-10, role: director, ref: PR 250}\n",
    ))  # fmt: skip


def transfer_without_authority(folder: Path) -> None:
    last = "      - {by: sam.okafor, on: 2026-07-06, role: team_lead}\n"
    transfer = """  - id: TR-2026-05
    on: 2026-08-10
    from: COE-CTG-01
    to: COE-VEN-01
    amount: 50_000
    months: {2026-10: 25_000, 2026-11: 25_000}
    reason: The vendor's volume stays high
    decision: DEC-2026-041
    approvals:
      - {by: sam.okafor, on: 2026-08-10, role: team_lead}
"""
    replace(folder, BUDGET, (last, last + transfer))
    more = ("amount: 50_000", "affects: [COE-VEN-01, COE-CTG-01]")
    text = decision(41, "Pay the vendor's volume from contingency", *more, by="sam.okafor", driver="li.wei")
    write(folder, "plans/decisions/DEC-2026-041.yaml", text)


def edited_actual(folder: Path) -> None:
    replace(folder, JULY, ("{line: COE-VEN-01, amount: 59_600,", "{line: COE-VEN-01, amount: 39_600,"))


def reformatted(folder: Path) -> None:
    replace(
        folder,
        OKRS,
        ("- {on: 2026-07-20, value: 0.61, confidence: 6}", "- on: 2026-07-20\n            confidence: 6\n            value: 0.610"),
        ("kind: okrs\nteam: mh\n", "# Mental Health, third quarter\nteam: mh\nkind: okrs\n"),
        ('        unit: "%"\n        weight: 2\n', '        weight: 2\n        unit: "%"\n'),
    )


def renamed_id(folder: Path) -> None:
    for path in sorted((folder / "plans").rglob("*.yaml")):
        if path.parent.name != "locks":
            path.write_text(path.read_text().replace("COE-TRV-01", "COE-TRA-01"))
    replace(folder, BUDGET, ("{id: COE-TRA-01,", "{id: COE-TRA-01, renamed_from: COE-TRV-01,"))


def moved_file(folder: Path) -> None:
    (folder / "plans/headcount/teams").mkdir()
    git(folder, "mv", HEADCOUNT, "plans/headcount/teams/mental-health.yaml")


def conflicting_merge(folder: Path) -> None:
    """Somebody else has lowered the plan on main meanwhile; both sides are committed as git left them."""
    line = "    plan: 960_000\n"
    replace(folder, BUDGET, (line, "    plan: 980_000\n"))
    git(folder, "commit", "-qam", "Raise the vendor's plan")
    git(folder, "switch", "-q", "main")
    replace(folder, BUDGET, (line, "    plan: 940_000\n"))
    git(folder, "commit", "-qam", "Lower the vendor's plan")
    git(folder, "switch", "-q", "-")
    merge = subprocess.run(["git", "-C", folder, "merge", "-q", "main"], check=False, capture_output=True)
    assert merge.returncode == 1, "the merge conflicts"


def rate_card(folder: Path) -> None:
    replace(folder, RATES, ("  P2: {SJC: 164_000,", "  P2: {SJC: 170_000,"))


def silent_reading(folder: Path) -> None:
    replace(folder, READINGS, ("2026-06: {num: 84, den: 20_000}", "2026-06: {num: 71, den: 20_000}"))


def july_is_open(folder: Path) -> None:
    """On main July is open yet, and nobody has written commentary."""
    text = (folder / JULY).read_text().partition("\ncommentary:")[0]
    (folder / JULY).write_text(f"{text}\n".replace("status: closed", "status: open"))


def month_closed_unexplained(folder: Path) -> None:
    replace(folder, JULY, ("status: open", "status: closed"))


def deleted_key_result(folder: Path) -> None:
    text = (folder / OKRS).read_text()
    start = text.index("      - id: KR2\n        title: Comprehension score")
    (folder / OKRS).write_text(text[:start] + text[text.index("\n  - id: O3") :])


def weakened_policy(folder: Path) -> None:
    replace(folder, SETTINGS, ("hard_outlook_pct: 10%", "hard_outlook_pct: 60%"))
    replace(folder, FORECAST, ("2026-10: 9_000,", "2026-10: 39_000,"))


PULLS = (
    Pull("check-in", "Jo Park adds the week's check-in.", check_in),
    Pull("lowered-target", "Jo Park lowers a frozen target because it looks out of reach.", lowered_target, ("GEN402",)),
    Pull("lowered-target-decided", "The same, with a decision that Dana Lee approved for this value.", lowered_target_decided),
    Pull("new-position", "Ines Duarte adds an approved position that nobody approved.", new_position, ("GEN402",)),
    Pull("new-position-approved", "The same, with the director's approval beside it.", new_position_approved),
    Pull(
        "transfer-without-authority",
        "Sam Okafor, a team lead, approves 50,000 for the own team.",
        transfer_without_authority,
        ("BUD203", "DEC101"),
    ),
    Pull("edited-actual", "Somebody corrects an amount of July, which is closed.", edited_actual, ("BUD404",)),
    Pull("reformatted", "An editor reorders keys, adds a comment and opens a flow map.", reformatted, cosmetic=True),
    Pull("renamed-id", "The travel line gets another id, everywhere it is named.", renamed_id, cosmetic=True),
    Pull("moved-file", "A team's positions move to another folder.", moved_file, cosmetic=True),
    Pull("conflicting-merge", "A merge conflict is committed as git left it.", conflicting_merge, ("GEN101",)),
    Pull("rate-card", "HR raises a rate of the card; nobody learns the amount.", rate_card),
    Pull("silent-reading", "A reading of June becomes a better one.", silent_reading, ("KPI402",)),
    Pull(
        "month-closed-unexplained",
        "Li Wei closes July before every variance is explained.",
        month_closed_unexplained,
        ("BUD307",),
        before=july_is_open,
    ),
    Pull("deleted-key-result", "A key result that went badly is deleted in mid-quarter.", deleted_key_result, ("GEN402",)),
    Pull("weakened-policy", "A limit is raised in the change that would break it.", weakened_policy, ("BUD303",)),
)
"""In the order in which they are told. A first pull request and one from a shallow clone need another repository: see the tests."""
