"""数据核查: who sent what, what is wrong with it and who must act."""

from datetime import date
from typing import Any

from pipeline.model import Counted, Finding, InputFile, Level, Reminder, State
from pipeline.workbooks import findings_book
from tests.workbooks import month
from tests.workbooks.reading import cells, everything, records, sheet_names

SENT = ("柳渡镇.xlsx", "柳渡镇"), ("城关街道.xlsx", "城关街道"), ("清单.xlsx", None)
INPUTS = tuple(InputFile(file, "", 0, sender) for file, sender in SENT)
COUNTS = {"柳渡镇.xlsx": Counted(9, 2), "城关街道.xlsx": Counted(5, 0), "清单.xlsx": Counted(14, 0)}


def finding(code: str, sender: str | None = None, cell: str | None = None, value: str = "", **said: Any) -> Finding:
    """A finding in a sender's workbook, where a cell is named."""
    place = {"file": f"{sender}.xlsx", "sheet": "表", "field": "总投资"} if cell else {}
    return month.law().finding(code, sender=sender, cell=cell, value=value, **{**place, **said})


FOUND = (
    finding("name-cleaned", "城关街道", "B12", read="甲"),
    finding("money-not-a-number", "柳渡镇", "F10", "约八千"),
    finding("money-not-a-number", "柳渡镇", "F9", "=1+1"),
    finding("money-not-a-number", "柳渡镇", "AA9"),
    finding("sender-silent", "青峪镇", count=3),
    finding("calendar-unknown", value="2027"),
)


def book(*findings: Finding) -> bytes:
    return findings_book(findings, COUNTS, INPUTS, month.law(), month.PERIOD)


def test_what_blocks_comes_first_then_by_sender_and_cell() -> None:
    lines = records(book(*FOUND), "核查")
    assert [(line["级别"], line["报送单位"], line["单元格"]) for line in lines] == [
        ("阻断", "柳渡镇", "F9"),
        ("阻断", "柳渡镇", "AA9"),
        ("阻断", "柳渡镇", "F10"),
        ("阻断", "青峪镇", ""),
        ("提示", "城关街道", "B12"),
        ("提示", "", ""),
    ]
    assert [line["序号"] for line in lines] == [1, 2, 3, 4, 5, 6]


def test_the_order_does_not_hang_on_the_order_of_the_findings() -> None:
    assert book(*FOUND) == book(*FOUND[::-1])


def test_the_sender_mends_its_cells_and_the_office_the_rest() -> None:
    lines = records(book(*FOUND), "核查")
    assert [line["应由谁处理"] for line in lines][-2:] == ["城关街道", "市工业推进办"]
    named = findings_book(FOUND[-1:], {}, (), month.law(), office="示例市工业推进办公室")
    assert records(named, "核查")[0]["应由谁处理"] == "示例市工业推进办公室"


def test_a_finding_is_named_by_its_title_beside_its_code() -> None:
    line = records(book(FOUND[1]), "核查")[0]
    assert (line["核查事项"], line["代码"], line["填报值"]) == ("金额不是数字", "money-not-a-number", "约八千")


def test_a_code_that_the_law_does_not_know_is_still_listed() -> None:
    assert records(book(Finding(Level.BLOCK, "made-up", "某句")), "核查")[0]["问题"] == "某句"


def test_a_value_that_begins_with_a_sign_of_equality_is_text() -> None:
    cell = cells(book(FOUND[2]), "核查")["H2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_summary_adds_up_by_sender() -> None:
    lines = {line["报送单位"]: line for line in records(book(*FOUND), "汇总")}
    assert list(lines) == ["青峪镇", "柳渡镇", "城关街道", "（未注明报送单位）", "合计"]
    counted = ("文件数", "读入行数", "接收行数", "退回行数", "阻断", "提示")
    assert [lines["柳渡镇"][title] for title in counted] == [1, 9, 7, 2, 3, 0]
    assert [lines["合计"][title] for title in counted] == [3, 28, 26, 2, 4, 2]
    assert lines["青峪镇"]["情况"] == "应报未报，见“催报”"


def reminder(sender: str, state: State, **changes: Any) -> Reminder:
    told = {"reported": None, "returns": 0, "returns_of_year": 0, "unmended": 0, "situation": "情况", "words": "请报"}
    return Reminder(sender, state, **(told | changes))


def test_every_sender_that_is_reminded_has_a_line_ready_to_paste() -> None:
    mend = reminder("柳渡镇", State.OPEN, reported=date(2026, 6, 4), returns=2, returns_of_year=5, unmended=1)
    made = findings_book((), {}, (), month.law(), month.PERIOD, reminders=(reminder("青峪镇", State.SILENT), mend))
    first, second = records(made, "催报")[:2]
    assert (first["单位"], first["状态"], first["报送日期"]) == ("青峪镇", "未报", "")
    assert [second[title] for title in ("本期退回次数", "本年退回次数", "未改问题数")] == [2, 5, 1]
    assert (second["报送日期"], second["情况"], second["催报语（可直接粘贴）"]) == (date(2026, 6, 4), "情况", "请报")


def test_the_sheet_says_what_its_counts_mean() -> None:
    assert "同一单位的同一份文件无论核查几遍只计一次" in everything(book())


def test_where_nobody_must_report_the_sheet_says_so() -> None:
    assert records(book(), "催报")[0]["单位"] == "没有应报单位"


def test_an_empty_book_has_its_three_sheets() -> None:
    assert sheet_names(findings_book((), {}, (), month.law())) == ["核查", "汇总", "催报"]


def test_telephone_numbers_are_masked_in_every_cell() -> None:
    told = Finding(Level.BLOCK, "made-up", "致电 13812345678", file="13812345678.xlsx", value="13812345678")
    assert "13812345678" not in everything(book(told))


def test_rows_that_block_are_filled_and_heads_repeat_on_paper() -> None:
    sheet = cells(book(*FOUND), "核查")
    (rule,) = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert rule.formula == ['$B2="阻断"'] and rule.dxf.fill.bgColor.rgb == "FFF8CBAD"
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"
    assert sheet.oddHeader.center.text == "数据核查（2026年5月）"
