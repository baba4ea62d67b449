"""A workbook that is a document: real numbers, live totals, nothing cut, and pages that can be printed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.model import Day
from pipeline.model.lists import Entry, ListBook, ListColumn, ListSheet
from pipeline.standard.rendering import converted
from pipeline.workbooks import list_book
from tests.workbooks.recalculate import stripped

COLUMNS = (
    ListColumn("序号", "个数", 5),
    ListColumn("项目名称", "文字", 20),
    ListColumn("计划", "万元", 10, group="投资", total=Fraction(7001, 2), summed=True),
    ListColumn("完成率", "百分率", 8, group="投资", places=1, total=Fraction(50)),
    ListColumn("时限", "日期", 11),
    ListColumn("提级", "是否", 6, fills={"是": "红"}),
)
ROWS: tuple[tuple[Entry, ...], ...] = (
    (1, "甲项目", 3000, Fraction(1000, 3), Day(date(2026, 5, 31)), True),
    (2, "=cmd|'/c calc'!A1", Fraction(1001, 2), None, Day(date(2026, 5, 1), month_only=True), False),
)


def a_sheet(**changes: Any) -> ListSheet:
    plain = ListSheet(
        "甲表", "甲项目表", COLUMNS, ROWS, "数据截至5月", "单位：万元", "（无）", ("注：甲。",), True, 2, "A3"
    )
    return replace(plain, **changes)


def opened(**changes: Any) -> Any:
    return load_workbook(io.BytesIO(list_book(ListBook("书", (a_sheet(**changes),)))))["甲表"]


def test_numbers_are_numbers_and_days_are_days() -> None:
    page = opened()
    assert [cell.value for cell in page[5]][:5] == [1, "甲项目", 3000, pytest.approx(10 / 3), datetime(2026, 5, 31)]
    assert [page[f"{letter}5"].number_format for letter in "CDE"] == ["0_ ", "0.0%_ ", "yyyy-mm-dd"]
    assert page["C6"].value == 500.5 and page["E6"].number_format == "yyyy-mm" and page["D6"].value is None
    assert page["F5"].value == "是" and page["F5"].fill.start_color.rgb == "FFF4B6B6"
    assert page["F6"].value == "否" and page["F6"].fill.fill_type is None


def test_a_text_is_never_taken_for_a_formula_and_stays_one_when_it_is_edited() -> None:
    cell = opened()["B6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|'/c calc'!A1", "s", True)


def test_totals_are_sums_where_they_add_up_and_figures_elsewhere() -> None:
    page = opened()
    assert [page[f"{letter}7"].value for letter in "BCD"] == ["合计", "=SUM(C5:C6)", 0.5]
    values = load_workbook(io.BytesIO(list_book(ListBook("书", (a_sheet(),)))), data_only=True)["甲表"]
    assert values["C7"].value == 3500.5


def test_a_sheet_is_set_up_for_paper_and_for_the_screen() -> None:
    page = opened()
    assert (page.page_setup.orientation, str(page.page_setup.paperSize), page.page_setup.fitToHeight) == (
        "landscape",
        "8",
        0,
    )
    assert page.print_title_rows == "$3:$4" and page.freeze_panes == "C5" and page.auto_filter.ref == "A4:F6"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页" and page.oddFooter.left.text == "甲项目表"
    assert {str(merge) for merge in page.merged_cells.ranges} >= {"A1:F1", "C3:D3", "A3:A4", "A8:F8"}
    upright = opened(upright=True, paper="A4", rows=(), totalled=False)
    assert (upright.page_setup.orientation, str(upright.page_setup.paperSize)) == ("portrait", "9")
    assert upright["A5"].value == "（无）" and upright.auto_filter.ref is None


def test_a_draft_says_so_on_every_page() -> None:
    page: Any = load_workbook(io.BytesIO(list_book(ListBook("书", (a_sheet(),), mark="草　稿"))))["甲表"]
    assert page.oddHeader.center.text == "草　稿"


def test_a_long_text_goes_over_several_rows_as_high_as_it_needs() -> None:
    long = "长" * 900
    page = opened(rows=((1, long, 1, None, None, None), *ROWS))
    heights = [page.row_dimensions[row].height for row in range(5, 12)]
    spans = [merge for merge in page.merged_cells.ranges if merge.min_col == 2 and merge.min_row == 5]
    assert page["B5"].value == long and spans[0].max_row == 8 and max(heights) < 409
    assert sum(heights[:4]) > 900 * 2 / 18.5 * 13 and page["B9"].value == "甲项目"
    assert page["C11"].value == "=SUM(C5:C10)"


def test_a_title_with_an_ampersand_is_no_command_and_the_same_book_is_the_same_bytes() -> None:
    assert opened(heading="甲&乙")["A1"].value == "甲&乙"
    assert opened(heading="甲&P乙").oddFooter.left.text == "甲&&P乙"
    assert list_book(ListBook("书", (a_sheet(),))) == list_book(ListBook("书", (a_sheet(),)))


@pytest.mark.rendered
def test_on_paper_every_text_is_whole_and_every_page_has_its_heads() -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    plain = tuple((at, f"第{at}个项目", at, Fraction(1), None, None) for at in range(1, 81))
    columns = (*COLUMNS[:2], replace(COLUMNS[2], total=3240), *COLUMNS[3:])
    laid = a_sheet(rows=((None, "长" * 300, None, None, None, True), *plain), columns=columns)
    (pdf,) = converted([stripped(list_book(ListBook("书", (laid,))))])
    assert pdf
    with pdfplumber.open(io.BytesIO(pdf)) as book:
        pages = [page.extract_text() for page in book.pages]
        letters = [letter for letter in book.pages[0].chars if letter["text"] == "长"]
        following = next(word for word in book.pages[0].extract_words() if word["text"] == "第1个项目")
        heads = next(word for word in book.pages[0].extract_words() if word["text"] == "项目名称")
    assert len(letters) == 300 and len(pages) > 2 and "3240" in pages[-1]
    assert heads["bottom"] < min(letter["top"] for letter in letters)
    assert max(letter["bottom"] for letter in letters) < following["top"]
    for number, page in enumerate(pages, 1):
        assert "项目名称" in page and f"第{number}页" in page.replace(" ", "")
