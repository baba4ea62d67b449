"""Truths and layouts in; out, what is not read back exactly, many workbooks to a period folder."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.reliability.layouts import Layout, dressed, layouts
from tests.reliability.reading import ReadBack, read_back
from tests.reliability.truth import Truth, truths
from tests.reliability.verdicts import PERIOD

MOST = 8  # workbooks in one folder
Sent = tuple[Truth, Layout]


def sent(draw: st.DataObject, found: Sequence[Truth]) -> list[Sent]:
    """Each truth with a layout for its fields."""
    return [(truth, draw.draw(layouts(tuple(truth[0])))) for truth in found]


def misread(written: Sequence[Sent], expected: Sequence[Truth]) -> list[str]:
    """What is wrong with each truth that comes back from its layout; "" when it is the one expected."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PERIOD.text
        folder.mkdir()
        names = [dressed(folder, f"城关{at}", *pair).name for at, pair in enumerate(written)]
        read = read_back(Path(place))
    return [_differs(read[name], truth) for name, truth in zip(names, expected, strict=True)]


def _differs(read: ReadBack, truth: Truth) -> str:
    if read.blocking:
        return read.blocking[0]
    rows = [{key: row[key] for key in truth[0]} for row in read.rows]
    if rows != [dict(row) for row in truth]:
        return f"{rows} != {truth}"
    return "" if (read.counted.read, read.counted.refused) == (len(truth), 0) else f"{read.counted}"


def tried(count: int) -> tuple[int, list[str]]:
    """Try at least so many layouts, the same every time: how many, and what was wrong."""
    done: list[str] = []

    @seed(2026)
    @settings(max_examples=count // MOST + 1, phases=[Phase.generate], database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data(), st.lists(truths(), min_size=MOST, max_size=MOST))
    def trial(data: st.DataObject, found: list[Truth]) -> None:
        done.extend(misread(sent(data, found), found))

    trial()
    return len(done), [wrong for wrong in done if wrong]
