"""The figures that 周调度 adds to the official ones: what moved in a week, and the on-site records."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.measure.metric import CITY, EVERYWHERE, Metric
from pipeline.model import Count, Sum
from pipeline.model.terms import INSPECTIONS, PROBLEMS

METRICS = (
    Metric(
        "本周完成投资",
        "元",
        "本年完成投资与上周同口径之差；上周没有的项目从0起算；跨年后的第一周为本年完成。",
        Sum("week_flow", complete=True),
        EVERYWHERE,
        weekly=True,
    ),
    Metric(
        "本周有进展项目数",
        "个",
        "本年完成投资比上周增加，或本周新开工、变更阶段、办结手续的项目个数。",
        Count("moved"),
        EVERYWHERE,
        weekly=True,
    ),
    Metric("本周新开工数", "个", "本周已开工而上周未开工的项目个数。", Count("is_new_start"), EVERYWHERE, weekly=True),
    Metric("本周阶段变化数", "个", "项目阶段与上周不同的项目个数。", Count("stage_changed"), EVERYWHERE, weekly=True),
    Metric(
        "本周办结手续项目数",
        "个",
        "上周未办结的手续本周办结的项目个数。",
        Count("permit_gained"),
        EVERYWHERE,
        weekly=True,
    ),
    Metric(
        "本周解决问题数",
        "个",
        "上周未解决、本周已办结的问题个数；上周未列的，为销号日期在本周的。",
        Count("newly_solved", PROBLEMS),
        EVERYWHERE,
        weekly=True,
    ),
    Metric(
        "现场督查记录数",
        "个",
        "现场督查记录表所列记录条数，一个项目查一次为一条。",
        Count("counted", INSPECTIONS),
        CITY,
    ),
)
WEEKLY: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}
