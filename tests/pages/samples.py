"""Small views for the tests of the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.model import Event, Item, Period, Registered, Standing, Step
from pipeline.pages import DeskView, Lights, Paper, PeriodView, Place, Progress, TodoView, Trouble

MAY, APRIL = Period.parse("2026-05"), Period.parse("2026-04")
NASTY = "<script>alert(1)</script>\"'&javascript:alert(1)"
ISSUED = Registered(
    "示推办",
    2026,
    5,
    "示推办〔2026〕5号",
    Standing.ISSUED,
    "关于2026年1—5月全市重点项目推进情况的通报",
    date(2026, 6, 8),
    "2026-05",
    "调度通报",
    path="印发/2026-05/调度通报.docx",
    sha256="0123456789abcdef" * 4,
)
VOID = replace(
    ISSUED,
    number=4,
    text="示推办〔2026〕4号",
    standing=Standing.VOID,
    reason="数据有误",
    voided=date(2026, 6, 7),
)


def a_place(name: str, rate: str | None, rank: int | None, **more: Any) -> Place:
    exact = None if rate is None else Fraction(rate)
    gap = None if exact is None else exact - Fraction(125, 3)
    return Place(name, Lights(2, 1, 5, 1), exact, gap, rank=rank, **more)


def some_progress(**changes: Any) -> Progress:
    towns = (
        a_place("东岭街道", "58.05", 1, climbed=2, moved=Fraction("7.949")),
        a_place("石磨镇", "41.625", 2, climbed=-1, moved=Fraction("-0.04")),
        a_place("柳渡镇", None, None),
    )
    figures = Progress(
        MAY,
        date(2026, 5, 31),
        a_place("全市", "34.693477", None),
        towns,
        Fraction("41.666667"),
        300,
        258,
        20,
        Fraction(55379200000),
        Fraction(19212970000),
    )
    return replace(figures, **changes)


def a_desk(**changes: Any) -> DeskView:
    """May is blocked by one town, April made and issued."""
    trouble = Trouble("双栗镇", 5, ("甲错。", "乙错。", "丙错。"), ("2026-05/退回/双栗镇/双栗5月.xlsx",))
    may = PeriodView(MAY, "blocked", workbooks=("2026-05/数据核查.xlsx",), troubles=(trouble,), files=3)
    paper = Paper("调度通报", 1, "2026-04/调度通报.docx", registered=(replace(ISSUED, period="2026-04"),))
    april = PeriodView(APRIL, "made", (paper,), ("2026-04/底稿.xlsx",), todo="2026-04/待办.html")
    return replace(DeskView("示例市", "示例市工业推进办公室", (may, april), some_progress()), **changes)


def a_todo(**changes: Any) -> TodoView:
    return replace(TodoView("示例市", "示例市工业推进办公室", MAY, "made"), **changes)


def an_item(number: str, deadline: date, *steps: Step, tier: str = "") -> Item:
    first = Event(Step.RAISED, "2026-04", date(2026, 4, 30), date(2026, 4, 30), deadline=deadline)
    later = (Event(step, "2026-05", MAY.as_of, date(2026, 5, 25), tier=tier) for step in steps)
    return Item(number, number, number, "规则", "red", f"督促{number}", "柳渡镇", events=(first, *later))
