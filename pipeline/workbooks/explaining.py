"""Forms and their columns come in; the sheet 填表说明 goes out, with the lists that are too long for a cell's rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import column_letter
from pipeline.workbooks.book import LINE, PAPER, PLAIN, Book, lines_of
from pipeline.workbooks.choices import Asked, Column
from pipeline.workbooks.handout import BlankSheet

EXPLAINING = "填表说明"  # one of left_out_silently in forms.toml
NOTES = (
    "标题行已锁定（没有密码）；其余单元格都可以填写，可以调整列宽、排序、插入行。请不要改标题、增减列。",
    "带*的栏必填。灰底为重点项目清单的内容，以清单为准；黄底为本期须填的内容，选中单元格可见上期数。",
    "其他已有的内容为上期所报，有变化的请改，没有变化的不用动。用不完的空行留空。",
)
OWN_NOTES = ("标题行已锁定（没有密码）；带*的栏必填，用不完的空行留空。文件名不要改。",)


def lists(columns: Sequence[Asked]) -> dict[tuple[str, ...], str]:
    """Lists too long for a cell's rule → the cells of 填表说明 where they stand."""
    long = dict.fromkeys(column.options for column in columns if column.long)
    return {options: _cells(at, options) for at, options in enumerate(long)}


def _cells(at: int, options: tuple[str, ...]) -> str:
    letter = column_letter(at + 4)
    return f"={EXPLAINING}!${letter}$2:${letter}${len(options) + 1}"


def explain(
    book: Book, sheets: Sequence[BlankSheet], columns: Sequence[Sequence[Column]], long: Mapping[tuple[str, ...], str],
    sent: bool,
) -> None:  # fmt: skip
    """填表说明: what holds for all, then each form's notes and columns; long lists stand beside."""
    page = book.blank(EXPLAINING)
    page.set_column(0, 0, 22, book.look(**PLAIN))
    page.set_column(1, 1, 90, book.look(**PLAIN))
    page.write_string(0, 0, EXPLAINING, book.look(**PLAIN | {"font_size": 16, "bold": True}))
    lines = [*_numbered(NOTES if sent else OWN_NOTES)]
    for sheet, group in zip(sheets, columns, strict=True):
        lines += [
            ("", ""),
            (f"《{sheet.form.name}》", ""),
            *_numbered(sheet.form.blank.notes if sheet.form.blank else ()),
        ]
        lines += [_line(column.asked) for column in group if column.asked]
    for row, (title, words) in enumerate(lines, 2):
        bold = {"bold": True} if title.startswith("《") else {}
        page.write_string(row, 0, title, book.look(**PLAIN, **bold))
        page.write_string(row, 1, words, book.look(**PLAIN, text_wrap=True))
        page.set_row(row, lines_of(words, 90) * LINE + 2)
    _write_options(book, page, long)
    page.set_portrait()
    page.set_paper(PAPER["A4"])
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


def _write_options(book: Book, page: Any, long: Iterable[tuple[str, ...]]) -> None:
    for at, options in enumerate(long):
        page.set_column(at + 3, at + 3, 24, book.look(**PLAIN))
        page.write_string(0, at + 3, "可选项：", book.look(**PLAIN, bold=True))
        for row, option in enumerate(options, 1):
            page.write_string(row, at + 3, option, book.look(**PLAIN, font_color="#808080"))


def _numbered(notes: Sequence[str]) -> list[tuple[str, str]]:
    return [("", f"{at}. {note}") for at, note in enumerate(notes, 1)]


def _line(column: Asked) -> tuple[str, str]:
    """A column's name and what to fill in; the colon keeps it from being read as a heading."""
    said = [*(["必填"] if column.field.required else []), *([column.hint] if column.hint else [])]
    return f"{column.field.title}：", "；".join(said) or "据实填写"
