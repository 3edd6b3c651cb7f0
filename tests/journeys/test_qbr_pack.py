"""Journey 9, the pack for the quarterly review: made from the plans alone, and made again the minute a number or a word changes.

Source: domain reference F9, with the options of the report for the snapshot and the comparison (`snapshot` comes with the commands that
write plans).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import polops

if TYPE_CHECKING:
    from pathlib import Path

ENDED = "2026-06-30"
LATER = "2026-08-10"
HEADLINE = "The half year ends with two thirds of key results on pace."
LEARNED = "The old classifier was at its limit; rules alone bought us a third of the way."


def pack(folder: Path, name: str, day: str = LATER, period: str = "2026-Q2") -> bytes:
    """The pack as a file of its own."""
    ran = polops("report", "qbr", "--period", period, "--as-of", day, "-o", name, cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    return (folder / name).read_bytes()


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Change a plan by hand."""
    place = folder / "plans" / name
    text = place.read_text()
    assert text.count(old) == 1
    place.write_text(text.replace(old, new))


@pytest.mark.parametrize("name", ["qbr.md", "qbr.xlsx"])
def test_the_same_plans_give_the_same_bytes(workspace: Path, name: str) -> None:
    assert pack(workspace, name) == pack(workspace, f"again-{name}")


def test_the_words_are_those_of_the_quarter_whenever_it_is_made(workspace: Path) -> None:
    """Made on its last day or in August: the headline that the quarter ended with, and what was learned when it was closed."""
    for day in (ENDED, LATER):
        text = pack(workspace, "qbr.md", day).decode()
        assert f"> {HEADLINE}" in text
        assert LEARNED in text
        assert "| answered |" in text, "the learning objective's question"
    assert HEADLINE not in pack(workspace, "qbr.md", period="2026-Q3").decode()


def test_the_words_are_edited_in_the_plans(workspace: Path) -> None:
    edit(workspace, "updates/2026-W26/pp.yaml", HEADLINE, "Two thirds on pace, the vendor order is open.")
    edit(workspace, "okrs/2026-Q2/mh.yaml", "The old classifier was at its limit;", "The old classifier had reached its limit;")
    text = pack(workspace, "qbr.md").decode()
    assert "> Two thirds on pace, the vendor order is open." in text
    assert "The old classifier had reached its limit;" in text
    assert HEADLINE not in text


def test_a_changed_number_is_in_the_next_pack(workspace: Path) -> None:
    before = pack(workspace, "qbr.md").decode()
    old = "{on: 2026-06-30, value: 0.42, confidence: 6, note: June sample read early}"
    edit(workspace, "okrs/2026-Q2/mh.yaml", old, "{on: 2026-06-30, value: 0.40, confidence: 6}")
    row = next(line for line in before.splitlines() if line.startswith("| [mh/2026-Q2/O1]"))
    again = next(line for line in pack(workspace, "qbr.md").decode().splitlines() if line.startswith("| [mh/2026-Q2/O1]"))
    assert "| 0.67 | ▲ A | amber |" in row
    assert "| 0.89 | ● G | green |" in again
