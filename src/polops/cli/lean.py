"""What typer and pydantic prepare at every start and polops has no use for, left out: a tenth of the check of one file."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_PLUGINS = "pydantic.plugin._loader"


class _NoPlugins(ModuleType):
    """Stands for pydantic's module that looks for plugins, which are switched off: to load it brings `importlib.metadata` and `email`."""

    @staticmethod
    def get_plugins() -> tuple[()]:
        """None, as that module says where they are switched off."""
        return ()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the module has it
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(_PLUGINS) is self:
            del sys.modules[_PLUGINS]
        return getattr(import_module(_PLUGINS), name)


def without_plugins() -> None:
    """Do not let pydantic look for plugins. Whatever else is asked of its module, the module itself answers."""
    sys.modules.setdefault(_PLUGINS, _NoPlugins(_PLUGINS))


def eased(command: Any) -> Any:  # noqa: ANN401 - typer's own types are private
    """The command, whose options are converted only where there is something to convert: typer has pydantic build a type for each."""
    for param in command.params:
        param.process_value = partial(_value, param, param.process_value)
    return command


def _value(param: Any, convert: Any, ctx: Any, value: Any) -> Any:  # noqa: ANN401 - as above
    is_plain = (value is None and not param.required) or (type(value) is str and param.type_descriptor.annotation is str)
    is_single = param.nargs == 1 and not param.multiple and param.callback is None
    return value if is_plain and is_single else convert(ctx, value)
