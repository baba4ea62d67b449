"""What becomes of an item: everything that a month may bring to everything that may have happened before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model import Block, Event, Followed, Item, Step
from tests.follow.world import RED, WELL, asked, claim, codes, listed, month, one, order, projects, steps
from tests.tables import sheet, tables

MARCH, MAY_END = date(2026, 3, 31), date(2026, 5, 31)
PAST, AHEAD = date(2026, 5, 15), date(2026, 6, 30)
DONE = "督2026-001 | 城关 | | 已赶上 | 已完成 | 2026-05-20"


def event(step: Step, period: str = "2026-03", day: date = MARCH, **said: object) -> Event:
    return Event(step, period, MARCH if period == "2026-03" else date(2026, 4, 30), day, **said)  # type: ignore[arg-type]


def item(*events: Event, deadline: date = PAST, rule: str = "red-light", source: str = "规则") -> Item:
    known = Item("督2026-001", "2026-03|红灯-1", "红灯-1", source, rule, "加快甲建设", "城关街道",
                 project="城关街道/甲", name="甲", town="城关街道")  # fmt: skip
    return replace(known, events=(event(Step.RAISED, deadline=deadline), *events))


OVERDUE = event(Step.OVERDUE, "2026-04")
YELLOW = event(Step.YELLOW, "2026-04", date(2026, 4, 30), deadline=date(2026, 5, 12))
RED_CARD = event(Step.RED, "2026-04", date(2026, 4, 30), deadline=date(2026, 5, 20))
FIRST = event(Step.ESCALATED, "2026-04", deadline=date(2026, 5, 22), tier="包保领导会同发改、自然资源和规划、行政审批")
TOP = replace(FIRST, tier="市委市政府")
CLAIMED = event(Step.REPORTED, "2026-04", date(2026, 4, 30), note="已完成（2026年4月20日）：做完了")


def may(known: Item, *blocks: Block, row: str = RED) -> Followed:
    return month("2026-05", projects(row), *blocks, known=[known])


def told(**said: str) -> Block:
    return order(督办编号="督2026-001", **said)


PATHS: dict[str, tuple[Item, tuple[Block, ...], list[str], str, list[str], list[str]]] = {
    # name: item, what the month brings, its events, stage, 拟办, findings
    "nothing, in time": (item(deadline=AHEAD), (), [], "交办", [], []),
    "nothing, on the very day": (item(deadline=MAY_END), (), [], "交办", [], []),
    "nothing, late": (item(), (), ["逾期"], "交办", ["转黄"], []),
    "late and told so": (item(replace(OVERDUE)), (), [], "交办", ["转黄"], []),
    "yellow confirmed": (item(), (told(拟办="转黄"),), ["逾期", "转黄"], "交办", [], []),
    "yellow declined": (item(), (told(拟办="转黄", 确认="否"),), ["逾期"], "交办", [], []),
    "red before yellow": (item(), (told(拟办="转红"),), ["逾期"], "交办", ["转黄"], ["confirmation-unfit"]),
    "yellow in time": (item(deadline=AHEAD), (told(拟办="转黄"),), [], "交办", [], ["confirmation-unfit"]),
    "late again": (item(OVERDUE, YELLOW), (), ["逾期"], "交办", ["转红"], []),
    "red confirmed": (item(OVERDUE, YELLOW), (told(拟办="转红"),), ["逾期", "转红"], "交办", [], []),
    "late a third time": (item(YELLOW, RED_CARD), (), ["逾期"], "交办", ["提级"], []),
    "escalated": (item(YELLOW, RED_CARD), (told(拟办="提级"),), ["逾期", "提级"], "交办", [], []),
    "late on the first rung": (item(YELLOW, RED_CARD, FIRST), (), ["逾期"], "交办", ["提级"], []),
    "late at the top": (item(YELLOW, RED_CARD, TOP), (), ["逾期"], "交办", [], []),
    "signed": (item(deadline=AHEAD), (claim("督2026-001 | | 2026-04-02 | | | "),), ["签收"], "交办", [], []),
    "under way": (
        item(deadline=AHEAD), (claim("督2026-001 | | | 正在做 | 推进中 | "),), ["反馈"], "反馈", [], [],
    ),
    "not begun and late": (item(), (claim("督2026-001 | | | | 未启动 | "),), ["反馈", "逾期"], "反馈", ["转黄"], []),
    "text without an outcome": (
        item(deadline=AHEAD), (claim("督2026-001 | | | 在做 | | "),), ["反馈"], "反馈", [],
        ["feedback-outcome-missing"],
    ),
    "done, against the figures": (
        item(deadline=AHEAD), (claim(DONE),), ["反馈", "核查不通过"], "交办", [], ["claim-contradicted"],
    ),
    "done, against the figures, and late": (
        item(), (claim(DONE),), ["反馈", "核查不通过", "逾期"], "交办", ["转黄"], ["claim-contradicted"],
    ),
    "done without a day": (
        item(rule=""), (claim("督2026-001 | | | 好了 | 已完成 | "),), ["反馈", "逾期"], "反馈", ["核查销号"],
        ["feedback-date-missing"],
    ),
    "done before it was asked": (
        item(deadline=AHEAD), (claim("督2026-001 | | | 好了 | 已完成 | 2026-03-30"),), ["反馈"], "反馈", [],
        ["feedback-date-wrong"],
    ),
    "done after the month": (
        item(deadline=AHEAD), (claim("督2026-001 | | | 好了 | 已完成 | 2026-06-01"),), ["反馈"], "反馈", [],
        ["feedback-date-wrong"],
    ),
    "done, nothing to check against": (
        item(rule="", deadline=AHEAD), (claim(DONE),), ["反馈"], "反馈", ["核查销号"], [],
    ),
    "a claim of last month waits": (item(CLAIMED, rule="", deadline=AHEAD), (), [], "反馈", ["核查销号"], []),
    "a claim is verified": (
        item(CLAIMED, rule="", deadline=AHEAD), (told(拟办="核查销号"),), ["核查", "办结", "销号"], "销号", [], [],
    ),
    "a claim is refused": (
        item(CLAIMED, rule="", deadline=AHEAD), (told(拟办="核查销号", 确认="否", 原因="没做"),), ["核查不通过"],
        "交办", [], [],
    ),
    "a claim is refused without a word": (
        item(CLAIMED, rule="", deadline=AHEAD), (told(拟办="核查销号", 确认="否"),), [], "反馈", ["核查销号"],
        ["confirmation-incomplete"],
    ),
    "verified without a claim": (
        item(deadline=AHEAD), (told(拟办="核查销号"),), [], "交办", [], ["confirmation-unfit"],
    ),
    "claimed and verified in one month": (
        item(rule="", deadline=AHEAD), (claim(DONE), told(拟办="核查销号")),
        ["反馈", "核查", "办结", "销号"], "销号", [], [],
    ),
    "refuted by figures, closed by a person": (
        item(deadline=AHEAD), (claim(DONE), told(拟办="核查销号", 原因="现场已核实，报表下期更正")),
        ["反馈", "核查不通过", "核查", "办结", "销号"], "销号", [], ["claim-contradicted"],
    ),
    "refuted by figures, closed without a word": (
        item(deadline=AHEAD), (claim(DONE), told(拟办="核查销号")), ["反馈", "核查不通过"], "交办", [],
        ["claim-contradicted", "confirmation-incomplete"],
    ),
    "of a number as people write it": (
        item(deadline=AHEAD), (claim("督〔2026〕1号 | | | 正在做 | 推进中 | "),), ["反馈"], "反馈", [],
        ["feedback-number-mistyped"],
    ),
    "dropped under a number as people write it": (
        item(), (order(督办编号="２０２６—１", 拟办="撤项", 原因="项目终止"),), ["撤项"], "撤项", [],
        ["confirmation-number-mistyped"],
    ),
    "escalated beyond the top": (
        item(YELLOW, RED_CARD, TOP), (told(拟办="提级"),), ["逾期"], "交办", [], ["confirmation-unfit"],
    ),
    "extended": (item(), (told(拟办="延期", 时限="2026-06-30"),), ["延期"], "交办", [], []),
    "extended without saying so": (item(), (told(时限="2026-06-30"),), ["延期"], "交办", [], []),
    "extended to nothing": (
        item(), (told(拟办="延期"),), ["逾期"], "交办", ["转黄"], ["confirmation-incomplete"],
    ),
    "extended backwards": (
        item(deadline=AHEAD), (told(拟办="延期", 时限="2026-06-10"),), [], "交办", [], ["confirmation-deadline-early"],
    ),
    "extended to what it was": (item(deadline=AHEAD), (told(拟办="延期", 时限="2026-06-30"),), [], "交办", [], []),
    "dropped": (item(), (told(拟办="撤项", 原因="项目终止"),), ["撤项"], "撤项", [], []),
    "dropped without a word": (
        item(deadline=AHEAD), (told(拟办="撤项"),), [], "交办", [], ["confirmation-incomplete"],
    ),
    "from another unit": (
        item(deadline=AHEAD), (claim(DONE, sender="东岭街道"),), [], "交办", [], ["feedback-unit-differs"],
    ),
    "naming another unit": (
        item(deadline=AHEAD), (claim("督2026-001 | 东岭 | | 好了 | 已完成 | "),), [], "交办", [],
        ["feedback-unit-differs"],
    ),
    "of a number that is none": (
        item(deadline=AHEAD), (claim("督2026-009 | | | 好了 | 已完成 | "),), [], "交办", [],
        ["feedback-number-unknown"],
    ),
    "an order of a number that is none": (
        item(deadline=AHEAD), (order(督办编号="督2026-009", 拟办="撤项", 原因="无"),), [], "交办", [],
        ["confirmation-number-unknown"],
    ),
    "the same feedback twice": (
        item(deadline=AHEAD), (claim("督2026-001 | | | 在做 | 推进中 | "), claim("督2026-001 | | | 在做 | 推进中 | ")),
        ["反馈"], "反馈", [], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_every_path_gives_its_events_its_stage_and_what_is_asked_next(name: str) -> None:
    known, brought, happened, stage, proposed, wrong = PATHS[name]
    followed = may(known, *brought)
    found = one(followed)
    assert steps(found, "2026-05") == happened and found.stage == stage
    asked_of_it = [action for action, _ in asked(followed) if action != "立项"]
    assert asked_of_it == proposed and codes(followed) == wrong
    assert may(found, *brought) == replace(followed, before=followed.before), "a second run says the same"


def test_a_person_who_closes_what_figures_contradict_is_quoted_in_the_trail() -> None:
    known, brought, *_ = PATHS["refuted by figures, closed by a person"]
    done = one(may(known, *brought))
    assert [event.note for event in done.events if event.step is Step.VERIFIED] == ["现场已核实，报表下期更正"]
    assert done.day(Step.DONE) == date(2026, 5, 20)


WRITTEN = (
    "督2026-001",
    "督2026-1",
    "督 2026—001",
    "督２０２６－００１",
    "2026-01",
    "督2026001",
    "督〔2026〕1号",
    "第2026-1号",
)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_number_is_known_however_it_is_written(written: str) -> None:
    assert one(may(item(deadline=AHEAD), claim(f"{written} | | | 在做 | 推进中 | "))).stage == "反馈"


@pytest.mark.parametrize(
    "written", ["督2026", "001", "督2025-001", "督2026-001-1", "督2026-000", "督2026-010", "二〇二六"]
)
def test_a_number_that_may_be_another_is_none(written: str) -> None:
    assert codes(may(item(deadline=AHEAD), claim(f"{written} | | | 在做 | 推进中 | "))) == ["feedback-number-unknown"]


def test_a_row_with_the_number_of_one_matter_and_the_words_of_another_is_taken_for_neither() -> None:
    other = replace(
        item(deadline=AHEAD), number="督2026-002", key="2026-03|批示-2", subject="批示-2", rule="", matter="清淤"
    )
    said = sheet("督办编号 | 事项 | 整改情况 | 完成情况\n督2026-001 | 清　淤 | 在做 | 推进中", form="督办反馈表",
                 sender="城关街道", file="反馈.xlsx")  # fmt: skip
    known = [item(deadline=AHEAD), other]
    followed = month("2026-05", projects(RED), said, known=known)
    assert codes(followed) == ["feedback-matter-differs"] and [each.stage for each in followed.items] == ["交办"] * 2
    drop = told(拟办="撤项", 原因="项目终止", 事项="清淤")
    refused = month("2026-05", projects(RED), drop, known=known)
    assert codes(refused) == ["confirmation-matter-differs"] and all(each.is_open for each in refused.items)


@pytest.mark.parametrize("name", [name for name in PATHS if PATHS[name][3] in ("销号", "撤项")])
def test_what_has_ended_stays_as_it_is(name: str) -> None:
    known, brought, *_ = PATHS[name]
    ended = one(may(known, *brought))
    june = month("2026-06", projects(RED), claim("督2026-001 | | | 又好了 | 已完成 | 2026-06-05"), known=[ended])
    assert one(june) == ended and codes(june) == ["feedback-closed"]
    assert one(month("2026-06", projects(RED), *(block for block in brought if block.form == "督办确认表"),
                     known=[ended])) == ended  # fmt: skip


def test_done_and_borne_out_closes_the_item_on_the_day_it_was_done() -> None:
    found = one(may(item(deadline=AHEAD), claim(DONE), row=WELL))
    assert steps(found, "2026-05") == ["反馈", "核查", "办结", "销号"]
    assert (found.day(Step.DONE), found.day(Step.CLOSED)) == (date(2026, 5, 20), MAY_END)


def test_a_contradicted_claim_quotes_both_sides_at_its_cell() -> None:
    (finding,) = may(item(deadline=AHEAD), claim(DONE)).findings
    assert "已赶上" in finding.message and "年度投资完成率1.0%" in finding.message and "不予销号" in finding.message
    assert (finding.level, finding.file, finding.cell, finding.sender) == (
        "提示",
        "城关街道反馈.xlsx",
        "E2",
        "城关街道",
    )


def test_an_escalation_goes_up_rung_by_rung_and_sets_a_new_deadline() -> None:
    found = one(may(item(YELLOW, RED_CARD, FIRST), told(拟办="提级")))
    assert (found.tier, found.deadline) == ("要素保障专班联席会议", date(2026, 6, 5))


def test_a_row_obeyed_before_changes_nothing_when_it_comes_again() -> None:
    first = may(item())
    (made,) = (made for made in first.proposals if made.action == "转黄")
    row = order(拟办编号=made.code, 督办编号=made.number, 拟办="转黄")
    yellow = may(item(), row)
    june = month("2026-06", projects(RED), row, known=yellow.items)
    assert steps(one(june), "2026-06") == ["逾期"] and codes(june) == []
    assert [action for action, _ in asked(june) if action != "立项"] == ["转红"]


CHECKED = {
    "late-start, not begun": ("late-start", "甲 | 城关 | 100 | 0 | 前期 | 2026-01-05", (), "交办"),
    "late-start, begun": ("late-start", "甲 | 城关 | 100 | 60 | 在建 | 2026-01-05", (), "销号"),
    "red-light, yellow now": ("red-light", "甲 | 城关 | 100 | 30 | 在建 | ", (), "销号"),
    "red-light, no plan any more": ("red-light", "甲 | 城关 | 0 | 30 | 在建 | ", (), "反馈"),
    "the project is gone": ("red-light", "丁 | 城关 | 100 | 90 | 在建 | ", (), "反馈"),
    "data, nothing found": ("false-data", WELL, (), "销号"),
    "on site, nobody went again": ("onsite", WELL, (), "反馈"),
}


@pytest.mark.parametrize("name", CHECKED)
def test_a_claim_is_held_against_the_figures_of_its_own_rule(name: str) -> None:
    rule, row, blocks, stage = CHECKED[name]
    assert one(may(item(rule=rule, deadline=AHEAD), claim(DONE), *blocks, row=row)).stage == stage


@pytest.mark.parametrize(("scene", "stage"), [("停工", "交办"), ("正常施工", "销号")])
def test_a_second_visit_decides_whether_the_first_ones_matter_is_settled(scene: str, stage: str) -> None:
    seen = sheet(f"项目名称 | 镇街 | 日期 | 现场进度\n甲 | 城关 | 2026-05-22 | {scene}", form="现场督查记录表",
                 sender=None, file="场.xlsx")  # fmt: skip
    assert one(may(item(rule="onsite", deadline=AHEAD), claim(DONE), seen, row=WELL)).stage == stage


@pytest.mark.parametrize(("status", "stage"), [("未办结", "交办"), ("已办结", "销号")])
def test_a_problem_is_settled_when_its_list_says_so(status: str, stage: str) -> None:
    row = "甲 | 城关 | 土地 | 缺地 | 市发改局 | 2026-03-01 | 未办结"
    first = month("2026-03", projects(WELL), listed(row))
    made = first.proposals[0]
    row_of = {"事项": made.matter, "承办单位": made.unit, "项目名称": "甲", "镇街": "城关", "时限": "2026-06-30"}
    raised = month("2026-03", projects(WELL), listed(row), order(拟办编号=made.code, **row_of))
    done = claim("督2026-001 | | | 批了 | 已完成 | 2026-05-20", sender="市发改局")
    followed = month("2026-05", projects(WELL), listed(row.replace("未办结", status)), done, known=raised.items)
    assert one(followed).stage == stage


@pytest.mark.parametrize(("last", "stage"), [("60", "销号"), ("90", "交办")])
def test_progress_this_month_settles_that_there_was_none(last: str, stage: str) -> None:
    april = {"2026-04": tables(projects(f"甲 | 城关 | 100 | {last} | 在建 | "))}
    known = item(rule="stalled", deadline=AHEAD)
    followed = month("2026-05", projects(WELL), claim(DONE), known=[known], history=april)
    assert one(followed).stage == stage


def test_what_falls_due_within_three_working_days_is_named() -> None:
    days = [date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 3), date(2026, 6, 4)]
    known = [replace(item(deadline=day), number=f"督2026-00{at}", key=f"2026-03|{at}", subject=f"{at}")
             for at, day in enumerate(days)]  # fmt: skip
    assert [each.deadline for each in month("2026-05", projects(WELL), known=known).soon] == days[1:3]


def test_every_sentence_has_its_blanks_filled_and_its_place() -> None:
    made = [finding for known, brought, *_ in PATHS.values() for finding in may(known, *brought).findings]
    assert len({finding.code for finding in made}) >= 9
    for finding in made:
        assert "None" not in finding.message and "{" not in finding.message and finding.file and finding.cell
        assert not any(gap in finding.message for gap in ("“”", "（）", "，，", "空“")), finding.message
