"""Words with a meaning: one cell's text → yes/no, a permit's status, a standard code; None when not understood."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from pipeline.model import Percent, Value
from pipeline.rules import Law, Office
from pipeline.rules.spelling import folded, visible

EMPTY = frozenset({"", "待定", "/", "\\", "-", "--", "---", "无", "暂无"})
_SAYS = re.compile("(?![待无暂])[0-9A-Za-z\u4e00-\u9fff]")  # no word of EMPTY begins so, however it is spelled
_CODE = re.compile(r"(?=.*\d)[0-9a-z()号字第年\u4e00-\u9fff.\-/:、,]{4,}")
_SERIAL = re.compile(r"[0-9a-z.\-/]*\d{4}[0-9a-z.\-/]*")  # a unit's or a project's code in a statistical system
_PLANNED = re.compile("预计|预期|计划|拟|(?<!已)办理|未|待|正在|申请|申报|上报|力争|争取|[年月日号]底?前|月底")
_CJK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_LOOSE = re.compile(rf"\s+(?={_CJK})|(?<={_CJK})\s+")
_BRACKETS = str.maketrans({"(": "（", ")": "）"})


def text(value: Value) -> str:
    """What the cell shows, as one line without invisible characters."""
    if isinstance(value, str):
        return visible(value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Percent):
        return f"{value.number * 100:g}%"
    return visible(str(value)).strip()


def is_empty(value: Value) -> bool:
    """Blank, 待定, /, — and 无 say nothing."""
    if not isinstance(value, str):
        return value is None
    return not _SAYS.match(value) and folded(value) in EMPTY


@lru_cache(maxsize=65536)
def name(written: str) -> str:
    """A project's name in one spelling: blanks inside Chinese dropped, brackets full-width."""
    one_line = " ".join(visible(written).split()).translate(_BRACKETS)
    return _LOOSE.sub("", one_line) if " " in one_line else one_line


def project_code(written: str) -> str:
    """A 项目代码 in one spelling: half width, without blanks, so that it is the same in every month."""
    return "".join(unicodedata.normalize("NFKC", visible(written)).split())


def boolean(value: Value, law: Law, *, codes: bool) -> bool | None:
    """Yes or no; empty is no; where ``codes`` a code (of a unit or project in the statistics) stands for yes."""
    if isinstance(value, bool):
        return value
    shown = folded(text(value))
    standard = law.codes["bool"].get(shown)
    if standard is None and shown in EMPTY:
        return False
    if standard is None and codes and _SERIAL.fullmatch(shown):
        return True
    return None if standard is None else standard == "是"


def status(value: Value, law: Law) -> str | None:
    """A permit's 办结/办理中/不涉及/未启动; a date or a certificate's number means 办结, empty means 未启动."""
    if isinstance(value, date):
        return "办结"
    if isinstance(value, bool):
        return "办结" if value else "未启动"
    shown = folded(text(value))
    if shown in EMPTY:
        return "未启动"
    return law.codes["status"].get(shown) or ("办结" if _certificate(shown) else None)


def _certificate(shown: str) -> bool:
    digits = sum(char.isdigit() for char in shown)
    return bool(_CODE.fullmatch(shown)) and digits >= 4 and not _PLANNED.search(shown)


def code(value: Value, code_list: str, law: Law, office: Office) -> str | None:
    """The standard value of a code list; ``""`` for a value that says nothing, None when it is not in the list."""
    shown = text(value)
    if code_list == "town":
        return office.town(shown)
    if code_list == "chain":
        chains = {folded(chain): chain for chain in office.chains}
        return chains.get(folded(shown)) if chains else shown
    return law.codes[code_list].get(folded(shown))


def options(code_list: str, law: Law, office: Office) -> str:
    """What may be filled in, for the sentence that goes back."""
    return "、".join(law.options(code_list, office))
