"""A chart's numbers come in; its DrawingML, lifted from XlsxWriter, and the workbook behind it go out."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from pipeline.documents.chart import Chart
from pipeline.documents.package import members, packed

SHEET = "数据"
FACE = "仿宋_GB2312"
DARK, LIGHT, INK, PAPER = "#6E6E6E", "#D9D9D9", "#000000", "#FFFFFF"
TITLES = ("达到时序进度", "未达时序进度")
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
    (r"(<c:lineChart>.*?</c:val>)(?=</c:ser>)", r'\1<c:smooth val="0"/>'),
    (r"(</c:scaling>)(?=<c:axPos)", r'\1<c:delete val="0"/>'),
    (r"(<c:plotVisOnly val=\"1\"/>)", r'\1<c:dispBlanksAs val="gap"/>'),
    (r"(?=<c:printSettings>)", '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'),
)


def book(chart: Chart) -> bytes:
    """The workbook that Word opens under 编辑数据; it holds no chart of its own."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        _filled(workbook, chart)
    return packed(members(out.getvalue()))


def plot(chart: Chart) -> bytes:
    """word/charts/chartN.xml."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        sheet = _filled(workbook, chart)
        sheet.insert_chart("F2", _drawn(workbook, chart))
    xml = members(out.getvalue())["xl/charts/chart1.xml"]
    return _settled(xml)


def _filled(workbook: Any, chart: Chart) -> Any:
    workbook.set_properties({"created": datetime(2000, 1, 1), "author": "", "title": ""})
    sheet = workbook.add_worksheet(SHEET)
    for column, title in enumerate(("", *TITLES, chart.line_title)):
        sheet.write_string(0, column, title)
    rows = zip(chart.bars, chart.met, chart.short, strict=True)
    for row, ((name, _), met, short) in enumerate(rows, 1):
        sheet.write_string(row, 0, name)
        for column, value in enumerate((met, short, chart.level), 1):
            if value is not None:
                sheet.write_number(row, column, value)
    return sheet


def _drawn(workbook: Any, chart: Chart) -> Any:
    columns = workbook.add_chart({"type": "column"})
    for column, fill, label in ((1, DARK, PAPER), (2, LIGHT, INK)):
        columns.add_series(_bars(chart, column, fill, label))
    if chart.level is not None:
        level = workbook.add_chart({"type": "line"})
        level.add_series(_level(chart))
        columns.combine(level)
    columns.set_x_axis({"num_font": {"name": FACE, "size": 9, "rotation": 271}, "line": {"color": INK, "width": 0.75}})
    columns.set_y_axis({
        "num_font": {"name": FACE, "size": 9},
        "num_format": "0",
        "min": min(0, *(value for value in (*chart.met, *chart.short) if value is not None), 0),
        "major_gridlines": {"visible": True, "line": {"color": LIGHT, "width": 0.5}},
        "line": {"none": True},
    })  # fmt: skip
    columns.set_legend({"position": "top", "font": {"name": FACE, "size": 9}})
    columns.show_blanks_as("gap")
    columns.set_chartarea({"border": {"none": True}})
    return columns


def _bars(chart: Chart, column: int, fill: str, label: str) -> dict[str, Any]:
    size = 8 if len(chart.bars) <= 24 else 6
    return {
        **_cells(chart, column),
        "fill": {"color": fill},
        "border": {"color": INK, "width": 0.5},
        "gap": 35,
        "overlap": 100,
        "data_labels": {
            "value": True, "position": "inside_base", "num_format": f"0.{'0' * chart.places}",
            "font": {"name": FACE, "size": size, "rotation": -90, "color": label},
        },
    }  # fmt: skip


def _level(chart: Chart) -> dict[str, Any]:
    line = {"color": INK, "width": 1.5, "dash_type": "dash"}
    return {**_cells(chart, 3), "line": line, "marker": {"type": "none"}, "smooth": False}


def _cells(chart: Chart, column: int) -> dict[str, Any]:
    last = max(len(chart.bars), 1)
    return {
        "name": [SHEET, 0, column],
        "categories": [SHEET, 1, 0, last, 0],
        "values": [SHEET, 1, column, last, column],
    }


def _settled(xml: bytes) -> bytes:
    """What Word and LibreOffice would otherwise guess, written out: the Chinese face, no smoothing, gaps for blanks."""
    text = xml.decode()
    for pattern, replacement in SPOKEN_OUT:
        text = re.sub(pattern, replacement, text)
    return text.encode()
