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
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from polops.analyse.context import once
from polops.analyse.walk import Text, node_at, texts
from polops.model import named
from polops.rules import Finding
from polops.source.problem import Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from polops.analyse.context import Context
    from polops.model.base import File
    from polops.model.headcount import Headcount
    from polops.model.org import Org, PersonEntry
    from polops.source.problem import Route
else:
    Headcount, Org, PersonEntry = named("Headcount", "Org", "PersonEntry")

CODE, NAME, SEVERITY = "SEC101", "private-data", Severity.ERROR

LINK_FIELDS = {"links", "path", "evidence", "ref"}
_ABOUT_WORK = {"title", "function", "name", "tags"}
_NEAR, _CLOSE, _AROUND = 6, 4, 200
_SHOWN = 2


def _later(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[], re.Pattern[str]]:
    """A pattern, compiled when it is first asked for: few texts hold what one of these may find."""
    return cache(lambda: re.compile(pattern, flags))


_GROUPS = re.compile(rb"\+0|\(000\)|[ .-]000[ .-]0000")
"""What a phone number cannot do without, where every digit is a 0."""
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_MAIL = _later(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_HANDLE = _later(r"(?<![\w.+@-])@[A-Za-z_][\w.]+")
_URL = _later(r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"'`]+", re.IGNORECASE)

# Every repetition has a bound: a text is what somebody else wrote, and no spelling of it may take long.
_NO_PHONE = _later(r"\d{4}-\d{2}(?:-\d{2}(?:T[\d:]+Z?)?)?|\d[\d,_]{0,30}[,_]\d{3}(?:\.\d+)?", re.ASCII)
"""Dates, months, instants and amounts, which are taken out first."""
_FOREIGN = r"(?<![\w+.,/-])\+(?:\d{10,15}|(?=(?:[ ().-]{0,3}\d){8,15}(?!\d))\d{1,3}(?:[ ().-]{1,2}\d{1,5}){2,6})(?![\w,])"
_LOCAL = r"(?<![\w.,/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w,-])"
_CALLED = (
    r"\b(?:tel|phone|mobile|cell|whatsapp|fax)\b\.?(?:\s{0,9}(?:number|no\.|is\b|:)){0,3}\s{0,9}"
    r"(?=(?:[ ().-]{0,3}\d){7,15}(?!\d))[\d(][\d ().-]{5,30}"
)
_PHONE = _later(f"{_FOREIGN}|{_LOCAL}|{_CALLED}", re.ASCII | re.IGNORECASE)

_CURRENCY = r"(?:[A-Z]{3}\b|[$€£])"
_AMOUNT = rf"(?:{_CURRENCY}\s?)?\d{{1,3}}(?:(?:[,._ ]?\d{{3}})+|(?:[.,]\d)?\s?k\b)(?:\s?{_CURRENCY})?"
_YEARLY = r"\s{0,40}(?:(?:a|per|each)\s{1,40}(?:year|annum|month)|p\.?a\b|annually|/\s?(?:year|month))"
_FILLER = r"(?:\s{1,40}(?:is|was|of|at|to|from|now|will|be|about|around)){0,5}\s{0,40}[:=]?\s{0,40}"
_SALARY = _later(rf"\b(?:salary|base pay|compensation)\b{_FILLER}{_AMOUNT}", re.IGNORECASE)
_EARNS = _later(rf"\b(?:earns?|earned|earning){_FILLER}{_AMOUNT}(?!\s+[a-z]+s\b)|\bpaid{_FILLER}{_AMOUNT}{_YEARLY}", re.IGNORECASE)
_HEALTH = _later(
    r"\b(?:sick[- ]?(?:leave|note)|(?:off|out|been|is|was|called in)\s{1,40}sick|medical leave|pregnan(?:t|cy)|diagnosed with|burn-?out|"
    r"burn(?:ed|t) out|maternity leave|miscarriage|chemotherapy|disability leave|in therapy)\b",
    re.IGNORECASE,
)
_OTHERS = frozenset({
    "user", "users", "people", "creator", "creators", "teen", "teens", "minor", "minors", "viewer", "viewers", "members", "patient",
    "patients", "anyone", "someone", "those", "audience", "audiences", "adults", "children",
})  # fmt: skip
"""Of whom policy work speaks: their health is the subject, and nobody's secret."""
_WORD = re.compile(r"[\w.'’-]+")
_PRONOUNS = {"he", "she", "him", "her", "hers", "his"}

_SIGNS: tuple[tuple[tuple[bytes, ...], Callable[[], re.Pattern[str]] | None], ...] = (
    ((b"@", b"://", b"www."), None),
    ((b"tel", b"phone", b"mobile", b"cell", b"whatsapp", b"fax"), _later(_CALLED, re.ASCII | re.IGNORECASE)),
    ((b"salary", b"base pay", b"compensation"), _SALARY),
    ((b"earn", b"paid"), _EARNS),
    (
        (
            b"sick",
            b"medical leave",
            b"pregnan",
            b"diagnosed",
            b"burn",
            b"maternity",
            b"miscarriage",
            b"chemo",
            b"disability",
            b"in therapy",
        ),
        _HEALTH,
    ),
)
"""What is looked for in a bare text: first words, which are quickly found, then the pattern that they belong to."""


class Said(NamedTuple):
    """A text, and where it stands."""

    file: File
    route: Route
    text: str


class Hit(NamedTuple):
    """What was found in a text: what it is, as `holds …` goes on; as much of it as may be shown; and the help."""

    what: str
    shown: str
    help: str


def check(ctx: Context) -> Iterator[Finding]:
    """Look at the bare text of every file first; only where something may be found, at each of its texts."""
    for path, file in ctx.plan.files.items():
        bare = ctx.plan.document(path).text
        if "\\" in bare or _may_hold(bare):
            for text in texts(file):
                if _may_hold(text[1]):
                    yield from _of(ctx, path, file, text)


def _may_hold(text: str) -> bool:
    kinds = b"\n".join(
        {*text.lower().encode(errors="replace").translate(_ZEROS).split(b"\n")}
    )  # of lines: most differ in their digits only
    for words, pattern in _SIGNS:
        if any(word in kinds for word in words) and (pattern is None or (_begins(words).search(kinds) and pattern().search(text))):
            return True
    return _GROUPS.search(kinds) is not None


@cache
def _begins(words: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """Where one of these begins a word: `earn` does not in `learn`."""
    return re.compile(rb"\b(?:" + b"|".join(words) + rb")")


def _of(ctx: Context, path: str, file: File, text: Text) -> Iterator[Finding]:
    route, said, is_key = text
    hits: dict[str, Hit] = {}
    for look in _LOOKS:
        for hit in look(ctx, Said(file, route, said)):
            hits.setdefault(hit.what, hit)
    for what, hit in hits.items():
        node, rest = node_at(ctx, path, route)
        field = "a key" if is_key else f"`{_field(route)}`"
        yield Finding(node, f"{field} holds {what} ({hit.shown})", hit.help, rest, key=is_key)


def _field(route: Route) -> str:
    return next((step for step in reversed(route) if isinstance(step, str)), "")


def _masked(text: str) -> str:
    """The beginning of a text, so that the message does not spread it."""
    return f"{text.strip()[:_SHOWN]}…"


def _addresses(ctx: Context, said: Said) -> Iterator[Hit]:
    for found in _MAIL().findall(said.text):
        yield Hit("an e-mail address", _masked(found), "delete it, or name the person by their handle")
    for found in _HANDLE().findall(_MAIL().sub(" ", said.text)):
        name = found[1:].rstrip(".")
        help_ = f"write {name} without the @" if fold(name) in _people(ctx) else "delete it: plans name cases by number, never users"
        yield Hit("a user handle", _masked(found), help_)


def _phones(_: Context, said: Said) -> Iterator[Hit]:
    for found in _PHONE().finditer(_NO_PHONE().sub(" ~ ", said.text)):
        yield Hit("a phone number", _masked(found[0]), "delete it")


def _urls(ctx: Context, said: Said) -> Iterator[Hit]:
    for found in _URL().findall(said.text):
        host = _host(found)
        if not LINK_FIELDS.intersection(said.route):
            yield Hit("the address of a web page", f"{host}…", "move it to `links` if it is evidence; never link to content")
        elif host not in _allowed(ctx):
            help_ = f"add {host or 'its host'} to settings.allowed_hosts if it is safe to link to; never link to content"
            yield Hit("a link to a host that settings.allowed_hosts does not name", f"{host}…", help_)


def _host(url: str) -> str:
    """The host that a browser would go to: behind any user name, without the port."""
    rest = url.partition("://")[2] or url
    return re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].rstrip(".").lower()


@once
def _allowed(ctx: Context) -> frozenset[str]:
    return frozenset(fold(host) for host in ctx.settings.allowed_hosts)


def _pay(ctx: Context, said: Said) -> Iterator[Hit]:
    for pattern in (_SALARY, _EARNS):
        for found in pattern().finditer(said.text):
            if pattern is _SALARY or _is_about_person(ctx, said, found):
                yield Hit("somebody's pay", f"{found[0].split(maxsplit=1)[0]} …", "delete it: pay is planned by band, in the rate card")


def _health(ctx: Context, said: Said) -> Iterator[Hit]:
    for found in _HEALTH().finditer(said.text):
        before = _words(said.text[: found.start()])[-_CLOSE:]
        if _is_about_person(ctx, said, found) and _OTHERS.isdisjoint(word.lower() for word in before):
            yield Hit("words about somebody's health", _masked(found[0]), "delete it, and write only from when to when somebody is away")


def _is_about_person(ctx: Context, said: Said, found: re.Match[str]) -> bool:
    """Whether words stand beside a person or a position (not in its title), or somebody is named, or meant by he or she, close to them."""
    beside = (isinstance(said.file, Headcount) and "positions" in said.route) or (isinstance(said.file, Org) and "people" in said.route)
    if beside and _field(said.route) not in _ABOUT_WORK:
        return True
    near = [*_words(said.text[: found.start()])[-_NEAR:], *_words(said.text[found.end() : found.end() + _AROUND])[:_CLOSE]]
    return any(word.lower() in _PRONOUNS or (_is_name(word) and _bare(word) in _people(ctx)) for word in near)


def _words(text: str) -> list[str]:
    """The words of the end of a text."""
    return _WORD.findall(text[-_AROUND:])


def _is_name(word: str) -> bool:
    return word[:1].isupper() or "." in word.strip(".")


def _bare(word: str) -> str:
    return fold(re.sub(r"['’]s$", "", word).strip(".'’"))


@once
def _people(ctx: Context) -> frozenset[str]:
    """Handles, and first and last names, folded."""
    found: set[str] = set()
    for node in ctx.plan.nodes("person"):
        if isinstance(node.item, PersonEntry):
            found.add(fold(node.item.handle))
            found.update(fold(part) for part in node.item.name.split() if len(part) >= _SHOWN)
    return frozenset(found)


_LOOKS: tuple[Callable[[Context, Said], Iterator[Hit]], ...] = (_addresses, _phones, _urls, _pay, _health)
