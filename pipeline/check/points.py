"""The points that a person gave for 考核 come in; a finding for each of a unit that is not judged goes out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.judge import Judge
from pipeline.model import Finding
from pipeline.model.terms import ADJUSTMENTS
from pipeline.rules.spelling import departments


def units(judge: Judge) -> Iterator[Finding]:
    """加减分的单位应是镇街、[[senders]] 所列部门或本期办理问题的部门。"""
    handling = {name for row in judge.tables.forms["要素保障问题清单"] for name in departments(row["solver"])}
    for row in judge.tables.forms[ADJUSTMENTS]:
        if judge.office.unit(row["unit"]) is None and row["unit"] not in handling:
            place = {"file": row["file"], "sheet": row["sheet"], "cell": judge.tables.cell(row, "unit")}
            yield judge.law.finding("points-unit-unknown", field="单位", value=row["unit"], **place)
