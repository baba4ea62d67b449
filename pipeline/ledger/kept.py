"""Rows with days, exact rates and the places of their cells ↔ the JSON and the packed bytes that the ledger keeps."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.model import Row, Tables, table

PROJECTS = "项目进度表"
_JSON = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True)
Types = Mapping[str, Mapping[str, str]]
REVIVE: Mapping[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "percent": Fraction, "points": Fraction}


def written(value: Any) -> str:
    """JSON; days and rates become text, exactly."""
    return _JSON.encode(value)


def filled(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def revived(row: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Days and rates are text in JSON, each by its field's type; the rest is as it was."""
    return {name: REVIVE.get(types.get(name, ""), _same)(value) for name, value in filled(row).items()}


def _same(value: Any) -> Any:
    return value


def packed(tables: Tables) -> bytes:
    """The accepted rows, the refused project rows and the letters of the columns."""
    squeeze = zlib.compressobj(1)
    return b"".join([*(squeeze.compress(piece.encode()) for piece in _pieces(tables)), squeeze.flush()])


def _pieces(tables: Tables) -> Iterator[str]:
    """The same as one object of JSON, row by row: it is never whole in the memory."""
    yield f'{{"columns": {written([dict(letters) for letters in tables.columns])}, "forms": {{'
    held = sorted(form for form, rows in tables.forms.items() if rows)
    for at, form in enumerate(held):
        yield f"{', ' if at else ''}{written(form)}: "
        yield from _listed(tables.forms[form])
    yield '}, "unread": '
    yield from _listed(tables.unread)
    yield "}"


def _listed(rows: Iterable[Row]) -> Iterator[str]:
    yield "["
    for at, row in enumerate(rows):
        yield f"{', ' if at else ''}{written(filled(row))}"
    yield "]"


def unpacked(cells: bytes, types: Types) -> Tables:
    """What was packed. A log of older days holds the forms alone: its cells have a row and no letter."""
    held = json.loads(zlib.decompress(cells))
    forms = held.get("forms", held)
    rows = {form: _rows(forms.get(form, ()), types[form]) for form in types}
    unread = _rows(held.get("unread", ()), types[PROJECTS])
    return Tables(rows, unread=unread, columns=tuple(held.get("columns", ())))


def _rows(found: Iterable[Mapping[str, Any]], types: Mapping[str, str]) -> tuple[Row, ...]:
    return table((revived(row, types) for row in found), types)
