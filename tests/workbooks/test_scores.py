"""考核 in 底稿: every score is a live formula over what it rests on, and LibreOffice Calc comes to the same."""

import pytest

from pipeline.workbooks import working_paper
from pipeline.workbooks.scores import placed, ranges
from tests.measure.test_assessment import PROJECTS, TROUBLES, judged
from tests.tables import LAW, sheet, tables
from tests.workbooks import month
from tests.workbooks.reading import differences, formulas, records
from tests.workbooks.recalculate import recalculated
from tests.workbooks.said import said

GIVEN = "城关 | 1.5 | 现场会 | 会议\n城关街道 | -0.2 | 迟报 | 台账\n市甲局 | 1 | 表扬 | 批示"
POINTS = sheet(f"单位 | 分值 | 原因 | 依据\n{GIVEN}", form="考核加减分表", sender=None, file="加减分.xlsx")


def paper(given: str = GIVEN) -> bytes:
    found = judged(given=given)
    printed = [said(found.index["镇街:城关街道", "考核得分"], "106.80")]
    return working_paper(found, tables(PROJECTS, TROUBLES, POINTS), (), LAW, month.link, printed=printed)


def test_every_score_is_a_formula_over_its_terms() -> None:
    written = formulas(paper())
    rate, target = written["镇街:城关街道", "考核:年度投资完成率"], written["考核类别:街道", "考核目标:问题解决率"]
    assert rate.startswith("=IF(AND(ISNUMBER(C") and "60*MAX(MIN(C" in rate and ",(11/10)),0)" in rate
    assert target.startswith("=IF(COUNT(C") and "AVERAGE(C" in target
    assert "SUMIFS(加减分明细_分值,加减分明细_加分,1,加减分明细_镇街," in written["镇街:城关街道", "考核加分"]
    assert "加减分明细_部门公式检索用" in written["部门:市甲局", "考核加分"]
    assert all(formula and formula.startswith("=") for at, formula in written.items() if at[1].startswith("考核"))


def test_without_points_of_a_person_there_is_no_sheet_of_them_and_the_rules_alone_count() -> None:
    made = paper(given="")
    written = formulas(made)["镇街:石磨镇", "考核加分"]
    assert written == '=IF(ISNUMBER(0),0,"")' and "加减分明细" not in "".join(map(str, formulas(made).values()))


def test_what_a_formula_says_is_told_in_words() -> None:
    told = {(line["范围"], line["指标"]): line["公式说明"] for line in records(paper(), "指标")}
    assert told["镇街:城关街道", "考核:年度投资完成率"] == "60×min(年度投资完成率÷考核目标:年度投资完成率，1.1)"
    assert told["部门:市甲局", "考核:平均未办结天数"] == "50×min(考核目标:平均未办结天数÷平均未办结天数，1)"
    assert told["部门:市甲局", "考核名次"] == "同一考核类别的各部门按考核得分由高到低的名次"
    assert told["镇街:城关街道", "考核加分"].startswith("加减分明细：分值之和（加分=1）")


def test_cells_that_follow_each_other_are_one_range_and_equal_scores_rank_alike() -> None:
    assert list(ranges(["C9", "C3", "C4", '""', "C5"])) == ["C3:C5", "C9"]
    assert placed("C3", ["C3", "C4"]) == 'IF(ISNUMBER(C3),1+SUMPRODUCT(ISNUMBER(C3:C4)*(C3:C4>C3+0.000000001)),"")'


@pytest.mark.rendered
def test_the_recalculated_scores_equal_the_figures() -> None:
    fresh = recalculated(paper())
    assert differences(fresh, judged(given=GIVEN)) == []
    lines = {(line["范围"], line["指标"]): line for line in records(fresh, "指标")}
    assert lines["镇街:城关街道", "考核得分"]["印出与计算"] == "相符"
    assert lines["镇街:柳渡镇", "考核得分"]["数值"] in ("", None)
