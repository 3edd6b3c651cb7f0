"""Problems as SARIF 2.1.0, the form that code scanning services read (OASIS, Static Analysis Results Interchange Format).

One run: a rule for each code, with the words of `polops explain` as its help; a result for each problem, the waived ones last, with a
suppression that holds reason, approver and last day; what the change does not touch is a note with the property `elsewhere`.
`partialFingerprints` stay when lines move. Places count characters (code points) from 1; a region's end column is exclusive there as it
is here. Square brackets in a message would make links (section 3.11.6): they are escaped. `properties` say how many there are where
`--limit` leaves some out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from polops import __version__
from polops.render import words
from polops.render.fingerprint import fingerprints
from polops.render.page_json import dump
from polops.render.text import counts, help_lines, listed, message_of
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polops.render import Explained, Look
    from polops.source.document import Document
    from polops.source.problem import Problem, Span

    Json = dict[str, object]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LEVEL_OF = {severity.label: level for severity, level in _LEVELS.items()}
_HEADING = re.compile(r"^(What it checks|Why it matters|Example|How to fix)$", re.MULTILINE)


def render(problems: Sequence[Problem], documents: Mapping[str, Document], look: Look) -> bytes:  # noqa: ARG001 - every format has this signature
    """The log as UTF-8 JSON with a final line end."""
    known = dict(zip(map(id, problems), fingerprints(problems), strict=True))
    shown = listed(problems, look.limit)
    rules = {rule.code: number for number, rule in enumerate(look.explained)}
    driver = {"name": "polops", "semanticVersion": __version__, "version": __version__, "rules": [_rule(rule) for rule in look.explained]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the repository"}}},
        "results": [_result(problem, rules, known[id(problem)]) for problem in shown],
        "properties": counts(problems) | {"shown": len(shown), "total": len(problems)},
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Explained) -> Json:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _checked(rule.text) or rule.title},
        "help": {"text": rule.text, "markdown": _HEADING.sub(r"**\1**\n", rule.text)},
        "defaultConfiguration": {"level": _LEVEL_OF[rule.severity]},
        "properties": {"tags": [re.sub(r"\d+", "", rule.code)]},
    }


def _checked(text: str) -> str:
    """What stands under the first heading, on one line."""
    parts = _HEADING.split(text)
    return words.one_line(parts[parts.index("What it checks") + 1]) if "What it checks" in parts else ""


def _result(problem: Problem, rules: Mapping[str, int], fingerprint: str) -> Json:
    help_ = "\n".join(help_lines(problem))
    text = message_of(problem) + (f"\nhelp: {help_}" if help_ else "")
    found: Json = {
        "ruleId": problem.code,
        "level": "note" if problem.elsewhere else _LEVELS[problem.severity],
        "message": {"text": _message(text)},
        "locations": [{"physicalLocation": _place(problem.span)}],
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:1", "polops/v1": fingerprint},
    }
    if problem.code in rules:
        found["ruleIndex"] = rules[problem.code]
    if problem.ref or problem.elsewhere:
        found["properties"] = ({"ref": problem.ref} if problem.ref else {}) | ({"elsewhere": True} if problem.elsewhere else {})
    if problem.related:
        found["relatedLocations"] = [
            {"id": number, "message": {"text": _message(words.one_line(label)) or "see also"}, "physicalLocation": _place(span)}
            for number, (span, label) in enumerate(problem.related, 1)
        ]
    if problem.waived:
        found["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": words.one_line(problem.waived)}]
    return found


def _message(text: str) -> str:
    return re.sub(r"[\[\]\\]", r"\\\g<0>", text)


def _place(span: Span) -> Json:
    uri = quote(span.path.encode("utf-8", "replace"), safe="/").lstrip("/")
    region = {"startLine": span.line, "startColumn": span.col, "endLine": max(span.line, span.end_line)}
    region["endColumn"] = max(span.end_col, span.col if region["endLine"] == span.line else 1)
    return {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, "region": region}
