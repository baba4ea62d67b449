"""A sheet in, its tables out: where each heading stands, over how many rows, and which rows are its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.collect.lexicon import Lexicons, Path
from pipeline.collect.sheet import Grid, Span, filled, text_of
from pipeline.model import Value
from pipeline.rules.spelling import folded

TALLEST = 3
LONGEST = 200
MOST_ODD = 1  # a stray number beside a heading of at least LEAST_TEXTS texts
LEAST_TEXTS = 5
_NUMERIC = re.compile(r"^[-￥¥]?\d[\d,.，．]*[%％]?(?:万|亿|元|万元|亿元)?$")
LABEL = re.compile(r"^[^:]{1,12}:")


@dataclass(frozen=True)
class Table:
    """A heading of ``height`` rows at ``top`` and the body down to ``end`` (excluded); rows count from 0.

    ``columns`` maps a column to its headings from the top down and the row of the lowest one.
    """

    form: str
    top: int
    height: int
    end: int
    columns: dict[int, tuple[Path, int]]
    repeats: frozenset[int] = frozenset()

    @property
    def body(self) -> int:
        return self.top + self.height


@dataclass(frozen=True)
class _Window:
    """Some heading-like rows read as one heading."""

    score: int
    top: int
    height: int
    columns: dict[int, tuple[Path, int]]


def tables(grid: Grid, lexicons: Lexicons, file_name: str) -> list[Table]:
    """The tables of a sheet from the top down; a heading repeated on a later page opens no new one."""
    found: list[Table] = []
    row, merges = 0, _heading_merges(grid)
    while row < len(grid.rows):
        window = _best(grid, merges, row, lexicons) if heading_like(grid.rows[row]) else None
        form = lexicons.form_of((path for path, _ in window.columns.values()), file_name) if window else None
        if window is None or form is None:
            row += 1
            continue
        _add(found, Table(form, window.top, window.height, len(grid.rows), window.columns), lexicons)
        row = window.top + window.height
    return found


def _add(found: list[Table], table: Table, lexicons: Lexicons) -> None:
    """Close the table above where this one begins, or let that one go on when this is its heading again."""
    if found and _same(found[-1], table, lexicons):
        above = found.pop()
        repeats = above.repeats | set(range(table.top, table.body))
        found.append(Table(above.form, above.top, above.height, table.end, above.columns, repeats))
        return
    if found:
        above = found.pop()
        found.append(Table(above.form, above.top, above.height, table.top, above.columns, above.repeats))
    found.append(table)


def _same(above: Table, below: Table, lexicons: Lexicons) -> bool:
    """Whether two headings put the same fields into the same columns, however they spell them."""
    lexicon = lexicons.forms[above.form]
    meanings = (
        {column: lexicon.meaning(path) for column, (path, _) in table.columns.items()} for table in (above, below)
    )
    first, second = ({column: meaning.key for column, meaning in each.items() if meaning} for each in meanings)
    return above.form == below.form and first == second


def heading_like(row: Sequence[Value]) -> bool:
    """Whether a row could be (part of) a heading: two or more texts, hardly a number, and no 标签：内容."""
    first = next(filter(filled, row), None)
    if not _wordy(first):
        return False
    texts = odd = 0
    for value in row:
        if not filled(value):
            continue
        texts += type(value) is str
        odd += not _wordy(value)
        if odd > MOST_ODD:
            return False
    return texts >= (LEAST_TEXTS if odd else 2) and not LABEL.match(folded(text_of(first)))


def _wordy(value: Value) -> bool:
    return type(value) is str and len(value) <= LONGEST and not _numeric(value)


def _numeric(text: str) -> bool:
    return (text[0].isdigit() or text[0] in "-￥¥") and _NUMERIC.match(text.strip()) is not None


def _best(grid: Grid, merges: list[Span], row: int, lexicons: Lexicons) -> _Window | None:
    """The window near ``row`` that knows most columns; of equals the lowest, then the topmost."""
    if not _recognised(grid, row, lexicons):
        return None
    windows = [
        _window(grid, merges, top, height, lexicons)
        for top in range(row, min(row + TALLEST, len(grid.rows)))
        for height in range(1, TALLEST + 1)
        if _stack(grid, top, height)
    ]
    return max(windows, key=lambda window: (window.score, -window.height, -window.top), default=None)


def _recognised(grid: Grid, row: int, lexicons: Lexicons) -> bool:
    """A quick no for the rows of a body: within three rows some two texts must be known headings."""
    near = (value for at in range(row, min(row + TALLEST, len(grid.rows))) if heading_like(grid.rows[at])
            for value in grid.rows[at] if filled(value))  # fmt: skip
    known = 0
    for value in near:
        known += lexicons.knows((text_of(value),))
        if known >= 2:
            return True
    return False


def _stack(grid: Grid, top: int, height: int) -> bool:
    """Whether the rows can be one heading: the first heading-like, each further one texts only."""
    if top + height > len(grid.rows) or not heading_like(grid.rows[top]):
        return False
    return all(_texts_only(grid.rows[row]) for row in range(top + 1, top + height))


def _texts_only(row: Sequence[Value]) -> bool:
    values = [value for value in row if filled(value)]
    return bool(values) and all(map(_wordy, values))


def _window(grid: Grid, merges: list[Span], top: int, height: int, lexicons: Lexicons) -> _Window:
    columns = _columns(grid, merges, top, height)
    score = sum(lexicons.knows(path) for path, _ in columns.values())
    return _Window(score, top, height, columns)


def _columns(grid: Grid, merges: list[Span], top: int, height: int) -> dict[int, tuple[Path, int]]:
    """Each column's headings: merged ones stand over all they span, an unmerged group over the blanks to its right."""
    width = max(len(grid.rows[row]) for row in range(top, top + height))
    texts = [[text_of(grid.at(row, column)).strip() for column in range(width)] for row in range(top, top + height)]
    spans = [span for span in merges if (top <= span.top and span.bottom < top + height) or span.top == top]
    covered = _spread(texts, spans, top)
    for level in range(height - 1):
        _widen(texts, level, covered)
    return {column: heading for column in range(width) if (heading := _path(texts, column, top))[0]}


def _spread(texts: list[list[str]], spans: list[Span], top: int) -> set[tuple[int, int]]:
    """Write merged headings into every cell of their span; the cells covered are returned."""
    covered = set()
    for span in spans:
        text = texts[span.top - top][span.left] if span.left < len(texts[0]) else ""
        for level in range(span.top - top, min(span.bottom - top + 1, len(texts))):
            for column in range(span.left, min(span.right + 1, len(texts[0]))):
                texts[level][column] = text
                covered.add((level, column))
    return covered


def _widen(texts: list[list[str]], level: int, covered: set[tuple[int, int]]) -> None:
    """An unmerged group heading reaches over the blanks to its right as long as each has a heading below."""
    below = texts[level + 1]
    for column in range(1, len(below)):
        left = texts[level][column - 1]
        own = (level, column - 1) not in covered and (level, column) not in covered
        if own and left and not texts[level][column] and below[column] and below[column - 1]:
            texts[level][column] = left


def _path(texts: list[list[str]], column: int, top: int) -> tuple[Path, int]:
    path: list[str] = []
    lowest = top
    for level, row in enumerate(texts):
        if row[column] and (not path or row[column] != path[-1]):
            path.append(row[column])
            lowest = top + level
    return tuple(path), lowest


def _heading_merges(grid: Grid) -> list[Span]:
    return [span for span in grid.merges if span.bottom - span.top < TALLEST]
