"""The parts of a native chart come in; what Word shows and what its workbook holds go out, series by series."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree
from openpyxl import load_workbook

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Held = Mapping[str, dict[str, float | None]]


def cached(xml: bytes) -> Held:
    """Series → category → the value that Word shows before anyone opens the workbook."""
    return {_texts(one.find(f"{C}tx"))[0]: _points(one) for one in etree.fromstring(xml).iter(f"{C}ser")}


def _points(series: etree._Element) -> dict[str, float | None]:
    names = _texts(series.find(f"{C}cat"))
    points = {int(point.get("idx", "")): point.findtext(f"{C}v") for point in series.iterfind(f"{C}val//{C}pt")}
    return {name: None if (text := points.get(at)) is None else float(text) for at, name in enumerate(names)}


def _texts(element: Any) -> list[str]:
    return [point.findtext(f"{C}v") for point in element.iter(f"{C}pt")]


def in_workbook(book: bytes) -> Held:
    sheet: Any = load_workbook(io.BytesIO(book))["数据"]
    titles, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return {str(title): {str(row[0]): row[at] for row in rows} for at, title in enumerate(titles[1:], 1)}


def charts_of(document: bytes) -> list[Held]:
    """What the charts of a document hold, in their order; the workbook behind each says the same."""
    with zipfile.ZipFile(io.BytesIO(document)) as box:
        numbers = sum(name.startswith("word/charts/chart") for name in box.namelist())
        parts = [
            (box.read(f"word/charts/chart{at}.xml"), box.read(f"word/embeddings/chart{at}.xlsx"))
            for at in range(1, numbers + 1)
        ]
    assert all(cached(xml) == in_workbook(book) for xml, book in parts)
    return [cached(xml) for xml, _ in parts]
