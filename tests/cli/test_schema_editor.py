"""The schema in a real editor's back end: `yaml-language-server` over standard input and output, as VS Code runs it.

`make node` installs the server; without it these tests are skipped, and `test_schema.py` stands for them.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.runner import polops
from tests.conftest import ROOT, find_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs_node

SCHEMA = ".polops.schema.json"
PATIENCE = 60.0
Message = dict[str, Any]


class Server:
    """A language server in its own process: requests and notifications out, answers and diagnostics in."""

    def __init__(self, program: str, folder: Path, schema: str) -> None:
        self.folder = folder
        self._settings: Message = {"schemas": {schema: "plans/**/*.yaml"}, "schemaStore": {"enable": False}}
        self._received: queue.Queue[Message] = queue.Queue()
        self._asked = self._opened = 0
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        command = [program, "--stdio"]
        self._process = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True)
        threading.Thread(target=self._read, daemon=True).start()
        folders = [{"uri": folder.as_uri(), "name": "work"}]
        can = {"workspace": {"configuration": True, "workspaceFolders": True}}
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=can, workspaceFolders=folders)
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": {"yaml": self._settings}}})

    def ask(self, method: str, **params: object) -> Any:  # noqa: ANN401 - plain data
        """A request's result."""
        self._asked += 1
        number = self._asked
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda message: message.get("id") == number)["result"]

    def open(self, text: str, path: str = "") -> Document:
        """Open a file and wait for what the server says about it."""
        self._opened += 1
        path = path or f"plans/opened-{self._opened}.yaml"
        uri = (self.folder / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        said = self._wait(lambda message: message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri)
        marks = said["params"]["diagnostics"]
        return Document(self, uri, text, [(mark["range"]["start"]["line"] + 1, mark["message"]) for mark in marks])

    def stop(self) -> None:
        """Kill the process and what it started."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _send(self, message: Message) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream
        while True:
            length = 0
            try:
                while line := stream.readline().strip():
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                if not length:
                    return
                self._received.put(json.loads(stream.read(length)))
            except ValueError:  # the stream was closed
                return

    def _wait(self, wanted: Callable[[Message], bool]) -> Message:
        """The next message that is wanted; the server's own requests are answered on the way."""
        end = time.monotonic() + PATIENCE
        while True:
            message = self._received.get(timeout=max(0.01, end - time.monotonic()))
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
            elif wanted(message):
                return message

    def _answer(self, message: Message) -> list[Message | None] | None:
        if message["method"] != "workspace/configuration":
            return None
        return [self._settings if item.get("section") == "yaml" else None for item in message["params"]["items"]]


class Document:
    """An opened file: `said` are line and message of each diagnostic."""

    def __init__(self, server: Server, uri: str, text: str, said: list[tuple[int, str]]) -> None:
        self._server, self._uri, self._text, self.said = server, uri, text, said

    @property
    def lines(self) -> list[int]:
        """The lines that are marked."""
        return sorted({line for line, _ in self.said})

    def offered(self, after: str) -> list[str]:
        """What is offered right after the first place of a text."""
        found = self._server.ask("textDocument/completion", textDocument={"uri": self._uri}, position=self._place(after, len(after)))
        return [item["label"] for item in found["items"]]

    def typed(self, after: str, label: str) -> str:
        """What choosing an offer types."""
        found = self._server.ask("textDocument/completion", textDocument={"uri": self._uri}, position=self._place(after, len(after)))
        return next(str(item["insertText"]) for item in found["items"] if item["label"] == label)

    def told(self, word: str) -> str:
        """What is shown when the mouse rests on a word."""
        found = self._server.ask("textDocument/hover", textDocument={"uri": self._uri}, position=self._place(word, 1))
        return str(found["contents"]["value"]) if found else ""

    def _place(self, text: str, more: int) -> dict[str, int]:
        before = self._text[: self._text.index(text) + more]
        return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


@contextmanager
def running(program: str, folder: Path, schema: str = SCHEMA) -> Iterator[Server]:
    """A server that is stopped whatever happens."""
    server = Server(program, folder, schema)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server on a copy of `plans/`, with the schema beside it as the README says."""
    folder = tmp_path_factory.mktemp("editor")
    shutil.copytree(ROOT / "plans", folder / "plans")
    assert polops("schema", "--all", "--workspace", "-o", SCHEMA, cwd=folder).code == 0
    with running(find_program("needs_node") or "", folder) as found:
        yield found


@pytest.mark.parametrize("path", sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "plans").rglob("*.yaml")))
def test_no_plan_is_marked(server: Server, path: str) -> None:
    assert server.open((ROOT / path).read_text(), path).said == []


OKRS = "kind: okrs\nteam: mh\nperiod: 2026-Q3\n"
LINE = "kind: budget\ncost_center: CC-1\nteam: mh\nfiscal_year: FY26\nlines:\n  - id: A-1\n    name: x\n    category: vendor\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("kind: okrs\nteam: xx\nperiod: 2026-Q3\n", 2, "names no known team (if it is new, run polops schema again)"),
        (f"{OKRS}onwer: li.wei\n", 4, "Property onwer is not allowed."),
        (f"{OKRS}status: activ\n", 4, 'Value is not accepted. Valid values: "draft", "active", "closed".'),
        (f"{OKRS}version: 2\n", 4, "Value is above the maximum of 1."),
        ("kind: okrs\nteam: mh\nperiod: Q3 2026\n", 3, "must be written as 2026-Q3"),
        (f"{LINE}    plan: 120,000\n", 9, "must be written as 120_000"),
        (f"{LINE}    plan: {{01-2026: 1}}\n", 9, "must be written as 2026-Q3"),
        (f"{LINE}    plan: 1\n    supports: {{mh/2026-Q3/O1: 60}}\n", 10, "Value is above the maximum of 1."),
        (f"{LINE}    plan: 1\n    supports: [mh/2026-Q3/O1, mh/2026-Q3/O9]\n", 10,
         "names no known objective or key result or initiative (if it is new, run polops schema again)"),
        ("kind: readings\nteam: mh\nreadings:\n  vvr: {2026-07: 1}\n", 4, "names no known metric (if it is new, run polops schema again)"),
        ("kind: okrs\nteam: mh\n", 1, 'Missing property "period".'),
        ("team: mh\n", 1, 'Missing property "kind".'),
    ],
)  # fmt: skip
def test_a_slip_is_marked_on_its_line(server: Server, text: str, line: int, said: str) -> None:
    found = server.open(text)
    assert found.lines == [line]
    assert said in {message for _, message in found.said}


def test_every_accepted_spelling_stays_unmarked(server: Server) -> None:
    found = server.open(
        f"{LINE}    plan: 120_000\n    owner:\n    notes: 2026\n    tags: [1.5, yes, true]\n"
        "    supports: {MH/FY26-Q3/o1: 60%, mh/2026-Q3/O2: 0.4}\n"
        "  - {id: A-2, name: 7, category: vendor, plan: {2026-01: 1_250.50, FY26-Q2: 1_000}, phase: none}\n"
    )
    assert found.said == []


def test_ids_and_choices_are_offered(server: Server) -> None:
    objective = "objectives:\n  - id: O1\n    title: t\n    guardrails:\n      - \n"
    found = server.open(f"kind: okrs\nteam: \nperiod: 2026-Q3\nstatus: \nowner: \n{objective}")
    assert found.offered("team: ") == ["ads", "civ", "coe", "dor", "hh", "mh", "pp", "ys"]
    assert found.offered("status: ") == ["draft", "active", "closed"]
    assert {"ines.duarte", "dana.lee"} <= set(found.offered("owner: "))
    assert "vvr-selfharm" in found.offered("      - ")
    assert "vvr-selfharm" in server.open("kind: readings\nteam: mh\nreadings:\n  \n").offered("readings:\n  ")
    assert set(server.open("kind: \n").offered("kind: ")) >= {"okrs", "budget", "headcount"}


def test_fields_are_offered_with_what_they_need(server: Server) -> None:
    found = server.open(f"{LINE}    plan: 1\n    \n")
    offered = set(found.offered("plan: 1\n    "))
    assert {"phase", "supports", "forecast", "owner"} <= offered
    assert not offered & {"id", "plan", "objectives"}, "neither what stands there already nor what belongs elsewhere"
    top = server.open(f"{OKRS}\n")
    assert top.typed("2026-Q3\n", "owner").strip() == "owner:"
    assert "14d" in server.open("kind: settings\nthresholds:\n  okr:\n    \n").typed("okr:\n    ", "stale_after")


def test_a_field_explains_itself(server: Server) -> None:
    found = server.open(f"{OKRS}objectives:\n  - id: O1\n    title: t\n    rollup: own\n    aligns_to: pp/FY26/O1\n")
    assert "the team" in found.told("team")
    assert "what its score is made of" in found.told("rollup")
    assert "the objective or key result above" in found.told("aligns_to")


def test_an_address_of_the_schema_works_too(server: Server, program: str) -> None:
    """`yaml.schemas` takes the schema by address as well as by its path in the workspace."""
    with running(program, server.folder, (server.folder / SCHEMA).as_uri()) as other:
        assert other.open(f"{OKRS}onwer: x\n").lines == [4]
        assert other.open(OKRS).said == []
