"""A truth of projects in; out, the same truth dressed in any layout that DOMAIN §2–3 knows, as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pipeline.model import column_letter
from tests.reliability.truth import FORM, MONEY, Truth
from tests.workbook import Cell, Sheet, workbook, write_ods, write_xlsx

SHARED = ("kind", "batch", "stage", "remark", "image")  # of which a sender writes 同上
UNITS = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "亿元": 10**8}
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True)
class Layout:
    """The choices of one sender: how headings, cells and rows look and what stands around them."""

    container: str
    keys: tuple[str, ...]  # the columns from the left, "" is 序号
    heads: Mapping[str, str]
    grouped: bool
    unit: str
    unit_by: str  # heading, line, cell, nothing
    numbers: str
    dates: str
    truths: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    between: str  # nothing, blank, section, sums, pages
    total: str  # "", above, below
    hidden: bool
    sheets: int
    empty: str  # how nothing is written
    same: str  # a text that the row above has too: "", 同上 or merged
    among: bool  # a 其中 row below the 合计
    counting: bool  # a row that numbers the columns below the heading


TITLES = ("2026年5月重点项目进度表", "附件1", "示例市重点项目调度表（1—5月）", "重点项目情况")
NOTES = (
    "注：1.本表每月28日前报送；",
    "填报人：张三",
    "说明：数据截至5月31日。",
    "审核人：李四    报送日期：2026年6月1日",
)
DATES: Mapping[str, Callable[[date], Cell]] = {
    "true": lambda day: day,
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "dashes": lambda day: f"{day.year}-{day.month}-{day.day}",
    "slashes": lambda day: f"{day.year}/{day.month:02}/{day.day:02}",
    "words": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "compact": lambda day: f"{day:%Y%m%d}",
    "serial": lambda day: (day - date(1899, 12, 30)).days,
    "wide": lambda day: f"{day.year}.{day.month}.{day.day}".translate(WIDE),
    "moment": lambda day: f"{day} 00:00:00",
}
YES: Mapping[str, tuple[Cell, Cell]] = {
    "words": ("是", "否"),
    "ticks": ("√", "×"),
    "started": ("已开工", "未开工"),
    "digits": (1, 0),
    "short": ("已", "未"),
}
PERMITS = {"办结": "已取得", "办理中": "正在办理", "不涉及": "无需", "未启动": "×"}


@st.composite
def layouts(draw: st.DrawFn, fields: Sequence[str]) -> Layout:
    """Any layout for these fields."""
    container = draw(st.sampled_from(("xlsx", "xlsx", "xlsx", "csv", "html", "ods")))
    rich, pick = container == "xlsx", st.sampled_from
    grouped = rich and draw(st.booleans())
    keys = draw(st.permutations([*fields, *([""] if draw(st.booleans()) else [])]))
    if grouped:  # a group's columns stand together
        keys = [key for key in keys if key not in MONEY] + [key for key in keys if key in MONEY]
    unit_by = draw(pick(("heading", "line", "cell", "nothing")))
    return Layout(
        container=container,
        keys=tuple(keys),
        heads={key: draw(_heading(key)) for key in keys},
        grouped=grouped,
        unit="万元" if unit_by == "nothing" else draw(pick(tuple(UNITS))),
        unit_by=unit_by,
        numbers=draw(pick(("number", "text", "thousands", "wide"))),
        dates=draw(pick([name for name in DATES if name != "true" or container in ("xlsx", "ods")])),
        truths=draw(pick(tuple(YES))),
        above=tuple(draw(st.lists(pick(TITLES), unique=True, max_size=2))),
        below=tuple(draw(st.lists(pick(NOTES), unique=True, max_size=3))),
        between=draw(pick(("nothing", "blank", "section", "sums", "pages"))),
        total=draw(pick(("", "above", "below"))),
        hidden=rich and draw(st.booleans()),
        sheets=draw(pick((1, 2))) if container in ("xlsx", "ods") else 1,
        empty=draw(pick(("", "待定", "/", "—", "无"))),
        same=draw(pick(("", "同上", "〃", "merged") if rich else ("", "同上", "〃"))),
        among=draw(st.booleans()),
        counting=len(keys) > 3 and draw(st.booleans()),  # three columns of numbers are not told from a row
    )


def _heading(key: str) -> st.SearchStrategy[str]:
    """Any spelling of a field's heading in May 2026."""
    if not key:
        return st.just("序号")
    known = FORM.fields[key]
    return st.sampled_from([_dated(text) for text in (known.title, *known.also)])


def _dated(text: str) -> str:
    year = "2025" if "Y年底" in text else "2026"
    return text.replace("Y年", f"{year}年").replace("M月", "5月")


# ---- writing it down


@dataclass
class _Page:
    """One sheet while it is written."""

    layout: Layout
    rows: list[list[Cell]]
    merges: list[str]

    def add(self, *cells: Cell) -> None:
        self.rows.append(list(cells))

    def write(self, truth: Truth) -> None:
        for title in self.layout.above:
            self.add(title)
        unit = f"单位：{self.layout.unit}" if self.layout.unit_by == "line" else ""
        self.add("填报单位：城关街道", unit or None)
        self.heading()
        if self.layout.total == "above":
            self.sum("合计", truth)
        if self.layout.counting:
            self.add(*range(1, len(self.layout.keys) + 1))
        self.body(truth)
        if self.layout.total == "below":
            self.sum("合计", truth)
            if self.layout.among:
                self.sum("其中：省重点", truth[:1])
        for note in self.layout.below:
            self.add(note)

    def heading(self) -> None:
        heads: list[Cell] = [self._head(key) for key in self.layout.keys]
        money = [at for at, key in enumerate(self.layout.keys, 1) if key in MONEY]
        if not self.layout.grouped:
            self.add(*heads)
            return
        top = len(self.rows) + 1
        self.add(
            *[("投资情况" if at == money[0] else None) if at in money else head for at, head in enumerate(heads, 1)]
        )
        self.add(*[head if at in money else None for at, head in enumerate(heads, 1)])
        self.merges.append(f"{column_letter(money[0])}{top}:{column_letter(money[-1])}{top}")
        self.merges += [f"{column_letter(at)}{top}:{column_letter(at)}{top + 1}"
                        for at in range(1, len(heads) + 1) if at not in money]  # fmt: skip

    def _head(self, key: str) -> str:
        stated = self.layout.unit_by == "heading" and key in MONEY
        return self.layout.heads[key] + (f"（{self.layout.unit}）" if stated else "")

    def body(self, truth: Truth) -> None:
        half = (len(truth) + 1) // 2
        for at, part in enumerate((truth[:half], truth[half:])):
            if part:
                self.part("一二"[at], part, at)

    def part(self, numeral: str, rows: Truth, at: int) -> None:
        """Half of the rows with what stands before and after it."""
        between = self.layout.between
        if between in ("section", "sums"):
            self.add(f"{numeral}、第{numeral}片区项目")
        if between == "pages" and at:
            self.heading()
        above: Mapping[str, Any] = {}
        for row in rows:
            self.add(*[self.cell(key, row, above.get(key)) for key in self.layout.keys])
            above = row
            if between == "blank":
                self.add()
                above = row if self.layout.same != "merged" else {}
        if between == "sums":
            self.sum("小计", rows)

    def sum(self, label: str, rows: Truth) -> None:
        self.add(*[label if key == "name" else self.money(sum(row[key] or 0 for row in rows)) if key in MONEY else None
                   for key in self.layout.keys])  # fmt: skip

    def cell(self, key: str, row: Mapping[str, Any], above: Any) -> Cell:
        if not key:
            return len(self.rows)
        value = row[key]
        if value is None:
            return self.layout.empty or None
        if key in SHARED and value == above and self.layout.same:
            return self.repeated(key)
        if key in MONEY:
            return self.money(value)
        if isinstance(value, date):
            return DATES[self.layout.dates](value)
        if isinstance(value, bool):
            return YES[self.layout.truths][0 if value else 1]
        return f"'{PERMITS[value] if key == 'permit.土地' else value}"

    def repeated(self, key: str) -> Cell:
        """同上, or nothing under a merged range of two rows."""
        if self.layout.same != "merged":
            return self.layout.same
        letter, row = column_letter(self.layout.keys.index(key) + 1), len(self.rows)
        above = next((span for span in self.merges if span.endswith(f":{letter}{row}")), f"{letter}{row}:{letter}{row}")
        self.merges = [span for span in self.merges if span != above]
        self.merges.append(f"{above.partition(':')[0]}:{letter}{row + 1}")
        return None

    def money(self, yuan: int) -> Cell:
        """An amount in the layout's unit, exactly."""
        layout = self.layout
        exact = (Decimal(yuan) / UNITS[layout.unit]).normalize()
        if layout.unit_by == "cell":
            return f"'{exact:f}{layout.unit}"
        if layout.numbers == "number" and layout.container in ("xlsx", "ods"):
            return int(exact) if exact == exact.to_integral_value() else float(exact)
        text = f"{exact:,f}" if layout.numbers in ("thousands", "wide") else f"{exact:f}"
        return f"'{text.translate(WIDE) if layout.numbers == 'wide' else text}"


def dressed(folder: Path, name: str, truth: Truth, layout: Layout) -> Path:
    """Write the truth in a layout into a folder, under a name and the ending of its container."""
    half = (len(truth) + 1) // 2
    parts = [truth] if layout.sheets == 1 or len(truth) < 2 else [truth[:half], truth[half:]]
    sheets = [_sheet(at, part, layout) for at, part in enumerate(parts)]
    path = folder / f"{name}.{layout.container}"
    if layout.container == "xlsx":
        return write_xlsx(path, *sheets)
    return write_ods(path, *sheets) if layout.container == "ods" else workbook(path, sheets[0].table)


def _sheet(at: int, truth: Truth, layout: Layout) -> Sheet:
    page = _Page(layout, [], [])
    page.write(truth)
    dates = {f"{column_letter(at)}{row}": 14 for row, cells in enumerate(page.rows, 1)
             for at, value in enumerate(cells, 1) if isinstance(value, date)}  # fmt: skip
    hidden = (len(page.rows) - len(layout.below) - 1,) if layout.hidden else ()
    formats = dates if layout.dates == "true" else None
    return Sheet(page.rows, f"表{at + 1}", page.merges, formats, hidden)
