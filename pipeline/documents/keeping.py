"""What a template was filled with ↔ bytes that the ledger keeps, exact and without code in them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.engine.photographs import Photograph
from pipeline.documents.origins import Measure
from pipeline.documents.quantity import Quantity
from pipeline.model import Day, Kind, Origin, PipelineError

TAG = "~"
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
    told = json.dumps(filling, default=_written, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return zlib.compress(told.encode(), 6)


def restored(data: bytes) -> Any:
    """What was kept; PipelineError when the bytes are not whole."""
    try:
        return _read(json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, KeyError, TypeError) as fault:
        raise PipelineError(f"台账中保存的成文内容已损坏（{type(fault).__name__}），请重新运行后再印发。") from None


def _written(value: Any) -> Any:
    """What JSON has no word for, by its kind."""
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


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(held) for held in value]
    if not isinstance(value, dict):
        return value
    kind = str(value.get(TAG, ""))
    if kind in ATOMS:
        return ATOMS[kind](value["is"])
    held = {name: _read(part) for name, part in value.items() if name != TAG}
    return NOUNS[kind](**_tuples(held)) if kind else held


def _tuples(held: Mapping[str, Any]) -> dict[str, Any]:
    """Nouns are frozen: their sequences are tuples, and tuples of tuples."""
    return {name: _tuple(part) for name, part in held.items()}


def _tuple(part: Any) -> Any:
    return tuple(map(_tuple, part)) if isinstance(part, list) else part
