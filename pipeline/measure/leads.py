"""The rows of 招引项目表 of this period and of the last come in; this period's go out with what the figures count."""

from __future__ import annotations

from typing import Any

from pipeline.model import Row, Table, Tables
from pipeline.model.terms import LEADS
from pipeline.rules import Law
from pipeline.rules.identity import Identities

TALKING, SIGNED, LANDED = "在谈", "签约", "落地"
SETTLED = (SIGNED, LANDED)
ORDER = (TALKING, *SETTLED)


def lead_facts(tables: Tables, law: Law, last: Tables | None) -> Table:
    """``before`` is the stage of the same 招引项目 in the last period; nothing moved where there is no last period."""
    earlier = coded(last.forms[LEADS]) if last else ()
    known = Identities.of(earlier)
    stages = dict.fromkeys(law.codes["lead_stage"].values())
    return tuple(
        _facts(row, _before(row, earlier, known), stages, compared=last is not None) for row in tables.forms[LEADS]
    )


def coded(rows: Table) -> Table:
    """Rows of a form without 项目代码, as they are compared with others."""
    return tuple({"code": None, **row} for row in rows)


def _before(row: Row, earlier: Table, known: Identities) -> Row | None:
    at = known.place({"code": None, **row})
    return None if at is None else earlier[at]


def _facts(row: Row, then: Row | None, stages: dict[str, None], *, compared: bool) -> dict[str, Any]:
    now, before = row["stage"], then["stage"] if then else None
    return {
        **row,
        "counted": True,
        **{f"stage.{stage}": now == stage for stage in stages},
        "is_settled": now in SETTLED,
        "has_anchor": bool(row["anchor"]),
        "is_expansion": bool(row["expansion"]),
        "before": before,
        "is_new": compared and then is None,
        "newly_signed": before == TALKING and now in SETTLED,
        "newly_landed": before in (TALKING, SIGNED) and now == LANDED,
        "fell_back": None not in (before, now) and ORDER.index(now) < ORDER.index(before),
    }
