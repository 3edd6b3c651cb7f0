"""lock: what was promised at the start of a cycle, as values and not as digests: a reader sees what was frozen, without git.

Written by `polops freeze`, never by hand. `written` says how a value stands in a lock, `read_as` reads it back by the type of the
field that it is a value of, so a lock needs no field list of its own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, Field, PlainValidator, TypeAdapter, ValidationError, WithJsonSchema

from polops.model.base import File, Identity, Person
from polops.model.types import MAX_TITLE, Day, Month, Ref, Title, wrong
from polops.values.number import Percent

What = Literal["okrs", "budget", "headcount", "roadmap", "forecast"]
Written = str | list["Written"] | dict[str, "Written"]
"""A value as it stands in a lock: text, or lists and mappings of it."""
_PLAIN = re.compile(r"-?[A-Za-z0-9](?:[A-Za-z0-9_./%+ -]*[A-Za-z0-9_/%])?", re.ASCII)
_NULLS = {"null", "Null", "NULL"}


def _written(value: object) -> object:
    for part in _leaves(value):
        if not isinstance(part, str) or not part.strip() or len(part) > MAX_TITLE:
            raise wrong("GEN103", "must be a value", value)
    return value


def _leaves(value: object) -> Iterator[object]:
    """The texts of a value, and whatever stands where one should."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if parts:
        for part in parts:
            yield from _leaves(part)
    else:
        yield value


Frozen = Annotated[Any, PlainValidator(_written), WithJsonSchema({})]


class Lock(File):
    """What one `polops freeze` froze: by item, every guarded field that has a value."""

    IDENTITY: ClassVar[Identity | None] = Identity("lock", key="")

    kind: Literal["lock"] = Field(description="lock")
    what: What = Field(description="okrs, budget, headcount, roadmap or forecast")
    period: Ref = Field(description="the cycle: 2026-Q3, FY26; for roadmap also one initiative")
    through: Month | None = Field(None, description="forecast: the last month of actuals")
    on: Day = Field(description="the day it was frozen")
    by: Person = Field(description="who froze it")
    items: dict[Ref, dict[Title, Frozen]] = Field(description="item → field → the frozen value")

    def ref(self) -> str:
        """`lock/budget/FY26/2026-01-12`."""
        return "/".join(str(part) for part in ("lock", *self.cycle(), self.on))

    def cycle(self) -> tuple[str, ...]:
        """What is frozen of which cycle: the locks of one cycle replace each other."""
        return (self.what, self.period, *((str(self.through),) if self.through else ()))

    def periods(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """Its period, where it is one."""
        return ((("period",), self.period),) if self.what in {"okrs", "budget"} else ()

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A lock rests on a decision; a forecast's lock says through which month."""
        decision = (("decision", "the one that approved what is frozen"),) if self.decision is None else ()
        through = (("through", "required where a forecast is frozen"),) if self.what == "forecast" and self.through is None else ()
        return (*decision, *through)


def written(value: object) -> Written:
    """A field's value as it is written in a lock."""
    if isinstance(value, BaseModel):
        return {name: written(part) for name, part in _set(value)}
    if isinstance(value, Mapping):
        return {str(key): written(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [written(part) for part in value]
    if isinstance(value, Decimal | int):
        return _grouped(Decimal(value)) + ("%" if isinstance(value, Percent) else "")
    return str(value)


def _set(part: BaseModel) -> Iterator[tuple[str, object]]:
    """The fields of a part that are not at their default, as they are called in a file."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value != field.get_default(call_default_factory=True):
            yield field.alias or name, value


def _grouped(value: Decimal) -> str:
    return f"{value:,f}".replace(",", "_")


def read_as(cls: type[BaseModel], field: str, value: object) -> object:
    """What a written value means as a value of a class's field; the value as it is where it means nothing there."""
    if field not in cls.model_fields:
        return value
    try:
        return _reader(cls, field).validate_python(value)
    except ValidationError:
        return value


@cache
def _reader(cls: type[BaseModel], field: str) -> TypeAdapter[Any]:
    found = cls.model_fields[field]
    annotation: Any = found.annotation
    return TypeAdapter(Annotated[annotation, *found.metadata] if found.metadata else annotation)


def flow(value: Written) -> str:
    """A written value on one line, as YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(name)}: {flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def scalar(text: str) -> str:
    """A text as it is, or in double quotes where YAML could read something else."""
    return text if _PLAIN.fullmatch(text) and text not in _NULLS else json.dumps(text, ensure_ascii=False)
