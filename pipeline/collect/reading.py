"""One file's bytes in, its tables with everything around them out, and a finding for whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from pipeline.collect.columns import Columns, Place, Surveyor, ranges
from pipeline.collect.labels import Labels, labels, stale_title
from pipeline.collect.lexicon import REGISTER, Lexicons
from pipeline.collect.lines import Shape, read_lines
from pipeline.collect.opening import Opened
from pipeline.collect.sender import sender_of
from pipeline.collect.sheet import Grid, Refused, cell_name, filled, text_of
from pipeline.collect.table import Table, tables
from pipeline.collect.veils import Veil, unveiled
from pipeline.model import Block, Fault, FaultKind, Finding, InputFile, Line, Period, Role, Value
from pipeline.rules import Law, Office
from pipeline.rules.nearness import near_units, proposed
from pipeline.rules.returned import is_our_sheet
from pipeline.rules.spelling import folded

LOST_FROM = 10**15
KINDS = {"xlsx": "Excel 工作簿", "xls": "Excel 97—2003 工作簿", "ods": "ODF 表格", "html": "网页", "text": "文本表格"}
SUFFIXES = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".et", ".xlt", ".ett"),
    "ods": (".ods", ".ots"),
    "html": (".html", ".htm"),
    "text": (".csv", ".txt", ".tsv"),
}
_ROUNDED = re.compile(r"\d(?:\.\d+)?e\+?\d{2}", re.IGNORECASE)


@dataclass(frozen=True)
class FileRead:
    """What one file gave."""

    input: InputFile
    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads the files of one period by the law and the office's facts."""

    law: Law
    office: Office
    period: Period

    @cached_property
    def lexicons(self) -> Lexicons:
        return Lexicons(self.law, self.office)

    @cached_property
    def groups(self) -> frozenset[str]:
        """Words that divide a sum: 新建, 省重点, the 镇街 and the chains."""
        words = {word for name in ("kind", "level", "stage") for word in self.law.codes.get(name, {})}
        return frozenset(words | set(self.office.names) | set(map(folded, self.office.chains)))

    def read(self, path: PurePosixPath, digest: str, opened: Opened | Refused) -> FileRead:
        """The tables of a file that was opened; one that was refused is a finding."""
        if isinstance(opened, Refused):
            return self.refused(path, digest, opened.code, opened.reason)
        return _Workbook(self, path, opened).read(digest)

    def refused(self, path: PurePosixPath, digest: str, code: str, reason: str) -> FileRead:
        sender = sender_of((), path, self.office)
        finding = self.law.finding(code, file=str(path), sender=sender, reason=reason)
        return FileRead(InputFile(str(path), digest, 0, sender), findings=(finding,))


class _Workbook:
    """One opened file."""

    def __init__(self, reader: Reader, path: PurePosixPath, opened: Opened) -> None:
        self.reader = reader
        self.law = reader.law
        self.path = path
        self.opened = opened
        self.grids = opened.grids
        shown = (grid for grid in opened.grids if grid.visible and not is_our_sheet(grid.name, grid.at(0, 0)))
        seen = [unveiled(grid) for grid in shown]
        self.visible = [grid for grid, _ in seen]
        self.veils = [veils for _, veils in seen]
        self.labels = [labels(grid) for grid in self.visible]
        self.senders = [line.text for said in self.labels for line in said.senders]

    def read(self, digest: str) -> FileRead:
        blocks: list[Block] = []
        findings = [self.finding("sheet-hidden", sheet=grid.name) for grid in self.grids if _hidden(grid)]
        about = [self.finding(doubt.code, sheet=doubt.sheet, **doubt.blanks) for doubt in self.opened.doubts]
        for grid, said, veils in zip(self.visible, self.labels, self.veils, strict=True):
            for block, found in self.sheet(grid, said, veils):
                findings.extend(found)
                blocks.extend([block] if block else [])
        findings = _without_spare(findings, blocks)
        if self.own and not blocks:
            findings = [self.finding("own-table-unknown", value=self.path.stem)]
        if not blocks and not findings:
            findings.append(self.left_out(self.grids[0] if self.grids else Grid(None, [])))
        findings.extend(self.senderless(blocks))
        cells, kind = sum(grid.cells for grid in self.grids if grid.visible), self.opened.kind
        file = InputFile(str(self.path), digest, cells, self.anyone, kind)
        return FileRead(file, tuple(blocks), (*self.dressed_otherwise(), *about, *findings))

    def dressed_otherwise(self) -> Iterator[Finding]:
        """A file whose name says another kind than its bytes, which are what is read."""
        suffix = self.path.suffix.lower()
        if suffix not in SUFFIXES[self.opened.kind]:
            yield self.finding("extension-differs", value=suffix or "无", read=KINDS[self.opened.kind])

    @property
    def own(self) -> bool:
        """Whether it is a table of the office itself: one at the top, for nobody can send one."""
        top = len(self.path.parts) == 1 or self.path.parts[0] == ".."
        return top and any(form.file == self.path.stem for form in self.law.forms.values())

    @property
    def known_as(self) -> str:
        """The file's name as far as it tells the form of its tables."""
        return self.path.name if self.own or len(self.path.parts) == 1 else f"报送{self.path.name}"

    def finding(self, code: str, **blanks: Any) -> Finding:
        return self.law.finding(code, file=str(self.path), sender=self.anyone, **blanks)

    def left_out(self, grid: Grid) -> Finding:
        """A sheet that is no form of ours; a file without sheets goes by its own name in the sentence."""
        return replace(self.finding("sheet-left-out", sheet=grid.name or self.path.stem), sheet=grid.name)

    @cached_property
    def anyone(self) -> str | None:
        """Who sent the file, by any of its sheets, else by its name."""
        return self.sender(Labels())

    def sender(self, said: Labels) -> str | None:
        """The sheet's own 填报单位 line, else another sheet's, else the file's and the folder's name."""
        return sender_of((*(line.text for line in said.senders), *self.senders), self.path, self.reader.office)

    def senderless(self, blocks: list[Block]) -> Iterator[Finding]:
        sent = (block for block in blocks if block.form != REGISTER and not self._ours(block.form))
        sent = (block for block in sent if not self._named_by_row(block))
        lone = next((block for block in sent if block.sender is None), None)
        if lone:
            said = next((line.text for each in self.labels for line in each.senders if line.text), self.path.stem)
            like = proposed("名称相近的单位有", near_units(said, self.reader.office))
            yield self.finding("sender-unknown", sheet=lone.sheet, value=said, like=like)

    def _ours(self, form: str) -> bool:
        """Whether the office fills it in itself, so that nobody sent it."""
        return bool(self.law.forms[form].file) or self.law.forms[form].ours

    def _named_by_row(self, block: Block) -> bool:
        """Whether each row says whose it is, as in what the office gathered from many."""
        named = self.law.forms[block.form].by_row
        return any(heading.field == named for heading in block.headings)

    def sheet(self, grid: Grid, said: Labels, veils: list[Veil]) -> Iterator[tuple[Block | None, list[Finding]]]:
        """Each table of a visible sheet with its findings; a sheet without one is left out with a 提示."""
        found = tables(grid, self.reader.lexicons, self.known_as)
        sender = self.sender(said)
        place = Place(str(self.path), grid.name, sender)
        if not found and grid.cells and grid.name not in self.law.explaining:
            buried = [veil for veil in veils if veil.count > 1]  # perhaps the table itself
            yield None, [self.left_out(grid), *self.veiled(buried, place)]
        for at, table in enumerate(found):
            above = found[at - 1].end if at else 0
            yield _Tabled(self.reader, grid, table, place, said).block(above)
        if found:
            yield None, [*self.hidden_parts(grid, found, place), *self.veiled(veils, place)]

    def hidden_parts(self, grid: Grid, found: list[Table], place: Place) -> Iterator[Finding]:
        """Hidden rows and columns inside the tables: they are read, and said."""
        rows = [row for table in found for row in range(table.body, table.end)
                if row in grid.hidden_rows and any(map(filled, grid.rows[row]))]  # fmt: skip
        columns = sorted({column for table in found for column in table.columns if column in grid.hidden_columns})
        if rows:
            yield self.law.finding("rows-hidden", **vars(place), count=len(rows), value=ranges(rows))
        if columns:
            yield self.law.finding("columns-hidden", **vars(place), value=ranges(columns, letters=True))

    def veiled(self, veils: list[Veil], place: Place) -> Iterator[Finding]:
        """Values that a merged range covers: nobody sees them, they are not used, and said."""
        for veil in veils:
            yield self.law.finding("value-under-merge", **vars(place), **vars(veil))


def _without_spare(findings: list[Finding], blocks: list[Block]) -> list[Finding]:
    """A table that was left blank needs no word when another of the workbook is filled in."""
    filled_in = any(line.role is Role.DATA for block in blocks for line in block.lines)
    return [found for found in findings if found.code != "rows-none" or found.value or not filled_in]


def _hidden(grid: Grid) -> bool:
    return not grid.visible and bool(grid.cells)


@dataclass(frozen=True)
class _Tabled:
    """One table of a sheet on its way to a block."""

    reader: Reader
    grid: Grid
    table: Table
    place: Place
    said: Labels

    def block(self, above: int) -> tuple[Block, list[Finding]]:
        table, law = self.table, self.reader.law
        lexicon = self.reader.lexicons.of(table.form, self.place.sender)
        columns = Surveyor(law, lexicon, self.reader.period, self.place).survey(self.grid, table)
        body = [row for row in range(table.body, table.end) if row not in table.repeats]
        read = read_lines(self.grid, body, self.shape(columns, above))
        lines = _exact_codes(read.lines, columns)
        day = self.said.day_for(above, table.end)
        block = Block(
            file=self.place.file,
            sheet=self.place.sheet,
            form=table.form,
            sender=self.place.sender,
            headings=tuple(columns.headings),
            lines=lines,
            unit=self.said.unit_for(table.top),
            reported_on=(day.text, day.cell) if day and day.text else None,
        )
        return block, [*columns.findings, *self.about(block, above), *self.lost(read.lost_dittos, columns)]

    def shape(self, columns: Columns, above: int) -> Shape:
        name = columns.of("name")
        texts = (text_of(value) for row in self.grid.rows[above : self.table.top] for value in row)
        return Shape(
            columns=tuple(heading.column - 1 for heading in columns.headings),
            kinds=columns.kinds,
            name=name.column - 1 if name else None,
            titles=frozenset(folded(text) for text in texts if text),
            groups=self.reader.groups,
        )

    def about(self, block: Block, above: int) -> Iterator[Finding]:
        """What is odd about the table as a whole: no rows, or a title of another month."""
        law, period = self.reader.law, self.reader.period
        if law.forms[block.form].file:
            return
        if not any(line.role is Role.DATA for line in block.lines):
            yield law.finding("rows-none", **vars(self.place), value=self.rest())
        stale = stale_title(self.grid.rows, above, self.table.top, period) if block.form != REGISTER else None
        if stale:
            text, row, column = stale
            cell = cell_name(row, column)
            yield law.finding("title-period-differs", **vars(self.place), cell=cell, value=text, period=period.text)

    def rest(self) -> str | None:
        """The first text that stands in the body all the same."""
        rows = (self.grid.rows[row] for row in range(self.table.body, self.table.end))
        return next((text_of(value) for row in rows for value in row if text_of(value).strip()), None)

    def lost(self, places: tuple[tuple[int, int], ...], columns: Columns) -> Iterator[Finding]:
        """同上 with nothing above it."""
        headings = {heading.column - 1: heading for heading in columns.headings}
        fields = self.reader.law.forms[self.table.form].fields
        for row, column in places:
            known = fields.get(headings[column].field)
            title = known.title if known else headings[column].title
            cell = cell_name(row, column)
            yield self.reader.law.finding(
                "ditto-without-above", **vars(self.place), cell=cell, field=title, value="同上"
            )


def _exact_codes(lines: tuple[Line, ...], columns: Columns) -> tuple[Line, ...]:
    """Codes typed as numbers of more than 15 digits have lost some: they become faults."""
    at = next((at for at, heading in enumerate(columns.headings) if heading.field == "code"), None)
    if at is None:
        return lines
    return tuple(line if (code := _code(line.values[at])) is line.values[at]
                 else replace(line, values=(*line.values[:at], code, *line.values[at + 1 :]))
                 for line in lines)  # fmt: skip


def _code(value: Value) -> Value:
    if isinstance(value, str) and ("E" in value or "e" in value) and _ROUNDED.fullmatch(value.strip()):
        return Fault(FaultKind.LOST_DIGITS, value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= LOST_FROM:
        return Fault(FaultKind.LOST_DIGITS, f"{Decimal(f'{value:.14e}'):f}")
    return value
