"""A heading in, its readings out: width, breaks, units, hints taken off, years and months made placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.model import Period
from pipeline.rules.spelling import folded

UNITS = {
    "亿元": 10**8,
    "千万元": 10**7,
    "百万元": 10**6,
    "万元": 10**4,
    "千元": 10**3,
    "元": 1,
    "亿": 10**8,
    "万": 10**4,
}
MONTHS = {word: at for at, word in enumerate(
    ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1)}  # fmt: skip
LONGEST = 200

_MONEY = r"(千万元|百万元|万元|亿元|千元|元|万|亿)"
_BRACKET_UNIT = re.compile(rf"(?:(?:金额)?单位[:为]?)?(?:人民币)?{_MONEY}(?:人民币)?(?:[,、;/和及].*)?")
_HINT = re.compile(
    r"(?:请|限|可|或|以|按|精确|保留|小数|点后|[一二两三四0-9]+位|填写?|选填|必填|选择|下拉|单选|多选|如有|简要|说明|全称|简称"
    r"|文字|文本|数字|整数|日期|格式|时间|年|月|日|时|y+|m+|d+|是|否|有|无|已|未|√|×|✓|打|百?分?字?|以内|之内|左右"
    r"|个|项|家|次|件|亩|吨|人|平方米|平米|㎡|m2|公里|%|％|号|盖章|章|[0-9]+|[-./、,:;])+"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SUFFIX_UNIT = re.compile(rf"^(.+?)[/:,、]?(?:单位[:为]?)?{_MONEY}$")
_MARKS = re.compile("[*＊★☆※#①-⑳]")
_NUMBERING = re.compile(r"^(?:其中:?|\(\d{1,2}\)|\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、)")
_NUMERAL = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
_RANGE = re.compile(rf"(?<![\d-])(?:0?1|元|一)(?:月份?)?(?:-|至|到){_NUMERAL}月份?")
_MONTH = re.compile(rf"(?<![\d一二三四五六七八九十-]){_NUMERAL}月份?(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:20)?\d{2})年")


_DATED = re.compile(
    rf"(?:截[至止]到?)?(?:(?:20)?\d{{2}}年)?(?:(?:0?1|元|一)(?:月份?)?[-至到])?{_NUMERAL}月(?:份|底|末)?(?:\d{{1,2}}日)?"
    r"|20\d{2}年度?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a heading: ``spelling`` is what is looked up, the rest is what was taken off it."""

    spelling: str
    unit: int | None = None
    years: tuple[int, ...] = ()
    months: tuple[int, ...] = ()

    @property
    def undated(self) -> bool:
        return not self.years and not self.months


def spelled(text: str) -> str:
    """The key of a heading: folded, without asterisks, footnote marks, blanks and a last colon."""
    return folded(_MARKS.sub("", text)).strip(":;。,")


@lru_cache(maxsize=16384)
def readings(text: str) -> tuple[Reading, ...]:
    """Every reading of a heading, the most literal first; nothing is ever guessed by likeness."""
    if len(text) > LONGEST:
        return ()
    whole = spelled(text)
    bare = _bare(whole)
    literal = [Reading(whole, bare.unit), bare]
    suffixed = _SUFFIX_UNIT.match(bare.spelling)
    if suffixed and bare.unit is None:
        literal.append(replace(bare, spelling=suffixed[1].rstrip("("), unit=UNITS[suffixed[2]]))
    literal += [replace(reading, spelling=_NUMBERING.sub("", reading.spelling)) for reading in literal]
    return tuple(
        dict.fromkeys(reading for each in literal for reading in (each, *_placeheld(each)) if reading.spelling)
    )


def _bare(text: str) -> Reading:
    """The heading without brackets that hold only a unit, a hint or a month, with that unit and month."""
    unit: int | None = None
    dated = Reading(text)
    for content in _BRACKETS.findall(text):
        match = _BRACKET_UNIT.fullmatch(content)
        if match:
            unit = UNITS[match[1]]
        elif _DATED.fullmatch(content):
            dated = dates_of(content)
        elif content and not _HINT.fullmatch(content):
            continue
        text = text.replace(f"({content})", "", 1)
    return replace(dated, spelling=text.strip(":;,/"), unit=unit)


def is_month(text: str) -> bool:
    """Whether a heading is nothing but a month or a span of months: 1-5月, 截至5月底."""
    return _DATED.fullmatch(spelled(text)) is not None


def unit_of(text: str) -> int | None:
    """元 a unit when the heading states one."""
    return next((reading.unit for reading in readings(text) if reading.unit), None)


def _placeheld(reading: Reading) -> list[Reading]:
    """The same heading with its year and months as placeholders ``y`` and ``m``, as the rules write them."""
    dated = dates_of(reading.spelling)
    if dated.undated:
        return []
    text = _RANGE.sub("1-m月", reading.spelling)
    text = _YEAR.sub("y年", _MONTH.sub("m月", text)).replace("y年末", "y年底")
    full = Reading(text, reading.unit, (*reading.years, *dated.years), (*reading.months, *dated.months))
    shorter = re.sub("^y年度?", "", text)
    return [full, replace(full, spelling=shorter)] if shorter != text and "m月" in shorter else [full]


def dates_of(text: str) -> Reading:
    """The years and the (last) months that a folded text names."""
    ranges = [_month(number) for number in _RANGE.findall(text)]
    single = [_month(number) for number in _MONTH.findall(_RANGE.sub("", text))]
    years = tuple(int(year) if len(year) == 4 else 2000 + int(year) for year in _YEAR.findall(text))
    return Reading(text, None, years, tuple(month for month in (*ranges, *single) if month))


def _month(numeral: str) -> int:
    number = MONTHS.get(numeral) or (int(numeral) if numeral.isdecimal() else 0)
    return number if 1 <= number <= 12 else 0


def months_of(period: Period) -> frozenset[tuple[int, int]]:
    """The (year, month) that headings of this period may name: a week's own and the last complete one."""
    if not period.weekly:
        return frozenset({(period.year, period.month)})
    complete = (period.year, period.elapsed) if period.elapsed else (period.year - 1, 12)
    return frozenset({(period.year, period.month), complete})


def agrees(reading: Reading, period: Period) -> bool:
    """Whether the years and months of a heading are the period's; ``y年底`` is the end of last year."""
    if reading.undated:
        return True
    ends_last_year = "y年底" in reading.spelling or re.search(r"年[底末]", reading.spelling) is not None
    due = period.year - 1 if ends_last_year else period.year
    allowed = {month for _, month in months_of(period)}
    return all(year == due for year in reading.years) and (ends_last_year or set(reading.months) <= allowed)
