"""What following gave comes in; 督办 as templates name it goes out: the items by what became of them, the claims that
figures contradict, last period's figures, and the clues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import LAST, SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.context import project_lists, town_lists
from pipeline.documents.told.rows import Row, text
from pipeline.model import Colour, Day, Event, Finding, Followed, Item, Kind, Measured, Origin, Step
from pipeline.model.supervision import ENDED
from pipeline.rules import Law, Office

UNIT, ITEMS, CHECKED = "承办单位", "督办事项", "数据核查"
UNNUMBERED = "待编号"
FIGURES = ("督办事项数", "督办应办结数", "督办办结数", "督办办结率", "督办按时办结数", "督办按时率", "督办逾期数",
           "督办提级数", "督办未办结数", "督办新立项数")  # fmt: skip
GRAVITY = (Colour.RED, Colour.YELLOW, Colour.BLUE)
TOLD = (Step.REPORTED, Step.REFUTED, Step.VERIFIED, Step.EXTENDED, Step.DROPPED)
CLUE, CONTRADICTED = "督查线索", "claim-contradicted"  # the latter has a line of its own among the items
FRESH = frozenset({"立项", "转黄", "转红", "提级", "延期", "移交"})
UNTOLD = ("；列为督查线索。", "，请书面说明")  # said to the sender, not to the reader of the report


def supervised(ground: Ground) -> dict[str, Any]:
    """What a document that supervises prints besides; of a family, each member's own items."""
    told = supervision(_own(ground), ground.measured, ground.office)
    return {**troubled(ground), "督办": told, "线索": clues(ground.findings, ground.law)}


def _own(ground: Ground) -> Followed:
    """What following gave; for a member, the items that it answers for and those on its own projects."""
    followed = ground.supervised()
    if not ground.member:
        return followed
    projects = {row["id"] for row in ground.measured.projects}
    items = (item for item in followed.items if ground.member in (item.unit, item.town) or item.project in projects)
    return replace(followed, items=tuple(items))


def supervision(followed: Followed, measured: Measured, office: Office) -> dict[str, Any]:
    """``督办`` of the context: 在办 are the open items, the gravest first; 台账 these and those that ended in the
    period; 通知 what a notice tells of (see ``noticed``); 其余逾期 the overdue ones that neither 不实反馈 nor 提级
    names."""
    rows = [item_row(item, followed) for item in followed.items if _shown(item, followed)]
    opened = sorted((row for row in rows if not row["已了结"]), key=_gravity)
    ended, refuted = [row for row in rows if row["已了结"]], list(_refuted(followed))
    named = {row["督办编号"] for row in refuted}
    return {
        "在办": opened,
        "台账": [*opened, *ended],
        "新立项": [row for row in opened if row["本期立项"]],
        "通知": [row for row in opened if row["本期通知"]],
        "逾期": [row for row in opened if row["逾期"]],
        "其余逾期": [row for row in opened if row["逾期"] and not row["层级"] and row["督办编号"] not in named],
        "提级": [row for row in opened if row["层级"]],
        "销号": [row for row in ended if row["状态"] == "销号"],
        "不实反馈": refuted,
        "单位": _units(measured, office),
        LAST: _last(measured),
    }


def _gravity(row: Row) -> tuple[bool, int, int]:
    """Escalated, red, yellow, blue; the longest overdue first."""
    colours = [colour.value for colour in GRAVITY]
    return not row["层级"], colours.index(row["颜色"]), -int(row["逾期天数"].value or 0)


def troubled(ground: Ground) -> dict[str, list[Row]]:
    """``督查项目``: the projects with a red light or a late start, red ones first; ``问题镇街``: the towns with any of
    these or an overdue problem."""
    projects, counts = project_lists(ground), ("红灯数", "应开未开数", "逾期数")
    red, late = projects["红灯项目"], projects["应开未开项目"]
    known = set(map(id, red))
    return {
        "督查项目": [*red, *(row for row in late if id(row) not in known)],
        "问题镇街": [row for row in town_lists(ground)["镇街"] if any(row[name] for name in counts)],
    }


def noticed(item: Item, followed: Followed) -> bool:
    """Whether the unit is notified this period: an open item that is new, changed its colour, was escalated, was given
    another 时限 or passed to another unit this period, or is overdue."""
    fresh = any(event.step.value in FRESH for event in _now(item, followed))
    return item.is_open and (fresh or item.overdue(followed.period.as_of))


def units(followed: Followed, office: Office) -> tuple[str, ...]:
    """Who is notified, in the office's order."""
    names = {item.unit for item in followed.items if noticed(item, followed)}
    return tuple(sorted(names, key=lambda name: (_order(office).get(name, len(names) + 999), name)))


def gravest(rows: Iterable[Row]) -> str:
    """The colour of a notice, that of its gravest item."""
    found = {row["颜色"] for row in rows}
    return next((colour.value for colour in GRAVITY if colour.value in found), Colour.BLUE.value)


def _order(office: Office) -> dict[str, int]:
    return {unit.name: place for place, unit in enumerate((*office.towns, *office.senders))}


def _now(item: Item, followed: Followed) -> list[Event]:
    return [event for event in item.events if event.period == followed.period.text]


def _shown(item: Item, followed: Followed) -> bool:
    return item.is_open or any(event.step in (Step.CLOSED, Step.DROPPED) for event in _now(item, followed))


def item_row(item: Item, followed: Followed) -> Row:
    """An item by the titles that templates know."""
    as_of = followed.period.as_of
    overdue = item.overdue(as_of)
    days = (as_of - item.deadline).days if overdue and item.deadline else None
    return {
        "督办编号": text(item.number) or UNNUMBERED,
        "事项": text(item.matter),
        "承办单位": text(item.unit),
        "来源": text(item.source),
        "依据": text(item.basis),
        "处置": text(item.disposal),
        "项目名称": text(item.name),
        "镇街": text(item.town),
        "立项日期": _day(item.day(Step.RAISED)),
        "时限": _day(item.deadline),
        "销号日期": _day(item.day(Step.CLOSED)),
        "颜色": item.colour.value,
        "层级": text(item.tier),
        "状态": item.stage.value,
        "逾期": overdue,
        "逾期天数": Quantity(days, "天"),
        "已了结": item.stage in ENDED,
        "本期立项": any(event.step is Step.RAISED for event in _now(item, followed)),
        "本期通知": noticed(item, followed),
        "最近情况": _told(item),
        SOURCE: Origin(Kind.FIELD, form=ITEMS, row=item.number or item.key),
    }


def _day(day: date | None) -> Day | None:
    return None if day is None else Day(day)


def _told(item: Item) -> str:
    """What was last written of it."""
    return next((text(event.note) for event in reversed(item.events) if event.step in TOLD and event.note), "")


def _refuted(followed: Followed) -> Iterable[Row]:
    for item in followed.items:
        notes = [event.note for event in _now(item, followed) if event.step is Step.REFUTED]
        if notes and item.is_open:
            yield {**item_row(item, followed), "说明": text(notes[-1]).rstrip("。")}


def _units(measured: Measured, office: Office) -> list[Row]:
    """The figures of every unit that has items, in the office's order."""
    names = [scope.partition(":")[2] for scope in measured.scopes(f"{UNIT}:")]
    ordered = sorted(names, key=lambda name: _order(office).get(name, len(office.names) + 1))
    return [
        {"名称": text(name), SOURCE: Origin(Kind.FIGURE, f"{UNIT}:{name}"), **_figures(measured, f"{UNIT}:{name}")}
        for name in ordered
    ]


def _figures(measured: Measured, scope: str, prefix: str = "") -> dict[str, Quantity]:
    found = {name: measured.index.get((scope, prefix + name)) for name in FIGURES}
    return {name: Quantity(figure.value, figure.unit) for name, figure in found.items() if figure}


def _last(measured: Measured) -> Row:
    """Last period's figures under the names of this one's; no value where there are none."""
    units = {name: "%" if name.endswith("率") else "项" for name in FIGURES}
    known = _figures(measured, "全市", LAST)
    return {SOURCE: Origin(Kind.FIGURE, "全市", LAST), **{n: Quantity(None, u) for n, u in units.items()}, **known}


def clues(findings: Sequence[Finding], law: Law) -> list[Row]:
    """The findings that are 督查线索, each project's together: 单位, 项目名称, 类别 and 内容."""
    told = [finding for finding in findings if is_clue(finding, law)]
    return [
        {
            "单位": text(finding.sender),
            "项目名称": text(finding.project),
            "类别": law.findings[finding.code].title if finding.code in law.findings else "",
            "内容": text(_told_up(finding.message)),
            SOURCE: Origin(Kind.FIELD, form=CHECKED, row=f"{finding.code}/{finding.project or finding.sender or ''}"),
        }
        for finding in sorted(told, key=lambda finding: (finding.sender or "", finding.project or ""))
    ]


def _told_up(message: str) -> str:
    for said in UNTOLD:
        message = message.removesuffix(said)
    return f"{message.removesuffix('。')}。"


def is_clue(finding: Finding, law: Law) -> bool:
    """Whether a finding doubts the truth of what was reported; a claim that the figures contradict is told apart."""
    return finding.code != CONTRADICTED and law.findings[finding.code].clue
