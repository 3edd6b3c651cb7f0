"""What is for fewer readers is in no report for more, in no format: a unique word in every text of the example organisation.

Each item gets an audience by chance, each text a word of its own, each position a holder. The test works out for itself who may see
which word, and looks for the others in every byte of every report, inside the members of workbooks too.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.cli.runner import AS_OF, polops
from tests.cli.workspaces import FULL, dump
from tests.conftest import ROOT

from polops.analyse.audience import for_readers
from polops.cli.findings import findings_for
from polops.cli.session import open_session
from polops.model import kind
from polops.model.base import Item
from polops.model.parts import item_fields
from polops.render import PAGE_FORMATS, Look
from polops.reports import REPORTS, Options, build
from polops.source.problem import PolopsError
from polops.source.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from polops.model.base import Part

ORDER = ("restricted", "team", "internal", "public")
CANARY = re.compile(rb"zq\d+zz")
UNTOUCHED = {"rates", "settings", "lock"}
SOMETIMES = (None, None, None, *ORDER)


@dataclass
class Planted:
    """The files of a workspace, and for each planted word the widest readers that may see it."""

    files: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def word(self, audience: str) -> str:
        """A new word that is for an audience."""
        name = f"zq{len(self.words)}zz"
        self.words[name] = audience
        return name

    def hidden(self, reader: str) -> set[str]:
        """The words that a reader must not see."""
        return {word for word, audience in self.words.items() if ORDER.index(audience) < ORDER.index(reader)}


def narrower(*audiences: str) -> str:
    return min(audiences, key=ORDER.index)


def example() -> dict[str, bytes]:
    """The example organisation."""
    folder = ROOT / "plans"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def full() -> dict[str, bytes]:
    """A small workspace with every field of every kind."""
    return {name.removeprefix("plans/"): text.encode() for name, text in FULL.items()}


def plant(chance: random.Random, base: dict[str, bytes]) -> Planted:
    """A workspace with words and audiences; now and then a file stays as it was."""
    found = Planted()
    for name, text in sorted(base.items()):
        data, problems = read(name, text)
        assert isinstance(data, dict)
        assert not problems
        if data["kind"] not in UNTOUCHED and (data["kind"] == "org" or chance.random() < 0.9):
            _item(found, chance, kind(str(data["kind"])), data, "internal", "public")
        found.files[name] = dump(data)
    _hold(found)
    return found


def _item(found: Planted, chance: random.Random, cls: type[Part], data: dict[str, Any], around: str, above: str) -> None:  # noqa: PLR0917 - what is known on the way down
    """Plant an item: `around` is for whom what it stands in is, `above` the narrowest of the items (files are no items) around it."""
    own = around
    if issubclass(cls, Item):
        default = cls.model_fields["audience"].default
        said = chance.choice(SOMETIMES) if cls.__name__ not in {"Org", "Actuals"} else None
        if said:
            data["audience"] = said
        own = data.get("audience") or default or around
    is_item = issubclass(cls, Item) and (cls.IDENTITY is None or bool(cls.IDENTITY.key)) and "kind" not in data
    is_file_item = "kind" in data and cls.IDENTITY is not None and bool(cls.IDENTITY.key)  # type: ignore[attr-defined]  # a file
    seen = narrower(own, above) if is_item or is_file_item else own
    inside = seen if is_item or is_file_item else above
    for name in list(data):
        known = next((key for key, info in cls.model_fields.items() if (info.alias or key) == name), name)
        is_expert = known == "with_" and data["type"] in {"expert_consultation", "roundtable"}
        only = narrower(seen, "team" if is_expert else cls.ONLY.get(known, "public"))
        children = data[name] if isinstance(data[name], list) else [data[name]]
        if known in item_fields(cls) and all(isinstance(child, dict) for child in children):
            for child, model in zip(children, _models(cls, known, children), strict=True):
                _item(found, chance, model, child, own, inside)
        else:
            data[name] = _texts(found, data[name], only, _part(cls, known))


def _models(cls: type[Part], name: str, children: list[Any]) -> list[type[Part]]:
    from polops.model.parts import classes  # noqa: PLC0415 - beside its use

    (model, *_) = [found for found in classes(cls.model_fields[name].annotation) if issubclass(found, Item)]
    return [model] * len(children)


def _part(cls: type[Part], name: str) -> dict[str, str]:
    """The fields of the parts in a field that are for fewer."""
    from polops.model.base import Part as Base  # noqa: PLC0415 - beside its use
    from polops.model.parts import classes  # noqa: PLC0415 - beside its use

    info = cls.model_fields.get(name)
    found: dict[str, str] = {}
    for part in classes(info.annotation) if info else ():
        if issubclass(part, Base):
            found |= part.ONLY
    return found


def _texts(found: Planted, value: Any, audience: str, only: dict[str, str]) -> Any:  # noqa: ANN401 - plain data
    """The value with each free text (one with a space in it) replaced by a word."""
    if isinstance(value, dict):
        return {key: _texts(found, inner, narrower(audience, only.get(key, "public")), only) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(found, inner, audience, only) for inner in value]
    if isinstance(value, str) and re.search(r"[A-Za-z]{2,} [A-Za-z]", value):
        return f"{found.word(audience)} and more"
    return value


def _hold(found: Planted) -> None:
    """Give every position a holder of its own: a handle that stands nowhere else."""
    holders = []
    for name, text in found.files.items():
        if name.startswith("headcount/"):
            for ref in sorted(set(re.findall(r'"id": "(HC-[A-Z]+-\d+)"', text))):
                handle = found.word("team")
                holders.append(f'{{"handle": "{handle}", "name": "Somebody", "team": "pp", "audience": "team"}}')
                found.files[name] = found.files[name].replace(f'"id": "{ref}"', f'"id": "{ref}", "person": "{handle}"', 1)
    found.files["org.yaml"] = found.files["org.yaml"].replace('"people": [', f'"people": [{", ".join(holders)}, ', 1)


def outputs(folder: Path, reader: str, formats: tuple[str, ...] = tuple(PAGE_FORMATS)) -> Iterator[tuple[str, str, bytes]]:
    """Every report in every format as a reader gets it, workbooks unpacked."""
    session = open_session(folder, AS_OF)
    ctx = for_readers(session.context, reader)
    options = Options(tuple(findings_for(session, ctx)), audience=reader)
    for name in REPORTS:
        page = build(name, session.context, options)
        for format_ in formats:
            try:
                data = import_module(PAGE_FORMATS[format_]).render(page, Look(width=200))
            except PolopsError:
                continue  # a page without dates is no calendar, one without tables no CSV
            yield name, format_, unpacked(data) if format_ == "xlsx" else data


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def lay(folder: Path, planted: Planted) -> Path:
    for name, text in planted.files.items():
        path = folder / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def assert_nothing_is_told(folder: Path, planted: Planted, reader: str) -> None:
    hidden = planted.hidden(reader)
    for name, format_, data in outputs(lay(folder, planted), reader):
        told = sorted({word.decode() for word in CANARY.findall(data)} & hidden)
        places = [f"{word} of {path}" for word in told[:3] for path, text in planted.files.items() if word in text]
        assert not told, f"{name} as {format_} for {reader} tells {places}"


@settings(max_examples=6, phases=[Phase.generate])  # a seed has nothing to shrink
@given(seed=st.integers(0, 2**32), reader=st.sampled_from(ORDER[1:]))
def test_no_word_that_is_for_fewer_is_in_any_report_in_any_format(tmp_path_factory: pytest.TempPathFactory, seed: int, reader: str) -> None:
    planted = plant(random.Random(seed), full())  # noqa: S311 - a test's chance
    assert_nothing_is_told(tmp_path_factory.mktemp("planted"), planted, reader)


@pytest.mark.parametrize("reader", ORDER[1:])
def test_nor_in_reports_of_the_example_organisation(tmp_path: Path, reader: str) -> None:
    planted = plant(random.Random(7), example())  # noqa: S311 - a test's chance
    assert_nothing_is_told(tmp_path, planted, reader)


def test_the_words_are_in_reports_for_those_who_may_see_them(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    planted = plant(random.Random(1), example())  # noqa: S311 - a test's chance
    folder = lay(tmp_path, planted)
    found = {reader: {w.decode() for _, _, data in outputs(folder, reader, ("json",)) for w in CANARY.findall(data)} for reader in ORDER}
    assert len(found["restricted"] & planted.hidden("internal")) > 20
    assert len(found["team"] & planted.hidden("internal")) > 5
    assert len(found["internal"]) > 50
    assert len(found["public"]) > 5


def test_the_command_line_passes_the_audience_on(tmp_path: Path) -> None:
    planted = plant(random.Random(2), example())  # noqa: S311 - a test's chance
    folder = lay(tmp_path, planted)
    by_default = polops("-C", folder, "report", "status", "--as-of", AS_OF, "--format", "json")
    assert not {word.decode() for word in CANARY.findall(by_default.data)} & planted.hidden("internal")
    asked = polops("-C", folder, "report", "status", "--as-of", AS_OF, "--format", "json", "--audience", "restricted")
    assert {word.decode() for word in CANARY.findall(asked.data)} & planted.hidden("internal")
    calendar = polops("-C", folder, "calendar", "--as-of", AS_OF, "--format", "json")
    assert not {word.decode() for word in CANARY.findall(calendar.data)} & planted.hidden("internal")
