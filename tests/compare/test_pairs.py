"""Which row is which, when rows move, are renamed, come and go."""

from __future__ import annotations

from pipeline.compare.pairs import Pairs, pairs
from pipeline.model import Table
from tests.tables import LAW, PROBLEMS, PROJECTS, sheet, tables

HEAD = "项目代码 | 项目名称 | 镇街 | 年度计划投资 | 本年完成投资"


def rows(text: str, form: str = PROJECTS, head: str = HEAD, **place: str) -> Table:
    return tables(sheet(f"{head}\n{text}", form=form, **place)).forms[form]  # type: ignore[arg-type]


def paired(old: str, new: str, form: str = PROJECTS, head: str = HEAD) -> Pairs:
    return pairs(rows(old, form, head), rows(new, form, head), LAW.forms[form])


def test_rows_that_changed_places_are_the_same_rows() -> None:
    found = paired("|甲|城关|1|1\n|乙|城关|2|2", "|乙|城关|2|2\n|丙|城关|3|3\n|甲|城关|1|9")
    assert found == Pairs(((0, 2), (1, 0)), (), (1,))


def test_a_code_given_on_one_side_only_does_not_part_a_row_from_itself() -> None:
    assert paired("|甲|城关|1|1\n2-1|乙|城关|2|2", "1-1|甲|城关|1|5\n|乙|城关|2|3") == Pairs(((0, 0), (1, 1)), (), ())


def test_other_codes_under_one_name_are_two_projects() -> None:
    assert paired("1-1|甲|城关|1|1", "1-2|甲|城关|7|8") == Pairs((), (0,), (0,))


def test_a_row_renamed_in_its_place_is_one_row_and_another_project_in_its_place_is_not() -> None:
    assert paired("|甲项目|城关|100|50", "|甲项目（一期）|城关|100|50").both == ((0, 0),)
    assert paired("|甲项目|城关|100|50", "|别的项目|城关|7|5") == Pairs((), (0,), (0,))


def test_the_problems_of_one_project_are_paired_by_what_they_agree_in() -> None:
    head = "项目名称 | 镇街 | 问题类别 | 具体问题 | 状态"
    old = "甲|城关|土地|缺地|未办结\n甲|城关|资金|缺钱|未办结"
    new = "甲|城关|资金|缺钱|已办结\n甲|城关|土地|缺地|已办结\n甲|城关|用工|缺人|未办结"
    assert paired(old, new, PROBLEMS, head) == Pairs(((0, 1), (1, 0)), (), (2,))


def test_of_twins_each_is_paired_once() -> None:
    head = "项目名称 | 镇街 | 问题类别 | 具体问题 | 状态"
    twin = "甲|城关|土地|缺地|未办结"
    assert paired(f"{twin}\n{twin}", f"{twin}\n{twin}\n{twin}", PROBLEMS, head) == Pairs(((0, 0), (1, 1)), (), (2,))
