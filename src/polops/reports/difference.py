"""What changed between two states of the plans, and what it does: the page that `polops diff` prints.

The changes come first, by class, what a reviewer must see before the rest; then what they do, and last what is cosmetic. Where a rate
card changed, money is given as shares only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from polops.analyse.change import Change
from polops.analyse.change_words import short, spelled, title
from polops.analyse.classify import CLASSES, Judged
from polops.analyse.moved import Effects, Money, Moved, People, Score
from polops.analyse.wording import counted, listed, measured, percent, variance
from polops.reports.page import Block, Cell, Column, Page, Row, Section, Table, Text
from polops.source.problem import Problem
from polops.values.rounding import rounded

_TITLES = {"commitment": "Commitments changed", "plan": "Plan changed", "record": "Recorded", "cosmetic": "Cosmetic"}
_MANY = {"commitment": "commitments", "plan": "plan values", "record": "records", "cosmetic": "cosmetic changes"}
_DIGITS = 3
_ONE = {"commitment": "commitment", "plan": "plan value", "record": "record", "cosmetic": "cosmetic change"}


def build(judged: Sequence[Judged], found: Effects, facts: Sequence[tuple[str, str]], notes: Sequence[str] = ()) -> Page:
    """The page: `facts` say which states were compared."""
    changed = list(_classes(judged))
    last = [section for section in changed if section.key == CLASSES[-1]]
    sections = (*(section for section in changed if section not in last), *effect_sections(found), *last)
    return Page("diff", "What changes", tuple(facts), lead(judged, found), sections, tuple(notes))


def lead(judged: Sequence[Judged], found: Effects) -> str:
    """The one sentence: how many changes of each class, in how many items, and what they do to the year."""
    if not judged:
        return "Nothing changes."
    counts = {class_: sum(each.class_ == class_ for each in judged) for class_ in CLASSES}
    words = listed([counted(counts[class_], _ONE[class_], _MANY[class_]) for class_ in CLASSES if counts[class_]])
    items = len({(each.change.kind, each.change.ref) for each in judged})
    return f"{words} in {counted(items, 'item')}{''.join(f'; {part}' for part in headline(found))}."


def headline(found: Effects) -> Iterator[str]:
    """The effect in short: each year's outlook, FTE, findings."""
    for year in found.years:
        yield f"{year.ref} full-year variance {_signed(year.variance, found)}"
    if found.people and found.people.fte.by:
        yield f"{measured(found.people.fte.by).replace('-', '−') if found.people.fte.by < 0 else '+' + measured(found.people.fte.by)} FTE"
    if found.added or found.gone:
        yield listed([*_count(found.added, "new finding"), *_count(found.gone, "finding gone", "findings gone")])


def _count(problems: Sequence[Problem], one: str, many: str = "") -> list[str]:
    return [counted(len(problems), one, many)] if problems else []


def _signed(moved: Moved, found: Effects) -> str:
    """By how much a variance moved; where pay could be told from it, as a share."""
    if found.withheld:
        share = moved.share
        return "changed" if share is None else f"{'+' if share > 0 else ''}{percent(share)}".replace("-", "−")
    return variance(moved.by)


def effect_sections(found: Effects) -> Iterator[Section]:
    """What moved, as tables: money, people, scores, starts, what moved in turn, findings."""
    tables = (_money(found), _people(found), _asked(found), _scores(found), _starts(found), _downstream(found))
    for table in tables:
        if table.rows:
            yield Section(table.key, table.title, (table,))
    for key, name, problems in (("added", "New findings", found.added), ("gone", "Findings gone", found.gone)):
        if problems:
            yield Section(key, name, (_findings(key, name, problems),))


def _money(found: Effects) -> Table:
    if found.withheld:
        return _shares(found)
    currency = found.currency
    columns = (
        Column("line", "Line", "id"),
        Column("name", "Name", rank=3),
        Column("budget_by", "Budget by", "money", currency, rank=2),
        Column("outlook_before", "Outlook before", "money", currency, rank=2),
        Column("outlook_after", "Outlook", "money", currency),
        Column("variance_before", "Full year before", "variance", currency),
        Column("variance_after", "After", "variance", currency),
        Column("variance_by", "By", "variance", currency),
    )
    rows = tuple(Row(_amounts(each), ref=each.ref, level=level) for each, level in _levels(found))
    return Table("money", "Outlook", columns, rows, note="Full year is budget less outlook: F is under budget, U over it.")


def _shares(found: Effects) -> Table:
    columns = (Column("line", "Line", "id"), Column("outlook", "Outlook by", "ratio"), Column("variance", "Full-year variance by", "ratio"))
    rows = tuple(Row((each.ref, each.outlook.share, each.variance.share), ref=each.ref, level=level) for each, level in _levels(found))
    return Table("money", "Outlook", columns, rows, note="A rate card changed: amounts would tell pay, so only shares are shown.")


def _levels(found: Effects) -> Iterator[tuple[Money, int]]:
    yield from ((year, 0) for year in found.years)
    yield from ((line, 1) for line in found.lines)


def _amounts(each: Money) -> tuple[Cell, ...]:
    return (
        each.ref, each.name, each.budget.by, each.outlook.before, each.outlook.after, each.variance.before, each.variance.after,
        each.variance.by,
    )  # fmt: skip


def _people(found: Effects) -> Table:
    money = () if found.withheld else (
        Column("cost_by", "Cost this year", "money", found.currency), Column("one_time_by", "Once", "money", found.currency, rank=2),
        Column("run_rate_by", "Run-rate a year", "money", found.currency),
    )  # fmt: skip
    columns = (
        Column("team", "Team", "id"), Column("fte_before", "FTE before", "number"), Column("fte_after", "After", "number"),
        Column("vacant_by", "Vacant by", "number", rank=2), *money,
    )  # fmt: skip
    every = [*([(found.people, 0)] if found.people else []), *((team, 1) for team in found.teams)]
    rows = tuple(Row(_heads(people)[: len(columns)], level=level) for people, level in every)
    return Table(
        "people",
        "People",
        columns,
        rows,
        note="" if found.withheld else "Cost, one-time cost and run-rate say by how much they change.",
    )


def _heads(people: People) -> tuple[Cell, ...]:
    moved = (people.cost.by, people.one_time.by, people.run_rate.by)
    return (people.team or "all", people.fte.before, people.fte.after, people.vacant.by, *moved)


def _asked(found: Effects) -> Table:
    columns = (
        Column("position", "Position", "id"), Column("fte", "FTE", "number"), Column("cost", "Cost this year", "money", found.currency),
        Column("one_time", "Once", "money", found.currency), Column("run_rate", "Run-rate a year", "money", found.currency),
    )  # fmt: skip
    asked = [] if found.withheld else [each for team in found.teams for each in team.asked]
    rows = tuple(Row((each.ref, each.fte, each.cost, each.one_time, each.run_rate), ref=each.ref) for each in asked)
    return Table(
        "asked", "Asked for", columns, rows, note="Requested positions cost nothing until they are approved; this is what they would cost."
    )


def _scores(found: Effects) -> Table:
    columns = (
        Column("item", "Item", "id"),
        Column("title", "Title", rank=3),
        Column("score_before", "Before", "number"),
        Column("score_after", "After", "number"),
        Column("status_before", "Status before", "status"),
        Column("status_after", "After", "status"),
    )
    rows = tuple(Row(_score(each), ref=each.ref) for each in found.scores)
    return Table("scores", "Scores and statuses", columns, rows, note="Of a metric, its value.")


def _score(each: Score) -> tuple[Cell, ...]:
    before, after = (None if value is None else rounded(value, _DIGITS) for value in (each.score.before, each.score.after))
    return each.ref, short(each.title), before, after, each.status_before or None, each.status_after or None


def _starts(found: Effects) -> Table:
    columns = (
        Column("item", "Item", "id"), Column("before", "Before", "date"), Column("after", "After", "date"),
        Column("late", "Days after plan", "integer"),
    )  # fmt: skip
    rows = tuple(Row((each.ref, each.before, each.after, each.late), ref=each.ref) for each in found.slips)
    return Table("starts", "Expected dates", columns, rows)


def _downstream(found: Effects) -> Table:
    columns = (Column("item", "Item", "id"), Column("via", "Because of"))
    rows = tuple(Row((each.ref, " → ".join(each.via) or "rates, settings, people or the date"), ref=each.ref) for each in found.downstream)
    return Table("downstream", "Moved in turn", columns, rows, note="Items that nobody edited, with the way from the edited one.")


def _findings(key: str, name: str, problems: Sequence[Problem]) -> Table:
    columns = (
        Column("severity", "Severity"), Column("code", "Code", "id"), Column("item", "Item", "id"), Column("message", "Finding"),
        Column("next", "Next", rank=3),
    )  # fmt: skip
    rows = tuple(
        Row((problem.severity.name.lower(), problem.code, problem.ref, problem.message, problem.help), span=problem.span, ref=problem.ref)
        for problem in sorted(problems, key=lambda problem: -problem.severity)
    )
    return Table(key, name, columns, rows)


def _classes(judged: Sequence[Judged]) -> Iterator[Section]:
    for class_ in CLASSES:
        chosen = [each for each in judged if each.class_ == class_]
        if chosen:
            name = f"{_TITLES[class_]} ({len(chosen):,})"
            yield Section(class_, name, (_changes(class_, name, chosen),))


def _changes(class_: str, name: str, chosen: Sequence[Judged]) -> Block:
    if class_ == "cosmetic":
        return Text(bullets=tuple(f"{each.change.ref}: {cosmetic(each)}" for each in chosen))
    columns = (
        Column("item", "Item"),
        Column("before", "Before"),
        Column("after", "After"),
        Column("why", "Why"),
        Column("at", "At", rank=3),
    )
    return Table(class_, name, columns, tuple(_rows(chosen)))


def cosmetic(each: Judged) -> str:
    """A cosmetic change in a line: the reason, and from where to where."""
    change = each.change
    return f"{each.reason} ({change.before} → {change.after})" if change.what in {"moved", "renamed"} else each.reason


def _rows(chosen: Iterable[Judged]) -> Iterator[Row]:
    """Each item once, with its changes under it."""
    for (_, ref), group in groupby(chosen, key=lambda each: (each.change.kind, each.change.ref)):
        changes = list(group)
        first = changes[0].change
        name = short(_name(first))
        yield Row((f"{ref} · {name}" if name else ref, "", "", "", ""), ref=ref)
        for each in changes:
            before, after = spelled(each.change)
            where = each.change.after_at or each.change.before_at
            yield Row((what(each.change), before, after, each.reason, str(where)), where, ref, 1)


def _name(change: Change) -> str:
    node = change.spot.node
    return "" if node is None or change.secret else title(node.item)


def what(change: Change) -> str:
    """The field that changed, or what happened to the item."""
    return change.field or change.what
