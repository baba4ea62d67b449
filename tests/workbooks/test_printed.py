"""What documents printed of a figure: how a text is read, proved by formula, and where it is said to stand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pipeline.model import Figure, Literal, Measured
from pipeline.model.provenance import Kind, Origin
from pipeline.workbooks import indicator_cells, working_paper
from pipeline.workbooks.printed import proofs, sentence, style
from tests.workbooks import month
from tests.workbooks.month import project
from tests.workbooks.reading import cells, differences, records
from tests.workbooks.recalculate import recalculated
from tests.workbooks.said import said, texts


def figure(value: int | Fraction | None, unit: str, name: str = "数") -> Figure:
    return Figure("全市", name, value, unit, "", term=Literal(value, ""))


def month_of(*figures: Figure) -> Measured:
    none = month.measured(month.tables(), month.office("城关街道"))
    return replace(none, figures=figures)


def paper(measured: Measured, *told: tuple[Figure, str]) -> bytes:
    printed = [said(one, text, at) for at, (one, text) in enumerate(told, 1)]
    return working_paper(measured, month.tables(), (), month.law(), month.link, printed=printed)


VALUES = {
    "元": (100_500_000, 100_499_999, -250_000, 15_000, 19_212_970_000, 0, None),
    "%": (Fraction(6929, 200), Fraction(1005, 1000), Fraction(2, 3), 100, 0, None),
    "个百分点": (Fraction(1, 4), Fraction(-1, 25), Fraction(-1, 20), Fraction(-6973, 1000), 0, None),
    "位": (2, -1, 0, None),
    "个": (25, 0, None),
}
EVERY = [figure(value, unit, f"{unit}{at}") for unit, values in VALUES.items() for at, value in enumerate(values)]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.value} {one.unit}")
def test_a_text_of_a_figure_is_read_as_it_was_made(one: Figure) -> None:
    for text in texts(one):
        found = style(text, one)
        assert found is not None and found.text(one.value) == text


@pytest.mark.rendered
def test_formulas_print_what_documents_print_halves_and_missing_values_too() -> None:
    told = [(one, text) for one in EVERY for text in texts(one)]
    fresh = recalculated(paper(month_of(*EVERY), *told))
    lines = records(fresh, "指标")
    assert len(lines) == len(EVERY) and [line["指标"] for line in lines if line["印出与计算"] != "相符"] == []


@pytest.mark.parametrize("text", ["34.6%", "34.70%", "3.47亿元", "—", "34"])
def test_another_text_than_the_value_gives_is_told(text: str) -> None:
    one = figure(Fraction(3469, 100), "%")
    line = records(paper(month_of(one), (one, text)), "指标")[0]
    assert line["印出与计算"] == "不符"


def test_a_text_that_no_formula_can_print_is_left_to_a_person() -> None:
    one = figure(3, "个")
    assert records(paper(month_of(one), (one, "3至5个又2")), "指标")[0]["印出与计算"] == "请人工核对"


def test_level_is_judged_as_exactly_as_its_document_prints_rates() -> None:
    gap, rate = figure(Fraction(1, 25), "个百分点", "时序差"), figure(40, "%", "率")
    told = proofs([said(rate, "40.00%"), said(gap, "持平")], {("全市", one.name): one for one in (gap, rate)})
    assert told["全市", "时序差"].verdict == "不符"
    told = proofs([said(rate, "40.0%"), said(gap, "持平")], {("全市", one.name): one for one in (gap, rate)})
    assert told["全市", "时序差"].verdict == "相符"


def test_a_figure_says_where_it_was_printed_and_in_which_sentence() -> None:
    one = figure(25, "个")
    printed = [said(one, "25", 3), said(one, "25", 8), said(one, "25", 2, "督查报告")]
    proof = proofs(printed, {("全市", "数"): one})["全市", "数"]
    assert (proof.said, proof.where) == ("25", "调度通报：第3段、第8段；督查报告：第2段")
    assert proof.context == "数25，全文如下。"
    many = proofs([said(one, "25", at) for at in range(1, 10)], {("全市", "数"): one})["全市", "数"]
    assert many.where.endswith("、第6段等，共9处")


def test_a_cell_of_a_table_that_holds_the_number_alone_has_no_sentence() -> None:
    one = said(figure(25, "个"), "25")
    assert sentence(replace(one, context="25", start=0)) == ""


def test_what_is_no_figure_is_not_among_the_figures() -> None:
    one = figure(25, "个")
    field = replace(said(one, "25"), origin=Origin(Kind.FIELD, form="项目进度表", row="a", field="总投资"))
    unknown = replace(said(one, "25"), origin=Origin(Kind.FIGURE, "镇街:无", "数"))
    assert proofs([field, unknown], {("全市", "数"): one}) == {}


def test_each_figure_is_told_the_cell_where_it_stands() -> None:
    sent = month.tables([project("甲", "城关街道"), project("乙", "柳渡镇")])
    measured = month.measured(sent, month.office("城关街道", "柳渡镇"))
    data = working_paper(measured, sent, (), month.law(), month.link)
    sheet = cells(data, "指标")
    for (scope, name), place in indicator_cells(measured).items():
        row = sheet[place.removeprefix("指标!")].row
        assert (sheet.cell(row, 1).value, sheet.cell(row, 2).value) == (name, scope)
    assert differences(data, measured) == []
