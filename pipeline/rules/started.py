"""When a project counts as started: the one reading that checks and figures share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.model import Row

if TYPE_CHECKING:
    from pipeline.rules.law import Law


def started(project: Row, law: Law, as_of: date) -> bool:
    """已开工：项目阶段为在建、竣工、投产，或是否开工为是，或开工时间不晚于数据截止日。"""
    by_stage = project["stage"] in law.figures["started_stages"]
    return by_stage or bool(project["started"]) or (project["start"] is not None and project["start"] <= as_of)
