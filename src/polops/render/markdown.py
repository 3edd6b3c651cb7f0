"""Pages as Markdown for GitHub and GitLab: pipe tables, links to the lines of the plan, Mermaid where a chart can be read.

Text from the plan is inert: it makes no markup, link, image, mention, reference, emoji, quick action or HTML. Markup is
stopped with backslashes; what the platforms look for *after* rendering (`@name`, `#12`, `:smile:`, `https://`) is broken up by
a zero-width space, written `&#8203;` so that it can be seen. Text that needs neither is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from polops.render import mermaid, words
from polops.render.template import Dialect, fill_page

if TYPE_CHECKING:
    from polops.render import Look
    from polops.reports.page import Listing, Page

_GAP = "\0"  # stands for &#8203; until the end; no text from a page has it
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)"), r"\\\\"),  # a backslash that would escape something
    (re.compile(r"[*`\[\]|~$]|(?<![^\W_])_|_(?![^\W_])|(?<!\S)#"), r"\\\g<0>"),  # emphasis, code, links, cells, strike, maths, headings
    (re.compile(r"&(?=#?\w+;)"), "&amp;"),
    (re.compile(r"<"), "&lt;"),
)
_FOUND_LATER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"@(?!$)"), f"@{_GAP}"),  # mentions, e-mail addresses
    (re.compile(r"(?<=[#!&%^~])(?=[0-9])|(?<=[~%^])(?=[\w\"{])"), _GAP),  # issues, merge requests, epics, milestones, labels
    (re.compile(r"\b(?<=gh)-(?=\d)", re.IGNORECASE), f"-{_GAP}"),
    (re.compile(r":(?=//|(?:[+-]1|100|1234|[\w+-]*[A-Za-z][\w+-]*):)"), f":{_GAP}"),  # addresses, emoji
    (re.compile(r"\bwww(?=\.)", re.IGNORECASE), rf"\g<0>{_GAP}"),
)
_AT_START = re.compile(r"^(?:(?P<item>[0-9]{1,9})(?=[.)](?:\s|$))|(?=[-+](?:[\s+-]|$)|[>=:]|/[A-Za-z]))")


def escape(text: str) -> str:
    """One line of text that Markdown shows as it is, wherever it stands: in a paragraph, a heading, a cell or a list."""
    for pattern, instead in _FOUND_LATER:
        text = pattern.sub(instead, text)
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return _AT_START.sub(lambda match: f"{match['item'] or ''}\\", text).replace(_GAP, "&#8203;")


def fenced(listing: Listing) -> str:
    """A block of code, fenced by more backticks than stand together in it."""
    text = words.verbatim(listing.text)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{listing.language}\n{text}\n{fence}"


def render(page: Page, look: Look) -> bytes:
    """The page as Markdown; TemplateError where the workspace's own template cannot be filled."""
    text, own = fill_page(page, look, Dialect("md", escape, mermaid.draw, listing=fenced))
    if not own:
        text = re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
    return text.encode("utf-8", "replace")
