"""How well the senders reported comes in; 数据质量 as templates name it goes out: by sender, by kind of fault, what
contradicts itself, and what the office corrected or let pass."""

from __future__ import annotations

import re
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.rows import Row, text
from pipeline.model import Day, Finding, Intervention, Kind, Origin, PipelineError, State
from pipeline.model.quality import FaultKind, Quality, Reporting
from pipeline.rules import Law

FORM, SHOWN = "数据核查", 60
ASKING = re.compile("，请|；如")  # what follows is asked of the sender, not told to the reader
COUNTS = {
    "文件数": ("files", "份"), "读入": ("read", "个"), "拒收": ("refused", "个"), "退回": ("returns", "次"),
    "本年退回": ("returns_of_year", "次"), "阻断": ("blocks", "项"), "提示": ("hints", "项"),
    "矛盾": ("contradictions", "项"), "更正": ("corrections", "项"), "放行": ("releases", "项"),
    "迟报天数": ("days_late", "天"),
}  # fmt: skip


def quality(ground: Ground) -> dict[str, Any]:
    """``数据质量``: 时限, 单位 (a row a sender), 未报, 迟报, 被退回 and 有矛盾 (those rows of 单位), 问题 (a row a kind
    of fault with 例), 矛盾 (each with 单位, 项目名称, 内容 and 位置), 处理 (更正 and 放行) and 合计."""
    found = ground.quality
    if found is None:
        raise PipelineError(f"《{ground.entry.name}》要在数据核查之后才能成文，本次运行没有核查结果。")
    rows = [_sender(one) for one in found.senders]
    return {
        "数据质量": {
            "时限": None if found.due is None else Day(found.due),
            "单位": rows,
            "未报": [row for row in rows if row["状态"] == State.SILENT.value],
            "迟报": [row for row in rows if row["状态"] == State.LATE.value or row["迟报天数"] > 0],
            "被退回": [row for row in rows if row["退回"] > 0],
            "有矛盾": sorted((row for row in rows if row["矛盾"] > 0), key=lambda row: -int(row["矛盾"].value or 0)),
            "问题": [_fault(one, ground.law) for one in found.faults],
            "矛盾": [_told(one, ground.law) for one in found.contradictions],
            "处理": [_used(one) for one in found.interventions],
            "合计": _totals(found),
        }
    }


def _sender(one: Reporting) -> Row:
    return {
        "单位": text(one.sender),
        "状态": one.state.value,
        "报送日期": None if one.reported is None else Day(one.reported),
        **{title: Quantity(getattr(one, key), unit) for title, (key, unit) in COUNTS.items()},
        SOURCE: Origin(Kind.FIELD, form=FORM, row=one.sender),
    }


def _fault(one: FaultKind, law: Law) -> Row:
    return {
        "问题": law.findings[one.code].title,
        "级别": one.level.value,
        "处数": Quantity(one.count, "项"),
        "单位": [text(name) for name in one.senders],
        "例": _told(one.example, law),
        SOURCE: Origin(Kind.FIELD, form=FORM, row=one.code),
    }


def _told(finding: Finding, law: Law) -> Row:
    said = text(ASKING.split(finding.message)[0].rstrip("。"))
    return {
        "单位": text(finding.sender),
        "项目名称": text(finding.project),
        "类别": law.findings[finding.code].title,
        "内容": said if len(said) <= SHOWN else f"{said[:SHOWN]}…",
        "位置": _place(finding),
        SOURCE: Origin(Kind.FIELD, form=FORM, row=f"{finding.code}/{finding.file or ''}/{finding.cell or ''}"),
    }


def _place(finding: Finding) -> str:
    """《柳渡镇.xlsx》Sheet1 F7."""
    file = f"《{text(finding.file)}》" if finding.file else ""
    return " ".join(filter(None, (f"{file}{text(finding.sheet)}", text(finding.cell))))


def _used(use: Intervention) -> Row:
    changed = f"{text(use.before)}→{text(use.after)}" if use.before != use.after else text(use.after)
    return {
        "方式": use.remedy.value,
        "单位": text(use.sender),
        "对象": text(use.subject),
        "内容": text(f"{use.item}：{changed}" if changed else use.item),
        "原因": text(use.reason),
        SOURCE: Origin(Kind.FIELD, form=use.remedy.value, row=f"{use.file}/{use.cell}"),
    }


def _totals(found: Quality) -> Row:
    """Of all senders together."""
    sums = {title: (sum(getattr(one, key) for one in found.senders), unit) for title, (key, unit) in COUNTS.items()}
    return {title: Quantity(number, unit) for title, (number, unit) in sums.items() if title != "迟报天数"}
