from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.rows import permit_of
from pipeline.clean.words import boolean, code, is_empty, name, options, project_code, status, text
from pipeline.model import Percent, Value
from tests.tables import LAW, OFFICE, an_office

STATES = ("办结", "办理中", "未启动", "不涉及")


@pytest.mark.parametrize("cell", [None, "", " ", "　", "待定", "/", "／", "—", "——", "-", "无"])
def test_blanks_are_empty(cell: Value) -> None:
    assert is_empty(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "没有", "无极路项目"])
def test_zero_and_no_are_not_empty(cell: Value) -> None:
    assert not is_empty(cell)


@pytest.mark.parametrize("cell", ["是", "√", "✓", "已开工", "已", "1", 1, 1.0, True, " 是 "])
def test_yes(cell: Value) -> None:
    assert boolean(cell, LAW, codes=False) is True


@pytest.mark.parametrize("cell", ["否", "×", "", None, "未开工", "未", "0", 0, 0.0, False, "/", "无"])
def test_no_and_nothing_are_no(cell: Value) -> None:
    assert boolean(cell, LAW, codes=False) is False


@pytest.mark.parametrize("cell", ["大概", 2, "2026年3月", "是的吧"])
def test_neither_yes_nor_no_is_not_guessed(cell: Value) -> None:
    assert boolean(cell, LAW, codes=False) is None


def test_a_code_in_the_statistics_is_yes_but_a_sentence_is_not() -> None:
    assert boolean("370102000123", LAW, codes=True) is True
    assert boolean("未申报入库", LAW, codes=True) is None and boolean("正在申报", LAW, codes=True) is None
    assert boolean("370102000123", LAW, codes=False) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("√", "办结"), ("已办结", "办结"), ("已办理", "办结"), ("已取得", "办结"), ("完成", "办结"),
        (date(2026, 3, 1), "办结"),
        ("2026.3.5", "办结"), ("2026年3月", "办结"), (46172, "办结"), ("鲁（2026）示例市不动产权第0001234号", "办结"),
        ("建字第370000202600012号", "办结"), ("已办理（2026年3月）", "办结"), (True, "办结"),
        ("办理中", "办理中"), ("正在办理", "办理中"), ("不涉及", "不涉及"), ("无需", "不涉及"),
        ("", "未启动"), (None, "未启动"), ("×", "未启动"), ("未办理", "未启动"), ("未启动", "未启动"), (False,
        "未启动"), ("/", "未启动"),
    ],
)  # fmt: skip
def test_the_status_of_a_permit(cell: Value, expected: str) -> None:
    assert status(cell, LAW) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "预计2026年6月",
        "力争2026年6月取得",
        "2026年6月底前完成",
        "计划2026年8月",
        "正在办理，2026年6月完成",
        "1234号文申请中",
        "差不多",
    ],
)
def test_a_promise_with_a_date_is_no_finished_permit(cell: str) -> None:
    assert status(cell, LAW) is None


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=4))
def test_several_columns_of_one_permit_follow_the_rule_in_any_order(states: list[str]) -> None:
    if all(state in ("办结", "不涉及") for state in states):
        expected = "办结" if "办结" in states else "不涉及"
    else:
        expected = "办理中" if {"办结", "办理中"} & set(states) else "未启动"
    for order in itertools.islice(itertools.permutations(states), 24):
        one_by_one: str | None = order[0]
        for state in order[1:]:
            one_by_one = permit_of((one_by_one, state))
        assert one_by_one == expected == permit_of(order)


@pytest.mark.parametrize(
    ("code_list", "cell", "expected"),
    [
        ("kind", "改扩建", "技改"), ("kind", "技术改造", "技改"), ("kind", "续建", "续建"), ("kind", "拆除", None),
        ("stage", "在建", "在建"), ("stage", "开工", None), ("town", "石磨", "石磨镇"), ("town",
        "示例市石磨镇", "石磨镇"),
        ("town", "市工信局", None), ("chain", "高端装备", "高端装备"), ("chain", "低端装备", None), ("level", "否", ""),
    ],
)  # fmt: skip
def test_codes_are_read_from_their_lists_and_never_guessed(code_list: str, cell: str, expected: str | None) -> None:
    assert code(cell, code_list, LAW, OFFICE) == expected


def test_any_chain_will_do_where_the_office_lists_none() -> None:
    assert code("医养健康", "chain", LAW, an_office(chains={})) == "医养健康"


@pytest.mark.parametrize("code_list", ["town", "chain", "kind", "stage", "level", "problem_status"])
def test_what_may_be_filled_in_is_itself_understood(code_list: str) -> None:
    for option in options(code_list, LAW, OFFICE).split("、"):
        assert code(option, code_list, LAW, OFFICE) == option


def test_names_and_codes_have_one_spelling() -> None:
    assert name("高端 装备\n项目(一期)") == "高端装备项目（一期）"
    assert name("ABC New Plant") == "ABC New Plant"
    assert project_code(" ２６０１－３７ 0000\u200b-04 ") == "2601-370000-04"


def test_a_cell_is_shown_as_the_sheet_shows_it() -> None:
    shown = [text(cell) for cell in (12.0, 12.5, True, Percent(1.29), "甲\u200b\x07", None, float("nan"), 1e20)]
    assert shown == ["12", "12.5", "是", "129%", "甲", "", "nan", "1e+20"]
