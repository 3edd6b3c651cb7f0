"""GitLab's table of a code quality report: description, check_name, fingerprint, severity, location.path, location.lines.begin."""

from __future__ import annotations

import json

from tests.render.pages import HOSTILE

from polops.render import Look
from polops.render.fingerprint import fingerprints
from polops.render.gitlab import render
from polops.source.problem import Problem, Severity, Span
from polops.values.text import HIDDEN

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def test_the_shape() -> None:
    found = [
        Problem(
            Span("plans/y.yaml", 2, 1, 3, 1), "HC303", Severity.WARNING, "open 98 days", waived="on leave (dana.lee, until 2026-10-15)"
        ),
        Problem(Span("plans/x.yaml", 10, 14, 10, 21), "GEN105", Severity.ERROR, "must be a number", "write 120_000\nor 1"),
        Problem(Span("plans/x.yaml", 11), "OKR401", Severity.INFO, "stale"),
    ]
    waived, error, info = fingerprints(found)
    assert json.loads(render(found, {}, Look())) == [
        {
            "description": "must be a number; help: write 120_000 or 1",
            "check_name": "GEN105",
            "fingerprint": error,
            "severity": "critical",
            "location": {"path": "plans/x.yaml", "lines": {"begin": 10, "end": 10}},
        },
        {
            "description": "stale",
            "check_name": "OKR401",
            "fingerprint": info,
            "severity": "info",
            "location": {"path": "plans/x.yaml", "lines": {"begin": 11, "end": 11}},
        },
        {
            "description": "waived: open 98 days; on leave (dana.lee, until 2026-10-15)",
            "check_name": "waived HC303",
            "fingerprint": waived,
            "severity": "info",
            "location": {"path": "plans/y.yaml", "lines": {"begin": 2, "end": 3}},
        },
    ]


def test_nothing_found() -> None:
    assert render((), {}, Look()) == b"[]\n"


def test_hostile_text() -> None:
    found = [Problem(Span(text), text, severity, text, text, waived=text) for text in HOSTILE for severity in Severity]
    data = render(found, {}, Look(limit=1000))
    issues = json.loads(data)
    assert not HIDDEN.search(data.decode())
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(found)
    assert {issue["severity"] for issue in issues} <= SEVERITIES
