"""Where earlier periods' rows are kept comes in; the rows go out when somebody asks for a period, and go again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from pipeline.model import Tables

AT_HAND = 4  # periods that the checks of one period look back on

Load = Callable[[], Tables]


class History(Mapping[str, Tables]):
    """Rows by period, oldest first. Only the periods asked for last are held, so that memory does not grow with the
    number of months."""

    def __init__(self, loads: Mapping[str, Load] | None = None) -> None:
        self._loads = dict(loads or {})
        self._held: OrderedDict[str, Tables] = OrderedDict()

    def __getitem__(self, period: str) -> Tables:
        if period not in self._held:
            self._held[period] = self._loads[period]()
            while len(self._held) > AT_HAND:
                self._held.popitem(last=False)
        self._held.move_to_end(period)
        return self._held[period]

    def __contains__(self, period: object) -> bool:
        return period in self._loads

    def __iter__(self) -> Iterator[str]:
        return iter(self._loads)

    def __len__(self) -> int:
        return len(self._loads)

    def add(self, period: str, load: Load) -> None:
        self._loads[period] = load

    def seen(self, change: Callable[[Tables], Tables]) -> History:
        """The same periods, their rows changed when they are asked for."""
        return History({period: partial(_changed, load, change) for period, load in self._loads.items()})

    def where(self, wanted: Callable[[str], bool]) -> History:
        """Only some of the periods."""
        return History({period: load for period, load in self._loads.items() if wanted(period)})


def _changed(load: Load, change: Callable[[Tables], Tables]) -> Tables:
    return change(load())
