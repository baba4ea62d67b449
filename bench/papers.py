"""Three made works come in no order; each goes out as one template in the tags of any engine, and as what fills it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.table import Table

Facts = Mapping[str, Any]
WORDS = (
    "截至{day}，{town}共有重点项目{count}个，总投资{total}亿元，年度计划投资{plan}亿元，本年完成投资{done}亿元，"
    "年度投资完成率{rate}，{lead}时序进度{points}个百分点。"
)
FACTS = ("day", "town", "count", "total", "plan", "done", "rate", "lead", "points")
ROW = "row"


@dataclass(frozen=True)
class Dialect:
    """How an engine writes a value, the first and the last cell of a repeated row, and whether tags take rows of their
    own or a second sample row."""

    value: Callable[[str], str]
    cell: Callable[[str, str], str]
    before: Callable[[str], str] = lambda rows: ""
    after: Callable[[str], str] = lambda rows: ""
    first: Callable[[str], str] = lambda rows: ""
    last: Callable[[str], str] = lambda rows: ""
    second: Callable[[str, str], str] | None = None


JINJA = Dialect(
    lambda name: f"{{{{ {name} }}}}",
    lambda rows, name: f"{{{{ {ROW}.{name} }}}}",
    before=lambda rows: f"{{%tr for {ROW} in {rows} %}}",
    after=lambda rows: "{%tr endfor %}",
)
MUSTACHE = Dialect(
    lambda name: f"{{{name}}}",
    lambda rows, name: f"{{{name}}}",
    first=lambda rows: f"{{#{rows}}}",
    last=lambda rows: f"{{/{rows}}}",
)
CARBONE = Dialect(
    lambda name: f"{{d.{name}}}",
    lambda rows, name: f"{{d.{rows}[i].{name}}}",
    second=lambda rows, name: f"{{d.{rows}[i+1].{name}}}",
)
SAMPLE = Dialect(lambda name: f"[{name}]", lambda rows, name: f"[{name}]")


@dataclass(frozen=True)
class Work:
    """A document of ``paragraphs`` of nine values each and of ``tables`` (rows, columns), made ``copies`` times."""

    title: str
    paragraphs: int
    tables: tuple[tuple[int, int], ...]
    copies: int = 1

    def template(self, dialect: Dialect) -> bytes:
        document = Document()
        document.add_heading(dialect.value("title"), 1)
        for at in range(self.paragraphs):
            document.add_paragraph(WORDS.format(**{name: dialect.value(f"{name}{at}") for name in FACTS}))
        for at, (_, columns) in enumerate(self.tables):
            document.add_paragraph(f"附件{'一二三'[at]}")
            _table(document, dialect, f"rows{at}", columns)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def facts(self, copy: int = 0) -> dict[str, Any]:
        """Words and numbers already worded: every engine prints the same strings."""
        said: dict[str, Any] = {"title": f"关于第{copy + 1}期项目推进情况的通报"}
        for at in range(self.paragraphs):
            said |= {f"{name}{at}": value for name, value in zip(FACTS, _said(copy + at), strict=True)}
        for at, (rows, columns) in enumerate(self.tables):
            said[f"rows{at}"] = [_row(copy + number, columns) for number in range(rows)]
        return said


def _said(at: int) -> tuple[str, ...]:
    return (
        f"5月{at % 28 + 1}日", f"第{at}镇", f"{at + 25}", f"{at * 1.37 + 12:.2f}", f"{at * 0.41 + 5:.2f}",
        f"{at * 0.17 + 2:.2f}", f"{30 + at % 40}.{at % 10}%", "低于" if at % 2 else "高出", f"{at % 13}.{at % 10}",
    )  # fmt: skip


def _row(number: int, columns: int) -> dict[str, str]:
    words = (f"{number + 1}", f"示例{number}精密部件智能制造项目（A&B公司）", f"第{number % 25}镇", "在建")
    numbers = (f"{number * 3.7 + column:.2f}" for column in range(columns - len(words)))
    return {f"c{column}": value for column, value in enumerate((*words, *numbers))}


def _table(document: Paper, dialect: Dialect, rows: str, columns: int) -> None:
    names = [f"c{column}" for column in range(columns)]
    cells = [dialect.cell(rows, name) for name in names]
    cells[0], cells[-1] = dialect.first(rows) + cells[0], cells[-1] + dialect.last(rows)
    lines = [[f"第{column + 1}列" for column in range(columns)]]
    lines += [[before]] if (before := dialect.before(rows)) else []
    lines.append(cells)
    lines += [[after]] if (after := dialect.after(rows)) else []
    if dialect.second:
        lines.append([dialect.second(rows, name) for name in names])
    _written(document.add_table(len(lines), columns), lines)


def _written(table: Table, lines: Sequence[Sequence[str]]) -> None:
    for row, line in zip(table.rows, lines, strict=True):
        for cell, words in zip(row.cells, line, strict=False):
            cell.text = words


WORKS = {
    "W1": Work("通报：25 行和 300 行两张表", 30, ((25, 9), (300, 9))),
    "W2": Work("25 份一页的通知", 3, ((4, 5),), copies=25),
    "W3": Work("3000 × 12 的表", 1, ((3000, 12),)),
}
