"""The README's way from nothing to a first green check and report, followed literally.

The only thing that stands in for the world is the package index: what polops depends on comes from the environment of the tests.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import time
from pathlib import Path

import pytest

MINUTES = 5
SHIPPED = ("pyproject.toml", "README.md", "LICENSE", "src", "templates")


@pytest.fixture
def checkout(tmp_path: Path, project_root: Path) -> Path:
    """A folder with a checkout of polops in `polops`."""
    for name in SHIPPED:
        target = tmp_path / "polops" / name
        target.parent.mkdir(exist_ok=True)
        if (project_root / name).is_dir():
            shutil.copytree(project_root / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(project_root / name, target)
    return tmp_path


def commands(readme: str) -> str:
    section = readme.partition("## Start your own plans\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return str(block)


def test_the_readme_leads_to_a_first_report(checkout: Path, project_root: Path) -> None:
    script = commands((project_root / "README.md").read_text())
    assert script.splitlines()[-2:] == ["polops check", "polops report"]
    # "0" is how this setting is spelt: it sets what --no-build-isolation negates
    index = {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": sysconfig.get_path("purelib")}
    path = f"{Path(sysconfig.get_path('scripts'))}{os.pathsep}{os.environ['PATH']}"  # for a python3 that is new enough
    start = time.monotonic()
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=checkout, env={**os.environ, **index, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert time.monotonic() - start < MINUTES * 60
    assert "\nno problems\n" in ran.stdout
    assert "Our programme · Status" in ran.stdout
    assert "5 of 5 positions" in ran.stdout
    assert (checkout / "our-plans/plans/org.yaml").is_file()
    installed = subprocess.run(
        [checkout / "polops-env/bin/python", "-c", "import polops; print(polops.__file__)"],
        env={**os.environ, **index}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert installed.startswith(str(checkout / "polops-env")), "it was the installed polops that ran"
