"""Which room may import what: the table of `src/polops/README.md`, as two dicts, held against every import in the source.

`breaches` reads one module's text; the last tests show that it sees what it is there to see.
"""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# Rooms from the ground up: a room may import only what stands before it. Every room may import itself.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "values": (),
    "source": ("values",),
    "model": ("values",),
    "plan": ("values", "source", "model"),
    "analyse": ("values", "source", "model", "plan"),
    "rules": ("values", "source", "model", "plan", "analyse"),
    "reports": ("values", "source", "model", "plan", "analyse"),
    "render": ("values", "source", "reports.page"),
    "edit": ("values", "source", "model"),
    "cli": ("values", "source", "model", "plan", "analyse", "rules", "reports", "render", "edit"),
    "__main__": ("cli",),
    "__init__": (),
}
THIRD_PARTY: Mapping[str, tuple[str, ...]] = {
    "source": ("yaml",),
    "model": ("pydantic", "pydantic_core"),  # pydantic's other half
    "render": ("rich", "jinja2", "markupsafe", "openpyxl"),  # markupsafe is jinja2's text type
    "cli": ("typer",),
}

# They grow by siblings, and may load one by its name when it is asked for, so that a command starts quickly.
SHELVES = ("model", "rules", "reports", "render", "cli")

# Between text and bytes nothing looks at the world: the same plan and date give the same numbers.
PURE = ("values", "model", "plan", "analyse", "rules", "reports")
WORLD = (
    "glob", "http", "io", "locale", "logging", "mmap", "os", "platform", "random", "secrets", "shutil", "signal", "socket", "subprocess",
    "sys", "tempfile", "threading", "time", "urllib", "uuid",
)  # fmt: skip

CLOCK = {"date": ("today",), "datetime": ("now", "today", "utcnow"), "time": ("gmtime", "localtime", "time", "time_ns")}
VAGUE = ("common", "helper", "helpers", "interfaces", "manager", "managers", "misc", "service", "services", "util", "utils")
BESIDE_ROOMS = {"__init__.py", "__main__.py", "__pycache__", "README.md", "py.typed"}


class Import(NamedTuple):
    """One imported module, by its absolute dotted name."""

    line: int
    name: str


class Module(NamedTuple):
    """A module of ours: its text, and the dotted name under which it is imported."""

    path: Path
    name: str
    text: str


@pytest.fixture(scope="module")
def modules(project_root: Path) -> list[Module]:
    source = project_root / "src"
    paths = sorted((source / "polops").rglob("*.py"))
    return [Module(path, module_name(path.relative_to(source)), path.read_text(encoding="utf-8")) for path in paths]


def test_every_import_and_call_keeps_to_its_room(modules: list[Module]) -> None:
    names = frozenset(module.name for module in modules)
    found = [
        f"{module.path}:{breach}"
        for module in modules
        for breach in breaches(module.text, module.name, names, is_package=module.path.name == "__init__.py")
    ]
    assert not found, "\n" + "\n".join(found)


def test_what_the_tables_allow_is_needed(modules: list[Module]) -> None:
    names = frozenset(module.name for module in modules)
    made: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module in modules:
        found = imports(ast.parse(module.text), module.name, names, is_package=module.path.name == "__init__.py")
        made[room_of(module.name)] |= {one.name.removeprefix("polops.") for one in found}
    allowed = [(room, name) for table in (ROOMS, THIRD_PARTY) for room, allowance in table.items() for name in allowance]
    assert not [(room, name) for room, name in allowed if not any(within(one, (name,)) for one in made[room])]


def test_there_are_ten_rooms_and_nothing_beside_them(project_root: Path) -> None:
    rooms = {name for name in ROOMS if not name.startswith("__")}
    beside = {path.name for path in (project_root / "src/polops").iterdir()} - rooms - BESIDE_ROOMS
    assert len(rooms) == 10
    assert not beside, f"src/polops holds the ten rooms {sorted(rooms)} and {sorted(BESIDE_ROOMS)}; put {sorted(beside)} into a room"


def test_no_module_has_a_name_that_says_nothing(project_root: Path) -> None:
    vague = [str(path.relative_to(project_root)) for path in (project_root / "src/polops").rglob("*") if path.stem in VAGUE]
    assert not vague, f"name these for what they hold: {vague}"


def test_a_room_imports_only_what_stands_below_it() -> None:
    below: set[str] = set()
    for room, allowed in ROOMS.items():
        assert {name.partition(".")[0] for name in allowed} <= below, f"{room} would import a room above itself"
        below.add(room)


def breaches(text: str, module: str, modules: frozenset[str], *, is_package: bool = False) -> Iterator[str]:
    """What a module does that its room may not: `12: what it did; what is allowed`, in the order of the lines.

    `module` is the dotted name under which `text` is imported, `modules` are all there are: they tell the import of a
    submodule from that of a name inside a module.
    """
    tree = ast.parse(text)
    room = room_of(module)
    lines = text.splitlines()
    said = [(line, refuse_import(room, name)) for line, name in imports(tree, module, modules, is_package=is_package)]
    said += [(node.lineno, refuse_expression(room, node, lines[node.lineno - 1])) for node in ast.walk(tree) if isinstance(node, ast.expr)]
    said += [(node.lineno, refuse_private(node)) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return (f"{line}: {refusal}" for line, refusal in sorted({(line, refusal) for line, refusal in said if refusal}))


def imports(tree: ast.Module, module: str, modules: frozenset[str], *, is_package: bool) -> Iterator[Import]:
    """Every import, wherever it stands, with relative ones resolved."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (Import(node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                base = ".".join([*package[: len(package) - level + 1], *filter(None, [source])]) if level else source or ""
                for alias in names:
                    inner = f"{base}.{alias.name}"
                    yield Import(node.lineno, inner if inner in modules or base == "time" else base)
            case _:
                pass


def refuse_import(room: str, name: str) -> str | None:
    """Why a room may not import a module, or None."""
    top, _, inner = name.partition(".")
    if top == "polops":
        rooms = ROOMS[room]
        return None if not inner or within(inner, (room, *rooms)) else f"{room} imports {name}; it may import {listed(rooms)}"
    if top in sys.stdlib_module_names:
        return refuse_standard(room, top, inner)
    packages = THIRD_PARTY.get(room, ())
    return None if within(name, packages) else f"{room} imports {name}; of other packages it may import {listed(packages)}"


def refuse_private(node: ast.ImportFrom) -> str | None:
    """Why what a module imports by name is not for others, or None."""
    ours = node.level > 0 or (node.module or "").partition(".")[0] == "polops"
    private = [alias.name for alias in node.names if ours and re.match(r"_[^_]", alias.name)]
    return f"{listed(tuple(private))} of {node.module} is private: what another module needs has a public name" if private else None


def refuse_standard(room: str, top: str, inner: str) -> str | None:
    """Why a room may not import a module of the standard library, or None."""
    if room in PURE and top in WORLD:
        return f"{room} imports {top}; {listed(PURE)} are pure: take what it would tell as an argument"
    if top == "time" and inner in CLOCK["time"] and room != "cli":
        return f"{room} imports time.{inner}; only cli reads the clock: take `as_of` as an argument"
    return None


def listed(names: tuple[str, ...]) -> str:
    """The names of what is allowed, as a sentence has them."""
    return ", ".join(names) or "none"


def within(name: str, allowed: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of the allowed ones or lies inside one."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in allowed)


def refuse_expression(room: str, node: ast.expr, line: str) -> str | None:
    """Why a room may not say an expression, which starts on this line, or None."""
    match node:
        case ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"):
            if room not in SHELVES:
                return f"{room} imports by a computed name; only a shelf ({listed(SHELVES)}) loads its own modules so: import it plainly"
        case ast.Attribute(attr=attr, value=ast.Name(id=owner) | ast.Attribute(attr=owner)):
            if attr in CLOCK.get(owner, ()) and room != "cli":
                return f"{owner}.{attr} reads the clock; only cli may: take `as_of` as an argument"
        case ast.Call(func=ast.Name(id=name)):
            return refuse_call(room, name, line)
    return None


def refuse_call(room: str, name: str, line: str) -> str | None:
    """Why a room may not call one of Python's own functions, or None."""
    if name == "float" and room not in ("cli", "render") and "# float: " not in line:
        return f"{room} calls float(), which loses digits; money is Decimal, and elsewhere a `# float: reason` stands on the line"
    if name == "print" and room not in ("cli", "render"):
        return f"{room} prints; return the value, and let cli show it"
    if name == "open" and room in PURE:
        return f"{room} opens a file; {listed(PURE)} are pure: take what it holds as an argument"
    return None


def room_of(module: str) -> str:
    """The room that a module stands in, by its dotted name."""
    return (module.split(".")[1:] or ["__init__"])[0]


def module_name(path: Path) -> str:
    """`polops/plan/__init__.py` is `polops.plan`."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


MODULES = frozenset({"polops", "polops.reports", "polops.reports.page", "polops.reports.status", "polops.analyse", "polops.analyse.okr"})


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("polops.render.html", "import polops.analyse.okr", "1: render imports polops.analyse.okr"),
        ("polops.render.html", "from polops.analyse.okr import score", "1: render imports polops.analyse.okr"),
        ("polops.render.html", "from polops.analyse import okr", "1: render imports polops.analyse.okr"),
        ("polops.render.html", "from ..analyse import okr", "1: render imports polops.analyse.okr"),
        ("polops.render.html", "from .. import analyse", "1: render imports polops.analyse;"),
        ("polops.render.html", "from polops.reports import status", "1: render imports polops.reports.status"),
        ("polops.render.html", "from polops.reports import REPORTS", "it may import values, source, reports.page"),
        ("polops.reports.status", "def f():\n    import polops.rules", "2: reports imports polops.rules"),
        ("polops.values.money", "from polops.plan import Plan", "values imports polops.plan; it may import none"),
        ("polops.analyse.okr", "import pydantic", "analyse imports pydantic; of other packages it may import none"),
        ("polops.model.base", "import yaml", "model imports yaml; of other packages it may import pydantic"),
        ("polops.source.yaml", "import ruamel.yaml", "source imports ruamel.yaml; of other packages it may import yaml"),
        ("polops.rules.okr.late", "import subprocess", "rules imports subprocess"),
        ("polops.source.git", "from time import time", "source imports time.time; only cli reads the clock"),
        ("polops.render.html", "import time\nx = time.time()", "2: time.time reads the clock"),
        ("polops.edit.save", "x = date.today()", "date.today reads the clock"),
        ("polops.model.base", "f(default_factory=datetime.datetime.now)", "datetime.now reads the clock"),
        ("polops.analyse.okr", "x = float('1')", "analyse calls float(), which loses digits"),
        ("polops.plan.load", "print(1)", "plan prints"),
        ("polops.plan.load", "open('x')", "plan opens a file"),
        ("polops.analyse.okr", "import sys", "analyse imports sys"),
        ("polops.cli.diff", "from polops.cli.show import find, _refs", "_refs of polops.cli.show is private"),
        ("polops.analyse.okr", "from .kpi import _trend", "_trend of kpi is private"),
        ("polops.plan.load", "import importlib\nimportlib.import_module('x')", "2: plan imports by a computed name"),
        ("polops", "import polops.values", "__init__ imports polops.values; it may import none"),
        ("polops.__main__", "import polops.plan", "__main__ imports polops.plan; it may import cli"),
    ],
)
def test_a_breach_is_found(module: str, text: str, said: str) -> None:
    (found,) = breaches(text, module, MODULES)
    assert said in found


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("polops.render.html", "from polops.reports.page import Page"),
        ("polops.render.html", "from polops.reports import page"),
        ("polops.render.html", "from .text import display"),
        ("polops.render.html", "from polops import __version__"),
        ("polops.source.files", "open('x')"),
        ("polops.render.html", "print(1)"),
        ("polops.render.xlsx", "def f():\n    import openpyxl.styles"),
        ("polops.render.xlsx", "x = float(d)"),
        ("polops.analyse.okr", "x = float(d)  # float: a reason"),
        ("polops.render", "from importlib import import_module\nimport_module('polops.render.html')"),
        ("polops.source.yaml", "from yaml.cyaml import CParser"),
        ("polops.analyse.okr", "import dataclasses, decimal, re"),
        ("polops.analyse.okr", "today = ctx.as_of"),
        ("polops.cli.report", "from datetime import date\nx = date.today()"),
    ],
)
def test_what_is_allowed_passes(module: str, text: str) -> None:
    assert not list(breaches(text, module, MODULES))


def test_a_relative_import_in_a_package_starts_from_the_package() -> None:
    (found,) = breaches("from ..analyse import okr", "polops.render", MODULES, is_package=True)
    assert "render imports polops.analyse.okr" in found
    assert not list(breaches("from . import text", "polops.render", MODULES, is_package=True))


PAY = re.compile(r"\b(?:ctx|context)\.open\b|\bentry\.amount\b|\bloaded_annual\b|\bcost_months\(")


def test_only_analyse_looks_at_amounts_that_readers_may_not_see(project_root: Path) -> None:
    """A report has its amounts from functions that hide them (`analyse.guard`, `analyse.suppress`)."""
    for path in sorted((project_root / "src/polops/reports").glob("*.py")):
        assert not PAY.search(path.read_text(encoding="utf-8")), f"{path.name} reads an amount past its audience"
    assert PAY.search("roll_up(ctx.open, nodes)")
