"""The workbook's bytes: the same for the same content, and with the values of its formulas.

A saved workbook differs at every save by the dates in its archive and in its properties; both are set to the report's date. A formula
is saved without its value, which readers that do not calculate (pandas, previews) then miss; the known values are put in.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a day, the same in every time zone
LEVEL = 6

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><f>([^<]*)</f>(?:<v ?/>|<v></v>)</c>')
_DATED = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LABELS = re.compile(rb'(<(?:c:)?numFmt formatCode="[^"]*") ?/>')
_CORE = "docProps/core.xml"
_FIRST = ("[Content_Types].xml", "_rels/.rels")

Cached = dict[str, float]
"""The values of a sheet's formulas by cell."""


def stable(saved: bytes, cached: Mapping[str, Cached], when: datetime = UNDATED) -> bytes:
    """The workbook with fixed dates and order, and with the `cached` values of its formulas by the sheet's path in the archive."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, zipfile.ZipFile(result, "w") as target:
        names = source.namelist()
        for name in (*_FIRST, *sorted(set(names) - set(_FIRST))):
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(info, _part(name, source.read(name), cached, when), compresslevel=LEVEL)
    return result.getvalue()


def _part(name: str, data: bytes, cached: Mapping[str, Cached], when: datetime) -> bytes:
    """One part of the archive as it is to stand."""
    if name == _CORE:
        return _DATED.sub(rf"\g<1>{when:%Y-%m-%dT%H:%M:%SZ}\g<2>", data.decode()).encode()
    if name.startswith("xl/charts/"):
        data = data.replace(b"<a:r><a:t /></a:r>", b"")  # an empty run, where only a look is meant
        return _LABELS.sub(rb'\1 sourceLinked="0" />', data)  # else labels take the format of the cells
    values = cached.get(name)
    return _FORMULA.sub(lambda match: _formula(match, values), data.decode()).encode() if values else data


def _formula(match: re.Match[str], values: Cached) -> str:
    """A cell with a formula, its value put in."""
    place, style, formula = match[1], match[2] or "", match[3]
    return f'<c r="{place}"{style}><f>{formula}</f><v>{values[place]:.16g}</v></c>'
