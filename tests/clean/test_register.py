"""重点项目清单 governs: its value stands where it has one."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.model import Row
from tests.tables import REGISTER, sheet, tables

SENT = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 建设性质 | 总投资 | 计划开工时间 | 拟观摩 | 批次"


def governed(register: str, sent: str = f"{SENT}\n甲 | 城关 | 10 | 3 | 新建 | 50 | 2026年3月 | 是 | 第一批") -> Row:
    blocks = (sheet(sent), sheet(register, form=REGISTER, sender=None, file="重点项目清单.xlsx"))
    return tables(*blocks).projects[0]


def test_the_registers_values_stand_and_the_senders_are_kept_beside_them() -> None:
    row = governed("项目名称 | 镇街 | 年度计划投资 | 建设性质\n甲 | 城关街道 | 20 | 续建")
    assert (row["plan"], row["kind"], row["sent.plan"], row["sent.kind"]) == (200_000, "续建", 100_000, "新建")
    assert row["in_register"] is True


def test_where_the_register_says_nothing_the_senders_value_stands() -> None:
    row = governed("项目名称 | 镇街 | 年度计划投资 | 总投资 | 计划开工时间\n甲 | 城关街道 | 20 | | ")
    assert (row["total"], row["plan_start"], row["plan_start.month"]) == (500_000, date(2026, 3, 1), True)


def test_a_registers_plan_of_zero_stands() -> None:
    assert governed("项目名称 | 镇街 | 年度计划投资\n甲 | 城关街道 | 0")["plan"] == 0


def test_a_registers_full_date_takes_the_place_of_a_month() -> None:
    row = governed("项目名称 | 镇街 | 年度计划投资 | 计划开工时间\n甲 | 城关街道 | 20 | 2026-04-15")
    assert (row["plan_start"], row["plan_start.month"]) == (date(2026, 4, 15), False)
    assert (row["sent.plan_start"], row["sent.plan_start.month"]) == (date(2026, 3, 1), True)


def test_an_empty_cell_under_a_yes_or_no_heading_is_no() -> None:
    assert governed("项目名称 | 镇街 | 年度计划投资 | 拟观摩\n甲 | 城关街道 | 20 | ")["showcase"] is False


def test_progress_is_never_the_registers() -> None:
    assert governed("项目名称 | 镇街 | 年度计划投资\n甲 | 城关街道 | 20")["ytd_done"] == 30_000


def test_the_registers_code_and_spelling_identify_the_row() -> None:
    row: Any = governed("项目代码 | 项目名称 | 镇街 | 年度计划投资\n2601-1 | 甲 | 城关街道 | 20")
    assert (row["code"], row["id"]) == ("2601-1", "2601-1")


def test_a_row_found_by_its_code_keeps_the_name_that_was_sent() -> None:
    head = "项目代码 | 项目名称 | 镇街 | 年度计划投资"
    sent = f"{head} | 本年完成投资\n2601-1 | 新名 | 城关 | 10 | 3\n2601-2 | 甲(一期) | 城关 | 10 | 3"
    register = f"{head}\n2601-1 | 旧名 | 城关 | 20\n2601-2 | 甲（一期） | 城关 | 20"
    blocks = (sheet(sent), sheet(register, form=REGISTER, sender=None, file="重点项目清单.xlsx"))
    assert [(row["name"], row["plan"]) for row in tables(*blocks).projects] == [
        ("新名", 200_000),
        ("甲（一期）", 200_000),
    ]


def test_a_code_that_only_the_sender_has_identifies_the_row() -> None:
    sent = "项目代码 | 项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n2601-9 | 甲 | 城关 | 10 | 3"
    assert governed("项目名称 | 镇街 | 年度计划投资\n甲 | 城关街道 | 20", sent)["id"] == "2601-9"


def test_a_different_code_is_a_different_project() -> None:
    sent = "项目代码 | 项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n2601-9 | 甲 | 城关 | 10 | 3"
    row = governed("项目代码 | 项目名称 | 镇街 | 年度计划投资\n2601-1 | 甲 | 城关街道 | 20", sent)
    assert (row["plan"], row["in_register"]) == (100_000, False)
