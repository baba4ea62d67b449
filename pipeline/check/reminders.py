"""A judged period and the returns so far come in; 催报 goes out: how each sender stands, and what to send it.

未报: must report and sent nothing. 待重报: has 阻断 findings. 逾期报送: its 报送日期 is after the deadline. 已报无误:
the rest of those that must report, or that mended what went back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pipeline.check.judge import day
from pipeline.check.returns import counted, returns, unmended
from pipeline.model import Finding, Judged, Level, Reminder, Return, State
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

SILENT, LATE = "sender-silent", "reported-late"
KINDS_NAMED = 3
WORDS = {
    State.SILENT: "{sender}：你单位{span}重点项目进度表尚未收到{limit}，请尽快报送{organ}；"
    "本期没有变化的项目也要填报。",
    State.OPEN: "{sender}：你单位{span}报送的数据有{open}需要改正（{kinds}）{again}。{how}，尽快重报{organ}。",
    State.LATE: "{sender}：你单位{span}数据已收到；报送日期为{reported}，晚于规定时限{due}，下期请按时报送。",
    State.FINE: "",
}
MARKED, UNMARKED = "请按退回件上的标注逐处改正", "请逐项核对、补报"


def reminders(
    judged: Judged, before: Sequence[Return], law: Law, office: Office, calendar: Calendar
) -> tuple[Reminder, ...]:
    """Every sender that must report, has something to mend or mended it, the most urgent first.

    ``before`` are the returns that the ledger knows, oldest first; those of this period join them here."""
    desk = _Desk(judged, tuple(before), returns(judged), law, office, calendar)
    states = list(State)
    listed = [desk.reminder(name) for name in desk.names]
    return tuple(sorted(listed, key=lambda one: (states.index(one.state), -one.unmended, -one.returns)))


@dataclass(frozen=True)
class _Desk:
    """What the lines of 催报 are made of: what went back ``before``, and what goes back ``now``."""

    judged: Judged
    before: tuple[Return, ...]
    now: tuple[Return, ...]
    law: Law
    office: Office
    calendar: Calendar

    @cached_property
    def names(self) -> list[str]:
        """Whom 催报 lists, in the office's order."""
        units = (*self.office.towns, *self.office.senders)
        due = {unit.name for unit in units if unit.reports_in(self.judged.period)}
        told = {finding.sender for finding in self.judged.findings if self._asks(finding)}
        back = {one.sender for one in self.before if one.period == self.judged.period.text}
        known = [unit.name for unit in units]
        others = sorted(name for name in {*told, *back} - {None, *known} if name)
        return [name for name in known if name in due | told | back] + others

    @staticmethod
    def _asks(finding: Finding) -> bool:
        return finding.level is Level.BLOCK or finding.code in (SILENT, LATE)

    @cached_property
    def deadline(self) -> date | None:
        return self.calendar.deadline(self.office, self.judged.period.cadence, self.judged.period)

    def reminder(self, sender: str) -> Reminder:
        mine = [finding for finding in self.judged.findings if finding.sender == sender]
        state = _state(mine)
        days = [reported.day for reported in self.judged.tables.reported if reported.sender == sender]
        reported = max(days, default=None)
        times, year = counted(sender, self.judged.period, (*self.before, *self.now))
        again = unmended(sender, self.judged, self.before)
        said = self._said(sender, mine, times, again, reported)
        words = WORDS[state].format(**said)
        return Reminder(sender, state, reported, times, year, again, _situation(state, mine, said), words)

    def _said(
        self, sender: str, mine: Iterable[Finding], times: int, again: int, reported: date | None
    ) -> dict[str, str]:
        """What the sentences fill in; "" for what is not so."""
        blocks = [finding for finding in mine if finding.level is Level.BLOCK]
        back = any(one.sender == sender for one in self.now)
        return {
            "sender": sender,
            "span": self.judged.period.name,
            "organ": str(self.office.document("")["organ"]),
            "open": f"{len(blocks)}处",
            "kinds": _kinds(blocks, self.law),
            "again": _again(again, len(blocks)),
            "how": MARKED if back else UNMARKED,
            "back": f"，本期第{times}次退回" if back else "",
            "reported": day(reported),
            "due": day(self.deadline),
            "limit": f"（规定时限为{day(self.deadline)}）" if self.deadline else "",
        }


def _situation(state: State, mine: Sequence[Finding], said: dict[str, str]) -> str:
    told = "".join(dict.fromkeys(finding.message for finding in mine if finding.code in (SILENT, LATE)))
    if state is State.OPEN:
        return "阻断问题{open}（{kinds}）{back}{again}。".format(**said) + told
    if state is State.FINE:
        hints = sum(finding.level is Level.HINT for finding in mine)
        return "没有阻断问题" + (f"，有提示{hints}条，请核实。" if hints else "。")
    return told


def _state(mine: Iterable[Finding]) -> State:
    found = list(mine)
    if any(finding.code == SILENT for finding in found):
        return State.SILENT
    if any(finding.level is Level.BLOCK for finding in found):
        return State.OPEN
    return State.LATE if any(finding.code == LATE for finding in found) else State.FINE


def _again(unmended: int, blocks: int) -> str:
    share = "均为" if unmended == blocks else f"其中{unmended}处为"
    return f"，{share}此前退回时已经指出、仍未改正的" if unmended else ""


def _kinds(blocks: Iterable[Finding], law: Law) -> str:
    """金额不是数字2处、合计不等于明细之和1处, the most frequent first, no more than three kinds by name."""
    found = Counter(law.findings[finding.code].title for finding in blocks).most_common()
    named = "、".join(f"{title}{count}处" for title, count in found[:KINDS_NAMED])
    return named + ("等" if len(found) > KINDS_NAMED else "")
