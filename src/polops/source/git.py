"""What git says about a workspace: read with plumbing commands only, so that nothing in a repository can run a program.

No hooks, no fsmonitor, no network, no prompt, and no option can be smuggled in; where there is no git or no repository the answer is empty.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

_SAFE = {
    "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
}  # fmt: skip
_UNSET = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)
_OPTIONS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "safe.bareRepository=explicit")
_ID = re.compile(rb"[0-9a-f]{40,64}")
_PATIENCE = 5


def head(folder: Path) -> str:
    """The id of the commit that is checked out in a folder; empty where there is none to be known."""
    if not (folder / ".git").exists():
        return ""
    environment = {key: value for key, value in os.environ.items() if key not in _UNSET} | _SAFE
    try:
        found = subprocess.run(
            ["git", *_OPTIONS, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}"],  # noqa: S607 - the user's own git
            cwd=folder, env=environment, capture_output=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    answer = found.stdout.strip()
    return answer.decode() if found.returncode == 0 and _ID.fullmatch(answer) else ""
