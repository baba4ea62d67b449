"""Figures and the detail sheets come in; the sheet 指标 goes out: a row a figure, its value a live formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import Figure, Literal
from pipeline.workbooks.book import Book, Head, Page
from pipeline.workbooks.details import Detail
from pipeline.workbooks.formulas import Grid, Translator
from pipeline.workbooks.literals import Formula
from pipeline.workbooks.phrases import phrase

MOST_FORMULAS = 5_000
HEADS = (
    Head("指标", 20, "来源"),
    Head("范围", 22, "来源"),
    Head("数值", 18, "计算"),
    Head("单位", 8),
    Head("口径", 56),
    Head("备注", 26),
    Head("行数", 8, "计算"),
    Head("公式说明", 52, "计算"),
    Head("考核类别", 10),
)
UNITS = {"元": "money", "%": "percent", "个百分点": "percent", "位": "change"}
VALUE, GROUP = "C", "I"


def ordered(figures: Sequence[Figure]) -> list[Figure]:
    """The figures by metric, then by scope, the scopes of one kind together; both in their official order."""
    names = _places(figure.name for figure in figures)
    kinds = _places(figure.scope.partition(":")[0] for figure in figures)
    scopes = _places(figure.scope for figure in figures)
    return sorted(figures, key=lambda f: (names[f.name], kinds[f.scope.partition(":")[0]], scopes[f.scope]))


def _places(words: Any) -> dict[str, int]:
    return {word: at for at, word in enumerate(dict.fromkeys(words))}


def translator(figures: Sequence[Figure], details: Mapping[str, Detail], groups: Mapping[str, str]) -> Translator:
    """What writes the ordered figures as formulas; ``groups`` is the 考核类别 of each 镇街."""
    at = {(figure.scope, figure.name): figure for figure in figures}
    rows = {place: row for row, place in enumerate(at, 2)}
    return Translator(details, Grid(at, rows, VALUE, GROUP, groups))


def write_indicators(book: Book, figures: Sequence[Figure], translate: Translator) -> None:
    """The sheet; above 5,000 figures the values stand alone."""
    page = book.page("指标", bordered=True)
    page.head(HEADS)
    live = len(figures) <= MOST_FORMULAS
    for row, figure in enumerate(figures, 1):
        _line(page, row, figure, translate, translate.formula(figure) if live else None)
    page.table(len(figures), len(HEADS), fixed=3)
    page.paper(f"指标{book.span}", size="A3")


def _line(page: Page, row: int, figure: Figure, translate: Translator, formula: str | None) -> None:
    kind, _, name = figure.scope.partition(":")
    group = translate.grid.groups.get(name) if kind == "镇街" else None
    words = phrase(figure.term, translate.details)
    told = (figure.definition, _note(figure), len(figure.rows), words, group)
    page.row(row, (figure.name, figure.scope, _number(figure, formula), figure.unit, *told), _kinds(figure))


def _kinds(figure: Figure) -> tuple[str, ...]:
    number = UNITS.get(figure.unit, "number")
    return ("text", "text", number, "central", "wrapped", "wrapped", "count", "wrapped", "central")


def _number(figure: Figure, formula: str | None) -> Formula | float | None:
    value = None if figure.value is None else float(figure.value)
    return value if formula is None else Formula(formula, "" if value is None else value)


def _note(figure: Figure) -> str | None:
    source = f"来源：{figure.term.source}" if isinstance(figure.term, Literal) else ""
    return "；".join(word for word in (figure.note, source) if word) or None
