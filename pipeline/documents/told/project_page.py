"""The ground of one project comes in; what fits on its one page goes out: what it is, how it went over the months, its
nodes, permits, problems, 督办事项 and visits, long words cut, and how many more there are of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.documents.charts.charts import growth
from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.cutting import cut
from pipeline.documents.told.rows import Row, problem_rows, project_rows
from pipeline.documents.told.scenes import scenes
from pipeline.documents.told.supervised import item_row
from pipeline.documents.told.week import node_rows
from pipeline.model import Kind, Origin, Period, PipelineError
from pipeline.model import Row as Record

MONTHS = 6
MOST: Mapping[str, int] = {"节点": 4, "问题": 3, "现场督查": 1}  # lines that one page has room for
ROOM = 7  # of these lines, and of second lines of what is long, beside which there is still room for a chart
NAME, WIDE = 24, 39  # letters that the first line of 项目名称, and of what goes across the page, takes
PHOTOGRAPHS = 4
LONGEST: Mapping[str, Mapping[str, int]] = {  # letters that a line has room for
    "项目": {"项目名称": 48, "建设单位": 24, "项目代码": 27, "建设规模及内容": 76, "形象进度": 76, "产业链": 8},
    "责任": {"包保领导": 8, "责任单位": 9, "责任科室": 8, "责任人": 8},
    "节点": {"节点": 9, "责任单位": 9, "责任人": 5},
    "问题": {"内容": 18, "单位": 9},
    "现场督查": {"所见": 25, "评价": 6},
}
WHO = ("包保领导", "责任单位", "责任科室", "责任人")


def project_page(ground: Ground) -> dict[str, Any]:
    """``页``: 项目, 责任, 手续 (each with its state), 历史 (the last six months, in six columns), 图 (本年完成投资
    by month, where the page has room), 节点 (overdue and next ones first), 问题 (with 督办事项, by 类别), 现场督查,
    现场照片 and 其余: how many more of each there are."""
    record = _only(ground)
    project, found = _row(record, ground.measured.period, ground), _found(ground)
    shown = {name: [cut(row, LONGEST[name]) for row in rows[: MOST[name]]] for name, rows in found.items()}
    shown["节点"].sort(key=lambda row: (row["计划完成时间"] is None, getattr(row["计划完成时间"], "day", None)))
    months = _months(record, ground)
    return {
        "页": {
            **shown,
            "项目": cut(project, LONGEST["项目"]),
            "责任": cut({name: project["责任"][name] for name in WHO}, LONGEST["责任"]),
            "手续": [{"名称": permit, "状态": project[permit] or "未填"} for permit in ground.law.permits],
            "历史": [*months[-MONTHS:], *[{"月": ""}] * (MONTHS - len(months))],
            "图": _chart(months) if _lines(project, shown, ground) <= ROOM else None,
            "现场照片": scenes(ground.measured.inspections, ground.photos, ground.law)["现场照片"][:PHOTOGRAPHS],
            "其余": {name: Quantity(max(len(rows) - MOST[name], 0), "个") for name, rows in found.items()},
        }
    }


def _only(ground: Ground) -> Record:
    if len(ground.measured.projects) != 1:
        raise PipelineError("needs 中的“一页纸”只用于按项目分别成文的文件（each = \"项目\"）。")  # fmt: skip
    return ground.measured.projects[0]


def _row(record: Record, period: Period, ground: Ground) -> Row:
    """As the other documents have it, though it be a part of a 打包项目."""
    return project_rows(({**record, "counted": True},), ground.law, period)[0]


def _found(ground: Ground) -> dict[str, list[Row]]:
    """What there is of each, that which matters most first."""
    measured, law = ground.measured, ground.law
    return {
        "节点": _by_need(node_rows(measured.nodes, law)),
        "问题": _matters(ground),
        "现场督查": _visits(ground),
    }


def _by_need(nodes: Sequence[Row]) -> list[Row]:
    """Overdue ones, the next ones, then what was done last."""
    late = [row for row in nodes if row["逾期"]]
    done = [row for row in nodes if row["已完成"]]
    return [*late, *(row for row in nodes if not row["逾期"] and not row["已完成"]), *reversed(done)]


def _matters(ground: Ground) -> list[Row]:
    """问题 and, where the run followed them, 督办事项; what is open first."""
    problems = [_problem(row) for row in problem_rows(ground.measured.problems, ground.law)]
    items = [_item(row) for row in _items(ground)]
    return sorted([*problems, *items], key=lambda row: bool(row["了结"]))


def _problem(row: Row) -> Row:
    told = {"类别": "问题", "内容": row["具体问题"], "单位": row["办理部门"], "时限": row["完成时限"]}
    state = "已办结" if row["已解决"] else "未办结"
    return {**told, "状态": state, "了结": row["已解决"], "逾期天数": row["逾期天数"], SOURCE: row[SOURCE]}


def _item(row: Row) -> Row:
    told = {"类别": "督办", "内容": row["事项"], "单位": row["承办单位"], "时限": row["时限"]}
    return {**told, **{name: row[name] for name in ("状态", "逾期天数", SOURCE)}, "了结": row["已了结"]}


def _items(ground: Ground) -> list[Row]:
    followed = ground.followed
    mine = {name for row in ground.measured.projects for name in (row["id"], (row["town"], row["name"]))}
    if followed is None:
        return []
    return [
        item_row(item, followed) for item in followed.items if mine.intersection((item.project, (item.town, item.name)))
    ]


def _visits(ground: Ground) -> list[Row]:
    """The last one first."""
    rows = scenes(ground.measured.inspections, {}, ground.law)["现场督查"]
    seen = ("；".join(filter(None, (row["现场进度"], row["发现问题"]))) for row in rows)
    told = [{**row, "所见": words} for row, words in zip(rows, seen, strict=True)]
    return sorted(told, key=lambda row: row["日期"].day, reverse=True)


def _months(record: Record, ground: Ground) -> list[Row]:
    """The months of the year that are known, as the tables of each month print them."""
    period = ground.measured.period
    past = ((month, _row(row, month, ground)) for month, row in record.get("past", ()))
    told = ((month, {**row, SOURCE: _then(month, record)}) for month, row in past)
    return [_month(month, row) for month, row in (*told, (period, _row(record, period, ground)))]


def _then(month: Period, record: Record) -> Origin:
    return Origin(Kind.FIELD, form=f"{month.text}的快照", row=str(record["id"]))


def _month(period: Period, row: Row) -> Row:
    kept = ("本年完成投资", "年度投资完成率", "灯", SOURCE)
    return {"月": f"{period.month}月", **{name: row[name] for name in kept}}


def _chart(months: Iterable[Row]) -> Any:
    """None of a single month."""
    told = [(str(row["月"]), row["本年完成投资"].value) for row in months]
    return growth("本年完成投资", told) if sum(value is not None for _, value in told) > 1 else None


def _lines(project: Row, shown: Mapping[str, Sequence[Row]], ground: Ground) -> int:
    """How full the page is: the lines of its tables with the head above 现场督查, and second lines of long words."""
    permits = sum(len(permit) + len(project[permit] or "未填") + 1 for permit in ground.law.permits)
    stuck = len("；首个未办结环节为") + len(project["首个未办结环节"]) if project["首个未办结环节"] else 0
    wide = (permits + stuck, len(project["建设规模及内容"]), len(project["形象进度"]))
    second = sum(letters > WIDE for letters in wide) + (len(project["项目名称"]) > NAME)
    return sum(map(len, shown.values())) + bool(shown["现场督查"]) + second
