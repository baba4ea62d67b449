"""Numbers by name come in; a native Word chart with its own small workbook goes out, without pictures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.documents.package import Addition
from pipeline.documents.wording import decimal

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMU = 360  # a hundredth of a millimetre
WIDE, TALL = 15600, 8200  # hundredths of a millimetre: the type area

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
class Chart:
    """Columns in their given order against one level line: rates in percent, exact; a missing one leaves a gap."""

    title: str
    bars: tuple[tuple[str, Fraction | None], ...]
    line: Fraction | None
    line_title: str
    places: int = 1

    @property
    def met(self) -> tuple[float | None, ...]:
        """What reaches the line, for the dark columns."""
        return tuple(self._shown(value) if self._reaches(value) else None for _, value in self.bars)

    @property
    def short(self) -> tuple[float | None, ...]:
        """What stays below the line, for the light columns."""
        return tuple(None if self._reaches(value) else self._shown(value) for _, value in self.bars)

    @property
    def level(self) -> float | None:
        return self._shown(self.line)

    def drawn(self, number: int) -> str:
        """The run content that shows it across the type area."""
        from markupsafe import escape

        size = {"cx": WIDE * EMU, "cy": TALL * EMU}
        return INLINE.format(number=number, title=escape(self.title), relation=f"rIdChart{number}", **size)

    def additions(self, number: int) -> tuple[Addition, ...]:
        return _parts(number, self)

    def _reaches(self, value: Fraction | None) -> bool:
        return value is not None and (self.line is None or value >= self.line)

    def _shown(self, value: Fraction | None) -> float | None:
        return None if value is None else float(decimal(value, self.places))


def _parts(number: int, chart: Chart) -> tuple[Addition, Addition, Addition]:
    from pipeline.documents.plot import book, plot

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
