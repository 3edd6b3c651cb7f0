"""A review's file of ratings is read from the plans' folder, here and in a revision, and from nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.analyse.lumo import ALL
from tests.analyse.test_review import RATED
from tests.analyse.workspaces import BASE, files
from tests.cli.runner import AS_OF, polops
from tests.source.repositories import commit, init, needs_git

from polops.source.text import MAX_BYTES

CSV = "plans/reviews/2026-Q3/QR-011.csv"
HALF = "rater,i1,i2\nr1,a,b\nr2,a,a\n"
WHOLE = "rater,i1,i2\nr1,a,b\nr2,a,b\n"


def workspace(csv: str | None) -> dict[str, str]:
    texts = {f"plans/{path}": data.decode() for path, data in files(BASE, ALL, RATED).items()}
    return texts | ({CSV: csv} if csv is not None else {})


def agreement(folder: Path, *options: str) -> tuple[str | None, str | None]:
    ran = polops("-C", folder, "show", "QR-011", "--as-of", AS_OF, "--json", *options)
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    return found["computed"]["agreement"], found["why"]


@needs_git
def test_the_files_here_and_those_of_a_revision(tmp_path: Path) -> None:
    repo = init(tmp_path / "repo", workspace(HALF))
    commit(repo, {CSV: WHOLE})
    (repo / CSV).write_text(HALF)
    assert agreement(repo) == ("0.5", None)
    assert agreement(repo, "--rev", "HEAD") == ("1", None)
    assert agreement(repo, "--rev", "HEAD~1") == ("0.5", None)
    (repo / CSV).unlink()
    assert agreement(repo) == (None, "the file of ratings cannot be read")
    assert agreement(repo / "plans", "--rev", "HEAD") == ("1", None)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for path, text in workspace(None).items():
        place = tmp_path / "repo" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (tmp_path / "outside.csv").write_text(WHOLE)
    return tmp_path / "repo"


def test_links_are_not_followed(plans: Path, tmp_path: Path) -> None:
    """Neither of the file nor of a folder on the way, wherever they lead."""
    (plans / CSV).symlink_to(tmp_path / "outside.csv")
    assert agreement(plans) == (None, "the file of ratings cannot be read")
    (plans / CSV).unlink()
    folder = (plans / CSV).parent
    folder.rename(plans / "plans/real")
    (plans / "plans/real/QR-011.csv").write_text(WHOLE)
    folder.symlink_to(plans / "plans/real")
    moved = plans / "plans/QR.yaml"
    (plans / "plans/real/QR-011.yaml").rename(moved)
    assert agreement(plans) == (None, "the file of ratings cannot be read")
    moved.write_text(moved.read_text().replace("reviews/2026-Q3", "real"))
    assert agreement(plans) == ("1", None)


def test_what_is_no_file_or_too_large(plans: Path) -> None:
    (plans / CSV).mkdir()
    assert agreement(plans)[1] == "the file of ratings cannot be read"
    (plans / CSV).rmdir()
    (plans / CSV).write_text(WHOLE + " " * MAX_BYTES)
    assert agreement(plans)[1] == "the file of ratings cannot be read"


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/passwd.csv", "a/../../outside.csv", "C:/x.csv"])
def test_a_path_out_of_the_folder_is_an_error_of_the_plan(plans: Path, path: str) -> None:
    review = plans / "plans/reviews/2026-Q3/QR-011.yaml"
    review.write_text(review.read_text().replace("reviews/2026-Q3/QR-011.csv", path))
    ran = polops("-C", plans, "check", "--as-of", AS_OF)
    assert ran.code == 1
    assert "`ratings` must stay inside the plans' folder" in ran.out
