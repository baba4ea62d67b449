"""Figures of the whole city, or of one member, come in; the charts that documents may print of them go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.charts.chart_style import COMPARED, GROWTH, LEVEL, STACKED, TREND
from pipeline.documents.ground import CITY, Ground
from pipeline.documents.quantity import Quantity
from pipeline.documents.wording import rate
from pipeline.model import Measured, Period
from pipeline.model.terms import BATCHES

Row = Mapping[str, Any]
Value = int | Fraction | None

STAGES = ("在谈", "签约", "落地")
COLOURS = ("红灯", "黄灯", "绿灯", "未亮灯")
RATE, TIME = "年度投资完成率", "时序进度"
WAN = 10**4


def completion(towns: Iterable[Row], city: Row) -> Chart:
    """镇街完成率: the 镇街 in their given order, dark where 时序 is met, light where not, against its level line."""
    rows = list(towns)
    schedule = city.get(TIME, Quantity(None, "%"))
    values = [_fraction(row[RATE]) for row in rows]
    met = tuple(value if _reaches(value, schedule) else None for value in values)
    short = tuple(None if _reaches(value, schedule) else value for value in values)
    series = [Series("达到时序进度", met), Series("未达时序进度", short)]
    if schedule.value is not None:
        series.append(Series(f"时序进度（{rate(schedule)}）", (_fraction(schedule),) * len(rows)))
    names = tuple(row["镇街"] for row in rows)
    return Chart(LEVEL, "各镇街年度投资完成率与时序进度", names, tuple(series), "%", 1)


def _reaches(value: Fraction | None, schedule: Quantity) -> bool:
    return value is not None and (schedule.value is None or value >= schedule.value)


def lights(chains: Iterable[Row]) -> Chart:
    """产业链亮灯: how many projects of each 产业链 show which light."""
    rows = [row for row in chains if row["项目总数"]]
    series = tuple(Series(colour, tuple(row[f"{colour}数"].value for row in rows)) for colour in COLOURS)
    return Chart(STACKED, "各产业链项目亮灯情况", tuple(row["名称"] for row in rows), series, "个")


def trend(measured: Measured, scope: str) -> Chart:
    """全年走势, 走势: 年度投资完成率 at the end of each month of the year beside 时序进度, with a gap where a month has
    no data."""
    months = {one.period.month: one for one in (*measured.past, measured)}
    known = [months.get(month) for month in range(1, measured.period.month + 1)]
    rates, times = (tuple(_figure(one, scope, name) for one in known) for name in (RATE, TIME))
    behind = None not in (rates[-1], times[-1]) and (rates[-1] or 0) < (times[-1] or 0)
    title = f"{scope.partition(':')[2] or scope}年度投资完成率与时序进度"
    names = tuple(f"{month}月" for month in range(1, measured.period.month + 1))
    series = Series(RATE, rates, "below" if behind else "above"), Series(TIME, times)
    return Chart(TREND, title, names, series, "%", 1)


def _figure(measured: Measured | None, scope: str, name: str) -> Value:
    figure = measured.index.get((scope, name)) if measured else None
    return figure.value if figure else None


def growth(title: str, months: Sequence[tuple[str, int | None]]) -> Chart:
    """本年完成投资 of one project, or of anything else, by month: 元 come in, 万元 are shown."""
    values = tuple(None if value is None else Fraction(value, WAN) for _, value in months)
    return Chart(GROWTH, title, tuple(name for name, _ in months), (Series("本年完成投资", values),), "万元")


def batches(measured: Measured, scope: str = CITY) -> Chart:
    """项目流转: how many are in each of the four batches, beside the last period's where they are known."""
    now = Series(_end(measured.period), tuple(_figure(measured, scope, batch) for batch in BATCHES))
    then = tuple(_figure(measured, scope, f"上期{batch}") for batch in BATCHES)
    before = (Series(_end(measured.previous), then),) if measured.previous and None not in then else ()
    return Chart(COMPARED, "储备、开工、建设、投产四批项目数", BATCHES, (*before, now), "个")


def _end(period: Period) -> str:
    return period.name if period.weekly else f"{period.month}月末"


def sources(measured: Measured) -> Chart:
    """招引来源: 招引 of each 来源区域 by stage."""
    scopes = measured.scopes("来源区域:")
    series = tuple(Series(stage, tuple(_figure(measured, scope, f"{stage}数") for scope in scopes)) for stage in STAGES)
    return Chart(STACKED, "各来源区域招引项目数", tuple(scope.partition(":")[2] for scope in scopes), series, "个")


def member_charts(ground: Ground) -> dict[str, Chart]:
    """图 of one member, in 本范围."""
    return {"走势": trend(ground.measured, ground.scope), "项目流转": batches(ground.measured, ground.scope)}


def city_charts(measured: Measured, towns: Iterable[Row], chains: Iterable[Row], city: Row) -> dict[str, Chart]:
    """图."""
    return {
        "镇街完成率": completion(towns, city),
        "产业链亮灯": lights(chains),
        "项目流转": batches(measured),
        "全年走势": trend(measured, CITY),
        "招引来源": sources(measured),
    }


def _fraction(quantity: Quantity) -> Fraction | None:
    return None if quantity.value is None else Fraction(quantity.value)
