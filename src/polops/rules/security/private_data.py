"""Something that a git history must never hold: a person's private data, or a link to content.

What it checks
Every text of every file, keys included: user handles (`@name`), e-mail addresses, phone numbers, what one person earns, and words
about one person's health. Addresses of web pages stand only in `links`, `path`, `evidence` and `ref`, and point only to hosts that
`settings.allowed_hosts` names, so never to content. Topics of policy work (self-harm, eating disorders) are no health data, and an
amount is pay only where a person is meant. The message shows no more than the beginning of what was found.

Why it matters
Every clone keeps every version for ever. What is committed by mistake can be hidden from the next reader, but not taken back from
those who have it.

Example
    notes: Out on sick leave until May, write to her at ana@mail.example

How to fix
Write what the plan needs and nothing more: *back in May*. Say people by their handle from `org.people`, cases by their number, and
pay by band. A host that everybody may see goes into `settings.allowed_hosts`. If a real value was pushed already, tell whoever looks
after the repository: the history has to be cleaned, and the value be treated as known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.context import once
from polops.analyse.walk import node_at, texts
from polops.model.headcount import Headcount
from polops.model.org import Org, PersonEntry
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from polops.analyse.context import Context
    from polops.model.base import File
    from polops.source.problem import Route

CODE, NAME, SEVERITY = "SEC101", "private-data", Severity.ERROR

LINK_FIELDS = {"links", "path", "evidence", "ref"}
_ABOUT_WORK = {"title", "function", "name", "tags"}
_NEAR = 6
_SHOWN = 2

_WORDS = (
    "://", "www.", "salar", "base pay", "earn", "paid", "compensation", "sick", "medical leave", "pregnan", "diagnos", "burnout", "burn-out",
    "burned out", "burnt out", "maternity", "miscarriage", "chemotherap", "disabilit", "therap", "tel", "phone", "whatsapp", "fax",
)  # fmt: skip
"""No text without one of these (or an `@`, or digits in groups) is looked at more closely."""

_GROUPS = re.compile(r"\+\d|\(\d{3}\)|\d{3}[ .-]\d{3}[ .-]\d{4}", re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w.+@-])@[A-Za-z_][\w.]+")
_URL = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"'`]+", re.IGNORECASE)
_NO_PHONE = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:T[\d:]+Z?)?)?|\d[\d,_]*[,_]\d{3}(?:\.\d+)?")
_PHONES = (
    re.compile(
        r"(?<![\w+.,/-])\+(?:\d{10,15}(?![\d_,.])|(?=(?:[ ().-]*\d){8,15}(?!\d))\d{1,3}(?:[ ().-]{1,2}\d{1,5}){2,6})(?![\w_,])", re.ASCII
    ),
    re.compile(r"(?<![\w.,/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w,-])", re.ASCII),
    re.compile(
        r"\b(?:tel|phone|mobile|cell|whatsapp|fax)\b\.?\s*(?:number|no\.)?\s*(?:is\b)?\s*:?\s*\+?(?=(?:[ ().-]*\d){7,15}(?!\d))[\d(][\d ().-]{5,}\d",
        re.ASCII | re.IGNORECASE,
    ),
)
_AMOUNT = r"(?:[A-Z]{3}\s?|[$€£]\s?)?\d{1,3}(?:(?:[,._ ]?\d{3})+|\s?k\b|[.,]\d\s?k\b)(?:\s?[A-Z]{3}\b|\s?[$€£])?"
_YEARLY = r"\s*(?:a|per|each)\s+(?:year|annum|month)|\s*p\.?a\b|\s*annually|\s*/\s?(?:year|month)"
_SALARY = re.compile(
    rf"\b(?:salary|base pay|compensation)\b(?:\s+(?:is|was|of|at|to|from|now|will|be|raised|about|around|expectation|package))*\s*[:=]?\s*{_AMOUNT}",
    re.IGNORECASE,
)
_EARNS = re.compile(
    rf"\b(?:earns?|earned|earning)\s+(?:about\s+|around\s+)?{_AMOUNT}(?!\s+[a-z]+s\b)|\bpaid\s+{_AMOUNT}(?:{_YEARLY})", re.IGNORECASE
)
_HEALTH = re.compile(
    r"\b(?:sick[- ]?(?:leave|note)|(?:off|out|been|is|was|called in)\s+sick|medical leave|pregnan(?:t|cy)|diagnosed with|diagnosis of|burn-?out|"
    r"burn(?:ed|t) out|maternity leave|miscarriage|chemotherapy|disability leave|in therapy)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:users?|people|creators?|teens?|minors?|viewers?|members|patients?|anyone|someone|those|audiences?|adults|children)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w.'’-]+")
_PRONOUNS = {"he", "she", "him", "her", "hers", "his"}


class Hit(NamedTuple):
    """What was found in a text: what it is, as `holds …` goes on; the part that shows it; and the help."""

    what: str
    found: str
    help: str


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the bare text of every file first; only where something may be found, at each of its texts."""
    for path, file in ctx.plan.files.items():
        if _may_hold(ctx.plan.document(path).text):
            for route, text, is_key in texts(file):
                if _may_hold(text):
                    yield from _of(ctx, path, file, route, text, is_key=is_key)


def _may_hold(text: str) -> bool:
    if "@" in text or _GROUPS.search(text):
        return True
    small = text.lower()
    return any(word in small for word in _WORDS)


def _of(ctx: Context, path: str, file: File, route: Route, text: str, *, is_key: bool) -> Iterator[Finding]:
    told: set[str] = set()
    for look in _LOOKS:
        for hit in look(ctx, file, route, text):
            if hit.what not in told:
                told.add(hit.what)
                node, rest = node_at(ctx, path, route)
                field = "key" if is_key else f"`{_field(route)}`"
                yield Finding(node, f"{field} holds {hit.what} ({_masked(hit.found)})", hit.help, rest, key=is_key)


def _field(route: Route) -> str:
    return next((step for step in reversed(route) if isinstance(step, str)), "")


def _masked(text: str) -> str:
    """The beginning of a text, so that the message does not spread it."""
    return f"{text.strip()[:_SHOWN]}…"


def _addresses(ctx: Context, _: File, __: Route, text: str) -> Iterator[Hit]:
    for found in _MAIL.findall(text):
        yield Hit("an e-mail address", found, "delete it, or name the person by their handle")
    for found in _HANDLE.findall(_MAIL.sub(" ", text)):
        known = fold(found[1:].rstrip(".")) in _people(ctx)
        yield Hit(
            "a user handle",
            found,
            f"write {found[1:].rstrip('.')} without the @" if known else "delete it: plans name cases by number, never users",
        )


def _phones(_: Context, __: File, ___: Route, text: str) -> Iterator[Hit]:
    bare = _NO_PHONE.sub(" ~ ", text)
    for pattern in _PHONES:
        for found in pattern.finditer(bare):
            yield Hit("a phone number", found[0], "delete it")


def _urls(ctx: Context, _: File, route: Route, text: str) -> Iterator[Hit]:
    for found in _URL.findall(text):
        host = _host(found)
        if not LINK_FIELDS.intersection(route):
            yield Hit("the address of a web page", found, "move it to `links`, if it is evidence; never link to content")
        elif host not in _allowed(ctx):
            yield Hit(
                f"a link to {host or 'nowhere'}, which is not in settings.allowed_hosts",
                found,
                f"add {host or 'the host'} there if it is safe to link to; never link to content",
            )


def _host(url: str) -> str:
    """The host that a browser would go to: behind any user name, without the port."""
    rest = url.partition("://")[2] or url
    return re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].rstrip(".").lower()


@once
def _allowed(ctx: Context) -> frozenset[str]:
    return frozenset(fold(host) for host in ctx.settings.allowed_hosts)


def _pay(ctx: Context, file: File, route: Route, text: str) -> Iterator[Hit]:
    for found in _SALARY.finditer(text):
        yield Hit("somebody's pay", found[0], "delete it: pay is planned by band, in the rate card")
    for found in _EARNS.finditer(text):
        if _is_personal(file, route) or _names_person(ctx, text, found.start(), found.end()):
            yield Hit("somebody's pay", found[0], "delete it: pay is planned by band, in the rate card")


def _health(ctx: Context, file: File, route: Route, text: str) -> Iterator[Hit]:
    for found in _HEALTH.finditer(text):
        before = _WORD.findall(text[: found.start()])[-_NEAR:]
        if _OTHERS.search(" ".join(before[-3:])):
            continue
        if _is_personal(file, route) or _names_person(ctx, text, found.start(), found.end()):
            yield Hit("words about somebody's health", found[0], "delete it, and write only from when to when somebody is away")


def _is_personal(file: File, route: Route) -> bool:
    """Whether a text stands beside a person or a position, other than in what the position is called."""
    beside = (isinstance(file, Headcount) and "positions" in route) or (isinstance(file, Org) and "people" in route)
    return beside and _field(route) not in _ABOUT_WORK


def _names_person(ctx: Context, text: str, start: int, end: int) -> bool:
    """Whether a person is named, or meant by he or she, within six words before a place or four behind it."""
    near = [*_WORD.findall(text[:start])[-_NEAR:], *_WORD.findall(text[end:])[:4]]
    return any(
        fold(word.removesuffix("'s").removesuffix("’s").strip(".")) in _people(ctx) or word.lower() in _PRONOUNS
        for word in near
        if _is_name(word)
    )


def _is_name(word: str) -> bool:
    """Whether a word may be a name: a capital letter, or a handle with its dot; a pronoun passes too."""
    return word[:1].isupper() or "." in word.strip(".") or word.lower() in _PRONOUNS


@once
def _people(ctx: Context) -> frozenset[str]:
    """Handles, and first and last names, folded."""
    found: set[str] = set()
    for node in ctx.plan.nodes("person"):
        if isinstance(node.item, PersonEntry):
            found.add(fold(node.item.handle))
            found.update(fold(part) for part in node.item.name.split() if len(part) > _SHOWN)
    return frozenset(found)


_LOOKS: tuple[Callable[[Context, File, Route, str], Iterator[Hit]], ...] = (_addresses, _phones, _urls, _pay, _health)
