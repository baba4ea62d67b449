from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from lxml import etree
from openpyxl import load_workbook

from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.charts.chart_style import STYLES
from pipeline.documents.charts.charts import growth, member_charts
from pipeline.documents.quantity import decimal
from pipeline.documents.told.context import context
from pipeline.model import Measured
from tests.documents.charted import C, Held, cached, in_workbook
from tests.documents.grounds import ground
from tests.documents.month import APRIL, a_month

LIGHTS = ("红灯", "黄灯", "绿灯", "未亮灯")


def drawn(chart: Chart) -> etree._Element:
    return etree.fromstring(chart.additions(1)[0].data)


def held(chart: Chart) -> Held:
    """What both places say, which is the same."""
    xml, _, book = (part.data for part in chart.additions(1))
    assert cached(xml) == in_workbook(book)
    return cached(xml)


def said(month: Measured) -> Mapping[str, Chart]:
    charts: Mapping[str, Chart] = context(ground(month))["图"]
    return charts


def told(month: Measured, scope: str, name: str, places: int = 0) -> float | None:
    value = month.index[scope, name].value
    return None if value is None else float(decimal(value, places))


def test_towns_stand_by_rank_and_each_is_dark_or_light_by_whether_it_met_the_schedule() -> None:
    month = a_month()
    shown = held(said(month)["镇街完成率"])
    dark, light, level = shown.values()
    assert list(shown) == ["达到时序进度", "未达时序进度", "时序进度（41.7%）"]
    assert list(dark) == ["城关街道", "柳渡镇", "石磨镇"] and set(level.values()) == {41.7}
    for town in dark:
        rate, met = told(month, f"镇街:{town}", "年度投资完成率", 1), month.index[f"镇街:{town}", "时序差"].value
        assert ((dark[town], light[town]) == (rate, None)) == (met is not None and met >= 0)
        assert rate in (dark[town], light[town])


def test_lights_are_those_of_the_figures_chain_by_chain() -> None:
    month = a_month()
    shown = held(said(month)["产业链亮灯"])
    assert list(shown) == list(LIGHTS)
    for light, chains in shown.items():
        assert chains == {name: told(month, f"产业链:{name}", f"{light}数") for name in ("新材料", "高端装备")}


def test_the_trend_leaves_a_gap_where_a_month_has_no_data() -> None:
    april = a_month(period=APRIL)
    month = replace(a_month(), past=(april,))
    rates, times = held(said(month)["全年走势"]).values()
    expected = {"4月": told(april, "全市", "年度投资完成率", 1), "5月": told(month, "全市", "年度投资完成率", 1)}
    assert rates == {"1月": None, "2月": None, "3月": None, **expected}
    assert (times["3月"], times["4月"], times["5月"]) == (None, 33.3, 41.7)


def test_a_member_has_the_trend_of_its_own_figure() -> None:
    month = replace(a_month(), past=(a_month(period=APRIL),))
    rates, _ = held(member_charts(ground(month).of("镇街", "石磨镇"))["走势"]).values()
    assert rates["5月"] == told(month, "镇街:石磨镇", "年度投资完成率", 1)


def test_a_city_without_projects_has_charts_without_columns() -> None:
    charts = said(a_month("", ""))
    assert held(charts["全年走势"])["年度投资完成率"]["5月"] is None
    assert not charts["产业链亮灯"].categories and not charts["镇街完成率"].categories


def test_money_by_month_is_shown_in_wan() -> None:
    chart = growth("甲项目", [("3月", 12_345_000), ("4月", None), ("5月", 20_000_000)])
    assert held(chart) == {"本年完成投资": {"3月": 1235, "4月": None, "5月": 2000}}
    assert load_workbook(io.BytesIO(chart.additions(1)[2].data))["数据"]["A1"].value == "单位：万元"


def every_kind() -> dict[str, Chart]:
    month = replace(a_month(), past=(a_month(period=APRIL),))
    charts = [*said(month).values(), growth("增长", [("5月", 1)])]
    return {chart.kind: chart for chart in charts}


def test_nothing_is_left_to_the_reader_s_program_to_guess() -> None:
    charts = every_kind()
    assert set(charts) == set(STYLES)
    for kind, chart in charts.items():
        xml = chart.additions(1)[0].data.decode()
        lines = sum(len(lines.findall(f"{C}ser")) for lines in drawn(chart).iter(f"{C}lineChart"))
        assert xml.count('<c:smooth val="0"/>') == lines, kind
        assert '<c:dispBlanksAs val="gap"/>' in xml and '<c:externalData r:id="rId1">' in xml, kind
        assert xml.count("<a:ea ") == xml.count("<a:latin ") > 0, kind
        assert xml.count("<c:delete ") == 2, kind


def test_only_greys_are_used_and_those_of_one_chart_are_apart() -> None:
    for kind, chart in every_kind().items():
        fills = [fill for one in drawn(chart).iter(f"{C}ser") for fill in _fills(one)]
        assert all(re.fullmatch("(..)\\1\\1", fill) for fill in fills), kind
        shades = sorted({int(fill[:2], 16) for fill in fills})
        assert all(later - earlier >= 0x24 for earlier, later in pairwise(shades)), kind


def _fills(series: etree._Element) -> list[str]:
    main = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    found = series.findall(f"{C}spPr/{main}solidFill/{main}srgbClr")
    return [one.get("val", "") for one in found]


@pytest.mark.parametrize(("value", "expected"), [(Fraction(125, 3), 41.7), (Fraction(1665, 100), 16.7), (None, None)])
def test_values_are_rounded_once_as_tables_print_them(value: Fraction | None, expected: float | None) -> None:
    chart = Chart("trend", "图", ("5月",), (), "%", 1)
    assert chart.shown(Series("甲", (value,))) == (expected,)
