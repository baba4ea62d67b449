"""Items of 督办 typed in a test come in, a line each; what following would give of them, and a month that counts them,
go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from pipeline.model import Event, Figure, Followed, Item, Measured, Period, Step
from tests.documents.month import a_month

MAY, APRIL = Period.parse("2026-05"), Period.parse("2026-04")
ITEMS = """
督2026-001|城关街道|甲项目投资进度滞后|规则|立即落实|立项 2026-04 2026-04-30 2026-05-15；反馈 2026-05 2026-05-20 - 已加班赶工|甲项目
督2026-002|石磨镇|丙项目应开工未开工|规则|研判|立项 2026-04 2026-04-30 2026-05-12；逾期 2026-05 2026-05-31；转黄 2026-05 2026-05-31 2026-06-10|丙项目
督2026-003|市发改局|丙项目用地指标未落实|联席会议|提报|立项 2026-03 2026-03-31 2026-04-10；提级 2026-05 2026-05-31 - - 专班联席会议|丙项目
督2026-004|柳渡镇|丁项目三个月无进展|规则|立即落实|立项 2026-04 2026-04-30 2026-05-20；反馈 2026-05 2026-05-18；核查 2026-05 2026-05-31；办结 2026-05 2026-05-18；销号 2026-05 2026-05-31|丁项目
督2026-005|城关街道|乙项目数据前后矛盾|规则|立即落实|立项 2026-05 2026-05-31 2026-06-12；核查不通过 2026-05 2026-05-31 - 反馈已完成，本年完成投资仍为900万元|乙项目
督2026-006|东岭街道|已了结的旧事项|批示|研判|立项 2026-03 2026-03-31 2026-04-10；销号 2026-04 2026-04-30|
"""  # noqa: E501
STEPS = {step.value: step for step in Step}


def items(text: str = ITEMS) -> tuple[Item, ...]:
    """督办编号|承办单位|事项|来源|处置|步骤 期间 日期 时限 说明 层级；…|项目名称 (``-`` for nothing)."""
    return tuple(_item(line.split("|")) for line in text.strip().splitlines())


def _item(cells: Sequence[str]) -> Item:
    number, unit, matter, source, disposal, steps, name = cells
    events = tuple(_event(step.split(" ")) for step in steps.split("；"))
    key = f"{events[0].period}|{matter}"
    return Item(number, key, matter, source, "", matter, unit, name, name, "", disposal, "第5次调度会", events)


def _event(words: Sequence[str]) -> Event:
    step, period, day, deadline, note, tier = [*words, *["-"] * (6 - len(words))]
    until = None if deadline == "-" else date.fromisoformat(deadline)
    said = ["" if word == "-" else word for word in (note, tier)]
    return Event(STEPS[step], period, Period.parse(period).as_of, date.fromisoformat(day), said[0], until, said[1])


def followed(text: str = ITEMS, period: Period = MAY) -> Followed:
    return Followed(period, items(text) if text.strip() else ())


def supervised(month: Measured | None = None, of: Followed | None = None) -> Measured:
    """The month with figures of 督办 as they would be counted, and other ones for the month before."""
    month, of = month or a_month(), of or followed()
    units = dict.fromkeys(item.unit for item in of.items)
    scopes = [("全市", of.items), *((f"承办单位:{unit}", _of(unit, of.items)) for unit in units)]
    figures = [figure for scope, found in scopes for figure in _figures(scope, found, of.period)]
    last = [
        replace(figure, name=f"上期{figure.name}", value=20 if figure.unit == "%" else 1)
        for figure in figures[:10]
        if of.items
    ]
    return replace(month, figures=(*month.figures, *figures, *last))


def _of(unit: str, found: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in found if item.unit == unit)


def _figures(scope: str, found: Sequence[Item], period: Period) -> list[Figure]:
    due = [item for item in found if item.deadline and item.deadline <= period.as_of]
    done = [item for item in due if item.day(Step.DONE)]
    rate = Fraction(len(done) * 100, len(due)) if due else None
    counts = {
        "督办事项数": len(found),
        "督办应办结数": len(due),
        "督办办结数": len(done),
        "督办按时办结数": len(done),
        "督办逾期数": sum(item.overdue(period.as_of) for item in found),
        "督办提级数": sum(bool(item.tier) for item in found),
        "督办未办结数": sum(item.is_open for item in found),
        "督办新立项数": sum(item.events[0].period == period.text for item in found),
    }
    rates = {"督办办结率": rate, "督办按时率": rate}
    plain = [Figure(scope, name, value, "项", "口径。") for name, value in counts.items()]
    return plain + [Figure(scope, name, value, "%", "口径。") for name, value in rates.items()]
