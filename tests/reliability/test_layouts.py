"""A generated truth, dressed in any layout that DOMAIN §2–3 knows, is read back exactly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reliability.reading import read_back
from tests.reliability.trials import MOST, misread, sent
from tests.reliability.truth import Truth, truths
from tests.workbook import workbook

EXAMPLES = int(os.environ.get("LAYOUTS", "240")) // MOST


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.lists(truths(), min_size=1, max_size=MOST))
def test_a_truth_in_any_layout_is_read_back_exactly(data: st.DataObject, found: list[Truth]) -> None:
    assert [wrong for wrong in misread(sent(data, found), found) if wrong] == []


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), truths())
def test_the_trial_sees_a_hundred_yuan(data: st.DataObject, truth: Truth) -> None:
    other = ({**truth[0], "plan": truth[0]["plan"] + 100}, *truth[1:])
    assert misread(sent(data, [other]), [truth]) != [""]


def _names(root: Path, table: str) -> list[str]:
    (root / "2026-05").mkdir()
    workbook(root / "2026-05" / "城关.xlsx", table)
    return [row["name"] for row in read_back(root)["城关.xlsx"].rows]


def test_the_part_of_a_sum_is_no_project_where_figures_stand_left_of_the_name(tmp_path: Path) -> None:
    table = "年度计划投资|本年完成投资|项目名称\n100|50|甲项目\n100|50|合计\n60|20|其中：省重点"
    assert _names(tmp_path, table) == ["甲项目"]


@pytest.mark.parametrize("row", ["1|2|3", "甲|1|2", "甲|2|3", "'1|'2|'3", "（1）|（2）|（3）"])
def test_a_row_that_numbers_three_columns_is_no_project(tmp_path: Path, row: str) -> None:
    assert _names(tmp_path, f"项目名称|年度计划投资|本年完成投资\n{row}\n甲项目|100|50") == ["甲项目"]


@pytest.mark.parametrize("row", ["1|20|3", "甲|100|1", "甲|1|1", "1|2|2"])
def test_a_first_row_that_does_not_number_every_column_is_a_project(tmp_path: Path, row: str) -> None:
    names = _names(tmp_path, f"项目名称|年度计划投资|本年完成投资\n{row}\n甲项目|100|50")
    assert names == [row.split("|")[0], "甲项目"]


def test_a_row_of_column_numbers_further_down_is_a_project(tmp_path: Path) -> None:
    assert _names(tmp_path, "项目名称|年度计划投资|本年完成投资\n乙项目|9|8\n甲|1|2") == ["乙项目", "甲"]
