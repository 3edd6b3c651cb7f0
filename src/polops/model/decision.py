"""decision: one decision, with one approver (DACI) and the reason."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from polops.model.base import AnyRef, DecisionRef, File, Identity, Part, Person, by_shape
from polops.model.lock import Frozen
from polops.model.names import Party
from polops.model.types import Amount, Currency, Day, Id, LocalId, Ref, Text, Title

REMOVED = "removed"
Approved = Annotated[
    Annotated[Literal["removed"], Tag("‹word›")]
    | Annotated[dict[Title, Frozen], Tag("‹map›")]
    | Annotated[dict[Title, Frozen], Tag("‹list›")],
    Discriminator(by_shape),
]
DecisionStatus = Literal["proposed", "decided", "deferred", "rejected", "superseded"]


class Option(Part):
    """A way to decide."""

    id: LocalId = Field(description="short id: A")
    text: Text = Field(description="what it is")
    cost: Amount | None = Field(None, description="what it costs")
    pro: Text | None = Field(None, description="for it")
    con: Text | None = Field(None, description="against it")


class Decision(File):
    """One decision: a driver, exactly one approver, and why."""

    IDENTITY: ClassVar[Identity | None] = Identity("decision")

    kind: Literal["decision"] = Field(description="decision")
    id: Id = Field(description="its id: DEC-2026-014")
    title: Title = Field(description="what is decided")
    status: DecisionStatus = Field(description="proposed, decided, deferred, rejected or superseded")
    driver: Person = Field(description="who drives it")
    approver: Person = Field(description="who decides: exactly one")
    needed_by: Day | None = Field(None, description="required while proposed")
    decided: Day | None = Field(None, description="required once decided")
    choice: Text | None = Field(None, description="the option chosen")
    why: Text | None = Field(None, description="the reason")
    options: tuple[Option, ...] = Field((), description="the ways to decide")
    agree: tuple[Party, ...] = Field((), description="whose agreement is needed")
    agreed: dict[Party, Day] = Field(default_factory=dict, description="who agreed, and when")
    contributors: tuple[Party, ...] = Field((), description="who is asked")
    informed: tuple[Party, ...] = Field((), description="who is told")
    affects: tuple[AnyRef, ...] = Field((), description="the items it changes")
    amount: Amount | None = Field(None, description="compared with settings.authority")
    currency: Currency | None = Field(None, description="default: the reporting currency")
    values: dict[Ref, Approved] = Field(
        default_factory=dict, description="frozen item → field → the value approved, or `removed`: the approval is of these values only"
    )
    review_on: Day | None = Field(None, description="when to look back")
    outcome: Text | None = Field(None, description="was it right?")
    supersedes: DecisionRef | None = Field(None, description="the decision it replaces")

    def needs(self) -> tuple[tuple[str, str], ...]:
        """A proposed decision says by when; a decided one says when, what and why."""
        wanted = {"proposed": ("needed_by",), "decided": ("decided", "choice", "why")}.get(self.status, ())
        return tuple((field, f"required while status is {self.status}") for field in wanted if getattr(self, field) is None)
