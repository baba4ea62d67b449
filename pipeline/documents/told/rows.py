"""Accepted rows come in; lists of plain rows under their Chinese titles go out, private fields left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.documents.engine.sandbox import cleaned
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.model import Day, Kind, Origin, Period, Table
from pipeline.model.terms import PROBLEMS, PROJECTS
from pipeline.rules import Law
from pipeline.rules.forms import Field
from pipeline.rules.spelling import masked

Row = dict[str, Any]

FLAGS = {
    "已开工": "is_started", "应开工": "is_due", "应开未开": "is_late_start", "已竣工": "is_finished",
    "已投产": "is_producing", "本月新开工": "is_new_start", "近期拟开工": "starts_soon", "已纳统": "is_in_stats",
}  # fmt: skip
DUTY = {"leader": "包保领导", "unit": "责任单位", "section": "责任科室", "person": "责任人", "source": "取自"}
COURSE = {
    "本月新提出": "is_new_now",
    "本月销号": "is_closed_now",
    "列入议题": "for_agenda",
    "提请市级": "for_submission",
}
SEVERITY = {"红灯": 0, "黄灯": 1}
WORST = Fraction(10**9)
SHORTEST_PRIVATE = 11  # digits of a telephone number


def text(value: Any) -> str:
    """Text as documents may print it: cleaned, masked, one blank for a line break at either end; "" for nothing."""
    if value is None:
        return ""
    words = cleaned(str(value)).strip()
    return words if len(words) < SHORTEST_PRIVATE else masked(words)


def project_rows(projects: Table, law: Law, period: Period) -> list[Row]:
    """Every counted project, by the titles of its fields and its facts; 联系人 is left out."""
    fields = list(law.forms[PROJECTS].fields.values())
    schedule = Fraction(period.elapsed * 100, 12)
    return [_project(record, fields, schedule) for record in projects if record.get("counted", True)]


def field_rows(records: Table, form: str, law: Law) -> list[Row]:
    """Rows of any form by the titles of its fields, private ones left out."""
    return [_fields(record, form, law.forms[form].fields.values()) for record in records]


def _fields(record: Mapping[str, Any], form: str, fields: Iterable[Field]) -> Row:
    shown: Row = {field.title: _value(record, field) for field in fields if field.type != "private"}
    return {**shown, SOURCE: Origin(Kind.FIELD, form=form, row=str(record.get("id") or ""))}


def _project(record: Mapping[str, Any], fields: Iterable[Field], schedule: Fraction) -> Row:
    row = _fields(record, PROJECTS, fields)
    done, plan = record.get("ytd_done"), record.get("plan")
    rate = Fraction(int(done) * 100, int(plan)) if done is not None and plan and record.get("has_plan", True) else None
    return {
        **row,
        "年度投资完成率": Quantity(rate, "%"),
        "时序差": Quantity(None if rate is None else rate - schedule, "个百分点"),
        "灯": text(record.get("light")),
        "首个未办结环节": text(record.get("blocked_at")),
        "当月完成投资": _quantity(record.get("month_flow"), "元"),
        "责任": {title: text(record.get(f"duty.{key}")) for key, title in DUTY.items()},
        **{title: bool(record.get(key)) for title, key in FLAGS.items()},
    }


def _value(record: Mapping[str, Any], field: Field) -> Any:
    value = record.get(field.key)
    match field.type:
        case "money":
            return _quantity(value, "元")
        case "count":
            return _quantity(value, "次")
        case "points":
            return Quantity(value, "分")
        case "percent":
            return Quantity(None if value is None else Fraction(str(value)), "%")
        case "date":
            return None if value is None else Day(value, bool(record.get(f"{field.key}.month")))
        case "bool":
            return None if value is None else bool(value)
        case _:
            return text(value)


def _quantity(value: Any, unit: str) -> Quantity:
    return Quantity(None if value is None else int(value), unit)


def lagging(projects: Iterable[Row]) -> list[Row]:
    """红灯 before 黄灯, then by 完成率 from the lowest; one without a rate comes last in its colour."""
    late = [row for row in projects if row["灯"] in SEVERITY]
    return sorted(late, key=lambda row: (SEVERITY[row["灯"]], _rate(row)))


def late_starts(projects: Iterable[Row]) -> list[Row]:
    """应开未开项目, the longest overdue first."""
    late = [row for row in projects if row["应开未开"]]
    return sorted(late, key=lambda row: row["计划开工时间"].day if row["计划开工时间"] else date.max)


def _rate(row: Row) -> Fraction:
    value = row["年度投资完成率"].value
    return WORST if value is None else Fraction(value)


def problem_rows(problems: Table, law: Law) -> list[Row]:
    """Every counted problem: open ones first, the longest overdue before the others, then in their order."""
    fields = list(law.forms[PROBLEMS].fields.values())
    rows = [_problem(record, fields) for record in problems]
    return sorted(rows, key=lambda row: (row["已解决"], -int(row["逾期天数"].value or 0)))


def _problem(record: Mapping[str, Any], fields: Iterable[Field]) -> Row:
    row = _fields(record, PROBLEMS, fields)
    overdue = record.get("overdue_days") if record.get("is_overdue") else None
    return {
        **row,
        "已解决": not record.get("is_open", True),
        "逾期": bool(record.get("is_overdue")),
        "需提级": bool(record.get("needs_escalation")),
        "逾期天数": _quantity(overdue, "天"),
        "未办结天数": _quantity(record.get("open_days"), "天"),
        "层级": text(record.get("tier_at")),
        **{title: bool(record.get(key)) for title, key in COURSE.items()},
    }
