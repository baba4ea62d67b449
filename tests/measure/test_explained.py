"""A figure opened: every value adds up down to its rows, every row has its cells, every move its projects, exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from pipeline.measure import measure
from pipeline.measure.evidence import Evidence
from pipeline.measure.opened import Opener
from pipeline.measure.shifts import shift
from pipeline.model import Intervention, Period, Remedy, Tables
from pipeline.model.explained import Branch, Shift
from pipeline.workbooks import titles
from tests.workbooks import month
from tests.workbooks.month import WAN, project, row

OFFICE = month.office("城关街道", "柳渡镇")
APRIL = Period.parse("2026-04")


def opener(sent: Tables, period: Period = month.PERIOD, before: Tables | None = None) -> Opener:
    history = {period.previous.text: before} if before else {}
    law = month.law()
    return Opener(measure(sent, period, law, OFFICE, history=history), OFFICE, Evidence(sent, law), titles(law))


def opened(sent: Tables, name: str, scope: str = "全市") -> Branch:
    return opener(sent).figure(scope, name)


def moved(before: Tables, after: Tables, name: str, scope: str = "全市") -> Shift:
    return shift(opener(before, APRIL), opener(after, before=before), scope, name)


BOTH = month.tables([project("甲", "城关街道", 1000, 300, row=7), project("乙", "柳渡镇", 500, 200, row=8)])


def test_a_rate_opens_into_sums_and_sums_into_rows_that_add_up() -> None:
    rate = opened(BOTH, "年度投资完成率")
    assert (rate.value, rate.numbers) == (Fraction(100, 3), "500万元÷1500万元×100＝33.333333")
    part, whole = rate.parts
    assert sum(basis.value or 0 for basis in part.rows) == part.value == 500 * WAN
    assert [basis.subject for basis in whole.rows] == ["甲", "乙"]
    cited = whole.rows[0].cells[0]
    assert (cited.title, cited.said, cited.file, cited.cell) == ("年度计划投资", "1000万元", "报送.xlsx", "F7")


def _open(days: int) -> Tables:
    problem = {"detail": "缺地", "status": "未办结", "raised": month.PERIOD.as_of - timedelta(days=days)}
    rows = (row("甲", "城关街道", **problem), row("乙", "柳渡镇", **problem | {"raised": month.PERIOD.as_of}))
    return month.tables(BOTH.projects, rows)


def test_a_mean_opens_into_days_and_a_count_and_moves_by_days() -> None:
    mean = opened(_open(31), "平均未办结天数")
    assert (mean.value, mean.unit, mean.numbers) == (Fraction(31, 2), "天", "31÷2＝15.5")
    assert [basis.value for basis in mean.parts[0].rows] == [31, 0] and mean.parts[0].unit == "天"
    told = moved(_open(60), _open(31), "平均未办结天数", "镇街:城关街道")
    assert told.effects[0].changes == ("未办结天数 29天 → 31天",)


def test_a_figure_that_names_others_opens_them_too() -> None:
    gap = opened(BOTH, "时序差", "镇街:柳渡镇")
    assert [part.title for part in gap.parts] == ["年度投资完成率", "时序进度"]
    assert gap.words == "年度投资完成率－时序进度" and gap.parts[0].parts[0].rows[0].subject == "乙"


def test_a_rank_shows_everyone_it_was_taken_among() -> None:
    rank = opened(BOTH, "名次", "镇街:城关街道")
    assert [basis.subject for basis in rank.parts[1].rows] == ["柳渡镇", "城关街道"] and rank.value == 2


def test_a_counted_row_cites_the_cells_that_decide() -> None:
    late = project("甲", "城关街道", stage="前期", plan_start=date(2026, 3, 1), started=False)
    basis = opened(month.tables([late]), "应开未开数").rows[0]
    told = [(cell.title, cell.said) for cell in basis.cells]
    assert told == [("计划开工时间", "2026-03-01"), ("项目阶段", "前期"), ("是否开工", "否")]


def test_what_the_register_governs_is_cited_from_the_register() -> None:
    governed = project("甲", "城关街道", 1000, 300, **{"sent.plan": 2000 * WAN})
    listed = {**month.row("甲", "城关街道"), "plan": 1000 * WAN, "file": "清单.xlsx", "row": 9}
    sent = month.tables([governed])
    register = tuple({**dict.fromkeys(sent.register[0] if sent.register else ()), **one} for one in [listed])
    register = tuple({"code": None, **one} for one in register)
    sent = replace(sent, forms={**sent.forms, "重点项目清单": register})
    cited = opened(sent, "年度计划投资").rows[0].cells[0]
    assert (cited.file, cited.cell) == ("清单.xlsx", "F9")
    assert cited.notes == ("报送的是2000万元，以清单为准",)


def test_a_correction_stands_beside_the_cell_that_it_touched() -> None:
    use = Intervention(Remedy.CORRECTION, "更正.xlsx", "Sheet1", "E2", "甲", "年度计划投资", "约一千", "1000",
                       "电话核实", "电话", "王经办", target="报送.xlsx｜Sheet1｜F7")  # fmt: skip
    cited = opened(replace(BOTH, interventions=(use,)), "年度计划投资").rows[0].cells[0]
    assert cited.notes == ("更正：约一千 → 1000（电话核实，电话，王经办）",)


def test_telephone_numbers_are_masked_in_names_and_cells() -> None:
    told = opened(month.tables([project("甲13812345678", "城关街道")]), "项目总数").rows[0]
    assert told.subject == "甲***" and "13812345678" not in str(told)


AFTER = month.tables([
    project("甲", "城关街道", 1000, 600, row=7),
    project("乙", "柳渡镇", 800, 200, row=8),
    project("新", "柳渡镇", 100, 90, row=9),
])  # fmt: skip


@pytest.mark.parametrize("name", ["年度投资完成率", "本年完成投资", "项目总数", "时序差", "当月完成投资", "开工率"])
@pytest.mark.parametrize("scope", ["全市", "镇街:柳渡镇"])
def test_effects_and_what_they_do_together_are_the_whole_move(name: str, scope: str) -> None:
    found = moved(BOTH, AFTER, name, scope)
    if not found.why_not:
        assert sum(effect.amount or 0 for effect in found.effects) + (found.together or 0) == found.change


def test_the_effect_of_a_project_is_what_the_figure_does_when_it_alone_is_changed() -> None:
    found = moved(BOTH, AFTER, "年度投资完成率")
    effects = {effect.subject: effect.amount for effect in found.effects}
    assert effects["甲"] == Fraction(800 * 100, 1500) - Fraction(500 * 100, 1500)
    assert effects["乙"] == Fraction(500 * 100, 1800) - Fraction(500 * 100, 1500)
    assert effects["新"] == Fraction(590 * 100, 1600) - Fraction(500 * 100, 1500)
    assert found.added == ("新",) and found.gone == () and found.together


def test_a_sum_has_nothing_that_projects_do_together() -> None:
    found = moved(BOTH, AFTER, "本年完成投资")
    assert found.together == 0 and [effect.subject for effect in found.effects] == ["甲", "新"]
    assert found.effects[0].changes == ("本年完成投资 300万元 → 600万元",)


def test_a_project_that_is_gone_is_named_and_weighed() -> None:
    found = moved(AFTER, BOTH, "项目总数")
    assert found.gone == ("新",) and [effect.amount for effect in found.effects] == [-1]


def test_the_calendar_s_share_in_a_difference_is_named() -> None:
    found = moved(BOTH, BOTH, "时序差")
    assert [(effect.subject, effect.amount) for effect in found.effects] == [("时序进度", Fraction(-25, 3))]


def test_what_left_a_count_cites_where_it_now_says_so() -> None:
    then = month.tables([project("甲", "城关街道", stage="前期")])
    now = month.tables([project("甲", "城关街道", stage="在建")])
    effect = moved(then, now, "未开工数").effects[0]
    assert effect.amount == -1 and [cell.said for cell in effect.cells] == ["在建"]


def test_problems_are_told_by_their_projects() -> None:
    open_, solved = row("甲", "城关街道", status="未办结"), row("甲", "城关街道", status="已办结")
    then = month.tables([project("甲", "城关街道")], [open_])
    now = month.tables(
        [project("甲", "城关街道"), project("乙", "柳渡镇")], [solved, row("乙", "柳渡镇", status="未办结")]
    )
    found = moved(then, now, "未解决数")
    assert [(effect.subject, effect.amount) for effect in found.effects] == [("乙", 1), ("甲", -1)]
    assert (found.things, found.added) == ("有问题的项目", ("乙",))


def test_ranks_and_values_that_are_missing_have_no_effects_and_say_why() -> None:
    assert "名次随" in moved(BOTH, AFTER, "名次", "镇街:城关街道").why_not
    unknown = month.tables([project("甲", "城关街道", None, None)])
    assert moved(unknown, BOTH, "年度投资完成率").why_not == "那一期没有这个数"
    assert (
        moved(month.tables([project("甲", "城关街道")]), BOTH, "项目总数", "镇街:柳渡镇").why_not
        == "那一期没有这个范围"
    )


def test_figures_of_a_year_are_not_compared_with_another_year() -> None:
    january, december = Period.parse("2027-01"), Period.parse("2026-12")
    then, now = opener(BOTH, december), opener(AFTER, january)
    assert shift(then, now, "全市", "本年完成投资").why_not.startswith("跨年不比")
    assert shift(then, now, "全市", "总投资").effects != ()
