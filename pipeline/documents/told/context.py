"""Figures, rows and the office's facts come in; the plain data that templates name in Chinese goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.documents.charts.charts import city_charts
from pipeline.documents.ground import CITY, Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.issuing import issuing
from pipeline.documents.told.rows import SEVERITY, Row, lagging, late_starts, problem_rows, project_rows, text
from pipeline.documents.told.scenes import scenes
from pipeline.documents.told.week import week
from pipeline.documents.wording import ordinal
from pipeline.model import Figure, Kind, Origin, Period
from pipeline.model import Row as Record
from pipeline.rules import Law, Light, Office

KINDS = ("建设性质", "产业链", "级别", "批次")
CODES = {"建设性质": "kind", "级别": "level"}
FOREMOST = 3  # towns named at either end of the ranking, of a small city at most half
NUMERALS = "一二三四五六七八九十"


def context(ground: Ground) -> dict[str, Any]:
    """Everything that a template of any document may print; see docs for the names. Money in 元, rates in percent,
    exact."""
    return {**_figures(ground), **row_lists(ground), **common(ground)}


def common(ground: Ground) -> dict[str, Any]:
    """What the members of a family may print as well, of the whole city."""
    measured, law, office = ground.measured, ground.law, ground.office
    return {
        CITY: scoped(ground.shelved.get(CITY, ())).get(CITY, {}),
        "期间": period_names(measured.period),
        "截止日": measured.period.as_of,
        "反馈时限": _deadline(ground),
        "材料": {name: [text(words) for words in block] for name, block in ground.narrative.items()},
        "发文": _issuing(ground),
        "数据说明": [text(use.note) for use in measured.interventions if use.note],
        "口径": {**definitions(measured.figures), **_lights(law.light(measured.period))},
        "手续": list(law.permits),
        "城市": office.city,
        "草稿": "",
    }


def _issuing(ground: Ground) -> dict[str, Any]:
    entry, period, office = ground.entry, ground.measured.period, ground.office
    to = entry.recipients
    return issuing(office, entry.name, period, entry.masthead, upward=entry.upward, recipients=to)


def row_lists(ground: Ground) -> dict[str, Any]:
    """The rows of a ground in the lists that documents go through: of the whole city, or of one member's own."""
    measured, law = ground.measured, ground.law
    return {
        **project_lists(ground),
        **_problems(problem_rows(measured.problems, law)),
        **scenes(measured.inspections, ground.photos, law),
        **week(measured, law),
    }


def _deadline(ground: Ground) -> date | None:
    if ground.calendar is None:
        return None
    return ground.calendar.deadline(ground.office, ground.entry.key, ground.measured.period)


def _figures(ground: Ground) -> dict[str, Any]:
    """What is said of scopes: 全市, every other by its name, in the lists that documents go through, and drawn."""
    scopes, office, law = scoped(ground.measured.figures), ground.office, ground.law
    city = scopes.get(CITY, {})
    kinds = {kind: _of_kind(scopes, kind, office, law) for kind in KINDS}
    return {
        CITY: city,
        "范围": scopes,
        **_towns(scopes, office),
        **kinds,
        "拟观摩": scopes.get("拟观摩", {}),
        "图": city_charts(ground.measured, _ranked(scopes, office), kinds["产业链"], city),
    }


def town_lists(ground: Ground) -> dict[str, list[Row]]:
    """The lists that name 镇街."""
    return _towns(scoped(ground.measured.figures), ground.office)


def scoped(figures: Iterable[Figure]) -> dict[str, dict[str, Any]]:
    """The figures of each scope by their names, under the scope's own."""
    scopes: dict[str, dict[str, Any]] = {}
    for figure in figures:
        if figure.scope not in scopes:
            scopes[figure.scope] = _scope(figure.scope)
        scope = scopes[figure.scope]
        _named(scope, figure.name, Quantity(figure.value, figure.unit))
        scope.setdefault("备注", {})[figure.name] = figure.note
    return scopes


def _scope(name: str) -> dict[str, Any]:
    return {"名称": name.partition(":")[2] or name, SOURCE: Origin(Kind.FIGURE, name)}


def _named(scope: dict[str, Any], name: str, quantity: Quantity) -> None:
    """卡点:土地 nests; a name that opens with digits is found under 三十天… as well, for Jinja names cannot."""
    head, _, tail = name.partition(":")
    if tail:
        scope.setdefault(head, {})[tail] = quantity
    else:
        scope[head] = quantity
    digits = head[: len(head) - len(head.lstrip("0123456789"))]
    if digits and not tail:
        scope[ordinal(int(digits)) + head[len(digits) :]] = quantity


def _of_kind(scopes: Mapping[str, Row], kind: str, office: Office, law: Law) -> list[Row]:
    rows = [row for name, row in scopes.items() if name.startswith(f"{kind}:") and row["名称"]]
    if kind == "产业链":
        rows = [{**row, "链长": office.chains.get(row["名称"], "")} for row in rows]
    order = _order(kind, office, law)
    return sorted(rows, key=lambda row: (order.get(row["名称"], len(order)), _batch(row["名称"]), row["名称"]))


def _order(kind: str, office: Office, law: Law) -> dict[str, int]:
    names = office.chains if kind == "产业链" else dict.fromkeys(law.codes.get(CODES.get(kind, ""), {}).values())
    return {name: place for place, name in enumerate(names)}


def _batch(name: str) -> int:
    """第二批 after 第一批."""
    return next((NUMERALS.index(letter) for letter in name if letter in NUMERALS), len(NUMERALS))


def _ranked(scopes: Mapping[str, Row], office: Office) -> list[Row]:
    """Every 镇街 that has a row, by rank; those without a rank last, in the office's order."""
    names = [name for name in office.town_names if f"镇街:{name}" in scopes]
    towns = [{"镇街": name, "考核类别": office.category(name), **scopes[f"镇街:{name}"]} for name in names]
    return sorted(towns, key=lambda row: (row["名次"].value is None, row["名次"].value or 0))


def _towns(scopes: Mapping[str, Row], office: Office) -> dict[str, list[Row]]:
    """The lists a bulletin names towns from; one that met 时序 is never among the last."""
    ranked = _ranked(scopes, office)
    rated = [row for row in ranked if row["时序差"].value is not None]
    ahead = [row for row in rated if row["时序差"] >= 0]
    behind = [row for row in rated if row["时序差"] < 0]
    most = min(FOREMOST, len(rated) // 2)
    foremost = [row for row in rated if row["名次"] <= most]
    names = {row["镇街"]: row for row in ranked}
    return {
        "镇街排名": ranked,
        "镇街": [names[name] for name in office.town_names if name in names],
        "参排镇街": rated,
        "达到时序镇街": ahead,
        "未达时序镇街": behind,
        "领先镇街": foremost,
        "落后镇街": [row for row in behind[max(len(behind) - most, 0) :] if row not in foremost],
    }


def in_order(projects: list[Row], office: Office) -> list[Row]:
    """By 镇街 in the office's order, within one as they came."""
    order = {name: place for place, name in enumerate(office.town_names)}
    return sorted(projects, key=lambda row: order.get(row["镇街"], len(order)))


def project_lists(ground: Ground) -> dict[str, Any]:
    """The projects of a ground, of a city as many as a document may list, and those of them that documents name."""
    measured, law = ground.measured, ground.law
    counted = _by_town([row for row in measured.projects if row.get("counted", True)], ground.office)
    most = law.checks["most_listed"] if ground.scope == CITY else len(counted)
    named = [*counted[:most], *filter(_is_named, counted[most:])]
    projects = project_rows(tuple(named), law, measured.period)
    late = lagging(projects)
    return {
        "项目": projects[:most],
        "未列项目数": Quantity(max(len(counted) - most, 0), "个"),
        "未开工项目": [row for row in projects if not row["已开工"]],
        "应开未开项目": late_starts(projects),
        "滞后项目": late,
        "红灯项目": [row for row in late if row["灯"] == "红灯"],
        "黄灯项目": [row for row in late if row["灯"] == "黄灯"],
    }


def _by_town(records: list[Record], office: Office) -> list[Record]:
    """As ``in_order`` orders rows."""
    order = {name: place for place, name in enumerate(office.town_names)}
    return sorted(records, key=lambda record: order.get(record.get("town") or "", len(order)))


def _is_named(record: Record) -> bool:
    """Whether a list other than that of all projects has it."""
    return not record.get("is_started") or bool(record.get("is_late_start")) or record.get("light") in SEVERITY


def _problems(problems: list[Row]) -> dict[str, list[Row]]:
    return {"问题": problems, "逾期问题": [row for row in problems if row["逾期"]]}


def period_names(period: Period) -> dict[str, Any]:
    """How a period is said."""
    month = f"{period.month}月"
    return {
        "名称": period.label,
        "年": f"{period.year}年",
        "月": month,
        "累计": f"1—{month}" if period.month > 1 and not period.weekly else month,
        "文本": period.text,
        "首月": period.month == 1,
        "按周": period.weekly,
    }


def definitions(figures: Iterable[Figure]) -> dict[str, Any]:
    """The official 口径 by figure name, of 全市 where it has one."""
    found: dict[str, Any] = {}
    for figure in figures:
        head, _, tail = figure.name.partition(":")
        if tail:
            found.setdefault(head, {}).setdefault(tail, figure.definition)
        else:
            found.setdefault(head, figure.definition)
    return found


def _lights(light: Light) -> dict[str, str]:
    green, yellow = (_threshold(light, value) for value in (light.green, light.yellow))
    measure = "年度投资完成率与时序进度之比" if light.by == "ratio" else "年度投资完成率与时序进度之差"
    joint = ("不低于", "低于") if light.by == "ratio" else ("高于", "低于")
    months = light.start_red_after_months
    return {
        "投资灯": f"{measure}{joint[0]}{green}为绿灯，{joint[1]}{yellow}为红灯，其间为黄灯；竣工、投产项目为绿灯",
        "开工灯": f"应开工未开工项目为黄灯，自计划开工月起满{months}个月仍未开工的为红灯",
    }


def _threshold(light: Light, value: Fraction) -> str:
    return f"{float(value):g}" + ("" if light.by == "ratio" else "个百分点")
