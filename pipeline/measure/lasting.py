"""A month with the earlier months of its year comes in; for how many months in a row each project has stood as it
stands now goes out with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.model import Measured, Row
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded

Same = Callable[[Row, Row], bool]


def _idle(_now: Row, then: Row) -> bool:
    """No investment was done in the month."""
    return then["month_flow"] is not None and then["month_flow"] <= 0


def _image(now: Row, then: Row) -> bool:
    """The month was reported in today's words."""
    return bool(now["image"]) and folded(then["image"] or "") == folded(now["image"])


def _blocked(now: Row, then: Row) -> bool:
    return now["blocked_at"] is not None and then["blocked_at"] == now["blocked_at"]


def _red(_now: Row, then: Row) -> bool:
    return bool(then["light"] == "红灯")


LASTING: Mapping[str, Same] = {
    "idle_months": _idle,
    "image_months": _image,
    "blocked_months": _blocked,
    "red_months": _red,
}


def lasting(measured: Measured) -> Measured:
    """The same with ``light_before`` (of last month, "" where that is not known) and ``idle_months`` (without
    investment), ``image_months`` (of one 形象进度), ``blocked_months`` (held up by one permit) and ``red_months``, this
    month counted: 0 where it does not hold now. A month that is missing ends a run, and no run goes back beyond
    January."""
    months = [(month, Identities.of(month.projects)) for month in adjoining(measured)]

    def history(row: Row) -> Iterator[Row]:
        yield row
        for month, known in months:
            if (at := known.place(row)) is None:
                return
            yield month.projects[at]

    return replace(measured, projects=tuple({**row, **_runs(row, list(history(row)))} for row in measured.projects))


def adjoining(measured: Measured) -> Iterator[Measured]:
    """The earlier months, the last first, as far back as none is missing."""
    expected = measured.period
    for month in reversed(measured.past):
        expected = expected.previous
        if month.period != expected:
            return
        yield month


def _runs(row: Row, history: Sequence[Row]) -> dict[str, int | str]:
    runs = {name: _run(row, history, same) for name, same in LASTING.items()}
    return {**runs, "light_before": (history[1]["light"] or "") if len(history) > 1 else ""}


def _run(row: Row, history: Sequence[Row], same: Same) -> int:
    return len(list(takewhile(lambda then: same(row, then), history)))
