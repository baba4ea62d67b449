"""Figures and rows come in; for each member of a family of documents (数据确认单, one a 镇街) its own context goes out,
without the figures of the others and without any rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.documents.context import CITY, scoped
from pipeline.documents.rows import Row, problem_rows, project_rows, text
from pipeline.documents.supervised import gravest, units
from pipeline.model import Followed, Intervention, Measured, Remedy, Table
from pipeline.rules import Law, Office
from pipeline.rules.spelling import departments

TOWN = "镇街"
TITLES = {"级别": "项目级别", "部门": "办理部门"}  # of the column that makes a scope, where it is not the scope's own
SHARED = (CITY, "期间", "截止日", "反馈时限", "材料", "发文", "口径", "手续", "城市", "草稿")
RANKS = ("名次", "类别名次", "名次变化", "上期名次")


def family(each: str, measured: Measured, office: Office) -> tuple[str, ...]:
    """Who gets a document: every name that has a row, in the official order; of 镇街 also those that must report and
    have no project, for that too is to be confirmed."""
    names = [scope.partition(":")[2] for scope in measured.scopes(f"{each}:")]
    if each != TOWN:
        return tuple(names)
    due = {town.name for town in office.towns if town.reports_in(measured.period)}
    return tuple(name for name in dict.fromkeys((*office.town_names, *names)) if name in due or name in names)


def own(whole: Mapping[str, Any], each: str, name: str, measured: Measured, law: Law) -> dict[str, Any]:
    """The context of one member: what all share, ``单位``, and ``本范围`` with its figures (none when it has no row),
    项目, 问题 and 处理说明 (what was corrected or stands in for it, a sentence each)."""
    figures = [figure for figure in measured.figures if figure.scope == f"{each}:{name}"]
    known: Row = scoped(figure for figure in figures if figure.name not in RANKS).get(f"{each}:{name}", {})
    column = _column(each, law)
    places = [at for at, row in enumerate(measured.projects) if _belongs(row[column], each, name)]
    projects = tuple(measured.projects[at] for at in places)
    part = {
        **known,
        "名称": name,
        "项目": project_rows(projects, law, measured.period),
        "问题": problem_rows(_problems(measured.problems, set(places), each, name), law),
        "处理说明": list(_notes(measured.interventions, name)),
    }
    return {**{key: whole[key] for key in SHARED}, "单位": name, "本范围": part}


def notified_units(followed: Followed | None, office: Office) -> tuple[str, ...]:
    """Who gets a 督办通知单."""
    return units(followed, office) if followed else ()


def notified(whole: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The context of one unit's 督办通知单: what all share, ``单位``, to whom it goes, its items as ``事项``, and as
    ``督办单`` the colour of the gravest."""
    items = [row for row in whole["督办"]["通知"] if row["承办单位"] == name]
    shared = {key: whole[key] for key in SHARED}
    return {**shared, "发文": {**whole["发文"], "主送": name}, "单位": name, "事项": items, "督办单": gravest(items)}


def _column(each: str, law: Law) -> str:
    fields = law.forms["项目进度表"].fields.values()
    return next(field.key for field in fields if field.title == TITLES.get(each, each))


def _belongs(value: Any, each: str, name: str) -> bool:
    return name in departments(value) if each == "部门" else value == name


def _problems(problems: Table, places: set[int], each: str, name: str) -> Table:
    """A problem is in its project's scopes; a department has those that it handles."""
    if each == "部门":
        return tuple(row for row in problems if name in departments(row["solver"]))
    return tuple(row for row in problems if row["project"] in places)


def _notes(interventions: Iterable[Intervention], name: str) -> Iterator[str]:
    told = (one.note or _told(one) for one in interventions if one.sender == name)
    return (text(note) for note in dict.fromkeys(told))


def _told(use: Intervention) -> str:
    """What was done to a figure of the unit, in a sentence for its own eyes."""
    if use.remedy is Remedy.RELEASE:
        return f"{use.subject}“{use.item}”，经核属实（{use.reason}）。"
    if use.before == use.after:
        return f"{use.subject}的{use.item}经确认为{use.after}（{use.reason}）。"
    if use.remedy is Remedy.CORRECTION:
        return f"{use.subject}的{use.item}由{use.before}更正为{use.after}（{use.reason}）。"
    return f"{use.subject}{use.item}：由{use.before}变为{use.after}（{use.basis}）。"
