"""What is told of a change: where, what, from what to what, and where else it came from."""

from __future__ import annotations

from dataclasses import replace

from pipeline.compare.edits import GOVERNED, TAKEN, UNTOUCHED, Differ
from pipeline.model import Change, ChangeKind, Relocation, Tables
from tests.tables import LAW, PROJECTS, REGISTER, sheet, tables

HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 开工时间 | 是否开工 | 填报完成率 | 备注 | 联系人"
LINE = "甲|城关|6000|3000|2026-03-01|是|50%|原话|张三"


def one(text: str, head: str = HEAD, **place: str) -> Tables:
    return tables(sheet(f"{head}\n{text}", **place))  # type: ignore[arg-type]


def changes(old: Tables, new: Tables, *unchanged: str) -> list[Change]:
    return [edit.change for edit in Differ(old, new, LAW, unchanged).edits()]


def told(old: Tables, new: Tables) -> list[tuple[str, str, str, str]]:
    return [(change.place, change.field, change.before, change.after) for change in changes(old, new)]


def test_values_are_told_as_people_write_them_at_their_cells() -> None:
    new = one("甲|城关|6000.0001|3500|2026年3月|否|33.333%||李四")
    assert told(one(LINE), new) == [
        ("C2", "年度计划投资", "6000万元", "6000.0001万元"),
        ("D2", "本年完成投资", "3000万元", "3500万元"),
        ("E2", "开工时间", "2026-03-01", "2026-03"),
        ("F2", "是否开工", "是", "否"),
        ("G2", "填报完成率", "50%", "33.333%"),
        ("H2", "备注", "原话", "（空）"),
    ]


def test_nothing_is_told_of_equal_rows_nor_of_personal_data() -> None:
    assert told(one(LINE), one(LINE.replace("张三", "李四"))) == []


def test_a_telephone_number_in_a_text_is_hidden() -> None:
    assert told(one(LINE), one(LINE.replace("原话", "电13800001234"))) == [("H2", "备注", "原话", "电***")]


def test_a_column_that_was_not_there_is_told_as_such() -> None:
    old = one("甲|城关|6000|3000", "项目名称 | 镇街 | 年度计划投资 | 本年完成投资")
    new = one("甲|城关|6000|3000|√", "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 土地")
    assert told(old, new) == [("E2", "土地", "（无此列）", "办结")]


def test_without_the_letters_of_its_columns_a_cell_is_told_by_its_row() -> None:
    new = replace(one(LINE.replace("3000", "3500")), columns=())
    assert told(one(LINE), new) == [("第2行", "本年完成投资", "3000万元", "3500万元")]


def test_rows_that_came_and_went_are_told_with_what_they_say() -> None:
    found = changes(one(LINE), one("乙|石磨|200|10|||||"))
    assert [(change.kind, change.subject, change.before, change.after) for change in found] == [
        (ChangeKind.GONE, "甲", "年度计划投资6000万元，本年完成投资3000万元", "（无）"),
        (ChangeKind.ADDED, "乙", "（无）", "年度计划投资200万元，本年完成投资10万元"),
    ]


def test_a_row_that_was_refused_before_is_said_to_be_taken_now() -> None:
    (row,) = one(LINE).projects
    empty = replace(one(LINE), forms=dict.fromkeys(LAW.forms, ()), unread=({**row, "plan": None},))
    assert [change.note for change in changes(empty, one(LINE))] == [TAKEN]


def test_a_row_in_another_file_is_no_change_but_its_place_is_told() -> None:
    old, new = one(LINE, file="甲.xlsx"), one(LINE, file="乙.xlsx")
    differ = Differ(old, new, LAW)
    assert differ.edits() == []
    assert differ.relocations() == (Relocation("甲.xlsx｜Sheet1", "乙.xlsx｜Sheet1", 1),)


def test_a_row_further_down_in_its_sheet_is_not_told_at_all() -> None:
    old, new = one(LINE), one(f"乙|石磨|1|1|||||\n{LINE}")
    differ = Differ(old, new, LAW)
    assert [edit.change.kind for edit in differ.edits()] == [ChangeKind.ADDED]
    assert differ.relocations() == ()


def governed(plan: str, sent: str = "6000") -> Tables:
    register = sheet(
        f"项目名称|镇街|总投资|年度计划投资\n甲|城关|9000|{plan}", form=REGISTER, file="清单.xlsx", sender=None
    )
    return tables(register, sheet(f"项目名称|镇街|年度计划投资|本年完成投资\n甲|城关|{sent}|3000"))


def test_what_the_register_changed_is_told_once_at_its_own_cell() -> None:
    (change,) = changes(governed("6000"), governed("7000"), "城关街道.xlsx")
    assert (change.form, change.file, change.cell) == (REGISTER, "清单.xlsx", "D2")
    assert (change.before, change.after, change.note) == ("6000万元", "7000万元", "")


def test_what_a_sender_changed_against_the_register_moves_nothing_and_says_so() -> None:
    (edit,) = Differ(governed("7000"), governed("7000", "6500"), LAW).edits()
    assert (edit.change.form, edit.change.note, edit.counts) == (PROJECTS, GOVERNED, False)
    assert (edit.change.before, edit.change.after) == ("6000万元", "6500万元")


def test_both_may_change_at_once() -> None:
    found = changes(governed("7000"), governed("8000", "6500"))
    assert [(change.file, change.before, change.after) for change in found] == [
        ("城关街道.xlsx", "6000万元", "6500万元"), ("清单.xlsx", "7000万元", "8000万元"),
    ]  # fmt: skip


def test_a_register_that_comes_new_is_told_by_its_rows_and_by_the_values_it_sets() -> None:
    old = tables(sheet("项目名称|镇街|年度计划投资|本年完成投资\n甲|城关|6000|3000"))
    found = changes(old, governed("7000"))
    assert [(change.kind, change.field, change.before, change.after) for change in found] == [
        (ChangeKind.ADDED, "", "（无）", "总投资9000万元，年度计划投资7000万元"),
        (ChangeKind.CELL, "总投资", "（空）", "9000万元"),
        (ChangeKind.CELL, "年度计划投资", "6000万元", "7000万元"),
    ]


def test_a_value_that_changed_in_an_untouched_file_says_why() -> None:
    (change,) = changes(one(LINE), one(LINE.replace("3000", "3500")), "城关街道.xlsx")
    assert change.note == UNTOUCHED
    reasons = {"城关街道.xlsx｜Sheet1｜D2": "已按更正表更正：误填"}
    (edit,) = Differ(one(LINE), one(LINE.replace("3000", "3500")), LAW, ("城关街道.xlsx",), reasons).edits()
    assert edit.change.note == "已按更正表更正：误填"
