"""Policies: versions, readiness, guidance, review and coverage (domain reference C16)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, DAY, TAXONOMY
from tests.analyse.lumo import POLICY as LATEST
from tests.analyse.workspaces import at, node

from polops.analyse.context import Context
from polops.analyse.policy import PolicyNumbers, coverage, policy

D = Decimal
FIRST = 'versions:\n  - {v: "2.4", effective: 2025-12-01, summary: Body image in scope}\n'
POLICY = LATEST.replace("versions:\n", FIRST).replace("updated: 2025-12-01", "updated: 2025-12-11")


def found(day: str, *pairs: tuple[str, str]) -> PolicyNumbers:
    ctx = plan(day, *pairs)
    return policy(ctx, node(ctx, "POL-MH-002"))


def plan(day: str, *pairs: tuple[str, str]) -> Context:
    text = POLICY
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return at(day, ALL, text)


ENFORCED = ("status: approval", "status: enforced")
NO_LIST = (POLICY[POLICY.index("readiness:") :], "")


def test_which_version_counts() -> None:
    """In force is the latest whose day has come; before any has, the first to come. What is to be launched depends on the status."""
    before, since = found("2026-09-14"), found("2026-09-15")
    assert before.current is not None
    assert since.current is not None
    assert before.launch is not None
    assert (before.current.v, since.current.v, before.launch.v, before.launch_days) == ("2.4", "3.0", "3.0", 1)
    first = found("2025-11-30").current
    assert first is not None
    assert first.v == "2.4"
    launch = found("2026-10-01").launch
    assert launch is not None, "still in approval"
    assert found("2026-10-01", ENFORCED).launch is None
    coming = found("2026-08-10", ENFORCED).launch
    assert coming is not None
    assert coming.v == "3.0"


def test_readiness() -> None:
    """Done over what applies: the workspace's twelve items and the policy's own, without those marked `na`; done later is not done."""
    numbers = found(DAY)
    assert (numbers.done, numbers.applicable, len(numbers.items)) == (1, 11, 12)
    more = found(DAY, ("  rollback_plan:", "  translated: {done: 2026-08-01}\n  rollback_plan:"))
    assert (more.done, more.applicable) == (2, 12)
    assert found("2026-07-23").done == 0
    assert found(DAY, NO_LIST).readiness == 0
    own = TAXONOMY + "policy: {readiness: [text_final, rollback_plan]}\n"
    ctx = at(DAY, ALL, POLICY, own)
    assert list(policy(ctx, node(ctx, "POL-MH-002")).items) == [
        "text_final", "rollback_plan", "legal_review", "guidance_ready", "training_95",
    ]  # fmt: skip


def test_a_policy_that_was_launched_without_a_list_has_no_readiness() -> None:
    assert found("2026-10-01", ENFORCED, NO_LIST).readiness is None
    assert found("2026-09-01", ENFORCED, NO_LIST).readiness == 0, "version 3.0 is still to come"


@pytest.mark.parametrize(
    ("day", "pairs", "lag", "is_current"),
    [
        ("2026-08-10", [], 10, True),
        ("2026-09-25", [], 10, False),
        ("2026-09-25", [('version: "2.4", updated: 2025-12-11', 'version: "3.0", updated: 2026-09-01')], -14, True),
        ("2026-09-25", [("guidance:\n", 'guidance:\n  - {title: B, path: b.md, version: "3.0", updated: 2026-09-18}\n')], 10, False),
        ("2026-09-25", [(POLICY[POLICY.index("guidance:") : POLICY.index("readiness:")], "")], None, None),
    ],
)
def test_guidance_lag(day: str, pairs: list[tuple[str, str]], lag: int | None, *, is_current: bool | None) -> None:
    """Days from a version's effect to its guidance, or to the date while that is behind; the worst of all; negative is early."""
    numbers = found(day, *pairs)
    assert (numbers.guidance_lag_days, numbers.guidance_current) == (lag, is_current)


def test_guidance_of_a_version_from_before_the_log() -> None:
    """As in the reference: guidance implements 2.4, the log begins with 3.0, which comes in 36 days. Behind, and still early."""
    ctx = at(DAY, ALL)
    numbers = policy(ctx, node(ctx, "POL-MH-002"))
    assert (numbers.guidance_current, numbers.guidance_lag_days) == (False, -36)


def test_review_due() -> None:
    """After the last review, else the first version; overdue from the day after; a retired policy is not reviewed."""
    assert found("2026-11-18").review_overdue is False
    assert found("2026-11-19").review_overdue is True
    assert found(DAY, ("reviewed: 2025-11-18\n", "")).review_due == date(2026, 12, 1)
    assert found(DAY, ("status: approval", "status: retired")).review_due is None


def test_coverage() -> None:
    """Issues with an enforced policy whose guidance implements the current version, over all seven."""
    assert coverage(plan(DAY)).share == 0
    covered = plan(DAY, ENFORCED)
    assert coverage(covered).share == D(2) / 7
    assert len(coverage(covered).gaps) == 5
    assert [item.ref for item in coverage(covered).issues["mental_health/body_image"]] == ["POL-MH-002"]
    assert policy(covered, node(covered, "POL-MH-002")).coverage == 1
    assert coverage(plan("2026-09-25", ENFORCED)).share == 0, "guidance still implements 2.4"
    assert coverage(at(DAY)).share is None
