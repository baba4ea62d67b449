"""The figures of 要素保障: which department has an unstarted project in its hands, how long problems have been open,
which are new, solved, or to be taken to a meeting; and how the 产业链 rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.measure.metric import CHAINS, CITY, OF_PROBLEMS, Metric
from pipeline.model import Count, Literal, Minus, Place, Ratio, Ref, Sum
from pipeline.model.terms import PROBLEMS

MEAN = Ratio(Sum("open_days", "is_dated", table=PROBLEMS, unit="天"), Count("is_dated", PROBLEMS), "is_undated", 1)
METRICS = (
    Metric(
        "平均未办结天数",
        "天",
        "未解决问题自提出日期至数据截止日的平均天数；没有提出日期的不计。",
        MEAN,
        OF_PROBLEMS,
    ),
    Metric(
        "本月新增问题数",
        "个",
        "上月清单没有、本月列入的问题个数；没有上月清单的，为提出日期在本月的。",
        Count("is_new_now", PROBLEMS),
        OF_PROBLEMS,
    ),
    Metric(
        "本月销号数",
        "个",
        "上月未解决、本月已办结的问题个数；上月清单没有的，为销号日期在本月的。",
        Count("is_closed_now", PROBLEMS),
        OF_PROBLEMS,
    ),
    Metric("列入议题数", "个", "未解决问题中，按规则提交要素保障专班联席会议的个数。", Count("for_agenda", PROBLEMS),
           OF_PROBLEMS),
    Metric("提请市级数", "个", "未解决问题中，按规则提请市委市政府研究的个数。", Count("for_submission", PROBLEMS),
           OF_PROBLEMS),
    Metric("产业链名次", "名", "各产业链按年度投资完成率由高到低的名次，相同的并列；没有年度计划的不排名。",
           Place("年度投资完成率", among="产业链"), CHAINS),
    Metric("上期产业链名次", "名", "上期数据按本期口径计算的产业链名次。", Literal(None, "上期"), CHAINS),
    Metric("产业链名次变化", "位", "上期产业链名次−产业链名次，正数为上升。",
           Minus(Ref("上期产业链名次"), Ref("产业链名次")), CHAINS),
)  # fmt: skip
ELEMENTS: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}


def department_metrics(departments: Iterable[str]) -> Mapping[str, Metric]:
    """卡点部门、未办结部门，每个办理手续的部门各一个。"""
    made = (metric for department in departments for metric in _department_metrics(department))
    return {metric.name: metric for metric in made}


def _department_metrics(name: str) -> tuple[Metric, Metric]:
    stuck = f"未开工项目中，首个未办结环节由{name}办理的个数。"
    unfinished = f"未开工项目中，由{name}办理的环节有未办结的个数。"
    return (
        Metric(f"卡点部门:{name}", "个", stuck, Count(f"blocked_by.{name}"), CITY),
        Metric(f"未办结部门:{name}", "个", unfinished, Count(f"open_by.{name}"), CITY),
    )
