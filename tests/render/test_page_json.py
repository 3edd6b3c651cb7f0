from __future__ import annotations

import json
from typing import Any

from tests.render.pages import HOSTILE, empty_page, hostile_page, sample_page

from polops.render import Look
from polops.render.page_json import dump, render
from polops.reports.page import Text, Tiles
from polops.values.text import HIDDEN


def read(data: bytes) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(data)


def test_rows_are_objects_by_key() -> None:
    tables = read(render(sample_page(), Look()))["tables"]
    assert tables["objectives"]["rows"][0] == {
        "id": "O1",
        "title": "People in distress on Lumo find help, not harm",
        "plan": "1053100.00",
        "variance": "-53100.00",
        "share": "-0.0504225619",
        "gap": "-0.04",
        "score": "0.346",
        "fte": "3.25",
        "count": 4,
        "value": {"value": "0.38", "unit": "%", "low": "0.3", "high": "0.48", "unsure": True},
        "trend": ["0.42", None, "0.4", "0.38"],
        "due": "2026-08-10",
        "period": "2026-Q3",
        "rag": "amber",
        "_ref": "mh/2026-Q3/O1",
        "_at": "plans/okrs/2026-Q3/mh.yaml:12",
    }
    assert set(tables["objectives"]["rows"][1].values()) == {None}
    assert tables["objectives"]["rows"][2]["_level"] == 1
    assert tables["objectives"]["total"]["fte"] == "3.75"
    assert tables["objectives"]["columns"][2] == {"key": "plan", "label": "Plan", "kind": "money", "unit": "EUR"}
    assert tables["risks"] == {
        "title": "Risks",
        "note": "No open risks.",
        "columns": [{"key": "id", "label": "Id", "kind": "id", "unit": ""}, {"key": "risk", "label": "Risk", "kind": "text", "unit": ""}],
        "rows": [],
        "total": None,
    }


def test_the_page_around_the_tables() -> None:
    page = read(render(sample_page(), Look()))
    assert list(page) == ["name", "title", "draft", "lead", "headline", "facts", "sections", "tables", "findings", "notes"]
    assert page["facts"][0] == {"label": "As of", "value": "10 Aug 2026"}
    assert [section["key"] for section in page["sections"]] == ["summary", "okrs", "money", "road"]
    summary, okrs, *_ = page["sections"]
    assert summary["blocks"][0]["tiles"][2] == {
        "label": "Outlook vs budget",
        "value": "-53100.00",
        "kind": "variance",
        "unit": "EUR",
        "detail": "1,053.1k of 1,000.0k",
        "status": "amber",
        "trend": [],
    }
    assert summary["blocks"][1]["type"] == "text"
    assert okrs["blocks"] == [
        {"type": "table", "table": "objectives"},
        {
            "type": "chart",
            "kind": "bullet",
            "title": "Score and expected",
            "table": "scores",
            "x": "objective",
            "series": ["score", "expected"],
        },
    ]
    assert list(page["tables"]) == [table.key for table in sample_page().tables()]
    assert page["findings"] == "findings"


def test_an_empty_page() -> None:
    assert render(empty_page(), Look()).decode() == (
        '{\n  "name": "empty",\n  "title": "Nothing yet",\n  "draft": false,\n  "lead": "",\n  "headline": null,\n  "facts": [],\n'
        '  "sections": [],\n  "tables": {},\n  "findings": null,\n  "notes": []\n}\n'
    )


def test_hostile_text_is_escaped_and_reads_back_unchanged() -> None:
    for text in HOSTILE:
        data = dump({"text": text})
        assert not HIDDEN.search(data.decode())
        assert b"##" not in data
        assert read(data) == {"text": text}
    data = render(hostile_page(), Look())
    assert not HIDDEN.search(data.decode())
    page, block = read(data), hostile_page().sections[0].blocks[1]
    assert isinstance(block, Text)
    assert page["sections"][0]["blocks"][1]["text"] == block.text
    assert isinstance(hostile_page().sections[0].blocks[0], Tiles)
