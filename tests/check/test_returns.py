"""退回 and 催报: what goes back, how often, what was told and still stands, and what each sender is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline.check import reminders, returns
from pipeline.model import Finding, InputFile, Judged, Level, Period, Reminder, Reported, Return, State, Tables, table
from pipeline.rules import Unit
from pipeline.rules.calendar import Calendar
from tests.tables import LAW, MAY, an_office

TOWNS = tuple(Unit(name, ()) for name in ("城关街道", "石磨镇", "柳渡镇"))
OFFICE = an_office(towns=TOWNS, deadlines={"monthly": 5})
ROUGH, HUGE = "约六千", "约八千"
APRIL = Period.parse("2026-04")


def money(value: str = ROUGH, sender: str = "城关街道", file: str = "城关.xlsx", **changes: Any) -> Finding:
    place: dict[str, Any] = {"file": file, "cell": "D3", "field": "年度计划投资", "sender": sender}
    return LAW.finding("money-not-a-number", value=value, **(place | changes))


def below(subject: str, ytd: str, cell: str = "D3") -> Finding:
    place: dict[str, Any] = {"file": "城关.xlsx", "sender": "城关街道", "cell": cell, "field": "本年完成投资"}
    return LAW.finding("ytd-below-month", **place, value=ytd, subject=subject, project=subject, ytd=ytd, month="9万元")


def unreported() -> Finding:
    """A project of the register that 城关街道 did not report: found in a file that is the office's own."""
    place: dict[str, Any] = {
        "file": "重点项目清单.xlsx",
        "sender": "城关街道",
        "subject": "甲",
        "project": "甲",
        "town": "城关街道",
    }
    return LAW.finding("not-reported", **place)


def silent(sender: str = "石磨镇") -> Finding:
    return LAW.finding("sender-silent", sender=sender, count=2)


def month(
    *findings: Finding,
    sha: str = "a",
    period: Period = MAY,
    files: Sequence[InputFile] = (),
    rows: Sequence[tuple[str, str]] = (),
    days: Sequence[Reported] = (),
) -> Judged:
    """A judged month in which 城关街道 sent 城关.xlsx with this sha256; ``rows`` are files and senders of its rows."""
    projects = table([{"file": file, "sender": sender} for file, sender in rows], LAW.types["项目进度表"])
    forms = {name: projects if name == "项目进度表" else () for name in LAW.types}
    inputs = files or (InputFile("城关.xlsx", sha, 9, "城关街道"),)
    return Judged(period, tuple(inputs), Tables(forms, reported=tuple(days)), findings)


def reminded(judged: Judged, before: Sequence[Return] = ()) -> dict[str, Reminder]:
    return {one.sender: one for one in reminders(judged, before, LAW, OFFICE, Calendar())}


def test_a_file_with_a_blocking_finding_of_its_sender_goes_back() -> None:
    (one,) = returns(month(money(), money(HUGE), silent()))
    assert (one.period, one.sender, one.file, one.sha256) == ("2026-05", "城关街道", "城关.xlsx", "a")
    assert one.faults == ("money-not-a-number｜年度计划投资｜约八千", "money-not-a-number｜年度计划投资｜约六千")


def test_a_hint_sends_nothing_back() -> None:
    assert returns(month(money(level=Level.HINT))) == ()


def test_what_the_register_says_of_a_town_sends_no_file_of_it_back() -> None:
    assert returns(month(unreported(), files=(InputFile("重点项目清单.xlsx", "r", 9, None),))) == ()


def test_a_file_in_which_two_senders_have_rows_goes_back_to_each_at_fault() -> None:
    files, rows = (InputFile("汇总.xlsx", "s", 9, "城关街道"),), (("汇总.xlsx", "城关街道"), ("汇总.xlsx", "柳渡镇"))
    found = returns(month(money(sender="柳渡镇", file="汇总.xlsx"), files=files, rows=rows))
    assert [(one.sender, one.sha256) for one in found] == [("柳渡镇", "s")]


def test_a_return_counts_once_however_often_its_file_is_read() -> None:
    first = month(money())
    again = reminded(first, returns(first))["城关街道"]
    assert reminded(first)["城关街道"] == again
    assert (again.returns, again.returns_of_year, again.unmended) == (1, 1, 0)


def test_another_file_of_the_sender_is_another_return_and_what_stands_is_counted() -> None:
    before = returns(month(money(), below("甲", "1万元")))
    one = reminded(month(money(), below("甲", "2万元", "D9"), below("乙", "3万元"), sha="b"), before)["城关街道"]
    assert (one.state, one.returns, one.unmended) == (State.OPEN, 2, 2), "甲 has moved and its figure changed"
    assert "本期第2次退回，其中2处为此前退回时已经指出、仍未改正的" in one.situation


def test_a_value_that_stood_once_counts_once_when_it_stands_twice() -> None:
    one = reminded(month(money(), money(cell="D4"), sha="b"), returns(month(money())))["城关街道"]
    assert one.unmended == 1


def test_where_nothing_was_mended_it_says_so() -> None:
    words = reminded(month(money(), sha="b"), returns(month(money())))["城关街道"].words
    assert "有1处需要改正（金额不是数字1处），均为此前退回时已经指出、仍未改正的。请按退回件" in words


def test_of_one_file_the_last_that_was_replaced_counts() -> None:
    before = (*returns(month(money(), money(HUGE))), *returns(month(money(), sha="b")))
    one = reminded(month(money(HUGE), sha="c"), before)["城关街道"]
    assert (one.returns, one.unmended) == (3, 0), "what was mended and came back is a new fault"


def test_another_month_adds_to_the_year_and_asks_for_nothing_here() -> None:
    before = (*returns(month(money(), period=APRIL, sha="x")), *returns(month(money(), period=APRIL, sha="y")))
    one = reminded(month(money()), before)["城关街道"]
    assert (one.returns, one.returns_of_year, one.unmended) == (1, 3, 0)


def test_a_later_month_and_another_year_do_not_count() -> None:
    others = (Period.parse("2026-06"), Period.parse("2025-12"))
    before = [one for period in others for one in returns(month(money(), period=period, sha=period.text))]
    assert reminded(month(money()), before)["城关街道"].returns_of_year == 1


def test_who_is_silent_comes_first_then_who_must_mend_then_who_was_late() -> None:
    late = LAW.finding("reported-late", sender="柳渡镇", value="2026年6月9日", deadline="2026年6月5日")
    found = reminded(month(money(), silent(), late))
    assert [(one.sender, one.state.value) for one in found.values()] == [
        ("石磨镇", "未报"), ("城关街道", "待重报"), ("柳渡镇", "逾期报送"),
    ]  # fmt: skip


def test_who_has_not_reported_is_reminded_in_a_sentence_ready_to_paste() -> None:
    one = reminded(month(silent()))["石磨镇"]
    assert one.words == (
        "石磨镇：你单位2026年5月重点项目进度表尚未收到（规定时限为2026年6月5日），请尽快报送办；"
        "本期没有变化的项目也要填报。"
    )
    assert one.situation == silent().message


def test_who_must_mend_is_told_how_much_and_of_what_kind() -> None:
    one = reminded(month(money(), money(HUGE), below("甲", "1万元")))["城关街道"]
    assert one.words == (
        "城关街道：你单位2026年5月报送的数据有3处需要改正（金额不是数字2处、本年完成小于本月完成1处）。"
        "请按退回件上的标注逐处改正，尽快重报办。"
    )


def test_who_lacks_a_project_and_has_no_file_to_mend_is_asked_to_add_it() -> None:
    one = reminded(month(unreported()))["城关街道"]
    assert (one.returns, "请逐项核对、补报" in one.words) == (0, True)


def test_who_mended_everything_keeps_its_count_and_is_asked_for_nothing() -> None:
    one = reminded(month(sha="b"), returns(month(money())))["城关街道"]
    assert (one.state, one.returns, one.words, one.situation) == (State.FINE, 1, "", "没有阻断问题。")


def test_the_last_day_that_its_sheets_name_is_its_day() -> None:
    days = [Reported("城关.xlsx", "表", "A1", "城关街道", date(2026, 6, day)) for day in (3, 4)]
    assert reminded(month(days=days))["城关街道"].reported == date(2026, 6, 4)


def test_a_department_that_need_not_report_is_listed_only_with_something_open() -> None:
    assert "市工信局" not in reminded(month())
    assert "市工信局" in reminded(month(money(sender="市工信局")))
