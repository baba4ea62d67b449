"""What a sheet of a workbook says of its source comes in; the rows that stand in it, in their order, go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.documents.engine.sandbox import Sandbox
from pipeline.documents.lists.entries import found
from pipeline.documents.lists.outline import Place, SheetOutline
from pipeline.documents.quantity import Quantity, WordingError
from pipeline.model import Day

OWN = "本范围"
Row = Mapping[str, Any]
Blame = Callable[[Place, Exception], None]


def selected(sheet: SheetOutline, said: Mapping[str, Any], sandbox: Sandbox, blame: Blame) -> list[Row]:
    """The rows of ``source`` that ``where`` lets in, by ``order``; ``blame`` is told what the sheet has wrong."""
    rows: list[Row] = []
    steps: Mapping[str, Callable[[], list[Row]]] = {
        "source": lambda: listed(said, sheet.source),
        "where": lambda: _let_in(rows, sheet.where, sandbox) if sheet.where else rows,
        "order": lambda: _ordered(rows, sheet.order),
    }
    for key, step in steps.items():
        try:
            rows = step()
        except Exception as fault:
            blame(Place(sheet.at, key=key), fault)
    return rows


def listed(said: Mapping[str, Any], name: str) -> list[Row]:
    """A list by its name, 督办.台账 by the names on the way: the member's own, else the whole city's."""
    held = found({**said, **said.get(OWN, {})}, name)
    if not isinstance(held, list) or not all(isinstance(row, Mapping) for row in held):
        raise WordingError(f"“{name}”不是一张表")
    return held


def _let_in(rows: list[Row], condition: str, sandbox: Sandbox) -> list[Row]:
    """Those of which the condition holds; it may use every name of the row."""
    holds = sandbox.compile_expression(condition, undefined_to_none=False)
    return [row for row in rows if holds(**row)]


def _ordered(rows: list[Row], order: tuple[str, ...]) -> list[Row]:
    """By the first name first; ``-`` before a name turns it round; what has no value comes last."""
    for name in reversed(order):
        path = name.removeprefix("-")
        keys = [(_key(found(row, path)), row) for row in rows]
        known = [(key, row) for key, row in keys if key is not None]
        known.sort(key=lambda one: one[0], reverse=name.startswith("-"))
        rows = [row for _, row in known] + [row for key, row in keys if key is None]
    return rows


def _key(value: Any) -> Any:
    """What a value is ordered by; None for nothing."""
    match value:
        case Quantity():
            return None if value.value is None else Fraction(value.value)
        case Day():
            return value.day
        case bool() | int() | date():
            return value
        case str():
            return value or None
        case None:
            return None
    raise WordingError("不能按列表或一组内容排序")
