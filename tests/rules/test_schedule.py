"""What the calendar says of a day, read from office.toml, the folders of input/ and how the periods stand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.model import Event, Item, Period, Step
from pipeline.rules.calendar import Calendar
from pipeline.rules.schedule import Due, Stand, Task, plan
from tests.tables import an_office

MADE = {"sent": True, "status": "made"}


def lines(today: str, folders: str = "2026-05", items: tuple[Item, ...] = (), **office: Any) -> list[Due]:
    return list(at(today, folders, {}, items, **office))


def at(
    today: str, folders: str, stands: dict[str, dict[str, Any]], items: tuple[Item, ...] = (), **office: Any
) -> list[Due]:
    """The plan of a day; ``stands`` says how each period stands, nothing was sent for the others."""
    periods = [Period.parse(name) for name in folders.split()]
    found = plan(
        date.fromisoformat(today),
        an_office(**office),
        Calendar(),
        periods,
        lambda period: Stand(period, **stands.get(period.text, {})),
        items=items,
        soon=3,
    )
    return list(found)


def told(dues: list[Due]) -> list[str]:
    """Each line as ``日期 事项 状态 期间``, marked ``*`` where something is to be made now."""
    return [
        f"{due.day:%m-%d} {due.task} {due.state} {due.period.text if due.period else due.what}{'*' * due.run}"
        for due in dues
    ]


def making(today: str, folders: str, **office: Any) -> list[str]:
    stands = {name: {"sent": True} for name in folders.split()}
    dues = [due for due in at(today, folders, stands, **office) if due.task is Task.MAKE]
    return told(dues)


def test_a_month_is_made_on_the_nth_working_day_after_its_end() -> None:
    asked = {"schedule": {"monthly": 5}}
    assert making("2026-06-04", "2026-04 2026-05", **asked) == [
        "05-11 成文 可成文 2026-04*",
        "06-05 成文 未到期 2026-05",
    ]
    assert making("2026-06-05", "2026-04 2026-05", **asked) == [
        "06-05 成文 可成文 2026-05*",
        "07-07 成文 未到期 2026-06",
    ]


def test_without_schedule_it_is_made_when_the_data_must_be_in_else_on_the_first_working_day() -> None:
    assert making("2026-06-03", "2026-05", deadlines={"monthly": 3})[0] == "06-03 成文 可成文 2026-05*"
    assert making("2026-06-01", "2026-05")[0] == "06-01 成文 可成文 2026-05*"


def test_a_week_is_made_on_its_weekday_and_on_a_day_off_the_working_day_before() -> None:
    asked = {"schedule": {"weekly": "周三"}, "deadlines": {"monthly": 5}}
    assert "05-27 成文 可成文 2026-W21*" in making("2026-05-27", "2026-W21", **asked)
    friday = {"schedule": {"weekly": "周五"}}
    assert "06-18 成文 可成文 2026-W24*" in making("2026-06-18", "2026-W24", **friday)  # Friday is 端午节


def test_a_weekday_whose_days_before_are_off_too_never_lies_before_the_end_of_the_week() -> None:
    monday = {"schedule": {"weekly": "周一"}}  # 6 April is 清明节, no working day lies between it and the Sunday
    assert "04-07 成文 可成文 2026-W14*" in making("2026-04-07", "2026-W14", **monday)
    assert not [line for line in making("2026-04-06", "2026-W14", **monday) if "可成文 2026-W14" in line]


def test_a_week_without_working_days_is_not_due() -> None:
    spring = making("2026-02-24", "2026-W07 2026-W08", schedule={"weekly": 1})  # the whole of W08 is 春节
    assert [line for line in spring if "W" in line] == ["02-24 成文 可成文 2026-W07*", "03-02 成文 未到期 2026-W09"]


def test_weeks_are_asked_for_only_where_the_office_has_them() -> None:
    assert not [line for line in making("2026-06-05", "2026-05") if "W" in line]
    assert [line for line in making("2026-06-05", "2026-05", schedule={"weekly": 1}) if "W22" in line]


def test_an_office_is_not_asked_for_periods_before_its_first() -> None:
    assert making("2026-06-02", "2026-05", schedule={"monthly": 5}) == ["06-05 成文 未到期 2026-05"]


@pytest.mark.parametrize(
    ("stand", "state", "run"),
    [
        ({}, "缺报", False),
        ({"sent": True}, "可成文", True),
        ({"sent": True, "status": "checked"}, "可成文", True),
        (MADE, "已成文", False),
        ({"sent": True, "blocked": 2}, "阻断", True),
        ({"sent": True, "blocked": 2, "status": "blocked"}, "阻断", False),
        ({"sent": True, "blocked": 2, "silent": ("柳渡镇",), "status": "blocked"}, "缺报", False),
        ({"sent": True, "blocked": 0, "status": "blocked"}, "可成文", True),
    ],
)
def test_a_run_is_asked_for_only_where_it_would_bring_something_new(
    stand: dict[str, Any], state: str, run: bool
) -> None:
    due = at("2026-06-01", "2026-05", {"2026-05": stand})[0]
    assert (due.state, due.run) == (state, run)


def test_a_blocked_period_names_who_must_act() -> None:
    names = tuple(f"第{at}镇" for at in range(7))
    stand = {"sent": True, "blocked": 9, "silent": names, "returned": ("柳渡镇",)}
    due = at("2026-06-01", "2026-05", {"2026-05": stand})[0]
    assert due.words == "9处阻断问题。未报7家：第0镇、第1镇、第2镇、第3镇、第4镇等。待重报1家：柳渡镇。"


def test_the_collecting_deadline_says_who_has_not_reported() -> None:
    stand = {"2026-05": {"sent": True, "silent": ("柳渡镇",)}}
    five = {"monthly": 5}
    before = at("2026-06-05", "2026-05", stand, deadlines=five)[0]
    assert (before.state, before.words) == ("未到期", "未报1家：柳渡镇。")
    assert told(at("2026-06-06", "2026-05", stand, deadlines=five))[0] == "06-05 报送 缺报 2026-05"
    assert told(at("2026-06-06", "2026-05", {"2026-05": MADE}, deadlines=five))[0] == "06-05 报送 已报齐 2026-05"


def test_nobody_is_asked_for_a_period_that_has_not_ended() -> None:
    waiting = {day: at(day, "2026-05", {}, deadlines={"monthly": 5})[0].words for day in ("2026-05-29", "2026-06-01")}
    assert waiting == {"2026-05-29": "", "2026-06-01": "尚未收到报送的工作簿。"}


def item(number: str, deadline: str, *steps: Step) -> Item:
    day = date.fromisoformat(deadline)
    events = [Event(Step.RAISED, "2026-05", date(2026, 5, 31), date(2026, 5, 31), deadline=day)]
    events += [Event(step, "2026-06", date(2026, 6, 30), date(2026, 6, 30)) for step in steps]
    return Item(number, number, "", "会议", "", "尽快开工", "城关街道", events=tuple(events))


def test_items_near_or_past_their_deadline_are_named_the_most_urgent_first() -> None:
    items = (
        item("督1", "2026-06-09"),
        item("督2", "2026-06-10"),
        item("督3", "2026-05-29"),
        item("督4", "2026-05-29", Step.CLOSED),
    )
    found = [due for due in lines("2026-06-04", items=items) if due.task is Task.FOLLOW]
    assert told(found) == ["05-29 督办 逾期 督3", "06-09 督办 临期 督1"]
    assert found[0].words == "城关街道：尽快开工"


def test_a_deadline_on_a_day_off_is_the_working_day_before_it() -> None:
    found = [due for due in lines("2026-06-06", items=(item("督1", "2026-06-07"),)) if due.task is Task.FOLLOW]
    assert told(found) == ["06-05 督办 逾期 督1"]
