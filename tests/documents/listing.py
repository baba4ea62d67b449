"""A template of sheets typed in a test and a month come in; the workbook that is laid out from them goes out."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.documents import prepare
from pipeline.documents.lists.lists import laid_out
from pipeline.documents.printing import Prepared
from pipeline.model import Followed, Measured
from pipeline.model.lists import ListBook, ListSheet
from tests.documents.month import LAW, TEMPLATES, a_month, office

KEY = "lists"
SHEET = """
[[sheets]]
name = "甲表"
heading = "{{ 单位 }}项目表"
source = "项目"
"""


def prepared(
    month: Measured | None = None, followed: Followed | None = None, templates: Path = TEMPLATES, *, draft: bool = False
) -> tuple[Prepared, ...]:
    """三个清单两张表 of the city and of each 镇街."""
    month = month or a_month()
    return prepare(
        KEY, month, {}, office(), LAW, templates, draft=draft, followed=followed or Followed(month.period, ())
    )


def book(name: str = "三个清单两张表", month: Measured | None = None, followed: Followed | None = None) -> ListBook:
    return next(laid_out(one) for one in prepared(month, followed) if one.name == name)


def typed(folder: Path, text: str) -> Path:
    """The shipped templates with these sheets in the place of the shipped ones."""
    templates = Path(shutil.copytree(TEMPLATES, folder / "templates"))
    (templates / "三个清单两张表.toml").write_text(text, encoding="utf-8")
    return templates


def sheet(folder: Path, columns: str, more: str = "", month: Measured | None = None) -> ListSheet:
    """One sheet of the whole city with columns and settings typed in a test."""
    whole = prepared(month, templates=typed(folder, f"{SHEET}{more}\ncolumns = [\n{columns}\n]\n"))[0]
    return laid_out(whole).sheets[0]


def table(laid: ListSheet) -> list[list[object]]:
    """Heads and rows, as they are laid out."""
    rows: list[list[object]] = [[column.title for column in laid.columns]]
    return rows + [[*row] for row in laid.rows]
