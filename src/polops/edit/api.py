"""Asking a forge's API over HTTP: bounded in time, size and tries, and the token goes to one host only.

GET, PATCH and PUT are repeated after 5xx, 429, a rate limit or silence, with growing pauses or as long as the forge asks for. A POST is
repeated only where the forge says that it did nothing; otherwise `UnsureError` is raised, so that the caller can look before it asks
again. A redirect is followed within the same host, never to another one. How long to wait is told by the answer's own `Date`.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import field
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from polops import __version__
from polops.source.problem import PolopsError
from polops.source.text import show
from polops.values.record import dataclass

if TYPE_CHECKING:
    from email.message import Message

TRIES = 5
LONGEST = 10_000_000
"""Bytes of an answer that are read at most."""
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_REDIRECTS = 3
_TIMEOUT, _LIMITED, _SERVER = 408, 429, 500
_NEXT = re.compile(r'<([^<>]+)>\s*;[^<]*\brel="?next"?')


class RefusalError(PolopsError):
    """The forge said no; `status` is its number for why."""

    def __init__(self, status: int, message: str, help: str = "") -> None:  # noqa: A002 - the user's word for it
        super().__init__(message, help)
        self.status = status


class UnsureError(Exception):
    """Something was asked for and no answer tells whether it was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the number, the headers, and the data that the JSON held."""

    status: int
    headers: Message
    data: Any

    @property
    def next(self) -> str:
        """The address of the next page; empty on the last."""
        found = _NEXT.search(self.headers.get("Link", ""))
        return found[1] if found else ""


@dataclass(slots=True)
class Api:
    """One forge's API: the address it starts with, the headers that hold the token, and what to say for each refusal.

    `timeout` is for one answer, `patience` for all the waiting of this object, both in seconds.
    """

    base: str
    headers: Mapping[str, str]
    hints: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    timeout: float = 20.0
    patience: float = 120.0
    sleep: Callable[[float], object] = time.sleep
    waited: float = 0.0

    def __post_init__(self) -> None:
        host = urlsplit(self.base).hostname or ""
        if not self.base.startswith("https://") and not (self.base.startswith("http://") and host in LOOPBACK):
            raise PolopsError(f"the API must be an https address, got '{show(self.base, 100)}'", "the token is not sent in the clear")
        if not all(value.isascii() and value.isprintable() for value in self.headers.values()):
            raise PolopsError("the token holds characters that no token has", "paste it again, without spaces or line ends around it")

    @property
    def host(self) -> str:
        """The host, as messages name it."""
        return urlsplit(self.base).netloc

    def ask(self, method: str, path: str, data: object = None) -> Answer:
        """Ask once it is answered; PolopsError where it is refused or nobody answers, UnsureError for a POST that may have been done."""
        url = path if "://" in path else f"{self.base.rstrip('/')}/{path.lstrip('/')}"
        for tried in range(TRIES):
            try:
                status, headers, body = self._answer(method, url, data)
            except (OSError, HTTPException) as silence:
                self._again(method, tried, _why(silence), 0)
                continue
            asked = _pause(headers)
            if status == _LIMITED or (status == 403 and _limited(headers, body)):  # noqa: PLR2004 - forbidden
                self.rest(tried, "it limits how often it may be asked", asked)
            elif status == _TIMEOUT or status >= _SERVER:
                self._again(method, tried, f"it answers {status}", asked)
            else:
                return self._understood(status, headers, body)
        raise PolopsError(f"{self.host} was asked {TRIES} times in vain", "run it again later")

    def rest(self, tried: int, why: str, asked: float = 0) -> None:
        """Wait before the next try, longer each time or as long as was asked for; PolopsError when patience or tries are at an end."""
        seconds = max(asked, 2.0**tried)
        if tried + 1 >= TRIES or self.waited + seconds > self.patience:
            wait = f" (in {seconds:,.0f} seconds)" if asked else ""
            raise PolopsError(f"{self.host} does not do it: {why}", f"run it again later{wait}")
        self.waited += seconds
        self.sleep(seconds)

    def _again(self, method: str, tried: int, why: str, asked: float) -> None:
        if method == "POST":
            self.rest(tried, why, asked)
            raise UnsureError(why)
        self.rest(tried, why, asked)

    def _answer(self, method: str, url: str, data: object) -> tuple[int, Message, bytes]:
        """One answer, redirects within the host followed."""
        for _ in range(_REDIRECTS + 1):
            self._guard(url)
            status, headers, body = self._exchange(method, url, data)
            if status not in {301, 302, 307, 308}:
                return status, headers, body
            url = urljoin(url, headers.get("Location", ""))
        raise PolopsError(f"{self.host} sends in circles", "name the repository as it is called now")

    def _guard(self, url: str) -> None:
        here, there = urlsplit(self.base), urlsplit(url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise PolopsError(
                f"{self.host} sends to another place, {show(there.netloc, 100)}: not followed, because the token is for {self.host}",
                "name the API where it is now, with --api",
            )

    def _exchange(self, method: str, url: str, data: object) -> tuple[int, Message, bytes]:
        body = json.dumps(data).encode() if data is not None else None
        headers = {"User-Agent": f"polops/{__version__}", "Content-Type": "application/json", **self.headers}
        request = Request(url, body, headers, method=method)  # noqa: S310 - __post_init__ and _guard hold the scheme
        until = time.monotonic() + self.timeout
        try:
            with _opener(urlsplit(url).hostname or "").open(request, timeout=self.timeout) as response:
                return response.status, response.headers, _read(response, until)
        except HTTPError as error:
            with error:
                return error.code, error.headers, _read(error, until)

    def _understood(self, status: int, headers: Message, body: bytes) -> Answer:
        try:
            data = json.loads(body) if body else None
        except ValueError:
            data = None
            if status < 300:  # noqa: PLR2004 - it says it did it
                raise PolopsError(f"{self.host} answers something that is no JSON", "is this the address of its API? --api") from None
        if status < 300:  # noqa: PLR2004 - done
            return Answer(status, headers, data)
        said = data.get("message") or data.get("error") if isinstance(data, dict) else None
        message, help_ = self.hints.get(status, (f"{self.host} refuses it", ""))
        raise RefusalError(status, f"{message} ({status}{': ' + show(' '.join(str(said).split()), 200) if said else ''})", help_)


class _Still(HTTPRedirectHandler):
    """Follows nothing by itself: it would take the token along."""

    def redirect_request(self, *_: object) -> None:
        """No request: the answer is returned as it is."""


def _opener(host: str) -> OpenerDirector:
    """HTTP and HTTPS and nothing else, through the proxy of the environment unless the host is this machine."""
    opener = OpenerDirector()
    proxies = [] if host in LOOPBACK else [ProxyHandler()]
    for handler in (*proxies, HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor(), _Still()):
        opener.add_handler(handler)
    return opener


def _read(response: Any, until: float) -> bytes:  # noqa: ANN401 - an answer or an error, which read alike
    """The whole body; a TimeoutError where it takes too long, however it trickles."""
    parts: list[bytes] = []
    while part := response.read1(1 << 16):
        parts.append(part)
        if time.monotonic() > until:
            raise TimeoutError
        if sum(map(len, parts)) > LONGEST:
            raise PolopsError("the forge answers more than 10 MB", "is this the address of its API? --api")
    return b"".join(parts)


def _why(silence: Exception) -> str:
    reason = silence.reason if isinstance(silence, URLError) else silence
    if isinstance(reason, TimeoutError):
        return "it does not answer in time"
    words = getattr(reason, "strerror", None) or (str(reason) if not isinstance(reason, HTTPException) else "") or "it breaks off"
    return show(words.lower(), 200)


def _limited(headers: Message, body: bytes) -> bool:
    """Whether a refusal is only about how often: GitHub answers 403 for that too."""
    return "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0" or b"rate limit" in body[:2000].lower()


def _pause(headers: Message) -> float:
    """How many seconds the forge asks to wait, by its own clock; 0 where it does not say."""
    now = _moment(headers.get("Date", ""))
    after = headers.get("Retry-After", "")
    if re.fullmatch(r"\d{1,6}", after, re.ASCII):
        return int(after)
    if after and now:
        return max(0.0, _moment(after) - now)
    reset = headers.get("X-RateLimit-Reset") or headers.get("RateLimit-Reset") or ""
    if headers.get("X-RateLimit-Remaining", headers.get("RateLimit-Remaining")) == "0" and re.fullmatch(r"\d{1,12}", reset, re.ASCII):
        return max(0.0, int(reset) - now) if now else 0.0
    return 0.0


def _moment(text: str) -> float:
    """A date of HTTP in seconds; 0 for none."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return 0.0
