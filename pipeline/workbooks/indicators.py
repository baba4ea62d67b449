"""Figures, what documents printed of them and the detail sheets come in; the sheet 指标 goes out: a row a figure, its
value a live formula, and whether it was printed as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import Figure, Literal, Measured, column_letter
from pipeline.workbooks.book import Book, Head, Page
from pipeline.workbooks.details import Detail
from pipeline.workbooks.formulas import Grid, Translator
from pipeline.workbooks.literals import Formula
from pipeline.workbooks.phrases import phrase
from pipeline.workbooks.printed import Proof

NAME = "指标"
MOST_FORMULAS = 5_000
HEADS = (
    Head("指标", 20, "来源"),
    Head("范围", 22, "来源"),
    Head("数值", 18, "计算"),
    Head("单位", 8),
    Head("印出", 18),
    Head("印出与计算", 11, "计算"),
    Head("印在", 30),
    Head("原文", 40),
    Head("口径", 48),
    Head("备注", 24),
    Head("行数", 8, "计算"),
    Head("公式说明", 44, "计算"),
    Head("考核类别", 10),
)
UNITS = {"元": "money", "%": "percent", "个百分点": "percent", "位": "change", "分": "points"}
VERDICT = 5  # the column of 印出与计算
WRONG = ("不符", "请人工核对")


def _letter(title: str) -> str:
    return next(column_letter(at) for at, head in enumerate(HEADS, 1) if head.title == title)


VALUE, PRINTED, GROUP = map(_letter, ("数值", "印出", "考核类别"))


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


def indicator_cells(measured: Measured) -> Mapping[tuple[str, str], str]:
    """Where the value of each figure stands in 底稿, by scope and name: 指标!C12."""
    places = enumerate(ordered(measured.figures), 2)
    return {(figure.scope, figure.name): f"{NAME}!{VALUE}{row}" for row, figure in places}


def write_indicators(
    book: Book, figures: Sequence[Figure], translate: Translator, proofs: Mapping[tuple[str, str], Proof]
) -> None:
    """The sheet; above 5,000 figures the values stand alone."""
    page = book.page(NAME, bordered=True)
    page.head(HEADS)
    live = len(figures) <= MOST_FORMULAS
    for row, figure in enumerate(figures, 1):
        proof = proofs.get((figure.scope, figure.name))
        _line(
            page,
            row,
            figure,
            translate,
            translate.formula(figure) if live else None,
            _printed(row, proof, live),
        )
        page.pour()
    page.mark(VERDICT, len(figures), WRONG)
    page.table(len(figures), len(HEADS), fixed=3)
    page.paper(f"{NAME}{book.span}", size="A3")


Cells = tuple[str | Formula | None, ...]


def _printed(row: int, proof: Proof | None, live: bool) -> Cells:
    """The printed texts, whether the value gives them, where they stand and the sentence of the first."""
    if proof is None:
        return (None,) * 4
    formula = proof.formula(f"{VALUE}{row + 1}", f"{PRINTED}{row + 1}") if live else None
    verdict = Formula(formula, proof.verdict) if formula else proof.verdict
    return (proof.said, verdict, proof.where, proof.context)


def _line(page: Page, row: int, figure: Figure, translate: Translator, formula: str | None, printed: Cells) -> None:
    kind, _, name = figure.scope.partition(":")
    group = translate.grid.groups.get(name) if kind == "镇街" else None
    words = phrase(figure.term, translate.details)
    told = (figure.definition, _note(figure), len(figure.rows), words, group)
    page.row(row, (figure.name, figure.scope, _number(figure, formula), figure.unit, *printed, *told), _kinds(figure))


def _kinds(figure: Figure) -> tuple[str, ...]:
    number = UNITS.get(figure.unit, "number")
    printed = ("wrapped", "central", "wrapped", "wrapped")
    return ("text", "text", number, "central", *printed, "wrapped", "wrapped", "count", "wrapped", "central")


def _number(figure: Figure, formula: str | None) -> Formula | float | None:
    value = None if figure.value is None else float(figure.value)
    return value if formula is None else Formula(formula, "" if value is None else value)


def _note(figure: Figure) -> str | None:
    source = f"来源：{figure.term.source}" if isinstance(figure.term, Literal) else ""
    return "；".join(word for word in (figure.note, source) if word) or None
