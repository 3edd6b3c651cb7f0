"""LibreOffice works the workbook out for itself and comes to the report's numbers."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from tests.render.pages import hostile_page, sample_page

from polops.render import Look
from polops.render.xlsx import grids, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polops.reports.page import Page

pytestmark = pytest.mark.needs_libreoffice


def without_values(workbook: bytes) -> bytes:
    """The workbook as if no formula had ever been worked out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                data, count = re.subn(rb"</f><v>[^<]*</v>", b"</f>", data)
                assert count == data.count(b"<f>")
            target.writestr(name, data)
    return result.getvalue()


@pytest.mark.parametrize("build", [sample_page, hostile_page])
def test_every_total_is_the_reports_total(build: Callable[[], Page], tmp_path: Path) -> None:
    page = build()
    (tmp_path / "in.xlsx").write_bytes(without_values(render(page, Look())))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "in.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    workbook = openpyxl.load_workbook(tmp_path / "out" / "in.xlsx", data_only=True)
    compared = 0
    for grid in grids(page):
        for number, (total, field) in enumerate(zip(grid.totals, grid.fields, strict=False), 1):
            if isinstance(total.value, Decimal):
                worked_out = workbook[grid.sheet].cell(grid.bottom, number).value
                assert worked_out == pytest.approx(float(total.value), abs=5e-7), (grid.sheet, field.header)
                assert total.formula
                compared += 1
    assert compared == 9
