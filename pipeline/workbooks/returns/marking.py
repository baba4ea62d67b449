"""A sender's workbook and what was found in it come in; its copy goes out: the 退回说明 in front, the cells marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Finding, Level
from pipeline.workbooks.literals import sheet_reference, shown
from pipeline.workbooks.returns.cells import Cells, Place, place
from pipeline.workbooks.returns.graft import Workbook, without_former
from pipeline.workbooks.returns.package import Package, main
from pipeline.workbooks.returns.remarks import forget, remark
from pipeline.workbooks.returns.slip import ELSEWHERE, Line, Slip, slip_alone

NO_MACROS = "原文件含有宏，本副本已去掉宏，其余内容照旧。"


@dataclass(frozen=True)
class Marked:
    """A copy and the slip in front of it."""

    data: bytes
    slip: Slip


def lines(findings: Sequence[Finding], file: str, sheets: Mapping[str | None, str]) -> tuple[Line, ...]:
    """The findings numbered, what blocks first and sheet by sheet, each with the way to its cell; ``sheets`` are the
    names of the sheets in the copy, in their order."""
    order = {name: at for at, name in enumerate(sheets)}
    ordered = sorted(findings, key=lambda one: (one.level is not Level.BLOCK, order.get(one.sheet, len(order))))
    made = []
    for number, finding in enumerate(ordered, 1):
        here = finding.file == file
        sheet = sheets.get(finding.sheet, "") if here else ""
        there = f"{sheet_reference(sheet)}!{finding.cell}" if sheet and place(finding.cell or "") else ""
        made.append(Line(number, finding, sheet or (ELSEWHERE if not here else finding.sheet or ""), there))
    return tuple(made)


def marked(
    data: bytes, slip: Slip, findings: Sequence[Finding], file: str, names: Mapping[str | None, str] | None = None
) -> Marked:
    """The copy of an .xlsx; a rebuilt one may bear other ``names`` of sheets than the findings.

    Raises UnfitError, or whatever a broken workbook brings about.
    """
    book = Workbook(Package(data))
    without_former(book)
    notes = (NO_MACROS,) if book.has_macros else ()
    book.plain()
    names = {name: name for name, _ in book.worksheets()} if names is None else names
    slip = replace(slip, lines=lines(findings, file, names), remarks=(*slip.remarks, *notes))
    _mark_sheets(book, slip.lines)
    book.face(slip_alone(slip))
    return Marked(book.package.bytes(), slip)


def _mark_sheets(book: Workbook, found: Sequence[Line]) -> None:
    of_sheet: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        if line.link:
            of_sheet[line.sheet].append(line)
    for name, part in book.worksheets():
        _clear(book, part)
        if name in of_sheet:
            _mark(book, part, of_sheet[name])


def _clear(book: Workbook, part: str) -> None:
    """A copy that comes back still bears what was said of it last time."""
    former = forget(book.package, part)
    cells = Cells(book.package.tree(part, main("worksheet"))) if former else None
    for at in former if cells else ():
        if cells:
            cells.dress(at, book.styles.bare(cells.style(at)))


def _mark(book: Workbook, part: str, found: Sequence[Line]) -> None:
    cells = Cells(book.package.tree(part, main("worksheet")))
    of_cell: dict[Place, list[Line]] = defaultdict(list)
    for line in found:
        if at := place(line.finding.cell or ""):
            of_cell[cells.top_left(at)].append(line)
    for at, said in sorted(of_cell.items()):
        level = Level.BLOCK if any(line.blocks for line in said) else Level.HINT
        cells.dress(at, book.styles.filled(cells.style(at), level))
    remark(book.package, part, cells, {at: "\n".join(map(_words, said)) for at, said in of_cell.items()})


def _words(line: Line) -> str:
    finding = line.finding
    wanted = f"\n应填：{finding.expected}" if finding.expected else ""
    return shown(f"{line.number}.【{finding.level}】{finding.message}{wanted}")
