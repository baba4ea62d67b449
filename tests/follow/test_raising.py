"""What is confirmed or added by hand becomes an item once, whatever the row is called and however often it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model import Event, Item, Step
from tests.follow.world import RED, WELL, answer, asked, claim, codes, month, one, order, projects, steps
from tests.tables import an_office

HAND = {"来源": "批示", "事项": "查清占道堆料", "承办单位": "柳渡", "依据": "市长批示", "处置": "立即落实"}


def confirmed(**said: Any) -> Item:
    first = month("2026-05", projects(RED))
    return one(month("2026-05", projects(RED), answer(first, **said)))


def test_a_confirmed_proposal_becomes_an_item_with_all_that_was_said() -> None:
    item = confirmed()
    assert (item.number, item.source, item.rule, item.unit) == ("督2026-001", "规则", "red-light", "城关街道")
    assert (item.name, item.town, item.disposal, item.deadline) == ("甲", "城关街道", "研判", date(2026, 6, 12))
    assert item.basis.startswith("年度计划投资100万元") and steps(item) == ["立项"]
    assert item.events[0].place == "督办拟立项.xlsx｜Sheet1｜J2"


def test_the_clerk_may_change_the_matter_the_unit_and_the_deadline() -> None:
    item = confirmed(事项="尽快赶上", 承办单位="市发改局", 时限="2026-06-20", 处置="提报")
    assert (item.matter, item.unit, item.disposal) == ("尽快赶上", "市发改局", "提报")
    assert item.deadline == date(2026, 6, 18), "the 19th to the 21st are off for 端午"


def test_a_matter_added_by_hand_needs_no_project() -> None:
    item = one(month("2026-05", projects(WELL), order(**HAND)))
    assert (item.source, item.rule, item.unit, item.basis) == ("批示", "", "柳渡镇", "市长批示")
    assert item.deadline == date(2026, 6, 5)


def test_a_period_followed_twice_gives_what_it_gave_once_with_the_same_numbers() -> None:
    first = month("2026-05", projects(RED), order(**HAND))
    row = answer(first)
    once = month("2026-05", projects(RED), order(**HAND), row)
    again = month("2026-05", projects(RED), order(**HAND), row, known=once.items)
    assert again == once and [item.number for item in again.items] == ["督2026-001", "督2026-002"]


def test_the_row_in_the_next_months_folder_too_makes_no_second_item() -> None:
    row = answer(month("2026-05", projects(RED)))
    may = month("2026-05", projects(RED), row, order(**HAND))
    june = month("2026-06", projects(RED), row, order("另一个名字.xlsx", **HAND), known=may.items)
    assert len(june.items) == 2 and codes(june) == []


def test_a_row_that_comes_with_the_next_month_raises_its_item_then_with_a_deadline_that_can_be_kept() -> None:
    row = answer(month("2026-05", projects(RED)))
    june = month("2026-06", projects(RED), row)
    item, (told,) = one(june), june.findings
    assert item.key.startswith("2026-06|红灯-") and asked(june) == []
    assert (item.day(Step.RAISED), item.deadline) == (date(2026, 6, 30), date(2026, 7, 14)), "12 June has passed"
    assert (told.code, told.level) == ("confirmation-deadline-outdated", "提示")
    assert "2026年6月12日" in told.message and "2026年7月14日" in told.message


def test_a_unit_s_time_is_counted_from_the_day_on_which_its_notice_can_be_made() -> None:
    office = an_office(deadlines={"monthly": 5}, schedule={"monthly": 6})
    first = month("2026-05", projects(RED), office=office)
    assert first.proposals[0].deadline == date(2026, 6, 23), "ten working days after the sixth, 8 June, 端午 off"
    may = month("2026-05", projects(RED), order(**HAND), answer(first, 时限=""), office=office)
    assert [item.deadline for item in may.items] == [date(2026, 6, 15), date(2026, 6, 23)]
    assert [item.day(Step.RAISED) for item in may.items] == [date(2026, 5, 31)] * 2
    june = month("2026-06", projects(RED), known=may.items, office=office)
    yellow = next(made for made in june.proposals if made.number)
    assert yellow.deadline == date(2026, 7, 15), "five working days after 8 July"


def test_a_row_that_says_since_when_keeps_its_deadline_though_it_comes_late() -> None:
    row = answer(month("2026-05", projects(RED)), 立项日期="2026-06-03")
    june = month("2026-06", projects(RED), row)
    assert one(june).deadline == date(2026, 6, 12) and asked(june) == [("转黄", "red-light")] and codes(june) == []


def test_a_row_is_obeyed_though_the_rule_no_longer_holds() -> None:
    row = answer(month("2026-05", projects(RED)))
    item = one(month("2026-06", projects(WELL), row))
    assert (item.rule, item.name, item.town) == ("red-light", "甲", "城关街道")


def test_the_row_of_an_item_that_has_ended_does_not_raise_it_again() -> None:
    row = answer(month("2026-05", projects(RED)))
    may = month("2026-05", projects(RED), row)
    june = month("2026-06", projects(WELL), claim("督2026-001 | | | 赶上了 | 已完成 | 2026-06-05"), known=may.items)
    assert one(june).stage == "销号"
    july = month("2026-07", projects(RED), row, known=june.items)
    assert len(july.items) == 1 and asked(july) == [("立项", "red-light")]
    again = month("2026-07", projects(RED), answer(july), known=june.items)
    assert [item.number for item in again.items] == ["督2026-001", "督2026-002"]


def test_a_matter_of_a_person_that_has_ended_is_raised_again_only_with_a_new_day() -> None:
    may = month("2026-05", projects(WELL), order(**HAND))
    june = month("2026-06", projects(WELL), order(督办编号="督2026-001", 拟办="撤项", 原因="已并案"), known=may.items)
    july = month("2026-07", projects(WELL), order(**HAND), known=june.items)
    assert len(july.items) == 1 and codes(july) == ["confirmation-again"]
    anew = month("2026-07", projects(WELL), order(**HAND, 立项日期="2026-07-02"), known=june.items)
    assert len(anew.items) == 2 and codes(anew) == []


@pytest.mark.parametrize(
    ("said", "code", "cell"),
    [
        ({"承办单位": ""}, "confirmation-incomplete", None),
        ({"承办单位": "市林业局"}, "confirmation-unit-unknown", "H2"),
        ({"事项": ""}, "confirmation-incomplete", "E2"),
        ({"处置": ""}, "confirmation-incomplete", "K2"),
        ({"来源": ""}, "confirmation-incomplete", "C2"),
        ({"时限": "2026-05-01"}, "confirmation-deadline-early", "L2"),
    ],
)
def test_a_row_that_cannot_be_obeyed_blocks_at_its_cell(said: dict[str, str], code: str, cell: str | None) -> None:
    followed = month("2026-05", projects(WELL), order(**{**HAND, **said}))
    (finding,) = followed.findings
    assert (finding.code, finding.level, finding.cell) == (code, "阻断", cell or finding.cell)
    assert followed.items == ()


def test_two_rows_with_one_number_and_different_matters_are_told_apart_by_a_person() -> None:
    first = month("2026-05", projects(RED))
    copied = answer(first, 事项="另一件事", file="抄.xlsx")
    followed = month("2026-05", projects(RED), answer(first), copied)
    assert codes(followed) == ["confirmation-repeated"] and len(followed.items) == 1


def test_nobody_confirms_what_he_himself_must_do() -> None:
    first = month("2026-05", projects(RED))
    own = month("2026-05", projects(RED), answer(first, sender="城关街道"))
    assert codes(own) == ["confirmation-by-unit"] and own.items == ()
    may = month("2026-05", projects(RED), answer(first))
    drop = order(sender="城关街道", 督办编号="督2026-001", 拟办="撤项", 原因="算了")
    june = month("2026-06", projects(RED), drop, known=may.items)
    assert codes(june) == ["confirmation-by-unit"] and one(june).is_open


def test_an_item_of_which_a_notice_was_issued_stays_though_its_row_is_taken_away() -> None:
    may = month("2026-05", projects(RED), answer(month("2026-05", projects(RED))))
    assert month("2026-05", projects(RED), known=may.items).items == ()
    notice = Event(Step.ASSIGNED, "2026-05", date(2026, 5, 31), date(2026, 6, 3), act=True)
    issued = replace(one(may), events=(*one(may).events, notice))
    assert month("2026-05", projects(RED), known=[issued]).items == (issued,)


def test_a_renamed_project_keeps_its_item() -> None:
    may = month("2026-05", projects(RED), answer(month("2026-05", projects(RED))))
    from tests.tables import sheet

    change = sheet("项目名称 | 镇街 | 变动 | 新值 | 生效期 | 依据\n甲 | 城关 | 更名 | 新甲 | 2026-06-01 | 会议",
                   form="清单变动表", sender=None, file="清单变动.xlsx")  # fmt: skip
    june = month("2026-06", projects(RED.replace("甲", "新甲")), change, known=may.items)
    assert one(june).name == "新甲" and [action for action, _ in asked(june)] == ["转黄"]


def test_the_items_of_a_merged_town_pass_to_its_successor() -> None:
    may = month("2026-05", projects(RED), answer(month("2026-05", projects(RED))))
    merged = an_office()
    towns = tuple(replace(town, until="2026-05", successor="东岭街道") if town.name == "城关街道" else town
                  for town in merged.towns)  # fmt: skip
    office = replace(merged, towns=towns)
    june = month("2026-06", projects(RED), known=may.items, office=office)
    item = one(june)
    assert item.unit == "东岭街道" and "移交" in steps(item)
    assert "城关街道并入东岭街道" in next(event.note for event in item.events if event.step is Step.MOVED)
    again = month("2026-06", projects(RED), known=june.items, office=office)
    assert one(again).unit == "东岭街道" and steps(one(again)).count("移交") == 1
