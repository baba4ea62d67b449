"""勾稽: what must agree does, what is left out is counted, what need not agree says why, and a break shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from pipeline.model import Measured, Tables
from pipeline.workbooks import working_paper
from tests.workbooks import month
from tests.workbooks.month import WAN, project, row
from tests.workbooks.reading import cells, records, unlike, values
from tests.workbooks.recalculate import recalculated_all, rewritten
from tests.workbooks.said import printed_of

OFFICE = month.office("城关街道", "柳渡镇", "石磨镇")
PERMITS = {"permit.立项": "办结", "permit.土地": "未启动"}


def city() -> Tables:
    """Projects without a chain and a batch, one without permits that is stuck nowhere, a problem of nobody."""
    early: dict[str, Any] = {"stage": "前期"}
    stuck: dict[str, Any] = early | PERMITS
    projects = [
        project("甲", "城关街道", 1000, ytd_done=3_002_000, chain="新材料", kind="新建", batch="一"),
        project("乙", "柳渡镇", 500, ytd_done=2_007_000, kind="技改", **stuck),
        project("丙", "石磨镇", 500, ytd_done=1_003_000, chain="新材料", **early),
        project("一期", "城关街道", 10, 5, parent="园区"),
        project("二期", "城关街道", 20, 5, parent="园区"),
    ]
    problems = [
        row("甲", "城关街道", status="未办结", solver="甲局、乙局"),
        row("无主", None, status="已办结"),
    ]
    return month.tables(projects, problems)


def measured(before: Tables | None = None) -> Measured:
    return month.measured(city(), OFFICE, before)


def paper(found: Measured, *, printed: bool = False) -> bytes:
    said = printed_of(found) if printed else ()
    return working_paper(found, city(), (), month.law(), month.link, groups=month.groups(OFFICE), printed=said)


def told(data: bytes) -> dict[str, dict[str, Any]]:
    return {line["应当"]: line for line in records(data, "勾稽")}


def test_rows_without_a_scope_are_counted_beside_it_and_the_sum_holds() -> None:
    lines = told(paper(measured()))
    chain = lines["各产业链的项目总数相加，等于全市项目总数"]
    assert (chain["各项之和"], chain["未列入"], chain["应等于"], chain["结果"]) == (2, 2, 4, "通过")
    money = lines["各产业链的本年完成投资相加，等于全市本年完成投资（元）"]
    assert money["未列入"] == (200 + 10) * WAN + 7_000 and money["结果"] == "通过"


def test_what_is_stuck_nowhere_is_told_apart() -> None:
    stuck = next(line for name, line in told(paper(measured())).items() if name.startswith("卡点:立项"))
    assert (stuck["各项之和"], stuck["未列入"], stuck["应等于"], stuck["结果"]) == (1, 1, 2, "通过")


def test_problems_of_several_departments_need_not_add_up_and_say_why() -> None:
    line = told(paper(measured()))["各部门的未解决数相加，等于全市未解决数"]
    assert (line["各项之和"], line["应等于"], line["结果"]) == (2, 1, "不要求相等")
    assert "几个部门办理" in line["说明"]


def test_a_problem_of_no_project_stands_outside_the_towns() -> None:
    line = told(paper(measured()))["各镇街的已解决数相加，等于全市已解决数"]
    assert (line["各项之和"], line["未列入"], line["结果"]) == (0, 1, "通过")


def test_the_month_s_flow_is_the_year_less_the_month_before() -> None:
    before = month.tables([project("甲", "城关街道", 1000, 100)])
    line = told(paper(measured(before)))["本年完成投资减上月的本年完成投资，等于当月完成投资（元）"]
    assert line["结果"] == "通过" and line["各项之和"] == line["应等于"] > 0
    assert "本年完成投资减上月的本年完成投资，等于当月完成投资（元）" not in told(paper(measured()))


def test_printed_amounts_that_do_not_add_up_by_rounding_alone_are_said_to() -> None:
    lines = told(paper(measured(), printed=True))
    line = lines["各镇街印出的本年完成投资（万元，0位小数）相加，等于印出的全市本年完成投资"]
    assert line["结果"] in ("通过", "有尾差") and abs(line["差额"]) <= 2
    assert not any("印出" in name for name in told(paper(measured())))


def test_the_first_sheet_says_how_the_checks_ended() -> None:
    found = measured()
    wrong = replace(found.index["全市", "项目总数"], value=9)
    figures = tuple(wrong if one.name == wrong.name and one.scope == wrong.scope else one for one in found.figures)
    lines = {line[0]: line[1] for line in values(paper(replace(found, figures=figures), printed=True), "说明")}
    assert "本期结果：不符6，" in lines["勾稽"] and "本期印出" in lines["指标"]


def test_every_identity_is_a_live_formula_on_both_sides() -> None:
    sheet = cells(paper(measured(), printed=True), "勾稽")
    rows: Sequence[Any] = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) > 60 and all(str(line[at]).startswith("=") for line in rows for at in (3, 5, 6, 8))


def awkward() -> list[bytes]:
    """A month with a month before, and one without a project."""
    before = month.tables([project("甲", "城关街道", 1000, 100)])
    return [
        working_paper(found, city(), (), month.law(), month.link, groups={}, printed=printed_of(found))
        for found in (measured(before), month.measured(month.tables(), OFFICE))
    ]


def unflagged() -> bytes:
    """A flag that is taken away: the parts no longer add up to the whole, in one scope and in the city."""
    data = paper(measured())
    started = next(cell.coordinate for cell in cells(data, "明细")[1] if cell.value == "已开工")
    place = f'<c r="{started[:-1]}2"'

    def change(name: str, text: str) -> str:
        before, found, after = text.partition(place)
        return f"{before}{found}{after.replace('<v>1</v>', '<v>0</v>', 1)}" if found and "sheet4" in name else text

    return rewritten(data, change)


@pytest.fixture(scope="module")
def computed() -> Sequence[tuple[bytes, bytes]]:
    """Each book, and as LibreOffice computes it; the one without its flag comes last."""
    books = [*awkward(), unflagged()]
    return list(zip(books, recalculated_all(books), strict=True))


@pytest.mark.rendered
def test_recalculated_it_says_the_same_with_awkward_rows_too(computed: Sequence[tuple[bytes, bytes]]) -> None:
    for data, fresh in computed[:-1]:
        assert [*unlike(fresh, data, "勾稽"), *unlike(fresh, data, "指标")] == []
        assert "不符" not in {line["结果"] for line in records(fresh, "勾稽")}


@pytest.mark.rendered
def test_a_changed_cell_of_the_detail_breaks_what_rests_on_other_cells(
    computed: Sequence[tuple[bytes, bytes]],
) -> None:
    lines = told(computed[-1][1])
    broken = lines["已开工数＋未开工数，等于项目总数"]
    assert broken["结果"] == "不符" and broken["不符的范围数"] >= 2


def test_a_wrong_cached_figure_is_a_break() -> None:
    found = measured()
    figures = tuple(
        replace(one, value=9) if (one.scope, one.name) == ("全市", "项目总数") else one for one in found.figures
    )
    lines = told(paper(replace(found, figures=figures)))
    assert lines["各镇街的项目总数相加，等于全市项目总数"]["结果"] == "不符"
    assert lines["竣工数不大于项目总数"]["结果"] == "通过"
