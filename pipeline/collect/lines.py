"""The body of a table in, its lines out: data, 小计 and 合计, with merged and 同上 cells filled, the rest left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import itemgetter

from pipeline.collect.labels import BARE_LABEL, NOTE, is_label
from pipeline.collect.lexicon import IGNORED
from pipeline.collect.sheet import Grid, Span, filled, text_of
from pipeline.model import Fault, FaultKind, Line, Percent, Role, Value
from pipeline.rules.spelling import folded, visible

_SUM = re.compile(r".{0,16}?(小计|合计|总计|共计|累计)(?:\(.*\)|[:：].*|\d+[个项].*)?")
_GRAND = ("总计", "全市合计", "全县合计", "全区合计", "全镇合计", "本表合计")
_NUMERAL = r"[一二三四五六七八九十]{1,3}"
_SECTION = re.compile(rf"(?:{_NUMERAL}、|{_NUMERAL}\.|\({_NUMERAL}\)|第{_NUMERAL}(?:部分|类|批)).*")
_ORDINAL = re.compile(rf"\(?{_NUMERAL}\)?[、.]?|第{_NUMERAL}(?:部分|类)")
_COUNTED = re.compile(r"\(?\d{1,2}\)?|[甲乙丙丁戊己]|栏次|序号|\d{1,2}=[\d+\-*/÷×()%]+")
_DITTO = frozenset(map(folded, ("同上", "〃", '"', "”", "“", "″", "''", "〞", "々", "同前", "如上")))
_STRAY = re.compile(
    r"(?:20\d{2}年)?\d{1,2}月(?:\d{1,2}日)?|20\d{2}[./-]\d{1,2}(?:[./-]\d{1,2})?|年月日|第\d+页.*|共\d+页"
    r"|\(?(?:单位)?(?:盖|公|签)章\)?|\(?(?:续表|续|接上页|转下页)\d*\)?|以下空白|此页无正文"
)
_GROUP_TAIL = re.compile(r"(?:类|产业|产业链|建设|镇街|园区)?(?:项目|工程)?(?:\(.*\)|\d+[个项])?$")
_NUMBERED = re.compile(r"\(?\d{1,2}[.、)].*[。；;]")
_DIGIT = re.compile(r"\d")
LONGEST_DITTO = 6
FIRST_CELLS = 3
LEAST_NUMBERED = 3
STEMS = tuple("甲乙丙丁戊己")
HOLLOW = (IGNORED, "money", "percent")  # columns that a prepared row shows something in
_CONTINUED = re.compile(r"\(?\d{1,2}[.、)].*|.*[。；;]")


@dataclass(frozen=True)
class Shape:
    """Where a table's columns stand: ``kinds`` maps a column to its field's type, IGNORED for 序号."""

    columns: tuple[int, ...]  # of the headings, in order
    kinds: dict[int, str]
    name: int | None
    titles: frozenset[str] = frozenset()  # folded texts above the table and of its headings
    groups: frozenset[str] = frozenset()  # folded words that divide a sum: 新建, 续建, towns, chains

    @cached_property
    def values(self) -> Callable[[Sequence[Value]], tuple[Value, ...]]:
        """What a row holds in the table's columns."""
        several = len(self.columns) > 1
        return itemgetter(*self.columns) if several else lambda row: tuple(row[column] for column in self.columns)

    @property
    def ordinal(self) -> int | None:
        return next((column for column, kind in self.kinds.items() if kind == IGNORED), None)


@dataclass
class _State:
    """What the rows above mean for the next one, and the texts of the sheet that make a row more than data."""

    sums: frozenset[str]
    dittos: frozenset[str]
    parts: frozenset[str]  # 其中
    section: int = 0
    noted: bool = False
    among: frozenset[int] = frozenset()  # the columns of 其中 and its first part, while its parts follow
    opened: list[Line] = field(default_factory=list)  # sections that carry sums
    above: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Read:
    """The lines of a body and the cells whose 同上 has nothing above it."""

    lines: tuple[Line, ...]
    lost_dittos: tuple[tuple[int, int], ...]


def read_lines(grid: Grid, body: Sequence[int], shape: Shape) -> Read:
    """Classify each row of the body; what is neither data nor a sum is a title, a note, a section or a blank."""
    state = _State(
        sums=frozenset([text for text in grid.texts if "计" in text and _SUM.fullmatch(folded(text))]),
        dittos=frozenset([text for text in grid.texts if len(text) <= LONGEST_DITTO and folded(text) in _DITTO]),
        parts=frozenset([text for text in grid.texts if "其" in text and folded(text).startswith("其中")]),
    )
    lost: list[tuple[int, int]] = []
    wide = {(span.top, span.left) for span in grid.merges if span.right - span.left >= 2}
    body = body[_numbered(grid, body, shape) :]
    down, rows = _fills(grid, body), _rows(grid, body, shape)
    lines: list[Line] = []
    for row, cells in zip(body, rows, strict=True):
        line = _line(cells, row, shape, state, wide)
        if line and line.role is Role.DATA:
            line, missing = _completed(line, row, shape, state, down)
            lost.extend((row, column) for column in missing)
        if line:
            lines.append(line)
    if not any(line.role is Role.DATA for line in lines):  # 一、二、三 number the projects themselves
        opened = set(map(id, state.opened))
        lines = [replace(line, role=Role.DATA, label="", section=0) if id(line) in opened else line for line in lines]
    return Read(tuple(_graded(lines)), tuple(lost))


def _rows(grid: Grid, body: Sequence[int], shape: Shape) -> Iterator[Sequence[Value]]:
    """The rows of the body as wide as the table at least, a cell in which nobody would see anything being None."""
    blank = frozenset([text for text in grid.texts if not text.strip()])
    width = max(shape.columns, default=-1) + 1
    for row in body:
        cells = grid.rows[row]
        if blank and not blank.isdisjoint(cells):
            cells = [cell if filled(cell) else None for cell in cells]
        yield cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))]


def _fills(grid: Grid, body: Sequence[int]) -> dict[tuple[int, int], Value]:
    """The value of every cell below the first of a merged range in the body; only its first column is filled."""
    within = frozenset(body)
    spans = [span for span in grid.merges if span.bottom > span.top and span.top in within]
    return {place: value for span in spans for place, value in _filling(grid, span, within)}


def _filling(grid: Grid, span: Span, within: frozenset[int]) -> Iterator[tuple[tuple[int, int], Value]]:
    value = grid.at(span.top, span.left)
    for row in range(span.top + 1, min(span.bottom, len(grid.rows) - 1) + 1):
        if row in within and not filled(grid.at(row, span.left)):
            yield (row, span.left), value


def _line(row: Sequence[Value], at: int, shape: Shape, state: _State, wide: set[tuple[int, int]]) -> Line | None:
    """The row as a line of the table, or None when it is left out."""
    if _plain(row, shape, state):
        state.noted, state.among = False, frozenset()
        return Line(Role.DATA, at + 1, shape.values(row), section=state.section)
    here = [cell for cell in enumerate(row) if cell[1] is not None]
    if all(shape.kinds.get(column, "") in HOLLOW for column, _ in here) and _blank(here, shape):
        return None
    column, first = here[0]
    text = folded(text_of(first))
    if _left_out(text, column, here, shape, state):
        return None
    values = shape.values(row)
    if not state.sums.isdisjoint(row) and (label := _sum_label(here, shape)):
        role = Role.SUBTOTAL if "小计" in folded(label) else Role.TOTAL
        return Line(role, at + 1, values, "".join(visible(label).split()), state.section)
    if _section(text, here, shape, (at, column) in wide):
        return _open_section(at, values, here, shape, state)
    return Line(Role.DATA, at + 1, values, section=state.section)


def _plain(row: Sequence[Value], shape: Shape, state: _State) -> bool:
    """Whether a row begins with its number, has a name and no word that makes it more than data: most rows do."""
    name = None if shape.name is None else row[shape.name]
    if type(name) is not str or state.parts or (state.sums and not state.sums.isdisjoint(row)):
        return False
    first = next(value for value in row if value is not None)
    return type(first) is not str and not _COUNTED.fullmatch(folded(name))


def _blank(here: list[tuple[int, Value]], shape: Shape) -> bool:
    """Nothing but a prepared 序号 and what prepared formulas show on an empty row."""
    meant = [value for column, value in here if shape.kinds.get(column) != IGNORED]
    if not meant:
        return not here or not isinstance(here[0][1], str) or here[0][1].strip().isdecimal()
    return all(map(_void, meant))


def _void(value: Value) -> bool:
    number = value.number if isinstance(value, Percent) else value
    return number == 0 or (isinstance(value, Fault) and value.kind is FaultKind.ERROR)


def _left_out(text: str, column: int, here: list[tuple[int, Value]], shape: Shape, state: _State) -> bool:
    """Labels, notes and their continuation, repeated titles, rows of column numbers, 其中 and its parts."""
    if column in state.among and text in shape.groups:
        return True
    parted = any(value in state.parts for place, value in here if place in (column, shape.name))
    state.among = frozenset(place for place, _ in here[:2]) if parted else frozenset()
    alone = len(here) == 1
    if state.among or is_label(text) or (BARE_LABEL.fullmatch(text) and not _money(here, shape)):
        return True
    noted = NOTE.match(text) is not None and len(here) <= 2 and not _money(here, shape)
    continued = alone and (_CONTINUED if state.noted else _NUMBERED).fullmatch(text) is not None
    state.noted = noted or continued
    return state.noted or (alone and _stray(text, column, here[0][1], shape)) or _column_numbers(here)


def _stray(text: str, column: int, value: Value, shape: Shape) -> bool:
    """A lone cell that belongs to the page and not to the table: a date, a page number, a stamp, the title again."""
    dated = isinstance(value, date) and column != shape.name
    return dated or text in shape.titles or _STRAY.fullmatch(text) is not None


def _money(here: list[tuple[int, Value]], shape: Shape) -> bool:
    """Whether the row carries a sum: anything but words in a column of money."""
    money = (value for column, value in here if shape.kinds.get(column) == "money")
    return any(not isinstance(value, str) or _DIGIT.search(value) for value in money)


def _numbered(grid: Grid, body: Sequence[int], shape: Shape) -> bool:
    """Whether the first row of a body numbers the columns from the first of them on: 1 2 3, 甲 1 2, (1) (2) (3)."""
    row = grid.rows[body[0]] if body else []
    said = [folded(str(value)) if filled(value) else "" for value in map(dict(enumerate(row)).get, shape.columns)]
    filled_in = said[: max((at for at, text in enumerate(said, 1) if text), default=0)]
    numbers = [text.strip("()") for text in filled_in if text not in STEMS]
    stems = tuple(filled_in[: len(filled_in) - len(numbers)])
    others = any(filled(value) for column, value in enumerate(row) if column not in shape.columns)
    if len(filled_in) < LEAST_NUMBERED or others or stems != STEMS[: len(stems)]:
        return False
    return any(numbers == [str(at) for at in range(first, first + len(numbers))] for first in (1, len(stems) + 1))


def _column_numbers(here: list[tuple[int, Value]]) -> bool:
    """A row that only counts the columns: 甲 乙 1 2 3=1+2."""
    if len(here) < 4 or not all(_COUNTED.fullmatch(folded(str(value))) for _, value in here):
        return False
    texts = [folded(str(value)) for _, value in here]
    numbers = [int(match[0]) for text in texts if (match := re.match(r"\d+", text.strip("()")))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _sum_label(here: list[tuple[int, Value]], shape: Shape) -> str | None:
    """The label of a 小计, 合计 or 总计 row: where the name stands, or among its first texts before any figure."""
    for at, (column, value) in enumerate(here):
        if type(value) is not str or "计" not in value:
            continue
        kind = shape.kinds.get(column)
        if column != shape.name and (at >= FIRST_CELLS or kind in ("money", "percent", "date")):
            continue
        if _SUM.fullmatch(folded(value)):
            return value
    return None


def _section(text: str, here: list[tuple[int, Value]], shape: Shape, wide: bool) -> bool:
    """Whether a row heads a section: a numbered text or a group's word with nothing but sums beside it, or a lone
    text that is no name."""
    if not text or (len(here) > 1 and not _sums_only(here, shape)):
        return False
    column = here[0][0]
    ordinal = column == shape.ordinal and _ORDINAL.fullmatch(text) is not None
    group = _GROUP_TAIL.sub("", text) in shape.groups or text in shape.groups
    if ordinal or group or _SECTION.fullmatch(text):
        return True
    leading = column <= (shape.name or 0) or shape.kinds.get(column) == IGNORED
    return len(here) == 1 and leading and (wide or column != shape.name)


def _sums_only(here: list[tuple[int, Value]], shape: Shape) -> bool:
    """Nothing but a number, a name and figures: no town, date, status or text of a project."""
    plain = (IGNORED, "money", "percent", "count", None)
    return all(shape.kinds.get(column) in plain or column == shape.name for column, _ in here)


def _open_section(
    at: int, values: tuple[Value, ...], here: list[tuple[int, Value]], shape: Shape, state: _State
) -> Line | None:
    """Count the section; one that carries sums is a subtotal above its details."""
    state.section += 1
    if not _money(here, shape):
        return None
    label = " ".join(text_of(value).strip() for _, value in here if isinstance(value, str))
    line = Line(Role.SUBTOTAL, at + 1, values, label, state.section)
    state.opened.append(line)
    return line


def _completed(
    line: Line, row: int, shape: Shape, state: _State, down: dict[tuple[int, int], Value]
) -> tuple[Line, list[int]]:
    """The line with merged values and 同上 filled in, and the columns whose 同上 has nothing above."""
    if not down and (not state.dittos or state.dittos.isdisjoint(line.values)):
        state.above = line.values
        return line, []
    values, missing = list(line.values), []
    for at, value in enumerate(line.values):
        if value is None and down:
            values[at] = down.get((row, shape.columns[at]))
        elif value in state.dittos:
            values[at] = state.above[at] if state.above else None
            if values[at] is None:
                missing.append(shape.columns[at])
    state.above = tuple(values)
    return Line(line.role, line.row, state.above, line.label, line.section), missing


def _graded(lines: list[Line]) -> list[Line]:
    """Of several totals the grand one stays a total, the others are subtotals of their sections."""
    totals = [line for line in lines if line.role is Role.TOTAL]
    if len(totals) < 2:
        return lines
    grand = [line for line in totals if any(word in folded(line.label) for word in _GRAND)]
    kept = {line.row for line in grand or ([] if len({line.section for line in totals}) > 1 else totals)}
    return [replace(line, role=Role.SUBTOTAL) if line.role is Role.TOTAL and line.row not in kept else line
            for line in lines]  # fmt: skip
