"""策划储备 of a ground come in; its projects by how far their application has come, and its groups, go out."""

from __future__ import annotations

from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.told.attraction import grouped
from pipeline.documents.told.rows import field_rows
from pipeline.model.terms import RESERVES

GROUPS = ("资金渠道", "镇街", "产业链")


def planning(ground: Ground) -> dict[str, Any]:
    """``策划``: ``项目``, of them ``已批复``, ``待批复`` (applied for and not approved) and ``未申报``, and of the
    whole city a row a member of each of GROUPS that has any."""
    reserves = ground.measured.reserves
    rows = list(zip(reserves, field_rows(reserves, RESERVES, ground.law), strict=True))
    return {
        "策划": {
            "项目": [row for _, row in rows],
            "已批复": [row for record, row in rows if record["is_approved"]],
            "待批复": [row for record, row in rows if record["is_applied"] and not record["is_approved"]],
            "未申报": [row for record, row in rows if not record["is_applied"]],
            **grouped(ground, GROUPS, "储备数"),
        }
    }
