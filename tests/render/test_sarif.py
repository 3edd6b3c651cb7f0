"""The log's parts. That it is SARIF at all is said by the published schema, in `tests/forge`."""

from __future__ import annotations

import json
from typing import Any

from tests.render.pages import HOSTILE

from polops.render import Explained, Look
from polops.render.fingerprint import fingerprints
from polops.render.sarif import render
from polops.source.problem import Problem, Severity, Span
from polops.values.text import HIDDEN

TEXT = "What it checks\nLines\nof money.\n\nWhy it matters\nIt does.\n\nExample\n    a: 1\n\nHow to fix\nMend it."
MARKDOWN = (
    "**What it checks**\n\nLines\nof money.\n\n**Why it matters**\n\nIt does.\n\n**Example**\n\n    a: 1\n\n**How to fix**\n\nMend it."
)
RULE = Explained("BUD301", "unfavourable-variance", "warning", "A line is over.", TEXT)
PLACE = Span("plans/a b/ü.yaml", 10, 4, 10, 9)
RELATED = ((Span("c.yaml", 2, 3, 4, 1), "frozen"),)
OVER = Problem(PLACE, "BUD301", Severity.WARNING, "over [x](y)", "cut it", RELATED, "A-1")
WAIVED = Problem(Span("c.yaml", 3), "HC303", Severity.ERROR, "open", waived="on leave (dana.lee, until 2026-10-15)")


def run(*problems: Problem, explained: tuple[Explained, ...] = (), limit: int = 100) -> Any:  # noqa: ANN401 - any JSON value
    log = json.loads(render(problems, {}, Look(explained=explained, limit=limit)))
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) == 1
    return log["runs"][0]


def test_a_rule_for_a_code_with_its_help() -> None:
    driver = run(OVER, OVER, explained=(RULE,))["tool"]["driver"]
    assert driver["rules"] == [
        {
            "id": "BUD301",
            "name": "UnfavourableVariance",
            "shortDescription": {"text": "A line is over."},
            "fullDescription": {"text": "Lines of money."},
            "help": {"text": TEXT, "markdown": MARKDOWN},
            "defaultConfiguration": {"level": "warning"},
            "properties": {"tags": ["BUD"]},
        }
    ]


def test_a_result() -> None:
    (known,) = fingerprints([OVER])
    assert run(OVER, explained=(RULE,))["results"] == [
        {
            "ruleId": "BUD301",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": "over \\[x\\](y)\nhelp: cut it"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "plans/a%20b/%C3%BC.yaml", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 10, "startColumn": 4, "endLine": 10, "endColumn": 9},
                    }
                }
            ],
            "relatedLocations": [
                {
                    "id": 1,
                    "message": {"text": "frozen"},
                    "physicalLocation": {
                        "artifactLocation": {"uri": "c.yaml", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 2, "startColumn": 3, "endLine": 4, "endColumn": 1},
                    },
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": f"{known}:1", "polops/v1": known},
            "properties": {"ref": "A-1"},
        }
    ]


def test_waived_results_come_last_and_say_who_until_when() -> None:
    results = run(WAIVED, OVER)["results"]
    assert [result["ruleId"] for result in results] == ["BUD301", "HC303"]
    assert "suppressions" not in results[0]
    assert results[1]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "on leave (dana.lee, until 2026-10-15)"}
    ]


def test_what_a_limit_leaves_out_is_said() -> None:
    found = run(OVER, OVER, WAIVED, limit=1)
    assert len(found["results"]) == 2
    assert found["properties"] == {"errors": 0, "warnings": 2, "infos": 0, "elsewhere": 0, "waived": 1, "shown": 2, "total": 3}


def test_a_region_never_ends_before_it_starts() -> None:
    region = run(Problem(Span("a", 5, 7, 5, 3), "X", Severity.INFO, "m"))["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 7, "endLine": 5, "endColumn": 7}


def test_hostile_text() -> None:
    found = [Problem(Span(text), text, Severity.ERROR, text, text, ((Span(text), text),), text, text) for text in HOSTILE]
    data = render(found, {}, Look())
    assert not HIDDEN.search(data.decode())
    assert len(json.loads(data)["runs"][0]["results"]) == len(HOSTILE)
