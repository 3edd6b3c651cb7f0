"""What a policy's launch waits for: changes made for it or for an initiative it names, and open issues that block them."""

from __future__ import annotations

import pytest
from tests.analyse.lumo import ALL, CHANGE, DAY, POLICY, RAID
from tests.analyse.workspaces import at, node

from polops.analyse.launch import blockers_of, changes_for

RELATED = POLICY.replace("reviewed:", "related: [INI-004]\nreviewed:")


def waits(*texts: str) -> tuple[list[str], list[str]]:
    """The changes and the blockers of POL-MH-002."""
    ctx = at(DAY, ALL, *texts)
    policy = node(ctx, "POL-MH-002", "policy")
    return [one.ref for one in changes_for(ctx, policy)], [one.ref for one in blockers_of(ctx, policy)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((), ([], [])),
        ((RELATED,), (["CHG-007"], ["I-021"])),
        ((POLICY.replace("reviewed:", "related: [CHG-007]\nreviewed:"),), (["CHG-007"], [])),
        ((CHANGE.replace("for: INI-004", "for: POL-MH-002"),), (["CHG-007"], [])),
        ((RELATED, CHANGE.replace("stage: prepare", "stage: closed")), ([], ["I-021"])),
        ((RAID.replace("[INI-004/M4]", "[POL-MH-002]"),), ([], ["I-021"])),
        ((RELATED, RAID.replace("severity: S2", "severity: S2\n    status: closed\n    closed: 2026-08-07")), (["CHG-007"], [])),
    ],
    ids=["alone", "an initiative", "a change", "a change for it", "a closed change", "an issue that blocks it", "a closed issue"],
)
def test_what_a_launch_waits_for(texts: tuple[str, ...], expected: tuple[list[str], list[str]]) -> None:
    assert waits(*texts) == expected
