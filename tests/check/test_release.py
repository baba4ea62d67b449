"""放行表 lets one judgement pass, or says what stands for who is missing; never an unreadable cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.check import Verdict, check
from pipeline.model import Block, Finding, Level, Period, Tables
from pipeline.rules.calendar import Calendar
from tests.tables import LAW, MAY, OFFICE, REGISTER, cleaned, codes, only, sheet, tables

HEAD = "单位/文件 | 单元格或项目 | 核查代码 | 处理 | 原因 | 批准人"
COLUMNS = "项目名称 | 镇街 | 年度计划投资 | 本月完成投资 | 本年完成投资 | 自开工累计完成投资"
APRIL = tables(sheet(f"{COLUMNS}\n甲 | 城关 | 100 | 5 | 30 | 70\n乙 | 石磨 | 200 | 0 | 40 | 90", file="四月.xlsx"),
               period=Period.parse("2026-04"))  # fmt: skip
LISTED = sheet(
    "项目名称 | 镇街 | 年度计划投资\n甲 | 城关 | 100\n乙 | 石磨 | 200", form=REGISTER, sender=None, file="清单.xlsx"
)
MUST = replace(OFFICE, towns=tuple(replace(town, reports=town.name == "石磨镇") for town in OFFICE.towns))


def orders(*rows: str) -> Block:
    return sheet("\n".join([HEAD, *rows]), form="放行表", sender=None, file="放行.xlsx")


def verdict(*blocks: Block, last: Tables | None = APRIL, office: object = OFFICE) -> tuple[Verdict, Tables]:
    made, findings = cleaned(*blocks)
    history = {"2026-04": last} if last else {}
    senders = {block.sender for block in blocks if block.sender}
    assert isinstance(office, type(OFFICE))
    said = check(made, MAY, LAW, office, history=history, senders=senders, calendar=Calendar())
    return replace(said, findings=(*findings, *said.findings)), made


def blocks(said: Verdict) -> list[str]:
    return [finding.code for finding in said.findings if finding.level is Level.BLOCK]


CONTRADICTION = sheet(f"{COLUMNS}\n甲 | 城关 | 100 | 9 | 35 | 20\n乙 | 石磨 | 200 | 2 | 42 | 92")


@pytest.mark.parametrize("place", ["F2", "$F$2", "Sheet1!F2", "甲"])
@pytest.mark.parametrize("check", ["cum-below-ytd", "自开工累计小于本年完成"])
@pytest.mark.parametrize("target", ["城关街道", "城关", "城关街道.xlsx"])
def test_a_contradiction_that_is_true_becomes_a_hint(place: str, check: str, target: str) -> None:
    said, _ = verdict(CONTRADICTION, orders(f"{target} | {place} | {check} | 属实 | 已核 | 李主任"))
    assert blocks(said) == []
    told = only(said.findings, "cum-below-ytd")
    assert told.level == "提示" and "已放行：属实，已核，批准人李主任" in told.message
    (use,) = said.uses
    assert (use.subject, use.person, use.note, use.file, use.cell) == ("城关街道“甲”", "李主任", "", "放行.xlsx", "D2")


def test_another_cell_is_not_let_pass_and_the_unused_row_is_told() -> None:
    said, _ = verdict(CONTRADICTION, orders("城关街道 | F3 | cum-below-ytd | 属实 | 已核 | 李主任"))
    assert blocks(said) == ["cum-below-ytd"]
    assert only(said.findings, "release-unused").level == "提示" and said.uses == ()


def test_what_has_been_let_pass_is_not_let_pass_again() -> None:
    row = "城关街道 | F2 | cum-below-ytd | 属实 | 已核 | 李主任"
    said, _ = verdict(CONTRADICTION, orders(row, row))
    assert only(said.findings, "release-unused").cell == "C3" and len(said.uses) == 1
    assert only(said.findings, "cum-below-ytd").message.count("已放行") == 1


def test_a_contradiction_needs_a_cell_or_a_project() -> None:
    said, _ = verdict(CONTRADICTION, orders("城关街道 | | cum-below-ytd | 属实 | 已核 | 李主任"))
    assert blocks(said) == ["cum-below-ytd", "release-without-place"]


@pytest.mark.parametrize(
    ("check", "action"),
    [
        ("money-not-a-number", "属实"),
        ("cum-below-ytd", "按零计"),
        ("sender-silent", "属实"),
        ("file-unreadable", "属实"),
    ],
)
def test_what_cannot_be_let_pass_so_stops_the_run(check: str, action: str) -> None:
    said, _ = verdict(CONTRADICTION, orders(f"城关街道 | F2 | {check} | {action} | 已核 | 李主任"))
    assert "release-not-allowed" in blocks(said)


def test_a_code_that_does_not_exist_is_told_at_its_cell() -> None:
    said, _ = verdict(CONTRADICTION, orders("城关街道 | F2 | 没有这条 | 属实 | 已核 | 李主任"))
    assert only(said.findings, "release-code-unknown").cell == "C2"


SENT = sheet(f"{COLUMNS}\n甲 | 城关 | 100 | 9 | 39 | 79")


@pytest.mark.parametrize(
    ("action", "ytd", "cum", "note"),
    [
        ("沿用上期", 400_000, 900_000, "石磨镇本期未报送（1个项目），经批准沿用上期数据。"),
        ("按零计", 0, 500_000, "石磨镇本期未报送（1个项目），经批准本年完成投资按零计算。"),
        ("剔除", None, None, "石磨镇本期未报送（1个项目），经批准不计入本期统计。"),
    ],
)
def test_a_silent_sender_does_not_stop_the_run(action: str, ytd: int | None, cum: int | None, note: str) -> None:
    for listed in ([LISTED], []):
        order = orders(f"石磨镇 | | sender-silent | {action} | 停电 | 李主任")
        said, made = verdict(SENT, *listed, order, office=MUST)
        assert blocks(said) == []
        assert [use.note for use in said.uses] == [note]
        rows = made.having(said.stand_ins, said.uses).projects[1:]
        assert [(row["name"], row["ytd_done"], row["cum_done"], row["stand_in"]) for row in rows] == (
            [("乙", ytd, cum, action)] if ytd is not None else []
        )
        assert all((row["file"], row["sender"], row["plan"]) == ("放行.xlsx", "城关街道", 2_000_000) for row in rows)


def test_without_release_the_silent_sender_stops_the_run() -> None:
    said, _ = verdict(SENT, LISTED, office=MUST)
    assert blocks(said) == ["sender-silent"]


@pytest.mark.parametrize("action", ["沿用上期", "按零计", "剔除"])
def test_a_project_that_nobody_reported_is_answered_by_name(action: str) -> None:
    said, _ = verdict(SENT, LISTED, orders(f"石磨镇 | 乙 | not-reported | {action} | 因 | 李"))
    assert blocks(said) == [] and len(said.stand_ins) == (action != "剔除")
    assert said.uses[0].note.startswith("石磨镇“乙”本期未报送，经批准")


def test_a_vanished_project_is_answered_where_there_is_no_register() -> None:
    said, _ = verdict(SENT, orders(" | 乙 | project-vanished | 沿用上期 | 因 | 李"))
    assert blocks(said) == [] and [row["ytd_done"] for row in said.stand_ins] == [400_000]


def test_nothing_can_be_carried_over_where_there_was_nothing() -> None:
    said, _ = verdict(SENT, LISTED, orders("石磨镇 | 乙 | not-reported | 沿用上期 | 因 | 李"), last=None)
    assert blocks(said) == ["release-nothing-to-carry"] and said.stand_ins == ()


def test_a_value_that_the_correction_table_confirms_is_let_pass() -> None:
    head = "项目名称 | 镇街 | 字段 | 原值 | 更正值 | 原因 | 依据 | 经办人"
    row = "甲 | 城关 | 自开工累计完成投资 | 20 | 20.0 | 口径不同 | 书面 | 王"
    confirmed = sheet(f"{head}\n{row}", form="更正表", sender=None, file="更正.xlsx")
    said, _ = verdict(CONTRADICTION, confirmed)
    assert blocks(said) == [] and "更正表已确认：口径不同" in only(said.findings, "cum-below-ytd").message


def test_a_fall_with_a_reason_in_the_correction_table_is_a_hint() -> None:
    head = "项目名称 | 镇街 | 字段 | 原值 | 更正值 | 原因 | 依据 | 经办人"
    fallen = sheet(f"{COLUMNS}\n甲 | 城关 | 100 | 0 | 39 | 70\n乙 | 石磨 | 200 | 2 | 42 | 92")
    order = sheet(
        f"{head}\n甲 | 城关 | 本年完成投资 | 39 | 25 | 审计核减 | 书面 | 王",
        form="更正表",
        sender=None,
        file="更正.xlsx",
    )
    said, _ = verdict(fallen, order)
    assert "审计核减" in only(said.findings, "ytd-falls-with-reason").message


CHANGES = "项目名称 | 镇街 | 变动 | 新值 | 生效期 | 依据"


def change(row: str) -> Block:
    return sheet(f"{CHANGES}\n{row}", form="清单变动表", sender=None, file="清单变动.xlsx")


@pytest.mark.parametrize("kind", ["调出", "停缓建"])
def test_a_change_of_the_register_explains_who_is_missing(kind: str) -> None:
    for listed in ([LISTED], []):
        said, _ = verdict(SENT, *listed, change(f"乙 | 石磨 | {kind} | | 2026-05-01 | 会议"))
        assert blocks(said) == []


def test_a_renamed_or_moved_project_is_neither_new_nor_vanished() -> None:
    for kind, value, sent in (("更名", "乙新", "乙新 | 石磨"), ("划转", "柳渡", "乙 | 柳渡")):
        now = sheet(f"{COLUMNS}\n甲 | 城关 | 100 | 9 | 39 | 79\n{sent} | 200 | 2 | 42 | 92")
        for listed in ([LISTED], []):
            said, _ = verdict(now, *listed, change(f"乙 | 石磨 | {kind} | {value} | 2026-05-01 | 会议"))
            assert not {"project-new", "project-vanished", "not-in-register", "not-reported"} & set(
                codes(said.findings)
            )


def test_an_adjusted_plan_needs_no_further_reason() -> None:
    now = sheet(f"{COLUMNS}\n甲 | 城关 | 80 | 9 | 39 | 79\n乙 | 石磨 | 200 | 2 | 42 | 92")
    adjusted = change("甲 | 城关 | 计划调整 | 80 | 2026-05-01 | 会议")
    said, _ = verdict(now, LISTED, adjusted)
    assert not {"plan-changed", "register-differs"} & set(codes(said.findings))
    assert "register-differs" in codes(verdict(now, LISTED)[0].findings)


def test_what_stands_in_for_a_report_is_no_standstill() -> None:
    carried = replace(
        APRIL, forms={**APRIL.forms, "项目进度表": tuple({**row, "stand_in": "沿用上期"} for row in APRIL.projects)}
    )
    now = sheet(f"{COLUMNS} | 项目阶段\n甲 | 城关 | 100 | 0 | 30 | 70 | 在建\n乙 | 石磨 | 200 | 0 | 40 | 90 | 在建")
    history = {f"2026-0{month}": APRIL for month in (2, 3, 4)}

    def told(past: dict[str, Tables]) -> list[Finding]:
        made, _ = cleaned(now)
        said = check(made, MAY, LAW, OFFICE, history=past, senders=(), calendar=Calendar())
        return [finding for finding in said.findings if finding.code == "stalled"]

    assert len(told(history)) == 2 and told({**history, "2026-03": carried}) == []
