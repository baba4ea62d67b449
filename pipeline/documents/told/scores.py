"""Scores, and figures of any unit, come in; the digits that documents of 考核 print go out."""

from __future__ import annotations

from pipeline.documents.quantity import NOTHING, POINTS, RATE, Amount, Quantity, decimal, exact


def marks(amount: Amount, places: int = 2) -> str:
    """得分、加减分 → ``86.53``、``-1.50``，默认两位小数（单位“分”写在后面）。"""
    value = exact(amount, ("分",))
    return NOTHING if value is None else decimal(value, places)


def with_unit(amount: Amount, places: int = 1) -> str:
    """指标的数按自己的单位印：``34.7%``、``3个``、``12.5天``、``192.13亿元``；比率和平均数的小数位数可改。"""
    value, unit = exact(amount), amount.unit if isinstance(amount, Quantity) else ""
    if value is None:
        return NOTHING
    if unit == "元":
        return f"{decimal(value, 2, 10**8)}亿元"
    return decimal(value, places if unit in (*RATE, *POINTS) or value.denominator > 1 else 0) + unit
