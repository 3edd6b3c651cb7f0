"""Bad input, wherever a person or a pull request can put text: one problem a cause, with its place; never a traceback, a hang or a leak.

Three layers. Every field of every kind takes every kind of wrong value (`VALUES`). A folder of broken files (`BROKEN`) is checked in one
run. Whole workspaces with extreme values are asked everything (`exercise`): checks, reports, items. Bombs run in a process with limits.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel
from tests.cli.runner import AS_OF, lay, polops, program
from tests.cli.workspaces import FULL, REFUSED, at, dump, exercise, plain, put, routes

from polops.model import KINDS, kind
from polops.model.base import File
from polops.model.build import build
from polops.model.parts import classes
from polops.model.raid import Unclear
from polops.plan.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.workspaces import Route

VALUES: dict[str, Any] = {
    "a map": {"a": "b"},
    "an empty map": {},
    "a list": ["a", "b"],
    "a list of lists": [["a"]],
    "nothing": None,
    "20,000 letters": "x" * 20_000,
    "an empty text": "",
    "spaces": "   ",
    "markup": "[/red]\n::error::x<script>",
    "a number": "12",
    "a comma": "120,000",
    "a quarter": "Q3 2026",
    "not a number": ".nan",
    "infinite": "-.inf",
    "an exponent": "1e400",
    "a bomb of an exponent": "1e99999999",
    "5,000 digits": "9" * 5000,
    "full-width digits": "\uff11\uff12\uff13",
    "a day that never was": "2026-02-30",
    "the year 0": "0000-01-01",
    "the year 9999": "9999-12-31",
    "a month 13": "2026-13",
    "sixty": "60",
    "a handle with @": "@ana.silva",
    "letters of another script": "\u65e5\u672c",
}
"""What stands in a field, by what it is."""


def fields(name: str) -> Iterator[tuple[Route, str]]:
    """The fields of a file of the full workspace, each way once however many items there are, with the file's path."""
    seen = set()
    for path in FULL:
        data = plain(path)
        if data["kind"] != name:
            continue
        for route in routes(data):
            shape = tuple(step if isinstance(step, str) else 0 for step in route)
            if shape not in seen:
                seen.add(shape)
                yield route, path


def models(cls: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models that a model is made of, itself and those that it inherits from included."""
    yield from (base for base in cls.__mro__ if issubclass(base, BaseModel))
    for field in cls.model_fields.values():
        for part in classes(field.annotation):
            yield from models(part)


def parts(value: object) -> Iterator[BaseModel]:
    """Every part of an entity, itself included."""
    if isinstance(value, BaseModel):
        yield value
        value = dict(value)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from parts(part)


def test_the_full_workspace_writes_every_field() -> None:
    """Otherwise the tests below would look away from one. A field that several classes inherit is written in one of them."""
    whole = [part for path in FULL for part in parts(build(plain(path)))]
    written = {(cls, field) for part in whole for cls in type(part).__mro__ for field in part.model_fields_set}
    known = {cls for name in KINDS for cls in models(kind(name))} - {Unclear}  # whose `type` no file may have
    wanted = {(cls, field) for cls in known for field in cls.__annotations__ if field in cls.model_fields}
    assert wanted - written == set()


def test_the_full_workspace_is_valid() -> None:
    assert not load({path: text.encode() for path, text in FULL.items()}).problems


@pytest.mark.parametrize("name", KINDS)
def test_every_field_answers_every_value(name: str) -> None:
    """Accepted, or refused with one problem for each wrong value, at its place, in few words."""
    for route, path in fields(name):
        data = plain(path)
        for what, value in VALUES.items():
            built = build(put(data, route, value))
            if isinstance(built, File):
                continue
            case = f"{path} {route}: {what}"
            assert len({error.route for error in built}) >= len(built) - 3, case  # a map may lack several fields at one place
            if not isinstance(value, list | dict):
                assert len(built) == 1, (case, built)
            for error in built:
                assert error.code in {"GEN101", "GEN102", "GEN103", "GEN105"}, case
                near = error.route[: len(route)] == route or error.route == route[: len(error.route)]
                # what stands here may have made another field necessary, or contradict it
                assert near or error.message.startswith("missing field") or f" {route[-1]} " in error.message, (case, error.message)
                assert len(error.message) <= 300, case
                assert "\n" not in error.message.replace("\\n", "") or what == "markup", case
                if kind(name).RESTRICTED:
                    allowed = "1900 to 2999|2026-07|2026-08-21|164_000|112_000|5,000 char|20,000 char"  # our own examples
                    assert route == ("kind",) or not re.search(r"\d{3}", re.sub(allowed, "", error.message)), (case, error.message)


# --- files that cannot be read ---------------------------------------------------------------------------------------------------------

GOOD = (
    b"kind: decision\nid: DEC-9\ntitle: Fund a second wave\nstatus: proposed\ndriver: li.wei\napprover: dana.lee\nneeded_by: 2026-09-01\n"
)
BOMB = b"a: &a [x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [" % (c, c) + b",".join([b"*%c" % (c - 1)] * 9) + b"]\n" for c in range(98, 110))
BROKEN: dict[str, tuple[bytes, str, int]] = {
    "empty": (b"", "GEN101", 1),
    "blank": (b"\n\n   \n", "GEN101", 1),
    "only-comments": (b"# nothing\n", "GEN101", 1),
    "only-null": (b"null\n", "GEN101", 1),
    "binary": (bytes(range(256)) * 20, "GEN101", 0),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "GEN101", 1),
    "utf-16": (("\ufeff" + GOOD.decode()).encode("utf-16-le"), "GEN101", 1),
    "utf-16-be": (("\ufeff" + GOOD.decode()).encode("utf-16-be"), "GEN101", 1),
    "utf-32": (GOOD.decode().encode("utf-32"), "GEN101", 1),
    "latin-1": (GOOD.replace(b"second", b"s\xe9cond"), "GEN101", 3),
    "null-byte": (GOOD.replace(b"second", b"sec\0nd"), "GEN101", 3),
    "escape": (GOOD.replace(b"second", b"sec\x1bond"), "GEN101", 3),
    "escaped-escape": (GOOD.replace(b"Fund a second wave", b'"Fund \\e[31m"'), "GEN101", 3),
    "escaped-bidi": (GOOD.replace(b"Fund a second wave", b'"Fund \\u202e"'), "GEN101", 3),
    "bidi": (GOOD.replace(b"second", "sec\u202eond".encode()), "GEN101", 3),
    "zero-width": (GOOD.replace(b"second", "sec\u200bond".encode()), "GEN101", 3),
    "bom-inside": (GOOD.replace(b"second", "sec\ufeffond".encode()), "GEN101", 3),
    "lone-surrogate": (GOOD.replace(b"second", b"\xed\xa0\x80"), "GEN101", 3),
    "carriage-returns": (GOOD.replace(b"\n", b"\r"), "GEN101", 0),
    "tab": (GOOD + b"options:\n\t- {id: A, text: Now}\n", "GEN101", 9),
    "conflict": (GOOD.replace(b"needed_by: 2026-09-01\n", b"<<<<<<< HEAD\nneeded_by: 2026-09-01\n=======\n>>>>>>> x\n"), "GEN101", 7),
    "duplicate": (GOOD + b"title: Again\n", "GEN101", 8),
    "duplicate-deep": (GOOD + b"options: [{id: A, text: Now, id: B}]\n", "GEN101", 8),
    "anchor": (GOOD.replace(b"Fund", b"&x Fund"), "GEN101", 3),
    "alias": (GOOD + b"notes: *x\n", "GEN101", 8),
    "merge": (GOOD + b"<<: {notes: x}\n", "GEN101", 8),
    "tag": (GOOD.replace(b"Fund", b"!!str Fund"), "GEN101", 3),
    "code": (GOOD.replace(b"title: Fund a second wave", b"title: !!python/object/apply:os.system ['touch PWNED']"), "GEN101", 3),
    "directive": (b"%YAML 1.1\n---\n" + GOOD, "GEN101", 1),
    "tag-directive": (b"%TAG ! tag:x,2026:\n---\n" + GOOD, "GEN101", 1),
    "two-documents": (GOOD + b"---\n" + GOOD, "GEN101", 8),
    "number-key": (GOOD + b"{1: x}: y\n", "GEN101", 8),
    "null-key": (GOOD + b"~: y\n", "GEN101", 8),
    "question": (GOOD + b"? notes\n: y\n", "GEN101", 8),
    "list": (b"- kind: decision\n", "GEN101", 1),
    "text": (b"kind decision\n", "GEN101", 1),
    "json-never-closed": (b'{"kind": "decision", "id": "DEC-9"', "GEN101", 1),
    "quote-never-closed": (GOOD.replace(b"Fund", b'"Fund'), "GEN101", 3),
    "brackets": (GOOD + b"tags: " + b"[" * 10_000 + b"]" * 10_000 + b"\n", "GEN101", 8),
    "braces": (b'{"a":' * 10_000, "GEN101", 1),
    "dashes": (b"- " * 10_000 + b"x\n", "GEN101", 1),
    "deep": (b"".join(b" " * i + b"a:\n" for i in range(1_000)), "GEN101", 65),
    "aliases": (BOMB, "GEN101", 0),
    "a-million-values": (GOOD + b"tags: [" + b"x," * 300_000 + b"x]\n", "GEN101", 8),
    "unknown-kind": (GOOD.replace(b"kind: decision", b"kind: descision"), "GEN102", 1),
    "no-kind": (GOOD.replace(b"kind: decision\n", b""), "GEN103", 1),
    "kind-is-a-list": (GOOD.replace(b"kind: decision", b"kind: [decision]"), "GEN102", 1),
    "kind-is-nothing": (GOOD.replace(b"kind: decision", b"kind:"), "GEN103", 1),
    "unknown-field": (GOOD + b"onwer: li.wei\n", "GEN102", 8),
    "a-long-key": (GOOD + b"x" * 2_000 + b": y\n", "GEN101", 8),
    "a-hostile-key": (GOOD + b"'[/red]<script>::error::': y\n", "GEN102", 8),
    "version-2": (GOOD + b"version: 2\n", "GEN105", 8),
    "impossible-date": (GOOD.replace(b"2026-09-01", b"2026-02-30"), "GEN101", 7),
    "year-0": (GOOD.replace(b"2026-09-01", b"0000-09-01"), "GEN105", 7),
    "year-9999": (GOOD.replace(b"2026-09-01", b"9999-12-31"), "GEN105", 7),
    "unix-time": (GOOD.replace(b"2026-09-01", b"1735689600"), "GEN105", 7),
    "comma": (GOOD + b"amount: 120,000\n", "GEN105", 8),
    "nan": (GOOD + b"amount: .nan\n", "GEN105", 8),
    "infinity": (GOOD + b"amount: -inf\n", "GEN105", 8),
    "exponent": (GOOD + b"amount: 1e99999999\n", "GEN105", 8),
    "digits": (GOOD + b"amount: " + b"9" * 5_000 + b"\n", "GEN105", 8),
    "full-width": (GOOD + "amount: \uff11\uff12\uff13\n".encode(), "GEN105", 8),
    "hex": (GOOD + b"amount: 0x1F\n", "GEN105", 8),
    "currency": (GOOD + b"currency: dollars\n", "GEN105", 8),
    "unresolved": (GOOD.replace(b"driver: li.wei", b"driver: lee.wei"), "GEN201", 5),
}
"""Files by name: bytes, the code of the one problem, and its line (0: any)."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[dict[str, Any]]]]:
    """All broken files in one otherwise valid workspace, checked in one run: the folder, and the problems by file."""
    folder = lay(tmp_path_factory.mktemp("broken"), {path: text.encode() for path, text in FULL.items()})
    for name, (data, _, _) in BROKEN.items():
        own = data.replace(b"DEC-9", f"DEC-9{list(BROKEN).index(name):02d}".encode())
        (folder / f"plans/decisions/{name}.yaml").write_bytes(own)
    os.mkfifo(folder / "plans/decisions/pipe.yaml")
    (folder / "plans/decisions/outside.yaml").symlink_to("/etc/passwd")
    (folder / "plans/decisions/loop.yaml").symlink_to("loop.yaml")
    (folder / "plans/decisions/up").symlink_to("/etc")
    (folder / "plans/decisions/folder.yaml").mkdir()
    (folder / "plans/decisions/old.yml").write_bytes(GOOD)
    (folder / "plans/decisions/large.yaml").write_bytes(GOOD + b"# " + b"x" * 20_000_000 + b"\n")
    ran = polops("-C", folder, "check", "--as-of", AS_OF, "--format", "json", "--limit", "0")
    assert (ran.code, ran.err) == (1, "")
    found: dict[str, list[dict[str, Any]]] = {}
    for problem in json.loads(ran.out)["problems"]:
        found.setdefault(problem["path"].removeprefix("plans/decisions/"), []).append(problem)
    return folder, found


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_has_one_problem_at_its_place(name: str, broken: tuple[Path, dict[str, list[dict[str, Any]]]]) -> None:
    _, code, line = BROKEN[name]
    found = broken[1].get(f"{name}.yaml", [])
    if name in {"aliases", "carriage-returns", "binary", "question"}:  # several faults in one file
        assert found
        assert {problem["code"] for problem in found} == {code}
        return
    assert [(problem["code"], problem["line"]) for problem in found] == [(code, line)], [problem["message"] for problem in found]
    assert len(found[0]["message"]) <= 400
    assert found[0]["help"] or " must " in found[0]["message"]


@pytest.mark.parametrize("name", ["pipe.yaml", "outside.yaml", "loop.yaml", "up", "folder.yaml", "old.yml", "large.yaml"])
def test_what_is_no_plan_file_is_refused_and_not_opened(name: str, broken: tuple[Path, dict[str, list[dict[str, Any]]]]) -> None:
    found = broken[1].get(name, [])
    assert [problem["code"] for problem in found] == ["GEN101"]
    assert "root:" not in found[0]["message"]


def test_a_broken_file_costs_only_itself(broken: tuple[Path, dict[str, list[dict[str, Any]]]]) -> None:
    """Every other file is as it was: nothing is reported outside the folder of broken ones, but what the full workspace has anyway."""
    folder, found = broken
    bad = {path for path, problems in found.items() if any(problem["severity"] == "error" for problem in problems)}
    others = {path for path in bad if path.startswith("plans/")}
    ran = polops("-C", lay(folder.parent / "whole", FULL), "check", "--as-of", AS_OF, "--format", "json")
    assert others <= {problem["path"] for problem in json.loads(ran.out)["problems"] if problem["severity"] == "error"}
    assert not list(folder.rglob("PWNED"))


def test_reports_come_out_of_broken_plans_as_drafts(broken: tuple[Path, dict[str, list[dict[str, Any]]]]) -> None:
    ran = polops("-C", broken[0], "report", "one-pager", "--as-of", AS_OF)
    assert ran.code == 0
    assert "DRAFT" in ran.out


def test_at_most_a_hundred_problems_are_printed_with_the_total(tmp_path: Path) -> None:
    people = "".join(f"  - {{handle: p{i}, name: P, team: nowhere}}\n" for i in range(10_000))
    folder = lay(tmp_path, {**FULL, "plans/more.yaml": f"kind: org\npeople:\n{people}"})
    ran = polops("-C", folder, "check", "--as-of", AS_OF, "-o", f"json={tmp_path}/found.json")
    assert ran.code == 1
    assert len(re.findall(r"^plans/", ran.out, re.MULTILINE)) == 100
    assert re.search(r"and [\d,]+ more; 10,0\d\d problems in all", ran.out)
    assert len(ran.data) < 100_000
    assert json.loads((tmp_path / "found.json").read_text())["summary"]["shown"] == 100


BOMBS = {
    "aliases": BOMB * 50,
    "braces": b"{" * 1_900_000,
    "brackets": b"[" * 1_900_000,
    "questions": b"? " * 900_000,
    "colons": b"a: " * 600_000,
    "dashes": b"- " * 900_000,
    "quotes": b'"' * 1_900_000,
    "keys": b"".join(b"k%d: 1\n" % i for i in range(150_000)),
    "duplicates": b"k: 1\n" * 300_000,
    "one-line": GOOD + b"notes: " + b"x" * 1_900_000 + b"\n",
    "comments": b"#\n" * 900_000 + GOOD,
    "tags": b"%TAG !a! tag:x:\n" * 100_000 + GOOD,
    "hidden": GOOD + "# \u200b".encode() * 300_000,
    "digits": GOOD + b"amount: " + b"9" * 1_900_000 + b"\n",
    "too-large": b"x" * 20_000_000,
    "unknown-fields": GOOD + b"".join(b"fieldd%d: 1\n" % i for i in range(90_000)),
    "commas": GOOD + b"options: [{id: A, cost: 1" + b"".join(b", %06d" % i for i in range(90_000)) + b"}]\n",
    "an-open-quote": GOOD + b'notes: "\n' + b"y: a\n" * 300_000 + b'z: "b" c\n',
    "number-signs": GOOD + b"notes: a" + b" #1" * 600_000 + b"\n",
    "blank-lines": GOOD + b"options:\n  - id: A\n" + b"\n" * 1_000_000 + b"   text: B\n",
    "fields": GOOD + b"".join(b"f%d: 1\n" % i for i in range(100_000)),
}


SECONDS = 20 if "COVERAGE_PROCESS_CONFIG" in os.environ else 5  # of processor time, of which counting lines takes several times as much


@pytest.mark.parametrize("names", [list(BOMBS)[i::4] for i in range(4)], ids="+".join)
def test_a_bomb_is_stopped_in_time_and_memory(names: list[str], tmp_path: Path) -> None:
    """Each alone in a process with 1 GB of addresses: over in 5 s within 500 MB, with a handful of problems.

    The limits are generous: this is no benchmark.
    """
    for name in names:
        folder = lay(tmp_path / name, {**{path: text.encode() for path, text in FULL.items()}, "plans/decisions/bomb.yaml": BOMBS[name]})
        ran = program("-C", folder, "check", "--as-of", AS_OF, memory=1_000)
        assert (ran.code, ran.err) == (1, ""), (name, ran.err)
        assert "plans/decisions/bomb.yaml" in ran.out or name == "comments"  # which are no fault
        assert len(ran.data) < 200_000, name
        assert ran.seconds < SECONDS, name
        assert ran.megabytes < 500, name


# --- a world that is not as it should be -----------------------------------------------------------------------------------------------

TINY = "kind: settings\n"
BUDGET = "plans/budgets/FY26/pp.yaml"
WORKSPACES: dict[str, dict[str, str]] = {
    "only settings": {"plans/polops.yaml": TINY},
    "empty settings": {"plans/polops.yaml": ""},
    "broken settings": {**FULL, "plans/polops.yaml": "kind: settings\ncurrency: [\n"},
    "settings of another kind": {**FULL, "plans/polops.yaml": "kind: org\n"},
    "broken org": {**FULL, "plans/org.yaml": FULL["plans/org.yaml"].replace("name: Product", "name: &x Product")},
    "empty org": {**FULL, "plans/org.yaml": ""},
    "broken budget": {**FULL, "plans/budgets/FY26/pp.yaml": FULL["plans/budgets/FY26/pp.yaml"].replace("plan: 960_000", "plan: 960,000")},
    "broken rates": {**FULL, "plans/restricted/rates.yaml": FULL["plans/restricted/rates.yaml"].replace("164_000", "'164,000'")},
    "broken metrics": {**FULL, "plans/metrics/mh.yaml": FULL["plans/metrics/mh.yaml"].replace("direction: down", "direction: sideways")},
    "broken okrs": {**FULL, "plans/okrs/FY26/pp.yaml": FULL["plans/okrs/FY26/pp.yaml"] + "  - {id: O2, title: [\n"},
    "broken headcount": {**FULL, "plans/headcount/mh.yaml": FULL["plans/headcount/mh.yaml"].replace("fte: 80%", "fte: 80")},
    "broken decision": {**FULL, "plans/decisions/DEC-1.yaml": FULL["plans/decisions/DEC-1.yaml"].replace("amount: 40_000", "amount: 40k")},
    "no org": {path: text for path, text in FULL.items() if "org" not in path},
    "org without people": {"plans/polops.yaml": TINY, "plans/org.yaml": "kind: org\nteams: [{code: pp, name: PP, lead: a.b}]\n"},
    "empty lists": {
        "plans/polops.yaml": TINY,
        "plans/org.yaml": "kind: org\nteams: []\npeople: []\nlocations: []\n",
        "plans/okrs.yaml": "{kind: okrs, team: pp, period: 2026-Q3, status: active, objectives: []}",
        "plans/budget.yaml": "{kind: budget, team: pp, cost_center: CC-1, fiscal_year: FY26, lines: [], transfers: []}",
        "plans/headcount.yaml": "{kind: headcount, team: pp, positions: [], vendor_seats: []}",
        "plans/readings.yaml": "{kind: readings, team: pp, readings: {}}",
    },
    "unknown currency": {path: text.replace("EUR", "XXX") for path, text in FULL.items()},
    "another fiscal year": {**FULL, "plans/polops.yaml": FULL["plans/polops.yaml"].replace("starts: 1", "starts: 7")},
    "ids of another script": {**FULL, "plans/decisions/x.yaml": GOOD.decode().replace("DEC-9", "決定-1")},
    "cycles": {
        **FULL,
        "plans/org.yaml": FULL["plans/org.yaml"].replace("code: pp\n", "code: pp\n    parent: mh\n"),
        "plans/headcount/mh.yaml": FULL["plans/headcount/mh.yaml"].replace("person: dana.lee}", "person: dana.lee, manager: HC-2}"),
        "plans/okrs/FY26/pp.yaml": FULL["plans/okrs/FY26/pp.yaml"].replace("owner: dana.lee", "aligns_to: mh/2026-Q3/O1"),
        "plans/decisions/DEC-0.yaml": FULL["plans/decisions/DEC-0.yaml"] + "supersedes: DEC-1\n",
    },
    "itself": {
        **FULL,
        "plans/org.yaml": FULL["plans/org.yaml"].replace("parent: pp", "parent: mh"),
        "plans/headcount/mh.yaml": FULL["plans/headcount/mh.yaml"].replace("manager: HC-1", "manager: HC-2"),
        "plans/okrs/2026-Q3/mh.yaml": FULL["plans/okrs/2026-Q3/mh.yaml"].replace("aligns_to: pp/FY26/O1", "aligns_to: O1"),
        "plans/decisions/DEC-0.yaml": FULL["plans/decisions/DEC-0.yaml"] + "supersedes: DEC-0\n",
    },
    "every id twice": {**FULL, **{path.replace(".yaml", "-2.yaml"): text for path, text in FULL.items() if "polops" not in path}},
    "a year of thirteen months": {**FULL, BUDGET: FULL[BUDGET].replace("[1, 1, ", "[1, 1, 1, ")},
    "a year without months": {**FULL, BUDGET: FULL[BUDGET].replace("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]", "[]")},
    "weeks for months": {**FULL, BUDGET: FULL[BUDGET].replace("{2026-03: 30_000,", "{2026-W03: 30_000,")},
    "a quarter for a year": {path: text.replace("fiscal_year: FY26", "fiscal_year: 2026-Q3") for path, text in FULL.items()},
}  # fmt: skip


@pytest.mark.parametrize("name", WORKSPACES)
def test_everything_can_be_asked_of_an_odd_workspace(name: str, tmp_path: Path) -> None:
    exercise(lay(tmp_path, WORKSPACES[name]))


CAUSES = {
    "broken settings": ["GEN101"],
    "empty settings": ["GEN101"],
    "broken org": ["GEN101"],
    "empty org": ["GEN101"],
    "broken budget": ["GEN105"],
    "broken rates": ["GEN105"],
    "broken metrics": ["GEN102"],
    "broken okrs": ["GEN101"],
    "broken headcount": ["GEN105"],
    "broken decision": ["GEN105"],
}


@pytest.mark.parametrize("name", CAUSES)
def test_one_cause_is_one_problem(name: str, tmp_path: Path) -> None:
    """A file that cannot be read is reported once: nobody who refers into it, and no check that would have needed it, is reported too."""
    before = polops("-C", lay(tmp_path / "whole", FULL), "check", "--as-of", AS_OF, "--format", "json", "--limit", "0")
    known = {(problem["path"], problem["code"], problem["ref"]) for problem in json.loads(before.out)["problems"]}
    ran = polops("-C", lay(tmp_path / "odd", WORKSPACES[name]), "check", "--as-of", AS_OF, "--format", "json", "--limit", "0")
    new = [problem for problem in json.loads(ran.out)["problems"] if (problem["path"], problem["code"], problem["ref"]) not in known]
    assert [problem["code"] for problem in new] == CAUSES[name], [(problem["path"], problem["code"], problem["message"]) for problem in new]


@pytest.mark.parametrize("as_of", ["1900-01-01", "1990-01-01", "2026-01-01", "2026-12-31", "2028-02-29", "2999-12-31"])
def test_everything_can_be_asked_as_of_any_day(as_of: str, tmp_path: Path) -> None:
    exercise(lay(tmp_path, FULL), as_of)


@pytest.mark.parametrize(
    "as_of",
    ["9999-12-31", "0001-01-01", "2026-02-30", "2026-W33-1", "20260810", "today", "", "\uff12\uff10\uff12\uff16-08-10", "2026-08-10\n"],
)
def test_a_day_that_cannot_be_is_refused(as_of: str, tmp_path: Path) -> None:
    ran = polops("-C", lay(tmp_path, FULL), "check", "--as-of", as_of)
    assert ran.code == 2
    assert ran.err.startswith("polops: --as-of must be a day")


# --- extreme values everywhere at once -------------------------------------------------------------------------------------------------

NUMBER, DAY = re.compile(r"[-+]?\d+(_\d+)*(\.\d+)?%?"), re.compile(r"\d{4}-\d\d-\d\d")
MONTH, LABEL, SPAN = re.compile(r"\d{4}-\d\d"), re.compile(r"2026-Q3|FY26"), re.compile(r"\d+(mo|bd|[mhdw])")
EXTREMES = [
    *((NUMBER, text) for text in ("0", "-1", "999999999999999999", "-999999999999999999")),
    *((NUMBER, text) for text in ("0.000000001", "-100%", "999999999999999999.999999999")),
    *((DAY, text) for text in ("1900-01-01", "2999-12-31", AS_OF)),
    *((MONTH, text) for text in ("1900-01", "2999-12", "2026-01")),
    *((LABEL, text) for text in ("FY00", "FY99", "1900-Q1", "2999-Q4", "2026-W01", "2026-01")),
    *((SPAN, text) for text in ("0d", "9999mo", "9999bd", "0bd", "9999w")),
]


def extreme(path: str, pattern: re.Pattern[str], value: str) -> str:
    """A file with the value wherever the pattern stands and the model accepts it."""
    data = plain(path)
    for route in list(routes(data)):
        here = at(data, route)
        if isinstance(here, str) and pattern.fullmatch(here):
            changed = put(data, route, value)
            data = changed if isinstance(build(changed), File) else data
    return dump(data)


@pytest.mark.parametrize(("pattern", "value"), EXTREMES, ids=[value for _, value in EXTREMES])
def test_everything_can_be_asked_of_extreme_plans(pattern: re.Pattern[str], value: str, tmp_path: Path) -> None:
    """The value in all files at once, and in each kind alone: what another file keeps whole, one may break."""
    changed = {path: extreme(path, pattern, value) for path in FULL}
    exercise(lay(tmp_path / "all", changed))
    for name in ("okrs", "metrics", "budget", "actuals", "commitments", "forecast", "headcount", "restricted"):
        worth = value in {"-1", "999999999999999999", "1900-01", "2999-12-31", "FY99"}
        if worth and any(dump(plain(path)) != changed[path] for path in FULL if name in path):
            folder = lay(tmp_path / name, {path: changed[path] if name in path else text for path, text in FULL.items()})
            ran = polops("-C", folder, "report", "finance", "--as-of", AS_OF)
            assert ran.code == 0, (name, ran.err)
            assert not REFUSED.search(ran.err)
