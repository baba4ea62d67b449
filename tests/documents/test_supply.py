"""招引通报, 策划储备通报, 项目滚动推进情况 and 重点项目图表 of full, first and empty months."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline.model import Block, Measured, Period
from pipeline.model.terms import LEADS, RESERVES
from tests.documents.dump import dumped
from tests.documents.making import make
from tests.documents.month import HEAD, LAW, ROWS, TEMPLATES, office
from tests.tables import MAY, measured, sheet, tables

GOLDEN = Path(__file__).parent.parent / "golden"
DOCUMENTS = {
    "attraction": "招引通报",
    "reserves": "策划储备通报",
    "pipeline": "项目滚动推进情况",
    "charts": "重点项目图表",
}
LEAD_HEAD = "项目名称|镇街|产业链|投资方|来源区域|招引方式|链主企业|是否增资扩产|计划总投资|阶段|走出去次数|请进来次数"
LEAD_ROWS = """
甲招引|城关街道|高端装备|示例投资|长三角|以商招商|示例链主|是|63000|签约|2|1
乙招引|城关街道|新材料|示例控股|京津冀|基金招商||否|20000|落地|1|
丙招引|石磨镇|新材料||长三角|以商招商||||在谈||
丁招引|||||||||在谈||
"""
LEADS_BEFORE = """
甲招引|城关街道|高端装备|示例投资|长三角|以商招商|||63000|在谈||
乙招引|城关街道|新材料|示例控股|京津冀|基金招商|||20000|签约||
丙招引|石磨镇|新材料||长三角|以商招商||||签约||
戊招引|柳渡镇|新材料||其他|其他||||在谈||
"""
RESERVE_HEAD = "项目名称|镇街|产业链|资金渠道|估算总投资|策划进度|申报状态|批复额|拟开工时间"
RESERVE_ROWS = """
甲储备|城关街道|高端装备|专项债|50000|可研编制|已批复|12000|2027-03
乙储备|石磨镇|新材料|专项债|8000|初步设计|申报中||2027-05
丙储备|||自筹||谋划论证|||
"""
ROWS_BEFORE = ROWS.replace("投产|2025-03-01", "在建|2025-03-01").replace("500|6000|在建", "0|0|前期")


def sent(rows: str, leads: str, reserves: str) -> list[Block]:
    told = ((HEAD + rows, "项目进度表"), (LEAD_HEAD + leads, LEADS), (RESERVE_HEAD + reserves, RESERVES))
    return [sheet(text, form=form, file=f"{form}.xlsx") for text, form in told if text.count("\n") > 1]


def a_month(*, before: bool = True, period: Period = MAY) -> Measured:
    then = tables(*sent(ROWS_BEFORE, LEADS_BEFORE, RESERVE_ROWS), period=period.previous)
    history = {period.previous.text: then} if before else {}
    return measured(*sent(ROWS, LEAD_ROWS, RESERVE_ROWS), period=period, history=history)


@cache
def printed(key: str, of: str = "full") -> str:
    months: dict[str, Callable[[], Measured]] = {
        "full": a_month,
        "first": lambda: a_month(before=False),
        "january": lambda: a_month(period=Period.parse("2026-01")),
        "empty": lambda: measured(period=MAY),
    }
    return dumped(next(iter(make(key, months[of](), {}, office(), LAW, TEMPLATES).values())))


@pytest.mark.parametrize("key", DOCUMENTS)
def test_a_full_month_says_what_its_golden_text_says(key: str) -> None:
    golden = GOLDEN / f"{DOCUMENTS[key]}.txt"
    assert printed(key) == golden.read_text(encoding="utf-8"), f"看过差异、确认无误后，把新的文字写入 {golden}"


@pytest.mark.parametrize("key", ["attraction", "pipeline"])
@pytest.mark.parametrize(("of", "reason"), [("first", "没有上期数据，"), ("january", "本月为本年第一个月，")])
def test_without_a_month_to_compare_with_no_move_is_told(key: str, of: str, reason: str) -> None:
    text = printed(key, of)
    assert f"{reason}不与上期比较。" in text
    assert "转为" not in text and "新增" not in text and "新入库" not in text


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("attraction", "本期没有报送招引项目。"),
        ("reserves", "本期没有报送策划储备项目。"),
        ("pipeline", "本期没有纳入滚动推进的项目。"),
        ("charts", "本期没有可以计算的年度投资完成率。"),
    ],
)
def test_a_month_without_rows_says_so_and_shows_no_table(key: str, words: str) -> None:
    text = printed(key, "empty")
    assert words in text and "|" not in text.split("附件：", maxsplit=1)[0] and "〔图〕" not in text


def test_what_became_of_each_lead_is_named() -> None:
    text = printed("attraction")
    assert "由在谈转为签约或落地的项目1个：城关街道甲招引（6.30亿元）。" in text
    assert "新落地的项目1个：城关街道乙招引（2.00亿元）。" in text
    assert "上期列入、本期没有的项目1个：柳渡镇戊招引（上期在谈），有关单位应说明去向。" in text
    assert "退回前一阶段的项目1个：石磨镇丙招引（上期签约，本期在谈）" in text


def test_each_move_between_batches_lists_its_projects() -> None:
    lines = [line for line in printed("pipeline").splitlines() if line.startswith(("| 储备一批 |", "| 建设一批 |"))]
    assert lines[:2] == [
        "| 储备一批 | 建设一批 | 1 | 城关街道甲项目 |",
        "| 建设一批 | 投产一批 | 1 | 柳渡镇丁项目 |",
    ]
