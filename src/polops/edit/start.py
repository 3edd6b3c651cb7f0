"""A new repository of plans: the texts of its files, from a few answers and the shipped `templates/init/`."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from posixpath import normpath

from polops.source.shipped import shipped
from polops.values.period import Calendar, Period, month_index
from polops.values.record import dataclass
from polops.values.ref import PERSON
from polops.values.rounding import rounded

CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""A team's code as ids, file names and references can start with it."""

PLANS = {
    "plans/polops.yaml": "plans/polops.yaml",
    "plans/org.yaml": "plans/org.yaml",
    "plans/okrs/@quarter@/@team@.yaml": "plans/okrs.yaml",
    "plans/budgets/@year@/@team@.yaml": "plans/budget.yaml",
    "plans/headcount/@team@.yaml": "plans/headcount.yaml",
    "plans/restricted/rates.yaml": "plans/rates.yaml",
}
"""The example's files, each with its template."""

AROUND = {
    "plans/README.md": "README.md",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
    ".editorconfig": "editorconfig",
}
"""What helps to work with plans, whoever wrote them."""

FORGES = {
    "github": {".github/workflows/plans.yml": "workflow.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab-ci.yml", "polops.gitlab-ci.yml": "../ci/polops.gitlab-ci.yml"},
}
"""The checks of pull and merge requests."""

_MARK = re.compile(r"@([A-Za-z_]+)@")
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,&()/+'’–-]*[\w.)])?")
_WORDS = {"~", "null", "true", "false", "yes", "no", "on", "off"}
_SMALL = {"a", "and", "for", "in", "of", "on", "the", "to", "team"}
_LONGEST_CODE = 12
_FROM, _TO = 40, 50  # the example's key result


@dataclass(frozen=True, slots=True)
class Answers:
    """What `polops init` is told: names, the team's code, the currency, the fiscal year's first month, and where polops's action is."""

    name: str
    team: str
    code: str
    lead: str
    currency: str
    starts: int
    action: str


def texts(answers: Answers, day: date, around: dict[str, str]) -> dict[str, str]:
    """The files of a map of targets to templates, for plans that begin on a day: text by path."""
    marks = _marks(answers, day)
    return {_fill(target, marks): _fill(shipped(normpath(f"init/{source}")), marks) for target, source in around.items()}


def code_of(team: str) -> str:
    """A short code for a team's name: its one telling word, or the first letters of several; `team` where it has none of a to z."""
    words = [word for word in re.findall(r"[a-z0-9]+", _ascii(team)) if word not in _SMALL]
    found = words[0][:_LONGEST_CODE] if len(words) == 1 else "".join(word[0] for word in words)[:_LONGEST_CODE]
    return found if CODE.fullmatch(found) else "team"


def handle_of(name: str) -> str:
    """A person's handle: `ana.silva` for Ana Silva."""
    found = ".".join(re.findall(r"[a-z0-9]+", _ascii(name)))
    return found if PERSON.fullmatch(found) else "team.lead"


def scalar(text: str) -> str:
    """A text as YAML: plain where that is read as this text and nothing else, otherwise in double quotes."""
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _marks(answers: Answers, day: date) -> dict[str, str]:
    calendar = Calendar(answers.starts)
    quarter, year = calendar.quarter_of(day), calendar.year_of(day)
    first, last = quarter.first, quarter.last
    lead = handle_of(answers.lead)
    share = Decimal((day - first).days) / Decimal((last - first).days)
    return {
        "title": answers.name,
        "name": scalar(answers.name),
        "team_name": scalar(answers.team),
        "lead_name": scalar(answers.lead),
        "team": answers.code,
        "TEAM": answers.code.upper(),
        "lead": lead,
        "login": lead.replace(".", "-").replace("_", "-"),
        "currency": answers.currency,
        "starts": str(answers.starts),
        "action": answers.action,
        "quarter": calendar.label(quarter),
        "quarter_end": str(last),
        "reached": f", done: {day}" if day == last else "",  # due today: nothing of the example may be late
        "year": calendar.label(year),
        "year_start": str(year.first),
        "month": str(Period(month_index(day))),
        "day": str(day),
        "value": str(rounded(_FROM + share * (_TO - _FROM), 0)),
        "next_start": str(Period(month_index(day + timedelta(days=31)) + 1).first),
    }


def _fill(text: str, marks: dict[str, str]) -> str:
    return _MARK.sub(lambda found: marks[found[1]], text)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
