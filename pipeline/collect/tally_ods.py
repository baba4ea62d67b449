"""An .ods's content.xml in, how many cells of each sheet hold something out: counted by another way than when read."""

from __future__ import annotations

from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from pipeline.collect.sheet import BLANKS, Refused

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE = (_ODF % name for name in ("table", "office"))
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
STATED = tuple(f"{OFFICE}{name}" for name in ("value", "date-value", "boolean-value", "string-value"))


def tallies(content: bytes) -> list[int]:
    """A number a sheet: the cells with a value, a text or a formula, repeated ones as often as they show."""
    counts = [0]
    try:
        for _, element in iterparse(BytesIO(content)):
            if element.tag == f"{TABLE}table-row":
                counts[-1] += _row(element)
                element.clear()
            elif element.tag == f"{TABLE}table":
                counts.append(0)
    except ParseError:
        raise Refused("file-unreadable", "工作表内容已损坏") from None
    return counts[:-1]


def _row(row: Element) -> int:
    held = sum(_times(cell, "columns") for cell in row if cell.tag in CELLS and _holds(cell))
    return held * _times(row, "rows")


def _times(element: Element, what: str) -> int:
    text = element.get(f"{TABLE}number-{what}-repeated", "1")
    return int(text) if text.isdecimal() else 1


def _holds(cell: Element) -> bool:
    stated = any(cell.get(name, "").strip(BLANKS) for name in STATED)
    return stated or cell.get(f"{TABLE}formula") is not None or _written(cell)


def _written(element: Element) -> bool:
    """Whether a text stands in it, that of an annotation aside."""
    if element.tag == f"{OFFICE}annotation":
        return False
    inner = (_written(child) or bool(child.tail and child.tail.strip(BLANKS)) for child in element)
    return bool(element.text and element.text.strip(BLANKS)) or any(inner)
