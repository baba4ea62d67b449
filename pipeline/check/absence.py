"""The register and the last period come in; the projects that nobody sent go out, and rows to stand in for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.check import past, roll
from pipeline.check.judge import Judge
from pipeline.model import PLACE, Row
from pipeline.rules.identity import Identities

CARRIED, ZERO, DROPPED = "沿用上期", "按零计", "剔除"
FORM = "项目进度表"


@dataclass(frozen=True)
class Missing:
    """A project that nobody sent: its row of the last period of this year, its row of the register, or both."""

    last: Row | None
    listed: Row | None

    @property
    def names(self) -> set[str]:
        return {row["name"] for row in (self.last, self.listed) if row}

    def of(self, unit: str | None) -> bool:
        """Whether the unit is to report it."""
        return unit in {row[key] for row in (self.last, self.listed) if row for key in ("sender", "town")}

    def stand_in(self, order: Row, judge: Judge) -> Row | None:
        """The row that counts in its place by an order of 放行表: last period's 本年完成 or nothing done; None when
        there is no last period to carry over. Its place is the order's, so that the figure can be proved."""
        action = order["action"]
        if action == CARRIED and self.last is None:
            return None
        kinds = judge.law.types[FORM]
        row: dict[str, Any] = dict.fromkeys((*kinds, *PLACE))
        row |= {key: value for key, value in (self.last or {}).items() if key in row}
        row |= _standing(self.listed, judge.law.governed)
        row |= _done(self.last, nothing=action == ZERO)
        row |= {key: None for key in kinds if key.startswith("sent.")}
        sender = (self.last or {}).get("sender") or row["town"]
        place = {key: order[key] for key in ("file", "sheet", "row", "block")}
        return row | place | {"sender": sender, "stand_in": action, "in_register": self.listed is not None}


def _standing(listed: Row | None, governed: tuple[str, ...]) -> dict[str, Any]:
    """What the register says of the project."""
    if listed is None:
        return {}
    keys = ("code", "name", "town", "id", *governed)
    return {key: listed[key] for key in keys if listed[key] is not None}


def _done(last: Row | None, *, nothing: bool) -> dict[str, Any]:
    """The money done: as last period, with nothing more since; or nothing at all this year."""
    if not nothing:
        return {"month_done": 0}
    cum, ytd = (last["cum_done"], last["ytd_done"]) if last else (None, None)
    before = cum - ytd if cum is not None and ytd is not None else None
    return {"month_done": 0, "ytd_done": 0, "cum_done": before}


def missing(judge: Judge) -> list[Missing]:
    """Every project of the register or of the last period that nobody sent and no 清单变动 explains."""
    listed, gone = list(roll.absent(judge)), past.vanished(judge)
    known, both = Identities.of(gone), Identities.of(listed)
    pairs = [Missing(None if (at := known.place(row)) is None else gone[at], row) for row in listed]
    return pairs + [Missing(row, None) for row in gone if both.place(row) is None]
