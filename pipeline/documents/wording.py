"""Exact quantities, dates and lists come in; the words and digits that a document prints go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from pipeline.documents.engine.masthead import fitted
from pipeline.documents.quantity import (
    NOTHING,
    POINTS,
    RATE,
    YUAN,
    Amount,
    Exact,
    Quantity,
    WordingError,
    decimal,
    exact,
)
from pipeline.documents.told.scores import marks, with_unit
from pipeline.model import Day, PipelineError

DIGITS = "〇一二三四五六七八九"


def _printed(amount: Amount, units: Sequence[str], scale: int, places: int, tail: str = "") -> str:
    value = exact(amount, units)
    return NOTHING if value is None else decimal(value, places, scale) + tail


def hundred_millions(amount: Amount, places: int = 2) -> str:
    """元 → ``192.13亿元``，默认两位小数；无此数印“—”。"""
    return _printed(amount, YUAN, 10**8, places, "亿元")


def ten_thousands(amount: Amount, places: int = 0) -> str:
    """元 → ``3560万元``，默认不留小数。"""
    return _printed(amount, YUAN, 10**4, places, "万元")


def hundred_millions_cell(amount: Amount, places: int = 2) -> str:
    """表格用：元 → ``192.13``（亿元，单位写在表头）。"""
    return _printed(amount, YUAN, 10**8, places)


def ten_thousands_cell(amount: Amount, places: int = 0) -> str:
    """表格用：元 → ``3560``（万元，单位写在表头）。"""
    return _printed(amount, YUAN, 10**4, places)


def ten_thousands_exact(amount: Amount) -> str:
    """表格用：元 → ``3560``、``3560.5``（万元，有几位印几位，不四舍五入），用于逐项核对。"""
    digits = _printed(amount, YUAN, 10**4, 4)
    return digits.rstrip("0").removesuffix(".") if "." in digits else digits


def rate(amount: Amount, places: int = 1) -> str:
    """百分数 → ``34.7%``，默认一位小数，半角百分号，不封顶。"""
    return _printed(amount, RATE, 1, places, "%")


def rate_cell(amount: Amount, places: int = 1) -> str:
    """表格用：百分数 → ``34.7``（单位 % 写在表头）。"""
    return _printed(amount, RATE, 1, places)


def mean(amount: Amount, places: int = 1) -> str:
    """平均数 → ``45.3``，默认一位小数，单位另写：``平均{{ 全市.平均未办结天数|平均数 }}天``。"""
    return _printed(amount, (), 1, places)


def points(amount: Amount, places: int = 1) -> str:
    """百分点之差的绝对值 → ``7.0个百分点``；高低由句子说。"""
    value = exact(amount, POINTS)
    return NOTHING if value is None else f"{decimal(_size(value), places)}个百分点"


def points_cell(amount: Amount, places: int = 1) -> str:
    """表格用：百分点之差带正负号 → ``+2.3``、``-7.0``、``0.0``。"""
    value = exact(amount, POINTS)
    if value is None:
        return NOTHING
    digits = decimal(value, places)
    return f"+{digits}" if value > 0 and digits.strip("0.") else digits


def _size(value: Exact) -> Exact:
    return value if value >= 0 else -value


def _leaning(amount: Amount, places: int, up: str, down: str, level: str) -> str:
    value = exact(amount, POINTS)
    if value is None:
        return NOTHING
    digits = decimal(_size(value), places)
    if not digits.strip("0."):
        return level
    return f"{up if value > 0 else down}{digits}个百分点"


def against_schedule(amount: Amount, places: int = 1) -> str:
    """时序差 → ``低于时序进度7.0个百分点``、``高出时序进度…``；印作 0.0 时 ``与时序进度持平``。"""
    return _leaning(amount, places, "高出时序进度", "低于时序进度", "与时序进度持平")


def money_against_schedule(amount: Amount, places: int = 2, than: str = "时序进度") -> str:
    """时序差额（元）→ ``比时序进度少完成38.62亿元``；不足1亿元的印万元，0 为持平；than 是与什么相比。"""
    value = exact(amount, YUAN)
    if value is None or value == 0:
        return NOTHING if value is None else f"与{than}持平"
    size = _size(value)
    told = decimal(size, places, 10**8) + "亿元" if size >= 10**8 else decimal(size, 0, 10**4) + "万元"
    return f"比{than}{'多' if value > 0 else '少'}完成{told}"


def risen(amount: Amount, places: int = 1) -> str:
    """环比变化 → ``提高6.2个百分点``、``下降…``；印作 0.0 时 ``持平``。"""
    return _leaning(amount, places, "提高", "下降", "持平")


def rank_change(amount: Amount) -> str:
    """名次变化（上期名次减本期名次）→ ``上升2位``、``下降1位``、``持平``；无上期 ``—``。"""
    value = exact(amount, ("位",))
    if value is None:
        return NOTHING
    if value == 0:
        return "持平"
    return f"{'上升' if value > 0 else '下降'}{decimal(_size(value), 0)}位"


def count(items: Any) -> str:
    """个数：整数、计数指标或列表的长度 → ``25``。"""
    if isinstance(items, Iterable) and not isinstance(items, (str, bytes)):
        return str(len(list(items)))
    value = exact(items)
    if value is not None and value.denominator != 1:
        raise WordingError("个数应为整数")
    return NOTHING if value is None else decimal(value, 0)


def listed(items: Iterable[Any], field: str = "", most: int = 0) -> str:
    """用顿号连接：``名单|顿号``、``落后镇街|顿号("镇街")``；第二个参数是最多列几个，其余以“等”代。"""
    names = [str(item[field] if field else item) for item in items]
    shown = names[:most] if most else names
    joined = "".join(_joint(left, right) + right for left, right in zip(["", *shown], shown, strict=False))
    return joined + ("等" if len(shown) < len(names) else "")


def _joint(left: str, right: str) -> str:
    """GB/T 15834: no 顿号 between adjoining book-title marks or quotation marks."""
    adjoining = left.endswith(("》", "”")) and right.startswith(("《", "“"))
    return "" if not left or adjoining else "、"


def _day(moment: date | Day | str | None) -> Day | None:
    if isinstance(moment, Day) or moment is None:
        return moment
    if isinstance(moment, datetime):
        return Day(moment.date())
    if isinstance(moment, date):
        return Day(moment)
    try:
        return Day(date.fromisoformat(moment)) if moment else None
    except (TypeError, ValueError):
        raise WordingError(f"“{moment}”不是日期") from None


def full_date(moment: date | Day | str | None) -> str:
    """日期 → ``2026年5月31日``；只知月份 ``2026年5月``；无日期 ``—``。"""
    given = _day(moment)
    if given is None:
        return NOTHING
    month = f"{given.day.year}年{given.day.month}月"
    return month if given.month_only else f"{month}{given.day.day}日"


def month_of(moment: date | Day | str | None) -> str:
    """日期 → ``2026年5月``，用于计划开工时间等只论月份处。"""
    return NOTHING if (given := _day(moment)) is None else full_date(Day(given.day, month_only=True))


def month_and_day(moment: date | Day | str | None) -> str:
    """日期 → ``5月31日``，用于前文已写明年份处。"""
    return NOTHING if (given := _day(moment)) is None else full_date(given).split("年")[1]


def date_cell(moment: date | Day | str | None) -> str:
    """表格用：日期 → ``2026.5.31``；只知月份 ``2026.5``。"""
    return full_date(moment).replace("年", ".").replace("月", ".").removesuffix("日").removesuffix(".")


def ordinal(number: Amount) -> str:
    """1 → ``一``，12 → ``十二``，用于“一、”“（一）”；1 至 99。"""
    value = exact(number)
    if value is None or value.denominator != 1 or not 0 < value < 100:
        raise WordingError("大写序号应为1至99的整数")
    tens, ones = divmod(int(value), 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def bracketed(note: str) -> str:
    """备注 → ``（不含没有填报的3个项目）``；没有备注的不印。"""
    return f"（{note}）" if note else ""


def present(value: Any) -> bool:
    """是否有值：无此数、空文字、空列表为假，零为真；也可写作 ``{% if x is 有 %}``。"""
    value = value.value if isinstance(value, Quantity) else value
    return bool(value) if isinstance(value, (str, list, tuple, Mapping)) else value is not None


def otherwise(value: Any, words: str = NOTHING) -> Any:
    """没有值时印另外的字：``行.首个未办结环节|缺省("—")``。"""
    return value if present(value) else words


def yes_or_no(value: bool | None) -> str:
    """是否类字段 → ``是``、``否``；没有填报 ``—``。"""
    return NOTHING if value is None else "是" if value else "否"


def rounding_gap(rows: Iterable[Mapping[str, Any]], field: str, total: Amount, places: int = 2) -> bool:
    """各行某项金额按亿元印出后相加，是否与印出的合计不等：``{% if 镇街排名|有尾差("总投资", 全市.总投资) %}``。"""
    parts = [value for row in rows if (value := exact(row[field], YUAN)) is not None]
    whole = exact(total, YUAN)
    printed = [Decimal(decimal(part, places, 10**8)) for part in parts]
    return whole is not None and sum(parts) == whole and sum(printed) != Decimal(decimal(whole, places, 10**8))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "亿元": hundred_millions,
    "万元": ten_thousands,
    "百分率": rate,
    "百分点": points,
    "平均数": mean,
    "高低时序": against_schedule,
    "多少时序": money_against_schedule,
    "升降": risen,
    "名次变化": rank_change,
    "亿元数": hundred_millions_cell,
    "万元数": ten_thousands_cell,
    "万元原数": ten_thousands_exact,
    "百分数": rate_cell,
    "百分点数": points_cell,
    "分数": marks,
    "带单位": with_unit,
    "个数": count,
    "序号": count,
    "大写序号": ordinal,
    "顿号": listed,
    "日期": full_date,
    "年月": month_of,
    "月日": month_and_day,
    "日期数": date_cell,
    "括注": bracketed,
    "有": present,
    "缺省": otherwise,
    "是否": yes_or_no,
    "撑满": fitted,
    "有尾差": rounding_gap,
}

TESTS: Mapping[str, Callable[[Any], bool]] = {"有": present}

PRECISION: Mapping[str, tuple[str, ...]] = {
    "亿元": ("亿元", "亿元数", "多少时序", "有尾差"),
    "万元": ("万元", "万元数"),
    "百分率": ("百分率", "百分数", "百分点", "百分点数", "高低时序", "升降", "带单位"),
}


def chosen_filters(precision: Mapping[str, int], where: str) -> dict[str, Callable[..., Any]]:
    """FILTERS with one document's decimals (亿元, 万元, 百分率: 0 to 6); PipelineError names ``where`` and the key."""
    chosen = dict(FILTERS)
    for kind, places in precision.items():
        if kind not in PRECISION or isinstance(places, bool) or not isinstance(places, int) or not 0 <= places <= 6:
            raise PipelineError(f"{where}.precision.{kind} 应为 {'、'.join(PRECISION)} 之一，取 0 至 6 的整数。")
        chosen |= {name: partial(FILTERS[name], places=places) for name in PRECISION[kind]}
    return chosen
