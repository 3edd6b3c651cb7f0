"""A pull request in plan words: the verdict, what changes, what that does, who must approve, and what is still to mend.

Only what changed is listed, commitments first. Sections whose key starts with `more-` are for who wants to know everything: a comment
folds them. Amounts that would tell pay, and restricted values, are not in it (`analyse.impact`). Source: domain reference E8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from polops.analyse.change import Change
from polops.analyse.change_words import short, spelled, title
from polops.analyse.classify import CLASSES, Judged
from polops.analyse.context import Context
from polops.analyse.few import FEWEST
from polops.analyse.impact import Impact, impact
from polops.analyse.moved import Effects, Money, Moved, Score, Slip
from polops.analyse.needed_approval import Needed
from polops.analyse.wording import counted, listed, measured, percent, score, variance, whole
from polops.reports import Options
from polops.reports.difference import cosmetic, what
from polops.reports.page import Column, Page, Row, Section, Table, Text
from polops.reports.pr_findings import MORE
from polops.reports.pr_findings import sections as findings
from polops.source.problem import Problem, Severity
from polops.values.period import dated

_WORDS = {
    "commitment": ("commitment", "commitments"),
    "plan": ("plan value", "plan values"),
    "record": ("record", "records"),
    "cosmetic": ("cosmetic change", "cosmetic changes"),
}
_NOTHING = "No value changes: only order, layout, comments, file names or ids do."
_CHANGES = (
    Column("item", "Item"),
    Column("field", "Field"),
    Column("before", "Before"),
    Column("after", "After"),
    Column("effect", "Effect"),
)
_IMPACT = (Column("what", "What moves"), Column("before", "Before"), Column("after", "After"), Column("by", "By"))


def build(ctx: Context, options: Options) -> Page:
    """The page; without a base it says that there is nothing to compare with."""
    found = impact(ctx, (options.before, options.findings))
    name, heading = "pr", f"{ctx.settings.name} · What this changes"
    facts = [("As of", dated(ctx.as_of)), *((label, value) for label, value in _sides(options) if value)]
    if found is None:
        return Page(name, heading, tuple(facts), "Nothing to compare with: --since REV names a base.", ())
    if found.is_cosmetic:
        return Page(name, heading, tuple(facts), _NOTHING if found.judged else "Nothing changes.", tuple(_cosmetic(found)))
    ours, rest = findings(found, options.findings)
    sections = (*_changes(found), *_impact(found), *_approval(found), *ours, *_moved(found), *rest, *_cosmetic(found))
    open_ = [problem for problem in options.findings if problem.is_open]
    return Page(name, heading, tuple(facts), f"{verdict(open_, found)}. {_counts(found)}.", sections, tuple(_notes(found)))


def _sides(options: Options) -> Iterator[tuple[str, str]]:
    yield "Since", options.base
    yield "Commit", options.commit[:12]


def verdict(open_: Iterable[Problem], found: Impact) -> str:
    """The first line: errors and warnings that are up to this change, and what it does to the year."""
    counts = {severity: sum(problem.severity is severity for problem in open_) for severity in Severity}
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    words = [f"{'✖' if errors else '✔'} {counted(errors, 'error')}", counted(warnings, "warning")]
    words += [f"{year.ref} outlook{_apart(found)} {_year(year)}" for year in found.effects.years]
    if found.personnel:
        words.append(f"personnel outlook {_share(found)}")
    return " · ".join(words)


def _year(year: Money) -> str:
    """How a year's variance moves; where budget and outlook move alike, the outlook."""
    return _both(year.variance) if year.variance.by else f"{_amount(year.outlook.before)} → {_amount(year.outlook.after)}"


def _amount(value: Decimal | None) -> str:
    return "n/a" if value is None else whole(value)


def _counts(found: Impact) -> str:
    """How many changes of each class, in how many items, and how many findings come and go."""
    counts = {class_: sum(each.class_ == class_ for each in found.judged) for class_ in CLASSES}
    items = {(each.change.kind, each.change.ref) for each in found.judged}
    said = f"{listed([counted(counts[name], *_WORDS[name]) for name in CLASSES if counts[name]])} in {counted(len(items), 'item')}"
    findings = ((found.effects.added, "new finding", "new findings"), (found.effects.gone, "finding gone", "findings gone"))
    return "; ".join([said, *(counted(len(each), one, many) for each, one, many in findings if each)])


def _apart(found: Impact) -> str:
    return " without personnel" if found.apart else ""


def _both(moved: Moved) -> str:
    return (
        f"{variance(moved.before) if moved.before is not None else 'n/a'} → {variance(moved.after) if moved.after is not None else 'n/a'}"
    )


def _share(found: Impact) -> str:
    share = found.personnel
    return "" if share is None else f"{'+' if share > 0 else '−' if share < 0 else ''}{percent(abs(share))}"


# --- what changes ----------------------------------------------------------------------------------------------------------------------


def _changes(found: Impact) -> Iterator[Section]:
    """The commitments first and by themselves, then plan values and records."""
    effect = dict(_effects(found.effects))
    for key, name, classes in (("commitments", "Commitments changed", {"commitment"}), ("changes", "Changes", {"plan", "record"})):
        rows = tuple(_rows([each for each in found.judged if each.class_ in classes], effect))
        if rows:
            yield Section(key, name, (Table(key, "", _CHANGES, rows, sheet=name),))


def _rows(chosen: list[Judged], effect: dict[str, str]) -> Iterator[Row]:
    """A row for each change; an item's name stands at its first one, with what all its changes do to it."""
    for (_, ref), group in groupby(chosen, key=lambda each: (each.change.kind, each.change.ref)):
        for number, each in enumerate(group):
            change = each.change
            before, after = spelled(change)
            first = effect.pop(ref, "")
            told = "; ".join(filter(None, (first, each.reason if each.class_ == "commitment" else "")))
            yield Row((_item(change) if number == 0 else ref, what(change), before, after, told), change.after_at or change.before_at, ref)


def _item(change: Change) -> str:
    node = change.spot.node
    name = "" if node is None or change.secret else short(title(node.item))
    return f"{change.ref} · {name}" if name else change.ref


def _effects(found: Effects) -> Iterator[tuple[str, str]]:
    """What the change does to each item, in a few words."""
    for line in found.lines:
        moved = [f"{name} {_signed(each)}" for name, each in (("budget", line.budget), ("outlook", line.outlook)) if each.by]
        yield line.ref, ", ".join([*moved, *([f"full year {_both(line.variance)}"] if line.variance.by else [])])
    for each in found.scores:
        yield each.ref, ", ".join(filter(None, (_score(each), _status(each))))
    for slip in found.slips:
        yield slip.ref, _start(slip)


def _signed(moved: Moved) -> str:
    return f"{'+' if moved.by > 0 else ''}{whole(moved.by)}"


def _score(each: Score) -> str:
    if each.score.before == each.score.after:
        return ""
    before, after = (_figure(each, value) for value in (each.score.before, each.score.after))
    return f"{'value' if each.kind == 'metric' else 'score'} {before} → {after}" if before != after else ""


def _figure(each: Score, value: object) -> str:
    if not isinstance(value, Decimal):
        return "n/a"
    return measured(value) if each.kind == "metric" else score(value)


def _status(each: Score) -> str:
    return f"{each.status_before or 'none'} → {each.status_after or 'none'}" if each.status_before != each.status_after else ""


def _start(slip: Slip) -> str:
    days = f", {counted(slip.late, 'day')} after its plan" if slip.late and slip.late > 0 else ""
    return f"starts {slip.after or 'n/a'}{days}"


# --- what it does ----------------------------------------------------------------------------------------------------------------------


def _impact(found: Impact) -> Iterator[Section]:
    rows = tuple(Row(cells) for cells in _figures(found))
    if rows:
        note = "Outlook is actual plus forecast; F is under budget, U over it." if found.effects.years else ""
        yield Section("impact", "Impact", (Table("impact", "", _IMPACT, rows, note=note, sheet="Impact"),))


def _figures(found: Impact) -> Iterator[tuple[str, str, str, str]]:
    """The totals that moved: money, people, the quarter's score, and objectives whose status is another."""
    for year in found.effects.years:
        yield from _figures_of(year, found)
    if found.personnel:
        yield "Personnel outlook", "", "", _share(found)
    people = found.effects.people
    for name, moved in (("FTE filled or vacant", people.fte), ("FTE vacant", people.vacant)) if people else ():
        if moved.by:
            yield name, _number(moved.before), _number(moved.after), f"{'+' if moved.by > 0 else '−'}{measured(abs(moved.by))}"
    if found.score.before != found.score.after:
        before, after = (None if value is None else score(value) for value in (found.score.before, found.score.after))
        if before != after:
            yield "OKR score of the quarter", before or "n/a", after or "n/a", ""
    for each in found.effects.scores:
        if each.kind == "objective" and each.status_before != each.status_after:
            yield f"{each.ref} · {short(each.title)}", each.status_before or "none", each.status_after or "none", ""


def _figures_of(year: Money, found: Impact) -> Iterator[tuple[str, str, str, str]]:
    """Budget, outlook and the difference of a year, as far as they move."""
    for name, moved in (("budget", year.budget), ("outlook", year.outlook)):
        if moved.by:
            yield f"{year.ref} {name}{_apart(found)}", _amount(moved.before), _amount(moved.after), _signed(moved)
    if year.variance.by:
        before, after = (variance(value) if value is not None else "n/a" for value in (year.variance.before, year.variance.after))
        yield f"{year.ref} budget − outlook{_apart(found)}", before, after, variance(year.variance.by)


def _number(value: object) -> str:
    return measured(value) if isinstance(value, Decimal) else "0"


def _moved(found: Impact) -> Iterator[Section]:
    """Items that nobody edited and that moved all the same."""
    effect = dict(_effects(found.effects))
    columns = (Column("item", "Item", "id"), Column("effect", "Effect"), Column("via", "Because of"))
    told = (path for path in found.effects.downstream if effect.get(path.ref))
    rows = tuple(Row((path.ref, effect[path.ref], " → ".join(path.via) or "rates, settings or the date"), ref=path.ref) for path in told)
    if rows:
        yield Section(f"{MORE}moved", f"Moved in turn ({len(rows):,})", (Table("moved", "", columns, rows, sheet="Moved in turn"),))


def _approval(found: Impact) -> Iterator[Section]:
    """What must be approved, by whom, and whether it is: what is missing first."""
    columns = (Column("item", "Item", "id"), Column("what", "What"), Column("who", "Who may"), Column("state", "Approval"))
    rows = tuple(
        Row((each.ref, each.what, each.who, _state(each)), ref=each.ref) for each in sorted(found.needed, key=lambda each: not each.fault)
    )
    if rows:
        yield Section("approval", "Approval", (Table("approval", "", columns, rows, sheet="Approval"),))


def _state(each: Needed) -> str:
    """`✔ dana.lee on 2026-06-12, DEC-2026-014`, or what is missing."""
    there = ", ".join(filter(None, (each.by, each.decision)))
    return f"✖ {each.fault}" if each.fault else f"✔ {there or 'none asked for'}"


def _cosmetic(found: Impact) -> Iterator[Section]:
    bullets = tuple(f"{each.change.ref}: {cosmetic(each)}" for each in found.judged if each.class_ == "cosmetic")
    if bullets:
        yield Section(f"{MORE}cosmetic", f"Cosmetic ({len(bullets):,})", (Text(bullets=bullets),))


def _notes(found: Impact) -> Iterator[str]:
    if found.apart and found.personnel is None:
        yield f"Amounts of personnel are not shown: fewer than {FEWEST} people stand behind what moves."
    unread = [each.change.ref for each in found.judged if each.change.what == "unreadable"]
    if unread:
        yield f"Cannot be read on one side, so what this changes and does is not known: {listed(unread)}."
