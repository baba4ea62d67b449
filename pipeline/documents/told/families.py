"""Figures and rows come in; for each member of a family of documents (数据确认单, one a 镇街) its own context goes out,
without the figures of the others and without any rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.documents.charts.charts import member_charts
from pipeline.documents.ground import CITY, Ground
from pipeline.documents.told.chains import addressed
from pipeline.documents.told.context import row_lists
from pipeline.documents.told.histories import PROJECT, project_names
from pipeline.documents.told.parts import parts
from pipeline.documents.told.ranks import unranked
from pipeline.documents.told.rows import text
from pipeline.documents.told.supervised import gravest, units
from pipeline.model import Followed, Intervention, Remedy
from pipeline.rules import Office

TOWN = "镇街"
SHARED = (CITY, "期间", "截止日", "反馈时限", "材料", "发文", "口径", "手续", "城市", "草稿")


def family(ground: Ground) -> tuple[str, ...]:
    """Who gets a document: every name that has a row, in the official order; of 镇街 also those that must report and
    have no project, for that too is to be confirmed."""
    each, measured, office = ground.entry.each, ground.measured, ground.office
    if each == PROJECT:
        return _projects(ground)
    names = [scope.partition(":")[2] for scope in measured.scopes(f"{each}:")]
    if each != TOWN:
        return tuple(names)
    due = {town.name for town in office.towns if town.reports_in(measured.period)}
    return tuple(name for name in dict.fromkeys((*office.town_names, *names)) if name in due or name in names)


def _projects(ground: Ground) -> tuple[str, ...]:
    """Every project under its 镇街, these in the office's order."""
    order = {name: at for at, name in enumerate(ground.office.town_names)}
    names = project_names(ground.measured.projects)
    return tuple(sorted(names, key=lambda name: order.get(name.partition("/")[0], len(order))))


def own(whole: Mapping[str, Any], ground: Ground) -> dict[str, Any]:
    """The context of one member: what all share, ``单位``, and ``本范围`` with its figures (none when it has no row),
    its rows in the lists that the city's are in, its own 图, 处理说明 (what was corrected or stands in for it, a
    sentence each) and the parts that the stanza needs."""
    name = ground.member or CITY
    notes = list(_notes(ground.measured.interventions, name)) if ground.member else whole["数据说明"]
    part = {
        **unranked(ground),
        **row_lists(ground),
        "图": {} if ground.kind == PROJECT else member_charts(ground),
        "名称": name,
        "处理说明": notes,
        **parts(ground),
    }
    shared = {key: whole[key] for key in SHARED}
    return {**shared, "发文": addressed(whole["发文"], ground), "单位": name, "本范围": part}


def notified_units(followed: Followed, office: Office) -> tuple[str, ...]:
    """Who gets a 督办通知单."""
    return units(followed, office)


def notified(whole: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The context of one unit's 督办通知单: what all share, ``单位``, to whom it goes, its items as ``事项``, and as
    ``督办单`` the colour of the gravest."""
    items = [row for row in whole["督办"]["通知"] if row["承办单位"] == name]
    shared = {key: whole[key] for key in SHARED}
    return {**shared, "发文": {**whole["发文"], "主送": name}, "单位": name, "事项": items, "督办单": gravest(items)}


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
