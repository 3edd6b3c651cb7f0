"""`polops schema` against `jsonschema`: it admits every plan as a YAML 1.2 reader sees it, refuses slips, and knows the workspace's ids.

`core` reads YAML as the editors' YAML language server does (YAML 1.2, core schema): there `120_000`, `60%`, `2026-07`, `yes` and dates
are texts.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from tests.cli.runner import lay, polops
from tests.conftest import ROOT

from polops.model import KINDS
from polops.model.build import build
from polops.model.schema import DRAFT, schema_of, schema_of_all
from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLANS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "plans").rglob("*.yaml"))
CORE: tuple[tuple[str, Any], ...] = (
    (r"|~|null|Null|NULL", lambda _: None),
    (r"true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    (r"[-+]?[0-9]+", int),
    (r"0o[0-7]+|0x[0-9a-fA-F]+", lambda text: int(text, 0)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
    (r"([-+]?\.(inf|Inf|INF))|\.(nan|NaN|NAN)", float),
)


def core(text: str) -> Any:  # noqa: ANN401 - plain data
    """A YAML text as plain data by the core schema of YAML 1.2."""
    return _plain(YAML(typ="safe", pure=True).compose(text))


def _plain(node: Node) -> Any:  # noqa: ANN401 - plain data
    if isinstance(node, MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    assert isinstance(node, ScalarNode)
    made = (make(node.value) for pattern, make in CORE if not node.style and re.fullmatch(pattern, node.value))
    return next(made, node.value)


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict[str, Any]]:
    """The schemas as they are printed: of every kind, and of all kinds with the ids of `plans/`."""
    plain = {kind: json.loads(polops("schema", kind, cwd=ROOT).data) for kind in KINDS}
    every = json.loads(polops("schema", "--all", cwd=ROOT).data)
    known = json.loads(polops("schema", "--all", "--workspace", cwd=ROOT).data)
    return {**plain, "all": every, "workspace": known}


def faults(schema: dict[str, Any], text: str) -> list[str]:
    """Where a schema refuses a text: `lines.0.plan`, the file itself as an empty text."""
    found = Draft202012Validator(schema).iter_errors(core(text))
    return sorted({".".join(str(step) for step in error.absolute_path) for error in found})


def parts(schema: object, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a schema with the way to it."""
    if isinstance(schema, dict):
        yield way, schema
        for key, value in schema.items():
            yield from parts(value, f"{way}/{key}")
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from parts(value, f"{way}/{number}")


@pytest.mark.parametrize("name", [*KINDS, "all", "workspace"])
def test_it_is_a_schema(schemas: dict[str, dict[str, Any]], name: str) -> None:
    Draft202012Validator.check_schema(schemas[name])
    assert schemas[name]["$schema"] == DRAFT
    known = {f"#/$defs/{part}" for part in schemas[name]["$defs"]}
    used = {part["$ref"] for _, part in parts(schemas[name]) if "$ref" in part}
    assert used == known, "every definition is used, and every used one is there"


@pytest.mark.parametrize("path", PLANS)
def test_every_plan_passes(schemas: dict[str, dict[str, Any]], path: str) -> None:
    text = (ROOT / path).read_text()
    for name in (core(text)["kind"], "all", "workspace"):
        assert faults(schemas[name], text) == [], f"{path} against {name}"


@pytest.mark.parametrize("name", [*KINDS, "workspace"])
def test_every_field_is_described(schemas: dict[str, dict[str, Any]], name: str) -> None:
    for way, part in parts(schemas[name]):
        if "/allOf/" in way:
            continue
        for field, shape in part.get("properties", {}).items() if not way.endswith("/properties") else ():
            assert shape.get("description"), f"{way}: {field}"


@pytest.mark.parametrize("name", [*KINDS, "all", "workspace"])
def test_editors_show_words_and_not_patterns(schemas: dict[str, dict[str, Any]], name: str) -> None:
    for way, part in parts(schemas[name]):
        if way.endswith("/properties"):
            continue
        assert "oneOf" not in part, f"{way}: an editor calls two matches an error"
        assert "title" not in part or part["title"].startswith("polops "), way
        assert "pattern" not in part or part["errorMessage"], way
        assert part.get("default", 0) not in (None, [], {}), f"{way}: an editor would type it"
    assert "‹" not in json.dumps(schemas[name], ensure_ascii=False)


# What may be written in many ways: each is right for `polops check`, so no editor may mark it.
ACCEPTED = {
    "numbers": """
        kind: budget
        cost_center: CC-1
        team: mh
        fiscal_year: FY26
        version: "1"
        lines:
          - {id: A-1, name: 2026, category: vendor, plan: 120_000}
          - {id: A-2, name: yes, category: vendor, plan: "120_000"}
          - {id: A-3, name: true, category: vendor, plan: -1_250.50}
          - {id: A-4, name: 1.5, category: vendor, plan: {2026-01: 1_000, FY26-Q2: 2000, 2026-Q3: +5}}
          - {id: A-5, name: x, category: vendor, plan: 0, phase: [1, 1.5, 1_0, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
          - {id: A-6, name: x, category: vendor, plan: 1, phase: none, supports: [mh/2026-Q3/O1, MH/FY26-Q3/o1/kr2]}
          - {id: A-7, name: x, category: vendor, plan: 1, supports: {mh/2026-Q3/O1: 60%, mh/2026-Q3/O2: 0.4}}
          - {id: A-9, name: x, category: vendor, plan: 1, driver: {unit: 1, volume: 1_0, rate: 2.5}}
          - {id: A-8, name: x, category: personnel, source: headcount, owner: , notes: null, decision: ~, tags: [2026, no]}
    """,
    "okrs": """
        kind: okrs
        team: MH
        period: 2026-Q3
        owner: ines.duarte
        objectives:
          - id: 1
            title: 100
            key_results:
              - {id: 2, title: a, baseline: 0.38%, target: 1_000, expected: {2026-07: 30%, 2026-08: 1}}
              - {id: 3, title: b, baseline: 0.6, target: "60 %", expected: back_loaded}
    """,
    "readings": """
        kind: readings
        team: mh
        readings:
          vvr-selfharm: {2026-06: 0.35%, 2026-07: 1_000, 2026-08: {num: 12_000, den: 40_000}, 2026-W33: {value: 5, n: 10, note: 3}}
          VVR-Selfharm: {}
    """,
    "forecast": """
        kind: forecast
        fiscal_year: FY26
        through: 2026-07
        lines:
          COE-VEN-01: {2026-08: 80_000, 2026-09: 1}
          coe-trn-01: {method: run_rate, note: 7}
          COE-TRV-01: {months: {2026-08: 1}}
    """,
    "actuals": """
        kind: actuals
        month: 2026-07
        status: closed
        source: 2026
        entries:
          - {line: COE-VEN-01, amount: 1_000, accrual: yes, keep: No}
          - {line: COE-VEN-01, amount: -1, accrual: true, keep: "false", po: po-88121}
    """,
    "settings": """
        kind: settings
        fiscal_year: {starts: 01}
        thresholds:
          headcount: {span: [3, 12], open_days: 1_000}
          quality: {min_sample: "1_000", kappa: 0.7}
          okr: {stale_after: 14d, on_track_gap: 10%}
        severity: {OKR105: off}
        roles: {director: [dana.lee]}
    """,
    "rates": """
        kind: rates
        fiscal_year: FY26
        fx: {EUR: {budget: 1.08, 2026-07: 1_0.5}}
        loaded_annual: {P3: {SJC: 164_000, dub: 112_000 EUR}}
    """,
}
ACCEPTED = {name: re.sub(r"^ {8}", "", text, flags=re.MULTILINE) for name, text in ACCEPTED.items()}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_check_accepts_no_editor_marks(schemas: dict[str, dict[str, Any]], name: str) -> None:
    text = ACCEPTED[name].lstrip("\n")
    plain, problems = read(f"{name}.yaml", text.encode())
    assert plain is not None
    assert not problems
    assert not isinstance(build(plain), list)
    assert faults(schemas["all"], text) == []
    assert faults(schemas["workspace"], text) == []


# One field of each notation: what is asked is which texts `build` accepts, and that the schema accepts them too.
FIELDS = {
    "Title": ("kind: okrs\nteam: a\nperiod: FY26\ntags: [{}]\n"),
    "Text": ("kind: okrs\nteam: a\nperiod: FY26\nnotes: {}\n"),
    "Id": ("kind: budget\nteam: a\nfiscal_year: FY26\ncost_center: {}\n"),
    "LocalId": ("kind: org\nteams:\n  - name: n\n    lead: a\n    code: {}\n"),
    "Handle": ("kind: okrs\nteam: a\nperiod: FY26\nowner: {}\n"),
    "Ref": ("kind: okrs\nperiod: FY26\nteam: {}\n"),
    "Currency": ("kind: settings\ncurrency: {}\n"),
    "Number": ("kind: settings\nokr:\n  cap: {}\n"),
    "Amount": ("kind: settings\nthresholds:\n  budget:\n    variance_abs: {}\n"),
    "Share": ("kind: settings\nthresholds:\n  budget:\n    variance_pct: {}\n"),
    "Value": ("kind: readings\nteam: a\nreadings:\n  m:\n    FY26: {}\n"),
    "CardAmount": ("kind: rates\nfiscal_year: FY26\nloaded_annual:\n  P3:\n    A: {}\n"),
    "Day": ("kind: settings\nholidays:\n  - {}\n"),
    "Month": ("kind: actuals\nstatus: open\nsource: s\nmonth: {}\n"),
    "Label": ("kind: okrs\nteam: a\nperiod: {}\n"),
    "Span": ("kind: settings\ncadence:\n  checkin: {}\n"),
    "Bool": ("kind: actuals\nstatus: open\nsource: s\nmonth: 2026-01\nentries:\n  - line: L\n    amount: 1\n    keep: {}\n"),
    "integer": ("kind: settings\nthresholds:\n  quality:\n    min_sample: {}\n"),
    "kind": ("kind: {}\n"),
}
LIKELY = (
    "120_000", "-4", "+5", "1_250.50", "60%", "60 %", "0.6", "1", "0", "01", "010", "2026", "2026-07", "2026-08-21", "2026-Q3", "2026-H1",
    "FY26", "FY26-Q3", "FY26-07", "2026-W33", "14d", "8bd", "2w", "6mo", "yes", "No", "TRUE", "false", "112_000 EUR", "USD", "A-1", "a.b",
    "mh/2026-Q3/O1", "1e5", "0x1F", "0o17", "1.5", ".5", "5.", "1.", "x y", "null", "~", "org", "1_000_000", "12_34",
)  # fmt: skip
ALL = Draft202012Validator(schema_of_all())


def agrees(field: str, text: str) -> None:
    """What `build` makes of a text, the schema lets pass."""
    whole = FIELDS[field].replace("{}", text)
    plain, problems = read("x.yaml", whole.encode())
    if plain is not None and not problems and not isinstance(build(plain), list):
        found = [error.message for error in ALL.iter_errors(core(whole))]
        assert found == [], f"{field}: {text}"


@pytest.mark.parametrize("field", FIELDS)
def test_no_likely_notation_is_refused(field: str) -> None:
    for text in LIKELY:
        agrees(field, text)
        agrees(field, f'"{text}"')


@given(st.sampled_from(sorted(FIELDS)), st.text("0123456789abzEFYQHWx_-.+%/ ", min_size=1, max_size=12))
def test_no_accepted_notation_is_refused(field: str, text: str) -> None:
    agrees(field, text)


OKRS = "kind: okrs\nteam: mh\nperiod: 2026-Q3\n"
LINE = "kind: budget\ncost_center: CC-1\nteam: mh\nfiscal_year: FY26\nlines:\n  - {id: A-1, name: x, category: vendor, plan: 1"
TRANSFER = "kind: budget\ncost_center: C\nteam: mh\nfiscal_year: FY26\ntransfers: [{id: T, on: 2026-01-01"
ENTRY = "kind: actuals\nmonth: 2026-07\nstatus: open\nsource: s\nentries: [{line: COE-VEN-01, amount: 1"
REFUSED = [
    ("no kind", "team: mh\n", ""),
    ("unknown kind", "kind: okr\n", "kind"),
    ("unknown field", f"{OKRS}onwer: li.wei\n", ""),
    ("unknown field of a line", f"{LINE}, plna: 1}}\n", "lines.0"),
    ("missing field", "kind: okrs\nteam: mh\n", ""),
    ("missing field of a transfer", f"{TRANSFER}, from: COE-VEN-01, to: COE-VEN-01}}]\n", "transfers.0"),
    ("wrong choice", f"{OKRS}status: activ\n", "status"),
    ("wrong choice or nothing", f"{OKRS}audience: all\n", "audience"),
    ("comma in a number", f"{LINE}, driver: {{unit: h, volume: '1,000', rate: 1}}}}\n", "lines.0.driver"),
    ("comma in an amount", f"{LINE[:-1]}'120,000'}}\n", "lines.0.plan"),
    ("period", "kind: okrs\nteam: mh\nperiod: Q3 2026\n", "period"),
    ("date", f"{OKRS}approvals: [{{by: li.wei, on: 21.8.2026}}]\n", "approvals.0.on"),
    ("share as points", f"{LINE}, supports: {{mh/2026-Q3/O1: 60}}}}\n", "lines.0.supports"),
    ("month as a key", "kind: forecast\nfiscal_year: FY26\nthrough: 2026-07\nlines: {COE-VEN-01: {08-2026: 1}}\n", "lines.COE-VEN-01"),
    ("key of an exchange rate", "kind: rates\nfiscal_year: FY26\nfx: {EUR: {budgt: 1.1}}\n", "fx.EUR"),
    ("reading", "kind: readings\nteam: mh\nreadings: {vvr-selfharm: {2026-07: high}}\n", "readings.vvr-selfharm.2026-07"),
    ("duration", "kind: settings\ncadence: {checkin: 5x}\n", "cadence.checkin"),
    ("whole number", f"{OKRS}version: 2\n", "version"),
    ("map for a list", f"{OKRS}objectives: {{O1: x}}\n", "objectives"),
    ("word for a map", "kind: settings\nokr: strict\n", "okr"),
    ("truth", f"{ENTRY}, keep: maybe}}]\n", "entries.0.keep"),
]
UNKNOWN = [
    ("field", "kind: okrs\nteam: xx\nperiod: 2026-Q3\n", "team"),
    ("field or nothing", f"{OKRS}decision: DEC-1999-001\n", "decision"),
    ("person", f"{OKRS}owner: nobody\n", "owner"),
    ("inside a list of items", f"{OKRS}approvals: [{{by: nobody, on: 2026-01-01}}]\n", "approvals.0.by"),
    ("list", f"{LINE}, supports: [mh/2026-Q3/O9]}}\n", "lines.0.supports"),
    ("key of a map", f"{LINE}, supports: {{mh/2026-Q3/O9: 50%}}}}\n", "lines.0.supports"),
    ("key of a map of maps", "kind: readings\nteam: mh\nreadings: {vvr: {2026-07: 1}}\n", "readings"),
    ("key of an inner map", "kind: rates\nfiscal_year: FY26\nloaded_annual: {P3: {XXX: 1}}\n", "loaded_annual.P3"),
    ("value of a map", "kind: settings\nroles: {director: [nobody]}\n", "roles.director.0"),
    ("alias of a field", f"{TRANSFER}, from: X-1, to: COE-VEN-01, amount: 1}}]\n", "transfers.0.from"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_slip_is_refused_at_its_place(schemas: dict[str, dict[str, Any]], text: str, where: str) -> None:
    assert faults(schemas["all"], text) == [where]
    assert faults(schemas["workspace"], text) == [where]


@pytest.mark.parametrize(("text", "where"), [case[1:] for case in UNKNOWN], ids=[case[0] for case in UNKNOWN])
def test_an_unknown_id_is_refused_with_a_workspace_only(schemas: dict[str, dict[str, Any]], text: str, where: str) -> None:
    assert faults(schemas["all"], text) == []
    assert faults(schemas["workspace"], text) == [where]


def test_references_are_choices_in_any_spelling() -> None:
    known = {"team": ["mh", "7"], "objective": ["mh/2026-Q3/O1"], "key_result": ["mh/2026-Q3/O1/KR1"], "person": ["li.wei", "a_b"]}
    schema = schema_of("okrs", known)
    Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["team-reference"]["enum"] == ["7", "mh", 7]
    head = "kind: okrs\nperiod: FY26\n"
    for team in ("mh", "MH", "Mh", "7", "'7'"):
        assert faults(schema, f"{head}team: {team}\n") == []
    for goal in ("mh/2026-Q3/O1", "MH/FY26-Q3/o1", "O1", "o1/kr1"):
        assert faults(schema, f"{head}team: mh\nobjectives: [{{id: O2, title: t, aligns_to: {goal}}}]\n") == []
    for goal in ("mh", "mh/O1", "xx/2026-Q3/O1", "O1/KR2", "mh/2026-Q3/O1/KR1/a"):
        assert faults(schema, f"{head}team: mh\nobjectives: [{{id: O2, title: t, aligns_to: {goal}}}]\n") == ["objectives.0.aligns_to"]
    assert faults(schema, f"{head}team: mh\nowner: liXwei\n") == ["owner"], "a dot is a dot"
    assert faults(schema, f"{head}team: mh\nobjectives: [{{id: O2, title: t, guardrails: [any]}}]\n") == [], "of metrics nothing is known"


def test_kinds_that_share_a_name_of_a_part_do_not_mix() -> None:
    every = schema_of_all()["$defs"]
    for name in KINDS:
        for part, shape in schema_of(name)["$defs"].items():
            assert every[part] == shape, f"{name}: {part}"


def test_the_same_bytes_each_time_and_to_a_file(tmp_path: Path) -> None:
    first = polops("schema", "--all", "--workspace", cwd=ROOT)
    assert polops("schema", "--workspace", cwd=ROOT).data == first.data
    written = polops("schema", "--all", "--workspace", "-o", tmp_path / "s.json", cwd=ROOT)
    assert (written.code, written.data, written.err) == (0, b"", "")
    assert (tmp_path / "s.json").read_bytes() == first.data


def test_without_a_workspace(tmp_path: Path) -> None:
    assert polops("schema", "okrs", cwd=tmp_path).code == 0
    refused = polops("schema", "--workspace", cwd=tmp_path)
    assert (refused.code, refused.data) == (2, b"")
    assert refused.first.startswith("polops: no polops workspace here")


EMPTY = {"plans/polops.yaml": "kind: settings\n"}
BROKEN = {"plans/polops.yaml": "kind: [", "plans/org.yaml": "kind: org\nteams: 5\n"}


@pytest.mark.parametrize("files", [EMPTY, BROKEN], ids=["empty", "broken"])
def test_an_empty_and_a_broken_workspace(tmp_path: Path, files: dict[str, str]) -> None:
    found = polops("schema", "--workspace", cwd=lay(tmp_path, files))
    assert found.code == 0
    assert json.loads(found.data) == json.loads(polops("schema").data)


def test_ids_of_unreadable_files_are_said_to_be_missing(tmp_path: Path) -> None:
    lay(tmp_path, {
        "plans/polops.yaml": "kind: settings\n",
        "plans/org.yaml": "kind: org\nteams: [{code: mh, name: n, lead: a}]\npeople: [{handle: a, name: A, team: mh}]\n",
        "plans/other.yaml": "kind: org\nteams: [{code: zz}]\n",
    })  # fmt: skip
    found = polops("schema", "okrs", "--workspace", cwd=tmp_path)
    assert found.code == 0
    assert found.err == "polops: the ids of 1 file with errors are not among the choices; polops check shows them\n"
    assert json.loads(found.data)["$defs"]["team-reference"]["enum"] == ["mh"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["okr"], "polops: no kind 'okr'\n  help: did you mean okrs?\n"),
        (["okrs", "--all"], "polops: name one kind or --all, not both\n  help: polops schema okrs   or   polops schema --all\n"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    found = polops("schema", *arguments)
    assert (found.code, found.data, found.err) == (2, b"", said)
