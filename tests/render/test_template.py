"""A workspace's own templates: they work, they are harmless, and what is wrong with one is a Problem at its line."""

from __future__ import annotations

import io
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.render.pages import hostile_page, sample_page

from polops.render import Look, child, html, markdown, sandbox, template
from polops.render.template import Dialect, TemplateError, fill_page
from polops.source.problem import Severity
from polops.source.shipped import shipped

if TYPE_CHECKING:
    from polops.source.problem import Problem

SMALL = child.Limits(memory=256 * 1024 * 1024, seconds=1, wall=30.0, output=100_000)


def plain(text: str, name: str = "page.md.j2", *more: tuple[str, str], limits: child.Limits = SMALL) -> str:
    """The sample page through a workspace's template, without escaping."""
    dialect = Dialect(name.split(".")[-2], str, lambda chart: f"[{chart.title}]")
    return fill_page(sample_page(), Look(templates=((name, text), *more)), dialect, limits)[0]


def problem(text: str, name: str = "page.md.j2", *more: tuple[str, str], limits: child.Limits = SMALL) -> Problem:
    start = time.monotonic()
    with pytest.raises(TemplateError) as caught:
        plain(text, name, *more, limits=limits)
    assert time.monotonic() - start < 20
    return caught.value.problem


def test_a_template_sees_the_page_in_words_with_the_exact_numbers_beside_them() -> None:
    text = """{{ title }} ({{ name }}){{ " draft" if draft }}
{% for it in sections[1].blocks[0].rows[:1] %}
{% for cell in it.cells %}{{ cell.text }}={{ cell.raw }};{% endfor %} line {{ it.line }}
{% endfor %}
{{ sections[2].blocks[0].columns[1].label }} {{ sections[2].blocks[0].unit }}
{{ draw(sections[2].blocks[1].drawing) }}
"""
    first, row, unit, drawing = plain(text).splitlines()
    assert first == "Programme status: Mental health (status) draft"
    assert row.startswith(
        "O1=;People in distress on Lumo find help, not harm=;1,053.1k=1053100.00;−53.1k U=-53100.00;−5.0 %=-0.0504225619;"
    )
    assert row.endswith("10 Aug 2026=2026-08-10;2026-Q3=;▲ A=; line 12")
    assert unit == "YTD budget EUR"
    assert drawing == "[From original to outlook]"


def test_the_data_are_texts_numbers_lists_and_dicts_only() -> None:
    sheet = template._Sheet(Look(), Dialect("html", str, lambda _: "<svg>"))
    data = sheet.page(hostile_page())
    assert json.loads(json.dumps(data)) == data

    def kinds(value: object) -> set[type]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return {type(value)}.union(*map(kinds, inner))

    assert kinds(data) == {dict, list, str, int, bool}


def test_one_report_is_overridden_before_all_and_others_are_left_alone() -> None:
    both = (("page.md.j2", "all"), ("status.md.j2", "status"), ("okrs.md.j2", "{{ broken"))
    assert markdown.render(sample_page(), Look(templates=both)) == b"status"
    assert markdown.render(replace(sample_page(), name="kpis"), Look(templates=both)) == b"all"
    assert markdown.render(sample_page(), Look(templates=both[2:])).startswith(b"# Programme status")


def test_ours_can_be_extended_and_a_folder_included() -> None:
    text = """{% extends "builtin/page.md.j2" %}{% block footer %}{% include "legal.md.j2" %}{% endblock %}"""
    made = markdown.render(sample_page(), Look(templates=(("page.md.j2", text), ("legal.md.j2", "Internal: {{ name }}")))).decode()
    assert made.startswith("# Programme status: Mental health\n")
    assert made.endswith("Internal: status")


@pytest.mark.parametrize("name", ["page.md.j2", "page.html.j2"])
def test_ours_gives_the_same_in_the_child(name: str) -> None:
    form = html if "html" in name else markdown
    inside = form.render(hostile_page(), Look()).decode()
    outside = form.render(hostile_page(), Look(templates=((name, shipped(name)),))).decode()
    assert inside.partition("<html")[2].strip() == outside.partition("<html")[2].strip()
    assert "".join(inside.split()) in "".join(outside.split()) or form is html


MISTAKES = {
    "syntax": ("a\n{% for x in %}\n", 2, "expected"),
    "unclosed": ("{% if draft %}\n\n", 2, "unexpected end of template"),
    "unknown tag": ("\n\n{% frobnicate %}", 3, "unknown tag"),
    "undefined": ("\n{{ titel }}", 2, "'titel' is undefined"),
    "undefined attribute": ("{{ title }}\n{{ sections[0].titel }}", 2, "has no attribute 'titel'"),
    "undefined index": ("\n{{ sections[99].title }}", 2, "has no element 99"),
    "a list printed": ("x\n{{ sections }}", 2, "only texts and numbers can be printed, not a list"),
    "a function printed": ("{{ range }}", 1, "only texts and numbers can be printed"),
    "unknown filter": ("\n{{ title|tojson }}", 2, "no filter named 'tojson'"),
    "wrong types": ("\n{{ title + 1 }}", 2, "str"),
    "division": ("\n\n{{ 1 / 0 }}", 3, "division by zero"),
    "no such drawing": ("{{ draw('x') }}", 1, "x"),
    "own error in macro": ("{% macro m() %}\n{{ nope }}\n{% endmacro %}\n{{ m() }}", 2, "'nope' is undefined"),
}


ATTACKS = {
    "dunder": "{{ ''.__class__ }}",
    "dunder by key": "{{ ''['__class__'] }}",
    "dunder by computed key": "{{ ''['__cla' ~ 'ss__'].x }}",
    "dunder by map": "{{ [title]|map(attribute='__class__')|list|length|string ~ ([title]|map(attribute='__class__')|first) }}",
    "dunder by attr": "{{ ''|attr('__class__') }}",
    "dunder by format": "{{ '{0.__class__.__mro__}'.format(title) }}",
    "dunder by format_map": "{{ '{x.__class__}'.format_map({'x': title}) }}",
    "function globals": "{{ draw.__globals__ }}",
    "cycler": "{{ cycler.__init__.__globals__.os.system('touch /tmp/owned-by-template') }}",
    "self": "{{ self._TemplateReference__context }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "mutation": "{% set _ = sections.append(1) %}",
    "clear": "{{ sections.clear() }}",
    "generator frame": "{{ (sections|map('upper')).gi_frame.f_globals }}",
    "include absolute": "{% include '/etc/passwd' %}",
    "include outside": "{% include '../../etc/passwd' %}",
    "import": "{% import 'os' as os %}{{ os.getcwd() }}",
    "from import": "{% from '/etc/hostname' import x %}",
    "extends": "{% extends '/etc/passwd' %}",
    "safe": "{{ title|safe }}",
    "autoescape off": "{% autoescape false %}{{ title }}{% endautoescape %}",
    "filter block": "{% filter upper %}{{ title }}{% endfilter %}",
    "debug": "{% debug %}",
    "do": "{% do sections.pop() %}",
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_a_problem_at_its_line(case: str) -> None:
    text, line, message = MISTAKES[case]
    found = problem(text)
    assert (found.code, found.severity, found.span.path, found.span.line) == ("TPL101", Severity.ERROR, "templates/page.md.j2", line)
    assert found.message.startswith("the template cannot be filled: ")
    assert message in found.message
    assert found.help


@pytest.mark.parametrize("text", [*(text for text, _, _ in MISTAKES.values()), "{{ title * 99 }}"])
def test_the_sandbox_itself_answers_the_same(text: str) -> None:
    """In this process and without limits, to see what the child does."""
    data = {"title": "T" * 100, "sections": [{"title": "S"}]}
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any kind of exception is answered
        sandbox.fill(sandbox.environment({"page.md.j2": text}, {}, html=False), "page.md.j2", data, 2_000)
    answer = sandbox.trouble(caught.value, {"page.md.j2": text}, "page.md.j2")
    if "99" not in text:
        found = problem(text)
        assert (answer["name"], answer["line"]) == ("page.md.j2", found.span.line)
        assert found.message.endswith(str(answer["message"]))
    elif "title *" in text:
        assert (answer["line"], answer["message"]) == (1, "gives too long a text")


@pytest.mark.parametrize("attack", ["dunder", "dunder by key", "autoescape off", "filter block", "include absolute"])
def test_the_sandbox_itself_refuses(attack: str) -> None:
    with pytest.raises(Exception, match=r"closed to templates|cannot be switched off|already escaped|passwd"):
        sandbox.fill(sandbox.environment({"a": ATTACKS[attack]}, {}, html=True), "a", {"title": ""}, 100)


def test_the_sandbox_answers_over_its_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's own course of things, but without giving up this process's rights."""
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(sandbox, "_limit", lambda *limits: given.append(limits))
    for text, key in (("{{ title }}", "text"), ("{{ nope }}", "trouble")):
        request = {
            "texts": {"a": text},
            "name": "a",
            "html": False,
            "data": {"title": "T"},
            "drawings": {},
            "memory": 1,
            "seconds": 2,
            "limit": 9,
        }
        out = io.TextIOWrapper(io.BytesIO())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(request).encode())))
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.path", sys.path[:])
        sandbox.main([])
        assert list(json.loads(out.buffer.getvalue())) == [key]
    assert given == [(1, 2), (1, 2)]


def test_a_mistake_in_an_included_template_is_named_there() -> None:
    found = problem('\n{% include "part.md.j2" %}', "status.md.j2", ("part.md.j2", "\n\n{{ nope }}"))
    assert str(found.span) == "templates/part.md.j2:3:1"
    found = problem('\n{% include "part.md.j2" %}', "status.md.j2", ("part.md.j2", "\n{% endif %}"))
    assert str(found.span) == "templates/part.md.j2:2:1"


@pytest.mark.parametrize("name", ["page.md.j2", "page.html.j2"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_behind_a_value_can_be_reached(attack: str, name: str) -> None:
    found = problem("\n" + ATTACKS[attack], name)
    assert found.span.path == f"templates/{name}"
    assert found.span.line == 2
    assert "root:" not in found.message
    assert not Path("/tmp/owned-by-template").exists()  # noqa: S108 - the attack's own path


GREEDY = {
    "endless loops": "{% for a in range(9**5) %}{% for b in range(9**5) %}{% for c in range(9**5) %}{% endfor %}{% endfor %}{% endfor %}",
    "memory": "{% set x = 'a' * 10**9 %}",
    "memory by parts": "{% set ns = namespace(x='a' * 1000) %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "output": "{{ 'a' * 10**8 }}",
    "output by parts": "{% for i in range(99999) %}{{ title * 1000 }}{% endfor %}",
    "power": "{{ 10 ** (10 ** 10) }}",
    "range": "{{ range(10**9)|length }}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "self include": "{% include 'page.md.j2' %}",
    "self extends": "{% extends 'page.md.j2' %}",
    "width": "{{ 'a'|center(10**9) }}",
    "format": "{{ '%1000000000d'|format(1) }}",
    "wrap": "{{ ('a ' * 9999999)|wordwrap(1)|length }}",
}


@pytest.mark.parametrize("case", GREEDY)
def test_greed_is_stopped(case: str) -> None:
    assert problem(GREEDY[case]).code == "TPL101"


def test_what_stops_a_template_is_said() -> None:
    assert "takes more than 1 s" in problem("\n" + GREEDY["endless loops"]).message
    assert problem("\n" + GREEDY["endless loops"]).span.line == 2
    assert "needs more memory" in problem("\n" + GREEDY["memory"]).message
    assert "too long a text" in problem("\n{{ title * 10**6 }}").message
    assert problem("\n\n" + GREEDY["output by parts"]).span.line == 3
    assert "calls itself" in problem(GREEDY["recursion"]).message


def test_the_wall_clock_ends_what_the_processor_limit_does_not() -> None:
    slow = replace(SMALL, seconds=60, wall=0.7)
    assert "takes too long" in problem(GREEDY["endless loops"], limits=slow).message


def test_an_answer_that_is_no_answer_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_command", lambda: ["/bin/sh", "-c", "echo '[1]'"])
    assert "it was stopped" in problem("x").message
    monkeypatch.setattr(child, "_command", lambda: ["/bin/sh", "-c", "yes"])
    assert "it was stopped" in problem("x", limits=replace(SMALL, wall=30)).message


def test_the_child_has_no_files_no_environment_and_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits and command around a script that tries: what a template that broke out could do."""
    script = tmp_path / "probe.py"
    script.write_text(
        "import json, os, runpy, sys\n"
        "request = json.load(sys.stdin)\n"
        f"limit = runpy.run_path({sandbox.__file__!r})['_limit']\n"
        "limit(request['memory'], request['seconds'])\n"
        "said = [sorted(os.environ), os.getcwd()]\n"
        "for path, mode in (('/etc/passwd', 'r'), ('out.txt', 'w'), ('/dev/null', 'r')):\n"
        "    try: open(path, mode); said.append('opened')\n"
        "    except OSError as error: said.append(error.errno)\n"
        "print(json.dumps({'text': json.dumps(said)}))\n"
    )
    command = child._command()
    monkeypatch.setattr(child, "_command", lambda: [str(script) if part == sandbox.__file__ else part for part in command])
    monkeypatch.setenv("SECRET_TOKEN", "x")
    environ, folder, *errors = json.loads(plain("x"))
    assert [name for name in environ if name not in ("LC_CTYPE", "PWD")] == []
    assert folder == "/"
    assert errors == [24, 24, 24]


def test_values_are_escaped_even_where_the_author_forgets() -> None:
    loop = "{{ title }}{{ lead }}{% for s in sections %}{{ s.title }}{% for n in notes %}{{ n }}{% endfor %}{% endfor %}"
    made = html.render(hostile_page(), Look(templates=(("page.html.j2", loop),))).decode()
    assert made.count("<") == 3  # the three of the policy that stands in front
    made = markdown.render(hostile_page(), Look(templates=(("page.md.j2", loop),))).decode()
    assert "<" not in made
    assert "](" not in made.replace("\\](", "")


def test_the_same_page_gives_the_same_bytes() -> None:
    own = Look(templates=(("page.html.j2", shipped("page.html.j2")),))
    assert html.render(sample_page(), own) == html.render(sample_page(), own)
