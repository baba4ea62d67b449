"""Which numbers must agree with which: the identities that 勾稽 shows, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.terms import PROJECTS

ADDED = (
    "项目总数", "已开工数", "未开工数", "竣工数", "投产数", "总投资", "年度计划投资", "本年完成投资", "当月完成投资",
    "自开工累计完成投资", "红灯数", "黄灯数", "绿灯数", "未亮灯数", "问题总数", "已解决数", "未解决数", "逾期数",
    "储备数", "在谈数", "签约数", "落地数", "督办事项数", "督办办结数", "督办未办结数", "督办逾期数",
)  # fmt: skip
KINDS: Mapping[str, str] = {
    "镇街": "没有写明镇街的，列在“未列入”",
    "建设性质": "没有写明建设性质的，列在“未列入”",
    "产业链": "不属于任何产业链的，列在“未列入”",
    "级别": "不是省、市、县重点的，列在“未列入”",
    "批次": "没有写明批次的，列在“未列入”",
    "承办单位": "每个督办事项有且只有一个承办单位",
}
SHARED: Mapping[str, str] = {
    "部门": "一个问题由几个部门办理的各计一次，没有写明办理部门的不在其中，不要求相等",
}


@dataclass(frozen=True)
class Parts:
    """Figures of one scope that add up to another of it; ``left_out`` is what the rows with a flag (first) and without
    a value in a column (second) of a table add to them."""

    parts: tuple[str, ...]
    whole: str
    why: str = ""
    table: str = PROJECTS
    left_out: tuple[str, str] | None = None


@dataclass(frozen=True)
class Within:
    """A figure that is never more than another of the same scope."""

    part: str
    whole: str


PARTS = (
    Parts(("已开工数", "未开工数"), "项目总数"),
    Parts(("红灯数", "黄灯数", "绿灯数", "未亮灯数"), "项目总数"),
    Parts(("已解决数", "未解决数"), "问题总数"),
    Parts(("督办办结数", "督办撤项数", "督办未办结数"), "督办事项数"),
)
WITHIN = (
    Within("应开未开数", "未开工数"),
    Within("应开未开数", "应开工数"),
    Within("30天内拟开工数", "未开工数"),
    Within("本月新开工数", "已开工数"),
    Within("竣工数", "项目总数"),
    Within("投产数", "竣工数"),
    Within("纳统数", "项目总数"),
    Within("逾期数", "未解决数"),
    Within("需提级数", "未解决数"),
    Within("督办按时办结数", "督办办结数"),
    Within("督办逾期数", "督办未办结数"),
)
STUCK = "卡点:"
ALL_STUCK = Parts((), "未开工数", "手续都已办结或不涉及、没有填报手续的未开工项目没有卡点，列在“未列入”",
                  left_out=("is_waiting", "blocked_at"))  # fmt: skip
