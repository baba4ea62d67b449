"""A chart's numbers come in; its DrawingML, lifted from XlsxWriter, and the workbook behind it go out."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from xlsxwriter import Workbook

from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.charts.chart_style import FACE, INK, LIGHT, MANY, STYLES, Paint, Style
from pipeline.documents.charts.stencil import filled, stencil
from pipeline.documents.engine.package import members, packed

SHEET = "数据"
SHAPES = 32  # of charts that are kept
SPOKEN_OUT = (
    (r'<a:latin typeface="([^"]*)"([^>]*)/>', r'<a:latin typeface="\1"\2/><a:ea typeface="\1"\2/>'),
    (r'<c:lang val="[^"]*"/>', r'<c:lang val="zh-CN"/><c:roundedCorners val="0"/>'),
    (r"<c:chart><c:plotArea>", r'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>'),
    (r"(<c:grouping val=\"\w+\"/>)", r'\1<c:varyColors val="0"/>'),
    (r"(</c:spPr>)(?=<c:dLbls>)", r'\1<c:invertIfNegative val="0"/>'),
    (
        r'<c:showVal val="1"/>',
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>',
    ),
    (r"(</c:scaling>)(?=<c:axPos)", r'\1<c:delete val="0"/>'),
    (r"(<c:plotVisOnly val=\"1\"/>)", r'\1<c:dispBlanksAs val="gap"/>'),
    (r"(?=<c:printSettings>)", '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'),
)
LINES = re.compile(r"<c:lineChart>.*?</c:lineChart>", re.DOTALL)
LINE_END = re.compile(r"(</c:val>)(?=</c:ser>)")


def book(chart: Chart) -> bytes:
    """The workbook that Word opens under 编辑数据; it holds no chart of its own."""
    shape = stencil(chart)
    parts = _booked(shape or chart)
    return packed({name: filled(data, chart) for name, data in parts.items()} if shape else parts)


@lru_cache(maxsize=SHAPES)
def _booked(chart: Chart) -> Mapping[str, bytes]:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        _filled(workbook, chart)
    return members(out.getvalue())


def plot(chart: Chart) -> bytes:
    """word/charts/chartN.xml."""
    shape = stencil(chart)
    return filled(_plotted(shape), chart) if shape else _plotted(chart)


@lru_cache(maxsize=SHAPES)
def _plotted(chart: Chart) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        sheet = _filled(workbook, chart)
        sheet.insert_chart("H2", _drawn(workbook, chart))
    xml = members(out.getvalue())["xl/charts/chart1.xml"]
    return _settled(xml)


def _filled(workbook: Any, chart: Chart) -> Any:
    workbook.set_properties({"created": datetime(2000, 1, 1), "author": "", "title": ""})
    sheet = workbook.add_worksheet(SHEET)
    sheet.write_string(0, 0, f"单位：{chart.unit}")
    for row, name in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, name)
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, series.title)
        for row, value in enumerate(chart.shown(series), 1):
            if value is not None:
                sheet.write_number(row, column, value)
    return sheet


def _drawn(workbook: Any, chart: Chart) -> Any:
    style = STYLES[chart.kind]
    drawn = workbook.add_chart({"type": style.form, **({"subtype": "stacked"} if style.stacked else {})})
    lines = drawn if style.form == "line" else workbook.add_chart({"type": "line"})
    for column, (series, paint) in enumerate(zip(chart.series, style.paints, strict=False), 1):
        one = _bars(chart, column, paint, style) if paint.fill else _line(chart, column, paint, series)
        (drawn if paint.fill else lines).add_series(one)
    if lines is not drawn and lines.series:
        drawn.combine(lines)
    _axes(drawn, chart, style)
    legend = {"position": "top", "font": {"name": FACE, "size": 9}}
    drawn.set_legend(legend if len(chart.series) > 1 else {"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_chartarea({"border": {"none": True}})
    return drawn


def _axes(drawn: Any, chart: Chart, style: Style) -> None:
    """Of lying bars the names stand at the side, the first above."""
    lying, turned = style.form == "bar", {"rotation": 271} if style.upright else {}
    names = {"num_font": {"name": FACE, "size": 9, **turned}, "line": {"color": INK, "width": 0.75}, "reverse": lying}
    shown = [value for series in chart.series for value in chart.shown(series) if value is not None]
    numbers = {
        "num_font": {"name": FACE, "size": 9},
        "num_format": "0",
        "min": min(0, *shown, 0),
        "major_gridlines": {"visible": style.axis, "line": {"color": LIGHT, "width": 0.5}},
        "line": {"none": True},
        "visible": style.axis,
    }
    drawn.set_x_axis(numbers if lying else names)
    drawn.set_y_axis(names if lying else numbers)


def _bars(chart: Chart, column: int, paint: Paint, style: Style) -> dict[str, Any]:
    together = style.stacked or style.upright
    return {
        **_cells(chart, column),
        "fill": {"color": paint.fill},
        "border": {"color": INK, "width": 0.5},
        "gap": 35 if together else 60,
        "overlap": 100 if together else 0,
        "data_labels": _labels(chart, paint, paint.position, upright=style.upright, zeros=style.zeros),
    }


def _line(chart: Chart, column: int, paint: Paint, series: Series) -> dict[str, Any]:
    line = {"color": INK, "width": 1.5, **({"dash_type": paint.dash} if paint.dash else {})}
    mark = {"type": paint.marker, "size": 6, "border": {"color": INK}, "fill": {"color": INK}}
    drawn = {**_cells(chart, column), "line": line, "marker": mark if paint.marker else {"type": "none"}}
    if not paint.label:
        return {**drawn, "smooth": False}
    return {**drawn, "smooth": False, "data_labels": _labels(chart, paint, series.labels or paint.position)}


def _labels(chart: Chart, paint: Paint, position: str, *, upright: bool = False, zeros: bool = True) -> dict[str, Any]:
    number = f"0.{'0' * chart.places}" if chart.places else "0"
    size = 8 if len(chart.categories) <= MANY else 6
    turned = {"rotation": -90} if upright else {}
    return {
        "value": True,
        "position": position,
        "num_format": number if zeros else f"{number};-{number};",
        "font": {"name": FACE, "size": size, **turned, "color": paint.label},
    }


def _cells(chart: Chart, column: int) -> dict[str, Any]:
    last = max(len(chart.categories), 1)
    return {
        "name": [SHEET, 0, column],
        "categories": [SHEET, 1, 0, last, 0],
        "values": [SHEET, 1, column, last, column],
    }


def _settled(xml: bytes) -> bytes:
    """What Word and LibreOffice would otherwise guess, written out: the Chinese face, no smoothing, gaps for blanks."""
    text = LINES.sub(lambda lines: LINE_END.sub(r'\1<c:smooth val="0"/>', lines[0]), xml.decode())
    for pattern, replacement in SPOKEN_OUT:
        text = re.sub(pattern, replacement, text)
    return text.encode()
