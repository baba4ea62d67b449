"""汇报卡: one page for every 镇街 and every department, whatever they have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Measured
from tests.documents.dump import dumped
from tests.documents.following import followed
from tests.documents.making import make
from tests.documents.month import HEAD, LAW, TEMPLATES, a_month, office
from tests.documents.test_bulletin import LEFTOVER
from tests.documents.year import NOBODY, document, spring
from tests.rendering.render import page_count, to_pdfs
from tests.tables import PROBLEMS, measured, sheet

LONG = "年产若干万件高端装备关键零部件智能化绿色化改造提升项目（二期）"
BUSY = "".join(
    f"\n第{at}号{LONG}|城关街道|新建|高端装备|市重点|第一批|否|9000|1000|10|{at}|前期|2026-02-01|未启动|未启动|施工|"
    for at in range(30)
)
WORRIES = "项目名称|镇街|问题类别|具体问题|办理部门|提出日期|完成时限|状态" + "".join(
    f"\n第{at}号{LONG}|城关街道|土地|{'很难解决的问题' * 9}|市发改局|2026-01-01|2026-02-{at % 28 + 1:02}|未办结"
    for at in range(30)
)
NODES = "项目名称|镇街|节点|计划完成时间|责任单位" + "".join(
    f"\n第{at}号{LONG}|城关街道|{'很长的节点' * 9}|2026-06-{at % 28 + 1:02}|市发改局" for at in range(30)
)
STEPS = "立项 2026-04 2026-04-30 2026-05-12"
ITEMS = "\n".join(
    f"督2026-{at:03}|{('城关街道', '市发改局')[at % 2]}|{'很长的督办事项' * 9}|规则|研判|{STEPS}|甲" for at in range(30)
)


def busy() -> Measured:
    blocks = sheet(HEAD + BUSY), sheet(WORRIES, form=PROBLEMS), sheet(NODES, form="节点计划表")
    return measured(*blocks, office=office())


def card(month: Measured, name: str = "城关街道", **options: object) -> str:
    kind = "town-card" if name.endswith(("街道", "镇")) else "department-card"
    family = document(kind, month, **options)  # type: ignore[arg-type]
    return dumped(next(data for path, data in family.items() if path.endswith(f"/{name}.docx")))


def test_a_town_s_card_says_its_figures_its_rank_and_its_lights() -> None:
    text = card(spring())
    assert "| 时序差额／（万元） | 1067 | 全市名次 | 1 | 同类名次 | 1 | 较上期 | 上升1位 |" in text
    assert "| 红灯 | 1 | 黄灯 | 0 | 绿灯 | 1 | 未亮灯 | 0 |" in text
    assert "| 乙项目 | 22.5 | -19.2 | 红灯 | — |" in text and "丙项目" not in text
    assert "| 承诺事项 |" in text and not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_a_department_s_card_says_the_problems_that_it_handles() -> None:
    text = card(spring(), "市发改局")
    assert "| 需提级 | 1 | 卡点项目 | — | 在办督办 | 0 | 督办逾期 | 0 |" in text
    assert "| 办理问题 | 1 | 已解决 | 0 | 未解决 | 1 | 逾期 | 1 |" in text
    assert "| 丙项目 | 用地指标未落实 | 石磨镇 | 41 |" in text and not LEFTOVER.search(text)


def test_a_department_has_the_nodes_that_it_answers_for() -> None:
    text = card(busy(), "市发改局")
    assert "30天内到期的节点（另有27个）" in text and "2026.6.1" in text


def test_items_of_the_unit_alone_stand_on_its_card() -> None:
    of = followed()
    text = card(spring(of=of), of=of)
    assert "| 督2026-001 | 甲项目投资进度滞后 | 2026.5.15 | 16 |" in text and "督2026-002" not in text
    assert "| 在办督办 | 2 | 督办逾期 | 1 |" in text


def test_a_town_without_projects_has_a_card_too() -> None:
    towns = tuple(replace(town, reports=True) for town in office().towns)
    facts = replace(office(), towns=towns)
    family = make("town-card", a_month(), {}, facts, LAW, TEMPLATES, followed=NOBODY)
    text = dumped(family["镇街汇报卡/东岭街道.docx"])
    assert "没有纳入调度的重点项目。" in text and "没有需要专门汇报的项目" in text


def test_what_the_page_has_no_room_for_is_counted() -> None:
    of = followed(ITEMS)
    text = card(busy(), of=of)
    assert "要讲的项目（另有26个）" in text and "未解决问题（另有27个）" in text
    assert "在办事项（另有12项）" in text and "30天内到期的节点（另有27个）" in text
    assert "| 第0号年产若干万件高端装备关键零部件… |" in text


@pytest.mark.rendered
def test_a_card_never_takes_a_second_page(tmp_path: Path) -> None:
    of = followed(ITEMS)
    made = {**document("town-card", busy(), of=of), **document("department-card", busy(), of=of)}
    files = []
    for at, data in enumerate(made.values()):
        files.append(tmp_path / f"{at}.docx")
        files[-1].write_bytes(data)
    assert [page_count(pdf) for pdf in to_pdfs(files, tmp_path)] == [1] * len(made)
