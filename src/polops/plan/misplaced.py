"""A file that many references miss: it stands where they look for it, but says another team or period.

A slip in `period: 2026-03` would otherwise be an error at every reference to the file's goals, and none at the slip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polops.source.problem import Problem, Severity
from polops.values.ref import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polops.plan.plan import Plan, Use


def misplaced(plan: Plan, missing: Sequence[Use]) -> tuple[list[Problem], list[Use]]:
    """One problem for each such file, and the references that it does not explain.

    The file is where `okrs/2026-Q3/mh.yaml` would be for `mh/2026-Q3/O1`, nothing else is named `mh/2026-Q3/…`, and it has what is
    missing under the name that it has now.
    """
    wanted: dict[str, list[Use]] = {}
    for use in missing:
        if use.value.count("/") > 1:
            wanted.setdefault("/".join(use.value.split("/")[:2]), []).append(use)
    problems: list[Problem] = []
    explained: set[int] = set()
    places = {tuple(fold(path).split("/")[-2:]): path for path in reversed([*plan.files])} if wanted else {}
    for name, uses in wanted.items():
        team, period = name.split("/")
        path = places.get((fold(period), fold(f"{team}.yaml")), "")
        if path and (problem := _slip(plan, path, (team, period), uses)):
            problems.append(problem)
            explained.update(map(id, uses))
    return problems, [use for use in missing if id(use) not in explained]


def _slip(plan: Plan, path: str, wanted: tuple[str, str], uses: Sequence[Use]) -> Problem | None:
    file = plan.files[path]
    said = file.ref().split("/")
    slips = [(field, got, want) for field, got, want in zip(("team", "period"), said, wanted, strict=False) if fold(got) != fold(want)]
    if len(slips) != 1 or getattr(file, slips[0][0], None) is None:
        return None
    if not any(plan.find("/".join([file.ref(), *use.value.split("/")[2:]]), *use.kinds) for use in uses):
        return None
    field, got, want = slips[0]
    count = f"{len(uses)} references look" if len(uses) > 1 else "a reference looks"
    message = f"`{field}` is {got}, but {count} for {'/'.join(wanted)} here"
    return Problem(plan.at(path, field), "GEN201", Severity.ERROR, message, f"write `{field}: {want}`, or correct the references")
