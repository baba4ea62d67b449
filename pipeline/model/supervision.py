"""督办: what was demanded of a unit, everything that became of it, and what the rules propose to demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from pipeline.model.judgement import Finding
from pipeline.model.period import Period


class Colour(StrEnum):
    """Of the 督办通知单: blue first, yellow when overdue, red when overdue again."""

    BLUE = "蓝"
    YELLOW = "黄"
    RED = "红"


class Step(StrEnum):
    """What can happen to an item."""

    RAISED = "立项"
    ASSIGNED = "交办"  # its 督办通知单 was issued
    SIGNED = "签收"
    REPORTED = "反馈"
    REFUTED = "核查不通过"
    VERIFIED = "核查"
    DONE = "办结"
    CLOSED = "销号"
    OVERDUE = "逾期"
    YELLOW = "转黄"
    RED = "转红"
    ESCALATED = "提级"
    EXTENDED = "延期"
    DROPPED = "撤项"
    MOVED = "移交"  # its unit was merged into another, which answers for it from then on


class Stage(StrEnum):
    """Where an item stands; every item is in exactly one."""

    ASSIGNED = "交办"
    REPORTED = "反馈"
    VERIFIED = "核查"
    CLOSED = "销号"
    DROPPED = "撤项"


STAGES = {
    Step.RAISED: Stage.ASSIGNED,
    Step.REPORTED: Stage.REPORTED,
    Step.REFUTED: Stage.ASSIGNED,
    Step.VERIFIED: Stage.VERIFIED,
    Step.CLOSED: Stage.CLOSED,
    Step.DROPPED: Stage.DROPPED,
}
COLOURS = {Step.YELLOW: Colour.YELLOW, Step.RED: Colour.RED}
ENDED = (Stage.CLOSED, Stage.DROPPED)


@dataclass(frozen=True)
class Event:
    """One step of an item: on ``day``, known at ``as_of`` (数据截止日 of ``period``). ``note`` is what a person wrote
    or what contradicts it, ``deadline`` a new 时限, ``tier`` the level that an escalation reached, ``place`` its
    file｜sheet｜cell. ``act``: recorded by an act of the office (印发), not derived from the data of a period."""

    step: Step
    period: str
    as_of: date
    day: date
    note: str = ""
    deadline: date | None = None
    tier: str = ""
    place: str = ""
    act: bool = False


@dataclass(frozen=True)
class Item:
    """One 督办事项. ``number`` is its 督办编号 (督2026-001), "" until the ledger has given one; ``key`` tells it from
    every other: ``subject`` (rule and project, or source, matter and unit) and the period that raised it. ``source`` is
    批示, 会议, 联席会议, 现场 or 规则, ``rule`` the code in supervision.toml ("" when a person raised it), ``project``
    the id of the project and ``name`` its name ("" for none), ``disposal`` 立即落实, 研判 or 提报."""

    number: str
    key: str
    subject: str
    source: str
    rule: str
    matter: str
    unit: str
    project: str = ""
    name: str = ""
    town: str = ""
    disposal: str = ""
    basis: str = ""
    events: tuple[Event, ...] = ()

    @cached_property
    def stage(self) -> Stage:
        return next((STAGES[event.step] for event in reversed(self.events) if event.step in STAGES), Stage.ASSIGNED)

    @property
    def is_open(self) -> bool:
        return self.stage not in ENDED

    @property
    def deadline(self) -> date | None:
        """The 时限 in force: the last one set."""
        return next((event.deadline for event in reversed(self.events) if event.deadline), None)

    @property
    def colour(self) -> Colour:
        return next((COLOURS[event.step] for event in reversed(self.events) if event.step in COLOURS), Colour.BLUE)

    @property
    def tier(self) -> str:
        """The level that it was escalated to, "" while it stays with its unit."""
        return next((event.tier for event in reversed(self.events) if event.step is Step.ESCALATED), "")

    def day(self, step: Step) -> date | None:
        """When a step last happened."""
        return next((event.day for event in reversed(self.events) if event.step is step), None)

    def overdue(self, as_of: date) -> bool:
        """Open, with its 时限 before a day."""
        return self.is_open and self.deadline is not None and self.deadline < as_of

    def with_events(self, events: Iterable[Event]) -> Item:
        return replace(self, events=(*self.events, *events))


class Action(StrEnum):
    """What a proposal asks the clerk to confirm."""

    RAISE = "立项"
    YELLOW = "转黄"
    RED = "转红"
    ESCALATE = "提级"
    VERIFY = "核查销号"


@dataclass(frozen=True)
class Proposal:
    """A row of 督办拟立项: ``subject`` as in Item; ``number`` is that of the item it is about, "" for a new one;
    ``reason`` is the sentence that the figures support, ``deadline`` and ``disposal`` are suggestions, ``tier`` is
    where an escalation would lead; ``code`` is its 拟办编号, by which a confirmed row is known again."""

    action: Action
    subject: str
    source: str
    rule: str
    matter: str
    unit: str
    reason: str
    deadline: date
    disposal: str
    number: str = ""
    project: str = ""
    name: str = ""
    town: str = ""
    tier: str = ""
    code: str = ""


@dataclass(frozen=True)
class Followed:
    """What following gives for a period: every item ever raised with all its events up to 数据截止日 (those raised now
    still without a number), the items as they stood at the end of the period ``before``, what the rules propose, and
    findings. ``soon`` are the open items whose 时限 falls within the next few working days."""

    period: Period
    items: tuple[Item, ...]
    before: tuple[Item, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    findings: tuple[Finding, ...] = ()
    soon: tuple[Item, ...] = ()
