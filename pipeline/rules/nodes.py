"""nodes.toml comes in; which nodes are permits, and when building in the open is at risk, goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline.rules.spelling import folded

DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True)
class Window:
    """``start`` and ``end`` as MM-DD, both days within; one that ends before it starts spans New Year. ``kinds`` are
    words in the name of a node of which nobody said whether weather matters to it."""

    name: str
    start: str
    end: str
    kinds: tuple[str, ...] = ()

    def holds(self, day: date) -> bool:
        told = f"{day:%m-%d}"
        if self.start <= self.end:
            return self.start <= told <= self.end
        return told >= self.start or told <= self.end

    def touches(self, node: Mapping[str, Any], as_of: date) -> bool:
        """Whether weather matters to a node that is not done and its planned day lies within; one that is overdue can
        be done ``as_of`` at the earliest."""
        planned, said, name = node["planned"], node["weather"], folded(node["node"] or "")
        bound = any(folded(kind) in name for kind in self.kinds) if said is None else bool(said)
        return bound and planned is not None and self.holds(max(planned, as_of))


@dataclass(frozen=True)
class NodeRules:
    """``permits`` are words in the name of a node that is a 手续."""

    permits: tuple[str, ...]
    windows: tuple[Window, ...]

    def is_permit(self, name: str) -> bool:
        return any(word in folded(name) for word in self.permits)

    def window(self, node: Mapping[str, Any], as_of: date) -> Window | None:
        """The first risk window that an unfinished node is to be done in."""
        return next((window for window in self.windows if window.touches(node, as_of)), None)

    def of(self, own: tuple[Window, ...]) -> NodeRules:
        """The same with the windows that an office has set for itself, if any."""
        return replace(self, windows=own or self.windows)


def node_rules(table: Mapping[str, Any]) -> NodeRules:
    return NodeRules(tuple(folded(word) for word in table["permits"]), windows(table["windows"]))


def windows(rows: Iterable[Mapping[str, Any]]) -> tuple[Window, ...]:
    return tuple(Window(row["name"], row["from"], row["to"], tuple(row.get("kinds", ()))) for row in rows)


def is_month_and_day(value: Any) -> bool:
    """06-01; 02-29 counts, a day that no year has does not."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(f"2000-{value}")
    except ValueError:
        return False
    return True
