"""Instants as people write them: `2026-07-21T09:30Z`, with the zone or offset that they were given in."""

from __future__ import annotations

from datetime import datetime, timedelta


def spelled_instant(at: datetime) -> str:
    """An instant as a plan has it: to the minute unless it has seconds, `Z` for no offset."""
    text = at.isoformat(timespec="seconds" if at.second else "minutes")
    return f"{text[:-6]}Z" if at.utcoffset() == timedelta() else text
