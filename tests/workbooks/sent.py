"""A workbook as a sender makes it comes in as a table; what goes back to the sender goes out, opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.collect import sheets
from pipeline.model import Finding, Grid, InputFile, Level, Period
from pipeline.workbooks.returns import returned

MAY = Period.parse("2026-05")
OFFICE, DEADLINE = "示例市工业推进办公室", "2026年6月8日前"


def finding(cell: str | None, sheet: str | None = "表", *, level: Level = Level.BLOCK, **said: Any) -> Finding:
    """Something found in 城关's workbook."""
    place = {"file": "城关.xlsx", "sheet": sheet, "cell": cell, "sender": "城关街道", "field": "总投资"}
    return Finding(level, "money-not-a-number", **{"message": "不是数字，请改。", "expected": "数字", **place, **said})


def sent(path: str, kind: str = "xlsx", sender: str | None = "城关街道") -> InputFile:
    return InputFile(path, "", 0, sender, kind)


def back(folder: Path, findings: Sequence[Finding], *files: InputFile) -> dict[str, bytes]:
    """What goes back for the files of a folder."""
    return returned(
        findings,
        files,
        lambda name: (folder / name).read_bytes(),
        lambda name: sheets(folder / name),
        MAY,
        office=OFFICE,
        deadline=DEADLINE,
    )


def copy(folder: Path, findings: Sequence[Finding], name: str = "城关.xlsx", kind: str = "xlsx") -> bytes:
    """The one workbook that goes back for one file."""
    (data,) = (data for path, data in back(folder, findings, sent(name, kind)).items() if path.endswith(".xlsx"))
    return data


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the parts of a workbook on disk."""
    found = parts(path.read_bytes())
    change(found)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def read_back(folder: Path, data: bytes) -> list[Grid]:
    """The sheets of a copy as the program reads them, the 退回说明 aside."""
    (folder / "back").write_bytes(data)
    return list(sheets(folder / "back")[1:])


def rich(folder: Path) -> Path:
    """A workbook with all that must survive: lists, conditional formats, comments, merged cells, formulas, widths."""
    book = Workbook()
    book.active.title = "表"  # type: ignore[union-attr]
    sheet: Any = book["表"]
    for row in (
        ["城关街道重点项目"],
        ["项目名称", "建设性质", "总投资"],
        ["甲", "新建", "约八千"],
        [],
        ["乙", "技改", 5],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B4")
    sheet["C6"] = "=SUM(C3:C5)"
    sheet["A7"], sheet["A7"].data_type = "=1+1", "s"
    sheet["C5"].number_format, sheet["C5"].font = '0.00"万元"', Font(bold=True, color="FF00B050")
    sheet["C3"].comment = Comment("张三：月底再核", "张三")
    sheet["A5"].comment = Comment("李四：已更名", "李四")
    sheet.add_data_validation(DataValidation(type="list", formula1='"新建,技改"', sqref="B3:B20"))
    red = PatternFill("solid", bgColor="FFFF0000")
    rule: Any = CellIsRule
    sheet.conditional_formatting.add("C3:C20", rule(operator="greaterThan", formula=["9"], fill=red))
    sheet.column_dimensions["A"].width, sheet.row_dimensions[3].height = 31, 33
    sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation = "B3", "2:2", "landscape"
    book.create_sheet("二").append(["甲"])
    book["二"].print_title_rows = "1:1"
    book.active = 1
    path = folder / "城关.xlsx"
    book.save(path)
    return path
