"""The rows of 策划储备项目表 come in; the same rows with how far their application has come go out."""

from __future__ import annotations

from pipeline.model import Table, Tables
from pipeline.model.terms import RESERVES

APPLIED, APPROVED = "已申报", "已批复"


def reserve_facts(tables: Tables) -> Table:
    """What is approved has been applied for."""
    return tuple(
        {
            **row,
            "counted": True,
            "is_applied": row["application"] in (APPLIED, APPROVED),
            "is_approved": row["application"] == APPROVED,
        }
        for row in tables.forms[RESERVES]
    )
