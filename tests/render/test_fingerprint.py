"""A finding is known again where only its place or its figures changed."""

from __future__ import annotations

from dataclasses import replace

from polops.render.fingerprint import fingerprints
from polops.source.problem import Problem, Severity, Span

ONE = Problem(
    Span("plans/a.yaml", 10, 4, 10, 9), "BUD301", Severity.WARNING, "A-1 has spent 77,500 of 65,000: −12,500 U, −19.2 %", ref="A-1"
)


def of(*problems: Problem) -> list[str]:
    return fingerprints(problems)


def test_it_stays_where_lines_move_items_move_and_days_pass() -> None:
    moved = replace(ONE, span=Span("plans/b.yaml", 99))
    later = replace(ONE, message="A-1 has spent 80,000.50 of 65,000: −15,000 U, −23.1 %", severity=Severity.ERROR, help="other words")
    assert of(ONE) == of(moved) == of(later)


def test_it_changes_with_code_item_field_and_for_a_file_its_path() -> None:
    others = [replace(ONE, code="BUD302"), replace(ONE, ref="A-2"), replace(ONE, message="A-1 has no plan")]
    assert len({*of(ONE), *(of(other)[0] for other in others)}) == 4
    of_file = replace(ONE, ref="")
    assert of(of_file) != of(replace(of_file, span=Span("plans/b.yaml")))
    assert of(of_file) == of(replace(of_file, span=Span("plans/a.yaml", 99)))


def test_what_is_alike_is_told_apart_by_order() -> None:
    found = of(ONE, replace(ONE, span=Span("plans/a.yaml", 20)))
    assert len(set(found)) == 2
    assert found[:1] == of(ONE)
    assert all(len(one) == 32 for one in found)
