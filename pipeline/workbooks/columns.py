"""The law's forms come in; the columns of each detail sheet go out: the fields people filled in, then the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.terms import (
    ADJUSTMENTS,
    BATCHES,
    FLOW,
    INSPECTIONS,
    ITEMS,
    LEADS,
    NODES,
    PROBLEMS,
    PROJECTS,
    RESERVES,
)
from pipeline.rules import Field, Law

SHEETS: Mapping[str, str] = {
    PROJECTS: "明细",
    PROBLEMS: "问题明细",
    LEADS: "招引明细",
    RESERVES: "策划明细",
    NODES: "节点明细",
    INSPECTIONS: "督查明细",
    ITEMS: "督办明细",
    FLOW: "流转明细",
    ADJUSTMENTS: "加减分明细",
}
UNITS = {"money": "（元）", "percent": "（%）"}
SUMMED = ("money", "days", "count", "points")  # kinds of columns that figures add up
WIDTHS = {"text": 14, "money": 16, "date": 12, "bool": 8, "percent": 10, "count": 8, "days": 8, "flag": 8, "link": 26,
          "key": 14, "points": 8}  # fmt: skip
WIDE = {"name": 34, "scale": 36, "image": 30, "nodes": 24, "detail": 40, "problem": 36, "remedy": 30, "progress": 30,
        "trail": 30, "location": 20, "owner": 24, "code": 25, "id": 25}  # fmt: skip
FACTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    PROJECTS: (
        ("counted", "计入个数", "flag"),
        ("paid", "计入资金", "flag"),
        ("is_started", "已开工", "flag"),
        ("is_waiting", "未开工", "flag"),
        ("is_due", "应开工", "flag"),
        ("is_late_start", "应开未开", "flag"),
        ("is_due_started", "应开已开", "flag"),
        ("is_finished", "竣工（含投产）", "flag"),
        ("is_producing", "投产", "flag"),
        ("has_plan", "有年度计划", "flag"),
        ("no_plan", "无年度计划", "flag"),
        ("starts_soon", "30天内拟开工", "flag"),
        ("is_new_start", "本月新开工", "flag"),
        ("is_in_stats", "纳统", "flag"),
        ("last_ytd", "上期本年完成投资", "money"),
        ("month_flow", "当月完成投资", "money"),
        ("cum_known", "自开工累计采用数", "money"),
        ("time_gap", "时序差额", "money"),
        ("needed_a_month", "余月月均需完成", "money"),
        ("is_on_time", "达到时序", "flag"),
        ("is_behind", "低于时序", "flag"),
        ("fast_place", "快的名次", "count"),
        ("slow_place", "慢的名次", "count"),
        ("has_nodes", "列有节点", "flag"),
        ("node_ytd", "节点项目本年完成投资", "money"),
        ("invest_light", "投资灯", "text"),
        ("start_light", "开工灯", "text"),
        ("light", "灯", "text"),
        ("light.红灯", "红灯", "flag"),
        ("light.黄灯", "黄灯", "flag"),
        ("light.绿灯", "绿灯", "flag"),
        ("light.未亮灯", "未亮灯", "flag"),
        ("blocked_at", "首个未办结环节", "text"),
        ("no_section", "未明确责任科室", "flag"),
        ("no_person", "未明确责任人", "flag"),
    ),
    PROBLEMS: (
        ("counted", "计入个数", "flag"),
        ("is_open", "未解决", "flag"),
        ("is_solved", "已解决", "flag"),
        ("is_overdue", "逾期", "flag"),
        ("overdue_days", "逾期天数", "count"),
        ("needs_escalation", "需提级", "flag"),
        ("is_dated", "未解决且有提出日期", "flag"),
        ("is_undated", "未解决而无提出日期", "flag"),
        ("open_days", "未办结天数", "days"),
        ("is_new_now", "本月新提出", "flag"),
        ("is_closed_now", "本月销号", "flag"),
        ("for_agenda", "列入议题", "flag"),
        ("for_submission", "提请市级", "flag"),
    ),
    LEADS: (
        ("counted", "计入个数", "flag"),
        ("is_settled", "现处签约或落地", "flag"),
        ("has_anchor", "有链主企业", "flag"),
        ("is_expansion", "增资扩产", "flag"),
        ("before", "上期阶段", "text"),
        ("is_new", "新增", "flag"),
        ("newly_signed", "转签约", "flag"),
        ("newly_landed", "转落地", "flag"),
    ),
    RESERVES: (
        ("counted", "计入个数", "flag"),
        ("is_applied", "已申报", "flag"),
        ("is_approved", "已批复", "flag"),
    ),
    NODES: (
        ("counted", "计入个数", "flag"),
        ("is_done", "已完成", "flag"),
        ("is_overdue", "逾期", "flag"),
        ("overdue_days", "逾期天数", "count"),
        ("in_7_days", "7天内到期", "flag"),
        ("in_30_days", "30天内到期", "flag"),
        ("is_due", "应完成", "flag"),
        ("is_on_time", "按期完成", "flag"),
        ("late_by", "晚于计划天数", "count"),
        ("is_payable", "计划投资已到期", "flag"),
        ("is_permit", "手续节点", "flag"),
        ("is_permit_overdue", "手续节点逾期", "flag"),
        ("window", "风险时段", "text"),
        ("is_at_risk", "在风险时段内", "flag"),
    ),
    INSPECTIONS: (("counted", "计入个数", "flag"),),
}
BATCH_TIMES = (("now", "本期"), ("before", "上期"))
WEEKLY: Mapping[str, str] = {
    "week_flow": "本周完成投资",
    "moved": "本周有进展",
    "stage_changed": "本周阶段变化",
    "permit_gained": "本周办结手续",
    "newly_solved": "本周解决",
}
ITEM_COLUMNS = (
    ("id", "督办编号", "text"),
    ("name", "事项", "text"),
    ("project", "项目", "text"),
    ("town", "镇街", "text"),
    ("unit", "承办单位", "text"),
    ("raised", "立项", "date"),
    ("deadline", "时限", "date"),
    ("done", "办结", "date"),
    ("stage", "状态", "text"),
)
ADJUSTMENT_COLUMNS = (
    ("unit", "单位", "text", "来源"),
    ("link", "来源", "link", "来源"),
    ("town", "镇街", "text", "来源"),
    ("points", "分值", "points", "来源"),
    ("reason", "原因", "text", "来源"),
    ("basis", "依据", "text", "来源"),
    ("person", "经办人", "text", "来源"),
    ("is_plus", "加分", "flag", "计算"),
    ("is_minus", "减分", "flag", "计算"),
    ("solver.key", "部门（公式检索用）", "key", "检索"),
)
FLOW_COLUMNS = (
    ("id", "项目编号", "text", "来源"),
    ("link", "来源", "link", "来源"),
    ("name", "项目名称", "text", "来源"),
    ("form", "所在表", "text", "来源"),
    ("town", "镇街", "text", "来源"),
    ("chain", "产业链", "text", "来源"),
    ("stage", "项目阶段", "text", "来源"),
    ("before", "上期所在", "text", "计算"),
    ("now", "本期所在", "text", "计算"),
    *((f"{when}.{batch}", f"{title}{batch}", "flag", "计算") for when, title in BATCH_TIMES for batch in BATCHES),
    ("to_start", "转开工", "flag", "计算"),
    ("to_build", "转建设", "flag", "计算"),
    ("to_produce", "转投产", "flag", "计算"),
    ("entered", "新入库", "flag", "计算"),
    ("left", "退出", "flag", "计算"),
    ("lead_gone", "退出的招引项目", "flag", "计算"),
)
OWN_COLUMNS = {FLOW: FLOW_COLUMNS, ADJUSTMENTS: ADJUSTMENT_COLUMNS}
PERMIT_FACTS = (("blocked", "卡点"), ("open", "未办结"), ("done", "办结"), ("needed", "涉及"))
HELD = (("blocked_by", "卡点部门"), ("open_by", "未办结部门"))
OWNER = ("town", "kind", "chain", "level", "batch", "showcase")  # what a problem and a node have from their project
SOLVER_KEY = "solver.key"


@dataclass(frozen=True)
class Column:
    """One column of a detail sheet: ``key`` in the records, ``kind`` says how it is written, ``group`` its colour."""

    key: str
    title: str
    kind: str
    group: str

    @property
    def heading(self) -> str:
        return self.title + UNITS.get(self.kind, "")

    @property
    def width(self) -> int:
        return WIDE.get(self.key, max(WIDTHS[self.kind], 2 * len(self.heading) + 3 if self.group == "计算" else 0))


def columns(table: str, law: Law) -> tuple[Column, ...]:
    """The columns of a detail sheet in their order; no private field is among them."""
    if table == ITEMS:
        return tuple(Column(key, title, kind, "来源") for key, title, kind in ITEM_COLUMNS)
    if table in OWN_COLUMNS:
        return tuple(Column(*facts) for facts in OWN_COLUMNS[table])
    fields = law.forms[table].fields
    first = [Column("id", "项目编号", "text", "来源"), Column("link", "来源", "link", "来源")]
    last = [Column("stand_in", "未报而以此代替", "text", "来源")] if table == PROJECTS else []
    told = [_told(field) for field in _name_first(fields.values()) if field.type != "private"]
    keys = (
        [Column(SOLVER_KEY, f"{'责任' if table == NODES else '办理'}部门（公式检索用）", "key", "检索")]
        if "solver" in fields or table == NODES
        else []
    )
    return (*first, *told, *_owner(table, law), *_facts(table, law), *last, *keys)


def _name_first(fields: Iterable[Field]) -> list[Field]:
    return sorted(fields, key=lambda field: field.key != "name")


def _told(field: Field) -> Column:
    return Column(field.key, field.title, field.type if field.type in WIDTHS else "text", "填报")


def _owner(table: str, law: Law) -> Iterator[Column]:
    if table in (PROBLEMS, NODES):
        yield Column("owner.id", "所属项目：项目编号", "text", "计算")
        fields = law.forms[PROJECTS].fields
        for key in OWNER:
            yield Column(f"owner.{key}", f"所属项目：{fields[key].title}", _told(fields[key]).kind, "计算")


def _facts(table: str, law: Law) -> Iterator[Column]:
    yield from (Column(key, title, kind, "计算") for key, title, kind in FACTS[table])
    if table == PROJECTS:
        pairs = [(f"{key}.{permit}", f"{title}:{permit}") for key, title in PERMIT_FACTS for permit in law.permits]
        held = [(f"{key}.{name}", f"{title}:{name}") for key, title in HELD for name in law.elements.departments]
        yield from (Column(key, title, "flag", "计算") for key, title in (*pairs, *held))
    if table == LEADS:
        stages = dict.fromkeys(law.codes["lead_stage"].values())
        yield from (Column(f"stage.{stage}", f"现处:{stage}", "flag", "计算") for stage in stages)


def titles(law: Law) -> dict[tuple[str, str], str]:
    """What people call each column of each table, those of weeks too."""
    known = {(table, column.key): column.title for table in SHEETS for column in columns(table, law)}
    return {(PROJECTS, key): title for key, title in WEEKLY.items()} | known
