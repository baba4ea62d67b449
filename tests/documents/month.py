"""A month typed in a test comes in; its figures, and the documents made of them, go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.model import Measured, Period
from pipeline.rules import Office, load_law
from tests.documents.making import make
from tests.tables import OFFICE, PROBLEMS, measured, sheet, tables

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
LAW = load_law()
ISSUER = {
    "organ": "示例市工业推进办公室",
    "mark": "示推办",
    "carrier": "公文",
    "recipients": ["各镇街", "市直有关部门、单位"],
    "copies": ["市委办公室", "市政府办公室"],
}
HEAD = (
    "项目名称|镇街|建设性质|产业链|项目级别|批次|拟观摩|总投资|年度计划投资|本月完成投资|本年完成投资"
    "|项目阶段|计划开工时间|土地|施工许可|形象进度|联系人"
)
ROWS = """
甲项目|城关街道|新建|高端装备|省重点|第一批|是|20000|10000|500|6000|在建|2026-01-05|办结|办结|主体施工|张三13800138000
乙项目|城关街道|技改|新材料|市重点|第二批|否|8000|4000|100|900|在建|2026-02-01|办结|办结|联系李四13900139000|李四
丙项目|石磨镇|新建|高端装备|市重点|第一批|否|9000|6000|0|0|前期|2026-02-10|办理中|未启动||王五
丁项目|柳渡镇|续建|新材料|县重点|第二批|是|30000|9000|800|4200|投产|2025-03-01|办结|办结|已投产|赵六
"""
SOLVING = """
项目名称|镇街|问题类别|具体问题|解决措施|办理部门|提出日期|完成时限|状态|销号日期
丙项目|石磨镇|土地|用地指标未落实|专班会商|市发改局|2026-02-01|2026-04-20|未办结|
甲项目|城关街道|用工|缺少技工|对接院校|市工信局|2026-03-01|2026-06-30|已办结|2026-05-20
"""
JANUARY = Period.parse("2026-01")
APRIL = Period.parse("2026-04")


def office(**issuer: Any) -> Office:
    return replace(OFFICE, issuer={**ISSUER, **issuer})


def a_month(rows: str = ROWS, problems: str = SOLVING, period: Period | None = None, last: str = "") -> Measured:
    """The figures of these rows; ``last`` are the rows of the month before."""
    period = period or Period.parse("2026-05")
    blocks = [sheet(HEAD + rows)] if rows.strip() else []
    if problems:
        blocks.append(sheet(problems, form=PROBLEMS, sender="市发改局"))
    history = {period.previous.text: tables(sheet(HEAD + last), period=period.previous)} if last else {}
    return measured(*blocks, period=period, history=history)


def bulletin(
    month: Measured, narrative: Mapping[str, tuple[str, ...]] | None = None, *, draft: bool = False, **issuer: Any
) -> bytes:
    made = make("bulletin", month, narrative or {}, office(**issuer), LAW, TEMPLATES, draft=draft)
    return next(iter(made.values()))
