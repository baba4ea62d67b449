"""The ground of a document comes in; 要素保障 as templates name it goes out: permits and problems by who holds them,
the 议题 of a meeting, and what only the city's leaders can decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.documents.division import DEPARTMENT
from pipeline.documents.ground import Ground
from pipeline.documents.told.chains import by_age
from pipeline.documents.told.context import project_lists, scoped
from pipeline.documents.told.rows import Row, problem_rows, project_rows
from pipeline.model import Day
from pipeline.rules.elements import Elements
from pipeline.rules.spelling import departments

CATEGORY = "问题类别"
UNDONE = ("办理中", "未启动")
POST = "部门"  # the end of a department that is named by its post: 自然资源和规划部门 is 市自然资源和规划局
SENTENCES = ("具体问题", "解决措施", "办理进展", "协调经过", "提请事项")  # whose full stop is the template's


def analysis(ground: Ground) -> dict[str, Any]:
    """``环节`` (each permit with its 办理部门), ``手续部门`` (each department with its 环节), ``卡点项目`` (the
    unstarted projects by the permit at which they are stuck), ``问题类别`` and ``办理部门`` (each with its figures),
    ``未办结问题`` (the longest open first), ``本月销号问题``."""
    rules, problems = ground.law.elements, problem_rows(ground.measured.problems, ground.law)
    return {
        "环节": [{"名称": permit, "办理部门": holder} for permit, holder in rules.holders.items()],
        "手续部门": [{"名称": name, "环节": list(rules.held(name))} for name in rules.departments],
        "卡点项目": _stuck(ground),
        CATEGORY: _kind(ground, CATEGORY),
        "办理部门": _kind(ground, DEPARTMENT),
        "未办结问题": by_age([row for row in problems if not row["已解决"]]),
        "本月销号问题": [row for row in problems if row["本月销号"]],
    }


def _stuck(ground: Ground) -> list[Row]:
    rules = ground.law.elements
    order = list(rules.holders)
    stuck = [row for row in project_lists(ground)["未开工项目"] if row["首个未办结环节"]]
    rows = ({**row, "环节部门": rules.holders[row["首个未办结环节"]]} for row in stuck)
    return sorted(
        ({**row, "未办结环节": _undone(row, order)} for row in rows),
        key=lambda row: (order.index(row["首个未办结环节"]), *_planned(row["计划开工时间"])),
    )


def _undone(row: Row, permits: Iterable[str]) -> list[str]:
    return [permit for permit in permits if row[permit] in UNDONE]


def _planned(day: Day | None) -> tuple[bool, str]:
    return day is None, "" if day is None else day.day.isoformat()


def _kind(ground: Ground, kind: str) -> list[Row]:
    """The scopes of a kind that have problems."""
    rows = scoped(figure for figure in ground.measured.figures if figure.scope.startswith(f"{kind}:")).values()
    return [row for row in rows if row["问题总数"]]


def agenda(ground: Ground) -> dict[str, Any]:
    """``议题``: the problems that a meeting takes, together by 办理部门 and 问题类别, each with its 参会单位;
    ``参会单位`` of them all; ``议题条件`` and ``提请条件`` in words."""
    rules, groups = ground.law.elements, dict[tuple[str, str], list[Row]]()
    taken = [row for row in problem_rows(ground.measured.problems, ground.law) if row["列入议题"]]
    for row in by_age(taken):
        groups.setdefault((row["办理部门"], row[CATEGORY]), []).append(_unstopped(row))
    asked = Asked(rules, ground.office.town_names)
    ordered = _in_order(groups)
    topics = [
        {"办理部门": solver, CATEGORY: kind, "参会单位": asked.units([(solver, kind)], rows), "问题": rows}
        for (solver, kind), rows in ordered.items()
    ]
    everyone = asked.units(ordered, [row for rows in ordered.values() for row in rows])
    return {"议题": topics, "参会单位": everyone, "议题条件": list(rules.agenda.words)}


@dataclass(frozen=True)
class Asked:
    """Who is asked to a meeting: the departments that handle its problems, those that their 类别 concern, then the 镇街
    in their order."""

    rules: Elements
    towns: Sequence[str]

    def units(self, topics: Iterable[tuple[str, str]], problems: Iterable[Row]) -> list[str]:
        topics, names = list(topics), {row["镇街"] for row in problems}
        handling = [unit for solver, _ in topics for unit in departments(solver)]
        concerned = [unit for _, kind in topics for unit in self.rules.attendees.get(kind, ())]
        more = [unit for unit in concerned if not any(unit.removesuffix(POST) in name for name in handling)]
        return list(dict.fromkeys((*handling, *more, *(town for town in self.towns if town in names))))


def _unstopped(row: Row) -> Row:
    return {**row, **{title: row[title].rstrip("。；;，,") for title in SENTENCES}}


def _in_order(groups: Mapping[tuple[str, str], list[Row]]) -> dict[tuple[str, str], list[Row]]:
    """The departments with the most problems first, each one's 类别 likewise; nobody's last."""
    total: dict[str, int] = {}
    for (solver, _), rows in groups.items():
        total[solver] = total.get(solver, 0) + len(rows)
    ordered = sorted(groups, key=lambda at: (not at[0], -total[at[0]], at[0], -len(groups[at]), at[1]))
    return {at: groups[at] for at in ordered}


def submission(ground: Ground) -> dict[str, Any]:
    """``提请``: the problems that go up, the longest open first, each with its 项目 (empty where it is not known);
    ``提请条件`` in words; ``协调层级`` is the ladder."""
    projects = _projects(ground)
    records = [record for record in ground.measured.problems if record["for_submission"]]
    rows = [
        {**_unstopped(row), "项目": projects.get(record["project"], {})}
        for record in records
        for row in problem_rows((record,), ground.law)
    ]
    rules = ground.law.elements
    return {"提请": by_age(rows), "提请条件": list(rules.submission.words), "协调层级": list(rules.tiers)}


def _projects(ground: Ground) -> Mapping[int, Row]:
    """The rows of the projects whose problems go up, by their places."""
    wanted: Iterable[int] = {record["project"] for record in ground.measured.problems if record["for_submission"]}
    known = {at: ground.measured.projects[at] for at in wanted if at >= 0}
    return {
        at: row
        for at, record in known.items()
        for row in project_rows(({**record, "counted": True},), ground.law, ground.measured.period)
    }
