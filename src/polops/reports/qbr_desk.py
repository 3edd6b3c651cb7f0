"""The policy desk in a quarterly review: launches, coverage, quality, appeals, obligations, incidents and lessons.

The tables are those of the desk's own reports, for the quarter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from polops.reports.desk import chosen
from polops.reports.frame import period
from polops.reports.page import Table, Text
from polops.reports.qbr_score import score

if TYPE_CHECKING:
    from polops.analyse.context import Context
    from polops.reports import Options
    from polops.reports.page import Block, Row

_LIVE = {"enforced", "under_review", "retired"}


def launched(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The versions that were to take effect in the quarter by now, and those whose policy is enforced."""
    from polops.analyse.policy import policy_item  # noqa: PLC0415 - each kind needs its own analysis

    span = period(ctx, options)
    due = [
        policy_item(node)
        for node in chosen(ctx, options, "policy")
        for version in policy_item(node).versions
        if span.first <= version.effective <= min(span.last, ctx.as_of)
    ]
    return score("Policies launched", len(due), sum(1 for item in due if item.status in _LIVE), "versions that were to take effect")


def covered(ctx: Context, options: Options) -> tuple[Row, ...]:
    """How many issues of the taxonomy are covered."""
    from polops.reports.coverage import chosen as issues  # noqa: PLC0415 - as above

    found = issues(ctx, options)
    return score("Issues covered", len(found), sum(1 for one in found if one.covering), "of the taxonomy")


def duties_met(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The obligations that were due in the quarter by now, and those that were met by their day."""
    from polops.reports.obligations import ladder  # noqa: PLC0415 - as above

    due = [step for step in ladder(ctx, options, chosen(ctx, options, "obligation")) if step.due <= ctx.as_of]
    met = [step for step in due if step.done and step.done.done and step.done.done.on <= step.due]
    return score("Obligations met", len(due), len(met), "on their day or before")


def clocks_met(ctx: Context, options: Options) -> tuple[Row, ...]:
    """The clocks of the quarter's incidents that were met, for those who may see incidents."""
    from polops.analyse.incident import service  # noqa: PLC0415 - as above
    from polops.reports.incidents import chosen as of_readers  # noqa: PLC0415 - as above

    found = service(ctx, of_readers(ctx, options)).values()
    return score("Incident clocks met", sum(one.due for one in found), sum(one.met for one in found), "acknowledge, contain, resolve")


def launches(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The versions of the quarter, and who approved them."""
    from polops.reports.policies_log import changelog  # noqa: PLC0415 - as above

    found = changelog(ctx, options, chosen(ctx, options, "policy"))
    return (replace(found, title="Versions of the quarter", sheet="Policy"),)


def coverage(ctx: Context, options: Options) -> tuple[Block, ...]:
    """Coverage by area."""
    from polops.reports.coverage import areas, sentence  # noqa: PLC0415 - as above
    from polops.reports.coverage import chosen as issues  # noqa: PLC0415 - as above

    found = issues(ctx, options)
    return (Text(f"Coverage: {sentence(found)}"), replace(areas(found), title="Coverage", sheet="Coverage")) if found else ()


def quality(ctx: Context, options: Options) -> tuple[Table, ...]:
    """The reviews of the quarter."""
    from polops.reports.quality import chosen as held  # noqa: PLC0415 - as above
    from polops.reports.quality import table  # noqa: PLC0415 - as above

    return (table(ctx, held(ctx, options)),)


def appeals(ctx: Context, options: Options) -> tuple[Table, ...]:
    """What was overturned on appeal."""
    from polops.reports.quality_trend import appeals as overturned  # noqa: PLC0415 - as above

    return (overturned(ctx, chosen(ctx, options, "policy"), period(ctx, options)),)


def obligations(ctx: Context, options: Options) -> tuple[Table, ...]:
    """What was and is due in the quarter, met or not."""
    from polops.reports.obligations import ladder, ladder_table  # noqa: PLC0415 - as above

    found = ladder_table(ctx, ladder(ctx, options, chosen(ctx, options, "obligation")))
    return (replace(found, key="obligations", title="Obligations of the quarter", sheet="Obligations"),)


def incidents(ctx: Context, options: Options) -> tuple[Block, ...]:
    """The incidents of the quarter, what was learned, and what is done about it; for those who may see them."""
    from polops.reports import incidents as report  # noqa: PLC0415 - as above

    nodes = report.chosen(ctx, options)
    return report.table(ctx, nodes), report.aftermath(ctx, nodes), report.actions(ctx, nodes)
