"""A number of layouts in; out, how many were tried and which were not read back exactly."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.reliability.layouts import Layout, dressed, layouts
from tests.reliability.reading import read_back
from tests.reliability.truth import Truth, truths
from tests.reliability.verdicts import PERIOD


def misread(truth: Truth, layout: Layout, *, sent: Truth | None = None) -> str:
    """What is wrong with the truth that comes back from a layout; "" when it is the same. ``sent`` is another truth
    that is written in its place."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PERIOD.text
        folder.mkdir()
        dressed(folder, sent or truth, layout)
        read = read_back(Path(place), tuple(truth[0]))
    if read.blocking:
        return read.blocking[0]
    if read.rows != [dict(row) for row in truth]:
        return f"{read.rows} != {truth}"
    return "" if (read.counted.read, read.counted.refused) == (len(truth), 0) else f"{read.counted}"


def tried(count: int) -> tuple[int, list[str]]:
    """Try so many layouts, the same every time."""
    done: list[str] = []

    @seed(2026)
    @settings(max_examples=count, phases=[Phase.generate], database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data(), truths())
    def trial(data: st.DataObject, truth: Truth) -> None:
        done.append(misread(truth, data.draw(layouts(tuple(truth[0])))))

    trial()
    return len(done), [wrong for wrong in done if wrong]
