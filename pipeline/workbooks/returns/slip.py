"""The findings of one file come in; its 退回说明 goes out: what to do, then all findings, one a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Finding, Level, Period
from pipeline.rules.returned import SHEET, TITLE
from pipeline.workbooks.book import Book, Head, Page

HEADS = (
    Head("序号", 6),
    Head("级别", 7),
    Head("工作表", 14),
    Head("单元格", 9),
    Head("字段", 16),
    Head("填报值", 18),
    Head("问题", 52, "计算"),
    Head("应填", 26, "计算"),
    Head("要求", 22, "来源"),
)
KINDS = ("count", "central", "wrapped", "central", *["wrapped"] * 5)
FILLED = {Level.BLOCK: "必改", Level.HINT: "核实"}
ELSEWHERE = "（不在本文件）"
MOST_LINKS = 65_000  # a sheet holds 65,530


@dataclass(frozen=True)
class Line:
    """One finding in its place in the copy: ``link`` is the cell as a formula writes it, "" where there is none."""

    number: int
    finding: Finding
    sheet: str
    link: str = ""

    @property
    def blocks(self) -> bool:
        return self.finding.level is Level.BLOCK


@dataclass(frozen=True)
class Slip:
    """What a 退回说明 says; ``file`` is the sender's name for what comes back, "" when it sent nothing; ``remarks``
    say in what the copy differs from it; ``deadline`` reads like 2026年6月8日前."""

    sender: str
    file: str
    period: Period
    office: str
    deadline: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()
    marked: bool = True  # a copy follows; else the slip stands alone

    @property
    def blocks(self) -> int:
        return sum(line.blocks for line in self.lines)

    @property
    def hints(self) -> int:
        return len(self.lines) - self.blocks


def tasks(slip: Slip) -> tuple[str, str]:
    """What to do, in two lines."""
    where = "在本文件中（原表也可）逐项改好" if slip.marked else "按下表逐项办理"
    if slip.blocks:
        first = f"一、“阻断”{slip.blocks}条，必须改正：请{where}，于{slip.deadline}重报{slip.office}。"
    else:
        first = (
            f"一、没有必须改正的问题。“提示”{slip.hints}条请核实：无误的不必重报，有误的请于{slip.deadline}改好重报。"
        )
    hint = f"“提示”{slip.hints}条，请核实，有误的一并改正，无误的不必改。" if slip.blocks and slip.hints else ""
    look = (
        "橙色单元格为阻断、浅黄为提示，都有批注；点表中的“单元格”可跳到该处。重报时本页可以留着。"
        if slip.marked
        else ""
    )
    return first, f"二、{hint}{look}" if hint or look else ""


def write_slip(book: Book, slip: Slip) -> None:
    """The page, on A4 across; alone on one page when no copy follows."""
    page, last = book.page(SHEET, bordered=True), len(HEADS)
    page.widths([head.width for head in HEADS])
    page.across(0, last, f"{TITLE}{book.span}", "title")
    about = [f"报送单位：{slip.sender}", *([f"文件：《{slip.file}》"] if slip.file else []), f"退回单位：{slip.office}"]
    row = 1
    for text in ("　　".join(about), *tasks(slip), *(f"注：{remark}" for remark in slip.remarks)):
        if text:
            page.across(row, last, text, "wrapped")
            row += 1
    _table(page, row, slip)
    page.freeze(row + 1)
    page.paper("", heads=row, down=0 if slip.marked else 1)


def _table(page: Page, top: int, slip: Slip) -> None:
    page.row(top, [head.title for head in HEADS], [head.group for head in HEADS])
    for row, line in enumerate(slip.lines, top + 1):
        page.row(row, _cells(line, slip.deadline), (KINDS[0], FILLED[line.finding.level], *KINDS[2:]))
        if line.link and line.number <= MOST_LINKS:
            page.link(row, 3, line.link, line.finding.cell or "")


def _cells(line: Line, deadline: str) -> Sequence[object]:
    finding = line.finding
    asked = f"{deadline}改正重报" if line.blocks else "请核实，无误的不必改"
    said = (finding.field, finding.value, finding.message, finding.expected or "见“问题”")
    cell = finding.cell if line.link else None
    return (line.number, finding.level.value, line.sheet, cell, *said, asked)


def slip_alone(slip: Slip) -> bytes:
    """A workbook with nothing but the 退回说明."""
    book = Book(SHEET, slip.period)
    write_slip(book, slip)
    return book.bytes()
