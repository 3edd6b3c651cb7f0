"""Text made harmless: what a plan says must never steer a terminal, a log or a page, nor hide from its reader."""

from __future__ import annotations

import re

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that steer or hide: controls, bidi marks, zero-width and blank letters, tags, variation selectors (but those of emoji)."""


def display(text: str) -> str:
    r"""The text with control, bidi and zero-width characters as visible escapes (`\x1b`, `\u202e`)."""
    return HIDDEN.sub(lambda match: f"\\x{ord(match[0]):02x}" if match[0] < "\u0100" else f"\\u{ord(match[0]):04x}", text)
