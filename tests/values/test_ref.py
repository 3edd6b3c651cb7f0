"""References: how names compare, what is an id, and the nearest known name to a wrong one."""

from __future__ import annotations

import pytest

from polops.values.ref import ID, LOCAL_ID, PERSON, REF, fold, nearest


@pytest.mark.parametrize("text", ["INI-004", "COE-VEN-01", "vvr-selfharm", "a", "A.b-c", "DEC-2026-014"])
def test_ids(text: str) -> None:
    assert ID.fullmatch(text)
    assert LOCAL_ID.fullmatch(text)
    assert REF.fullmatch(text)


@pytest.mark.parametrize("text", ["", "4A", "-A", "A-", "A--B", "A_B", "A B", "Ä-1", "A/B", "A-\uff11"])
def test_texts_that_are_no_id(text: str) -> None:
    assert not ID.fullmatch(text)


def test_other_names() -> None:
    assert LOCAL_ID.fullmatch("1")
    assert REF.fullmatch("mh/2026-Q3/O1/KR2")
    assert not REF.fullmatch("mh//O1")
    assert not REF.fullmatch("../etc")
    assert PERSON.fullmatch("ines.duarte")
    assert not PERSON.fullmatch("@ines.duarte")
    assert not PERSON.fullmatch("Ines Duarte")


def test_names_compare_without_case() -> None:
    assert fold("COE-Ven-01") == fold("coe-VEN-01")


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("COE-VEN-1", "COE-VEN-01"),
        ("coe-ven-01", "COE-VEN-01"),
        ("COE-VNE-01", "COE-VEN-01"),
        ("vvr-selfharn", "vvr-selfharm"),
        ("completely-else", ""),
        ("", ""),
    ],
)
def test_the_nearest_known_name(wrong: str, found: str) -> None:
    assert nearest(wrong, ["COE-PEO-01", "COE-VEN-01", "vvr-selfharm"]) == found


def test_no_names_no_guess() -> None:
    assert nearest("anything", []) == ""


def test_among_very_many_names_only_those_of_the_same_first_letter_are_looked_at() -> None:
    names = [f"A-{i:05d}" for i in range(3_000)] + ["LINE-77"]
    assert nearest("LINE-78", names) == "LINE-77"
    assert nearest("XINE-77", names) == ""
    assert nearest("A-00042x", names) == "A-00042"


def test_a_very_long_name_is_cut() -> None:
    assert nearest("A" * 1_000_000, ["A" * 200]) == "A" * 200
