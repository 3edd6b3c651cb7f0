"""Adoption of a change, its barrier, training and readiness (domain reference C15)."""

# Figures are compared with plain integers.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.analyse.lumo import ALL, CHANGE
from tests.analyse.workspaces import at, node

from polops.analyse.adoption import NO_BARRIER, ChangeNumbers, change
from polops.analyse.audience import for_readers
from polops.values.hidden import is_hidden

D = Decimal
READINGS = """readings:
  - {group: g1, on: 2026-09-20, using: 6, proficient: 3}
  - {group: g1, on: 2026-10-10, using: 12}
  - {group: CHG-007/g2, on: 2026-10-10, using: 9, proficient: 9}
  - {group: g1, on: 2026-11-01, using: 18, proficient: 18}
"""


def found(day: str, more: str = READINGS, old: str = "", new: str = "") -> ChangeNumbers:
    assert old in CHANGE
    ctx = at(day, ALL, CHANGE.replace(old, new, 1) + more)
    return change(ctx, node(ctx, "CHG-007"))


@pytest.mark.parametrize(
    ("day", "adoption", "proficiency"),
    [("2026-09-19", None, None), ("2026-09-20", D(6) / 18, D(3) / 18), ("2026-10-10", D(21) / 27, D(1)), ("2026-11-01", D(1), D(1))],
)
def test_adoption(day: str, adoption: Decimal | None, proficiency: Decimal | None) -> None:
    """Each group's latest reading, weighted by people; groups (or figures) that were not read are left out, not counted as 0."""
    numbers = found(day)
    assert (numbers.adoption, numbers.proficiency) == (adoption, proficiency)


def test_the_speed_target_is_judged_on_its_day() -> None:
    """90 % by 15 October: 21 of 27 had it by then, whatever came later."""
    assert found("2026-10-14").speed_met is None
    assert found("2026-10-15").speed_met is False
    assert found("2026-12-01").speed_met is False
    assert found("2026-12-01", old="target: 90%", new="target: 77%").speed_met is True
    assert found("2026-12-01", more="").speed_met is False
    assert found("2026-12-01", old="adoption: {speed: {target_date: 2026-10-15, target: 90%}}\n").speed_met is None


@pytest.mark.parametrize(
    ("scores", "barrier"),
    [
        ("a: 3, d: 5, k: 1, ab: 1, r: 1", "Awareness"),
        ("a: 4, d: 3, k: 5, ab: 5, r: 5", "Desire"),
        ("a: 4, d: 4, k: 2, ab: 2, r: 1", "Knowledge"),
        ("a: 4, d: 4, k: 4, ab: 1, r: 1", "Ability"),
        ("a: 5, d: 5, k: 5, ab: 5, r: 3", "Reinforcement"),
        ("a: 4, d: 4, k: 4, ab: 4, r: 4", NO_BARRIER),
    ],
)
def test_the_barrier_is_the_first_at_three_or_less(scores: str, barrier: str) -> None:
    assert found("2026-08-10", more="", old="a: 4, d: 4, k: 2, ab: 2, r: 1", new=scores).barrier == barrier


def test_the_latest_assessment_counts_and_the_earliest_barrier_of_all_groups() -> None:
    line = "  - {group: g1, on: 2026-08-05, a: 4, d: 4, k: 2, ab: 2, r: 1}\n"
    more = line + line.replace("08-05", "08-09").replace("k: 2", "k: 5") + line.replace("08-05", "08-11").replace("a: 4", "a: 1")
    more += line.replace("g1", "g2").replace("d: 4", "d: 2")
    numbers = found("2026-08-10", more="", old=line, new=more)
    assert ([group.barrier for group in numbers.groups], numbers.barrier) == (["Ability", "Desire"], "Desire")
    assert found("2026-08-04", more="").barrier is None


def test_training() -> None:
    """Completed over required; without a number it is for the people of its group, or for all."""
    assert found("2026-08-10").training == D(5) / 18
    assert found("2026-08-10", old="required: 18, ").training == D(5) / 18
    assert found("2026-08-10", old="{id: t1, group: g1, ", new="{id: t1, ").training == D(5) / 18
    assert found("2026-08-10", old="{id: t1, group: g1, what: Guideline module and quiz, by: 2026-08-28, owner: jo.park, required: 18,",
                 new="{id: t1, what: Guideline module and quiz, by: 2026-08-28, owner: jo.park,").training == D(5) / 27  # fmt: skip


def test_readiness_is_of_what_is_due() -> None:
    """Messages and trainings due by the date: done, or completed by all who must."""
    assert found("2026-07-29").readiness is None
    assert found("2026-07-30").readiness == 1
    late = found("2026-08-28")
    assert (late.readiness, late.due, late.done) == (D("0.5"), 2, 1)
    assert found("2026-08-28", old="completed: 5", new="completed: 18").readiness == 1
    assert found("2026-08-28", old="completed: 5", new="completed: 5, done: 2026-08-27").readiness == 1
    assert found("2026-08-28", old="completed: 5", new="completed: 18, done: 2026-08-29").readiness == D("0.5")


GROUPS = """
--- # changes/CHG-007.yaml
kind: change
id: CHG-007
title: Move reviewers to the new guideline
owner: jo.park
sponsor: dana.lee
go_live: 2026-09-15
groups:
  - {id: g1, name: Leads, people: 3, impact: 4}
  - {id: g2, name: Appeals, people: 9, impact: 3}
  - {id: g3, name: Reviewers, people: 18, impact: 3}
training:
  - {id: t1, group: g1, what: Module, by: 2026-08-28, owner: jo.park, completed: 2}
  - {id: t3, group: g3, what: Module, by: 2026-08-28, owner: jo.park, completed: 9}
adoption: {speed: {target_date: 2026-10-15, target: 90%}}
readings:
  - {group: g1, on: 2026-10-10, using: 1}
  - {group: g3, on: 2026-10-10, using: 9}
"""
READ = "  - {group: g2, on: 2026-10-10, using: 6}\n"


def seen(text: str, audience: str) -> ChangeNumbers:
    ctx = for_readers(at("2026-11-01", ALL, text), audience)
    return change(ctx, node(ctx, "CHG-007"))


@pytest.mark.parametrize("audience", ["team", "internal"])
def test_no_share_tells_of_fewer_than_five(audience: str) -> None:
    """Three leads are hidden together with nine of appeals; without these in the total, it less the reviewers' would tell the leads'."""
    some, every = seen(GROUPS, audience), seen(GROUPS + READ, audience)
    assert [is_hidden(group.adoption) for group in every.groups] == [True, True, False]
    assert (is_hidden(some.adoption), some.speed_met) == (True, None)
    assert (every.adoption, every.speed_met, every.groups[2].adoption) == (D(16) / 30, False, D(9) / 18)
    assert [is_hidden(group.training) for group in some.groups] == [True, False, False], "g2 has no training"
    assert is_hidden(some.training), "11 of 21, less 9 of 18, is 2 of 3"


def test_those_who_may_see_everything_see_the_shares_of_a_few() -> None:
    numbers = seen(GROUPS, "restricted")
    assert (numbers.adoption, numbers.training, numbers.groups[0].adoption) == (D(10) / 21, D(11) / 21, D(1) / 3)
