"""library: practices, playbooks, training and templates: who keeps each, where it lies, and which teams work by it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Identity, Item, Person, TeamCode
from polops.model.types import Day, Id, Span, Text, Title, link
from polops.values.duration import Duration

DocRef = Annotated[Id, link("doc")]


class Doc(Item):
    """One document."""

    IDENTITY: ClassVar[Identity | None] = Identity("doc")

    id: Id = Field(description="its id: LIB-014")
    title: Title = Field(description="its title")
    type: Literal["practice", "playbook", "training", "template", "faq", "dataset"] = Field(
        description="practice, playbook, training, template, faq or dataset"
    )
    owner: Person = Field(description="who keeps it")
    path: Text = Field(description="where it lies: a path or an address")
    reviewed: Day | None = Field(None, description="the last review")
    review_every: Span = Field(Duration(12, "mo"), description="how often it is reviewed")
    supersedes: DocRef | None = Field(None, description="the document it replaces")
    adopted_by: dict[TeamCode, Day] = Field(default_factory=dict, description="team → since when it works by it")


class Library(File):
    """The documents."""

    kind: Literal["library"] = Field(description="library")
    docs: tuple[Doc, ...] = Field((), description="the documents")
