"""Pages as one HTML file: its style inside, no script, nothing fetched, readable on a phone, in the dark and on paper.

A policy in the head lets the browser run and load nothing. Texts are escaped by the template engine, whose switches for that are
closed to authors; charts are drawn by us. A workspace's own template gets the same policy put in front of it, where it
cannot be taken back.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from polops.render import svg, svg_charts, words
from polops.render.template import Dialect, fill_page

if TYPE_CHECKING:
    from polops.render import Look
    from polops.reports.page import Listing, Page

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_HEAD = f'<!doctype html>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'


def listed(listing: Listing) -> str:
    """Text to copy, as it stands."""
    return f'<pre class="listing"><code>{escape(words.verbatim(listing.text))}</code></pre>'


def render(page: Page, look: Look) -> bytes:
    """The page as HTML; TemplateError where the workspace's own template cannot be filled."""
    text, own = fill_page(page, look, Dialect("html", words.together, svg_charts.draw, svg.sparkline, listed))
    if own:
        text = _HEAD + re.sub(r"\A\s*<!doctype[^>]*>\s*", "", text, flags=re.IGNORECASE)
    return text.encode("utf-8", "replace")
