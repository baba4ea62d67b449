"""What differs between two states of a period: changed cells and rows, the figures they moved, each one's share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from pipeline.model.period import Period

Number = int | Fraction | None


class ChangeKind(StrEnum):
    CELL = "改动"
    ADDED = "新增行"
    GONE = "减少行"


@dataclass(frozen=True)
class Change:
    """One changed cell, or a row that came or went. ``cell`` is A1-style, None where the letters of the sheet's columns
    are not known; ``before`` and ``after`` are written as people write them; ``note`` says where else it came from."""

    kind: ChangeKind
    form: str
    file: str | None
    sheet: str | None
    row: int | None
    cell: str | None
    subject: str
    town: str | None
    field: str
    before: str
    after: str
    note: str = ""

    @property
    def place(self) -> str:
        return self.cell or (f"第{self.row}行" if self.row else "")


@dataclass(frozen=True)
class Relocation:
    """So many rows lie in another file or sheet than before, their values as they were or changed besides."""

    before: str
    after: str
    rows: int


@dataclass(frozen=True)
class Move:
    """A figure on both sides; a count or a sum of a scope that had no row is 0, any other value that is none None."""

    scope: str
    name: str
    unit: str
    before: Number
    after: Number

    @property
    def change(self) -> Number:
        """After less before, exact; None where either is no value."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Share:
    """What one cause did to one figure: ``reached`` is its value had there been this cause alone, ``amount`` that less
    the value before (None where either is none). ``cause`` and ``move`` are places in the Comparison; a cause of None
    is 共同作用: the rest of the move, which only several causes together explain."""

    cause: int | None
    move: int
    amount: Number
    reached: Number = None


@dataclass(frozen=True)
class Side:
    """One of the two states: a logged run, or what was issued; ``inputs`` maps files to sha256, None if not known."""

    number: int
    command: str
    status: str
    run: str
    findings: int | None
    inputs: Mapping[str, str] | None
    issued: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two states of a period laid side by side. ``causes`` are groups of places in ``changes`` that were measured as
    one; a change in none of them is of a field on which no figure rests."""

    period: Period
    old: Side
    new: Side
    changes: tuple[Change, ...] = ()
    relocations: tuple[Relocation, ...] = ()
    causes: tuple[tuple[int, ...], ...] = ()
    moves: tuple[Move, ...] = ()
    shares: tuple[Share, ...] = ()
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 新增, 减少, 换新 → their paths
