"""Scores that were worked out come in; under 考核 the categories with their ranks, every score opened, the points with
their reasons, and the ranks that hang on a weight go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.documents.ground import CITY, Ground
from pipeline.documents.origins import SOURCE, Measure
from pipeline.documents.quantity import Quantity, decimal
from pipeline.documents.told.context import FOREMOST, scoped
from pipeline.documents.told.rows import Row, text
from pipeline.model import Kind, Measured, Origin, PipelineError
from pipeline.model.assessment import Assessed, Category, Indicator, Sway
from pipeline.model.terms import ADJUSTMENTS, Ref, Score

RULES, SWAYS = "考核办法", "敏感性分析"
FEWEST = 3  # of whom the last is named
WAYS = {True: "越低越好", False: "越高越好"}
Scopes = Mapping[str, Row]


def assessment(ground: Ground) -> dict[str, Any]:
    """What a document of 考核 prints besides; PipelineError where this run did not judge."""
    measured, found = ground.measured, ground.measured.assessed
    if found is None:
        raise PipelineError(f"《{ground.entry.name}》要在考核计分之后才能成文，本次运行没有考核计分。")
    groups = [_group(measured, category, scopes) for category, scopes in found.groups]
    judged = [group for group in groups if group["单位"]]
    indicators = [each for category, _ in found.groups for each in category.indicators]
    return {
        "考核结果": {
            "类别": judged,
            "加减分": list(_given(measured, found)),
            "按数加减": [
                _rule(one, category) for category, scopes in found.groups if scopes for one in category.adjustments
            ],
            "缺数指标": _lacking(judged),
            "最少权重": list(dict.fromkeys(group["最少权重"] for group in judged)),
            "分摊": any(not each.present for each in indicators),
            "记零": list(dict.fromkeys(text(each.name) for each in indicators if each.present)),
            "未参评镇街": [text(name) for name in found.absent],
        }
    }


def _lacking(groups: Iterable[Row]) -> list[str]:
    """The indicators of which nobody has a value."""
    rows = [row for group in groups for row in group["指标"]]
    there = {row["名称"] for row in rows if not row["缺数"]}
    return list(dict.fromkeys(row["名称"] for row in rows if row["名称"] not in there))


def _group(measured: Measured, category: Category, scopes: Iterable[str]) -> Row:
    figures = scoped(figure for figure in measured.figures if figure.scope in frozenset(scopes))
    every = sorted((_unit(measured, category, figures[scope], scope) for scope in scopes), key=_place)
    rated = [unit for unit in every if unit["考核名次"].value is not None]
    units = [{**unit, **_standing(unit, rated)} for unit in (every if category.units == "镇街" else rated)]
    changed = [sway for sway in _found(measured).sways if sway.category == category.name]
    return {
        "名称": text(category.name),
        "对象": category.units,
        "最少权重": _number(category.least),
        "单位": units,
        "指标": [_indicator(measured, category, each, units) for each in category.indicators],
        "变动": [_change(each, changed) for each in category.indicators] if len(rated) > 1 else [],
        SOURCE: Origin(Kind.FIELD, form=RULES, row=category.name),
    }


def _standing(unit: Row, rated: list[Row]) -> Row:
    """Whether a unit has a rank, is among the first or shares the last place, and whether it met 时序 (a 镇街 may have
    no rate, a department has none). Of few nobody is called the last, nor who met 时序."""
    place, gap = unit["考核名次"], unit.get("时序差", Quantity(None, ""))
    worst = rated[-1]["考核名次"] if rated else place
    last = len(rated) >= FEWEST and place == worst and place > 1
    return {
        "参评": place.value is not None,
        "领先": place <= min(FOREMOST, len(rated) // 2),
        "末位": last and gap < 0,
        "达到时序": gap >= 0,
        "未达时序": gap < 0,
    }


def _found(measured: Measured) -> Assessed:
    assert measured.assessed is not None
    return measured.assessed


def _place(unit: Row) -> tuple[bool, int]:
    place = unit["考核名次"].value
    return place is None, int(place or 0)


def _unit(measured: Measured, category: Category, figures: Row, scope: str) -> Row:
    opened = [_opened(measured, each, scope) for each in category.indicators]
    return {**figures, "单位": text(scope.partition(":")[2]), "明细": opened}


def _opened(measured: Measured, each: Indicator, scope: str) -> Row:
    """One indicator of one unit: its value, its target and its score."""
    figure = measured.index[scope, f"考核:{each.name}"]
    assert isinstance(figure.term, Score)
    return {
        "指标": text(each.name),
        "权重": _number(each.weight),
        "完成值": _measure(measured, figure.term.value, scope),
        "目标值": _measure(measured, figure.term.target, scope),
        "得分": Measure(figure.value, figure.unit, Origin(Kind.FIGURE, scope, figure.name)),
        SOURCE: Origin(Kind.FIELD, form=RULES, row=each.name),
    }


def _measure(measured: Measured, term: object, scope: str) -> Quantity:
    """The figure that a score refers to, under its own name."""
    if not isinstance(term, Ref):
        return Quantity(None, "%")
    at = (term.scope or scope, term.name)
    figure = measured.index[at]
    return Measure(figure.value, figure.unit, Origin(Kind.FIGURE, *at))


def _indicator(measured: Measured, category: Category, each: Indicator, units: Iterable[Row]) -> Row:
    scores = [row["得分"].value for unit in units for row in unit["明细"] if row["指标"] == text(each.name)]
    values = [row["完成值"].value for unit in units for row in unit["明细"] if row["指标"] == text(each.name)]
    target = measured.index[f"考核类别:{category.name}", f"考核目标:{each.name}"]
    return {
        "名称": text(each.name),
        "计算": text(_way(measured, each)),
        "权重": _number(each.weight),
        "目标": text(each.target) if isinstance(each.target, str) else "",
        "目标值": Measure(target.value, target.unit, Origin(Kind.FIGURE, target.scope, target.name)),
        "封顶": _number(each.cap),
        "方向": WAYS[each.lower],
        "缺数": all(value is None for value in values) and bool(scores),
        SOURCE: Origin(Kind.FIELD, form=RULES, row=f"{category.name}/{each.name}"),
    }


def _way(measured: Measured, each: Indicator) -> str:
    """How an indicator is worked out: by its quotient or its official 口径, be it that of the city's figure of each
    department."""
    if each.over:
        return f"{each.figure}÷{each.over}"
    known = (figure for figure in measured.figures if figure.name.partition(":")[0] == each.figure)
    found = next((figure for figure in known if figure.scope == CITY), None)
    if found is None:
        return each.figure
    return found.definition.rstrip("。").replace(found.name.partition(":")[2] or "本部门", "本部门")


def _number(value: Any) -> str:
    """A weight as it was written: 40, 12.5."""
    digits = decimal(value, 2)
    return digits.rstrip("0").rstrip(".")


def _rule(one: Any, category: Category) -> Row:
    return {
        "类别": text(category.name),
        "名称": text(one.name),
        "原因": text(one.reason),
        "每个": _number(one.each),
        "最多": _number(one.most),
        SOURCE: Origin(Kind.FIELD, form=RULES, row=f"{category.name}/{one.name}"),
    }


def _given(measured: Measured, found: Assessed) -> Iterator[Row]:
    """Every point given or taken, unit by unit: by the rules, then by a person."""
    for category, scopes in found.groups:
        rated = [scope for scope in scopes if measured.index[scope, "考核得分"].value is not None]
        for scope in scopes if category.units == "镇街" else rated:
            yield from _by_rule(measured, category, scope)
            yield from (_by_hand(row) for row in found.adjustments if row["scope"] == scope)


def _by_rule(measured: Measured, category: Category, scope: str) -> Iterator[Row]:
    for one in category.adjustments:
        figure = measured.index[scope, f"考核加减分:{one.name}"]
        if figure.value:
            yield {
                "单位": text(scope.partition(":")[2]),
                "分值": Measure(figure.value, figure.unit, Origin(Kind.FIGURE, scope, figure.name)),
                "原因": text(one.reason),
                "数量": _measure(measured, getattr(figure.term, "of", None), scope),
                "依据": RULES,
                SOURCE: Origin(Kind.FIELD, form=RULES, row=one.name),
            }


def _by_hand(row: Mapping[str, Any]) -> Row:
    return {
        "单位": text(row["unit"]),
        "分值": Quantity(row["points"], "分"),
        "原因": text(row["reason"]),
        "数量": Quantity(None, "个"),
        "依据": text(row["basis"]),
        SOURCE: Origin(Kind.FIELD, form=ADJUSTMENTS, row=str(row["id"] or "")),
    }


def _change(each: Indicator, sways: Iterable[Sway]) -> Row:
    """Who would move if the weight of an indicator were a tenth more, and a tenth less."""
    own = [sway for sway in sways if sway.indicator == each.name]
    return {
        "指标": text(each.name),
        "权重": _number(each.weight),
        "有变化": bool(own),
        "调高": [_move(sway) for sway in own if sway.factor > 1],
        "调低": [_move(sway) for sway in own if sway.factor < 1],
        SOURCE: Origin(Kind.FIELD, form=SWAYS, row=each.name),
    }


def _move(sway: Sway) -> Row:
    return {
        "单位": text(sway.scope.partition(":")[2]),
        "原名次": Quantity(sway.before, "名"),
        "新名次": Quantity(sway.after, "名"),
        SOURCE: Origin(Kind.FIELD, form=SWAYS, row=f"{sway.indicator}/{sway.scope}"),
    }
