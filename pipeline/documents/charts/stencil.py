"""A chart comes in; the same with stand-ins for its numbers goes out, so that charts of one shape are drawn once; and
what was drawn of it, with the numbers in place of the stand-ins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.documents.charts.chart import Chart, Series

FIRST = 7_000_000  # no other number in a chart is so high
MOST = 1000
STAND_IN = re.compile(rb">7(\d{6})<")


def stencil(chart: Chart) -> Chart | None:
    """None where the axis depends on the numbers, or there are too many."""
    numbers = _numbers(chart)
    if len(numbers) > MOST or any(number < 0 for number in numbers):
        return None
    places = iter(range(FIRST, FIRST + len(numbers)))
    return replace(chart, series=tuple(_standing(series, places) for series in chart.series))


def _standing(series: Series, places: Iterator[int]) -> Series:
    return replace(series, values=tuple(None if value is None else next(places) for value in series.values))


def filled(drawn: bytes, chart: Chart) -> bytes:
    """The numbers as XlsxWriter writes them."""
    numbers = [f"{number:.16G}".encode() for number in _numbers(chart)]
    return STAND_IN.sub(lambda match: b">" + numbers[int(match[1])] + b"<", drawn)


def _numbers(chart: Chart) -> list[float]:
    return [value for series in chart.series for value in chart.shown(series) if value is not None]
