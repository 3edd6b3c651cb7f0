"""The suites. That they are JUnit XML is said by the schema of Jenkins' reader, in `tests/forge`."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.render.pages import HOSTILE

from polops.render import Look
from polops.render.junit import render
from polops.source.problem import Problem, Severity, Span
from polops.values.text import HIDDEN

FOUND = (
    Problem(Span("plans/x.yaml", 10, 14, 10, 21), "GEN105", Severity.ERROR, "must be a number", "write 120_000"),
    Problem(Span("plans/x.yaml", 11, 2), "BUD301", Severity.WARNING, "over & above", ref="A-1"),
    Problem(Span("plans/x.yaml", 12, 2), "BUD301", Severity.INFO, "again", ref="A-1"),
    Problem(Span("plans/y.yaml", 3), "HC303", Severity.ERROR, "open", waived="on leave (dana.lee, until 2026-10-15)"),
)


def root(*problems: Problem, limit: int = 1000) -> ET.Element:
    return ET.fromstring(render(problems, {}, Look(limit=limit)))  # noqa: S314 - we wrote it


def test_a_suite_a_file_and_the_waived_apart() -> None:
    suites = root(*FOUND)
    assert suites.attrib == {"name": "polops", "tests": "4", "failures": "1", "errors": "0"}
    assert [suite.attrib for suite in suites] == [
        {"name": "plans/x.yaml", "tests": "3", "failures": "1", "errors": "0", "skipped": "0"},
        {"name": "waived", "tests": "1", "failures": "0", "errors": "0", "skipped": "1"},
    ]


def test_a_case_a_finding_named_without_its_line() -> None:
    cases = list(root(*FOUND).iter("testcase"))
    assert [case.attrib for case in cases] == [
        {"classname": "plans/x.yaml", "name": "GEN105"},
        {"classname": "plans/x.yaml", "name": "BUD301 A-1"},
        {"classname": "plans/x.yaml", "name": "BUD301 A-1 (2)"},
        {"classname": "plans/y.yaml", "name": "HC303"},
    ]
    failure, output, _, skipped = (case[0] for case in cases)
    assert (failure.tag, failure.attrib) == ("failure", {"type": "GEN105", "message": "must be a number"})
    assert failure.text == "plans/x.yaml:10:14: error[GEN105] must be a number\nwrite 120_000"
    assert (output.tag, output.text) == ("system-out", "plans/x.yaml:11:2: warning[BUD301] over & above")
    assert skipped.tag == "skipped"
    assert skipped.text == "waived: on leave (dana.lee, until 2026-10-15)\nplans/y.yaml:3:1: error[HC303] open"


def test_nothing_found_is_a_test_that_passed() -> None:
    found = root()
    assert (found.attrib["tests"], found.attrib["failures"]) == ("1", "0")
    assert [list(case) for case in found.iter("testcase")] == [[]]


def test_hostile_text_reads_back() -> None:
    texts = (*HOSTILE, "\ufffe\uffff]]>", "a\nb\tc")
    found = [
        Problem(Span(text), text, severity, text, text, (), text, waived)
        for text in texts
        for severity in Severity
        for waived in ("", text)
    ]
    data = render(found, {}, Look(limit=1000))
    assert not HIDDEN.search(data.decode())
    assert len(list(root(*found).iter("testcase"))) == len(found)
    for line in data.decode().splitlines():
        assert not line.lstrip().startswith(("::", "##")), "no line commands a CI runner"
