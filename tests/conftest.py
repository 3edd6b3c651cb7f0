"""What every test stands on: a fixed environment, the project's root, and the large programs that some tests drive.

A test marked `needs_libreoffice`, `needs_chromium`, `needs_forge` or `needs_node` is skipped, with the reason, where the program is absent.
`POLOPS_TEST_ALL=1` (`make test-all`) makes that a failure.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A run must not depend on who runs it, and git not on the repository or the hook that it was started from.
FIXED = {
    "COLUMNS": "80",
    "GIT_AUTHOR_DATE": "2026-08-10T12:00:00+00:00",
    "GIT_AUTHOR_EMAIL": "tests@polops.invalid",
    "GIT_AUTHOR_NAME": "polops tests",
    "GIT_COMMITTER_DATE": "2026-08-10T12:00:00+00:00",
    "GIT_COMMITTER_EMAIL": "tests@polops.invalid",
    "GIT_COMMITTER_NAME": "polops tests",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
UNSET = ("CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "LINES", "NO_COLOR", "PY_COLORS", "TERMINAL_WIDTH", "TTY_COMPATIBLE")
UNSET_PREFIXES = ("CI", "GIT_", "GITHUB_", "GITLAB_", "POLOPS_")
KEPT = ("POLOPS_GOLDEN", "POLOPS_TEST_ALL")

YAML_LANGUAGE_SERVER = ROOT / "build/node/node_modules/.bin/yaml-language-server"
FORGE = ROOT / "build/forge"
PROGRAMS: dict[str, tuple[str, ...]] = {
    "needs_chromium": ("chromium", "chromium-browser", "google-chrome"),
    "needs_forge": (str(FORGE / "bin/check-jsonschema"),),
    "needs_libreoffice": ("soffice", "libreoffice"),
    "needs_node": (str(YAML_LANGUAGE_SERVER),),
}

# The same examples in every run: a red test is the change's doing. `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("polops", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("polops")


def pytest_configure() -> None:
    """Fix the environment once per process, before any test module is imported."""
    for name in list(os.environ):
        if name in UNSET or (name.startswith(UNSET_PREFIXES) and name not in KEPT):
            del os.environ[name]
    os.environ.update(FIXED)
    time.tzset()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is absent, or fail it where all are asked for."""
    for marker in sorted(PROGRAMS.keys() & {mark.name for mark in item.iter_markers()}):
        if find_program(marker) is None:
            reason = f"{marker}: none of {', '.join(Path(name).name for name in PROGRAMS[marker])} is installed"
            if os.environ.get("POLOPS_TEST_ALL") == "1":
                pytest.fail(f"{reason} (POLOPS_TEST_ALL=1)", pytrace=False)
            pytest.skip(reason)


def find_program(marker: str) -> str | None:
    """The path of the program that a `needs_` marker asks for."""
    return next(filter(None, map(shutil.which, PROGRAMS[marker])), None)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def program(request: pytest.FixtureRequest) -> str:
    """The path of the program that the test's `needs_` marker names."""
    for marker in PROGRAMS:
        if request.node.get_closest_marker(marker) and (path := find_program(marker)):
            return path
    raise LookupError(f"{request.node.name} asks for `program` without a needs_ marker")
