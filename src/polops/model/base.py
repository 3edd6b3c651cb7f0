"""What every kind is made of: parts, items with an identity, and files.

A kind is one frozen class per kind of file. What an item is called (`IDENTITY`) and which texts name other items (`link`) is declared on
the class; the plan's linker reads both, so a new kind never edits it.

Modules of kinds do without `from __future__ import annotations`: pydantic would evaluate each text, a twentieth of a report's time.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from polops.model.types import Day, Handle, Id, LocalId, Ref, Share, Text, Title, integer, link
from polops.values.record import dataclass

Person = Annotated[Handle, link("person")]
TeamCode = Annotated[Ref, link("team")]
MetricRef = Annotated[Ref, link("metric")]
LineRef = Annotated[Ref, link("line")]
OrderRef = Annotated[Ref, link("order")]
DecisionRef = Annotated[Ref, link("decision")]
Aim = Annotated[Ref, link("objective", "key_result")]
Goal = Annotated[Ref, link("objective", "key_result", "initiative")]
ThemeRef = Annotated[LocalId, link("theme")]
InitiativeRef = Annotated[Id, link("initiative")]
PolicyRef = Annotated[Id, link("policy")]
AnyRef = Annotated[
    Ref,
    link(
        "initiative", "milestone", "objective", "key_result", "line", "position", "policy", "change", "risk", "issue", "dependency",
        "assumption", "decision", "order", "seats", "metric", "team", "review", "incident", "obligation", "regulation", "request",
        "engagement", "stakeholder", "doc", "theme", "opportunity", "action", "finding", "group", "intervention", "version", "update",
    ),
]  # fmt: skip
"""Whatever a decision may change or an ask may be about."""
Audience = Literal["team", "internal", "restricted", "public"]
Priority = Literal["P0", "P1", "P2", "P3"]
Severity = Literal["S1", "S2", "S3", "S4"]


def by_shape(value: Any) -> str:  # noqa: ANN401 - whatever stands in the file
    """The tag of a field that is written either as a mapping, a list or a word; the marks keep it out of error places."""
    return "‹map›" if isinstance(value, dict) else "‹list›" if isinstance(value, list) else "‹word›"


Shares = Annotated[
    Annotated[dict[Goal, Share], Tag("‹map›")] | Annotated[tuple[Goal, ...], Tag("‹list›")] | Annotated[tuple[Goal, ...], Tag("‹word›")],
    Discriminator(by_shape),
]
"""What something serves: with shares, or equally."""


@dataclass(frozen=True, slots=True)
class Identity:
    """How an item is named: its kind, and whether its reference starts with that of the item or file around it (`path`).

    `scope` names what ids must be unique in: the workspace, or for `year` one fiscal year (budget lines keep their id across years).
    """

    kind: str
    path: bool = False
    scope: Literal["workspace", "kind", "year"] = "workspace"
    key: str = "id"


class Part(BaseModel):
    """A piece of an item. Frozen; an unknown field is an error. `ONLY` names the fields that are for fewer readers than the rest of it.

    `KNOWN` are those of them, optional texts, of which all readers may know that something is written there.
    """

    ONLY: ClassVar[Mapping[str, Audience]] = {}
    KNOWN: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def only(self) -> Mapping[str, Audience]:
        """`ONLY`, or what else depends on what it is."""
        return self.ONLY


class Approval(Part):
    """Who approved, and when: the portable record that a forge's review is not."""

    model_config = ConfigDict(defer_build=False)  # every item has some: built once, and not for each kind

    by: Person = Field(description="who approved")
    on: Day = Field(description="the day of the approval")
    role: Text | None = Field(None, description="in which role, as in settings.roles")
    ref: Text | None = Field(None, description="where: a pull request, minutes")


class Waiver(Part):
    """A finding that somebody with a name has accepted until a day."""

    model_config = ConfigDict(defer_build=False)  # as above

    code: Text = Field(description="the check's code, as in HC303")
    reason: Text = Field(description="why it is accepted")
    until: Day = Field(description="the last day of the waiver")
    by: Person = Field(description="who accepted it")


class Item(Part):
    """Anything that may carry the common fields. `IDENTITY` is set on classes whose items can be referred to."""

    IDENTITY: ClassVar[Identity | None] = None

    owner: Person | None = Field(None, description="who answers for it; default: the owner of what it stands in")
    notes: Text | None = Field(None, description="free text")
    links: tuple[Text, ...] = Field((), description="evidence: paths or addresses")
    tags: tuple[Title, ...] = Field((), description="words to filter by")
    audience: Audience | None = Field(None, description="who may see it; default internal")
    approvals: tuple[Approval, ...] = Field((), description="who approved it, and when")
    decision: DecisionRef | None = Field(None, description="the decision it rests on")
    waive: tuple[Waiver, ...] = Field((), description="findings accepted for a while")
    renamed_from: Ref | None = Field(None, description="the id it had before; its history and locks follow")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """Fields that are missing because of what other fields say, each with the reason."""
        return ()

    def clashes(self) -> tuple[tuple[str, str], ...]:
        """Fields that other fields contradict, each with what it must be."""
        return ()


TITLES = ("title", "name", "headline", "topic", "what", "summary", "action", "text")
"""The fields that say what an item is; an item is titled by the first that it has."""


def title_of(item: Item) -> str | None:
    """What an item is, in its own words."""
    return next((said for field in TITLES if (said := getattr(item, field, None))), None)


class Action(Item):
    """Something to be done about it: by whom, by when."""

    IDENTITY: ClassVar[Identity | None] = Identity("action", path=True)

    id: LocalId = Field(description="short id: a1")
    what: Text = Field(description="what is to be done")
    owner: Person = Field(description="who does it")
    due: Day = Field(description="by when")
    done: Day | None = Field(None, description="the day it was done")


class Entry(Item):
    """A word of a list that other files refer to: an issue of the taxonomy. It has a name and no fields."""

    title: Title = Field(description="the word")


class File(Item):
    """A whole file of one kind. `RESTRICTED` kinds never have a value shown in a message."""

    RESTRICTED: ClassVar[bool] = False

    kind: Title = Field(description="what this file holds")
    version: integer(1, 1) = Field(1, description="the format's version")  # type: ignore[valid-type]  # made at run time

    def ref(self) -> str:
        """What the references of this file's `path` items start with; empty where they stand alone."""
        return ""

    def periods(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """The labels that must follow the fiscal calendar (money and OKRs), each with the way to it."""
        return ()

    def entries_named(self) -> tuple[tuple[str, str, tuple[str | int, ...]], ...]:
        """Its plain words that others may refer to: the kind, the reference, and the way to each."""
        return ()

    def tables(self) -> tuple[str, ...]:
        """The CSV files that it names, by their path in the plans' folder."""
        return ()

    def year(self) -> str:
        """The label of the fiscal year or month that its lines are counted in; empty where there is none."""
        return ""
