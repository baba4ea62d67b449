"""Nodes and a project with everything typed in a test come in; the documents that tell of nodes go out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.documents.engine.photographs import photographs
from pipeline.measure.past import past
from pipeline.model import Followed, Measured, Period, Tables
from pipeline.rules import Office
from tests.documents.following import followed, supervised
from tests.documents.inspecting import FORM as VISITS
from tests.documents.inspecting import photograph
from tests.documents.making import make
from tests.documents.month import HEAD, LAW, ROWS, SOLVING, TEMPLATES, office
from tests.tables import PROBLEMS, measured, sheet, tables

MAY = Period.parse("2026-05")
NODES = """
项目名称|镇街|节点|计划完成时间|实际完成时间|计划投资|责任单位|责任人|受天气影响
甲项目|城关街道|主体封顶|2026-03-20|2026-03-18|2000|城关街道|周某某|是
甲项目|城关街道|屋面完成|2026-04-30|2026-05-06|3000|城关街道|周某某|是
甲项目|城关街道|室外管网完工|2026-06-20||1000|城关街道|周某某|是
乙项目|城关街道|设备进场|2026-06-05||1800|市工信局|吴某某|否
丙项目|石磨镇|施工许可证办理|2026-05-10|||市发改局|郑某某|
丙项目|石磨镇|基础施工完成|2026-07-15||2000|石磨镇||
丁项目|柳渡镇|试生产|2026-05-31|2026-05-30||柳渡镇||否
"""
VISITED = """
日期|项目名称|镇街|现场进度|核实投资|评价|照片
2026-05-20|甲项目|城关街道|屋面施工|6000|进度正常|甲.jpg
"""
FOUND = {"督查/甲.jpg": photograph()}
ITEMS = "督2026-001|石磨镇|丙项目应开工未开工|规则|研判|立项 2026-04 2026-04-30 2026-05-12|丙项目"


def a_routed_month(
    nodes: str = NODES, rows: str = ROWS, *, visits: str = VISITED, earlier: Mapping[str, str] | None = None
) -> Measured:
    """May with its nodes and visits; ``earlier`` are the rows of earlier months."""
    blocks = [sheet(HEAD + rows), sheet(SOLVING, form=PROBLEMS, sender="市发改局")]
    blocks += [sheet(nodes, form="节点计划表", sender="市工信局")] if nodes.strip() else []
    blocks += [sheet(visits, form=VISITS, sender="市工信局", file="督查/记录.xlsx")] if visits else []
    history = _history(earlier or {})
    month = measured(*blocks, period=MAY, history=history)
    return replace(month, past=past(history, MAY, LAW, office()))


def _history(earlier: Mapping[str, str]) -> dict[str, Tables]:
    return {month: tables(sheet(HEAD + rows), period=Period.parse(month)) for month, rows in earlier.items()}


def routed(
    key: str, month: Measured | None = None, of: Followed | None = None, facts: Office | None = None, **more: Any
) -> dict[str, bytes]:
    month, of = month or a_routed_month(), of or followed(ITEMS)
    of = replace(of, items=tuple(replace(item, project=f"{item.unit}/{item.name}") for item in of.items))
    photos, _ = photographs(month.inspections, FOUND, LAW)
    whole = supervised(month, of)
    return make(key, whole, {}, facts or office(), LAW, TEMPLATES, followed=of, photos=photos, **more)
