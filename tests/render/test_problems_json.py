from __future__ import annotations

import json

from tests.render.pages import HOSTILE

from polops.render import Look
from polops.render.problems_json import render
from polops.source.problem import Problem, Severity, Span
from polops.values.text import HIDDEN


def test_the_shape() -> None:
    span, other = Span("plans/x.yaml", 10, 14, 10, 21), Span("plans/y.yaml", 1, 1, 2, 1)
    found = [
        Problem(span, "GEN105", Severity.ERROR, "plan must be a plain number", "write 120_000", ((other, "frozen here"),), "COE-VEN-01"),
        Problem(other, "BUD301", Severity.WARNING, "over budget", waived="agreed"),
    ]
    at = {"path": "plans/x.yaml", "line": 10, "col": 14, "end_line": 10, "end_col": 21}
    there = {"path": "plans/y.yaml", "line": 1, "col": 1, "end_line": 2, "end_col": 1}
    assert json.loads(render(found, {}, Look())) == {
        "problems": [
            {
                "code": "GEN105",
                "severity": "error",
                **at,
                "message": "plan must be a plain number",
                "help": "write 120_000",
                "ref": "COE-VEN-01",
                "waived": None,
                "elsewhere": False,
                "related": [{**there, "label": "frozen here"}],
            },
            {
                "code": "BUD301",
                "severity": "warning",
                **there,
                "message": "over budget",
                "help": None,
                "ref": None,
                "waived": "agreed",
                "elsewhere": False,
                "related": [],
            },
        ],
        "summary": {"errors": 1, "warnings": 0, "infos": 0, "elsewhere": 0, "waived": 1, "shown": 1, "total": 1},
    }


def test_the_limit() -> None:
    found = [Problem(Span("a", i), "X", Severity.INFO if i < 6 else Severity.ERROR, "m") for i in range(1, 8)]
    data = json.loads(render(found, {}, Look(limit=3)))
    assert [(one["line"], one["severity"]) for one in data["problems"]] == [(1, "info"), (6, "error"), (7, "error")]
    assert data["summary"] == {"errors": 2, "warnings": 0, "infos": 5, "elsewhere": 0, "waived": 0, "shown": 3, "total": 7}


def test_no_problems() -> None:
    assert json.loads(render((), {}, Look()))["problems"] == []


def test_hostile_text_reads_back_and_is_harmless_on_the_way() -> None:
    found = [Problem(Span(text), text, Severity.ERROR, text, text, ((Span(text), text),), text, text) for text in HOSTILE]
    data = render(found, {}, Look())
    assert not HIDDEN.search(data.decode())
    assert [one["message"] for one in json.loads(data)["problems"]] == list(HOSTILE)
