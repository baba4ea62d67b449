"""An .ods in, its sheets out: one expat pass over content.xml, which says everything itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from xml.parsers import expat

from pipeline.collect.guard import LOCKED, bearable, countable, opened_zip, part
from pipeline.collect.sheet import BLANKS, ERRORS, Doubt, Grid, Refused, Rows, Span, lost, trimmed
from pipeline.collect.tally_ods import tallies
from pipeline.model import Fault, FaultKind, Percent, Value

Attributes = Mapping[str, str]
HIDDEN = ("collapse", "filter")
NUMBERS = ("float", "currency")


@dataclass
class _Sheet:
    """A sheet while it is read."""

    name: str
    visible: bool
    rows: Rows = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0
    skipped: int = 0  # repeated empty rows not yet written, for most lie below the table
    width: int = 0

    @property
    def height(self) -> int:
        return len(self.rows) + self.skipped

    def add_row(self, row: list[Value], repeated: int) -> None:
        """Append a finished row as often as it is repeated; empty ones wait until something follows."""
        if not any(value is not None for value in row):
            self.skipped += repeated
            return
        self.width = max(self.width, len(row))
        bearable(self.height + repeated, self.width)
        self.rows.extend([] for _ in range(self.skipped))
        self.rows.extend(list(row) for _ in range(repeated))
        self.skipped = 0


class _Pass:
    """The state of one pass over content.xml."""

    def __init__(self) -> None:
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.sheets: list[_Sheet] = []
        self.row: list[Value] = []
        self.row_attributes: Attributes = {}
        self.cell: Attributes | None = None
        self.texts: list[str] = []
        self.deep = 0  # inside an annotation, whose text is not the cell's
        self.blanks = 0
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "style:style": self.on_style,
            "style:table-properties": self.on_properties,
            "table:table": self.on_table,
            "table:table-column": self.on_column,
            "table:table-row": self.on_row,
            "table:table-cell": self.on_cell,
            "table:covered-table-cell": self.on_cell,
            "text:p": self.on_paragraph,
            "text:s": self.on_space,
            "text:line-break": lambda _: self.texts.append("\n"),
            "office:annotation": self.on_annotation,
        }
        self.ends: dict[str, Callable[[], None]] = {
            "table:table-row": self.end_row,
            "table:table-cell": self.end_cell,
            "table:covered-table-cell": self.end_cell,
            "office:annotation": self.end_annotation,
        }

    def on_style(self, attributes: Attributes) -> None:
        self.style = attributes.get("style:name", "")

    def on_properties(self, attributes: Attributes) -> None:
        if attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def on_table(self, attributes: Attributes) -> None:
        visible = attributes.get("table:style-name") not in self.hidden_styles
        self.sheets.append(_Sheet(attributes.get("table:name", ""), visible))

    def on_column(self, attributes: Attributes) -> None:
        sheet, repeated = self.sheets[-1], _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in HIDDEN:
            sheet.hidden_columns.update(range(sheet.columns, min(sheet.columns + repeated, 16_384)))
        sheet.columns += repeated

    def on_row(self, attributes: Attributes) -> None:
        self.row, self.blanks, self.row_attributes = [], 0, attributes

    def on_cell(self, attributes: Attributes) -> None:
        self.cell, self.texts = attributes, []

    def on_paragraph(self, _: Attributes) -> None:
        if self.texts and not self.deep:
            self.texts.append("\n")

    def on_space(self, attributes: Attributes) -> None:
        self.heard(" " * min(_count(attributes, "text:c"), 100))

    def on_annotation(self, _: Attributes) -> None:
        self.deep += 1

    def end_annotation(self) -> None:
        self.deep -= 1

    def heard(self, text: str) -> None:
        if self.cell is not None and not self.deep:
            self.texts.append(text)

    def end_cell(self) -> None:
        cell, self.cell = self.cell or {}, None
        repeated = _count(cell, "table:number-columns-repeated")
        value = _value(cell, "".join(self.texts))
        self._merge(cell)
        if value is None:
            self.blanks += repeated
            return
        bearable(1, len(self.row) + self.blanks + repeated)
        self.row.extend([None] * self.blanks + [value] * repeated)
        self.blanks = 0

    def _merge(self, cell: Attributes) -> None:
        across, down = _count(cell, "table:number-columns-spanned"), _count(cell, "table:number-rows-spanned")
        if across > 1 or down > 1:
            top, left = self.sheets[-1].height, len(self.row) + self.blanks
            self.sheets[-1].merges.append(Span(top, left, top + down - 1, left + across - 1))

    def end_row(self) -> None:
        sheet, repeated = self.sheets[-1], _count(self.row_attributes, "table:number-rows-repeated")
        if self.row_attributes.get("table:visibility") in HIDDEN and self.row:
            sheet.hidden_rows.update(range(sheet.height, sheet.height + min(repeated, 10_000)))
        sheet.add_row(self.row, repeated)


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1


def _value(cell: Attributes, shown: str) -> Value:
    kind = cell.get("calcext:value-type") or cell.get("office:value-type")
    formula = cell.get("table:formula")
    if kind == "error" or (formula and (shown.strip().upper() in ERRORS or shown.startswith("Err:"))):
        return Fault(FaultKind.ERROR, shown.strip() or "#VALUE!")
    if formula is not None and kind is None:
        return Fault(FaultKind.UNCALCULATED, "=" + formula.partition(":=")[2])
    if kind in NUMBERS or kind == "percentage":
        return _number(cell.get("office:value", shown), kind == "percentage", shown)
    if kind == "date":
        return _date(cell.get("office:date-value", ""), shown)
    if kind == "boolean":
        return cell.get("office:boolean-value") == "true"
    said = cell.get("office:string-value") or shown
    return said if said.strip(BLANKS) else None


def _number(text: str, percent: bool, shown: str) -> Value:
    try:
        number = float(text)
    except ValueError:
        return shown if shown.strip(BLANKS) else None
    if percent:
        return Percent(number)
    return int(number) if number.is_integer() and abs(number) < 1e18 else number


def _date(text: str, shown: str) -> Value:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return shown if shown.strip(BLANKS) else None
    return date(moment.year, moment.month, moment.day) if moment.time() == time() else moment


def read_ods(data: bytes) -> tuple[list[Grid], list[Doubt]]:
    """Every sheet and the doubts; raises Refused for a password, broken XML or an unbearable extent."""
    with opened_zip(data) as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in part(archive, "META-INF/manifest.xml"):
            raise Refused("file-unreadable", LOCKED)
        content = part(archive, "content.xml")
    sheets = _passed(content)
    countable(len(sheets))
    grids = [_grid(sheet) for sheet in sheets]
    counted = zip(grids, tallies(content), strict=True)
    doubts = [doubt for grid, count in counted if grid.visible for doubt in lost(grid.name, count, grid.cells)]
    return grids, [*_company(names, content), *doubts]


def _company(names: list[str], content: bytes) -> list[Doubt]:
    """What lies beside the values: macros, and links to other files."""
    macros = any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names)
    links = b"<table:table-source" in content or b"['file://" in content or b"[&apos;file://" in content
    return [Doubt(code) for code, there in (("macros-present", macros), ("external-links", links)) if there]


def _grid(sheet: _Sheet) -> Grid:
    return Grid(
        name=sheet.name,
        rows=trimmed(sheet.rows),
        merges=tuple(sheet.merges),
        hidden_rows=frozenset(sheet.hidden_rows),
        hidden_columns=frozenset(sheet.hidden_columns),
        visible=sheet.visible,
    )


def _passed(content: bytes) -> list[_Sheet]:
    reading, parser = _Pass(), expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: Attributes) -> None:
        if handler := reading.starts.get(name):
            handler(attributes)

    def end(name: str) -> None:
        if handler := reading.ends.get(name):
            handler()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = reading.heard
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Refused("file-unreadable", "工作表内容已损坏") from None
    return reading.sheets
