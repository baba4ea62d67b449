"""Findings and how the files fared come in; 数据核查 goes out, as a sheet of 底稿 and as a workbook of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model import Counted, Finding, InputFile, Level, Period, Reminder, State
from pipeline.rules import Law
from pipeline.workbooks.book import Book, Head
from pipeline.workbooks.details import Link
from pipeline.workbooks.literals import Formula, hyperlink

OFFICE = "市工业推进办"
SILENT = "sender-silent"
NOBODY = "（未注明报送单位）"
HEADS = (
    Head("序号", 6),
    Head("级别", 7),
    Head("报送单位", 14),
    Head("文件", 26),
    Head("工作表", 12),
    Head("单元格", 8),
    Head("字段", 14),
    Head("填报值", 18),
    Head("问题", 54, "计算"),
    Head("核查事项", 18, "来源"),
    Head("代码", 20, "来源"),
    Head("应由谁处理", 14, "来源"),
)
KINDS = ("count", "central", *["wrapped"] * 3, "central", *["wrapped"] * 6)
SOURCE = Head("来源", 26, "来源")
SUMMARY = (
    Head("序号", 6),
    Head("报送单位", 22),
    Head("文件数", 9),
    Head("读入行数", 10),
    Head("接收行数", 10),
    Head("退回行数", 10),
    Head("阻断", 9, "计算"),
    Head("提示", 9, "计算"),
    Head("情况", 26, "来源"),
)
SUMMARY_KINDS = ("count", "text", "count", "count", "count", "count", "count", "count", "text")
REMINDERS = (
    Head("序号", 6),
    Head("单位", 16),
    Head("状态", 9, "计算"),
    Head("报送日期", 11),
    Head("本期退回次数", 9, "计算"),
    Head("本年退回次数", 9, "计算"),
    Head("未改问题数", 9, "计算"),
    Head("情况", 42, "来源"),
    Head("催报语（可直接粘贴）", 52, "计算"),
)
REMINDER_KINDS = ("count", "text", "central", "date", "count", "count", "count", "wrapped", "wrapped")
REMINDER_NOTES = (
    "注：1. 退回：文件中有该单位的阻断问题，须改正重报；同一单位的同一份文件无论核查几遍只计一次；本年计至本期。",
    "2. 未改问题数：本期已退回、又经重报的文件中，退回时已经指出、现在仍在的阻断问题；退回后尚未重报的不在内。",
    "3. 状态：未报，应报而没有报送；待重报，有阻断问题；逾期报送，报送日期晚于规定时限；已报无误，没有阻断问题。",
)
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Standing:
    """How one sender stands: its files and rows, and what was found in them."""

    sender: str
    files: int
    rows: Counted
    blocks: int
    hints: int
    silent: bool

    @property
    def state(self) -> str:
        if self.silent:
            return "应报未报，见“催报”"
        return "有阻断问题，请改正后重报" if self.blocks else "有提示，请核实" if self.hints else "无问题"


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """阻断 first, then by sender (those without one last), file, sheet and cell as they stand in the sheet."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[Any, ...]:
    match = _CELL.fullmatch(finding.cell or "")
    cell = (int(match[2]), len(match[1]), match[1]) if match else (0, 0, "")
    place = (finding.sender is None, finding.sender or "", finding.file or "", finding.sheet or "")
    return (finding.level is not Level.BLOCK, *place, *cell, finding.code)


def write_findings(
    book: Book, name: str, findings: Iterable[Finding], law: Law, office: str, link: Link | None = None
) -> None:
    """Every finding a row; with ``link`` also where to open its cell."""
    page = book.page(name, bordered=True)
    heads = (*HEADS, SOURCE) if link else HEADS
    listed = sorted_findings(findings)
    page.head(heads)
    for row, finding in enumerate(listed, 1):
        page.row(row, _cells(row, finding, law, office), KINDS)
        if link:
            page.put(row, len(HEADS), _source(finding, link), "link")
        page.pour()
    page.table(len(listed), len(heads))
    page.mark(1, len(listed), (Level.BLOCK.value,), whole=len(heads))
    page.paper(f"数据核查{book.span}")


def _cells(number: int, finding: Finding, law: Law, office: str) -> tuple[Any, ...]:
    place = (finding.file, finding.sheet, finding.cell, finding.field, finding.value)
    title = law.findings[finding.code].title if finding.code in law.findings else None
    who = finding.sender or office
    return (number, finding.level.value, finding.sender, *place, finding.message, title, finding.code, who)


def _source(finding: Finding, link: Link) -> Formula | str | None:
    if not finding.file:
        return None
    label = "｜".join(part for part in (finding.file, finding.sheet, finding.cell) if part)
    return hyperlink(link(finding.file), finding.sheet, finding.cell, label)


def findings_book(
    findings: Sequence[Finding],
    counts: Mapping[str, Counted],
    inputs: Sequence[InputFile],
    law: Law,
    period: Period | None = None,
    *,
    office: str = OFFICE,
    reminders: Sequence[Reminder] = (),
) -> bytes:
    """数据核查.xlsx: 核查 (every finding), 汇总 (by sender), 催报 (how each sender stands, what to send it).

    ``counts`` is Tables.counts, by the path of a file; ``period`` is named in heads; ``office`` is who acts where no
    sender is named.
    """
    book = Book("数据核查", period)
    write_findings(book, "核查", findings, law, office)
    _write_summary(book, standings(findings, counts, inputs))
    _write_reminders(book, reminders)
    return book.bytes()


def standings(
    findings: Sequence[Finding], counts: Mapping[str, Counted], inputs: Sequence[InputFile]
) -> list[Standing]:
    """Each sender that sent a file or has a finding: the silent first, then those with most to mend."""
    files = Counter(file.sender for file in inputs)
    levels = Counter((finding.sender, finding.level) for finding in findings)
    silent = {finding.sender for finding in findings if finding.code == SILENT}
    made = []
    for sender in {*files, *(sender for sender, _ in levels)}:
        rows = [counts.get(file.path, Counted()) for file in inputs if file.sender == sender]
        whole = Counted(sum(row.read for row in rows), sum(row.refused for row in rows))
        found = (levels[sender, Level.BLOCK], levels[sender, Level.HINT])
        made.append(Standing(sender or NOBODY, files[sender], whole, *found, sender in silent))
    return sorted(made, key=lambda one: (not one.silent, -one.blocks, -one.hints, one.sender))


def _write_summary(book: Book, listed: Sequence[Standing]) -> None:
    page = book.page("汇总", bordered=True)
    page.head(SUMMARY)
    lines = [(s.sender, s.files, s.rows.read, s.rows.accepted, s.rows.refused, s.blocks, s.hints) for s in listed]
    for row, (line, standing) in enumerate(zip(lines, listed, strict=True), 1):
        page.row(row, (row, *line, standing.state), SUMMARY_KINDS)
    sums = [sum(values) for values in zip(*(line[1:] for line in lines), strict=True)] or [0] * 6
    page.row(len(listed) + 1, (None, "合计", *sums, None), ("count", "strong", *["sum"] * 6, "text"))
    page.paper(f"数据核查汇总{book.span}")


def _write_reminders(book: Book, reminders: Sequence[Reminder]) -> None:
    page = book.page("催报", bordered=True)
    page.head(REMINDERS)
    for row, one in enumerate(reminders, 1):
        counts = (one.returns, one.returns_of_year, one.unmended)
        line = (row, one.sender, one.state.value, one.reported, *counts, one.situation, one.words)
        page.row(row, line, REMINDER_KINDS)
    if not reminders:
        page.row(1, (None, "没有应报单位", *[None] * 7), REMINDER_KINDS)
    page.table(max(len(reminders), 1), len(REMINDERS), fixed=3)
    page.mark(2, len(reminders), (State.SILENT, State.OPEN, State.LATE))
    page.notes(max(len(reminders), 1) + 1, REMINDER_NOTES)
    page.paper(f"催报名单{book.span}")
