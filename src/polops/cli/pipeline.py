"""What the job of a forge says about itself: which pull request it is for, at which commit, and with which token it may write."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polops.source.problem import PolopsError
from polops.values.record import dataclass

if TYPE_CHECKING:
    from polops.edit.forges import Forge

GITHUB_API, GITLAB_API = "https://api.github.com", "https://gitlab.com/api/v4"


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request as options and the environment name it: repository or project, number, the commit of its head, the API's address.

    `why_not` tells why a comment cannot be written with what is there: no token, or one that a fork is given; empty where it can.
    """

    forge: str
    repository: str
    number: int
    commit: str
    api: str
    token: str
    header: str
    why_not: str = ""


def guess() -> str:
    """The forge whose job this is; empty outside of one."""
    return "github" if os.environ.get("GITHUB_ACTIONS") else "gitlab" if os.environ.get("GITLAB_CI") else ""


def github(repository: str, number: int, commit: str, api: str) -> Pull:
    """The pull request of a GitHub workflow; options win."""
    event = _event()
    pull = event.get("pull_request") or {}
    merged = re.fullmatch(r"refs/pull/(\d+)/(?:merge|head)", os.environ.get("GITHUB_REF", ""))
    issue = event.get("issue") or {}
    found = number or pull.get("number") or (issue.get("number") if "pull_request" in issue else 0) or (int(merged[1]) if merged else 0)
    here = repository or os.environ.get("GITHUB_REPOSITORY", "")
    token = _first("GITHUB_TOKEN", "GH_TOKEN")
    if not token:
        why = "no GITHUB_TOKEN in the environment"
    else:
        why = "a fork's pull request has a token that only reads" if _forked(pull, here) else ""
    if not why:
        _wanted(re.fullmatch(r"[\w.-]+/[\w.-]+", here, re.ASCII), "repository", "--repo OWNER/NAME, or GITHUB_REPOSITORY")
        _wanted(found, "pull request", "--pull NUMBER, or GITHUB_EVENT_PATH of a pull_request event")
    head = commit or (pull.get("head") or {}).get("sha") or os.environ.get("GITHUB_SHA", "")
    return Pull("github", here, int(found or 0), str(head), api or _first("GITHUB_API_URL") or GITHUB_API, token, "Authorization", why)


def gitlab(repository: str, number: int, commit: str, api: str) -> Pull:
    """The merge request of a GitLab job; options win."""
    project = repository or _first("CI_MERGE_REQUEST_PROJECT_ID", "CI_PROJECT_ID")
    given = os.environ.get("CI_MERGE_REQUEST_IID", "")
    found = number or (int(given) if re.fullmatch(r"\d{1,9}", given, re.ASCII) else 0)
    head = commit or _first("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA")
    own, job = _first("GITLAB_TOKEN"), _first("CI_JOB_TOKEN")
    why = "" if own or job else "neither GITLAB_TOKEN nor CI_JOB_TOKEN in the environment"
    if not why:
        _wanted(project, "project", "--repo GROUP/NAME or its number, or CI_PROJECT_ID")
        _wanted(found, "merge request", "--pull NUMBER, or CI_MERGE_REQUEST_IID of a merge request pipeline")
    header = "PRIVATE-TOKEN" if own else "JOB-TOKEN"
    return Pull("gitlab", project, found, head, api or _first("CI_API_V4_URL") or GITLAB_API, own or job, header, why)


def forge(pull: Pull, patience: float) -> Forge:
    """The forge of a pull request, ready to be asked."""
    from polops.edit.api import Api
    from polops.edit.forges import GitHub, GitLab

    if pull.forge == "github":
        headers = {"Authorization": f"Bearer {pull.token}", "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        may = ("the token may not write comments", "give the job `permissions: {contents: read, pull-requests: write}`")
        hints = {
            401: ("the token is not accepted", "set GITHUB_TOKEN: ${{ github.token }} in the step's env"),
            403: may,
            404: (f"no pull request {pull.number} in {pull.repository}, or the token may not see it", may[1]),
            422: ("GitHub does not take the comment", "is the pull request locked, or the comment too long?"),
        }
        return GitHub(Api(pull.api, headers, hints, patience=patience), pull.repository, pull.number)
    token = "set GITLAB_TOKEN to a project access token with the scope `api` and the role Reporter, in a masked variable"  # noqa: S105 - words about one
    hints = {
        401: ("the token is not accepted", token),
        403: ("the token may not write comments", token),
        404: (f"no merge request {pull.number} in project {pull.repository}, or the token may not see it", token),
        400: ("GitLab does not take the comment", "is the discussion locked, or the comment too long?"),
        422: ("GitLab does not take the comment", "is the discussion locked, or the comment too long?"),
    }
    user = os.environ.get("GITLAB_USER_ID", "") if pull.header == "JOB-TOKEN" else ""
    me = int(user) if re.fullmatch(r"\d{1,12}", user, re.ASCII) else 0
    return GitLab(Api(pull.api, {pull.header: pull.token}, hints, patience=patience), pull.repository, pull.number, me)


def _first(*names: str) -> str:
    return next(filter(None, (os.environ.get(name, "").strip() for name in names)), "")


def _wanted(found: object, what: str, help_: str) -> None:
    if not found:
        raise PolopsError(f"which {what}? none is named", help_)


def _forked(pull: dict[str, Any], here: str) -> bool:
    """Whether the changes come from another repository; one that is deleted is another one too."""
    head = pull.get("head")
    return head is not None and ((head.get("repo") or {}).get("full_name") or "") != here


def _event() -> dict[str, Any]:
    """What GitHub says has happened; nothing where it does not."""
    path = os.environ.get("GITHUB_EVENT_PATH")
    if not path:
        return {}
    try:
        event = json.loads(Path(path).read_bytes())
    except (OSError, ValueError):
        raise PolopsError(f"GITHUB_EVENT_PATH cannot be read: {path}", "name the pull request with --pull") from None
    return event if isinstance(event, dict) else {}
