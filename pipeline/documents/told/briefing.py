"""One 镇街 or one department comes in; what fits on its one-page 汇报卡 goes out, with how many more there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.documents.division import DEPARTMENT
from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.cutting import cut
from pipeline.documents.told.rows import Row, lagging, problem_rows, project_rows
from pipeline.documents.told.supervised import FIGURES, UNIT, item_row
from pipeline.documents.told.week import week
from pipeline.model import Kind, Origin

MOST: Mapping[str, Mapping[str, int]] = {  # lines of each table that one page has room for
    DEPARTMENT: {"项目": 4, "问题": 6, "事项": 3, "节点": 3},
}
FEWER = {"项目": 4, "问题": 3, "事项": 3, "节点": 3}  # of everybody else, who has more figures
LONGEST: Mapping[str, Mapping[str, int]] = {  # letters that a line of the card has room for
    "项目": {"项目名称": 19, "首个未办结环节": 7},
    "问题": {"项目名称": 12, "具体问题": 14, "办理部门": 9, "镇街": 5},
    "事项": {"事项": 23, "督办编号": 9},
    "节点": {"项目名称": 14, "节点": 12, "责任单位": 7},
}
LISTED = Origin(Kind.FIELD, form="汇报卡")  # counted in its own lists, where there is no such figure


def briefing(ground: Ground) -> dict[str, Any]:
    """``汇报``: 项目 (with a red or yellow light; of a department also those not started), 问题 (open), 事项 (open
    items of this unit) and 节点 (due in 30 days), the gravest first, no more than a page holds and long words cut; 其余
    are how many more of each there are, 督办数 the unit's figures of 督办."""
    found = {
        "项目": _projects(ground),
        "问题": [row for row in problem_rows(ground.measured.problems, ground.law) if not row["已解决"]],
        "事项": _items(ground),
        "节点": week(ground.measured, ground.law)["三十天节点"],
    }
    most = MOST.get(ground.kind, FEWER)
    return {
        "汇报": {
            **{name: [cut(row, LONGEST[name]) for row in rows[: most[name]]] for name, rows in found.items()},
            "其余": {SOURCE: LISTED, **{name: _left(rows, most[name]) for name, rows in found.items()}},
            "督办数": _figures(ground),
        }
    }


def _left(rows: Sequence[Row], most: int) -> Quantity:
    return Quantity(max(len(rows) - most, 0), "个")


def _projects(ground: Ground) -> list[Row]:
    measured = ground.measured
    rows = project_rows(measured.projects, ground.law, measured.period)
    worst = lagging(rows)
    if ground.kind == DEPARTMENT:
        return [*worst, *(row for row in rows if not row["已开工"] and row not in worst)]
    return worst


def _items(ground: Ground) -> list[Row]:
    followed = ground.followed
    if followed is None:
        return []
    mine = [item_row(item, followed) for item in followed.items if item.is_open and item.unit == ground.member]
    return sorted(mine, key=lambda row: -int(row["逾期天数"].value or 0))


def _figures(ground: Ground) -> dict[str, Any]:
    """Of a unit that has no item this year, noughts."""
    scope = f"{UNIT}:{ground.member}"
    found = {name: ground.measured.index.get((scope, name)) for name in FIGURES if name.endswith("数")}
    known = {name: Quantity(figure.value if figure else 0, "项") for name, figure in found.items()}
    return {**known, SOURCE: Origin(Kind.FIGURE, scope) if all(found.values()) else LISTED}
