"""The catalogue of errors: for every problem that can be met a small workspace, and beside it all that `polops check` says about it.

`tests/errors/<CODE>-<what>.yaml` holds files as `tests/rules` does, over the same `base.yaml`; `<CODE>-<what>.txt` is the whole output,
word for word: so a fault that drags others behind it is seen here. `tests/errors/README.md` is made from both. `make golden` rewrites
texts and page: read the difference as the one who has to mend the file.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.runner import lay, polops
from tests.test_rules import FOLDER as RULES_FOLDER
from tests.test_rules import began, files

from polops.rules import RULES, rule

if TYPE_CHECKING:
    from tests.cli.runner import Ran

FOLDER = Path(__file__).parent / "errors"
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
REWRITE = os.environ.get("POLOPS_GOLDEN") == "1"
HEAD = re.compile(r"^([^\s:][^:\n]*):(\d+):(\d+): (error|warning|info)\[([A-Z]{2,4}\d{3})\] (.+)$", re.MULTILINE)
INTRO = """# What polops says

Every problem that `polops check` can report, with the file that causes it and the words that are printed. This page is made by
`make golden` from the files beside it. `polops explain CODE` says more about each.
"""


def as_of(name: str) -> str:
    found = re.match(r"# as-of: (\S+)", (FOLDER / f"{name}.yaml").read_text())
    assert found, f"{name}.yaml must start with a comment '# as-of: 2026-08-10'"
    return found[1]


def own(name: str) -> dict[str, str]:
    """The files of a case without those of the base workspace."""
    return files((FOLDER / f"{name}.yaml").read_text())


def checked(name: str, folder: Path) -> Ran:
    """What `polops check` says of a case; of one with files of a base, as of a change that is not committed yet."""
    now, before = began({**files((RULES_FOLDER / "base.yaml").read_text()), **own(name)})
    since = () if before is None else ("--since", committed(folder, before))
    for path in before or ():
        (folder / path).unlink()
    return polops("-C", lay(folder, now), "check", "--as-of", as_of(name), "--format", "text", "--fail-on", "info", *since)


def committed(folder: Path, texts: dict[str, str]) -> str:
    """Commit files to a new repository, and return the name of the commit."""
    lay(folder, texts)
    for command in ("init -q -b main", "add .", "commit -q -m base"):
        subprocess.run(["git", "-C", folder, *command.split()], check=True)
    return "main"


@pytest.mark.parametrize("name", CASES)
def test_golden_message(name: str, tmp_path: Path) -> None:
    ran = checked(name, tmp_path)
    golden = FOLDER / f"{name}.txt"
    if REWRITE:
        golden.write_text(ran.out)
    assert ran.out == golden.read_text()
    assert (ran.code, ran.err) == (1, "")
    code = name.partition("-")[0]
    heads = [match for match in HEAD.finditer(ran.out) if match[5] == code]
    assert heads, f"{name} does not report {code}"
    for path, line, col, severity, _, message in (match.groups() for match in heads):
        written = own(name).get(path) or files((RULES_FOLDER / "base.yaml").read_text()).get(path, "")
        lines = written.splitlines() or [""]  # of a deleted file the first line is named
        assert 1 <= int(line) <= len(lines), "the place is in the file"
        assert 1 <= int(col) <= len(lines[int(line) - 1]) + 2
        assert not message.endswith("."), "one clause, without a full stop"
        assert len(message) <= 300, "short enough to be read"
        assert severity == "info" or "help: " in ran.out or " must " in message or " has " in message, "it says what to type"


def test_golden_page() -> None:
    page = FOLDER / "README.md"
    made = readme()
    if REWRITE:
        page.write_text(made)
    assert page.read_text() == made


def test_every_code_has_a_case() -> None:
    assert {name.partition("-")[0] for name in CASES} == set(RULES)


def test_every_text_belongs_to_a_case() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == CASES


def readme() -> str:
    """The page of all messages, in order of code."""
    parts = [INTRO]
    last = ""
    for name in CASES:
        code, _, what = name.partition("-")
        if code != last:
            title = (rule(code).__doc__ or "").partition("\n")[0]
            parts.append(f"## {code} {rule(code).NAME}\n\n{title}\n")
            last = code
        text = (FOLDER / f"{name}.txt").read_text().rstrip("\n")
        parts.append(
            f"### {what.replace('-', ' ')}\n\n[{name}.yaml]({name}.yaml)\n\n```text\n{text}\n```\n" if what else f"```text\n{text}\n```\n"
        )
    return "\n".join(parts)
