"""An .xlsx or .xlsm in, its sheets out: values from calamine, and from one expat pass what calamine hides."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from pipeline.collect import formats
from pipeline.collect.guard import bearable, opened_zip, part
from pipeline.collect.marks import Marks, marked
from pipeline.collect.sheet import Grid, Refused, Rows, put
from pipeline.model import Value

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Attributes = Mapping[str, str]
BROKEN = "文件已损坏，内部结构不完整"


@dataclass(frozen=True)
class Sheet:
    """A worksheet as workbook.xml lists it."""

    name: str
    visible: bool
    part: str


class Package:
    """The parts of an .xlsx, found whatever the case and slashes of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._names

    def read(self, name: str) -> bytes:
        if name not in self:
            raise Refused("file-unreadable", BROKEN)
        return part(self._archive, self._names[_plain(name)])

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relation id → (type, target part) of a part."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        elements = _elements(self.read(path)) if path in self else []
        return {
            row.get("Id", ""): (row.get("Type", ""), _target(folder, row.get("Target", "")))
            for tag, row in elements
            if tag == "Relationship" and row.get("TargetMode") != "External"
        }


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _target(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _elements(xml: bytes) -> list[tuple[str, Attributes]]:
    """Every element of a small part as (local name, attributes); raises Refused on broken XML."""
    found: list[tuple[str, Attributes]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise Refused("file-unreadable", BROKEN) from None
    return found


def read_xlsx(data: bytes) -> list[Grid]:
    """Every worksheet, hidden ones with the cells that hold something but without their values."""
    from python_calamine import CalamineWorkbook

    with opened_zip(data) as archive:
        package = Package(archive)
        book = _book_part(package)
        elements = _elements(package.read(book))
        since_1904 = any(tag == "workbookPr" and row.get("date1904") in ("1", "true") for tag, row in elements)
        relations = package.relations(book)
        natures = _natures(package, relations)
        sheets = _sheets(elements, relations)
        marks = [marked(package.read(sheet.part), natures) if sheet.part in package else Marks() for sheet in sheets]
        _check_strings(package, relations)
    for mark in marks:
        bearable(mark.height, mark.width)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [_grid(workbook, sheet, mark, since_1904) for sheet, mark in zip(sheets, marks, strict=True)]


def _book_part(package: Package) -> str:
    kinds = package.relations("").values()
    return next((target for kind, target in kinds if kind.endswith("/officeDocument")), "xl/workbook.xml")


def _sheets(elements: list[tuple[str, Attributes]], relations: Mapping[str, tuple[str, str]]) -> list[Sheet]:
    sheets = []
    for tag, row in elements:
        key = next((value for name, value in row.items() if name.endswith(":id")), "")
        kind, target = relations.get(key, ("", ""))
        if tag == "sheet" and kind.endswith("/worksheet"):
            sheets.append(Sheet(row.get("name", ""), row.get("state", "visible") == "visible", target))
    return sheets


def _check_strings(package: Package, relations: Mapping[str, tuple[str, str]]) -> None:
    for kind, target in relations.values():
        if kind.endswith("/sharedStrings") and target in package:
            package.read(target)


def _natures(package: Package, relations: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Style index (as cells write it) → PERCENT or DATE; plain styles are left out."""
    target = next((target for kind, target in relations.values() if kind.endswith("/styles")), "")
    if target not in package:
        return {}
    codes: dict[str, str] = {}
    numbers: list[str] = []
    inside = False
    for tag, row in _elements(package.read(target)):
        if tag == "numFmt":
            codes[row.get("numFmtId", "")] = row.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            numbers.append(row.get("numFmtId", "0"))
    kinds = {number: formats.nature(_number(number), codes.get(number)) for number in set(numbers)}
    return {str(at): kind for at, number in enumerate(numbers) if (kind := kinds[number])}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _grid(workbook: CalamineWorkbook, sheet: Sheet, marks: Marks, since_1904: bool) -> Grid:
    if not sheet.visible:
        rows: Rows = [["…"]] if marks.height else []
        return Grid(sheet.name, rows, visible=False)
    rows = _values(workbook, sheet.name) if marks.height else []
    for row, column, meaning in marks.dressed:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = formats.dressed(rows[row][column], meaning, since_1904)
    for row, column, fault in marks.faults:
        put(rows, row, column, fault)
    return Grid(sheet.name, rows, marks.merges, marks.hidden_rows, marks.hidden_columns)


def _values(workbook: CalamineWorkbook, name: str) -> Rows:
    table = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[None if value == "" else _whole(value) for value in row] for row in table]


def _whole(value: Value) -> Value:
    """calamine gives every number as a float: whole ones become int again."""
    return int(value) if type(value) is float and value.is_integer() and abs(value) < 1e18 else value
