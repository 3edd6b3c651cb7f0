"""How partners, topics, markets, checklist items and files inside the workspace are named."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import Discriminator, Tag

from polops.model.base import by_shape
from polops.model.types import MAX_TITLE, Scalar, link, pattern, wrong
from polops.values.ref import ID, PERSON

_WORD = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*", re.ASCII)
_TOPIC = re.compile(rf"{_WORD.pattern}/{_WORD.pattern}", re.ASCII)
_MARKET = re.compile(r"[A-Z]{2,3}(?:-[A-Z0-9]{1,3})?", re.ASCII)
_PARTY = re.compile(rf"{ID.pattern}|{PERSON.pattern}", re.ASCII)
_ALL = "global"


def _word_fix(text: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "_", text[:MAX_TITLE].lower()).strip("_-")


def _topic_fix(text: str) -> str:
    guess = "/".join(_word_fix(part) for part in text.split("/"))
    return guess if _TOPIC.fullmatch(guess) else ""


def _market_fix(text: str) -> str:
    return text.upper() if _MARKET.fullmatch(text.upper()) else ""


def _everywhere(value: object) -> str:
    if value != _ALL:
        text = value if isinstance(value, str) else ""
        is_code = _MARKET.fullmatch(text.upper()) and text.lower() != "all"
        fix = f"write [{text.upper()}]" if is_code else f"write {_ALL}" if text.lower() in {"all", "all markets", "worldwide", _ALL} else ""
        raise wrong("GEN105", "must be global, or a list of codes such as [US, IE]", value, help=fix)
    return _ALL


def _inside(value: object) -> str:
    """A file of the workspace: from its folder of plans downwards, never out of it, so that no plan makes polops read another file."""
    text = value if isinstance(value, str) else ""
    parts = text.split("/")
    if not text or len(text) > MAX_TITLE or text.strip() != text or not PurePosixPath(text).suffix.lower() == ".csv":
        raise wrong("GEN105", "must be the path of a .csv file in the plans' folder", value)
    if "\\" in text or ":" in text or not all(part.isprintable() and part.strip(". ") for part in parts):
        raise wrong("GEN105", "must stay inside the plans' folder: names with / between them, no .. and no drive", value)
    return text


def _schema(shape: re.Pattern[str]) -> dict[str, str]:
    return {"type": "string", "pattern": f"^(?:{shape.pattern})$"}


Word = Annotated[str, Scalar(pattern(_WORD, "a word such as self_harm", _word_fix), _schema(_WORD))]
Topic = Annotated[
    str, Scalar(pattern(_TOPIC, "an issue of the taxonomy such as mental_health/self_harm", _topic_fix), _schema(_TOPIC)), link("topic")
]
_Named = Annotated[str, Scalar(pattern(_PARTY, "a person, partner or team such as ines.duarte, STK-LEGAL or mh"), _schema(_PARTY))]
Party = Annotated[_Named, link("stakeholder", "person", "team")]
"""Whoever may be asked, told, or waited for."""
Consulted = Annotated[_Named, link("stakeholder", "engagement", "person", "team")]
"""Whoever was asked; an engagement where experts stay confidential."""
Market = Annotated[str, Scalar(pattern(_MARKET, "a market's code such as US or EU", _market_fix), _schema(_MARKET))]
Everywhere = Annotated[str, Scalar(_everywhere, {"const": _ALL})]
Markets = Annotated[
    Annotated[Everywhere, Tag("‹word›")] | Annotated[tuple[Market, ...], Tag("‹list›")] | Annotated[tuple[Market, ...], Tag("‹map›")],
    Discriminator(by_shape),
]
"""`global`, or a list of codes."""
CsvPath = Annotated[str, Scalar(_inside, {"type": "string", "pattern": r"\.[cC][sS][vV]$"})]
Rag = Literal["green", "amber", "red", "grey", "complete"]
