"""Accepted rows come in; lists of plain rows under their Chinese titles go out, private fields left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pipeline.documents.engine.sandbox import cleaned
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.recorded import Columns, Reader, Record, Told
from pipeline.model import Day, Kind, Origin, Period, Table
from pipeline.model.terms import PROBLEMS, PROJECTS
from pipeline.rules import Law
from pipeline.rules.forms import Field
from pipeline.rules.spelling import masked

Row = Mapping[str, Any]
Columned = tuple[tuple[str, str, str], ...]  # of each field its title, its key and its type

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
    fields = law.forms[PROJECTS].fields.values()
    columns = project_columns(_public(fields), Fraction(period.elapsed * 100, 12))
    return [Told(record, columns) for record in projects if record.get("counted", True)]


@lru_cache(maxsize=8)
def project_columns(fields: Columned, schedule: Fraction) -> Columns:
    """What the rows of projects tell, when so much of the year has passed (percent)."""
    readers: dict[str, tuple[Reader, Any]] = {
        **{title: (TYPES.get(kind, _text), key) for title, key, kind in fields},
        SOURCE: (_source, PROJECTS),
        "年度投资完成率": (_completion, None),
        "时序差": (_ahead, schedule),
        "灯": (_text, "light"),
        "首个未办结环节": (_text, "blocked_at"),
        "当月完成投资": (_money, "month_flow"),
        "责任": (_duty, None),
        **{title: (_flag, key) for title, key in FLAGS.items()},
    }
    return Columns(readers, _keys(fields), (fields, schedule))


def _keys(fields: Columned) -> Mapping[str, Any]:
    """All that the columns of projects read, with what stands for what is not there."""
    own = [key for _, key, _ in fields]
    months = [f"{key}.month" for _, key, kind in fields if kind == "date"]
    facts = ("id", "ytd_done", "plan", "light", "blocked_at", "month_flow")
    return dict.fromkeys((*own, *months, *facts, *map("duty.{}".format, DUTY), *FLAGS.values())) | {"has_plan": True}


def _public(fields: Iterable[Field]) -> Columned:
    return tuple((field.title, field.key, field.type) for field in fields if field.type != "private")


def field_rows(records: Table, form: str, law: Law) -> list[dict[str, Any]]:
    """Rows of any form by the titles of its fields, private ones left out."""
    return [_fields(record, form, law.forms[form].fields.values()) for record in records]


def _fields(record: Record, form: str, fields: Iterable[Field]) -> dict[str, Any]:
    shown = {title: TYPES.get(kind, _text)(record, key) for title, key, kind in _public(fields)}
    return {**shown, SOURCE: _source(record, form)}


def _source(record: Record, form: str) -> Origin:
    return _row_of(form, str(record.get("id") or ""))


@lru_cache(maxsize=16384)
def _row_of(form: str, row: str) -> Origin:
    return Origin(Kind.FIELD, form=form, row=row)


def _rate_of(record: Record) -> Fraction | None:
    done, plan = record.get("ytd_done"), record.get("plan")
    return _percentage(int(done), int(plan)) if done is not None and plan and record.get("has_plan", True) else None


@lru_cache(maxsize=65536)
def _percentage(part: int, whole: int) -> Fraction:
    return Fraction(part * 100, whole)


def _completion(record: Record, _: None) -> Quantity:
    return Quantity(_rate_of(record), "%")


def _ahead(record: Record, schedule: Fraction) -> Quantity:
    rate = _rate_of(record)
    return Quantity(None if rate is None else rate - schedule, "个百分点")


def _duty(record: Record, _: None) -> dict[str, str]:
    return {title: text(record.get(f"duty.{key}")) for key, title in DUTY.items()}


def _flag(record: Record, key: str) -> bool:
    return bool(record.get(key))


def _text(record: Record, key: str) -> str:
    return text(record.get(key))


def _money(record: Record, key: str) -> Quantity:
    return _quantity(record.get(key), "元")


def _times(record: Record, key: str) -> Quantity:
    return _quantity(record.get(key), "次")


def _points(record: Record, key: str) -> Quantity:
    return Quantity(record.get(key), "分")


def _percent(record: Record, key: str) -> Quantity:
    value = record.get(key)
    return Quantity(None if value is None else Fraction(str(value)), "%")


def _day(record: Record, key: str) -> Day | None:
    value = record.get(key)
    return None if value is None else Day(value, bool(record.get(f"{key}.month")))


def _yes_or_no(record: Record, key: str) -> bool | None:
    value = record.get(key)
    return None if value is None else bool(value)


TYPES: Mapping[str, Reader] = {
    "money": _money,
    "count": _times,
    "points": _points,
    "percent": _percent,
    "date": _day,
    "bool": _yes_or_no,
}


def _quantity(value: Any, unit: str) -> Quantity:
    return Quantity(None if value is None else int(value), unit)


def lagging(projects: Iterable[Row]) -> list[Row]:
    """红灯 before 黄灯, then by 完成率 from the lowest; one without a rate comes last in its colour."""
    late = [row for row in projects if row["灯"] in SEVERITY]
    return sorted(late, key=lambda row: (SEVERITY[row["灯"]], *_rate(row)))


def late_starts(projects: Iterable[Row]) -> list[Row]:
    """应开未开项目, the longest overdue first."""
    late = [row for row in projects if row["应开未开"]]
    return sorted(late, key=lambda row: row["计划开工时间"].day if row["计划开工时间"] else date.max)


def _rate(row: Row) -> tuple[float, Fraction]:
    """To sort by: the nearest float, which seldom ties, before the number itself."""
    value = row["年度投资完成率"].value
    rate = WORST if value is None else Fraction(value)
    return float(rate), rate


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
