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

TAG, ROW, RECORDS = "~", "Row", "Records"
KEPT = (Chart, Day, Measure, Origin, Photograph, Quantity, Series)
NOUNS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in KEPT}
FIELDS = {kind: tuple(kind.__dataclass_fields__) for kind in NOUNS.values()}
ATOMS: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "Fraction": Fraction,
    "bytes": base64.b64decode,
    "Kind": Kind,
}


def kept(filling: Any) -> bytes:
    """Texts, numbers, days, quantities, charts and the lists and tables of them; TypeError for anything else."""
    records = Records()
    told = _dumped(filling, records.written)
    if records.known:
        told = f'{{"{TAG}":"{RECORDS}","filling":{told},"tables":{_dumped(records.tables(), _written)}}}'
    return zlib.compress(told.encode(), 6)


def _dumped(value: Any, default: Callable[[Any], Any]) -> str:
    return json.dumps(value, default=default, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def restored(data: bytes) -> Any:
    """What was kept; PipelineError when the bytes are not whole."""
    try:
        held = json.loads(zlib.decompress(data))
        if held.get(TAG) != RECORDS:
            return Reading({}).of(held)
        tables = [_table(Reading({}).of(table)) for table in held["tables"]]
        return Reading({ROW: lambda at: tables[at[0]][at[1]]}).of(held["filling"])
    except (zlib.error, ValueError, LookupError, TypeError, AttributeError) as fault:
        raise PipelineError(f"台账中保存的成文内容已损坏（{type(fault).__name__}），请重新运行后再印发。") from None


class Records:
    """The rows that are told from records: each is kept once, as what it is made of, wherever it stands."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[int, int]] = {}
        self._rows: dict[int, list[Told]] = {}  # by their columns

    def written(self, value: Any) -> Any:
        """What JSON has no word for, by its kind."""
        if type(value) is not Told:
            return _written(value)
        if id(value) not in self.known:
            rows = self._rows.setdefault(id(columns_of(value)), [])
            self.known[id(value)] = list(self._rows).index(id(columns_of(value))), len(rows)
            rows.append(value)
        return {TAG: ROW, "is": self.known[id(value)]}

    def tables(self) -> list[Any]:
        """Column by column."""
        return [
            {"basis": columns_of(rows[0]).basis, "values": list(zip(*map(made_of, rows), strict=True))}
            for rows in self._rows.values()
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
