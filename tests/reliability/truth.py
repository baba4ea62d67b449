"""Nothing in; out, generated projects of one 镇街: what a workbook will say and a right program must read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.tables import LAW

FORM = LAW.forms["项目进度表"]
MONEY = ("total", "plan", "month_done", "ytd_done", "cum_done", "prior_done")
REQUIRED = ("name", "plan", "ytd_done")
OPTIONAL = ("code", "kind", "total", "month_done", "cum_done", "prior_done", "started", "stage", "start", "plan_finish",
            "permit.土地", "image", "batch", "remark")  # fmt: skip
PLACES = ("城东", "滨河", "Ａ区", "北山", "柳渡港", "3号地块", "老城", "云岫")
WORKS = (
    *("污水处理厂", "年产1.5万吨新材料", "标准厂房（二期）", "5G基站", "“专精特新”产业园", "A&B智造", "x<y试验线"),
    *("3#楼改造", "光伏·储能", "输变电站-扩容", "数据中心【东区】", "新建路网", "O'Neil冷链", "50%产能置换"),
    *("二〇二六年技改", "数控机床"),
)
Truth = tuple[Mapping[str, Any], ...]


def _yuan() -> st.SearchStrategy[int]:
    """Amounts that any of the units writes with few digits: hundreds of 元."""
    return st.integers(0, 9_000_000).map(lambda hundreds: hundreds * 100)


VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(MONEY, _yuan()),
    "code": st.from_regex(r"26[0-9]{2}-37[0-9]{4}-[0-9]{2}-0[0-9]-[0-9]{6}", fullmatch=True),
    "kind": st.sampled_from(("新建", "续建", "技改")),
    "started": st.booleans(),
    "stage": st.sampled_from(("储备", "前期", "在建", "停工", "竣工", "投产", "终止")),
    "start": st.dates(date(2001, 1, 1), date(2027, 12, 31)),
    "plan_finish": st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    "permit.土地": st.sampled_from(("办结", "办理中", "不涉及", "未启动")),
    "image": st.sampled_from(("主体封顶", "基础施工；完成 30%", "=设备安装", "-已停", "1.清表；2.围挡")),
    "batch": st.sampled_from(("第一批", "2026年第二批")),
    "remark": st.sampled_from(("无变化", "#待补", "见附件", "'引号")),
}


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """One to eight projects of one 镇街, no two of one name."""
    fields = (*REQUIRED[1:], *draw(st.lists(st.sampled_from(OPTIONAL), unique=True, max_size=8)))
    names = draw(
        st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(WORKS)), unique=True, min_size=1, max_size=8)
    )
    return tuple({"name": "".join(name)} | {key: draw(_value(key)) for key in fields} for name in names)


def _value(key: str) -> st.SearchStrategy[Any]:
    """A value of a field, at times none; an empty 是否开工 is no and an empty permit 未启动, which are values."""
    never = key in REQUIRED or FORM.fields[key].type in ("bool", "status")
    return VALUES[key] if never else st.none() | VALUES[key]
