"""Where findings go: standard output, files beside it, and the summary of a GitHub job."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from polops.cli.session import Session, color, emit, width
from polops.render import PROBLEM_FORMATS, Explained, Look
from polops.source.problem import PolopsError, Problem
from polops.values.ref import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.source.document import Document

BRIEF = 100
"""How many problems a person or a script is shown where `--limit` does not say; files for a forge hold all."""
_BRIEF = ("text", "json")
_BLOBS = (
    (("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"), "{}/{}/blob/{}/"),
    (("CI_PROJECT_URL", "CI_COMMIT_SHA"), "{}/-/blob/{}/"),
)


def publish(session: Session, problems: Sequence[Problem], name: str, also: Sequence[tuple[str, Path]], limit: int | None) -> None:
    """Write the problems to standard output in the format `name`, to each file of `also` in its own, and to GitHub's summary."""
    for format_, file in also:
        emit(_rendered(session, problems, format_, limit), file)
    if name == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        append(Path(summary), _rendered(session, problems, "md", limit))
    emit(_rendered(session, problems, name, limit))


def targets(given: Sequence[str]) -> list[tuple[str, Path]]:
    """The formats and files of `-o FORMAT=FILE`, which may be repeated."""
    found = []
    for each in given:
        name, _, file = each.partition("=")
        if not file or name not in PROBLEM_FORMATS:
            near = nearest(name, PROBLEM_FORMATS) if file else None
            hint = f"did you mean -o {near}={file[:60]}?" if near else f"formats: {', '.join(PROBLEM_FORMATS)}"
            raise PolopsError(f"-o must be FORMAT=FILE, as in sarif=polops.sarif, got '{each[:60]}'", hint)
        found.append((name, Path(file)))
    return found


def append(path: Path, data: bytes) -> None:
    """Add bytes to the end of a file, as GitHub wants its summaries and outputs written."""
    try:
        with path.open("ab") as there:
            there.write(data)
    except OSError as refusal:
        raise PolopsError(f"cannot write the summary of the job: {(refusal.strerror or 'it failed').lower()}: {path}") from None


def blob_base() -> str:
    """What links to plan files start with in a job of GitHub or GitLab: the files of the commit that is checked; empty elsewhere."""
    for names, way in _BLOBS:
        parts = [os.environ.get(name, "") for name in names]
        if all(parts):
            return way.format(*parts)
    return ""


def _rendered(session: Session, problems: Sequence[Problem], name: str, limit: int | None) -> bytes:
    brief = name in _BRIEF and limit is None
    look = Look(width=width(), limit=BRIEF if brief else limit or len(problems))
    if name == "text":
        look = replace(look, color=color())
    elif name == "md":
        look = replace(look, link_base=blob_base())
    elif name == "sarif":
        look = replace(look, explained=_explained(problems))
    documents = _documents(session, problems, look.limit) if name == "text" else {}
    return bytes(import_module(PROBLEM_FORMATS[name]).render(problems, documents, look))


def _explained(problems: Sequence[Problem]) -> tuple[Explained, ...]:
    from polops.cli.explain_ import page
    from polops.rules import RULES

    found = {problem.code for problem in problems}
    return tuple(Explained(**page(code)) for code in RULES if code in found)


def _documents(session: Session, problems: Sequence[Problem], limit: int) -> dict[str, Document]:
    """The files to show excerpts of: those of the problems that are printed, but none that holds pay."""
    from polops.plan.load import is_restricted
    from polops.render.text import worst

    paths = {problem.span.path for problem in worst([problem for problem in problems if not problem.waived], limit)}
    documents = {path: session.plan.document(path) for path in paths}
    return {path: document for path, document in documents.items() if not is_restricted(path, document.text.encode(errors="replace"))}
