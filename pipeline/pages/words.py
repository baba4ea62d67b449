"""Exact values, dates and paths come in; the words, digits and addresses that a page shows go out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from pipeline.rules.numerals import fixed
from pipeline.rules.spelling import masked, visible

NOTHING = "—"
STATUS = {"made": "已成文", "issued": "已印发", "draft": "草稿", "blocked": "阻断", "checked": "核查通过"}
SHELF = "印发"
ABOUT = {
    "数据核查.xlsx": "全部问题和催报",
    "底稿.xlsx": "每个数字的公式和来源单元格",
    "更改对比.xlsx": "与上次运行相比改了什么",
    "督办拟立项.xlsx": "等待确认的督办事项",
    "销号台账.xlsx": "督办事项的全过程",
}


def shown(value: Any) -> Any:
    """What any text becomes before it is escaped: without control characters and private numbers."""
    return masked(visible(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def address(path: str, below: str = "") -> Markup:
    """A path as the href of a page that lies in the folder ``below``: percent-encoded, so that no name reads as a
    scheme, a query or a fragment."""
    up, rest = _relative(PurePosixPath(path), PurePosixPath(below))
    return Markup(quote("../" * up + rest, safe="/", errors="replace"))


def _relative(path: PurePosixPath, below: PurePosixPath) -> tuple[int, str]:
    for up, folder in enumerate((below, *below.parents)):
        if path.is_relative_to(folder):
            return up, path.relative_to(folder).as_posix()
    return 0, path.as_posix()


def rate(value: Fraction | None) -> str:
    return NOTHING if value is None else f"{fixed(value, 1)}%"


def points(value: Fraction | None) -> str:
    """+2.3, -7.0, 0.0: 百分点 with its sign."""
    if value is None:
        return NOTHING
    digits = fixed(value, 1)
    return f"+{digits}" if value > 0 and digits.strip("0.") else digits


def points_apart(value: Fraction | None) -> str:
    return NOTHING if value is None else f"{points(value)} 个百分点"


def hundred_millions(value: Fraction | None) -> str:
    return NOTHING if value is None else f"{fixed(value / 10**8, 2)}亿元"


def whole(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def climb(value: int | None) -> str:
    """名次变化 as a word: 升2位, 降1位, 持平."""
    if value is None:
        return NOTHING
    return "持平" if not value else f"{'升' if value > 0 else '降'}{abs(value)}位"


def day(moment: date | None) -> str:
    return NOTHING if moment is None else f"{moment.year}年{moment.month}月{moment.day}日"


def status(code: str) -> str:
    """A manifest's status in words."""
    return STATUS.get(code, "情况不明")


def name(path: str) -> str:
    """A file's name without its folders."""
    return PurePosixPath(path).name


def stem(path: str) -> str:
    """A file's name without folders and ending."""
    return PurePosixPath(path).stem


def shelved(path: str) -> bool:
    """Whether a file lies in 印发/, so that the public page may name it."""
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and parts[0] == SHELF and ".." not in parts


FILTERS: Mapping[str, Callable[..., Any]] = {
    "address": address,
    "rate": rate,
    "points": points,
    "apart": points_apart,
    "money": hundred_millions,
    "whole": whole,
    "climb": climb,
    "day": day,
    "status": status,
    "name": name,
    "stem": stem,
    "shelved": shelved,
}
