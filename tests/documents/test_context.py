"""What templates may name: the contract with the clerk who edits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pipeline.documents.charts.chart import Chart
from pipeline.documents.engine.engine import Template
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.context import context
from pipeline.rules import load_office
from tests.documents.dump import dumped
from tests.documents.grounds import ground
from tests.documents.month import LAW, ROWS, TEMPLATES, a_month, office

ALLOWED = (str, bool, type(None), Quantity, Chart)


def said(**changes: Any) -> dict[str, Any]:
    return context(ground(a_month(**changes), narrative={"下步要求": ("甲",)}))


def test_every_figure_of_every_scope_has_its_place() -> None:
    month, names = a_month(), said()
    for figure in month.figures:
        scope, (head, _, tail) = names["范围"][figure.scope], figure.name.partition(":")
        assert (scope[head][tail] if tail else scope[head]).value == figure.value
    assert names["全市"]["卡点"]["土地"] == 1
    assert names["全市"]["三十天内拟开工数"] == names["全市"]["30天内拟开工数"]


def test_towns_stand_by_rank_and_by_the_office_s_order() -> None:
    names = said()
    assert [row["镇街"] for row in names["镇街排名"]] == ["城关街道", "柳渡镇", "石磨镇"]
    assert [row["镇街"] for row in names["镇街"]] == ["城关街道", "石磨镇", "柳渡镇"]
    assert names["镇街排名"][0]["考核类别"] == "街道" and names["镇街排名"][1]["类别名次"] == 1


def test_a_town_that_met_the_schedule_is_never_among_the_last() -> None:
    names = said()
    assert [row["镇街"] for row in names["达到时序镇街"]] == ["城关街道", "柳渡镇"]
    assert [row["镇街"] for row in names["落后镇街"]] == ["石磨镇"]


def test_the_worst_projects_come_first() -> None:
    names = said()
    assert [(row["项目名称"], row["灯"]) for row in names["滞后项目"]] == [("丙项目", "红灯"), ("乙项目", "红灯")]
    assert names["滞后项目"][1]["年度投资完成率"].value == Fraction(45, 2)
    assert [row["项目名称"] for row in names["未开工项目"]] == ["丙项目"]
    assert names["未开工项目"][0]["土地"] == "办理中" and names["未开工项目"][0]["首个未办结环节"] == "土地"


def test_open_problems_come_before_solved_ones() -> None:
    rows = said()["问题"]
    assert [(row["项目名称"], row["状态"]) for row in rows] == [("丙项目", "未办结"), ("甲项目", "已办结")]
    assert rows[0]["逾期天数"] == 41 and rows[1]["逾期天数"].value is None


def test_only_words_exact_numbers_days_and_lists_reach_a_template() -> None:
    assert list(_strange("", said())) == []


def _strange(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        yield from (part for key, below in value.items() for part in _strange(f"{name}.{key}", below))
    elif isinstance(value, list):
        yield from (part for below in value for part in _strange(f"{name}[]", below))
    elif not isinstance(value, ALLOWED) and type(value).__name__ not in ("date", "Day", "Origin"):
        yield name, type(value)


def test_the_contact_of_a_project_is_not_among_the_names() -> None:
    assert "联系人" not in said()["项目"][0] and "13800138000" not in str(said())


def test_what_a_person_wrote_is_cleaned_and_masked() -> None:
    names = context(ground(narrative={"下步要求": ("电话13800138000\x08",)}))
    assert names["材料"]["下步要求"] == ["电话***"]


@pytest.mark.parametrize(
    ("kind", "order"),
    [("建设性质", ["新建", "续建", "技改"]), ("级别", ["省重点", "市重点", "县重点"]), ("批次", ["第一批", "第二批"])],
)
def test_kinds_stand_in_their_usual_order(kind: str, order: list[str]) -> None:
    assert [row["名称"] for row in said()[kind]] == order


def test_chains_carry_their_leaders_by_post() -> None:
    facts = replace(office(), chains={"高端装备": "副市长", "新材料": ""})
    rows = context(ground(of=facts))["产业链"]
    assert [(row["名称"], row["链长"]) for row in rows] == [("高端装备", "副市长"), ("新材料", "")]


def test_a_month_of_one_town_names_no_leader() -> None:
    rows = "\n".join(line for line in ROWS.splitlines() if "城关" in line)
    names = said(rows=f"\n{rows}\n", problems="")
    assert names["领先镇街"] == [] and names["落后镇街"] == []


def test_the_sample_s_office_can_issue_the_bulletin() -> None:
    facts = load_office(TEMPLATES.parent / "input" / "office.toml")
    issued = context(ground(of=facts))["发文"]
    assert issued["字号"] == "示推办〔2026〕　号" and issued["主送"] == "各镇街，市直有关部门、单位"


def test_a_bulletin_lists_as_many_projects_as_it_may_names_the_others_that_lag_and_says_how_many_are_left_out() -> None:
    few = {**LAW.figures, "checks": {**LAW.checks, "most_listed": 2}}
    base = ground(narrative={"下步要求": ("抓紧。",)})
    whole, cut = context(base), context(replace(base, law=replace(LAW, figures=few)))
    assert cut["项目"] == whole["项目"][:2]
    assert str(cut["未列项目数"]) == str(len(whole["项目"]) - 2) != "0" == str(whole["未列项目数"])
    for name in ("未开工项目", "应开未开项目", "滞后项目", "红灯项目", "黄灯项目"):
        assert cut[name] == whole[name]
    text = dumped(Template(TEMPLATES / "调度通报.docx", TEMPLATES / "carriers" / "公文.docx").render(cut))
    assert f"本表按镇街顺序列出2个项目，其余{cut['未列项目数']}个见底稿。" in text
