"""Charts of one shape are drawn once and filled in: the bytes are those of each drawn by itself."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.documents.charts import plot as plotting
from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.charts.chart_style import GROWTH, LEVEL, TREND
from pipeline.documents.charts.plot import book, plot
from pipeline.documents.engine.package import packed

NAMES = ("3月", "4月", "5月")


def chart(*values: int | Fraction | None, kind: str = GROWTH, places: int = 0) -> Chart:
    return Chart(kind, "图", NAMES, (Series("甲", values), Series("乙", (1, 2, 3))), "万元", places)


@pytest.mark.parametrize(
    "one",
    [
        chart(0, 1614, 5003),
        chart(None, 1, None),
        chart(Fraction(1, 3), 12_345_678_901, 7_000_001, places=2),
        chart(10, Fraction(100, 3), 50, kind=TREND, places=1),
        chart(1, 2, 3, kind=LEVEL),
        chart(-5, 2, 3),
    ],
)
def test_a_chart_that_was_filled_in_is_the_one_that_would_be_drawn(one: Chart) -> None:
    plot(chart(9, 9, 9, kind=one.kind, places=one.places))
    assert plot(one) == plotting._plotted(one)
    assert book(one) == packed(plotting._booked(one))
