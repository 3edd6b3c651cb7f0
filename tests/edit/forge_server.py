"""A forge on this machine: a real HTTP server that plays the comments of one pull request, and misbehaves where it is told to.

It keeps to the documented API of GitHub (`/repos/o/r/…`, Link headers, bots) or GitLab (`/projects/7/…`, notes). `script` holds what the
next requests get: a number, a number with headers and perhaps data, `"slow"`, `"drop"`, `"did-it"` (done, and then no answer),
`"trickle"`, any other text as it is; None is a proper answer, and so is everything behind the script's end.
"""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD = "a" * 40
TOKEN = "test-token-of-a-server-that-is-none"  # noqa: S105 - it opens nothing
BOT = {"login": "github-actions[bot]", "type": "Bot", "id": 42}
PERSON = {"login": "ana", "type": "User", "id": 1}


@dataclass
class Fake:
    """The server's state: its comments, what it was asked, and what it shall do wrong."""

    gitlab: bool = False
    head: str = HEAD
    comments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    script: list[Any] = field(default_factory=list)
    user: dict[str, Any] | None = None
    url: str = ""

    def add(self, body: str, user: dict[str, Any] | None = None) -> dict[str, Any]:
        """A comment that is there."""
        number = len(self.comments) + 1
        made = {"id": number, "body": body, "user": user or BOT, "author": user or BOT, "html_url": f"https://forge.example/c/{number}"}
        self.comments.append(made)
        return made

    @property
    def bodies(self) -> list[str]:
        """What stands at the pull request."""
        return [comment["body"] for comment in self.comments]

    @property
    def writes(self) -> list[str]:
        """The requests that change something."""
        return [method for method, _ in self.asked if method != "GET"]


@contextmanager
def serve(fake: Fake) -> Iterator[Fake]:
    """Run the server until the test is done with it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    fake: Fake
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        """`do_GET` and every other method."""
        if name.startswith("do_"):
            return self._act
        raise AttributeError(name)

    def _act(self) -> None:
        self.fake.asked.append((self.command, self.path))
        self.fake.headers.append(dict(self.headers.items()))
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        turn = self.fake.script.pop(0) if self.fake.script else None
        if turn is None:
            self._answer(json.loads(sent) if sent else {})
        elif isinstance(turn, str):
            self._misbehave(turn, sent)
        else:
            status, headers, *data = turn if isinstance(turn, tuple) else (turn, {})
            self._say(status, data[0] if data else {"message": f"said {status}"}, headers)

    def _misbehave(self, how: str, sent: bytes) -> None:
        if how == "did-it":
            self.fake.add(json.loads(sent)["body"])
            self.close_connection = True
        elif how == "drop":
            self.close_connection = True
        elif how == "slow":
            time.sleep(0.6)
            self.close_connection = True
        elif how == "trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(20):
                time.sleep(0.05)
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(how)))
            self.end_headers()
            self.wfile.write(how.encode())

    def _say(self, status: int, data: object, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, sent: dict[str, Any]) -> None:
        fake, path = self.fake, urlsplit(self.path).path
        top = "/projects/7/merge_requests/12" if fake.gitlab else "/repos/o/r"
        if path == "/user":
            self._say(200, fake.user) if fake.user else self._say(403, {"message": "Resource not accessible by integration"})
        elif path == (top if fake.gitlab else f"{top}/pulls/12"):
            self._say(200, {"sha": fake.head} if fake.gitlab else {"head": {"sha": fake.head}})
        elif path == (f"{top}/notes" if fake.gitlab else f"{top}/issues/12/comments"):
            self._say(201, fake.add(sent["body"], fake.user or BOT)) if self.command == "POST" else self._page()
        elif found := re.fullmatch(rf"{top}/(?:notes|issues/comments)/(\d+)", path):
            comment = fake.comments[int(found[1]) - 1]
            comment["body"] = sent["body"]
            self._say(200, comment)
        else:
            self._say(404, {"message": "Not Found"})

    def _page(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        number, size = int(query.get("page", ["1"])[0]), int(query["per_page"][0])
        shown = self.fake.comments[(number - 1) * size : number * size]
        more = len(self.fake.comments) > number * size
        here = f"{self.fake.url}{urlsplit(self.path).path}"
        link = f'<{here}?per_page={size}&page={number + 1}>; rel="next", <{here}?per_page={size}&page=9>; rel="last"'
        self._say(200, shown, {"Link": link} if more else {})
