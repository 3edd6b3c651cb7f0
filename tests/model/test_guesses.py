"""What a slip most likely meant: a guess that its type accepts, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polops.model.guesses import count_fix, currency_fix, date_fix, duration_fix, for_later, handle_fix, label_fix, month_fix, ref_fix
from polops.values.period import is_label


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("2026/8/3", "2026-08-03"),
        ("2026-08-03T10:00Z", "2026-08-03"),
        ("2026-08-03Z", "2026-08-03"),
        ("2026\u201308\u201303", "2026-08-03"),  # dashes, as a word processor makes them
        ("20260803", "2026-08-03"),
        ("3 Aug 2026", "2026-08-03"),
        ("3. August 2026", "2026-08-03"),
        ("August 3rd, 2026", "2026-08-03"),
        ("03-Aug-2026", "2026-08-03"),
        ("3.8.2026", "2026-08-03 (the year first)"),
        ("3/8/2026", "2026-08-03 or 2026-03-08 (the year first)"),  # day and month, or month and day
        ("13/8/2026", "2026-08-13 (the year first)"),
        ("8/8/2026", "2026-08-08 (the year first)"),
        ("2026/02/30", ""),
        ("30 Feb 2026", ""),
        ("0026/02/03", ""),
        ("46237", ""),
        ("tomorrow", ""),
        ("3 Foo 2026", ""),
    ],
)
def test_dates(text: str, guess: str) -> None:
    assert date_fix(text) == guess


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Q3 2026", "2026-Q3"),
        ("2026\u2013Q3", "2026-Q3"),
        ("3Q26", "2026-Q3"),
        ("3Q2026", "2026-Q3"),
        ("Q3 '26", "2026-Q3"),
        ("26-Q3", "2026-Q3"),
        ("2026-Q03", "2026-Q3"),
        ("\uff12\uff10\uff12\uff16-Q3", "2026-Q3"),
        ("FY 26", "FY26"),
        ("FY2026 Q3", "FY26-Q3"),
        ("July 2026", "2026-07"),
        ("Jul-2026", "2026-07"),
        ("07/2026", "2026-07"),
        ("2026-Q5", ""),
        ("FY26/27", ""),
        ("13/2026", ""),
        ("Foo 2026", ""),
        ("Q3", ""),
    ],
)
def test_labels(text: str, guess: str) -> None:
    assert label_fix(text) == guess


@given(st.text("0123456789QqHhFfYyWw -/.'\u2013JulyAg", max_size=14))
def test_a_guess_is_a_label(text: str) -> None:
    for guess in (label_fix(text), month_fix(text)):
        assert not guess or is_label(guess)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("@ines.duarte", "ines.duarte"),
        ("Inés Duarte", "ines.duarte"),
        ("ines.duarte@lumo.example", "ines.duarte"),
        ("Duarte, Ines", ""),  # whose name comes first
        ("ines.duarte and jo.park; all", ""),
        ("村上", ""),
    ],
)
def test_handles(text: str, guess: str) -> None:
    assert handle_fix(text) == guess


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("mh\\2026-Q3\\O1", "mh/2026-Q3/O1"),
        ("/mh/2026-Q3/O1/", "mh/2026-Q3/O1"),
        ("#INI-4", "INI-4"),
        ("INI 4; INI 5", ""),
        ("https://x", ""),
    ],
)
def test_references(text: str, guess: str) -> None:
    assert ref_fix(text) == guess


@pytest.mark.parametrize(("text", "guess"), [("usd", "USD"), ("€", "EUR"), ("$", ""), ("Dollar", ""), ("EURO", "EUR"), ("USDD", "")])
def test_currencies(text: str, guess: str) -> None:
    assert currency_fix(text) == guess


@pytest.mark.parametrize(("text", "guess"), [("14", "14d"), ("2wks", "2w"), ("3 hrs", "3h"), ("5 working days", "5bd"), ("-1d", "")])
def test_durations(text: str, guess: str) -> None:
    assert duration_fix(text) == guess


@pytest.mark.parametrize(
    ("text", "guess"), [("70%", "7"), ("100%", "10"), ("7/10", "7"), ("7.0", "7"), ("0.7", ""), ("75%", ""), ("11.0", "")]
)
def test_confidence(text: str, guess: str) -> None:
    assert count_fix(text, 0, 10) == guess


def test_what_is_left_for_later() -> None:
    assert [text for text in ("TODO", "tbd", "n/a", "???", "TODO: ask", "no", "") if for_later(text)] == ["TODO", "tbd", "n/a", "???"]
