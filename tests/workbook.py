"""A small text table in, a workbook on disk out: .xlsx, .xlsm, .ods, .csv or .html (also under the name .xls).

Each line is a row, ``|`` parts its cells. ``12`` is a number, ``'12`` a text, ``#REF!`` an error, ``=A1`` a formula
never calculated, ``=A1→3`` one that was; an empty cell is empty. Rows may also be lists of Python values.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from pipeline.model import column_letter

Cell = str | int | float | bool | date | None
Table = str | Sequence[Sequence[Cell]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``formats`` maps a column letter or a cell to a number format (an id or a code)."""

    table: Table
    name: str = "Sheet1"
    merges: Sequence[str] = ()
    formats: Mapping[str, int | str] | None = None
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    hidden: bool = False


def workbook(path: Path, table: Table, *, encoding: str = "utf-8", **looks: Any) -> Path:
    """Write one table as the kind of file that its name says; .xls is HTML, as some systems export it.

    ``looks`` are a Sheet's: name, merges, formats, hidden_rows, hidden_columns.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        path.write_bytes("\r\n".join(",".join(map(_plain, row)) for row in rows(table)).encode(encoding))
    elif path.suffix in (".html", ".xls"):
        path.write_bytes(_html(rows(table), encoding).encode(encoding))
    elif path.suffix == ".ods":
        write_ods(path, Sheet(table, **looks))
    else:
        write_xlsx(path, Sheet(table, **looks))
    return path


def rows(table: Table) -> list[list[Cell]]:
    """The table's cells as Python values; texts keep their marks."""
    if not isinstance(table, str):
        return [list(row) for row in table]
    lines = table.strip("\n").split("\n")
    return [[_cell(text.strip()) for text in line.split("|")] for line in lines]


def _cell(text: str) -> Cell:
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text or None


def _plain(value: Cell) -> str:
    text = "" if value is None else str(value)
    text = text.removeprefix("'")
    return f'"{text}"' if "," in text or "\n" in text else text


# ---- .xlsx


def write_xlsx(path: Path, *sheets: Sheet, since_1904: bool = False) -> Path:
    """The smallest package that Excel opens, cell by cell as told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    styles = [0, *dict.fromkeys(code for sheet in sheets for code in (sheet.formats or {}).values())]
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(sheets, since_1904),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _styles(styles),
    }
    parts |= {f"xl/worksheets/sheet{at}.xml": _worksheet(sheet, styles) for at, sheet in enumerate(sheets, 1)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}worksheet+xml"/>'
        for at in range(1, count + 1)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}styles+xml"/>{sheets}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def _book(sheets: Sequence[Sheet], since_1904: bool) -> str:
    rows = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{at}" state="{_state(sheet)}" r:id="rId{at}"/>'
        for at, sheet in enumerate(sheets, 1)
    )
    epoch = '<workbookPr date1904="1"/>' if since_1904 else ""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{epoch}<sheets>{rows}</sheets></workbook>'


def _state(sheet: Sheet) -> str:
    return "hidden" if sheet.hidden else "visible"


def _styles(styles: Sequence[int | str]) -> str:
    custom = {code: 164 + at for at, code in enumerate(styles) if isinstance(code, str)}
    codes = "".join(f'<numFmt numFmtId="{at}" formatCode="{escape(code)}"/>' for code, at in custom.items())
    cells = "".join(f'<xf numFmtId="{custom.get(code, code) if isinstance(code, str) else code}"/>' for code in styles)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(custom)}">{codes}</numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(styles)}">{cells}</cellXfs></styleSheet>'
    )


def _worksheet(sheet: Sheet, styles: Sequence[int | str]) -> str:
    lines = []
    for at, row in enumerate(rows(sheet.table), 1):
        cells = "".join(
            _xlsx_cell(f"{column_letter(to)}{at}", value, _style(sheet, column_letter(to), at, styles))
            for to, value in enumerate(row, 1)
            if value is not None
        )
        hidden = ' hidden="1"' if at in sheet.hidden_rows else ""
        lines.append(f'<row r="{at}"{hidden}>{cells}</row>')
    hide = "".join(f'<col min="{at}" max="{at}" width="9" hidden="1"/>' for at in map(_column, sheet.hidden_columns))
    merges = "".join(f'<mergeCell ref="{span}"/>' for span in sheet.merges)
    return (
        f'<worksheet xmlns="{MAIN}">{f"<cols>{hide}</cols>" if hide else ""}'
        f"<sheetData>{''.join(lines)}</sheetData>{f'<mergeCells>{merges}</mergeCells>' if merges else ''}</worksheet>"
    )


def _column(letters: str) -> int:
    return next(at for at in range(1, 16385) if column_letter(at) == letters)


def _style(sheet: Sheet, letter: str, row: int, styles: Sequence[int | str]) -> int:
    formats = sheet.formats or {}
    return styles.index(formats.get(f"{letter}{row}", formats.get(letter, 0)))


def _xlsx_cell(place: str, value: Cell, style: int) -> str:
    head = f'<c r="{place}" s="{style}"'
    if isinstance(value, bool):
        return f'{head} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f"{head}><v>{(value - date(1899, 12, 30)).days}</v></c>"
    if not isinstance(value, str):
        return f"{head}><v>{value}</v></c>"
    if value.startswith("#") and value.endswith(("!", "A", "?")):
        return f'{head} t="e"><v>{value}</v></c>'
    if value.startswith("="):
        formula, _, shown = value[1:].partition("→")
        return f"{head}><f>{escape(formula)}</f><v>{shown}</v></c>"
    return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(value.removeprefix(chr(39)))}</t></is></c>'


# ---- .html and .ods


def _html(table: list[list[Cell]], encoding: str) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{_shown(value)}</td>" for value in row) + "</tr>" for row in table)
    return f'<html><head><meta charset="{encoding}"></head><body><table>{lines}</table></body></html>'


def _shown(value: Cell) -> str:
    return "" if value is None else escape(str(value).removeprefix("'"))


def write_ods(path: Path, *sheets: Sheet) -> Path:
    """Only what a reader of content.xml needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text", "style"))
    hidden = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    tables = "".join(map(_ods_table, sheets))
    content = (
        f"<office:document-content {names}><office:automatic-styles>{hidden}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def _ods_table(sheet: Sheet) -> str:
    lines = []
    for at, row in enumerate(rows(sheet.table), 1):
        hidden = ' table:visibility="collapse"' if at in sheet.hidden_rows else ""
        lines.append(f"<table:table-row{hidden}>{''.join(map(_ods_cell, row))}</table:table-row>")
    style = ' table:style-name="off"' if sheet.hidden else ""
    return f'<table:table table:name="{escape(sheet.name)}"{style}>{"".join(lines)}</table:table>'


def _ods_cell(value: Cell) -> str:
    attributes, text = _ods_value(value)
    return f"<table:table-cell{attributes}>{f'<text:p>{escape(text)}</text:p>' if text else ''}</table:table-cell>"


def _ods_value(value: Cell) -> tuple[str, str]:
    """The cell's attributes and the text it shows."""
    if value is None:
        return "", ""
    if isinstance(value, date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}"', ""
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value}"', str(value)
    if value.startswith("="):
        return f' table:formula="of:{escape(value)}"', ""
    if value.startswith("#"):
        return ' table:formula="of:=1" office:value-type="string"', value
    return ' office:value-type="string"', value.removeprefix("'")
