"""The office's facts on one document come in; the words of 版头, 落款 and 版记 go out, number and date still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pipeline.model import Period
from pipeline.rules import Office

OPEN_NUMBER = "　"
TEXTS = ("报", "送", "编辑", "审核", "签发", "共印份数", "密级", "紧急程度", "份号", "公开属性")
BLANKS = {"共印份数": "　　", "编辑": "　　　", "审核": "　　　", "签发": "　　　"}
BLANK_NAME = "　　　"
LINES_ABOVE_MARK = 3


def issuing(
    office: Office,
    document: str,
    period: Period,
    masthead: str = "",
    *,
    upward: bool = False,
    recipients: Sequence[str] = (),
) -> dict[str, Any]:
    """``发文`` of the context: 机关, 标志, 字号 (``示推办〔2026〕　号``), 主送, 抄送, 成文日期 and the rest.

    The year is that of the day after 数据截止日, for a December bulletin is issued, and numbered, in January. What goes
    ``upward`` carries 签发人 and goes to ``recipients``, not to those whom the office writes to otherwise.
    """
    facts = _upward(office, document, recipients) if upward else office.document(document)
    year = (period.as_of + timedelta(days=1)).year
    day = f"{year}年　月　日"
    return {
        **_fixed(facts, masthead),
        "字号": f"{facts['mark']}〔{year}〕{OPEN_NUMBER}号",
        "期号": f"第{OPEN_NUMBER}期",
        "成文日期": day,
        "印发日期": day,
        "上行": upward,
    }


def _upward(office: Office, document: str, recipients: Sequence[str]) -> dict[str, Any]:
    """The facts on a document that goes up: what the office says of this document wins over ``recipients``."""
    facts = office.document(document)
    superiors = {"recipients": list(recipients), "to": facts.get("to") or facts.get("报") or list(recipients)}
    return {**facts, **superiors, **office.documents.get(document, {})}


def _fixed(facts: Mapping[str, Any], masthead: str) -> dict[str, Any]:
    """What is known before the document is issued: all but number and date."""
    organ = str(facts["organ"])
    return {
        **{name: _joined(facts.get(name)) or BLANKS.get(name, "") for name in TEXTS},
        "机关": organ,
        "标志": f"{organ}文件" if facts.get("文件", True) else organ,
        "代字": str(facts["mark"]),
        "简报名": str(facts.get("masthead", masthead) or organ),
        "签发人": str(facts.get("signer", "")) or BLANK_NAME,
        "主送": _joined(facts.get("recipients")),
        "抄送": _joined(facts.get("copies"), "，"),
        "报": _joined(facts.get("to") or facts.get("报"), "，"),
        "送": _joined(facts.get("cc") or facts.get("送") or facts.get("copies"), "，"),
        "印发机关": str(facts.get("printed_by", organ)),
        "载体": str(facts.get("carrier", "公文")),
        "标注": _above_mark(facts),
    }


def _above_mark(facts: Mapping[str, Any]) -> list[str]:
    """份号, 密级, 紧急程度 from the top, one a line (GB/T 9704 7.2.1–7.2.3), and empty lines in place of the rest."""
    given = [str(facts[name]) for name in ("份号", "密级", "紧急程度") if facts.get(name)]
    return [*given, *[""] * (LINES_ABOVE_MARK - len(given))]


def _joined(names: Any, comma: str = "") -> str:
    """各镇街，市直有关部门、单位: a comma where it is asked for, or where a name itself holds a 顿号."""
    if names is None or isinstance(names, (str, int)):
        return "" if names is None else str(names)
    items: Sequence[str] = [str(name) for name in names]
    return (comma or ("，" if any("、" in item for item in items) else "、")).join(items)
