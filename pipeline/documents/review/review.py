"""A prepared document comes in with what was measured and read; its 核稿本 goes out, in which a comment on every number
says where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from pipeline.documents.ground import CITY
from pipeline.documents.printing import Prepared
from pipeline.documents.review.comments import Comment, commented
from pipeline.documents.review.derivation import Derivation
from pipeline.documents.review.manuscript import manuscript
from pipeline.model import Kind, Measured, Origin, Printed, Row, Tables
from pipeline.rules import Law
from pipeline.rules.spelling import masked

DIGIT = re.compile("[0-9]")
DERIVED: Mapping[str, tuple[str, ...]] = {  # fields that are computed, by those that they are computed from
    "年度投资完成率": ("本年完成投资", "年度计划投资"),
    "时序差": ("本年完成投资", "年度计划投资"),
    "当月完成投资": ("本年完成投资",),
    "本周完成投资": ("本年完成投资",),
    "逾期天数": ("完成时限",),
}
Cells = Mapping[tuple[str, str], str]


def review_files(
    prepared: Prepared, name: str, measured: Measured, tables: Tables, law: Law, cells: Cells
) -> dict[str, bytes]:
    """What goes beside the file of a document, under its ``name`` with 第n稿 and without ending, for those who check
    it: 核稿本, and 发文稿纸 where it takes a number."""
    files = {f"{name}（核稿）.docx": review_copy(prepared, measured, tables, law, cells)}
    return files | ({f"{name}（发文稿纸）.docx": manuscript(prepared)} if prepared.series else {})


def review_copy(prepared: Prepared, measured: Measured, tables: Tables, law: Law, cells: Cells) -> bytes:
    """The document with comments: in running text and in rows of totals one on each figure, with its 口径, its formula
    in words and numbers, its rows and its cell in 底稿 (``cells``: scope and name → 指标!E12); in other rows of tables
    one on each row, with the cells that it was read from."""
    data, printed = prepared.proved()
    sources = Sources(measured, tables, law, cells)
    return commented(data, [*_comments(printed, sources)], prepared.printer.dated)


@dataclass(frozen=True)
class Sources:
    """Where figures and fields come from, a line each."""

    measured: Measured
    tables: Tables
    law: Law
    cells: Cells

    def figure(self, one: Printed) -> tuple[str, ...]:
        """全市 年度投资完成率：38.3%; 口径; 算式; rows and cell; what is missing."""
        figure = self.measured.index.get((one.origin.scope, one.origin.name))
        if figure is None:
            return (f"{one.origin.scope}{one.origin.name}：本期没有这个指标。",)
        behind = f"所依据的行：{len(figure.rows)}行"
        return (
            f"{figure.scope} {figure.name}：{one.text}",
            *([f"口径：{figure.definition}"] if figure.definition else []),
            f"算式：{Derivation(figure, self.measured, self.law).sentence}",
            f"{behind}；底稿：{self._cell(one.origin)}",
            *([f"备注：{figure.note}"] if figure.note else []),
        )

    def field(self, one: Printed) -> tuple[str, ...]:
        """Of a row that is named in running text, or of a list that was counted."""
        origin = one.origin
        if origin.row:
            return (f"{origin.field}：{one.text}", *self.rows([one]))
        return (f"“{origin.field or origin.form}”所列的个数：{one.text}",)

    def rows(self, printed: Sequence[Printed]) -> Iterator[str]:
        """The source cells of the rows that a line of a table prints, and the cells of its figures in 底稿."""
        fields: dict[tuple[str, str], list[str]] = {}
        for one in printed:
            if one.origin.row:
                fields.setdefault((one.origin.form, one.origin.row), []).append(one.origin.field)
        for (form, row), titles in fields.items():
            yield self._source(form, row, titles)
        figures = dict.fromkeys(one.origin for one in printed if one.origin.kind is Kind.FIGURE)
        if figures:
            told = "、".join(f"{origin.name} {self._cell(origin)}" for origin in figures)
            yield f"{next(iter(figures)).scope}，底稿：{told}"

    def _cell(self, origin: Origin) -> str:
        return self.cells.get((origin.scope, origin.name), "未列")

    def _source(self, form: str, row: str, titles: Iterable[str]) -> str:
        """file｜sheet｜cells."""
        record = self._records.get((form, row))
        if record is None or not record["file"]:
            return f"{form}：{masked(row)}，没有来源单元格"
        keys = {field.title: key for key, field in self.law.forms[form].fields.items()}
        read = dict.fromkeys(part for title in titles for part in DERIVED.get(title, (title,)))
        cells = ((title, self.tables.cell(record, keys[title])) for title in read if title in keys)
        told = "、".join(f"{title} {cell}" for title, cell in cells if cell)
        place = [masked(record["file"]), record["sheet"] or "", told or f"第{record['row']}行"]
        return "来源：" + "｜".join(filter(None, place))

    @cached_property
    def _records(self) -> Mapping[tuple[str, str], Row]:
        return {(form, str(row["id"])): row for form, rows in self.tables.forms.items() for row in rows}


def _comments(printed: Iterable[Printed], sources: Sources) -> Iterator[Comment]:
    for place, found in groupby(printed, key=lambda one: one.place):
        line = [*found]
        if place.startswith("表") and not _total(line):
            yield from _of_row(line, sources)
        else:
            yield from _of_values(line, sources)


def _total(line: Sequence[Printed]) -> bool:
    """Whether the row of a table sums up: its figures are all of 全市, and it tells of no single row."""
    scopes = {one.origin.scope for one in line if one.origin.kind is Kind.FIGURE}
    return scopes == {CITY} and not any(one.origin.row for one in line)


def _of_row(line: Sequence[Printed], sources: Sources) -> Iterator[Comment]:
    if lines := tuple(sources.rows(line)):
        first = next(one for one in line if one.origin.row or one.origin.kind is Kind.FIGURE)
        yield Comment(first.paragraph, first.start, len(first.text), lines)


def _of_values(line: Sequence[Printed], sources: Sources) -> Iterator[Comment]:
    for one in line:
        if one.origin.kind is Kind.FIGURE:
            yield Comment(one.paragraph, one.start, len(one.text), sources.figure(one))
        elif DIGIT.search(one.text) and _counted(one.origin):
            yield Comment(one.paragraph, one.start, len(one.text), sources.field(one))


def _counted(origin: Origin) -> bool:
    """Whether a number is of a row or a list of what was reported, and not of the letterhead or the calendar."""
    return origin.kind is Kind.FIELD and (bool(origin.row or origin.form) or "." not in origin.field)
