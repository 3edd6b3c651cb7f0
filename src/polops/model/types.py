"""The scalar types of a plan: how each is written, and what is said when it is written otherwise.

Every scalar reaches a model as text (the YAML reader constructs nothing), so each type here reads text, strictly: no unix times, no
exponents, no `True` for 1. A slip is answered with the corrected text wherever one can be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from polops.model import guesses
from polops.values.duration import DURATION_WORDS, Duration
from polops.values.number import NumberError, Percent, number, ratio
from polops.values.period import LABEL_WORDS, Period, is_label, month
from polops.values.record import dataclass
from polops.values.ref import ID, LOCAL_ID, LOGIN, LONGEST, PERSON, REF

MAX_TEXT = 10_000
MAX_TITLE = 200
MAX_HEADLINE = 140
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:?\d{2})", re.ASCII)
_NEARLY_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ]\s*(\d{1,2})[:.](\d{2})(:\d{2})?(?:\.\d+)?\s*([Zz]|UTC|[+-]\d{2}:?\d{2})?", re.ASCII)
_YEAR = re.compile(r"FY\d{2}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Link:
    """Marks a text that names another item: the kinds of item it may name. The linker and the editor schema read it."""

    kinds: tuple[str, ...]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "x-polops-link": list(self.kinds)}


def link(*kinds: str) -> Link:
    """What `Annotated` adds to a reference: the kinds that it may name."""
    return Link(kinds)


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """Marks a value that `read` makes of what stands in the file; `schema` is what editors are told.

    In place of pydantic's own two marks, which also build serializers: nothing here is ever serialized.
    """

    read: Callable[[object], Any]
    schema: dict[str, Any]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - any type
        return no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


_UNSAID = object()


def wrong(code: str, what: str, value: object = _UNSAID, *, help: str = "") -> PydanticCustomError:  # noqa: A002 - the user's word for it
    """The error of a scalar: `what` follows the field's name; `value` (where given) and `help` are shown unless the file is restricted.

    A value that somebody left for later (`TODO`, `tbd`) is a missing one, not a mistake in writing.
    """
    got = "" if value is _UNSAID else shown(value)
    if guesses.for_later(value):
        code, help = "GEN103", "write the value"  # noqa: A001 - the user's word for it
    return PydanticCustomError(code, "{what}", {"what": what, "got": got, "help": help})  # codes are ours


def shown(value: object) -> str:
    """A value as an error message shows it: short, and in words where it is no scalar."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…' ({len(text):,} characters)"


def _scalar(value: object, what: str) -> str:
    if isinstance(value, str):
        return value
    only = value[0] if isinstance(value, list) and len(value) == 1 else None
    raise wrong("GEN103", f"must be {what}", value, help=_write(only) if isinstance(only, str) and len(only) <= _SHOWN else "")


def _text(longest: int, what: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _scalar(value, what)
        if len(text) > longest:
            raise wrong("GEN103", f"must be at most {longest:,} characters, is {len(text):,}")
        if not text.strip():
            raise wrong("GEN103", f"must be {what}", "")
        return text

    return read


def pattern(shape: re.Pattern[str], what: str, fix: Callable[[str], str] = lambda _: "") -> Callable[[object], str]:
    """Reads a text of one shape; `what` says which, `fix` guesses what was meant."""

    def read(value: object) -> str:
        text = _scalar(value, what)
        if len(text) > LONGEST or not shape.fullmatch(text):
            raise wrong("GEN105", f"must be {what}", text, help=_write(fix(text)))
        return text

    return read


def _write(text: str) -> str:
    return f"write {text}" if text else ""


def _number(value: object) -> Decimal:
    text = _scalar(value, "a number")
    try:
        return number(text)
    except NumberError as error:
        raise wrong("GEN105", _because("must be a plain number", error), text, help=_write(error.hint)) from None


def _from_zero(value: object) -> Decimal:
    found = _number(value)
    if found < 0:
        raise wrong("GEN105", "must be 0 or more", value, help=f"write {str(value)[1:]}")
    return found


def _because(what: str, error: NumberError) -> str:
    reason = str(error)
    return what if reason == "expected a plain number" else f"{what} ({reason})"


def _value(value: object) -> Decimal:
    if isinstance(value, str) and value.endswith("%"):
        return Percent(_number(value[:-1].rstrip()))
    return _number(value)


def _share(value: object) -> Decimal:
    text = _scalar(value, "a share such as 60%")
    try:
        return ratio(text)
    except NumberError as error:
        hint = error.hint if error.hint.endswith("%") or not error.hint or abs(number(error.hint)) <= 1 else f"{error.hint}%"
        raise wrong("GEN105", "must be a share with %, or a number from 0 to 1", text, help=_write(hint)) from None


def _limit(value: object) -> Decimal:
    share = _share(value)
    if share < 0:
        raise wrong("GEN105", "must be 0% or more", value, help=f"write {str(value)[1:]}")
    return share


def _integer(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        text = _scalar(value, f"a whole number from {low} to {high}")
        found = re.fullmatch(r"[-+]?\d{1,3}(?:_?\d{3}){0,4}|\d{1,15}", text, re.ASCII)
        if not found or not low <= int(text) <= high:
            help_ = _write(guesses.count_fix(text, low, high))
            raise wrong("GEN105", f"must be a whole number from {low} to {high}", text, help=help_)
        return int(text)

    return read


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    found = _DATE.fullmatch(text)
    if not found:
        raise wrong("GEN105", "must be a date such as 2026-08-21", text, help=_write(guesses.date_fix(text)))
    if years := guesses.far(text):
        raise wrong("GEN105", f"must be a date {years}", text, help="correct the year; for something without an end leave the field out")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise wrong("GEN101", "is no day of the calendar", text, help="check the day and the month") from None


def _date(value: object) -> date:
    return _day(_scalar(value, "a date such as 2026-08-21"))


@lru_cache(maxsize=4096)
def _month_of(text: str) -> Period:
    try:
        return month(text)
    except ValueError:
        raise wrong(
            "GEN105", f"must be a month {guesses.far(text) or 'such as 2026-07'}", text, help=_write(guesses.month_fix(text))
        ) from None


def _month(value: object) -> Period:
    return _month_of(_scalar(value, "a month such as 2026-07"))


@lru_cache(maxsize=4096)
def _label_of(text: str) -> str:
    if not is_label(text):
        raise wrong("GEN105", f"must be a period {guesses.far(text) or f'({LABEL_WORDS})'}", text, help=_write(guesses.label_fix(text)))
    return text


def _label(value: object) -> str:
    return _label_of(_scalar(value, f"a period ({LABEL_WORDS})"))


def _fiscal_year(value: object) -> str:
    text = _scalar(value, "a fiscal year such as FY26")
    if not _YEAR.fullmatch(text):
        guess = guesses.label_fix(text)
        raise wrong("GEN105", "must be a fiscal year such as FY26", text, help=_write(guess if _YEAR.fullmatch(guess) else ""))
    return text


def _duration(value: object) -> Duration:
    text = _scalar(value, "a duration")
    try:
        return Duration.read(text)
    except ValueError:
        fix = guesses.duration_fix(text)
        raise wrong("GEN105", f"must be a duration ({DURATION_WORDS})", text, help=_write(fix)) from None


def _week_or_month(value: object) -> str:
    text = _scalar(value, "a week such as 2026-W32 or a month such as 2026-07")
    if not is_label(text) or not re.fullmatch(r"\d{4}-W?\d{2}", text, re.ASCII):
        guess = guesses.label_fix(text)
        fix = guess if re.fullmatch(r"\d{4}-W?\d{2}", guess, re.ASCII) else ""
        raise wrong("GEN105", f"must be a week {guesses.far(text) or 'such as 2026-W32'}, or a month", text, help=_write(fix))
    return text


def _instant(value: object) -> datetime:
    text = _scalar(value, "a time such as 2026-07-21T09:30Z")
    found = _INSTANT.fullmatch(text)
    if not found:
        raise wrong("GEN105", "must be a time with its zone, such as 2026-07-21T09:30Z", text, help=_instant_fix(text))
    day, hours, minutes = _day(found[1]), int(found[2]), int(found[3])
    sign, ahead = (-1 if found[5][0] == "-" else 1), re.findall(r"\d\d", found[5], re.ASCII)
    offset = timedelta(hours=int(ahead[0]), minutes=int(ahead[1])) * sign if ahead else timedelta()
    try:
        return datetime(day.year, day.month, day.day, hours, minutes, int(found[4] or 0), tzinfo=timezone(offset))
    except ValueError:
        raise wrong("GEN101", "is no time of a day", text, help="check the hours, the minutes and the offset") from None


def _instant_fix(text: str) -> str:
    found = _NEARLY_INSTANT.fullmatch(text[:60])
    if not found:
        return "write the day, the time and Z (or the offset): 2026-07-21T09:30Z" if _DATE.fullmatch(text) else ""
    zone = found[5] or ""
    at = f"{found[1]}T{int(found[2]):02d}:{found[3]}{found[4] or ''}"
    if not zone:
        return f"write {at}Z if it is UTC, or its offset: {at}+02:00"
    return _write(f"{at}{'Z' if zone.upper() in {'Z', 'UTC'} else zone}")


def _bool(value: object) -> bool:
    text = _scalar(value, "true or false").lower()
    if text in {"true", "yes"}:
        return True
    if text in {"false", "no"}:
        return False
    raise wrong("GEN103", "must be true or false", value)


def _card_amount(value: object) -> tuple[Decimal, str]:
    text = _scalar(value, "an amount such as 164_000 or 112_000 EUR")
    amount, _, currency = text.partition(" ")
    if currency and not _CURRENCY.fullmatch(currency.strip()):
        raise wrong("GEN105", "must be an amount such as 164_000 or 112_000 EUR", text)
    return _from_zero(amount), currency.strip()


def _schema(kind: str, pattern: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema keywords
    return {"type": kind, **({"pattern": pattern} if pattern else {}), **more}


_NUMBER_PATTERN = r"^[-+]?[0-9]+(_[0-9]+)*(\.[0-9]+(_[0-9]+)*)?$"
_NUMBER_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER_PATTERN}]}
_DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LABEL_PATTERN = r"^([0-9]{4}|FY[0-9]{2})(-([QH][1-4]|[0-9]{2}|W[0-9]{2}))?$"

Title = Annotated[str, Scalar(_text(MAX_TITLE, "a text"), _schema("string", maxLength=MAX_TITLE))]
Headline = Annotated[str, Scalar(_text(MAX_HEADLINE, "a text"), _schema("string", maxLength=MAX_HEADLINE))]
Text = Annotated[str, Scalar(_text(MAX_TEXT, "a text"), _schema("string", maxLength=MAX_TEXT))]
Id = Annotated[str, Scalar(pattern(ID, "an id such as COE-VEN-01", guesses.id_fix), _schema("string", f"^{ID.pattern}$"))]
LocalId = Annotated[str, Scalar(pattern(LOCAL_ID, "a short id such as O1", guesses.id_fix), {"type": ["string", "integer"]})]
Handle = Annotated[
    str, Scalar(pattern(PERSON, "a bare handle such as ines.duarte", guesses.handle_fix), _schema("string", f"^{PERSON.pattern}$"))
]
Login = Annotated[
    str,
    Scalar(
        pattern(LOGIN, "a name as your forge has it, such as ines-d or lumo/mh", guesses.login_fix), _schema("string", f"^{LOGIN.pattern}$")
    ),
]
Ref = Annotated[str, Scalar(pattern(REF, "a reference such as COE-VEN-01 or mh/2026-Q3/O1/KR2", guesses.ref_fix), _schema("string"))]
Currency = Annotated[str, Scalar(pattern(_CURRENCY, "a currency code such as USD", guesses.currency_fix), _schema("string", "^[A-Z]{3}$"))]
Number = Annotated[Decimal, Scalar(_number, _NUMBER_SCHEMA)]
Amount = Annotated[Decimal, Scalar(_number, {**_NUMBER_SCHEMA, "description": "money in the file's currency: 120_000"})]
Cost = Annotated[Decimal, Scalar(_from_zero, {**_NUMBER_SCHEMA, "description": "money in the file's currency, 0 or more: 120_000"})]
FromZero = Annotated[Decimal, Scalar(_from_zero, _NUMBER_SCHEMA)]
Value = Annotated[Decimal, Scalar(_value, {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER_PATTERN[:-1] + " ?%?$"}]})]
Share = Annotated[
    Decimal,
    Scalar(
        _share, {"anyOf": [{"type": "number", "minimum": -1, "maximum": 1}, {"type": "string", "pattern": _NUMBER_PATTERN[:-1] + " ?%?$"}]}
    ),
]
Limit = Annotated[
    Decimal,
    Scalar(
        _limit, {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": _NUMBER_PATTERN[:-1] + " ?%?$"}]}
    ),
]
CardAmount = Annotated[
    tuple[Decimal, str],
    Scalar(_card_amount, {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER_PATTERN[:-1] + "( [A-Z]{3})?$"}]}),
]
Day = Annotated[date, Scalar(_date, _schema("string", _DAY_PATTERN))]
Instant = Annotated[
    datetime,
    Scalar(_instant, _schema("string", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})$")),
]
Month = Annotated[Period, Scalar(_month, _schema("string", "^[0-9]{4}-(0[1-9]|1[0-2])$"))]
Label = Annotated[str, Scalar(_label, _schema("string", _LABEL_PATTERN))]
WeekOrMonth = Annotated[str, Scalar(_week_or_month, _schema("string", "^[0-9]{4}-W?[0-9]{2}$"))]
FiscalYear = Annotated[str, Scalar(_fiscal_year, _schema("string", "^FY[0-9]{2}$"))]
Span = Annotated[Duration, Scalar(_duration, _schema("string", "^[0-9]{1,4}(mo|bd|[mhdw])$"))]
Bool = Annotated[bool, Scalar(_bool, {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]})]


def integer(low: int, high: int) -> Any:  # noqa: ANN401 - a type made at run time
    """The type of a whole number between two bounds, both included."""
    return Annotated[int, Scalar(_integer(low, high), _schema("integer", minimum=low, maximum=high))]


Score5 = integer(1, 5)
Count = integer(0, 1_000_000_000)
Confidence = integer(0, 10)
