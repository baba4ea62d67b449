"""How a figure comes about, as a tree: measure evaluates it, 底稿 writes it as an Excel formula, explain opens it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

PROJECTS, PROBLEMS, LEADS, RESERVES = "项目进度表", "要素保障问题清单", "招引项目表", "策划储备项目表"
FLOW = "项目流转"  # what is in which batch, and was; worked out, sent by nobody
BATCHES = ("储备一批", "开工一批", "建设一批", "投产一批")
NODES, INSPECTIONS = "节点计划表", "现场督查记录表"
ITEMS = "督办事项"


@dataclass(frozen=True)
class Count:
    """How many rows of a table have a flag; ``asks`` is the column it rests on, whose blanks are noted."""

    flag: str
    table: str = PROJECTS
    asks: str = ""


@dataclass(frozen=True)
class Sum:
    """The sum of a column over the rows that have a flag, unknown values left out; None when all are unknown, or
    when any is and the sum must be ``complete``."""

    column: str
    flag: str = "paid"
    complete: bool = False
    table: str = PROJECTS
    unit: str = "元"


@dataclass(frozen=True)
class Ratio:
    """Part ÷ whole, in percent unless it is a mean (``scale`` 1); None when there is nothing to divide by. ``without``
    is the flag of the rows that stand in neither, whose number is noted."""

    part: Term
    whole: Term
    without: str = ""
    scale: int = 100

    @property
    def tail(self) -> str:
        """How the scale is written after the division."""
        return "" if self.scale == 1 else f"×{self.scale}"


@dataclass(frozen=True)
class Minus:
    """One value less another."""

    left: Term
    right: Term


@dataclass(frozen=True)
class Ref:
    """Another figure of the same scope, by its name."""

    name: str


@dataclass(frozen=True)
class Place:
    """The rank of this scope by a figure, descending, equal values sharing a rank, ``among`` the scopes of one kind,
    ``within`` one group of them."""

    of: str
    within: str = ""
    among: str = "镇街"


@dataclass(frozen=True)
class Literal:
    """A value that comes from the calendar or from an earlier period, with a word on where from."""

    value: int | Fraction | None
    source: str


Term = Count | Sum | Ratio | Minus | Ref | Place | Literal
