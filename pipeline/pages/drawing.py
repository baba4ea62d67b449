"""Counts and rates come in; how long each bar of a drawing is goes out, in percent of its width."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.pages.views import Lights, Progress
from pipeline.rules.numerals import fixed

STEP = 10
ROOM = 12  # percent of the width that a segment needs to carry its own number


@dataclass(frozen=True)
class Segment:
    """One colour of a bar of 灯: where it starts and how wide it is, in percent."""

    kind: str
    word: str
    count: int
    start: str
    width: str
    roomy: bool


def percent(part: Fraction | int, whole: Fraction | int) -> str:
    """Which part of the width, between 0 and 100."""
    return fixed(max(Fraction(0), min(Fraction(part) / Fraction(whole) * 100, Fraction(100))), 2) if whole else "0.00"


def segments(lights: Lights, most: int) -> Iterator[Segment]:
    """The colours of a bar one after the other, red first; ``most`` projects fill the whole width."""
    parts = (("red", "红", lights.red), ("yellow", "黄", lights.yellow), ("green", "绿", lights.green))
    start = 0
    for kind, word, count in (*parts, ("dark", "未亮", lights.dark)):
        if count:
            roomy = count * 100 >= ROOM * most
            yield Segment(kind, word, count, percent(start, most), percent(count, most), roomy)
        start += count


def reach(progress: Progress) -> Fraction:
    """The rate at which a bar fills its width: the next ten above every rate and above 时序进度."""
    rates = [place.rate for place in progress.towns if place.rate is not None]
    most = max([*rates, progress.schedule or Fraction(0), Fraction(1)])
    return Fraction(-(-most // STEP) * STEP)


DRAWING: Mapping[str, Callable[..., Any]] = {"percent": percent, "segments": segments, "reach": reach}
