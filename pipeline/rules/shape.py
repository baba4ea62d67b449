"""What office.toml may hold, key by key: a table read from it → a sentence for each value that is not of its shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.rules.nodes import is_month_and_day

CARRIERS = ("公文", "简报")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")
ANY = "*"


@dataclass(frozen=True)
class Kind:
    """A value on its own: what it must satisfy and how to write it."""

    fits: Callable[[Any], bool]
    example: str


@dataclass(frozen=True)
class Section:
    """A table: its keys (``*`` for any other) and those that it needs; ``many`` when written as [[…]]."""

    keys: Mapping[str, Kind | Section]
    needs: tuple[str, ...] = ()
    many: bool = False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(word) for word in value)


def _is_whole(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_nth(value: Any) -> bool:
    return _is_whole(value) and value > 0


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) or (isinstance(value, str) and bool(re.fullmatch(r"-?\d+(\.\d+)?", value)))


def _is_month(value: Any) -> bool:
    return type(value) is date or (isinstance(value, str) and (not value or bool(MONTH.fullmatch(value))))


def _is_fact(value: Any) -> bool:
    return isinstance(value, str | bool | int) or _is_words(value)


TEXT = Kind(_is_text, "应为文字，写在引号中，不能为空")
NOTE = Kind(lambda value: isinstance(value, str), "应为文字，写在引号中")
WORDS = Kind(_is_words, "应为列表，如 [\"城关\", \"城关街道办事处\"]")  # fmt: skip
YES_NO = Kind(lambda value: isinstance(value, bool), "应为 true 或 false")
WHOLE = Kind(_is_whole, "应为不小于 0 的整数")
SOME = Kind(_is_nth, "应为不小于 1 的整数")
NTH = Kind(_is_nth, "应为不小于 1 的整数：数据截止日之后的第几个工作日")
DAYS = Kind(_is_nth, "应为大于 0 的整数（工作日）")
DAY_OF_WEEK = Kind(
    lambda value: value in WEEKDAYS or _is_nth(value), "应为“周一”至“周日”，或不小于 1 的整数：第几个工作日"
)
NUMBER = Kind(_is_number, "应为数字，如 \"0.8\"")  # fmt: skip
A_MONTH = Kind(_is_month, "应为月份，如 \"2026-03\"")  # fmt: skip
A_DAY = Kind(lambda value: type(value) is date, "应为日期，如 2026-01-01，不加引号")
MONTH_AND_DAY = Kind(is_month_and_day, "应为月-日，如 \"06-01\"")  # fmt: skip
CARRIER = Kind(lambda value: value in CARRIERS, "应为“公文”或“简报”")
FACT = Kind(_is_fact, "应为文字、数字、true 或 false，或文字的列表")
WHATEVER = Kind(lambda _: True, "")
MONTHS = Kind(lambda value: isinstance(value, list) and all(map(_is_whole, value)), "应为月份的列表，如 [1, 2]")
LIGHT_BY = Kind(lambda value: value in ("ratio", "difference"), "应为 \"ratio\" 或 \"difference\"")  # fmt: skip

DOCUMENT = {
    "organ": TEXT,
    "mark": TEXT,
    "carrier": CARRIER,
    "recipients": FACT,
    "copies": FACT,
    "precision": WHATEVER,
    ANY: FACT,
}
UNIT = Section(
    {"name": TEXT, "aliases": WORDS, "category": NOTE, "reports": YES_NO, "from": A_MONTH, "until": A_MONTH,
     "successor": NOTE},
    needs=("name",),
    many=True,
)  # fmt: skip
LIGHT = {"from": A_DAY, "by": LIGHT_BY, "green": NUMBER, "yellow": NUMBER, "silent_months": MONTHS,
         "start_red_after_months": WHOLE}  # fmt: skip
SUPERVISION: Mapping[str, Kind | Section] = {
    "days": Section({ANY: DAYS}),
    "due_soon": WHOLE,
    "late_start_months": WHOLE,
    "prefix": TEXT,
    "off": WORDS,
}
WINDOW = {"name": TEXT, "from": MONTH_AND_DAY, "to": MONTH_AND_DAY, "kinds": WORDS}
CRITERIA = Section({"escalated": YES_NO, "flagged": YES_NO, "tier": NOTE, "overdue_days": WHOLE, "open_days": WHOLE})
CARD = {"of": TEXT, "by": TEXT, "card": TEXT, "below": NUMBER, "at_least": NUMBER, "reason": TEXT, "off": YES_NO}
PACE = {"most": SOME, "per_town": WHOLE, "never_slow": WORDS}
ELEMENTS = {
    "holders": Section({ANY: TEXT}),
    "attendees": Section({ANY: WORDS}),
    "agenda": CRITERIA,
    "submission": CRITERIA,
}
OFFICE = Section(
    {
        "city": TEXT,
        "issuer": Section(DOCUMENT, needs=("organ", "mark")),
        "documents": Section({ANY: Section(DOCUMENT)}),
        "towns": UNIT,
        "senders": UNIT,
        "chains": Section({"name": TEXT, "leader": NOTE}, needs=("name",), many=True),
        "dispatch": Section({ANY: TEXT}),
        "ambiguous": Section({ANY: Section({ANY: TEXT})}),
        "headings": Section({ANY: TEXT}),
        "deadlines": Section({ANY: WHOLE}),
        "schedule": Section({"monthly": NTH, "weekly": DAY_OF_WEEK}),
        "plan_from": A_MONTH,
        "lights": Section(LIGHT, needs=("from", "by", "green", "yellow"), many=True),
        "supervision": Section(SUPERVISION),
        "windows": Section(WINDOW, needs=("name", "from", "to"), many=True),
        "elements": Section(ELEMENTS),
        "cards": Section(CARD, needs=("of", "by", "card"), many=True),
        "pace": Section(PACE),
        "assessment": Kind(lambda _: False, "请写在 input/assessment.toml 中"),
        "house": Section({ANY: WHATEVER}),
    },
    needs=("city", "issuer"),
)


def faults(key: str, value: Any, shape: Kind | Section) -> Iterator[str]:
    """A sentence for each value that is not of its shape, with its key."""
    if isinstance(shape, Kind):
        if not shape.fits(value):
            yield f"{key} {shape.example}。"
    elif shape.many:
        yield from _many(key, value, shape)
    elif not isinstance(value, Mapping):
        yield f"{key} 应写作 [{key}] 一段。"
    else:
        yield from _section(key, value, shape)


def _many(key: str, value: Any, shape: Section) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        yield f"{key} 应写作若干段 [[{key}]]。"
        return
    for at, row in enumerate(value, 1):
        yield from _section(f"{key}[{at}]", row, shape)


def _section(key: str, value: Mapping[str, Any], shape: Section) -> Iterator[str]:
    prefix = f"{key}." if key else ""
    for need in shape.needs:
        if need not in value:
            yield f"{prefix}{need} 没有填写。"
    for name, held in value.items():
        known = shape.keys.get(name, shape.keys.get(ANY))
        if known is None:
            yield f"{prefix}{name} 不是已知的配置项；已知的有：{'、'.join(shape.keys)}。"
        else:
            yield from faults(f"{prefix}{name}", held, known)
