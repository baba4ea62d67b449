"""Rows with days, exact rates and the places of their cells ↔ the JSON and the packed bytes that the ledger keeps."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.model import Row, Tables, table

PROJECTS = "项目进度表"
Types = Mapping[str, Mapping[str, str]]
REVIVE: Mapping[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "percent": Fraction, "points": Fraction}


def written(value: Any) -> str:
    """JSON; days and rates become text, exactly."""
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def filled(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def revived(row: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Days and rates are text in JSON, each by its field's type; the rest is as it was."""
    return {name: REVIVE.get(types.get(name, ""), _same)(value) for name, value in filled(row).items()}


def _same(value: Any) -> Any:
    return value


def packed(tables: Tables) -> bytes:
    """The accepted rows, the refused project rows and the letters of the columns."""
    forms = {form: [filled(row) for row in rows] for form, rows in tables.forms.items() if rows}
    unread = [filled(row) for row in tables.unread]
    held = {"forms": forms, "unread": unread, "columns": [dict(letters) for letters in tables.columns]}
    return zlib.compress(written(held).encode(), 1)


def unpacked(cells: bytes, types: Types) -> Tables:
    """What was packed. A log of older days holds the forms alone: its cells have a row and no letter."""
    held = json.loads(zlib.decompress(cells))
    forms = held.get("forms", held)
    rows = {form: _rows(forms.get(form, ()), types[form]) for form in types}
    unread = _rows(held.get("unread", ()), types[PROJECTS])
    return Tables(rows, unread=unread, columns=tuple(held.get("columns", ())))


def _rows(found: Iterable[Mapping[str, Any]], types: Mapping[str, str]) -> tuple[Row, ...]:
    return table((revived(row, types) for row in found), types)
