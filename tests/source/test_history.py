"""The commit of a day, by the committer's own calendar, along the branch as it grew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.source.repositories import clone, commit, git, init, needs_git

from polops.source.git import find_repository
from polops.source.history import at_day, is_day
from polops.source.problem import PolopsError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_git


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> object:
    """Commit at an instant."""

    def at(folder: Path, when: str) -> str:
        monkeypatch.setenv("GIT_COMMITTER_DATE", when)
        return commit(folder, message=when)

    return at


def test_the_last_commit_at_or_before_the_end_of_the_day(tmp_path: Path, on) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the fixture
    repo = init(tmp_path / "repo")
    first = on(repo, "2026-06-30T23:59:59+00:00")
    late = on(repo, "2026-07-01T23:30:00-07:00")  # still the first of July where it was made
    last = on(repo, "2026-07-02T00:30:00+09:00")
    found = find_repository(repo)
    days = {day: at_day(found, date.fromisoformat(day)).commit for day in ("2026-06-30", "2026-07-01", "2026-07-02", "2027-01-01")}
    assert days == {"2026-06-30": first, "2026-07-01": late, "2026-07-02": last, "2027-01-01": last}
    with pytest.raises(PolopsError, match="this branch has no commit on or before 2026-06-29"):
        at_day(found, date(2026, 6, 29))


def test_what_was_merged_counts_from_its_merge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the fixture
    repo = init(tmp_path / "repo")
    first = on(repo, "2026-06-01T12:00:00+00:00")
    git(repo, "checkout", "-q", "-b", "side")
    on(repo, "2026-06-10T12:00:00+00:00")
    git(repo, "checkout", "-q", "main")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-06-20T12:00:00+00:00")
    git(repo, "merge", "-q", "--no-ff", "-m", "merge 2026-06-20", "side")
    assert at_day(find_repository(repo), date(2026, 6, 15)).commit == first


def test_a_long_history(tmp_path: Path) -> None:
    repo = init(tmp_path / "repo")
    head = "commit refs/heads/main\ncommitter A <a@b.invalid>"
    lines = [f"{head} {1_700_000_000 + number * 86_400} +0000\ndata 1\nx\n" for number in range(700)]
    git(repo, "fast-import", "--quiet", stdin="".join(lines).encode())
    found = find_repository(repo)
    assert at_day(found, date(2023, 11, 14)).commit == git(repo, "rev-parse", "main~699")
    assert at_day(found, date(2023, 11, 20)).commit == git(repo, "rev-parse", "main~693")
    assert at_day(found, date(2025, 10, 12)).commit == git(repo, "rev-parse", "main~1")


def test_a_shallow_clone_says_what_to_fetch(tmp_path: Path, on) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the fixture
    repo = init(tmp_path / "repo")
    on(repo, "2026-06-01T12:00:00+00:00")
    on(repo, "2026-06-02T12:00:00+00:00")
    shallow = find_repository(clone(repo, tmp_path / "clone", "--depth=1"))
    with pytest.raises(PolopsError) as refused:
        at_day(shallow, date(2026, 6, 1))
    assert (refused.value.message, refused.value.help) == (
        "this branch has no commit on or before 2026-06-01: this clone is shallow", "git fetch --unshallow gets the whole history",
    )  # fmt: skip


def test_days_and_names() -> None:
    assert [is_day(word) for word in ("2026-06-30", "2026-6-30", "v2026-06-30", "2026-06-30^", "\uff12026-06-30")] == [True, *[False] * 4]
