"""Fills a Jinja template from plain data; run as a script it is the child process for a workspace's own templates.

This file imports nothing of polops, so the child holds none of it: only texts, numbers, lists and dicts that came as JSON over
standard input. In the child, limits are set before a template is read: memory, processor time, no file can be opened or
written, no process started. `resource` is POSIX only; elsewhere the parent's wall clock is the only limit on time, and memory
is not limited. What goes wrong is answered as data: which template, which line, what.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType, TracebackType

    from jinja2 import Environment, nodes

FILTERS = (
    "abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "format",
    "groupby", "indent", "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr",
    "replace", "reverse", "round", "select", "selectattr", "slice", "sort", "string", "sum", "title", "trim", "truncate", "unique",
    "upper", "wordcount", "wordwrap",
)  # fmt: skip
"""Filters a template may use: those that give the same text every time and cannot undo the escaping."""

ALWAYS_THERE = ("cycler", "joiner", "namespace", "range")
"""Jinja's own functions that stay; `lipsum` is random, and `dict` has no use here."""


class RefusedError(Exception):
    """Something a template must not do; the message says what."""

    def __init__(self, message: str, line: int = 0, name: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.name = name


def environment(texts: Mapping[str, str], drawings: Mapping[str, str], *, html: bool) -> Environment:
    """The strict, immutable sandbox with these templates and no way to any other; `draw(name)` gives finished markup."""
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    def load(name: str) -> tuple[str, str, None] | None:
        text = texts.get(name)
        if text is None:
            return None
        _refuse(made.parse(text, name, name), name)
        return text, name, None

    made = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=html,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.globals = {name: made.globals[name] for name in ALWAYS_THERE}
    made.globals["draw"] = lambda name: Markup(drawings[name])  # noqa: S704 - markup made by polops, looked up by its number
    return made


def _printable(value: object) -> object:
    """Only texts and numbers are printed: a list or a function would show Python's own spelling."""
    from jinja2 import Undefined

    if isinstance(value, (str, int, float, Undefined)):
        return value
    raise RefusedError(f"only texts and numbers can be printed, not a {'dict' if isinstance(value, dict) else type(value).__name__}")


def _refuse(tree: nodes.Template, name: str) -> None:
    """Refuse what switches the escaping off or reaches behind a value, wherever it stands in the template."""
    from jinja2 import nodes

    for node in tree.find_all((nodes.ScopedEvalContextModifier, nodes.Getattr, nodes.Getitem, nodes.FilterBlock)):
        hidden = node.attr if isinstance(node, nodes.Getattr) else ""
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            hidden = str(node.arg.value)
        if hidden.startswith("_"):
            raise RefusedError(f"`{hidden}`: names that start with `_` are closed to templates", node.lineno, name)
        if isinstance(node, nodes.ScopedEvalContextModifier):
            raise RefusedError("escaping cannot be switched off", node.lineno, name)
        if isinstance(node, nodes.FilterBlock):
            raise RefusedError("`{% filter %}` works on text that is already escaped; apply the filter to the value", node.lineno, name)


def fill(made: Environment, name: str, data: Mapping[str, object], limit: int) -> str:
    """The filled template; RefusedError where it would be longer than `limit` bytes, else whatever Jinja raises."""
    template = made.get_template(name)
    stream = template.root_render_func(template.new_context(dict(data)))
    parts: list[str] = []
    while True:
        try:
            part = next(stream, None)
        except Exception:  # noqa: BLE001 - Jinja rewrites the traceback of any exception to the template's own lines and raises it
            made.handle_exception()
        if part is None:
            return "".join(parts)
        limit -= len(part.encode())
        if limit < 0:
            frame = getattr(stream, "gi_frame", None)
            raise RefusedError("gives too long a text", template.get_corresponding_lineno(frame.f_lineno) if frame else 1, name)
        parts.append(part)


def trouble(error: BaseException, names: Mapping[str, str], first: str) -> dict[str, object]:
    """What went wrong as plain data: the template, its line (1 where it is not known), and what, in one clause."""
    name, line = _place(error.__traceback__, names) or (first, 1)
    own = getattr(error, "lineno", None) or getattr(error, "line", None)
    if own:
        name, line = str(getattr(error, "name", None) or name), int(own)
    kind = type(error).__name__
    words = {"MemoryError": "needs more memory than a template may use", "RecursionError": "calls itself without end"}
    message = words.get(kind) or str(getattr(error, "message", None) or error) or kind
    if kind == "TemplateNotFound":
        message = f"there is no template `{message}`"
    message = message[:1].lower() + message[1:300].rstrip(".")
    return {"name": name, "line": line, "kind": kind, "message": message}


def _place(trace: TracebackType | None, names: Mapping[str, str]) -> tuple[str, int] | None:
    """The innermost line of a template in a traceback."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in names:
            found = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _limit(memory: int, seconds: int) -> None:  # pragma: no cover - runs in the child only, which nothing measures
    """Give up rights for good: memory, time, files and processes; what a system does not know is left out."""
    try:
        import resource
        import signal
    except ImportError:
        return

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise RefusedError(f"takes more than {seconds} s")

    signal.signal(signal.SIGXCPU, stop)
    wanted = {"AS": (memory, memory), "CPU": (seconds, seconds + 1), "FSIZE": (0, 0), "CORE": (0, 0), "NPROC": (0, 0), "NOFILE": (3, 3)}
    for name, limits in wanted.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), limits)


def _warm() -> None:
    """Import all that filling and failing import later: once the limits are set, no file can be opened, not even a module's."""
    for text in ("{{ 'a'|upper }}{% for x in range(2) %}{{ x }}{% endfor %}", "{{ nope }}", "{% if %}", "{{ 'a'|nope }}"):
        try:
            fill(environment({"warm": text}, {}, html=True), "warm", {}, 100)
        except Exception as error:  # noqa: BLE001 - three of them fail on purpose
            trouble(error, {}, "warm")


def main(folders: list[str]) -> None:
    """Read one request, answer it on standard output: `{"text": …}` or `{"trouble": …}`."""
    sys.path[:0] = folders  # where the parent found Jinja: an isolated child does not look there by itself
    request = json.loads(sys.stdin.buffer.read())
    _warm()
    _limit(request["memory"], request["seconds"])
    texts, name = request["texts"], request["name"]
    try:
        made = environment(texts, request["drawings"], html=request["html"])
        answer: dict[str, object] = {"text": fill(made, name, request["data"], request["limit"])}
        reply = json.dumps(answer, ensure_ascii=False).encode()
    except Exception as error:  # noqa: BLE001 - whatever a template causes is the template's problem, and is answered
        reply = json.dumps({"trouble": trouble(error, texts, name)}).encode()
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
