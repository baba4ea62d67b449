"""How a figure comes about, as a tree: measure evaluates it, 底稿 writes it as an Excel formula, explain opens it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

PROJECTS, PROBLEMS, LEADS, RESERVES = "项目进度表", "要素保障问题清单", "招引项目表", "策划储备项目表"
FLOW = "项目流转"  # what is in which batch, and was; worked out, sent by nobody
BATCHES = ("储备一批", "开工一批", "建设一批", "投产一批")
NODES, INSPECTIONS = "节点计划表", "现场督查记录表"
ITEMS = "督办事项"
ADJUSTMENTS = "考核加减分表"


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
    """Another figure by its name, of the same scope unless another is given."""

    name: str
    scope: str = ""


@dataclass(frozen=True)
class Place:
    """The rank of this scope by a figure, descending, equal values sharing a rank, ``among`` the scopes of one kind,
    ``within`` one group of them, or those that are named."""

    of: str
    within: str = ""
    among: str = "镇街"
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Literal:
    """A value that comes from the calendar or from an earlier period, with a word on where from."""

    value: int | Fraction | None
    source: str


@dataclass(frozen=True)
class Mean:
    """The mean of several values, those left out that there are not."""

    parts: tuple[Term, ...]


@dataclass(frozen=True)
class Score:
    """Weight × min(value ÷ target, cap), target ÷ value where ``lower`` is better, never below 0; where there is no
    value or no target nothing, or 0 where it must be ``present``."""

    value: Term
    target: Term
    weight: Fraction
    cap: Fraction
    lower: bool = False
    present: bool = False


@dataclass(frozen=True)
class Pooled:
    """The sum of scores with their weights; the weight of those that there are not is shared among the others. Nothing
    where the weights that there are come to less than the ``least``."""

    parts: tuple[tuple[Term, Fraction], ...]
    least: Fraction = Fraction(0)


@dataclass(frozen=True)
class Award:
    """So many points for each of a value, up (down) to ``most``; nothing for no value."""

    of: Term
    each: Fraction
    most: Fraction


@dataclass(frozen=True)
class Addition:
    """The sum of several values; those that there are not count 0, but for the first, without which there is none."""

    parts: tuple[Term, ...]


Scored = Mean | Score | Pooled | Award | Addition
Term = Count | Sum | Ratio | Minus | Ref | Place | Literal | Scored


def operands(term: Term) -> tuple[Term, ...]:
    """What a term is worked out from."""
    match term:
        case Ratio(part=one, whole=other) | Minus(left=one, right=other) | Score(value=one, target=other):
            return one, other
        case Award(of=one):
            return (one,)
        case Pooled():
            return tuple(part for part, _ in term.parts)
        case Mean() | Addition():
            return term.parts
    return ()
