"""The shelves are registered: every module stands in its registry or is a known helper, and every entry is whole.

A module that is written and not registered does nothing, silently; these tests say so, and name the one line to add.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest

from polops import render, reports, rules
from polops.cli.check_ import FailOn, ProblemFormat
from polops.cli.main import COMMANDS
from polops.cli.report_ import PageFormat
from polops.model import KINDS, kind, thresholds
from polops.model.base import File, Item, Part
from polops.model.types import Link
from polops.source.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# What a shelf's registry names: modules of the package, by their dotted names below it.
REGISTERED: Mapping[str, set[str]] = {
    "model": {name.partition(":")[0].removeprefix("polops.model.") for name in KINDS.values()},
    "rules": {name.removeprefix("polops.rules.") for name in rules.RULES.values()},
    "reports": {reports.module(name).removeprefix("polops.reports.") for name in reports.REPORTS},
    "render": {name.removeprefix("polops.render.") for name in (*render.PAGE_FORMATS.values(), *render.PROBLEM_FORMATS.values())},
    "cli": {f"{name}_" for name in COMMANDS},
}
REGISTRIES = {
    "model": "KINDS of src/polops/model/__init__.py",
    "rules": "RULES of src/polops/rules/__init__.py",
    "reports": "REPORTS of src/polops/reports/__init__.py",
    "render": "PAGE_FORMATS or PROBLEM_FORMATS of src/polops/render/__init__.py",
    "cli": "COMMANDS of src/polops/cli/main.py",
}

# Modules that are no kind, rule, report, format or command, each with the reason why it stands on the shelf.
HELPERS: Mapping[str, Mapping[str, str]] = {
    "model": {
        "base": "what every kind is made of",
        "types": "the scalars of every kind",
        "guesses": "what a slip in a scalar most likely meant",
        "names": "how partners, topics, markets and files are named",
        "thresholds": "the limits in settings",
        "build": "from plain data to an entity",
        "parts": "what a class holds",
        "wrong": "what is said about a wrong field",
        "schema": "the kinds as JSON Schema",
    },
    "rules": {"run": "what becomes of their findings", "budget.words": "what several of the money rules say of a line"},
    "reports": {
        "page": "the value that every report is",
        "frame": "what every report has",
        "item": "what `polops show` prints",
        "audience": "what every page goes through on its way out",
        "item_programme": "its values of the programme",
        "item_desk": "its values of the policy desk",
        "difference": "what `polops diff` prints; `difference_plain` for scripts",
        "desk": "what several reports need: which items pass the filters, references",
    },
    "render": {
        "words": "cells in words, and text made harmless, for every format",
        "comment": "the md of the reports that compare",
        "fingerprint": "what a finding is known by from run to run",
        "template": "the templates of md and html",
        "sandbox": "a workspace's own template, run with limits",
        "child": "the process in which it runs",
        "mermaid": "the charts of md",
        "svg": "the charts of html; `svg_…` are its kinds",
    },
    "cli": {
        "twin": "the second process of large workspaces",
        "streams": "standard output and error, where they are closed, full or broken",
        "main": "the app and the one place where errors are caught",
        "since": "the base of a change, for commands that judge one",
        "session": "what every command needs",
        "publish": "where findings go",
        "findings": "what a report may print of what `check` finds",
        "lean": "what typer and pydantic prepare for nothing",
        "pipeline": "what the job of a forge says about itself",
        "sides": "two states of the plans at once",
        "diff_scope": "what of a diff is about one item or team",
    },
}
# A module may be split: `xlsx_sheet` belongs to the format `xlsx`, `svg_bars` to the helper `svg`, `finance_books` to `finance`.
SPLIT = ("render", "reports")

HEADINGS = ("What it checks", "Why it matters", "Example", "How to fix")
CODE = re.compile(r"(GEN|OKR|KPI|BUD|HC|DEC|SEC|[A-Z]{2,4})([1-4])(\d\d)")
NAME = re.compile(r"[a-z]+(-[a-z]+)*")


def unregistered(shelf: str, modules: set[str]) -> set[str]:
    """The modules of a shelf that its registry does not name and that are no helpers."""
    known = REGISTERED[shelf] | HELPERS[shelf].keys()
    left = modules - known
    return {name for name in left if not (shelf in SPLIT and any(name.startswith(f"{whole}_") for whole in known))}


def modules(root: Path, shelf: str) -> set[str]:
    """The modules of a shelf's folder by dotted name."""
    folder = root / "src/polops" / shelf
    found = (path.relative_to(folder).with_suffix("") for path in folder.rglob("*.py") if path.stem != "__init__")
    return {".".join(path.parts) for path in found}


@pytest.mark.parametrize("shelf", REGISTERED)
def test_every_module_is_registered(project_root: Path, shelf: str) -> None:
    found = unregistered(shelf, modules(project_root, shelf))
    assert not found, f"not in {REGISTRIES[shelf]}: {', '.join(sorted(found))} (add the line, or name a helper in {__name__}.HELPERS)"


@pytest.mark.parametrize("shelf", REGISTERED)
def test_every_name_has_its_module(project_root: Path, shelf: str) -> None:
    there = modules(project_root, shelf)
    assert REGISTERED[shelf] - there == set(), f"{REGISTRIES[shelf]} names modules that are not there"
    assert HELPERS[shelf].keys() - there == set(), "helpers that are gone"
    assert not REGISTERED[shelf] & HELPERS[shelf].keys()


def test_a_forgotten_module_is_seen() -> None:
    assert unregistered("rules", {"budget.words", "budget.sign", "budget.forgotten"}) == {"budget.forgotten"}
    assert unregistered("render", {"xlsx_sheet", "svg_bars", "words", "pdf", "xlsxsheet"}) == {"pdf", "xlsxsheet"}
    assert unregistered("model", {"budget", "budget_lines"}) == {"budget_lines"}
    assert unregistered("cli", {"check_", "check", "session"}) == {"check"}


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_says_its_own_name(name: str) -> None:
    found = kind(name)
    assert issubclass(found, File)
    assert found.model_fields["kind"].annotation.__args__ == (name,)  # type: ignore[union-attr]  # a Literal
    assert found.__doc__


def test_every_reference_names_a_kind_of_item() -> None:
    """What a link may name is the identity of some item, so that the linker can judge every reference without knowing the kinds."""
    named, there = set(), {"topic"}
    todo: list[type[Part]] = [kind(name) for name in KINDS]
    seen: set[type[Part]] = set()
    while todo:
        cls = todo.pop()
        if cls in seen:
            continue
        seen.add(cls)
        if issubclass(cls, Item) and cls.IDENTITY is not None:
            there.add(cls.IDENTITY.kind)
        for field in cls.model_fields.values():
            named |= {kind_ for mark in (*field.metadata, *marks(field.annotation)) if isinstance(mark, Link) for kind_ in mark.kinds}
            todo += [part for part in parts(field.annotation) if issubclass(part, Part)]
    assert named - there == set()


def test_every_limit_in_settings_is_read(project_root: Path) -> None:
    """A limit that nothing looks at is a promise that nobody keeps."""
    shelf = project_root / "src/polops"
    code = "\n".join(path.read_text() for path in shelf.rglob("*.py") if shelf / "model" not in path.parents)
    limits = [one for one in vars(thresholds).values() if isinstance(one, type) and issubclass(one, Part) and one is not Part]
    assert not [f"{one.__name__}.{name}" for one in limits for name in one.model_fields if not re.search(rf"\b{name}\b", code)]


def parts(annotation: Any) -> Iterator[type]:  # noqa: ANN401 - any annotation
    """The classes in an annotation."""
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from parts(inner)


def marks(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """What annotations inside an annotation add."""
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from marks(inner)


def test_no_rule_is_registered_twice() -> None:
    assert len(set(rules.RULES.values())) == len(rules.RULES)


def test_rules_stand_in_order_of_code_within_their_subject() -> None:
    subjects = [re.sub(r"\d+", "", code) for code in rules.RULES]
    assert [one for one, other in pairwise(subjects) if one != other] == list(dict.fromkeys(subjects))[:-1], "a subject stands in one piece"
    for one, other in pairwise(rules.RULES):
        assert one[:-3] != other[:-3] or one < other, f"{other} must stand before {one}"


@pytest.mark.parametrize("code", rules.RULES)
def test_a_rule_is_whole(code: str) -> None:
    module = rules.rule(code)
    assert CODE.fullmatch(code), "subject, tier 1 to 4, two digits"
    assert code == module.CODE, f"{module.__name__} says {module.CODE}"
    assert NAME.fullmatch(module.NAME), f"{module.NAME} must be words with dashes"
    assert isinstance(module.SEVERITY, Severity)
    check = getattr(module, "check", None)
    assert check is None or list(inspect.signature(check).parameters) == ["ctx"]
    assert (check is None) == (code in rules.LOADING), "only what is raised while reading has no check of its own"


@pytest.mark.parametrize("code", rules.RULES)
def test_a_rule_explains_itself(code: str) -> None:
    lines = inspect.cleandoc(rules.rule(code).__doc__ or "").split("\n")
    assert re.fullmatch(r"[A-Z`].{5,90}\.", lines[0]), f"the title must be one sentence: {lines[0]}"
    assert lines[1] == ""
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS), f"the headings are {', '.join(HEADINGS)}"
    starts = [lines.index(heading) for heading in HEADINGS]
    for start, end in pairwise((*starts, len(lines))):
        assert "".join(lines[start + 1 : end]).strip(), f"nothing under {lines[start]}"


def test_names_of_rules_are_unique() -> None:
    names = [rules.rule(code).NAME for code in rules.RULES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("name", reports.REPORTS)
def test_a_report_can_be_built(name: str) -> None:
    module = import_module(reports.module(name))
    assert list(inspect.signature(module.build).parameters) == ["ctx", "options"]
    assert module.__doc__


@pytest.mark.parametrize("name", [*render.PAGE_FORMATS.values(), *render.PROBLEM_FORMATS.values()])
def test_a_format_renders(name: str) -> None:
    wanted = ["page", "look"] if name in render.PAGE_FORMATS.values() else ["problems", "documents", "look"]
    assert list(inspect.signature(import_module(name).render).parameters) == wanted


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_module(name: str) -> None:
    module = import_module(f"polops.cli.{name}_")
    assert (module.__doc__ or "").startswith(f"`polops {name}`: ")
    assert len(module.app.registered_commands) == 1
    assert COMMANDS[name].endswith((".", "…"))


def test_options_offer_what_the_registries_hold() -> None:
    assert [choice.value for choice in PageFormat] == list(render.PAGE_FORMATS)
    assert [choice.value for choice in ProblemFormat] == list(render.PROBLEM_FORMATS)
    assert {choice.value for choice in FailOn} == {severity.label for severity in Severity}


def test_every_report_fits_its_line_of_help() -> None:
    """The columns of `polops report --help`: two margins, the name, what it is."""
    assert not [what for name, what in reports.REPORTS.items() if len(f"    {name:<10} {what}") > 80]
