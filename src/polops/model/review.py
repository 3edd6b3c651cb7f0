"""review: one consistency review: how far decisions agree with each other, or with the policy."""

from typing import ClassVar, Literal

from pydantic import Field

from polops.model.base import File, Identity, Item, Person, PolicyRef
from polops.model.names import CsvPath
from polops.model.types import Count, Day, Id, LocalId, Text, Title

ReviewType = Literal["qa_sample", "calibration", "appeal_sample", "audit"]
Sampling = Literal["random", "stratified", "targeted"]


class ReviewFinding(Item):
    """What a review found, and what changes because of it."""

    IDENTITY: ClassVar[Identity | None] = Identity("finding", path=True)

    id: LocalId = Field(description="short id: f1")
    theme: Title = Field(description="what it is about; the same words in every review")
    severity: Literal["low", "medium", "high", "critical"] = Field(description="low, medium, high or critical")
    text: Text = Field(description="what was found")
    guidance_change: Text | None = Field(None, description="what changes in the guidance")
    owner: Person = Field(description="who sees to it")
    due: Day = Field(description="by when")
    done: Day | None = Field(None, description="the day it was done")


class Review(File):
    """One consistency review. Codes and counts only: never content."""

    IDENTITY: ClassVar[Identity | None] = Identity("review")

    kind: Literal["review"] = Field(description="review")
    id: Id = Field(description="its id: QR-011")
    policy: PolicyRef = Field(description="the policy that was applied")
    on: Day = Field(description="the day")
    type: ReviewType = Field(description="qa_sample, calibration, appeal_sample or audit")
    owner: Person = Field(description="who ran it")
    sampling: Sampling = Field("random", description="random or stratified; targeted gives findings but no rate")
    population: Count | None = Field(None, description="how many decisions the sample stands for")
    n: Count | None = Field(None, description="how many decisions were looked at")
    correct: Count | None = Field(None, description="how many of them were right")
    labels: tuple[Title, ...] = Field((), description="what raters could choose, in the order of the matrix")
    matrix: tuple[tuple[Count, ...], ...] = Field((), description="two raters' counts: a row for each label of one, a column of the other")
    ratings: CsvPath | None = Field(
        None, description="any raters: a .csv in the plans' folder, first cell `rater` (a row a rater) or `item` (a row an item)"
    )
    findings: tuple[ReviewFinding, ...] = Field((), description="what was found")

    def ref(self) -> str:
        """Its id: `f1` in the file is `QR-011/f1`."""
        return self.id

    def tables(self) -> tuple[str, ...]:
        """Its file of ratings."""
        return (self.ratings,) if self.ratings else ()

    def clashes(self) -> tuple[tuple[str, str], ...]:
        """The matrix is a square with a row for each label; no more are right than were looked at."""
        size = len(self.matrix)
        found = []
        if any(len(row) != size for row in self.matrix):
            found.append(("matrix", "must be square: as many counts in each row as there are rows"))
        if self.labels and self.matrix and len(self.labels) != size:
            found.append(("labels", f"must have one label for each row of the matrix ({size}), has {len(self.labels)}"))
        if self.n is not None and self.correct is not None and self.correct > self.n:
            found.append(("correct", f"must be at most n ({self.n:,}), is {self.correct:,}"))
        return tuple(found)
