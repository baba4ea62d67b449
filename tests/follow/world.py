"""A few projects, 督办确认表 and 督办反馈表 as text come in; what following makes of a month goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.check import check
from pipeline.follow import follow, numbered
from pipeline.measure import measure
from pipeline.model import Block, Followed, Item, Period, Tables
from pipeline.rules import Office
from pipeline.rules.calendar import Calendar
from tests.tables import LAW, OFFICE, PROBLEMS, sheet, tables

PROJECTS_HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 项目阶段 | 计划开工时间"
ORDER_HEAD = (
    "拟办编号 | 拟办 | 来源 | 督办编号 | 事项 | 项目名称 | 镇街 | 承办单位 | 依据 | 确认 | 处置 | 时限 | 提级层级 | "
    "立项日期 | 原因"
)
CLAIM_HEAD = "督办编号 | 承办单位 | 签收日期 | 整改情况 | 完成情况 | 完成日期"
RED = "甲 | 城关 | 100 | 1 | 在建 | "
WELL = "甲 | 城关 | 100 | 90 | 在建 | "


def projects(*rows: str, **given: Any) -> Block:
    return sheet("\n".join([PROJECTS_HEAD, *rows]), **given)


def order(file: str = "督办拟立项.xlsx", sender: str | None = None, **said: str) -> Block:
    """A row of 督办确认表; 确认 is 是 unless the test says otherwise."""
    titles = [title.strip() for title in ORDER_HEAD.split("|")]
    values = " | ".join({"确认": "是", **said}.get(title, "") for title in titles)
    return sheet(f"{ORDER_HEAD}\n{values}", form="督办确认表", sender=sender, file=file)


def claim(row: str, sender: str = "城关街道") -> Block:
    return sheet(f"{CLAIM_HEAD}\n{row}", form="督办反馈表", sender=sender, file=f"{sender}反馈.xlsx")


def listed(row: str) -> Block:
    head = "项目名称 | 镇街 | 问题类别 | 具体问题 | 办理部门 | 完成时限 | 状态"
    return sheet(f"{head}\n{row}", form=PROBLEMS, sender="市发改局", file="问题.xlsx")


def month(
    text: str,
    *blocks: Block,
    known: Sequence[Item] = (),
    office: Office = OFFICE,
    history: dict[str, Tables] | None = None,
) -> Followed:
    """Clean, check, measure and follow a period; new items are numbered as the ledger would."""
    period, law = Period.parse(text), LAW.of(office)
    made = tables(*blocks, period=period, office=office)
    past = history or {}
    verdict = check(made, period, law, office, history=past, senders=set(), calendar=Calendar())
    found = measure(made, period, law, office, history=past)
    followed = follow(made, found, verdict.findings, known, period, law, office, Calendar())
    taken = sum(bool(item.number) for item in known)
    fresh = [item.key for item in followed.items if not item.number]
    return numbered(followed, {key: LAW.supervision.number(period.year, taken + at) for at, key in enumerate(fresh, 1)})


def one(followed: Followed) -> Item:
    assert len(followed.items) == 1, followed.items
    return followed.items[0]


def codes(followed: Followed) -> list[str]:
    return [finding.code for finding in followed.findings]


def asked(followed: Followed) -> list[tuple[str, str]]:
    """What is proposed: 拟办 and rule."""
    return [(made.action.value, made.rule) for made in followed.proposals]


def steps(item: Item, period: str = "") -> list[str]:
    return [event.step.value for event in item.events if not period or event.period == period]


def answer(followed: Followed, at: int = 0, **said: str) -> Block:
    """The row of 督办拟立项 with 确认 filled in."""
    made = followed.proposals[at]
    row = {"拟办编号": made.code, "拟办": made.action.value, "来源": made.source, "督办编号": made.number}
    row |= {"事项": made.matter, "项目名称": made.name, "镇街": made.town, "承办单位": made.unit, "依据": made.reason}
    row |= {"处置": made.disposal, "时限": made.deadline.isoformat(), "提级层级": made.tier}
    return order(**{**row, **said})


def with_events(item: Item, *events: Any) -> Item:
    return replace(item, events=(*item.events, *events))
