"""The figures of 时间表、路线图: nodes by what became of them, and what was spent against what they planned."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.measure.metric import NODE_SCOPES, OWNED, Metric
from pipeline.model import Count, Minus, Ratio, Ref, Sum
from pipeline.model.terms import NODES


def _count(name: str, flag: str, definition: str) -> Metric:
    return Metric(name, "个", definition, Count(flag, NODES), NODE_SCOPES)


METRICS = (
    _count("节点总数", "counted", "节点计划表所列节点个数。"),
    Metric("节点项目数", "个", "节点计划表列有节点的项目个数。", Count("has_nodes"), OWNED),
    _count("手续节点数", "is_permit", "节点名称为办理手续的节点个数。"),
    _count("手续节点逾期数", "is_permit_overdue", "逾期未完成的手续节点个数。"),
    _count("已完成节点数", "is_done", "实际完成时间不晚于数据截止日的节点个数。"),
    _count("应完成节点数", "is_due", "计划完成时间早于数据截止日的节点，和当天到期已经完成的节点个数。"),
    _count(
        "按期完成节点数",
        "is_on_time",
        "应完成节点中，实际完成时间不晚于计划完成时间的个数；实际完成时间只写到月的，与计划同月即为按期。",
    ),
    Metric(
        "节点按期完成率",
        "%",
        "按期完成节点数÷应完成节点数。",
        Ratio(Ref("按期完成节点数"), Ref("应完成节点数")),
        NODE_SCOPES,
    ),
    _count("7天内到期节点数", "in_7_days", "未完成且计划完成时间在数据截止日当天及其后7天以内的节点个数。"),
    _count(
        "30天内到期节点数",
        "in_30_days",
        "未完成且计划完成时间在数据截止日当天及其后30天以内的节点个数，含7天内到期的。",
    ),
    _count("逾期节点数", "is_overdue", "未完成且计划完成时间早于数据截止日的节点个数。"),
    _count(
        "风险时段节点数",
        "is_at_risk",
        "未完成、受天气影响且计划完成时间（已过的按数据截止日）在风险时段内的节点个数；报送的表没有“受天气影响”一栏的，按节点名称判断。",
    ),
    Metric(
        "节点应完成投资",
        "元",
        "列有计划投资的节点中，计划完成时间在本年且不晚于数据截止日的，其计划投资之和。",
        Sum("invest", "is_payable", table=NODES),
        OWNED,
    ),
    Metric("节点项目完成投资", "元", "本年节点列有计划投资的项目，其本年完成投资之和。", Sum("node_ytd"), OWNED),
    Metric(
        "计划进度差",
        "元",
        "节点项目完成投资−节点应完成投资，正数为超前；节点没有列计划投资的，无此项。",
        Minus(Ref("节点项目完成投资"), Ref("节点应完成投资")),
        OWNED,
    ),
)
ROUTES: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}
