"""What must hold for any month: parts add up to the whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Measured
from tests.tables import figure, measured, sheet

HEAD = (
    "项目名称 | 镇街 | 年度计划投资 | 本年完成投资 | 项目阶段 | 建设性质 | 产业链 | "
    "项目级别 | 批次 | 拟观摩 | 计划开工时间 | 土地 | 所属打包项目"
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["城关街道", "东岭街道", "石磨镇", "柳渡镇"]),
        st.integers(0, 9).map(str),
        st.integers(0, 12).map(str),
        st.sampled_from(["", "前期", "在建", "停工", "竣工", "投产", "终止"]),
        st.sampled_from(["新建", "续建", "技改"]),
        st.sampled_from(["高端装备", "新材料"]),
        st.sampled_from(["省重点", "市重点", "县重点"]),
        st.sampled_from(["第一批", "第二批"]),
        st.sampled_from(["是", "否"]),
        st.sampled_from(["", "2025年11月", "2026年2月", "2026-05-31", "2026-06-10", "2027年1月"]),
        st.sampled_from(["√", "×", "不涉及", "办理中"]),
        st.sampled_from(["", "", "大包", "甲0"]),
    ),
    min_size=1,
    max_size=12,
)
ADDED = (
    "项目总数", "已开工数", "未开工数", "应开工数", "应开未开数", "竣工数", "投产数", "年度计划投资",
    "本年完成投资", "本月新开工数",
    "30天内拟开工数", "红灯数", "黄灯数", "绿灯数", "未亮灯数", "卡点:土地", "未办结:土地",
)  # fmt: skip
PARTITIONS = ("镇街:", "建设性质:", "产业链:", "级别:", "批次:")


def made(rows: list[tuple[str, ...]]) -> Measured:
    text = "\n".join(" | ".join((f"甲{at}", *row)) for at, row in enumerate(rows))
    return measured(sheet(f"{HEAD}\n{text}"))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_parts_of_every_division_add_up_to_the_city(rows: list[tuple[str, ...]]) -> None:
    found = made(rows)
    for prefix in PARTITIONS:
        for name in ADDED:
            parts = [figure(found, name, scope) or 0 for scope in found.scopes(prefix)]
            assert sum(parts) == figure(found, name), (prefix, name)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_project_has_one_light_and_is_started_or_not(rows: list[tuple[str, ...]]) -> None:
    found = made(rows)
    for scope in {one.scope for one in found.figures}:
        value = {name: int(figure(found, name, scope) or 0) for name in ADDED if (scope, name) in found.index}
        if "项目总数" in value:
            assert value["红灯数"] + value["黄灯数"] + value["绿灯数"] + value["未亮灯数"] == value["项目总数"]
            assert value["已开工数"] + value["未开工数"] == value["项目总数"]
            assert value["卡点:土地"] <= value["未办结:土地"] <= value["未开工数"]


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_ranks_follow_the_rates(rows: list[tuple[str, ...]]) -> None:
    found = made(rows)
    towns = [(figure(found, "年度投资完成率", scope), figure(found, "名次", scope)) for scope in found.scopes("镇街:")]
    rated = [(rate, rank) for rate, rank in towns if rate is not None]
    assert all(rank is None for rate, rank in towns if rate is None)
    for rate, rank in rated:
        assert rank == 1 + sum(other > rate for other, _ in rated)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_figures_come_once_and_count_their_rows(rows: list[tuple[str, ...]]) -> None:
    found = made(rows)
    assert len(found.index) == len(found.figures)
    for name in ("项目总数", "已开工数", "红灯数", "卡点:土地"):
        assert len(set(found.index["全市", name].rows)) == figure(found, name)
