"""The summary of a job: all findings, harmless, within what GitHub takes."""

from __future__ import annotations

from markdown_it import MarkdownIt
from tests.render.pages import HOSTILE

from polops.render import Look, problems_md
from polops.render.problems_md import render
from polops.source.problem import Problem, Severity, Span

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def test_worst_first_and_the_waived_folded() -> None:
    found = [
        Problem(Span("plans/x y.yaml", 11), "BUD301", Severity.WARNING, "over", "cut\nit"),
        Problem(Span("plans/x.yaml", 10), "GEN105", Severity.ERROR, "a | b"),
        Problem(Span("plans/y.yaml", 3), "HC303", Severity.ERROR, "open", "fill it", waived="on leave (dana.lee, until 2026-10-15)"),
    ]
    assert render(found, {}, Look(link_base="https://forge.example/o/r/blob/abc/")).decode() == (
        "### polops check: 1 error, 1 warning in 2 files; 1 waived\n"
        "\n"
        "| Severity | Code | Place | Finding | Next step |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| error | GEN105 | [plans/x.yaml:10](https://forge.example/o/r/blob/abc/plans/x.yaml#L10) | a \\| b |  |\n"
        "| warning | BUD301 | [plans/x y.yaml:11](https://forge.example/o/r/blob/abc/plans/x%20y.yaml#L11) | over | cut it |\n"
        "\n"
        "<details><summary>1 waived</summary>\n"
        "\n"
        "| Severity | Code | Place | Finding | Waived |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| error | HC303 | [plans/y.yaml:3](https://forge.example/o/r/blob/abc/plans/y.yaml#L3) | open "
        "| on leave (dana.lee, until 2026-10-15) |\n"
        "\n"
        "</details>\n"
    )


def test_nothing_found() -> None:
    assert render((), {}, Look()) == b"### polops check: no problems\n"


def test_what_does_not_fit_is_said() -> None:
    found = [Problem(Span("a.yaml", line), "X", Severity.INFO, "m" * 500, "h" * 5_000) for line in range(1, 1001)]
    data = render(found, {}, Look(limit=1000))
    assert problems_md.MOST - 10_000 < len(data) < problems_md.MOST + 1000
    shown = data.decode().count("| info |")
    assert data.decode().endswith(f"{1000 - shown} more are left out here.\n")


def test_hostile_text_makes_no_markup() -> None:
    found = [Problem(Span(text), text, Severity.ERROR, text, text, (), text, waived) for text in HOSTILE for waived in ("", text)]
    tokens = [inner for token in READER.parse(render(found, {}, Look(limit=1000)).decode()) for inner in (token, *(token.children or ()))]
    html = {token.content.strip() for token in tokens if token.type in {"html_inline", "html_block"}}
    assert html == {f"<details><summary>{len(HOSTILE)} waived</summary>", "</details>"}
    assert not [token for token in tokens if token.type in {"image", "code_inline", "fence", "strong_open", "em_open"}]
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == 2 * len(HOSTILE) + 2
