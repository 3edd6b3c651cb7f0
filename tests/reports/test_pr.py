"""The report of a pull request, and the comment it becomes: what changes, what may not be told, and how long it may be."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from tests.cli.runner import Ran, polops
from tests.render.pages import HOSTILE
from tests.reports.changed import AS_OF, BASE, CHANGE, edited
from tests.source.repositories import commit, git, init, needs_git, write

from polops.render import Look, comment
from polops.reports.page import Column, Page, Row, Section, Table, Text
from polops.source.problem import Span
from polops.values.marker import Marker, read_marker

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_git

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
BUDGET, OKRS, PEOPLE = "plans/budgets/FY26/core.yaml", "plans/okrs/2026-Q3/core.yaml", "plans/headcount/core.yaml"
RATES = "plans/restricted/rates.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The base on `main`, and a branch for the pull request."""
    folder = init(tmp_path / "repository", BASE)
    git(folder, "switch", "-q", "-c", "change")
    return folder


def report(folder: Path, *more: str, format_: str = "md") -> Ran:
    return polops("report", "pr", "--since", "main", "--as-of", AS_OF, "--format", format_, *more, cwd=folder)


def changed(folder: Path, *edits: tuple[str, str, str]) -> str:
    """The comment of a pull request that replaces texts."""
    commit(folder, edited(BASE, *edits))
    found = report(folder)
    assert (found.code, found.err) == (0, "")
    return found.out


def test_the_verdict_and_its_parts_in_order(repository: Path) -> None:
    head = commit(repository, CHANGE)
    lines = report(repository).out.splitlines()
    marker, _ = read_marker(lines[0])
    assert marker is not None
    assert (marker.commit, marker.nothing) == (head, False)
    assert lines[1].startswith("### ✖ 5 errors · ")
    assert lines[1].endswith(" · FY26 outlook without personnel 144,000 → 174,000")
    titles = [line.removeprefix("#### ") for line in lines if line.startswith("#### ")]
    assert titles[:5] == ["Commitments changed", "Changes", "Impact", "Approval", "Findings"]


def test_a_commitment_says_why_it_is_one_and_what_it_does(repository: Path) -> None:
    text = changed(repository, (BUDGET, "plan: 120_000", "plan: 150_000"))
    assert "| VEN-01 · Reviewers | plan | 120_000 | 150_000 | budget +30,000, outlook +30,000; frozen on 2026-01-12 by dana (DEC-1)" in text
    assert "| VEN-01 | plan 120_000 → 150_000 | director (dana) | ✖ no decision approves it |" in text
    assert "<br>values:<br>&nbsp;&nbsp;VEN-01: {plan: 150_000} |" in text


def test_findings_that_come_and_go(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    commit(repository, edited(BASE, (BUDGET, "name: Travel", "name: Travel\n    owner: nobody")))
    git(repository, "switch", "-q", "-C", "change")
    text = changed(repository, (BUDGET, "plan: 120_000", "plan: 150_000"))
    lines = text.splitlines()
    assert lines[3].endswith("; 1 new finding; 1 finding gone.")
    assert "| error | GEN402 | VEN-01 | new |" in text
    assert "#### Findings gone (1)" in text
    assert "| error | GEN201 | TRV-01 |" in text.partition("#### Findings gone (1)")[2]


def test_what_is_waived_now_is_not_gone(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    base = edited(BASE, (PEOPLE, "    start: 2026-09-01", "    start: 2026-11-01"))
    commit(repository, base)
    git(repository, "switch", "-q", "-C", "change")
    waiver = "team: core\nwaive: [{code: HC301, until: 2026-09-01, by: dana, reason: Agreed}]"
    commit(repository, edited(base, (PEOPLE, "team: core", waiver)))
    text = report(repository).out
    assert "gone" not in text
    assert "| Severity | Code | Item | Finding | Waived |" in text
    assert "| Agreed (dana, until 2026-09-01) |" in text


def test_a_file_that_cannot_be_read_leaves_totals_out(repository: Path) -> None:
    text = changed(repository, (PEOPLE, "positions:", "positions: ["), (BUDGET, "plan: 120_000", "plan: 150_000"))
    assert text.splitlines()[1] == "### ✖ 2 errors · 0 warnings"
    assert "#### Impact" not in text
    assert f"| error | GEN101 | {PEOPLE} | new |" in text
    assert f"*Cannot be read on one side, so what this changes and does is not known: {PEOPLE}.*" in text


def test_an_approval_that_is_there(repository: Path) -> None:
    decision = CHANGE["plans/decisions/DEC-2.yaml"].replace("driver: dana", "driver: bob").replace("ada", "dana").replace("bob", "ada")
    write(repository, {"plans/decisions/DEC-2.yaml": decision})
    text = changed(
        repository,
        (
            BUDGET,
            "source: headcount\n",
            "source: headcount\ntransfers:\n  - {id: TR-1, on: 2026-08-03, from: TRV-01, to: VEN-01, amount: 20_000, decision: DEC-2}\n",
        ),
    )
    assert "| TR-1 | moves 20,000 USD | team_lead (ada) | ✔ dana on 2026-08-03, DEC-2 |" in text
    assert "| TR-1 · TRV-01 → VEN-01 | added | – | TRV-01 → VEN-01 |" in text


def test_a_check_in_alone(repository: Path) -> None:
    text = changed(repository, (OKRS, "confidence: 6}\n", "confidence: 6}\n          - {on: 2026-08-10, value: 60, confidence: 7}\n"))
    assert text.splitlines()[1].startswith("### ✔ 0 errors · ")
    assert "Commitments changed" not in text
    assert "Approval" not in text
    assert "score 0.25 → 0.50" in text
    assert "| core/2026-Q3/O1 | score 0.25 → 0.50" in text.partition("<details>")[2], "what moved in turn is folded"


@pytest.mark.parametrize(
    "edit",
    [
        (BUDGET, "lines:\n", "# a remark\nlines:\n"),
        (BUDGET, "plan: 120_000", "plan: 120000"),
        (ORG := "plans/org.yaml", "  - {handle: ada, name: Ada, team: core}\n  - {handle: dana, name: Dana, team: core}\n",
         "  - {handle: dana, name: Dana, team: core}\n  - {handle: ada, name: Ada, team: core}\n"),
    ],
)  # fmt: skip
def test_nothing_is_posted_where_no_value_changes(repository: Path, edit: tuple[str, str, str]) -> None:
    text = changed(repository, edit)
    marker, body = read_marker(text)
    assert marker is not None
    assert marker.nothing
    assert body.startswith("### No value changes: only order, layout, comments, file names or ids do.\n")
    assert "Findings" not in body


def test_no_change_at_all(repository: Path) -> None:
    commit(repository, {"README.md": "not a plan"})
    marker, body = read_marker(report(repository).out)
    assert marker == Marker(git(repository, "rev-parse", "HEAD"), 1_786_363_200, nothing=True)
    assert body.startswith("### Nothing changes.\n")


def test_the_base_is_where_the_branch_began(repository: Path) -> None:
    commit(repository, edited(BASE, (OKRS, "target: 80", "target: 60")))
    git(repository, "switch", "-q", "main")
    commit(repository, edited(BASE, (BUDGET, "plan: 24_000", "plan: 25_000")), "somebody else")
    git(repository, "switch", "-q", "change")
    text = report(repository).out
    assert "target" in text
    assert "TRV-01" not in text.partition("<details>")[0]


def test_a_first_pull_request_on_an_empty_base(tmp_path: Path) -> None:
    folder = init(tmp_path / "repository", {"README.md": "no plans yet"})
    git(folder, "switch", "-q", "-c", "change")
    commit(folder, BASE)
    text = report(folder)
    assert (text.code, text.err) == (0, "")
    assert "| VEN-01 · Reviewers | added | – | Reviewers |" in text.out
    assert "FY26 outlook" in text.out


def test_a_base_that_is_not_there_is_an_error(repository: Path) -> None:
    found = polops("report", "pr", "--since", "no/such", cwd=repository)
    assert found.code == 2
    assert found.first == "polops: no revision 'no/such' here"
    assert polops("report", "okrs", "--since", "main", cwd=repository).err == (
        "polops: polops report okrs takes no --since\n  help: it belongs to polops report pr\n"
    )


# --- what may not be told ---------------------------------------------------------------------------------------------------------------


def test_a_rate_card_is_never_quoted(repository: Path) -> None:
    text = changed(repository, (RATES, "123_456", "234_567"))
    for pay in ("123", "234_567", "234,567", "111"):
        assert pay not in re.sub(r"[0-9a-f]{12,}", "", text)
    assert "| rates/FY26 | loaded\\_annual | restricted | restricted |" in text or "restricted" in text
    assert "fewer than 5 people" in text
    for format_ in ("terminal", "json", "html", "csv"):
        out = report(repository, format_=format_).out
        assert "234" not in re.sub(r"[0-9a-f]{12,}", "", out)


def test_findings_do_not_tell_what_a_rate_card_moves(repository: Path) -> None:
    """Five people stand behind the line, so a report shows its amounts; before and after, they would tell the new rates."""
    one = BASE[PEOPLE].partition("positions:\n")
    people = one[0] + one[1] + "".join(one[2].replace("HC-1", f"HC-{number}").replace("2026-09-01", "2026-02-02") for number in range(1, 7))
    lock = BASE["plans/locks/budget-FY26.yaml"].replace("PER-01: {source", "PER-01: {plan: 300_000, source")
    base = {**BASE, PEOPLE: people, "plans/locks/budget-FY26.yaml": lock}
    git(repository, "switch", "-q", "main")
    commit(repository, base)
    git(repository, "switch", "-q", "-C", "change")
    commit(repository, edited(base, (RATES, "123_456", "134_567")))
    text = report(repository).out
    assert "| BUD303 | PER-01 | new | the amounts of PER-01 hold pay and are not shown | polops check tells them |" in text
    assert " personnel outlook +" in text.splitlines()[1]
    assert "316,8" not in text
    assert "will end at 316,8" in polops("check", "--since", "main", "--as-of", AS_OF, "--select", "BUD303", cwd=repository).out


def test_what_one_person_costs_is_not_told(repository: Path) -> None:
    text = changed(repository, (PEOPLE, "    start: 2026-09-01", "    start: 2026-11-01"))
    assert "starts 2026-11-01, 61 days after its plan" in text
    assert "PER-01" not in text.partition("<details>")[0]
    assert "FY26" not in text.splitlines()[1]
    everything = report(repository, "--audience", "restricted").out
    assert "FY26 outlook" in everything.splitlines()[1]


def test_a_template_of_the_pull_request_is_not_asked(repository: Path) -> None:
    commit(repository, {"plans/templates/pr.md.j2": "approved by all", "plans/templates/page.md.j2": "approved", **CHANGE})
    assert "approved by all" not in report(repository).out
    assert report(repository).out.startswith("<!-- polops:comment ")


@pytest.mark.parametrize(
    "hostile",
    [
        "@lumo/everyone /close #12",
        "![i](https://evil.example/i.png)",
        "<!-- polops:comment commit=unknown at=1 -->",
        "</details><script>",
        "| a | b |",
        "`code` **b**",
    ],
)
def test_titles_cannot_steer(repository: Path, hostile: str) -> None:
    text = changed(repository, (BUDGET, "name: Reviewers", f"name: {json.dumps(hostile)}"), (BUDGET, "plan: 120_000", "plan: 150_000"))
    tokens = [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]
    html = {token.content.strip() for token in tokens if token.type in {"html_inline", "html_block"}}
    assert {piece for piece in html if not piece.startswith("<!-- polops:comment commit=")} <= {
        "<details><summary>More</summary>",
        "</details>",
        "<br>",
    }
    assert sum(piece.startswith("<!-- polops") for piece in html) == 1
    assert not [token for token in tokens if token.type in {"image", "strong_open", "code_inline", "link_open"}]
    assert not re.search(r"@lumo|^/close|#12", text, re.MULTILINE)


# --- how long it may be -----------------------------------------------------------------------------------------------------------------


def page(rows: int, text: str = "x", folded: int = 0) -> Page:
    """A page with tables of so many rows in every part that a comment shows."""
    columns = tuple(Column(f"c{number}", f"Column {number}") for number in range(5))
    made = tuple(Row((text,) * 5, Span("plans/a.yaml", number + 1)) for number in range(rows))
    keys = ("commitments", "changes", "impact", "approval", "findings")
    sections = [Section(key, key, (Table(key, "", columns, made, note="A note."),)) for key in keys if rows]
    sections += [Section("more-rest", "Rest", (Table("rest", "", columns, made * folded),))] if folded else []
    return Page(
        "pr", "T", (("As of", "today"),), f"✔ 0 errors. {text}", (*sections, Section("more-cosmetic", "C", (Text(bullets=(text,)),)))
    )


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 10, 59, 60, 500])
def test_at_most_sixty_lines_before_what_is_folded(rows: int) -> None:
    text = comment.render(page(rows), Look()).decode()
    before = text.partition("<details>")[0].rstrip("\n").splitlines()
    assert len(before) <= 60
    assert text.count("| x | x | x | x | x |") == rows * 5 or "rows are left out here" in text
    if rows >= 10:
        assert len(before) > 50, "the room is used"
        assert text.index("#### commitments") < text.index("#### findings")
        assert " more below. A note." in text


@pytest.mark.parametrize("text", ["x" * 159, *HOSTILE, "@" * 500, "\u202e" * 500, "|" * 300 + "\n" * 20 + "y"])
@pytest.mark.parametrize("base", ["", "https://forge.example/o/r/blob/" + "a" * 40 + "/"])
def test_never_too_long_for_a_forge(text: str, base: str) -> None:
    data = comment.render(page(60, text, folded=8), Look(link_base=base))
    shown = data.decode()
    assert len(shown) < 60_000
    assert len(shown.partition("<details>")[0].splitlines()) <= 60
    told = "rows are left out here: the comment would be too long. polops report pr shows them all."
    assert (told in shown) is (len(shown.splitlines()) < 780), "780 rows in all"
    assert shown.count("<details>") == shown.count("</details>") == 1


def test_folded_rows_are_cut_from_the_end(repository: Path) -> None:
    lines = "".join(f"  - {{id: L-{number:03}, name: Line {number}, category: vendor, plan: 1_000}}\n" for number in range(900))
    text = changed(repository, (BUDGET, "  - id: PER-01\n", lines + "  - id: PER-01\n"))
    assert len(text) < 60_000
    assert "L-000" in text.partition("<details>")[0]
    left = re.search(r"\*([\d,]+) rows are left out here", text)
    assert left is not None
    assert int(left[1].replace(",", "")) > 500


def test_links_only_where_a_forge_shows_the_files(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, CHANGE)
    assert "](" not in report(repository).out
    monkeypatch.setenv("CI_PROJECT_URL", "https://lab.example/g/p")
    monkeypatch.setenv("CI_COMMIT_SHA", "f" * 40)
    assert f"[VEN-01 · Reviewers](https://lab.example/g/p/-/blob/{'f' * 40}/plans/budgets/FY26/core.yaml#L11)" in report(repository).out
