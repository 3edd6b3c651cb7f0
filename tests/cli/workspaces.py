"""Workspaces to ask things of: the small full one, what can be put into its fields, and everything that can be asked of it at once."""

from __future__ import annotations

import copy
import json
import re
from decimal import localcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.cli.runner import AS_OF, polops
from tests.conftest import ROOT
from tests.test_rules import files

from polops.analyse.audience import DEFAULT, for_readers
from polops.cli.findings import findings_for
from polops.cli.session import open_session
from polops.cli.show_ import _json, _text
from polops.render import PAGE_FORMATS, Look
from polops.reports import COMPARING, REPORTS, Options, build
from polops.reports.item import view
from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from polops.reports.page import Page

Route = tuple[str | int, ...]
FULL = files((ROOT / "tests/cli/full.yaml").read_text())
"""A small valid workspace in which every field of every kind is written, by path."""

REFUSED = re.compile(r"Traceback|internal error|polops-bug")


def plain(path: str) -> dict[str, Any]:
    """The data of a file of the full workspace."""
    data, problems = read(path, FULL[path].encode())
    assert data is not None, problems
    return data


def routes(data: Any, at: Route = ()) -> Iterator[Route]:  # noqa: ANN401 - plain data
    """The way to every value, containers included."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield (*at, key)
        yield from routes(value, (*at, key))


def at(data: Any, route: Route) -> Any:  # noqa: ANN401 - plain data
    """The value at a route."""
    for step in route:
        data = data[step]
    return data


def put(data: Any, route: Route, value: object) -> Any:  # noqa: ANN401 - plain data
    """The data with another value at a route."""
    changed = copy.deepcopy(data)
    at(changed, route[:-1])[route[-1]] = value
    return changed


def dump(value: object) -> str:
    """Plain data as YAML in flow style, every text in quotes: read back, it is the same."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {dump(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump, value)) + "]"
    return "null" if value is None else json.dumps(value, ensure_ascii=False)


def pages(folder: Path, as_of: str = AS_OF) -> Iterator[tuple[str, Page]]:
    """Every report of a workspace, by name, but those that compare two."""
    session = open_session(folder, as_of)
    context = for_readers(session.context, DEFAULT)
    options = Options(findings=tuple(findings_for(session, context)))
    for name in (name for name in REPORTS if name not in COMPARING):
        yield name, build(name, session.context, options)


def outputs(folder: Path, as_of: str = AS_OF, formats: tuple[str, ...] = tuple(PAGE_FORMATS)) -> Iterator[tuple[str, str, bytes]]:
    """Every report in every format: name, format, bytes."""
    for name, page in pages(folder, as_of):
        for kind in formats:
            if kind == "ics" and name != "calendar":
                continue  # only a calendar has dates to give
            yield name, kind, import_module(PAGE_FORMATS[kind]).render(page, Look())


def shown(folder: Path, as_of: str = AS_OF) -> Iterator[tuple[str, bytes, bytes]]:
    """Every item as `polops show` prints it: reference, JSON, text."""
    session = open_session(folder, as_of)
    for node in session.plan.all_nodes():
        found = view(session.context, node)
        yield node.ref, _json(session, found), _text(session, found)


def exercise(folder: Path, as_of: str = AS_OF, formats: tuple[str, ...] = ("terminal", "json")) -> str:
    """Ask everything of a workspace; nothing may fail. What `polops check` says is returned."""
    ran = polops("-C", folder, "check", "--as-of", as_of, "--limit", "0")
    assert ran.code in {0, 1}, ran.err
    assert not REFUSED.search(ran.out + ran.err)
    for arguments in (("list",), ("list", "position"), ("schema", "--all", "--workspace")):
        asked = polops("-C", folder, *arguments)
        assert asked.code == 0 or asked.err.startswith("polops: no kind"), (arguments, asked.err)
    with localcontext(prec=100):  # as the command line does
        _compute(folder, as_of, formats, is_draft=bool(re.search(r"error\[[A-Z]{2,4}[12]", ran.out)))
    return ran.out


def _compute(folder: Path, as_of: str, formats: tuple[str, ...], *, is_draft: bool) -> None:
    drafts = {page.draft for _, page in pages(folder, as_of)}
    assert drafts == {is_draft}, "reports on plans with errors are marked"
    for _ in outputs(folder, as_of, formats):
        pass
    for _ in shown(folder, as_of):
        pass
