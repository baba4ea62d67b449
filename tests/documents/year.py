"""The months of a year typed in a test come in; the last of them, looked back from, with its cards goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.measure import measure
from pipeline.measure.cards import carded
from pipeline.measure.lasting import lasting
from pipeline.measure.past import past
from pipeline.model import Followed, Measured, Period
from tests.documents.following import supervised
from tests.documents.making import make
from tests.documents.month import HEAD, LAW, ROWS, SOLVING, TEMPLATES, office
from tests.tables import PROBLEMS, sheet, tables

MAY, NOBODY = Period.parse("2026-05"), Followed(Period.parse("2026-05"), ())
APRIL = ROWS.replace("|6000|在建", "|5000|在建").replace("|4200|投产", "|3900|投产")


def a_year(months: Mapping[str, str], problems: str = SOLVING, of: Followed = NOBODY) -> Measured:
    """By period: the rows of each month; ``problems`` are those of the last."""
    blocks = {text: [sheet(HEAD + rows)] if rows.strip() else [] for text, rows in months.items()}
    if problems:
        blocks[max(blocks)].append(sheet(problems, form=PROBLEMS, sender="市发改局"))
    periods = {text: tables(*found, period=Period.parse(text)) for text, found in blocks.items()}
    now = Period.parse(max(periods))
    history = {text: found for text, found in periods.items() if text != now.text}
    month = measure(periods[now.text], now, LAW, office(), history=history)
    looked = lasting(replace(supervised(month, of), past=past(history, now, LAW, office())))
    return carded(looked, LAW, office())


@cache
def spring(rows: str = ROWS, of: Followed = NOBODY, problems: str = SOLVING) -> Measured:
    """March, April and May."""
    return a_year({"2026-03": APRIL, "2026-04": APRIL, "2026-05": rows}, problems, of)


def document(key: str, month: Measured, of: Followed = NOBODY, **options: Any) -> dict[str, bytes]:
    """The document, or the family, by its paths."""
    issuer = {name: options.pop(name) for name in ("carrier",) if name in options}
    return make(key, month, {}, office(**issuer), LAW, TEMPLATES, followed=of, **options)
