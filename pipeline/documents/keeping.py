"""What a template was filled with ↔ bytes that the ledger keeps, exact and without code in them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.engine.photographs import Photograph
from pipeline.documents.origins import Measure
from pipeline.documents.quantity import Quantity
from pipeline.documents.recorded import Told, columns_of, made_of
from pipeline.model import Day, Kind, Origin, PipelineError

TAG, ITEM, ROW, ROWS = "~", "Item", "Row", "Rows"
KEPT = (Chart, Day, Measure, Origin, Photograph, Quantity, Series)
NOUNS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in KEPT}
FIELDS = {kind: tuple(kind.__dataclass_fields__) for kind in NOUNS.values()}
ATOMS: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "Fraction": Fraction,
    "bytes": base64.b64decode,
    "Kind": Kind,
}


def kept(filling: Mapping[str, Any]) -> bytes:
    """Texts, numbers, days, quantities, charts and the lists and tables of them; TypeError for anything else."""
    rows = Rows()
    told, items = (_dumped(value, rows.written) for value in (rows.shared(filling), rows.items))
    whole = f'{{"{TAG}":"{ROWS}","filling":{told},"items":{items},"tables":{_dumped(rows.tables(), _written)}}}'
    return zlib.compress(whole.encode(), 6)


def _dumped(value: Any, default: Callable[[Any], Any]) -> str:
    return json.dumps(value, default=default, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def restored(data: bytes) -> Any:
    """What was kept; PipelineError when the bytes are not whole."""
    try:
        held = json.loads(zlib.decompress(data))
        if held.get(TAG) != ROWS:
            return Reading({}).of(held)
        tables = [_table(Reading({}).of(table)) for table in held["tables"]]
        atoms: dict[str, Callable[[Any], Any]] = {ROW: lambda at: tables[at[0]][at[1]]}
        items = Reading(atoms).of(held["items"])
        return Reading(atoms | {ITEM: items.__getitem__}).of(held["filling"])
    except (zlib.error, ValueError, LookupError, TypeError, AttributeError) as fault:
        raise PipelineError(f"台账中保存的成文内容已损坏（{type(fault).__name__}），请重新运行后再印发。") from None


class Rows:
    """Rows are kept once, wherever they stand: ``items`` as they are, those that are told from records as what they are
    made of."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._told: dict[int, list[Told]] = {}  # by their columns

    def shared(self, value: Any) -> Any:
        """With the numbers of rows in the place of the rows."""
        if type(value) is list:
            return [self._numbered(item) if type(item) is dict else item for item in value]
        return {name: self.shared(part) for name, part in value.items()} if type(value) is dict else value

    def _numbered(self, row: dict[str, Any]) -> dict[str, Any]:
        number = self._numbers.setdefault(id(row), len(self.items))
        if number == len(self.items):
            self.items.append(row)
        return {TAG: ITEM, "is": number}

    def written(self, value: Any) -> Any:
        """What JSON has no word for, by its kind."""
        if type(value) is not Told:
            return _written(value)
        if id(value) not in self._places:
            rows = self._told.setdefault(id(columns_of(value)), [])
            self._places[id(value)] = list(self._told).index(id(columns_of(value))), len(rows)
            rows.append(value)
        return {TAG: ROW, "is": self._places[id(value)]}

    def tables(self) -> list[Any]:
        """Column by column."""
        return [
            {"basis": columns_of(rows[0]).basis, "values": list(zip(*map(made_of, rows), strict=True))}
            for rows in self._told.values()
        ]


def _table(held: Mapping[str, Any]) -> list[Told]:
    from pipeline.documents.told.rows import project_columns

    columns = project_columns(*_tuple(held["basis"]))
    return [Told(dict(zip(columns.keys, values, strict=True)), columns) for values in zip(*held["values"], strict=True)]


def _written(value: Any) -> Any:
    kind = type(value)
    if kind is Quantity:
        return {TAG: "Quantity", "value": value.value, "unit": value.unit}
    if names := FIELDS.get(kind):
        return {TAG: kind.__name__} | {name: _plain(getattr(value, name)) for name in names}
    match value:
        case bytes():
            return {TAG: "bytes", "is": base64.b64encode(value).decode()}
        case date() | Fraction():
            return {TAG: kind.__name__, "is": str(value)}
        case Mapping():
            return dict(value)
    raise TypeError(f"{kind.__name__} cannot be kept")


def _plain(value: Any) -> Any:
    """A kind is a text for JSON: it is told apart where it can stand, in a noun."""
    return {TAG: "Kind", "is": value.value} if type(value) is Kind else value


@dataclass(frozen=True)
class Reading:
    """What JSON gave, as what it was; ``atoms`` are kinds of one value besides those that always are."""

    atoms: Mapping[str, Callable[[Any], Any]]

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(held) for held in value]
        if not isinstance(value, dict):
            return value
        kind = str(value.get(TAG, ""))
        if atom := ATOMS.get(kind) or self.atoms.get(kind):
            return atom(value["is"])
        held = {name: self.of(part) for name, part in value.items() if name != TAG}
        return NOUNS[kind](**_tuples(held)) if kind else held


def _tuples(held: Mapping[str, Any]) -> dict[str, Any]:
    """Nouns are frozen: their sequences are tuples, and tuples of tuples."""
    return {name: _tuple(part) for name, part in held.items()}


def _tuple(part: Any) -> Any:
    return tuple(map(_tuple, part)) if isinstance(part, list) else part
