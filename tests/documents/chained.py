"""Projects, problems, 招引 and 策划 of three 产业链 typed in a test come in; the month that they make, with the month
before it, goes out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.measure.past import past
from pipeline.model import Block, Measured, Period
from pipeline.rules import Office
from tests.documents.making import make
from tests.documents.month import LAW, TEMPLATES, office
from tests.tables import LEADS, MAY, PROBLEMS, RESERVES, measured, sheet, tables

APRIL = Period.parse("2026-04")
HEAD = (
    "项目名称|镇街|建设性质|产业链|总投资|年度计划投资|本年完成投资|项目阶段|计划开工时间|立项|土地|能评|施工许可"
    "|形象进度|包保领导"
)
NOW = """
甲项目|城关街道|新建|高端装备|20000|10000|6000|在建|2026-01-05|办结|办结|办结|办结|主体施工|市级领导一
乙项目|城关街道|技改|高端装备|8000|4000|900|在建|2026-02-01|办结|办结|不涉及|办结|设备安装|市级领导二
丙项目|石磨镇|新建|高端装备|9000|6000|0|前期|2026-02-10|办结|办理中|未启动|未启动||
丁项目|柳渡镇|续建|新材料|30000|9000|4200|投产|2025-03-01|办结|办结|办结|办结|已投产|
戊项目|东岭街道|新建|新材料|7000|0|0|前期|2026-09-01|未启动|未启动|未启动|未启动||
己项目|东岭街道|新建|高端装备|5000|1000|300|在建|2026-05-06|办结|办结|办结|办结|基础施工|
"""
BEFORE = """
甲项目|城关街道|新建|高端装备|20000|10000|4000|在建|2026-01-05|办结|办结|办结|办结|基础施工|市级领导一
乙项目|城关街道|技改|高端装备|8000|4000|700|在建|2026-02-01|办结|办结|不涉及|办结|设备安装|市级领导二
丙项目|石磨镇|新建|高端装备|9000|6000|0|前期|2026-02-10|办结|办理中|未启动|未启动||
丁项目|柳渡镇|续建|新材料|30000|9000|3600|在建|2025-03-01|办结|办结|办结|办结|设备安装|
己项目|东岭街道|新建|高端装备|5000|1000|0|前期|2026-05-06|办结|办结|办结|未启动||
"""
COLUMNS = (
    "项目名称|镇街|问题类别|具体问题|解决措施|办理部门|提出日期|完成时限|办理进展|当前层级|协调经过|提请事项|状态|销号日期"
    "|是否提请市级协调"
)
SOLVING = """
丙项目|石磨镇|土地|用地指标未落实。|专班会商|市发改局|2026-01-10|2026-03-20|正在组卷|专班联席会议|包保领导2月会商，3月专班会议研究，未能解决。|统筹安排80亩新增建设用地指标|未办结||是
乙项目|城关街道|水电气路|供电线路未接入|协调供电|市工信局|2026-05-08|2026-06-30|勘察完成|部门|||未办结||
甲项目|城关街道|用工|缺少技工|对接院校|市工信局|2026-03-01|2026-06-30|已对接|部门|||已办结|2026-05-20|
丁项目|柳渡镇|资金|贷款未到位|银企对接|市发改局||2026-04-30||包保领导|包保领导4月会商||未办结||
"""
SOLVING_BEFORE = """
丙项目|石磨镇|土地|用地指标未落实。|专班会商|市发改局|2026-01-10|2026-03-20|正在组卷|包保领导|||未办结||
甲项目|城关街道|用工|缺少技工|对接院校|市工信局|2026-03-01|2026-06-30|正在对接|部门|||未办结||
丁项目|柳渡镇|资金|贷款未到位|银企对接|市发改局||2026-04-30||部门|||未办结||
"""
INVESTING = """
项目名称|镇街|产业链|投资方|来源区域|招引方式|计划总投资|阶段|签约日期
庚项目|石磨镇|高端装备|某集团|长三角|以商招商|50000|签约|2026-05-10
辛项目|柳渡镇|生物医药|某药业|京津冀|基金招商|20000|在谈|
"""
PLANNED = """
项目名称|镇街|产业链|估算总投资|资金渠道|策划进度|拟开工时间
壬项目|东岭街道|高端装备|12000|自筹|编制可研|2027年3月
"""


def _blocks(projects: str, problems: str) -> list[Block]:
    blocks = [sheet(HEAD + projects)] if projects else []
    solving = sheet(COLUMNS + problems, form=PROBLEMS, sender="市发改局", file="问题.xlsx") if problems else None
    return [*blocks, solving] if solving else blocks


@cache
def a_chain_month(
    now: str = NOW, solving: str = SOLVING, leads: str = INVESTING, planned: str = PLANNED, *, first: bool = False
) -> Measured:
    """The figures of May; ``first`` without the month before it."""
    of = an_office()
    before = tables(*_blocks(BEFORE, SOLVING_BEFORE), period=APRIL, office=of)
    history = {} if first else {APRIL.text: before}
    blocks = _blocks(now, solving)
    blocks += [sheet(leads, form=LEADS, sender="市工信局", file="招引.xlsx")] if leads else []
    blocks += [sheet(planned, form=RESERVES, sender="市发改局", file="策划.xlsx")] if planned else []
    return replace(measured(*blocks, history=history, office=of), past=past(history, MAY, LAW, of))


def an_office(**issuer: Any) -> Office:
    """高端装备 has a 链长, 新材料 has none, 生物医药 has no project yet."""
    chains = {"高端装备": "市委常委、副市长", "新材料": "", "生物医药": "副市长"}
    return replace(office(**issuer), chains=chains)


def documents(key: str, month: Measured | None = None, of: Office | None = None) -> dict[str, bytes]:
    """The documents of a key by their paths."""
    return make(key, month or a_chain_month(), {}, of or an_office(), LAW, TEMPLATES)
