"""What the pages are drawn from: the nouns of the office's desk and of what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.model import Action, Followed, Item, Made, Period, Proposal, Registered, Standing

OVERDUE = "时限已过、还没有销号的事项，请催办并核实原因。"
MOST_OPEN = 12  # proposals that are shown without being asked for
SOON = "时限就要到的事项，请提醒承办单位按时反馈。"


@dataclass(frozen=True)
class Paper:
    """A document on the desk: ``name`` and ``draft`` as in the register, ``path`` under output/ ("" when the file is
    gone), ``rough`` for a 草稿 that cannot be issued, ``stale`` when its inputs have changed since."""

    name: str
    draft: int
    path: str
    rough: bool = False
    stale: bool = False
    registered: tuple[Registered, ...] = ()

    @property
    def folder(self) -> str:
        """The family that it belongs to, "" for a document that stands alone."""
        return self.name.rpartition("/")[0]

    @property
    def title(self) -> str:
        return self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Trouble:
    """Who must act (``sender`` "" for the office itself): how many 阻断 findings, the first messages of them, the files
    that go back; in 待办 also how the sender stands (``state``) and the ``words`` of 催报 to paste."""

    sender: str
    count: int
    messages: tuple[str, ...]
    files: tuple[str, ...] = ()
    state: str = ""
    words: str = ""


@dataclass(frozen=True)
class PeriodView:
    """A period as its folder shows it. ``status`` is the manifest's, "" when it cannot be read; ``workbooks``,
    ``returns`` (by sender) and ``todo`` (待办.html) are paths under output/; ``files`` were read, with ``rows`` read,
    accepted and refused; ``faults`` say what is broken."""

    period: Period
    status: str = ""
    papers: tuple[Paper, ...] = ()
    workbooks: tuple[str, ...] = ()
    returns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    todo: str = ""
    troubles: tuple[Trouble, ...] = ()
    hints: int = 0
    files: int = 0
    rows: tuple[int, int, int] = (0, 0, 0)
    faults: tuple[str, ...] = ()

    @property
    def blocks(self) -> int:
        return sum(trouble.count for trouble in self.troubles)

    @property
    def issued(self) -> int:
        rows = (row for paper in self.papers for row in paper.registered)
        return sum(row.standing is Standing.ISSUED for row in rows)


@dataclass(frozen=True)
class Lights:
    """How many projects show each 灯."""

    red: int = 0
    yellow: int = 0
    green: int = 0
    dark: int = 0

    @property
    def total(self) -> int:
        return self.red + self.yellow + self.green + self.dark


@dataclass(frozen=True)
class Place:
    """全市 or one 镇街: rates in percent, ``gap`` (时序差) and ``moved`` (环比变化) in 百分点, ``climbed`` (名次变化)
    in places; None where figures.json has none."""

    name: str
    lights: Lights
    rate: Fraction | None = None
    gap: Fraction | None = None
    moved: Fraction | None = None
    rank: int | None = None
    climbed: int | None = None


@dataclass(frozen=True)
class Progress:
    """The figures of one month; ``planned`` and ``done`` are 元, ``rough`` those of a 草稿, ``stale`` when the month's
    inputs have changed since."""

    period: Period
    as_of: date
    city: Place
    towns: tuple[Place, ...]
    schedule: Fraction | None = None
    projects: int | None = None
    started: int | None = None
    overdue: int | None = None
    planned: Fraction | None = None
    done: Fraction | None = None
    rough: bool = False
    stale: bool = False


@dataclass(frozen=True)
class DeskView:
    """The office's desk: ``periods`` newest first, the ``progress`` of the newest month that has figures, the numbers
    issued last, and what is broken outside any period."""

    city: str
    organ: str
    periods: tuple[PeriodView, ...]
    progress: Progress | None = None
    issued: tuple[Registered, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def newest_month(self) -> Period | None:
        return next((view.period for view in self.periods if not view.period.weekly), None)


@dataclass(frozen=True)
class TodoView:
    """What waits in a period: ``asked`` are the senders that must act, ``own`` what the office itself must mend,
    ``unissued`` the documents made and not issued. All paths are under output/, ``here`` are those that exist."""

    city: str
    organ: str
    period: Period
    status: str
    asked: tuple[Trouble, ...] = ()
    own: Trouble | None = None
    followed: Followed | None = None
    unissued: tuple[Made, ...] = ()
    workbooks: tuple[str, ...] = ()
    here: frozenset[str] = frozenset()

    @property
    def matters(self) -> tuple[tuple[str, str, tuple[Item, ...]], ...]:
        """The 督办事项 that press, the overdue first: a title, a word on them, and the items."""
        if self.followed is None:
            return ()
        overdue = [item for item in self.followed.items if item.overdue(self.period.as_of)]
        soon = [item for item in self.followed.soon if item not in overdue]
        groups = (("督办逾期", OVERDUE, overdue), ("督办即将到期", SOON, soon))
        return tuple((title, lead, tuple(sorted(items, key=_pressing))) for title, lead, items in groups if items)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return self.followed.proposals if self.followed else ()

    @property
    def proposed(self) -> Iterator[tuple[str, bool, tuple[Proposal, ...]]]:
        """The next steps of known items, then the new ones, folded away under their number where they are many."""
        fresh = tuple(one for one in self.proposals if one.action is Action.RAISE)
        steps = tuple(one for one in self.proposals if one.action is not Action.RAISE)
        if steps:
            yield "", False, steps
        if fresh:
            yield f"拟立项 {len(fresh)} 项，点开查看", len(fresh) > MOST_OPEN, fresh

    @property
    def waiting(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.asked or self.own or self.matters or self.proposals or self.unissued)


def _pressing(item: Item) -> tuple[date, str]:
    return item.deadline or date.max, item.number
