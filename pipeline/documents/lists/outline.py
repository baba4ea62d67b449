"""A template of a workbook (.toml) comes in; its sheets and columns as a clerk wants them go out, checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.documents.engine.faults import TemplateError
from pipeline.documents.wording import FILTERS
from pipeline.rules.mishap import said
from pipeline.rules.shape import ANY, NOTE, NUMBER, TEXT, WHOLE, WORDS, YES_NO, Kind, Section, faults
from pipeline.rules.toml import decode, read_toml

ENDING = ".toml"
PLAIN = ("文字", "日期", "年月", "个数", "是否", "序号")
AMOUNTS = ("万元", "亿元", "百分率", "百分点")
COLOURS = ("红", "橙", "黄", "绿", "蓝", "灰", "深灰")
ALIGNS = ("左", "中", "右")
PAPERS = ("A3", "A4")
NARROWEST, WIDEST, LONGEST_NAME = 2.0, 100.0, 31  # of a column in digits; of a sheet's name
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
_SHEET = re.compile(r"\s*\[\[\s*sheets\s*\]\]")
_COLUMN = re.compile(r"\s*(\{|\[\[\s*sheets\.columns\s*\]\])")
_KEY = re.compile(r"sheets\[(\d+)\](?:\.columns\[(\d+)\])?(?:\.(\w+))?")


def _one_of(words: tuple[str, ...]) -> Kind:
    return Kind(lambda value: value in words, f"应为 {'、'.join(words)} 之一")


def _is_shown_as(value: Any) -> bool:
    return value in (*PLAIN, *AMOUNTS, *FILTERS)


SHOWN_AS = Kind(_is_shown_as, f"应为 {'、'.join((*PLAIN, *AMOUNTS))} 或 docs/filters.md 中的过滤器")
TOTAL = Kind(lambda value: value is True or (isinstance(value, str) and bool(value)), "应为 true 或指标名称")
PLACES = Kind(lambda value: type(value) is int and 0 <= value <= 6, "应为 0 至 6 的整数")
COLUMN = Section(
    {"title": NOTE, "value": TEXT, "width": NUMBER, "as": SHOWN_AS, "places": PLACES, "align": _one_of(ALIGNS),
     "group": NOTE, "blank": NOTE, "total": TOTAL, "fills": Section({ANY: _one_of(COLOURS)}), "each": TEXT},
    needs=("title", "value", "width"),
    many=True,
)  # fmt: skip
SHEET = Section(
    {"name": TEXT, "heading": TEXT, "source": TEXT, "where": TEXT, "order": WORDS, "columns": COLUMN, "lead": NOTE,
     "unit": NOTE, "empty": NOTE, "notes": WORDS, "frozen": WHOLE, "paper": _one_of(PAPERS), "upright": YES_NO},
    needs=("name", "heading", "source", "columns"),
    many=True,
)  # fmt: skip
BOOK = Section({"sheets": SHEET}, needs=("sheets",))


@dataclass(frozen=True)
class ColumnOutline:
    """A column: ``value`` is a name in the row; ``each`` a list of the context, of which every row makes a column."""

    at: int
    title: str
    value: str
    width: float
    shown_as: str = ""
    places: int | None = None
    align: str = ""
    group: str = ""
    blank: str = ""
    total: bool | str = False
    fills: Mapping[str, str] = field(default_factory=dict)
    each: str = ""


@dataclass(frozen=True)
class SheetOutline:
    """A sheet: ``source`` is a list of the context, ``where`` a condition on its rows, ``order`` names in them."""

    at: int
    name: str
    heading: str
    source: str
    columns: tuple[ColumnOutline, ...]
    where: str = ""
    order: tuple[str, ...] = ()
    lead: str = ""
    unit: str = ""
    empty: str = "（无）"
    notes: tuple[str, ...] = ()
    frozen: int = 0
    paper: str = "A4"
    upright: bool = False


@dataclass(frozen=True)
class Place:
    """A sheet of the template, and a column of it, counted from 1; 0 for none. ``key`` is what is written there."""

    sheet: int = 0
    column: int = 0
    key: str = ""


@dataclass(frozen=True)
class BookOutline:
    """The template as it was written, with the line of every place."""

    file: str
    text: str
    sheets: tuple[SheetOutline, ...]

    def fault(self, place: Place, reason: str) -> TemplateError:
        return TemplateError(f"模板《{self.file}》{_where(self._lines, place)}：{reason}。")

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()


def outline(path: Path, text: str) -> BookOutline:
    """What a template says that holds this text; TemplateError names the file, the line and the key, PipelineError
    where it is no TOML."""
    raw = read_toml(path, text.encode())
    if wrong := next(_misshapen(raw), None):
        raise TemplateError(f"模板《{path.name}》{_where(text.splitlines(), _place(wrong))}：{wrong}")
    made = BookOutline(path.name, text, tuple(_sheet(at, row) for at, row in enumerate(raw["sheets"], 1)))
    if wrong_name := next(_names(made.sheets), None):
        raise made.fault(*wrong_name)
    return made


def written(path: Path) -> str:
    """The text of a template, in UTF-8 or GBK."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise TemplateError(f"无法读取模板 {path}：{said(error)}。") from None
    except UnicodeDecodeError:
        raise TemplateError(f"{path} 的文字编码无法识别，请另存为 UTF-8。") from None


def _misshapen(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from faults("", raw, BOOK)
    if not raw["sheets"]:
        yield "sheets 至少要有一段 [[sheets]]。"
    bare = (at for at, row in enumerate(raw["sheets"], 1) if not row["columns"])
    yield from (f"sheets[{at}].columns 至少要有一栏。" for at in bare)


def _place(sentence: str) -> Place:
    """Where a sentence of ``faults`` points to: it opens with the key."""
    found = _KEY.match(sentence)
    return Place(int(found[1]), int(found[2] or 0), found[3] or "") if found else Place()


def _where(lines: list[str], place: Place) -> str:
    """第12行; nothing where the line cannot be told."""
    starts = [at for at, line in enumerate(lines, 1) if _SHEET.match(line)]
    if not 0 < place.sheet <= len(starts):
        return ""
    start = starts[place.sheet - 1]
    end = starts[place.sheet] if place.sheet < len(starts) else len(lines) + 1
    columns = [at for at in range(start, end) if _COLUMN.match(lines[at - 1])]
    if 0 < place.column <= len(columns):
        return f"第{columns[place.column - 1]}行"
    written = (at for at in range(start, end) if place.key and re.match(rf"\s*{place.key}\s*=", lines[at - 1]))
    return f"第{next(written, start)}行"


def _sheet(at: int, row: Mapping[str, Any]) -> SheetOutline:
    told = {name: value for name, value in row.items() if name not in ("columns", "order", "notes")}
    columns = tuple(_column(number, column) for number, column in enumerate(row["columns"], 1))
    return SheetOutline(
        at, columns=columns, order=tuple(row.get("order", ())), notes=tuple(row.get("notes", ())), **told
    )


def _column(at: int, row: Mapping[str, Any]) -> ColumnOutline:
    told = {"shown_as" if name == "as" else name: value for name, value in row.items()}
    return ColumnOutline(at, **{**told, "width": min(max(float(row["width"]), NARROWEST), WIDEST)})


def _names(sheets: tuple[SheetOutline, ...]) -> Iterator[tuple[Place, str]]:
    """What Excel would refuse as a sheet's name."""
    known = Counter(sheet.name.casefold() for sheet in sheets)
    for sheet in sheets:
        if len(sheet.name) > LONGEST_NAME or _FORBIDDEN.search(sheet.name):
            yield (
                Place(sheet.at, key="name"),
                f"工作表名称“{sheet.name}”不能用：至多{LONGEST_NAME}个字，不含 [ ] : * ? / \\",
            )
        elif known[sheet.name.casefold()] > 1:
            yield Place(sheet.at, key="name"), f"有两个工作表都叫“{sheet.name}”"
