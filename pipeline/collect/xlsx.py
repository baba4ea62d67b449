"""An .xlsx or .xlsm in, its sheets out: values from calamine, and from one expat pass what calamine hides."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from pipeline.collect import formats
from pipeline.collect.cutting import Cut, cut, emptied, first_number, numbers
from pipeline.collect.extent import misdeclared
from pipeline.collect.guard import bearable, countable, fillable, glanced, opened_zip, part, plain
from pipeline.collect.marks import Marks, marked
from pipeline.collect.sheet import BLANKS, Doubt, Grid, Refused, Rows, lost, put
from pipeline.collect.tally import tally, unnumbered, void_strings
from pipeline.model import Value

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Attributes = Mapping[str, str]
STRINGS = "xl/sharedStrings.xml"
MARKUP = (".xml", ".rels", ".vml")
WHOLE = 1e18
BROKEN = "文件已损坏，内部结构不完整"


@dataclass(frozen=True)
class Sheet:
    """A worksheet as workbook.xml lists it."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True)
class Examined:
    """A worksheet that may be read: its XML, what is left of that without plain rows, and what this tells."""

    sheet: Sheet
    xml: bytes
    part: Cut
    marks: Marks


class Package:
    """The parts of an .xlsx, found whatever the case and slashes of their names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._taken: dict[str, bytes] = {}
        self.names = {plain(name): name for name in archive.namelist()}

    def __contains__(self, name: str) -> bool:
        return plain(name) in self.names

    def read(self, name: str) -> bytes:
        if name not in self:
            raise Refused("file-unreadable", BROKEN)
        if name not in self._taken:
            self._taken[name] = part(self._archive, self.names[plain(name)])
        return self._taken[name]

    def sheet(self, name: str) -> bytes:
        """A worksheet; that its empty cells are cut out is kept, for a reader takes its time over each."""
        self._taken[name] = emptied(self.read(name))
        return self._taken[name]

    def glance(self) -> None:
        """Look into the XML parts that were not read; raises Refused as guard.part does."""
        taken = set(map(plain, self._taken))
        for name, written in self.names.items():
            if name.endswith(MARKUP) and name not in taken:
                glanced(self._archive, written)

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

    def vetted(self) -> io.BytesIO:
        """A package of nothing but the parts that were read, so that no other reader sees what was not examined."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in self._taken.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        target.seek(0)
        return target


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


def read_xlsx(data: bytes) -> tuple[list[Grid], list[Doubt]]:
    """Every worksheet, hidden ones with the cells that hold something but without their values, and the doubts."""
    from python_calamine import CalamineWorkbook

    with opened_zip(data) as archive:
        package = Package(archive)
        book = _book_part(package)
        elements = _elements(package.read(book))
        since_1904 = any(tag == "workbookPr" and row.get("date1904") in ("1", "true") for tag, row in elements)
        relations = package.relations(book)
        natures = _natures(package, relations)
        sheets = _sheets(elements, relations)
        countable(len(sheets))
        examined = [_examined(package, sheet, natures) for sheet in sheets]
        void = void_strings(_strings(package, relations))
        package.glance()
    workbook = CalamineWorkbook.from_filelike(package.vetted())
    doubts = _company(package, relations)
    grids = []
    for one in examined:
        grids.append(grid := _grid(workbook, one, natures, since_1904))
        if grid.visible:
            doubts += misdeclared(grid.name or "", one.marks.declared, one.marks.height, one.marks.width)
            doubts += lost(grid.name, tally(one.xml, void, one.part.rest), grid.cells)
    return grids, doubts


def _examined(package: Package, sheet: Sheet, natures: Mapping[str, str]) -> Examined:
    if sheet.part not in package:
        raise Refused("file-unreadable", f"文件已损坏，缺少工作表“{sheet.name}”的内容")
    fillable(package.read(sheet.part))
    xml = package.sheet(sheet.part)
    part = cut(xml)
    if unnumbered(part.rest):
        raise Refused("file-unreadable", f"文件已损坏，工作表“{sheet.name}”中有文字找不到")
    marks = marked(part, natures)
    bearable(marks.height, marks.width)
    return Examined(sheet, xml, part, marks)


def _company(package: Package, relations: Mapping[str, tuple[str, str]]) -> list[Doubt]:
    """What lies in the package beside values: macros, links to other workbooks, embedded objects."""
    kinds = [kind.rpartition("/")[2] for kind, _ in relations.values()]
    embedded = sum(name.startswith("xl/embeddings/") for name in package.names)
    macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in package.names)
    doubts = [Doubt("macros-present")] if macros or "vbaProject" in kinds else []
    doubts += [Doubt("external-links")] if "externalLink" in kinds else []
    return doubts + ([Doubt("objects-embedded", blanks={"count": embedded})] if embedded else [])


def _book_part(package: Package) -> str:
    kinds = package.relations("").values()
    return next((target for kind, target in kinds if kind.endswith("/officeDocument")), "xl/workbook.xml")


def _sheets(elements: list[tuple[str, Attributes]], relations: Mapping[str, tuple[str, str]]) -> list[Sheet]:
    sheets = []
    for tag, row in elements:
        key = next((value for name, value in row.items() if name.endswith(":id")), "")
        kind, target = relations.get(key, ("/worksheet", ""))  # a sheet without a part must not be passed over
        if tag == "sheet" and kind.endswith("/worksheet"):
            sheets.append(Sheet(row.get("name", ""), row.get("state", "visible") == "visible", target))
    return sheets


def _strings(package: Package, relations: Mapping[str, tuple[str, str]]) -> bytes:
    targets = (target for kind, target in relations.values() if kind.endswith("/sharedStrings") and target in package)
    name = next(targets, STRINGS)
    return package.read(name) if name in package else b""


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


def _grid(workbook: CalamineWorkbook, one: Examined, natures: Mapping[str, str], since_1904: bool) -> Grid:
    sheet, marks = one.sheet, one.marks
    if not sheet.visible:
        rows: Rows = [["…"]] if marks.height else []
        return Grid(sheet.name, rows, visible=False)
    rows = _values(workbook, sheet.name) if marks.height else []
    for row, column, meaning in (*_unseen(one, natures, rows), *marks.dressed):
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = formats.dressed(rows[row][column], meaning, since_1904)
    for row, column, fault in marks.faults:
        put(rows, row, column, fault)
    return Grid(sheet.name, rows, marks.merges, marks.hidden_rows, marks.hidden_columns)


def _unseen(one: Examined, natures: Mapping[str, str], rows: Rows) -> list[tuple[int, int, str]]:
    """The plain numbers of a style that means something, unless calamine, which knows most dates, dressed its first."""
    if len(one.part.rest) == len(one.xml):
        return []
    places = {style: first_number(one.xml, style) for style in natures}
    bare = {style: natures[style] for style, place in places.items() if place and _is_number(rows, *place)}
    return numbers(one.xml, bare)


def _is_number(rows: Rows, row: int, column: int) -> bool:
    return row >= len(rows) or column >= len(rows[row]) or isinstance(rows[row][column], int | float)


def _values(workbook: CalamineWorkbook, name: str) -> Rows:
    """The cells' values; one that repeats is looked at once, and kept once, which is less to hand on."""
    table = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    meant = _meant(set(chain.from_iterable(table)))
    if bool in set(map(type, chain.from_iterable(table))):
        meant |= {0.0: 0, 1.0: 1}  # as keys True and False are the same
        return [[value if type(value) is bool else meant[value] for value in row] for row in table]
    return [list(map(meant.__getitem__, row)) for row in table]


def _meant(values: set[Any]) -> dict[Any, Value]:
    """What each stands for: calamine gives every number as a float, whole ones become int again, blanks are nothing."""
    return {
        value: (value if value > "!" or value.strip(BLANKS) else None) if type(value) is str
        else int(value) if type(value) is float and value.is_integer() and -WHOLE < value < WHOLE
        else value
        for value in values
    }  # fmt: skip
