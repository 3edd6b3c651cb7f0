"""Bytes from values: one module per format.

A page format is a module with `render(page, look) -> bytes`; a problem format is a module with
`render(problems, documents, look) -> bytes`. The registries name the modules; heavy libraries are imported when one is used.
"""

from __future__ import annotations

from polops.values.record import dataclass


@dataclass(frozen=True, slots=True)
class Explained:
    """What `polops explain` says of a check: code, name, its usual severity, title, and the text under four headings."""

    code: str
    name: str
    severity: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the place of output allows: its width in characters, colour or not, and what links to plan files start with.

    `link_base` is put before `path#Lline`: the way from the output's folder to the folder that paths are relative to.
    `templates` are the workspace's own template texts by file name; `limit` is how many problems are listed at most.
    `explained` are the checks that the problems come from, for formats that explain them. `revision` is the commit that a comment is
    about, and its time in seconds.
    """

    width: int = 80
    color: bool = False
    link_base: str = ""
    templates: tuple[tuple[str, str], ...] = ()
    table: str = ""
    limit: int = 100
    explained: tuple[Explained, ...] = ()
    revision: tuple[str, int] = ("", 0)


PAGE_FORMATS = {
    "terminal": "polops.render.terminal",
    "md": "polops.render.markdown",
    "html": "polops.render.html",
    "xlsx": "polops.render.xlsx",
    "json": "polops.render.page_json",
    "csv": "polops.render.csv",
    "ics": "polops.render.ics",
}
PROBLEM_FORMATS = {
    "text": "polops.render.text",
    "json": "polops.render.problems_json",
    "md": "polops.render.problems_md",
    "github": "polops.render.github",
    "gitlab": "polops.render.gitlab",
    "sarif": "polops.render.sarif",
    "junit": "polops.render.junit",
}
