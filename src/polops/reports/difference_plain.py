"""A diff as plain data, in one stable shape: numbers are decimal strings, dates ISO, no data None.

    {"changes": [{"ref", "kind", "field", "before", "after", "class", "reason", "before_at", "after_at"}],
     "effects": {"base": {"name", "commit", "as_of"}, "head": the same, "currency", "withheld",
        "years": [{"ref", "name", "budget", "outlook", "variance"}], "lines": [the same],
        "people": {"team", "fte", "filled", "vacant", "cost", "one_time", "run_rate", "asked"} or null, "teams": [the same],
        "scores": [{"kind", "ref", "title", "score", "status"}], "slips": [{"kind", "ref", "start", "late"}],
        "downstream": [{"ref", "via"}], "findings_added": [{"code", "severity", "ref", "at", "message"}], "findings_gone": [the same]}}

An item that came has no `before_at`, one that went no `after_at`; a change of a restricted item has neither value. A figure that moved is
`{"before", "after"}`. Where a rate card changed (`withheld`) money is `{"share"}`: by how much of what it was.
"""

from __future__ import annotations

from collections.abc import Iterable

from polops.analyse.change_words import title
from polops.analyse.classify import Judged
from polops.analyse.moved import Asked, Effects, Money, Moved, People
from polops.model.base import Item
from polops.reports.item import Plain, plain, share
from polops.source.problem import Problem, Span
from polops.values.money import cents


def changes(judged: Iterable[Judged]) -> list[Plain]:
    """Every change with its class."""
    return [_change(each) for each in judged]


def _change(each: Judged) -> Plain:
    change = each.change
    return {
        "ref": change.ref,
        "kind": change.kind,
        "field": change.field or None,
        "before": _value(change.before),
        "after": _value(change.after),
        "class": each.class_,
        "reason": each.reason,
        "before_at": _at(change.before_at),
        "after_at": _at(change.after_at),
    }


def _at(span: Span | None) -> str | None:
    return str(span) if span else None


def _value(value: object) -> Plain:
    """A value; of a whole item its title."""
    return (title(value) or None) if isinstance(value, Item) else plain(value)


def effects(found: Effects) -> dict[str, Plain]:
    """All that moved."""
    return {
        "currency": found.currency or None,
        "withheld": found.withheld,
        "years": [_money(year, found) for year in found.years],
        "lines": [_money(line, found) for line in found.lines],
        "people": _people(found.people, found) if found.people else None,
        "teams": [_people(team, found) for team in found.teams],
        "scores": [
            {
                "kind": score.kind,
                "ref": score.ref,
                "title": score.title,
                "score": {"before": share(score.score.before), "after": share(score.score.after)},
                "status": {"before": score.status_before or None, "after": score.status_after or None},
            }
            for score in found.scores
        ],
        "slips": [
            {"kind": slip.kind, "ref": slip.ref, "start": {"before": plain(slip.before), "after": plain(slip.after)}, "late": slip.late}
            for slip in found.slips
        ],
        "downstream": [{"ref": path.ref, "via": list(path.via)} for path in found.downstream],
        "findings_added": [_problem(problem) for problem in found.added],
        "findings_gone": [_problem(problem) for problem in found.gone],
    }


def _money(each: Money, found: Effects) -> Plain:
    amounts: dict[str, Plain] = {
        name: _amount(moved, found) for name, moved in (("budget", each.budget), ("outlook", each.outlook), ("variance", each.variance))
    }
    return {"ref": each.ref, "name": each.name, **amounts}


def _amount(moved: Moved, found: Effects) -> Plain:
    if found.withheld:
        return {"share": share(moved.share)}
    before, after = (None if amount is None else f"{cents(amount, found.currency):f}" for amount in (moved.before, moved.after))
    return {"before": before, "after": after}


def _people(people: People, found: Effects) -> Plain:
    counts: dict[str, Plain] = {
        name: {"before": share(moved.before), "after": share(moved.after)}
        for name, moved in (("fte", people.fte), ("filled", people.filled), ("vacant", people.vacant))
    }
    money: dict[str, Plain] = {
        name: _amount(moved, found) for name, moved in (("cost", people.cost), ("one_time", people.one_time), ("run_rate", people.run_rate))
    }
    asked: list[Plain] = [] if found.withheld else [_asked(each, found) for each in people.asked]
    return {"team": people.team or None, **counts, **money, "asked": asked}


def _asked(each: Asked, found: Effects) -> Plain:
    amounts: dict[str, Plain] = {
        name: None if amount is None else f"{cents(amount, found.currency):f}"
        for name, amount in (("cost", each.cost), ("one_time", each.one_time), ("run_rate", each.run_rate))
    }
    return {"ref": each.ref, "fte": share(each.fte), **amounts}


def _problem(problem: Problem) -> Plain:
    return {
        "code": problem.code,
        "severity": problem.severity.name.lower(),
        "ref": problem.ref or None,
        "at": str(problem.span),
        "message": problem.message,
    }
