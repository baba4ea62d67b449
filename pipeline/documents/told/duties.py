"""A ground comes in; what has to be done and who answers for it, a row for each, as templates name it, go out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.context import in_order
from pipeline.documents.told.rows import Row, problem_rows, project_rows
from pipeline.documents.told.supervised import item_row
from pipeline.documents.told.week import week
from pipeline.documents.wording import listed, month_and_day
from pipeline.model import Day, Item
from pipeline.rules.identity import Identities, key

YEARLY, START, FINISH, NODE, ITEM = "年度投资", "开工", "竣工", "节点", "督办事项"
DONE, LATE, DOING = "已完成", "逾期", "推进中"
WHOLE = "项目总体推进"
PERMITS_OPEN = ("办理中", "未启动")
WHO = ("责任单位", "责任科室", "责任人")
NOBODY = dict.fromkeys(("包保领导", *WHO, "取自"), "")


def duties(ground: Ground) -> dict[str, Any]:
    """``任务``: what is to be done, of 年度投资, 开工, 竣工, 节点 and 督办事项, with who answers for it and until when;
    ``责任``: who answers for each project, and for what; ``手续项目``: the projects that have not started or still need
    a permit; ``问题``: the problems with who answers for their projects."""
    duty = Duties(ground)
    return {
        "任务": [*duty.tasks()],
        "责任": [*duty.answering()],
        "手续项目": [row for row in duty.projects if not row["已开工"] or _needs_permit(row, ground.law.permits)],
        "问题": [*duty.problems()],
    }


def _needs_permit(row: Row, permits: Iterable[str]) -> bool:
    return any(row[permit] in PERMITS_OPEN for permit in permits)


class Duties:
    """The projects of a ground with what belongs to each."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.period = ground, ground.measured.period
        counted = tuple(row for row in ground.measured.projects if row.get("counted", True))
        self._known, self._ids = Identities.of(counted), {row["id"] for row in counted}
        self._rows = project_rows(counted, ground.law, self.period)
        self.projects = in_order(self._rows, ground.office)

    @cached_property
    def _nodes(self) -> Mapping[int, list[Row]]:
        """The nodes by the project that they belong to, each project's by their days."""
        found: dict[int, list[Row]] = defaultdict(list)
        for node in week(self.ground.measured, self.ground.law)["节点"]:
            found[id(self._project(node))].append(node)
        return found

    def _project(self, row: Row) -> Row | None:
        """The project that a row of another form tells of."""
        at = self._known.find(key(row.get("项目代码"), row["项目名称"], row["镇街"]))
        return None if at is None else self._rows[int(at)]

    def _nodes_of(self, project: Row | None) -> list[Row]:
        return self._nodes.get(id(project), [])

    def tasks(self) -> Iterator[Row]:
        """Project by project, then what belongs to none."""
        for project in self.projects:
            yield from self._goals(project)
            yield from (self._node(project, node) for node in self._nodes_of(project))
        yield from (self._node(None, node) for node in self._nodes_of(None))
        yield from map(self._item, self._items())

    def _goals(self, project: Row) -> Iterator[Row]:
        """What the year's plan asks of a project."""
        plan, done, year_end = project["年度计划投资"], project["本年完成投资"], date(self.period.year, 12, 31)
        if plan:
            reached = done.value is not None and done >= plan.value
            words = {"任务": "完成年度计划投资", "目标投资": plan, "完成投资": done}
            yield self._task(project, YEARLY, Day(year_end), reached, words)
        start, finish = project["计划开工时间"], project["计划竣工时间"]
        if start and (start.day.year == self.period.year or project["应开未开"]):
            yield self._task(project, START, start, project["已开工"], {"任务": "按计划开工"})
        if finish and finish.day.year <= self.period.year and not project["已竣工"]:
            yield self._task(project, FINISH, finish, False, {"任务": "按计划竣工"})

    def _task(self, project: Row | None, kind: str, until: Day | None, done: bool, words: Mapping[str, Any]) -> Row:
        late = bool(not done and until and until.day < self.period.as_of)
        days = (self.period.as_of - until.day).days if late and until else None
        return {
            "类别": kind,
            "项目名称": project["项目名称"] if project else "",
            "镇街": project["镇街"] if project else "",
            **(project["责任"] if project else NOBODY),
            "目标投资": Quantity(None, "元"),
            "完成投资": Quantity(None, "元"),
            "时限": until,
            "完成日期": None,
            "状态": DONE if done else LATE if late else DOING,
            "已完成": done,
            "逾期": late,
            "逾期天数": Quantity(days, "天"),
            SOURCE: project[SOURCE] if project else None,
            **words,
        }

    def _node(self, project: Row | None, node: Row) -> Row:
        words = {name: node[name] for name in ("项目名称", "镇街", SOURCE)}
        told = {"任务": node["节点"], "完成日期": node["实际完成时间"], "目标投资": node["计划投资"]}
        return self._task(project, NODE, node["计划完成时间"], node["已完成"], {**words, **told, **_who(project, node)})

    def _items(self) -> Iterator[Item]:
        """The open 督办事项 of the ground, where the run followed them."""
        items = self.ground.followed.items if self.ground.followed else ()
        return (item for item in items if item.is_open and self._is_mine(item))

    def _is_mine(self, item: Item) -> bool:
        member = self.ground.member
        return not member or member in (item.unit, item.town) or (bool(item.project) and item.project in self._ids)

    def _item(self, item: Item) -> Row:
        assert self.ground.followed is not None
        row = item_row(item, self.ground.followed)
        project = self._project({"项目名称": row["项目名称"], "镇街": row["镇街"]}) if row["项目名称"] else None
        known = _who(project, {"责任单位": row["承办单位"], "责任科室": "", "责任人": ""})
        words = {"任务": f"{row['事项']}（{row['督办编号']}）", "项目名称": row["项目名称"], "镇街": row["镇街"]}
        return self._task(project, ITEM, row["时限"], False, {**words, **known, SOURCE: row[SOURCE]})

    def answering(self) -> Iterator[Row]:
        """A row for a project, and one more for every section or person that answers for nodes of it."""
        for project in self.projects:
            own = tuple(project["责任"][name] for name in WHO)
            parts: dict[tuple[str, ...], list[str]] = {own: [WHOLE]}
            for node in self._nodes_of(project):
                who = _who(project, node)
                parts.setdefault(tuple(who[name] for name in WHO), []).append(_until(node))
            for names, matters in parts.items():
                told = project["责任"] if names == own else {**project["责任"], "取自": "节点计划"}
                yield {**project, **told, **dict(zip(WHO, names, strict=True)), "负责事项": listed(matters)}

    def problems(self) -> Iterator[Row]:
        for row in problem_rows(self.ground.measured.problems, self.ground.law):
            project = self._project(row)
            yield {**row, "责任": project["责任"] if project else NOBODY}


def _who(project: Row | None, own: Row) -> Row:
    """Who answers for a part of a project: what the part says itself, the rest as the project has it, unless that is of
    another unit or section."""
    whole = project["责任"] if project else NOBODY
    told = {name: own[name] for name in WHO}
    for above, name in zip(("", *WHO), WHO, strict=False):
        same = not above or told[above] == whole[above]
        told[name] = told[name] or (whole[name] if same else "")
    return told


def _until(node: Row) -> str:
    """主体封顶（6月30日）."""
    until = node["计划完成时间"]
    return f"{node['节点']}（{month_and_day(until)}）" if until else str(node["节点"])
