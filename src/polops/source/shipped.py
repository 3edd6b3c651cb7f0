"""The texts that polops brings along (`templates/`), from the wheel or from a checkout."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path


@cache
def shipped(name: str) -> str:
    """The text of a file under `templates/`, by its path there."""
    packed = resources.files("polops").joinpath("templates", name)
    if packed.is_file():
        return packed.read_text(encoding="utf-8")
    return (Path(__file__).parents[3] / "templates" / name).read_text(encoding="utf-8")
