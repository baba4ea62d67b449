"""A sheet in, what its 标签：内容 lines say out: who reports, in which unit, on which day, for which month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.collect.headings import UNITS, months_of
from pipeline.collect.sheet import Grid, cell_name, filled, text_of
from pipeline.model import Period, Value
from pipeline.rules.spelling import folded

LONGEST = 400
_SENDER = "(?:填报|报送|填表|上报|编报|呈报|申报)(?:单位|部门|镇街|主体)"
_DAY = "(?:报送|填报|上报|填表|制表|报出|编报|报表)(?:日期|时间)"
_PEOPLE = (
    "(?:(?:填报|填表|制表|审核|复核|审批|经办|联系|报送|统计|单位|分管|主要|项目|科室|部门)?"
    "(?:负责人|责任人|领导|审核人|复核人|填报人|填表人|制表人|经办人|联系人|报送人|统计员|联络员)"
    "(?:签字|签名|签章|盖章)?|填报|制表|制表人|审核|复核|审批|审定|签发|电话|联系电话|联系方式|办公电话|手机|手机号码|传真|邮箱)"
)
_OTHER = (
    "(?:(?:金额|投资|计量|货币|计价)?单位|盖章|签章|公章|单位盖章|单位公章|日期|时间|统计时间|截止时间|截至时间"
    "|密级|表号|批准文号|制定机关|有效期至?)"
)
_STOP = rf"(?={_SENDER}|{_DAY}|{_PEOPLE}(?:\([^)]*\))?:|(?:金额|计量|货币)?单位:|\(?单位|$)"
SENDER = re.compile(rf"{_SENDER}(?:\([^)]*\))*[:：]?(.*?){_STOP}")
DAY = re.compile(rf"{_DAY}(?:\([^)]*\))*[:：]?(.*?){_STOP}")
UNIT = re.compile(r"(?:单位|货币)(?:[:为是]|均为)?(?:人民币)?\(?([^()]*)")
NAMED_UNIT = re.compile(
    r"(?:^|[、,，;/和及])(?:人民币)?(千万元|百万元|万元|亿元|千元|元)(?=$|[、,，;/和及.。)]|平方|公顷|亩|个|人|吨|公里|米|%)"
)
LABEL = re.compile(rf"(?:{_SENDER}|{_DAY}|{_PEOPLE}|{_OTHER})(?:\([^)]*\))*:")
BARE_LABEL = re.compile(rf"(?:{_SENDER}|{_DAY}|{_PEOPLE})(?:\([^)]*\))*")
NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|填报要求|指标说明|编制说明|附|附件\d*)(?:[:：\d.、]|$)|^※|^[*★](?:注|说明)"
)
_TITLE_MONTH = re.compile(
    r"(?:((?:20)\d{2})年度?)?(?:(?:\d{1,2}|元|一)(?:月份?)?[-至到])?(\d{1,2})月(?:份|底|末)?(?!\d{0,2}[日号\d])"
)
_UNTIL = re.compile(r"截[至止]到?(?:((?:20)\d{2})年)?(\d{1,2})月")
_YEAR_ONLY = re.compile(r"(20\d{2})年")


@dataclass(frozen=True)
class Said:
    """One thing a line says: the text and the cell, counted from 0."""

    text: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return cell_name(self.row, self.column)


@dataclass(frozen=True)
class Labels:
    """Everything a sheet says beside its tables."""

    senders: tuple[Said, ...] = ()
    days: tuple[Said, ...] = ()
    units: tuple[tuple[int, int], ...] = ()  # row, 元 a unit

    def unit_for(self, top: int) -> int | None:
        """The unit stated nearest above a table's heading, else the first below it."""
        above = [unit for row, unit in self.units if row < top]
        return above[-1] if above else next((unit for _, unit in self.units), None)

    def day_for(self, top: int, end: int) -> Said | None:
        """The 报送日期 between two tables, else the last one of the sheet."""
        near = [day for day in self.days if top <= day.row < end]
        return near[-1] if near else self.days[-1] if self.days else None


def labels(grid: Grid) -> Labels:
    """Only the rows of texts with a character of such a label are looked at closely."""
    senders: list[Said] = []
    days: list[Said] = []
    units: list[tuple[int, int]] = []
    telling = {text for text in grid.texts if "报" in text or "单" in text or "填" in text or "币" in text}
    for row, values in enumerate(grid.rows):
        for column, value in () if telling.isdisjoint(values) else enumerate(values):
            if isinstance(value, str) and value in telling:
                _listen(grid, row, column, value, senders, days, units)
    return Labels(tuple(senders), tuple(days), tuple(units))


def _listen(
    grid: Grid, row: int, column: int, value: str, senders: list[Said], days: list[Said], units: list[tuple[int, int]]
) -> None:
    if len(value) > LONGEST:
        return
    text = folded(value)
    if (match := SENDER.match(text)) or ("单位:" in text and (match := SENDER.search(text))):
        senders.append(Said(match[1] or _right(grid, row, column), row, column))
    if match := DAY.search(text):
        at, content = _content(grid, row, column, match[1])
        days.append(Said(content, row, at))
    if unit := _unit(text if text.rstrip(":") != "单位" else "单位:" + _right(grid, row, column)):
        units.append((row, unit))


def _unit(text: str) -> int | None:
    """元 a unit in ``单位：亿元、平方米`` or ``金额单位：万元``; a reporting unit's name is none."""
    for match in UNIT.finditer(text):
        named = NAMED_UNIT.search(match[1])
        if named:
            return UNITS[named[1]]
    return None


def _content(grid: Grid, row: int, column: int, written: str) -> tuple[int, str]:
    """What stands behind a label: in its own cell, else in the next filled one."""
    if written:
        return column, written
    values = grid.rows[row]
    at = next((at for at in range(column + 1, len(values)) if filled(values[at])), column)
    return at, shown(values[at]) if at != column else ""


def _right(grid: Grid, row: int, column: int) -> str:
    return folded(_content(grid, row, column, "")[1])


def shown(value: Value) -> str:
    """A value as text, dates in ISO form."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return text_of(value) or ("" if value is None else str(value))


def is_label(text: str) -> bool:
    """Whether a line that begins so is one of 填报人, 审核人, 单位 … and no row of a table."""
    return LABEL.match(text) is not None


def stale_title(rows: Sequence[Sequence[Value]], top: int, end: int, period: Period) -> tuple[str, int, int] | None:
    """The first title or 截至 line above a table that names another month than the period, with its place."""
    for row in range(top, end):
        for column, value in enumerate(rows[row]):
            text = folded(text_of(value)) if filled(value) else ""
            if text and not is_label(text) and not NOTE.match(text) and _other_month(text, period):
                return text_of(value).strip(), row, column
    return None


def _other_month(text: str, period: Period) -> bool:
    allowed = months_of(period)
    mentions = [(int(year) if year else None, int(month)) for year, month in
                (*_TITLE_MONTH.findall(text), *_UNTIL.findall(text)) if 1 <= int(month) <= 12]  # fmt: skip
    if mentions:
        return not any(month == due and year in (None, in_year) for year, month in mentions for in_year, due in allowed)
    years = {int(year) for year in _YEAR_ONLY.findall(text)}
    return bool(years) and not years & {period.year, period.as_of.year} and len(text) <= 40
