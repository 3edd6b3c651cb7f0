"""Pay stays in: amounts of the rate card appear nowhere but in the modelled cost of one position that somebody asks for.

The rates are canaries (`777_123`): whatever part of them appears in any output, with any separator, is a leak.
"""

from __future__ import annotations

import re
from decimal import localcontext
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.cli.runner import AS_OF, lay, polops
from tests.cli.workspaces import FULL, outputs, shown

if TYPE_CHECKING:
    from pathlib import Path

RATES = "plans/restricted/rates.yaml"
CARD = """kind: rates
fiscal_year: FY26
fx:
  EUR: {budget: 1.08, 2026-06: 1.11, 2026-07: 1.12}
loaded_annual:
  P2: {SJC: 777_123, DUB: 777_123 EUR}
  P3: {SJC: 777_123}
  M1: {SJC: 777_123}
one_time: {hire: 9_500, equipment: 3_000}
increase: {month: 2026-04, pct: 3.7713%}
"""
CANARY = re.compile(r"777[\s_,.'\u202f\u00a0]?12(3|[,.]?\d)|777\.1|3[.,]7713")
SLIPS = {
    "a comma": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: '777,123'}"),
    "a comma within braces": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: 777,123}"),
    "a currency sign": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: $777123}"),
    "a k": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: 777.123k}"),
    "a word": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: about 777_123}"),
    "a list": CARD.replace("P3: {SJC: 777_123}", "P3: [777_123]"),
    "no map": CARD.replace("P3: {SJC: 777_123}", "P3: 777_123"),
    "a key": CARD.replace("P3: {SJC: 777_123}", "P3: {777_123: SJC}"),
    "a band": CARD.replace("P3: {SJC: 777_123}", "777_123: {SJC: P3}"),
    "a field": CARD + "777_123: x\n",
    "twice": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: 777_123, SJC: 777_123}"),
    "a key twice": CARD + "'777_123': x\n'777_123': y\n",
    "no space": CARD.replace("P3: {SJC: 777_123}", "P3:\n    SJC:777_123"),
    "no colon": CARD.replace("P3: {SJC: 777_123}", "P3:\n    SJC 777_123"),
    "a dash": CARD.replace("P3: {SJC: 777_123}", "P3:\n    -777_123"),
    "a tag": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: !777_123 x}"),
    "an alias": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: *777_123}"),
    "an anchor": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: &777_123 x}"),
    "an at sign": CARD.replace("P3: {SJC: 777_123}", "P3: {SJC: @777_123}"),
    "a quote": CARD.replace("P3: {SJC: 777_123}", 'P3: {SJC: "777_123}'),
    "text": "777_123\n",
    "glued text": "kind:777_123\n",
    "a comment": CARD + "# 777_123 \u200b\n",
    "a date": CARD.replace("month: 2026-04", "month: 777_123"),
    "a year": CARD.replace("FY26", "777_123"),
    "a rate": CARD.replace("budget: 1.08", "budget: '777,123'"),
    "a rate's month": CARD.replace("2026-06: 1.11", "777_123: 1.11"),
    "a location": CARD.replace("P3: {SJC: 777_123}", "P3: {LON: 777_123}"),
    "a kind": CARD.replace("kind: rates", "kind: 777_123"),
    "no kind": CARD.replace("kind: rates\n", ""),
    "notes": CARD + "notes: [777_123]\n",
    "a waiver": CARD + "waive: [{code: '777,123', reason: 777_123, until: 777_123, by: 777_123}]\n",
}


def assert_kept_in(text: str, what: object = "") -> None:
    leak = CANARY.search(text)
    assert leak is None, (what, text[max(0, leak.start() - 200) : leak.end() + 100])


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_the_rate_card_is_reported_without_the_rate(name: str, tmp_path: Path) -> None:
    """In the restricted folder, and where the file was put elsewhere by mistake."""
    for number, path in enumerate((RATES, "plans/rates.yaml")):
        if path != RATES and "kind: rates" not in SLIPS[name]:
            continue
        folder = lay(tmp_path / str(number), {**{other: text for other, text in FULL.items() if other != RATES}, path: SLIPS[name]})
        ran = polops("-C", folder, "check", "--as-of", AS_OF, "--limit", "0")
        assert ran.code == 1
        assert path in ran.out, "it is reported"
        assert_kept_in(ran.out, path)
        for form in ("json", "github"):
            assert_kept_in(polops("-C", folder, "check", "--as-of", AS_OF, "--limit", "0", "--format", form).out, (path, form))
        for arguments in (("report", "--as-of", AS_OF), ("list", "location"), ("show", "SJC"), ("show", "777_123"), ("list", "--json")):
            ran = polops("-C", folder, *arguments)
            assert_kept_in((ran.out + ran.err).replace("polops: nothing is named '777_123'", ""), arguments)


def test_no_report_shows_a_rate(tmp_path: Path) -> None:
    folder = lay(tmp_path, {**FULL, RATES: CARD})
    with localcontext(prec=100):
        for name, kind, data in outputs(folder):
            parts = [data] if kind != "xlsx" else [ZipFile(BytesIO(data)).read(part) for part in ZipFile(BytesIO(data)).namelist()]
            for part in parts:
                assert_kept_in(part.decode("utf-8", "replace"), (name, kind))
        for ref, data, text in shown(folder):
            assert_kept_in(data.decode() + text.decode(), ref)
    others = (("list",), ("list", "position", "--json"), ("schema", "--all", "--workspace"), ("check", "--as-of", AS_OF, "--limit", "0"))
    for arguments in others:
        assert_kept_in(polops("-C", folder, *arguments).out, arguments)
