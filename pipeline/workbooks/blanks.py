"""Forms and what is filled in beforehand come in; a workbook to be filled in goes out, its headings locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.model import Period
from pipeline.rules import Form, Law, Office
from pipeline.workbooks.book import LINE, PAPER, PLAIN, Book, lines_of
from pipeline.workbooks.choices import ERROR, HINTS, Asked, Column, asked
from pipeline.workbooks.explaining import explain, lists
from pipeline.workbooks.handout import BlankSheet, Entry
from pipeline.workbooks.literals import shown

SPARE, OWN_SPARE = 20, 40  # rows to fill in below those that are there
TOP = 2  # the rows above the headings: the title and the line of who reports
ACROSS = {"A4": 220, "A3": 280}  # digits that are legible across a landscape page
DAY_OF_REPORT = {
    "validate": "date",
    "criteria": ">=",
    "value": date(2000, 1, 1),
    "input_title": "报送日期",
    "input_message": HINTS["date"],
    "error_title": ERROR,
    "error_message": HINTS["date"],
}
ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
GREY, YELLOW = "#EDEDED", "#FFF8DC"
EDGE = {"border": 1, "border_color": "#A6A6A6"}
HEAD = {**PLAIN, **EDGE, "bold": True, "align": "center", "text_wrap": True, "font_color": "#FFFFFF"}


def blank_book(
    sheets: Sequence[BlankSheet], law: Law, office: Office, period: Period | None = None, unit: str = ""
) -> bytes:
    """A unit's forms for a period, and 填表说明; without a unit the office's own tables (更正, 放行, 清单变动)."""
    book = Book(f"{unit}空白表" if unit else sheets[0].form.name, period)
    columns = [_columns(sheet.form, law, office) for sheet in sheets]
    long = lists([each.asked for group in columns for each in group if each.asked])
    for sheet, group in zip(sheets, columns, strict=True):
        _Blank(book, sheet, group, long, period, unit).write()
    explain(book, sheets, columns, long, bool(unit))
    return book.bytes()


def _columns(form: Form, law: Law, office: Office) -> list[Column]:
    groups = form.blank.groups if form.blank else ()
    found = [Column(title, asked(form, key, law, office)) for title, keys in groups for key in keys]
    return [Column(""), *found]


@dataclass
class _Blank:
    """One sheet in the making."""

    book: Book
    sheet: BlankSheet
    columns: Sequence[Column]
    long_lists: Mapping[tuple[str, ...], str]
    period: Period | None
    unit: str
    page: Any = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.book.blank(self.sheet.form.name)

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.columns)

    @property
    def body(self) -> int:
        return TOP + (2 if self.grouped else 1)

    @property
    def rows(self) -> int:
        return len(self.sheet.entries) + (SPARE if self.unit else OWN_SPARE)

    def write(self) -> None:
        open_to_all = self.book.look(**PLAIN, locked=False)
        self.page.set_column(0, 16383, None, open_to_all)  # a row is deleted only where all of it is unlocked
        self.page.dim_colmax = len(self.columns) - 1  # else every row is walked through to XFD
        for at, column in enumerate(self.columns):
            self.page.set_column(at, at, column.width, open_to_all)
        self._above()
        self._headings()
        for at in range(self.rows):
            self._row(at)
        for at, column in enumerate(self.columns):
            if column.asked:
                self._rules(at, column.asked)
        self._set_up()

    def _above(self) -> None:
        """The title, and who reports in which unit on which day; these rows are locked."""
        blank, when = self.sheet.form.blank, self.period.name if self.period and self.unit else ""
        self.page.set_row(0, 30, self.book.look(**PLAIN))
        self.page.set_row(1, 20, self.book.look(**PLAIN))
        title = when + (blank.title if blank else self.sheet.form.name)
        self.page.write_string(0, 1, title, self.book.look(**PLAIN | {"font_size": 16, "bold": True}))
        if self.unit:
            for column, words in ((1, f"填报单位：{self.unit}"), (2, "单位：万元"), (3, "报送日期：")):
                self.page.write_string(1, column, words, self.book.look(**PLAIN))
            self._day_of_report()

    def _day_of_report(self) -> None:
        self.page.write_blank(1, 4, None, self.book.look(**PLAIN, **EDGE, locked=False, num_format="yyyy-mm-dd"))
        self.page.data_validation(1, 4, 1, 4, DAY_OF_REPORT)

    def _headings(self) -> None:
        last = self.body - 1
        for at, column in enumerate(self.columns):
            fill = "#1F4E79" if column.asked and column.asked.field.required else "#2F5597"
            look = self.book.look(**HEAD, bg_color=fill)
            if self.grouped and not column.group:
                self.page.merge_range(last - 1, at, last, at, column.heading, look)
            else:
                self.page.write_string(last, at, column.heading, look)
        self.page.set_row(last, 46)
        if self.grouped:
            self._groups(last - 1)

    def _groups(self, row: int) -> None:
        self.page.set_row(row, 20)
        look = self.book.look(**HEAD, bg_color="#548235")
        for title in dict.fromkeys(column.group for column in self.columns if column.group):
            places = [at for at, column in enumerate(self.columns) if column.group == title]
            self.page.merge_range(row, places[0], row, places[-1], title, look)

    def _row(self, at: int) -> None:
        entry = self.sheet.entries[at] if at < len(self.sheet.entries) else None
        row, lines = self.body + at, 1
        for column, what in enumerate(self.columns):
            if what.asked is None:
                look = self.book.look(**PLAIN, **EDGE, locked=False, align="center", num_format="0")
                self.page.write_number(row, column, at + 1, look)
                continue
            value = entry.values.get(what.asked.field.key) if entry else None
            self._put(row, column, value, self._look(what.asked, entry))
            lines = max(lines, lines_of(value, what.width) if isinstance(value, str) else 1)
        self.page.set_row(row, lines * LINE + 4)

    def _look(self, what: Asked, entry: Entry | None) -> Any:
        key, looks = what.field.key, {**PLAIN, **EDGE, "locked": False, **what.look}
        if entry and key in entry.months:
            looks["num_format"] = 'yyyy"年"m"月"'
        if entry and key in entry.standing:
            looks["bg_color"] = GREY
        elif entry and self.sheet.form.blank and key in self.sheet.form.blank.monthly:
            looks["bg_color"] = YELLOW
        return self.book.look(**looks)

    def _put(self, row: int, column: int, value: Any, look: Any) -> None:
        what = self.columns[column].asked
        match value:
            case None:
                self.page.write_blank(row, column, None, look)
            case bool():
                self.page.write_string(row, column, "是" if value else "否", look)
            case date():
                self.page.write_datetime(row, column, value, look)
            case int():
                self.page.write_number(row, column, _written(value, what.field.type if what else ""), look)
            case _:
                self.page.write_string(row, column, shown(str(value)), look)

    def _rules(self, at: int, what: Asked) -> None:
        """The rule of every cell of a column; a cell with a word of its own from the last period has its own."""
        source = self.long_lists.get(what.options, "")
        told = {row: entry.last[what.field.key] for row, entry in enumerate(self.sheet.entries)
                if what.field.key in entry.last}  # fmt: skip
        for row, words in told.items():
            self._rule(at, [(row, row)], what.rule(source, words))
        plain = [row for row in range(self.rows) if row not in told]
        if plain:
            self._rule(at, list(_runs(plain)), what.rule(source))

    def _rule(self, at: int, runs: Sequence[tuple[int, int]], rule: dict[str, Any] | None) -> None:
        if rule:
            first, *others = [[self.body + top, at, self.body + bottom, at] for top, bottom in runs]
            self.page.data_validation(*first, {**rule, **({"other_cells": others} if others else {})})

    def _set_up(self) -> None:
        page, last = self.page, self.body - 1
        page.freeze_panes(self.body, 2)
        page.autofilter(last, 0, last + self.rows, len(self.columns) - 1)
        page.protect("", dict.fromkeys(ALLOWED, True))
        page.set_landscape()
        wide = sum(column.width for column in self.columns)
        page.set_paper(PAPER["A3" if wide > ACROSS["A4"] else "A4"])
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(int(-(-wide // ACROSS["A3"])), 0)
        page.repeat_rows(last - self.grouped, last)
        page.repeat_columns(0, 1)
        page.set_footer("&C第 &P 页，共 &N 页")
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _written(value: int, kind: str) -> float:
    """Money as the form asks it, in 万元."""
    return value / 10000 if kind == "money" else value


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow one another as (first, last)."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last
