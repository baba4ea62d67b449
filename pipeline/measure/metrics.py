"""The official figures: one function a metric, its docstring is the 口径, its result the tree that computes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.measure.elements import ELEMENTS, department_metrics
from pipeline.measure.metric import COMPARED, EVERYWHERE, OF_PROBLEMS, RANKED, WITH_DEPARTMENTS, Metric
from pipeline.measure.routes import ROUTES
from pipeline.measure.supply import SUPPLY
from pipeline.measure.weekly import WEEKLY
from pipeline.model import Count, Literal, Minus, Place, Ratio, Ref, Sum, Term
from pipeline.model.terms import PROBLEMS

__all__ = ["GIVEN", "METRICS", "Metric", "all_metrics"]

METRICS: dict[str, Metric] = {}


def metric(name: str, unit: str, scopes: tuple[str, ...] = EVERYWHERE) -> Callable[[Callable[[], Term]], None]:
    """Register a metric under its official name; the function's docstring is the 口径 that documents print."""

    def register(build: Callable[[], Term]) -> None:
        METRICS[name] = Metric(name, unit, " ".join((build.__doc__ or "").split()), build(), scopes)

    return register


@metric("项目总数", "个")
def projects() -> Term:
    """接收的项目个数；打包项目连同子项计一个。"""
    return Count("counted")


@metric("已开工数", "个")
def started() -> Term:
    """项目阶段为在建、竣工、投产，或是否开工为是，或开工时间不晚于数据截止日的项目个数。"""
    return Count("is_started")


@metric("未开工数", "个")
def waiting() -> Term:
    """项目总数中未开工的项目个数。"""
    return Count("is_waiting")


@metric("开工率", "%")
def start_rate() -> Term:
    """已开工数÷项目总数。"""
    return Ratio(Ref("已开工数"), Ref("项目总数"))


@metric("应开工数", "个")
def due() -> Term:
    """计划开工时间不晚于数据截止日的项目个数。"""
    return Count("is_due")


@metric("应开未开数", "个")
def late_start() -> Term:
    """应开工项目中未开工的个数。"""
    return Count("is_late_start")


@metric("应开工开工率", "%")
def due_start_rate() -> Term:
    """应开工项目中已开工的个数÷应开工数。"""
    return Ratio(Count("is_due_started"), Ref("应开工数"))


@metric("竣工数", "个")
def finished() -> Term:
    """项目阶段为竣工或投产的项目个数。"""
    return Count("is_finished")


@metric("投产数", "个")
def producing() -> Term:
    """项目阶段为投产的项目个数。"""
    return Count("is_producing")


@metric("未明确责任科室项目数", "个")
def without_section() -> Term:
    """项目进度表、重点项目清单和节点计划表都没有写明责任科室的项目个数。"""
    return Count("no_section")


@metric("未明确责任人项目数", "个")
def without_person() -> Term:
    """项目进度表、重点项目清单和节点计划表都没有写明责任人的项目个数。"""
    return Count("no_person")


@metric("总投资", "元")
def total() -> Term:
    """各项目总投资之和；打包项目的资金计一次。"""
    return Sum("total")


@metric("年度计划投资", "元")
def plan() -> Term:
    """各项目年度计划投资之和。"""
    return Sum("plan")


@metric("本年完成投资", "元")
def ytd_done() -> Term:
    """各项目自1月1日至数据截止日完成投资之和，不含上年。"""
    return Sum("ytd_done")


@metric("自开工累计完成投资", "元")
def cum_done() -> Term:
    """各项目自开工至数据截止日完成投资之和；没有填报的按上年末累计加本年完成，仍无的不计。"""
    return Sum("cum_known")


@metric("年度投资完成率", "%")
def completion() -> Term:
    """年度计划大于0的项目的本年完成投资之和÷年度计划投资之和；可以超过100%。"""
    return Ratio(Sum("ytd_done", "has_plan"), Sum("plan", "has_plan"), without="no_plan")


@metric("时序差", "个百分点")
def against_time() -> Term:
    """年度投资完成率−时序进度。"""
    return Minus(Ref("年度投资完成率"), Ref("时序进度"))


@metric("时序差额", "元")
def against_time_in_money() -> Term:
    """年度计划大于0的各项目，本年完成投资−年度计划投资×时序进度（逐项目取整到元）之和；负数为落后。"""
    return Sum("time_gap", "has_plan")


@metric("余月月均需完成投资", "元")
def needed_a_month() -> Term:
    """年度计划大于0的各项目，年度计划投资未完成部分÷本年余下月数（逐项目取整到元，已完成计划的为0）之和；12月无此数。"""
    return Sum("needed_a_month", "has_plan")


@metric("达到时序数", "个")
def on_time() -> Term:
    """年度计划大于0、已开工或已到计划开工时间的项目中，年度投资完成率不低于时序进度的个数；1月、2月不评。"""
    return Count("is_on_time")


@metric("低于时序数", "个")
def behind_time() -> Term:
    """年度计划大于0、已开工或已到计划开工时间的项目中，年度投资完成率低于时序进度的个数；1月、2月不评。"""
    return Count("is_behind")


@metric("当月完成投资", "元")
def month_flow() -> Term:
    """本年完成投资与上月同口径之差；上月没有的项目从0起算；1月为本年完成；没有上月数据的，本月完成投资全部填报时取其和。"""
    return Sum("month_flow", complete=True)


@metric("本月新开工数", "个")
def new_starts() -> Term:
    """本期已开工而上期未开工的项目个数；没有上期数据的，为开工时间在本月的项目个数。"""
    return Count("is_new_start")


@metric("30天内拟开工数", "个")
def starting_soon() -> Term:
    """未开工项目中，计划开工时间在数据截止日后30天以内的个数。"""
    return Count("starts_soon")


@metric("纳统数", "个")
def in_statistics() -> Term:
    """是否纳统为是的项目个数。"""
    return Count("is_in_stats", asks="in_stats")


@metric("红灯数", "个")
def red() -> Term:
    """投资灯与开工灯中较差者为红的项目个数。"""
    return Count("light.红灯")


@metric("黄灯数", "个")
def yellow() -> Term:
    """投资灯与开工灯中较差者为黄的项目个数。"""
    return Count("light.黄灯")


@metric("绿灯数", "个")
def green() -> Term:
    """投资灯为绿而没有开工灯的项目个数。"""
    return Count("light.绿灯")


@metric("未亮灯数", "个")
def unlit() -> Term:
    """既无投资灯又无开工灯的项目个数。"""
    return Count("light.未亮灯")


@metric("问题总数", "个", OF_PROBLEMS)
def problems() -> Term:
    """要素保障问题清单所列问题个数；没有清单的，为项目进度表中填有存在问题的个数。"""
    return Count("counted", PROBLEMS)


@metric("已解决数", "个", OF_PROBLEMS)
def solved() -> Term:
    """状态为已办结的问题个数。"""
    return Count("is_solved", PROBLEMS)


@metric("未解决数", "个", OF_PROBLEMS)
def unsolved() -> Term:
    """状态为未办结的问题个数。"""
    return Count("is_open", PROBLEMS)


@metric("逾期数", "个", OF_PROBLEMS)
def overdue() -> Term:
    """未办结且完成时限早于数据截止日的问题个数。"""
    return Count("is_overdue", PROBLEMS)


@metric("需提级数", "个", OF_PROBLEMS)
def to_escalate() -> Term:
    """未办结且提请市级协调，或逾期超过15天的问题个数。"""
    return Count("needs_escalation", PROBLEMS)


@metric("名次", "名", RANKED)
def rank() -> Term:
    """各镇街按年度投资完成率由高到低的名次，相同的并列；没有年度计划的不排名。"""
    return Place("年度投资完成率")


@metric("类别名次", "名", RANKED)
def rank_in_category() -> Term:
    """同一考核类别的镇街按年度投资完成率由高到低的名次，相同的并列。"""
    return Place("年度投资完成率", within="考核类别")


@metric("名次变化", "位", RANKED)
def rank_change() -> Term:
    """上期名次−名次，正数为上升。"""
    return Minus(Ref("上期名次"), Ref("名次"))


@metric("环比变化", "个百分点", COMPARED)
def on_last_period() -> Term:
    """年度投资完成率与上期同口径之差。"""
    return Minus(Ref("年度投资完成率"), Ref("上期年度投资完成率"))


GIVEN = {
    "时序进度": Metric("时序进度", "%", "已过月数÷12；周为上一个完整月份的时序。", Literal(None, "日历")),
    "上期名次": Metric("上期名次", "名", "上期数据按本期口径计算的名次。", Literal(None, "上期"), RANKED),
    "上期年度投资完成率": Metric(
        "上期年度投资完成率", "%", "上期数据按本期口径计算的年度投资完成率。", Literal(None, "上期"), COMPARED
    ),
}


def permit_metrics(permits: tuple[str, ...]) -> Mapping[str, Metric]:
    """卡点、未办结、手续办结率，每项手续各一个。"""
    made = [metric for permit in permits for metric in _permit_metrics(permit)]
    return {metric.name: metric for metric in made}


def _permit_metrics(permit: str) -> tuple[Metric, Metric, Metric]:
    stuck = f"未开工项目中，首个未办结环节为{permit}的个数。"
    unfinished = f"未开工项目中，{permit}既未办结又非不涉及的个数。"
    rate = f"{permit}办结的项目个数÷涉及{permit}的项目个数。"
    done = Ratio(Count(f"done.{permit}"), Count(f"needed.{permit}"))
    return (
        Metric(f"卡点:{permit}", "个", stuck, Count(f"blocked.{permit}"), WITH_DEPARTMENTS),
        Metric(f"未办结:{permit}", "个", unfinished, Count(f"open.{permit}")),
        Metric(f"手续办结率:{permit}", "%", rate, done),
    )


def all_metrics(permits: tuple[str, ...], departments: tuple[str, ...] = ()) -> Mapping[str, Metric]:
    """Every metric by its name; ``departments`` are those that hold the permits."""
    made = {**METRICS, **SUPPLY, **WEEKLY, **ROUTES, **GIVEN, **permit_metrics(permits)}
    return {**made, **ELEMENTS, **department_metrics(departments)}
