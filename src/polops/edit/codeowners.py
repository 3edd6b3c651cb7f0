"""The part of a CODEOWNERS file that polops writes, between two comments; what stands around it is left alone.

The last pattern that matches counts, at GitHub and at GitLab, so the general lines stand first.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where forges look, in GitHub's order; GitLab takes `CODEOWNERS` before the others."""

BEGIN = "# polops: begin (written by `polops codeowners --write` from the plans: edit those)"
END = "# polops: end"
_BLOCK = re.compile(r"^# polops: begin\b.*?^# polops: end[^\n]*\n?", re.MULTILINE | re.DOTALL)
_SPECIAL = re.compile(r"[\\*?\[\]!#]")


def block(rules: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """The lines for pairs of a pattern and its owners, with the two comments around them. Not aligned: a new line changes no other."""
    lines = (f"{_escaped(pattern)} {' '.join(f'@{owner}' for owner in owners)}" for pattern, owners in rules)
    return "\n".join((BEGIN, *lines, END)) + "\n"


def spliced(text: str, new: str) -> str:
    """The text of a CODEOWNERS file with our part as it is now: in its place, or at the end (where it wins) if there was none."""
    if _BLOCK.search(text):
        return _BLOCK.sub(lambda _: new, text, count=1)
    return f"{text.rstrip()}\n\n{new}" if text.strip() else new


def find(base: Path) -> Path:
    """The CODEOWNERS file of a repository; `CODEOWNERS` at its root where there is none. A link is refused."""
    found = next((base / place for place in PLACES if os.path.lexists(base / place)), base / "CODEOWNERS")
    if os.path.realpath(found) != os.path.join(os.path.realpath(base), found.relative_to(base)):  # noqa: PTH118 - compared as text
        raise PolopsError(f"{found.relative_to(base)} is a link: links are not followed", "put the file itself there")
    return found


def _escaped(pattern: str) -> str:
    """A path as a pattern: signs of its own as `?`, spaces marked; the `*` of a period stays."""
    parts = pattern.split("/")
    return "/".join(part if part in {"*", "*.yaml"} else _SPECIAL.sub("?", part).replace(" ", "\\ ") for part in parts)
