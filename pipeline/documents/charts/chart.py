"""Numbers by name come in; a native Word chart with its own small workbook goes out, without pictures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.documents.charts.chart_style import WIDE, height
from pipeline.documents.engine.package import Addition
from pipeline.documents.quantity import decimal

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMU = 360  # a hundredth of a millimetre

INLINE = (
    '</w:t><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{number}" name="图表{number}" descr="{title}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing><w:t>"
)


@dataclass(frozen=True)
class Series:
    """Exact values under one title, one a category; a missing one leaves a gap. ``labels`` is where its numbers stand
    when that depends on the values (``above``, ``below``), else its kind decides."""

    title: str
    values: tuple[int | Fraction | None, ...]
    labels: str = ""


@dataclass(frozen=True)
class Chart:
    """``kind`` is one of the looks in chart_style.py; values are of ``unit`` and printed to ``places`` decimals."""

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    places: int = 0

    def shown(self, series: Series) -> tuple[float | None, ...]:
        """The numbers that the chart holds: what the tables print of the same values."""
        return tuple(None if value is None else float(decimal(value, self.places)) for value in series.values)

    def drawn(self, number: int) -> str:
        """The run content that shows it across the type area."""
        from markupsafe import escape

        size = {"cx": WIDE * EMU, "cy": height(self.kind, len(self.categories)) * EMU}
        return INLINE.format(number=number, title=escape(self.title), relation=f"rIdChart{number}", **size)

    def additions(self, number: int) -> tuple[Addition, ...]:
        return _parts(number, self)


def _parts(number: int, chart: Chart) -> tuple[Addition, Addition, Addition]:
    from pipeline.documents.charts.plot import book, plot

    name = f"chart{number}"
    relations = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/package" Target="../embeddings/{name}.xlsx"/></Relationships>'
    )
    return (
        Addition(f"word/charts/{name}.xml", plot(chart), CHART_TYPE, (f"rIdChart{number}", f"{RELATION}/chart")),
        Addition(f"word/charts/_rels/{name}.xml.rels", relations.encode()),
        Addition(f"word/embeddings/{name}.xlsx", book(chart), BOOK_TYPE),
    )
