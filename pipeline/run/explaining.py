"""A figure's name comes in; the figure opened down to its cells, and what moved it since another period, goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import Figure, Followed, Measured, Period, PipelineError, Request, Tables
from pipeline.model.explained import Branch, Number, Shift
from pipeline.rules import Office
from pipeline.rules.nearness import near, proposed
from pipeline.rules.spelling import folded
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.making import ASSESSMENT, Worked, judged_by_rules, work

if TYPE_CHECKING:
    from pipeline.measure.opened import Opener

CITY = "全市"
_PARTING = str.maketrans("", "", ".。·:/")
At = tuple[str, str]  # scope and name


@dataclass(frozen=True)
class Explained:
    """A figure of a period: ``printed`` gives a value of a unit as documents print it, ``place`` is its cell in 底稿,
    ``against`` the period that ``shift`` compares with (``silence`` says why there is none), ``caution`` what must be
    known of the data."""

    period: Period
    scope: str
    branch: Branch
    place: str
    printed: Callable[[Number, str], str]
    caution: str = ""
    against: Period | None = None
    shift: Shift | None = None
    silence: str = ""


def explain_figure(
    request: Request, asked: str, *, against: str | None = None, issued: bool = False, watch: Watch = lambda _: None
) -> Explained:
    """Measure the period anew from input/ and open one figure. Raises PipelineError (exit 2) for a figure or a period
    that is not known."""
    if not (request.input / request.period.text).is_dir():
        raise PipelineError(f"{request.input} 中没有期间 {request.period.text} 的文件夹。")
    with opened(request, watch) as corridor:
        worked = work(corridor, measuring=True)
        worked = judged_by_rules(corridor, worked) if ASSESSMENT in asked else worked
        measured, tables, caution = _chosen(worked, request.period, issued)
        at = found(asked, measured, corridor.office)
        now = _opener(corridor, measured, tables)
        then, silence = _then(corridor, worked, against)
        shift = _shift(then, now, at) if then else None
        past = then.measured.period if then else None
        return _explained(now, at, request.period, caution, past, shift, silence)


def _chosen(worked: Worked, period: Period, issued: bool) -> tuple[Measured, Tables, str]:
    """The figures that are asked for, their rows, and a caution."""
    assert worked.measured is not None
    if issued and worked.standing:
        return worked.measured, worked.standing, "以下是已印发的数据；报送的数据在印发后改过。"
    blocked = worked.judged.blocked
    told = f"本期有{blocked}条阻断问题，以下按已接收的行计算，可能还会变。" if blocked else ""
    if issued and not worked.standing:
        told += f"{period.text} 没有与现在的数据不同的印发数据，以下是现在的数据。"
    return worked.revised or worked.measured, worked.judged.tables, told


def _opener(corridor: Corridor, measured: Measured, tables: Tables) -> Opener:
    from pipeline.measure.evidence import Evidence
    from pipeline.measure.opened import Opener
    from pipeline.workbooks import titles

    return Opener(measured, corridor.office, Evidence(tables, corridor.law), titles(corridor.law))


def _then(corridor: Corridor, worked: Worked, against: str | None) -> tuple[Opener | None, str]:
    """The period to compare with, the one just before unless another is named; or why there is none."""
    from pipeline.measure import measure

    mine = corridor.request.period
    period = Period.parse(against) if against else mine.previous
    tables = worked.history.get(period.text)
    if tables is None:
        reason = f"没有 {period.text} 的数据可比：input/ 中没有（或有阻断问题），台账中也没有。"
        if against:
            raise PipelineError(f"{reason}可比的有：{'、'.join(worked.history) or '无'}。")
        return None, reason
    before = worked.history.where(lambda text: Period.parse(text).as_of < period.as_of)
    measured = measure(tables, period, corridor.law, corridor.office, history=before)
    if worked.followed:
        measured = _followed(measured, worked.followed, period)
    return _opener(corridor, measured, tables), ""


def _followed(measured: Measured, followed: Followed, period: Period) -> Measured:
    """The figures of 督办 as they stood at the end of the last period; of an older one nothing is known."""
    if period != followed.period.previous:
        return measured
    from dataclasses import replace

    from pipeline.measure.supervision import supervised

    return supervised(measured, replace(followed, period=period, items=followed.before, before=()))


def _shift(then: Opener, now: Opener, at: At) -> Shift:
    from pipeline.measure.shifts import shift

    return shift(then, now, *at)


def _explained(
    now: Opener, at: At, period: Period, caution: str, past: Period | None, shift: Shift | None, silence: str
) -> Explained:
    from pipeline.workbooks import indicator_cells

    place = indicator_cells(now.measured)[at]
    return Explained(period, at[0], now.figure(*at), place, _printed, caution, past, shift, silence)


def _printed(value: Number, unit: str) -> str:
    """The value as documents print it in running text."""
    from pipeline.documents.quantity import Quantity
    from pipeline.documents.wording import FILTERS

    ways = {"元": "亿元", "%": "百分率", "个百分点": "百分点数", "位": "名次变化", "分": "分数", "天": "平均数"}
    whole = unit == "天" and value is not None and value == int(value)
    text = str(FILTERS["个数" if whole else ways.get(unit, "个数")](Quantity(value, unit)))
    if value is None:
        return text
    return text + (unit if unit in ("个", "个百分点", "天", "分") else "") if unit != "名" else f"第{text}名"


def found(asked: str, measured: Measured, office: Office) -> At:
    """The figure that is meant: 全市 and the kind of a scope may be left out, a 镇街 be called by an alias. Raises
    PipelineError, which names the nearest."""
    known = {(figure.scope, figure.name): figure for figure in measured.figures}
    spellings = {
        _key(spelling): at for at, figure in reversed(known.items()) for spelling in _spellings(figure, office)
    }
    if at := spellings.get(_key(asked)):
        return at
    named = {f"{scope}.{name}": None for scope, name in known}
    likely = near(asked, [*named, *(name for scope, name in known if scope == CITY)], least=40)
    told = proposed("相近的有", likely)
    raise PipelineError(f"没有指标“{asked}”；{told}写法是“范围.指标”，如“镇街:城关街道.年度投资完成率”，全市可以不写；"
                        f"全部名称见《底稿》的“指标”。")  # fmt: skip


def _key(text: str) -> str:
    """What two spellings of a figure are compared by: nothing that parts its words counts."""
    return folded(text).translate(_PARTING)


def _spellings(figure: Figure, office: Office) -> Iterator[str]:
    kind, _, value = figure.scope.partition(":")
    if value:
        yield from (f"{alias}.{figure.name}" for alias in _aliases(office).get(value, ()) if kind == "镇街")
        yield f"{value}.{figure.name}"
    if figure.scope == CITY:
        yield figure.name
    yield f"{figure.scope}.{figure.name}"


def _aliases(office: Office) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for alias, name in office.names.items():
        found.setdefault(name, []).append(alias)
    return found
