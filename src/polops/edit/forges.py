"""GitHub and GitLab as far as one comment needs them: whose comments are ours, how they are listed, made and changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import quote

from polops.edit.api import Api, RefusalError
from polops.source.problem import PolopsError
from polops.values.record import dataclass

PAGES = 100
"""Pages of a hundred comments that are looked through at most."""
_FORBIDDEN, _GONE = 403, 404


@dataclass(frozen=True, slots=True)
class Written:
    """A comment of ours that is there: its number, its text and its address."""

    id: int
    body: str
    url: str = ""


class Forge(Protocol):
    """What `comment.put` asks of a forge."""

    @property
    def longest(self) -> int:
        """How many characters a comment may have."""

    @property
    def api(self) -> Api:
        """What is asked."""

    def head(self) -> str:
        """The commit that the pull request is at now."""

    def ours(self) -> Iterator[Written]:
        """The comments that we wrote, oldest first."""

    def create(self, body: str) -> str:
        """Write a comment; its address."""

    def update(self, written: Written, body: str) -> str:
        """Write a comment anew; its address."""


@dataclass(frozen=True, slots=True)
class GitHub:
    """A pull request at GitHub (REST API 2022-11-28). A token of a workflow is not told who it is: what a bot wrote is ours then."""

    api: Api
    repository: str
    number: int
    longest: int = 65_536

    def head(self) -> str:
        """The commit that the pull request is at now."""
        return str(_fields(self.api.ask("GET", f"repos/{self.repository}/pulls/{self.number}").data, "head", "sha"))

    def ours(self) -> Iterator[Written]:
        """The comments that we wrote, oldest first."""
        me = self._me()
        for each in _pages(self.api, f"repos/{self.repository}/issues/{self.number}/comments?per_page=100"):
            user = each.get("user") or {}
            if (user.get("login") == me) if me else (user.get("type") == "Bot"):
                yield Written(int(_fields(each, "id")), str(each.get("body") or ""), str(each.get("html_url") or ""))

    def create(self, body: str) -> str:
        """Write a comment; its address."""
        path = f"repos/{self.repository}/issues/{self.number}/comments"
        return str(_fields(self.api.ask("POST", path, {"body": body}).data, "html_url"))

    def update(self, written: Written, body: str) -> str:
        """Write a comment anew; its address."""
        path = f"repos/{self.repository}/issues/comments/{written.id}"
        return str(_fields(self.api.ask("PATCH", path, {"body": body}).data, "html_url"))

    def _me(self) -> str:
        try:
            return str(_fields(self.api.ask("GET", "user").data, "login"))
        except RefusalError as refusal:
            if refusal.status in {_FORBIDDEN, _GONE}:
                return ""
            raise


@dataclass(frozen=True, slots=True)
class GitLab:
    """A merge request at GitLab (REST API v4). `me` is the number of who the token belongs to; 0: the forge is asked."""

    api: Api
    project: str
    number: int
    me: int = 0
    longest: int = 1_000_000

    @property
    def _path(self) -> str:
        return f"projects/{quote(self.project, safe='')}/merge_requests/{self.number}"

    def head(self) -> str:
        """The commit that the merge request is at now."""
        return str(_fields(self.api.ask("GET", self._path).data, "sha"))

    def ours(self) -> Iterator[Written]:
        """The comments that we wrote, oldest first."""
        me = self.me or int(_fields(self.api.ask("GET", "user").data, "id"))
        for each in _pages(self.api, f"{self._path}/notes?per_page=100&sort=asc&order_by=created_at"):
            if (each.get("author") or {}).get("id") == me and not each.get("system"):
                yield Written(int(_fields(each, "id")), str(each.get("body") or ""))

    def create(self, body: str) -> str:
        """Write a comment; where it is."""
        return self._place(self.api.ask("POST", f"{self._path}/notes", {"body": body}).data)

    def update(self, written: Written, body: str) -> str:
        """Write a comment anew; where it is."""
        return self._place(self.api.ask("PUT", f"{self._path}/notes/{written.id}", {"body": body}).data)

    def _place(self, note: object) -> str:
        return f"note {_fields(note, 'id')} of !{self.number}"


def _pages(api: Api, path: str) -> Iterator[dict[str, Any]]:
    """The entries of a list, page after page."""
    for _ in range(PAGES):
        answer = api.ask("GET", path)
        if not isinstance(answer.data, list) or not all(isinstance(each, dict) for each in answer.data):
            raise _strange()
        yield from answer.data
        path = answer.next
        if not path:
            return


def _fields(data: object, *names: str) -> Any:  # noqa: ANN401 - any JSON value
    """A value inside an answer; PolopsError where it is not there."""
    for name in names:
        if not isinstance(data, dict) or data.get(name) is None:
            raise _strange()
        data = data[name]
    return data


def _strange() -> PolopsError:
    return PolopsError("the forge's answer is not what its API describes", "is this the address of its API? --api")
