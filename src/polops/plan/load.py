"""Text becomes a plan: the same way for a folder, a git revision and a test string.

One parse a file. Every file's problems are collected; a file that has some costs only itself: what refers into it is not reported again.
"""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from polops.model import KINDS, kind
from polops.model.base import File
from polops.model.build import build
from polops.model.settings import Settings
from polops.model.wrong import FieldError
from polops.plan.link import index, link, listed
from polops.plan.plan import Plan
from polops.source.document import Document
from polops.source.problem import Problem, Severity
from polops.source.text import MAX_BYTES
from polops.source.yaml import Plain, read
from polops.values.period import Calendar
from polops.values.record import dataclass
from polops.values.ref import squeezed

_NAMES = re.compile(rb"\b(?:id|code|handle|cost_center|team|regulation|v)[ \t]*:[ \t]*[\"']?([^\s\"'#,{}\[\]][^\"'#,{}\[\]\r\n]{0,199})")
_KIND = re.compile(rb"(?:^|[{,])[ \t]*[\"']?kind[\"']?[ \t]*:[ \t]*[\"']?(\w{1,40})", re.MULTILINE)
_FIGURE = re.compile(r"(?<![^\s`'\"])(?<!: also on line )(?!U\+[0-9A-F]{4,5}(?: |\Z))[^\s`'\"]*\d[\d_.,]*\d[^\s`'\"]*")
_KEPT = 256


Tables = Callable[[list[str]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan and what was wrong with its text, shape and references, in order of place."""

    plan: Plan
    problems: tuple[Problem, ...]


Reading: TypeAlias = tuple[str, "dict[str, Plain] | None", tuple[Problem, ...]]
"""A file's path, and what `source.yaml.read` makes of it."""


def one_by_one(texts: Mapping[str, bytes]) -> Generator[Reading, None, None]:
    """Every file read, in order of path."""
    return ((path, *read(path, texts[path])) for path in sorted(texts))


def load(
    texts: Mapping[str, bytes],
    unread: Iterable[str] = (),
    tables: Tables | None = None,
    known: Mapping[str, File] | None = None,
    *,
    reading: Callable[[Mapping[str, bytes]], Generator[Reading, None, None]] = one_by_one,
) -> Loaded:
    """The plan that the files describe. `texts` maps each file's printed path to its bytes; `unread` are those that have none to show.

    `tables` reads the CSV files that plans name, by their paths in the plans' folder, and leaves out those that cannot be read.
    `known` are files of another plan, by path, whose bytes are the same here: they are not built again. `reading` may read the files in
    another way, and must give the same.
    """
    with _undisturbed():
        problems: list[Problem] = []
        files: dict[str, File] = {}
        broken: set[str] = set(unread)
        document = documents(texts)
        kept = known or {}
        with closing(reading({path: data for path, data in texts.items() if path not in kept})) as fresh:
            for path, plain, found in fresh:
                problems += (discreet(problem) for problem in found) if found and is_restricted(path, texts[path]) else found
                entity = None if plain is None else _entity(path, plain, texts[path], document, problems)
                if entity is None:
                    broken.add(path)
                else:
                    files[path] = entity
        files = dict(sorted((files | {path: file for path, file in kept.items() if path in texts}).items()))
        settings, more = _settings(files, document)
        problems += more
        calendar = Calendar(settings.fiscal_year.starts, settings.fiscal_year.named_for)
        lost, is_mute = _lost(texts, broken)
        items = listed(files, calendar)
        named = {name for file in files.values() for name in file.tables()}
        csv = tables(sorted(named)) if tables and named else {}
        plan = Plan(files, settings, calendar, items, index(items), document, frozenset(broken), lost, is_mute, csv)
        problems += link(plan)
    return Loaded(plan, tuple(sorted(problems, key=lambda problem: problem.sort_key)))


def documents(texts: Mapping[str, bytes]) -> Documents:
    """A reader of documents by path; the last ones stay composed."""
    return Documents(texts)


class Documents:
    """Documents by path, composed when first asked for."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._document = lru_cache(maxsize=_KEPT)(self._read)

    def __call__(self, path: str) -> Document:
        """The document of a path; one without text where there is none."""
        return self._document(path)

    def _read(self, path: str) -> Document:
        return Document.of(path, self._texts.get(path, b""))


def _entity(path: str, plain: dict[str, Plain], data: bytes, document: Documents, problems: list[Problem]) -> File | None:
    built = build(plain)
    if isinstance(built, File):
        return built
    placed = [_placed(document(path), error) for error in built]
    is_private = is_restricted(path, data)
    # a restricted file's unknown name may be what should have been a value
    problems += [discreet(problem) if is_private and problem.code == "GEN102" else problem for problem in placed]
    return None


def is_restricted(path: str, data: bytes) -> bool:
    """Whether no value of a file may be shown: it stands in a folder `restricted`, or is (or wants to be) of a restricted kind."""
    if "restricted" in path.split("/")[:-1]:
        return True
    names = {name.decode() for name in _KIND.findall(data[:MAX_BYTES])}
    return any(kind(name).RESTRICTED for name in names & KINDS.keys())


def discreet(problem: Problem) -> Problem:
    """A syntax error of a restricted file without the numbers that its words quote."""
    return replace(problem, message=_FIGURE.sub("…", problem.message), help=_FIGURE.sub("…", problem.help))


def _placed(document: Document, error: FieldError) -> Problem:
    span = document.span(error.route, key=error.at_key)
    return Problem(span, error.code, Severity.ERROR, error.message, error.help)


def _settings(files: Mapping[str, File], document: Documents) -> tuple[Settings, list[Problem]]:
    found = [(path, file) for path, file in files.items() if isinstance(file, Settings)]
    if not found:
        return Settings.model_validate({"kind": "settings"}), []
    first = min(found, key=lambda pair: (not pair[0].endswith("polops.yaml"), pair[0].count("/"), pair[0]))
    said, help_ = "a workspace has one settings file", "move these settings there and delete this file"
    related = ((document(first[0]).span(("kind",)), "the settings"),)
    others = [path for path, _ in found if path != first[0]]
    return first[1], [Problem(document(path).span(("kind",)), "GEN104", Severity.ERROR, said, help_, related) for path in others]


def _readable(data: bytes) -> bytes:
    """As much of a broken file as names can be looked for in; UTF-16 as UTF-8."""
    data = data[:MAX_BYTES]
    return data.decode("utf-16", "replace").encode("utf-8", "replace") if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else data


def _lost(texts: Mapping[str, bytes], broken: set[str]) -> tuple[dict[str, str], bool]:
    """The names that stand in broken files, and whether one of these has none."""
    found = [[name.decode("utf-8", "replace") for name in _NAMES.findall(_readable(texts.get(path, b"")))] for path in sorted(broken)]
    return {squeezed(name): name.strip() for names in found for name in names}, not all(found)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the garbage collector: loading makes millions of objects and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
